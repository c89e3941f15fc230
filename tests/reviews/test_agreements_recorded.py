"""Recording an agreement: by whom, of whom and when, once, and what is kept with it."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.canonical import canonical_bytes
from core.errors import Conflict, Invalid, Missing, NotAllowed
from provisions.lifecycle import MoveCode, Stage
from provisions.services.moves import move_provision
from record.models import PUBLIC, Entry
from reviews.models import Agreement
from reviews.selectors.agreements import agreement_check, agreement_of, chairpersons
from stakeholders.enums import Capacity
from stakeholders.services.mandates import end_mandate
from tests.factories.positions import (
    PRONOUNCED,
    RECORDED,
    agree,
    joined,
    release,
    take_for,
    take_for_state,
)
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    Review,
    closed,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import OPERATOR, actor, admitted

from .refusals import refused
from .told import everything_in, payloads, secretariat, touches

pytestmark = pytest.mark.django_db
KEY = "trial.1"


def both_speak(review: Review, *, place: int = 0, **terms: Any) -> None:
    """Take the two positions without which nothing is agreed."""
    for group in ("employers", "workers"):
        take_for(review, group, place=place, **terms)


def test_what_the_chairperson_pronounced_is_recorded_with_what_stood(review: Review) -> None:
    house = review.house
    both_speak(review)
    position = take_for_state(review, "AAA", "reservation")
    closed(review.round)
    joined(position, house["CCC"], house.delegation("CCC"), at=AFTER)
    agreement = agree(review)
    provision = review.provisions[0]
    provision.refresh_from_db()
    assert provision.stage == Stage.AGREED
    assert (agreement.version.number, agreement.round) == (1, review.round)
    assert agreement.chairperson == house["chairperson"]
    assert (agreement.pronounced_at, agreement.at) == (PRONOUNCED, RECORDED)
    assert (agreement.transition.move, agreement.transition.round_key) == (
        "agree",
        review.round.key,
    )
    payload = bytes(agreement.payload)
    said = json.loads(payload)
    assert canonical_bytes(said) == payload
    assert hashlib.sha256(payload).hexdigest() == agreement.digest
    assert (said["provision"], said["version"], said["round"]) == (KEY, 1, review.round.key)
    assert [(each["actor"], each["stance"], each["joined"]) for each in said["positions"]] == [
        ("AAA", "reservation", ["CCC"]),
        ("employers", "support", []),
        ("workers", "support", []),
    ]
    assert all(len(each["digest"]) == 64 and each["current"] for each in said["positions"])


def test_its_digest_is_in_the_public_record_and_the_chairpersons_name_is_not(
    review: Review,
) -> None:
    both_speak(review)
    closed(review.round)
    agreement = agree(review)
    [said] = payloads(PUBLIC, "provision.agreement_recorded")
    assert said == {
        "version": 1,
        "round": review.round.key,
        "transition": agreement.transition.number,
        "pronounced_at": "2026-10-15T18:00:00Z",
        "digest": agreement.digest,
    }
    assert touches("provision.agreement_recorded") == {KEY, review.round.key}
    chairperson = str(review.house["chairperson"].pk)
    assert chairperson not in everything_in(PUBLIC)
    assert payloads(secretariat(), "provision.agreement_recorded") == [{"chairperson": chairperson}]


@pytest.mark.parametrize(
    "name", ["chairperson", "employers-spokesperson", "governments", "AAA", "observer"]
)
def test_only_the_review_secretariat_records_it(review: Review, name: str) -> None:
    both_speak(review)
    closed(review.round)
    with refused(NotAllowed, "secretariat_needed"):
        agree(review, actor=actor(review.house[name]))
    with refused(NotAllowed, "person_needed"):
        agree(review, actor=OPERATOR)


def test_it_names_who_held_the_chair_then(review: Review) -> None:
    house = review.house
    both_speak(review)
    closed(review.round)
    for name in ("secretariat", "AAA"):
        with refused(Invalid, "not_a_chairperson") as refusal:
            agree(review, chairperson_id=house[name].pk)
        assert refusal.errors == {"chairperson_id": "not_a_chairperson"}
    elsewhere = admitted(
        house["secretariat"], "chair-else", Capacity.CHAIRPERSON, framework_key="elsewhere"
    )
    with refused(Invalid, "not_a_chairperson"):
        agree(review, chairperson_id=elsewhere.pk)
    assert [each.name for each in chairpersons(RECORDED, "trial")] == ["Chairperson"]
    assert len(chairpersons(RECORDED, "elsewhere")) == 2
    # Whoever held the chair when it was pronounced may have left it when it is recorded.
    later = PRONOUNCED + timedelta(minutes=1)
    end_mandate(mandate_id=house["chairperson"].pk, actor=actor(house["secretariat"]), at=later)
    assert chairpersons(RECORDED, "trial") == ()
    with refused(Invalid, "not_a_chairperson"):
        agree(review, pronounced_at=RECORDED)
    agree(review)


@pytest.mark.parametrize(
    ("pronounced_at", "code"),
    [
        (RECORDED + timedelta(seconds=1), "pronounced_in_future"),
        (CLOSES - timedelta(seconds=1), "pronounced_before_close"),
        (datetime(2026, 10, 15, 18, tzinfo=UTC).replace(tzinfo=None), "pronounced_zone_missing"),
    ],
)
def test_it_was_pronounced_between_the_close_and_now(
    review: Review, pronounced_at: datetime, code: str
) -> None:
    both_speak(review)
    closed(review.round)
    with refused(Invalid, code) as refusal:
        agree(review, pronounced_at=pronounced_at)
    assert set(refusal.errors) == {"pronounced_at"}
    assert not Agreement.objects.exists()


def test_the_version_and_the_provision_are_those_that_were_seen(review: Review) -> None:
    both_speak(review)
    closed(review.round)
    with refused(Conflict, "stage_changed"):
        agree(review, expected_version=2)
    for key in ("trial.9", "a\0b", ""):
        with refused(Missing, "not_found"):
            agree(review, key=key)
        assert agreement_of(key) is None
        with refused(Missing, "not_found"):
            agreement_check(key)


def test_the_same_again_is_the_same_agreement_and_anything_else_is_told(review: Review) -> None:
    house = review.house
    both_speak(review)
    closed(review.round)
    colleague = admitted(house["secretariat"], "sara", Capacity.SECRETARIAT)
    first = agree(review)
    entries = Entry.objects.count()
    assert agree(review) == first
    with refused(Conflict, "agreed_already"):
        agree(review, pronounced_at=PRONOUNCED + timedelta(minutes=5))
    with refused(Conflict, "stage_changed"):
        agree(review, actor=actor(colleague))
    assert Entry.objects.count() == entries
    assert house["secretariat"].user_id == first.actor_user


def test_everybody_reads_what_was_agreed_and_whether_it_stands(review: Review) -> None:
    assert agreement_of(KEY) is None
    house = review.house
    release(take_for(review, "employers", "objection"), house["employers-spokesperson"])
    both_speak(review)
    closed(review.round)
    agreement = agree(review)
    with count_queries() as statements:
        facts = agreement_of(KEY)
    assert len(statements) == 1
    assert facts is not None
    assert (facts.version, facts.round, facts.digest) == (1, review.round.key, agreement.digest)
    assert (facts.pronounced_at, facts.at, facts.stands) == (PRONOUNCED, RECORDED, True)
    # The history is kept with it, each position with whether it stood.
    assert [(each["stance"], each["current"]) for each in facts.positions] == [
        ("objection", False),
        ("support", True),
        ("support", True),
    ]
    move_provision(
        key=KEY,
        move=MoveCode.REOPEN,
        expected_stage=Stage.AGREED,
        expected_version=1,
        reason="A group was not heard.",
        actor=actor(house["secretariat"]),
        at=RECORDED,
    )
    reopened = agreement_of(KEY)
    assert reopened is not None
    assert not reopened.stands
    # It is agreed again by an agreement of its own.
    again = agree(review, at=RECORDED + timedelta(days=1), pronounced_at=RECORDED)
    assert again.pk != agreement.pk
    latest = agreement_of(KEY)
    assert latest is not None
    assert (latest.stands, latest.pronounced_at) == (True, RECORDED)
