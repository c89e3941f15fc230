"""Whatever stands in place of a key, an id or a text is refused, and never a fault of ours."""

import pytest

from .programs import Program, token_of
from .writing import content

pytestmark = pytest.mark.django_db
ID = "00000000-0000-4000-8000-000000000000"
KEYS = ("%F0%9F%92%A9", "..", "x" * 300, "trial.1%0A", "%27;--", "trial.%D9%A1")
NUL = "a\x00b"
PROVISION_WRITES = [
    ("post", "next-version", {"version": 1}),
    ("put", "next-version", {"texts": {"en": {"title": "x", "body": "y"}}}),
    ("delete", "next-version", None),
    ("post", "next-version/take-over", {"comment": ID}),
    ("post", "next-version/publish", {"reason": "x"}),
    (
        "post",
        "agreement",
        {"version": 1, "chairperson_id": ID, "pronounced_at": "2026-11-22T10:00:00Z"},
    ),
]


@pytest.fixture
def patient(house) -> Program:
    return Program(token_of(house["secretariat"]), is_patient=True)


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_names_nothing_is_not_found(patient, review, key):
    for method, rest, body in PROVISION_WRITES:
        edition = 1 if rest != "agreement" else None
        if (method, rest) == ("post", "next-version"):
            edition = None
        answer = patient(method, f"provisions/{key}/{rest}", body, edition=edition)
        assert answer.status_code == 404, (method, rest, answer.content)
    for path in (
        f"provisions/{key}/next-version",
        f"provisions/{key}/agreement",
        f"rounds/{key}/answers",
        f"rounds/{key}/clusters",
    ):
        assert patient.get(path).status_code == 404
    assert patient.post(f"rounds/{key}/release-dispositions").status_code == 404


def test_a_text_that_no_text_may_be_is_refused(patient, house, review):
    circle, key = str(house.group("employers").pk), review.provisions[0].key
    spokesperson = Program(token_of(house["employers-spokesperson"]), is_patient=True)
    taking = {
        "round": review.round.key,
        "provision": key,
        "circle": circle,
        "stance": "objection",
        "reasons": "x",
        "number_seen": 0,
    }
    for asker, path, sent, names in [
        (spokesperson, "positions", taking, ("round", "provision", "reasons", "amendment")),
        (
            patient,
            f"rounds/{review.round.key}/clusters",
            {"provision": key, "name": "x", "comment_ids": [ID]},
            ("provision", "name"),
        ),
    ]:
        for name in names:
            for hostile in (NUL, "\ud7ff\ufffe", "x" * 100_000):
                answer = asker.post(path, sent | {name: hostile})
                assert 400 <= answer.status_code < 500, (path, name, answer.content[:300])
    sent = content(review, house.group("employers"))
    sent["target"]["version_text"]["key"] = NUL
    assert spokesperson.post("drafts", sent).status_code == 404
    assert patient.get("positions?provision=a%00b&current=true").status_code == 400
    assert patient.get("placements?round=%00").status_code == 400
    assert patient.put("comments/x/placements/2", {}, edition=1).status_code == 404
    huge = patient.get(f"comments/{ID}/placements/{10**30}")
    assert huge.status_code == 404
    confirm = patient.put(f"comments/{ID}/placements/{10**30}", {"decision": "gone"}, edition=1)
    assert confirm.status_code == 404
