"""What stood at the instant of a close, and that it can be proved later."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from record.models import PUBLIC, Entry
from reviews.models import Comment, Manifest, SubmittedComment
from reviews.selectors.manifests import ManifestFacts, manifests_of
from reviews.services.comments import withdraw_comment
from reviews.services.manifests import manifest_matches, round_matches
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Mandate, Organization
from stakeholders.services.circles import ensure_circles
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.terms import MandateTerms
from tests.factories.frameworks import make_framework
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    DURING,
    Review,
    closed,
    make_review,
    make_submitted,
    share,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import (
    EVERYBODY,
    OPERATOR,
    START,
    actor,
    admitted,
    person,
    state,
)

from .cast import in_delegation, in_group
from .windows import close_early

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def part(review: Review, circle: Circle) -> dict[str, Any]:
    kept = Manifest.objects.get(round=review.round, circle=circle)
    said: dict[str, Any] = json.loads(bytes(kept.payload))
    return said


def entitled(review: Review, circle: Circle) -> dict[str, str]:
    return {line["mandate"]: line["capacity"] for line in part(review, circle)["entitled"]}


def withdraw(comment: Comment, by: Mandate, at: Any) -> None:
    withdraw_comment(
        comment_id=comment.pk,
        expected_edition=comment.edition,
        reason="Done with.",
        actor=actor(by),
        at=at,
    )


def test_every_circle_with_somebody_entitled_has_its_part(review):
    closed(review.round)
    house = review.house
    assert entitled(review, house.delegation("AAA")) == {
        str(house["AAA-focal"].pk): "focal_point",
        str(house["AAA"].pk): "delegate",
    }
    assert entitled(review, house.region("north-group")) == {
        str(house["north-group"].pk): "regional_coordinator"
    }
    assert entitled(review, house.group("workers")) == {
        str(house["workers"].pk): "group_secretariat",
        str(house["workers-spokesperson"].pk): "spokesperson",
    }
    assert entitled(review, house.group("governments")) == {
        str(house["governments"].pk): "group_secretariat"
    }
    assert Manifest.objects.count() == 3 + 2 + 3


def test_the_review_secretariat_the_chair_and_observers_have_none(review):
    closed(review.round)
    kinds = set(Manifest.objects.values_list("circle__kind", flat=True))
    assert kinds == {"delegation", "regional_group", "group"}


def test_who_counts_is_who_was_active_at_the_instant_of_the_close(review):
    house, circle = review.house, review.house.delegation("AAA")
    gone = in_delegation(house, Capacity.ADVISER, name="gone")
    later = in_delegation(house, Capacity.ADVISER, name="later", at=CLOSES + HOUR)
    ended_after = in_delegation(house, Capacity.ADVISER, name="after")
    elsewhere = in_delegation(house, Capacity.ADVISER, name="other", framework_key="another")
    here = in_delegation(house, Capacity.ADVISER, name="here", framework_key="trial")
    end(gone, house["AAA-focal"], CLOSES)
    end(ended_after, house["AAA-focal"], CLOSES + timedelta(seconds=1))
    closed(review.round, at=AFTER)
    there = entitled(review, circle)
    assert str(here.pk) in there
    assert str(ended_after.pk) in there
    assert not {str(each.pk) for each in (gone, later, elsewhere)} & set(there)


def end(mandate: Mandate, by: Mandate, at: Any) -> None:
    end_mandate(mandate_id=mandate.pk, actor=actor(by), at=at)


def test_somebody_proposed_and_not_confirmed_is_not_entitled(review):
    house = review.house
    terms = MandateTerms(
        person("waiting"), Capacity.ADVISER, Group.GOVERNMENTS, house.states["AAA"]
    )
    waiting = propose_mandate(terms=terms, actor=actor(house["AAA-focal"]), at=DURING)
    closed(review.round, at=AFTER)
    assert str(waiting.pk) not in entitled(review, house.delegation("AAA"))
    confirm_mandate(mandate_id=waiting.pk, actor=actor(house["AAA-focal"]), at=AFTER)


def test_an_organization_inside_a_group_counts_with_its_group(review):
    house = review.house
    union = Organization.objects.create(
        code="union", kind="workers_organization", group=Group.WORKERS, name={"en": "Union"}
    )
    delegate = in_group(house, Capacity.DELEGATE, "workers", name="u", organization=union)
    closed(review.round)
    lines = part(review, house.group("workers"))["entitled"]
    mine = {"mandate": str(delegate.pk), "capacity": "delegate", "organization": "union"}
    assert mine in lines


def test_what_was_submitted_stands_in_the_part_of_its_actor(review):
    house = review.house
    focal = house["AAA-focal"]
    own = make_submitted(review, focal, house.delegation("AAA"))
    sponsored = make_submitted(
        review, focal, house.region("north-group"), speaks_for=house.delegation("AAA")
    )
    share(review, focal, house.delegation("AAA"))
    closed(review.round)
    lines = part(review, house.delegation("AAA"))["submitted"]
    assert {line["comment"] for line in lines} == {str(own.pk), str(sponsored.pk)}
    for line in lines:
        kept = SubmittedComment.objects.get(comment_id=line["comment"])
        assert (line["digest"], line["at"]) == (kept.digest, "2026-10-04T06:00:00Z")
    assert part(review, house.region("north-group"))["submitted"] == []


def test_a_late_job_takes_down_what_stood_at_the_close(review):
    house = review.house
    focal, circle = house["AAA-focal"], house.delegation("AAA")
    before = make_submitted(review, focal, circle)
    after = make_submitted(review, focal, circle)
    withdraw(before, focal, CLOSES - HOUR)
    withdraw(after, focal, CLOSES + HOUR)
    closed(review.round, at=CLOSES + 5 * HOUR)
    assert [line["comment"] for line in part(review, circle)["submitted"]] == [str(after.pk)]


def test_what_was_taken_while_an_early_close_waited_is_before_the_close(review):
    house = review.house
    comment = make_submitted(review, house["AAA-focal"], house.delegation("AAA"), at=DURING)
    round_ = close_early(review.round, actor(house["secretariat"]), at=DURING - HOUR)
    assert round_.closes_at == round_.closed_at == DURING + timedelta(microseconds=1)
    lines = part(review, house.delegation("AAA"))["submitted"]
    assert [line["comment"] for line in lines] == [str(comment.pk)]


def test_every_part_and_the_public_digest_match(review):
    make_submitted(review, review.house["AAA-focal"], review.house.delegation("AAA"))
    assert not round_matches(review.round)
    closed(review.round)
    parts = list(Manifest.objects.all())
    assert all(manifest_matches(each) for each in parts)
    assert round_matches(review.round)
    entry = Entry.objects.get(circle=PUBLIC, code="round.closed")
    over = hashlib.sha256("\n".join(sorted(each.digest for each in parts)).encode())
    assert json.loads(bytes(entry.payload))["manifest"] == over.hexdigest()
    for each in parts:
        again = hashlib.sha256(f"{each.salt}\n".encode() + bytes(each.payload)).hexdigest()
        assert again == each.digest


def test_a_part_that_was_changed_does_not_match(review):
    closed(review.round)
    kept = Manifest.objects.first()
    assert kept is not None
    kept.payload = bytes(kept.payload).replace(b"delegate", b"observer") + b" "
    assert not manifest_matches(kept)


def test_each_circle_hears_of_its_own_part_alone(review):
    closed(review.round)
    for kept in Manifest.objects.select_related("circle"):
        (entry,) = Entry.objects.filter(circle=kept.circle.chain, code="round.closed")
        assert json.loads(bytes(entry.payload)) == {"manifest": kept.digest}
    chains = Entry.objects.filter(code="round.closed").values_list("circle", flat=True)
    assert len(set(chains)) == Manifest.objects.count() + 1
    assert Circle.objects.get(kind="secretariat").chain not in chains


def test_salts_keep_equal_parts_apart(review):
    closed(review.round)
    salts = set(Manifest.objects.values_list("salt", flat=True))
    assert len(salts) == Manifest.objects.count()
    assert {len(salt) for salt in salts} == {64}


READERS = {
    "AAA-focal": {"AAA", "north-group", "governments"},
    "AAA": {"AAA", "north-group", "governments"},
    "BBB-focal": {"BBB", "north-group", "governments"},
    "north-group": {"north-group", "governments"},
    "governments": {"governments"},
    "employers": {"employers"},
    "employers-spokesperson": {"employers"},
    "workers": {"workers"},
}


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_room_reads_its_own_part(review, name):
    assert manifests_of(review.round, review.house[name], AFTER) == ()
    closed(review.round)
    seen = manifests_of(review.round, review.house[name], AFTER)
    assert {each.circle.code for each in seen} == READERS.get(name, set())
    assert all(each.matches for each in seen)


def test_without_a_mandate_there_is_nothing_to_read(review):
    closed(review.round)
    assert manifests_of(review.round, None, AFTER) == ()


def test_a_part_is_read_in_plain_values(review):
    house = review.house
    comment = make_submitted(review, house["AAA-focal"], house.delegation("AAA"))
    closed(review.round)
    mine: ManifestFacts = next(
        each
        for each in manifests_of(review.round, house["AAA"], AFTER)
        if each.circle.code == "AAA"
    )
    assert {each.capacity for each in mine.entitled} == {"focal_point", "delegate"}
    assert [(each.comment_id, each.at) for each in mine.submitted] == [(comment.pk, DURING)]


def test_closing_for_two_hundred_delegations_costs_no_more_queries_than_for_three(house):
    one = make_review(house, framework=make_framework("one"))
    two = make_review(house, framework=make_framework("two"))
    with count_queries() as few:
        closed(one.round)
    found = [state(f"S{number:03d}") for number in range(200)]
    ensure_circles(actor=OPERATOR, at=START)
    for number, organization in enumerate(found):
        admitted(
            house["governments"],
            f"focal-{number}",
            Capacity.FOCAL_POINT,
            group=Group.GOVERNMENTS,
            organization=organization,
        )
    with count_queries() as many:
        closed(two.round)
    assert Manifest.objects.filter(round=one.round).count() == 8
    assert Manifest.objects.filter(round=two.round).count() == 208
    assert len(many) == len(few)
    assert round_matches(two.round)
