"""The file and the portal may both change a text; neither silently undoes the other."""

import pytest

from core.errors import Invalid
from frameworks.models import LoadedPart
from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode
from provisions.models import Provision
from provisions.services.moves import move_provision
from provisions.services.texts import change_facts, issue_text, publish_version

from .files import AT, FRAMEWORK, LOADER, load

pytestmark = pytest.mark.django_db

ENGLISH = "The first summary."
FRENCH = "Le premier résumé."
# 1(a)(i) as a second item of 1 instead of the item of 1(a).
_ITEM = FRAMEWORK[FRAMEWORK.index("              - suffix: 1a-i") :]
_ITEM = _ITEM[: _ITEM.index('      - suffix: "2"')]
LIFTED = [
    ("            items:\n" + _ITEM, _ITEM.replace("\n    ", "\n").removeprefix("    ")),
]


def provision() -> Provision:
    return Provision.objects.get(key="trial-2026.s1")


def rewrite_on_the_portal(**bodies: str) -> None:
    row = provision()
    latest = row.versions.get(number=row.latest_version)
    titles = {"en": "First", "fr": "Premier"}
    publish_version(
        provision=row,
        text_status=latest.text_status,
        source=latest.source,
        source_paragraph=latest.source_paragraph,
        source_basis=latest.source_basis,
        texts={language: TextDraft(titles[language], body) for language, body in bodies.items()},
        actor=LOADER,
        at=AT,
        expected_version=row.latest_version,
    )


def translate_on_the_portal(body: str) -> None:
    row = provision()
    issue_text(
        version=row.versions.get(number=row.latest_version),
        language="fr",
        draft=TextDraft("Premier", body),
        actor=LOADER,
        at=AT,
    )


def mistakes(tmp_path, *changes: tuple[str, str]) -> list[str]:
    with pytest.raises(Invalid) as caught:
        load(tmp_path, *changes, days=1)
    return [error.detail for error in caught.value.errors]


def test_an_unchanged_file_never_puts_back_what_was_changed_on_the_portal(
    tmp_path, reference, everything
):
    load(tmp_path)
    rewrite_on_the_portal(en="Amended.", fr="Amendé.")
    change_facts(provision=provision(), themes=["skills"], actor=LOADER, at=AT)
    before = everything()
    assert not load(tmp_path, days=1).is_changed
    assert everything() == before


def test_a_file_that_changes_the_same_text_otherwise_is_refused(tmp_path, reference, everything):
    load(tmp_path)
    rewrite_on_the_portal(en="Amended.", fr="Amendé.")
    before = everything()
    told = mistakes(tmp_path, (ENGLISH, "Something else."))
    assert "S1 (en) was changed on the portal since" in told[0]
    assert everything() == before


def test_a_file_that_says_what_the_portal_says_is_taken_and_may_then_change(tmp_path, reference):
    load(tmp_path)
    rewrite_on_the_portal(en="Amended.", fr="Amendé.")
    caught_up = load(tmp_path, (ENGLISH, "Amended."), (FRENCH, "Amendé."), days=1)
    assert not caught_up.is_changed
    load(tmp_path, (ENGLISH, "Amended again."), (FRENCH, "Amendé."), days=2)
    assert provision().latest_version == 3


def test_a_new_version_from_the_file_does_not_undo_a_translation_of_the_portal(
    tmp_path, reference, everything
):
    load(tmp_path)
    translate_on_the_portal("Le résumé corrigé.")
    before = everything()
    told = mistakes(tmp_path, (ENGLISH, "A better summary."))
    assert told == [
        "The new version of S1 would undo its text in “fr”, which was changed on the portal."
        " Take that text over into the file first."
    ]
    assert everything() == before
    load(tmp_path, (ENGLISH, "A better summary."), (FRENCH, "Le résumé corrigé."), days=1)
    latest = provision().versions.get(number=2)
    assert latest.texts.get(language="fr").body == "Le résumé corrigé."


def test_facts_changed_by_both_are_refused(tmp_path, reference):
    load(tmp_path)
    change_facts(provision=provision(), themes=["skills"], actor=LOADER, at=AT)
    told = mistakes(tmp_path, ("themes: [cross-cutting]", "themes: [osh]"))
    assert "S1 (its facts) was changed on the portal" in told[0]


def test_words_that_stand_still_are_not_changed_by_a_file(tmp_path, reference, everything):
    load(tmp_path)
    move_provision(
        key="trial-2026.1",
        move=MoveCode.OPEN_REVIEW,
        expected_stage="draft",
        expected_version=1,
        round_key="trial-round",
        actor=LOADER,
        at=AT,
    )
    before = everything()
    told = mistakes(tmp_path, ("Governments should:", "Governments may:"))
    assert told == [
        "The words of 1 stand still while it is “In review”; return it to draft first, where a"
        " move allows it."
    ]
    assert everything() == before


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ('      - suffix: "2"\n', "", "The provision “2” was loaded and is missing"),
        ("  - slug: unseen\n", "sessions:\n", "The document “unseen” was loaded and is missing"),
        ("  - slug: road-ends\n", "sections:\n", "The milestone “road-ends” was loaded"),
    ],
)
def test_nothing_vanishes_from_a_file(tmp_path, reference, everything, start, end, says):
    load(tmp_path)
    before = everything()
    begins = FRAMEWORK.index(start)
    ends = FRAMEWORK.index(end) if end else len(FRAMEWORK)
    told = mistakes(tmp_path, (FRAMEWORK[begins:ends], ""))
    assert says in told[0]
    assert everything() == before


def test_a_text_that_was_published_does_not_vanish_either(tmp_path, reference):
    load(tmp_path)
    told = mistakes(tmp_path, (f"          fr: {{title: Premier, body: {FRENCH}}}\n", ""))
    assert "The text of S1 in “fr” was loaded and is missing from the file" in told[0]


def test_what_was_loaded_keeps_its_number_and_its_place(tmp_path, reference):
    load(tmp_path)
    begins, ends = FRAMEWORK.index("  - slug: road-begins"), FRAMEWORK.index("  - slug: road-ends")
    first, second = FRAMEWORK[begins:ends], FRAMEWORK[ends : FRAMEWORK.index("sections:\n")]
    two = FRAMEWORK[FRAMEWORK.index('      - suffix: "2"') :]
    one = '      - suffix: "1"\n'
    told = mistakes(
        tmp_path,
        ("number: S1\n", "number: S9\n"),
        (first + second, second + first),
        (two, ""),
        (one, two + one),
    )
    assert told == [
        "“road-begins” stood before “road-ends” when it was loaded; a milestone keeps its place.",
        "“s1” was loaded with the number S1, which it keeps; S9 would be another provision.",
        "“1” stood before “2” when it was loaded; a provision keeps its place.",
    ]


def test_an_item_stays_under_its_parent(tmp_path, reference):
    load(tmp_path)
    told = mistakes(tmp_path, *LIFTED)
    assert told == ["1(a)(i) stood elsewhere when it was loaded and stays there."]


def test_what_the_file_said_is_remembered_part_by_part(tmp_path, reference):
    load(tmp_path)
    parts = set(LoadedPart.objects.values_list("part", flat=True))
    assert {"framework", "status", "meeting", "document.report", "session.sample-trial"} <= parts
    assert set(LoadedPart.objects.get(part="provision.s1").digests) == {
        "facts",
        "frame",
        "links",
        "text.en",
        "text.fr",
    }
