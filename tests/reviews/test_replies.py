"""The commenter says whether the answer satisfies, in the name that the comment is in."""

import json
from datetime import timedelta

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from frameworks.keys import disposition_key
from provisions.lifecycle import Stage
from provisions.services.moves import override_stage
from record.models import PUBLIC, Entry
from reviews.models import Reply
from reviews.selectors.dispositions import dispositions_of
from reviews.selectors.published_dispositions import read_published_dispositions
from reviews.selectors.room_answers import answers_in_rooms, answers_to_reply, room_answer
from reviews.services.comments import withdraw_comment
from reviews.services.replies import reply_to_disposition
from stakeholders.enums import Capacity
from stakeholders.models import Circle
from tests.factories.dispositions import (
    RELEASED,
    REPLIED,
    Answering,
    answer_to,
    make_answering,
    make_released,
    prepare,
    release,
    reply,
)
from tests.stakeholders.cast import EVERYBODY, actor

from .cast import in_delegation
from .refusals import refused

pytestmark = pytest.mark.django_db
LATER = REPLIED + timedelta(days=1)


@pytest.fixture
def answering(house) -> Answering:
    return make_released(house)


def test_a_reply_reaches_its_room_the_secretariat_and_where_published_everybody(answering):
    house = answering.house
    row = reply(answering.delegation, house["AAA-focal"])
    assert (row.number, row.kind, row.mandate) == (1, "maintains", house["AAA-focal"])
    rows = Entry.objects.filter(code="disposition.replied")
    secretariat = Circle.objects.get(kind="secretariat").chain
    assert {entry.circle for entry in rows} == {
        PUBLIC,
        secretariat,
        house.delegation("AAA").chain,
    }
    public = rows.get(circle=PUBLIC)
    key = answering.delegation.key or ""
    assert public.subject == disposition_key(key)
    assert set(public.touches) == {key, disposition_key(key), "trial.1", "trial.round.1"}
    assert set(json.loads(bytes(public.payload))) == {"disposition", "number", "kind", "text"}


def test_where_nothing_is_published_the_reply_stays_between_room_and_secretariat(house):
    answering = make_released(house, publication="never")
    before = Entry.objects.filter(circle=PUBLIC).count()
    reply(answering.delegation, house["AAA-focal"])
    assert Entry.objects.filter(circle=PUBLIC).count() == before
    ids = [answering.delegation.pk]
    for name in EVERYBODY:
        known = dispositions_of(ids, house[name], REPLIED)
        is_inside = name in ("AAA", "AAA-focal", "secretariat")
        assert bool(known) is is_inside, name
    [answer] = dispositions_of(ids, house["secretariat"], REPLIED).values()
    assert answer.reply is not None and answer.reply.kind == "maintains"


def test_the_latest_reply_counts_and_the_earlier_stay(answering):
    by = answering.house["AAA-focal"]
    reply(answering.delegation, by)
    reply(answering.delegation, by, kind="satisfied", text="", at=LATER)
    [answer] = dispositions_of([answering.delegation.pk], None, LATER).values()
    assert answer.reply is not None
    assert (answer.reply.number, answer.reply.kind, answer.reply.text) == (2, "satisfied", "")
    assert [each.kind for each in answer.replies] == ["maintains", "satisfied"]


def test_the_same_reply_again_by_the_same_person_is_returned(answering):
    by = answering.house["AAA-focal"]
    first = reply(answering.delegation, by)
    assert reply(answering.delegation, by, expected_number=0) == first
    assert Reply.objects.count() == 1


def test_a_colleagues_reply_is_not_passed_over_unseen(answering):
    reply(answering.delegation, answering.house["AAA-focal"])
    with refused(Conflict, "replied_elsewhere"):
        reply(answering.delegation, answering.house["AAA"], expected_number=0)


def test_whoever_may_submit_replies_and_nobody_else(answering):
    house = answering.house
    adviser = in_delegation(house, Capacity.ADVISER)
    with refused(NotAllowed, "not_entitled_to_submit"):
        reply(answering.delegation, adviser)
    for name in ("BBB-focal", "workers-spokesperson", "secretariat", "chairperson"):
        with refused(Missing, "not_found"):
            reply(answering.delegation, house[name])
    with refused(NotAllowed, "not_entitled_to_submit"):
        reply(answering.region, house["BBB-focal"])
    with refused(NotAllowed, "not_entitled_to_submit"):
        reply(answering.workers, house["workers"])
    assert not Reply.objects.exists()


def test_a_prepared_answer_is_not_there_to_reply_to(house):
    answering = make_answering(house)
    prepare(answering, answering.comments)
    with refused(Missing, "not_found"):
        reply(answering.delegation, house["AAA-focal"])


def test_what_is_wrong_with_a_reply_is_named_where_it_stands(answering):
    by = answering.house["AAA-focal"]
    for terms, errors in [
        ({"kind": ""}, {"kind": "empty"}),
        ({"kind": "angry"}, {"kind": "unknown"}),
        ({"text": " "}, {"text": "empty"}),
        ({"text": "a" * 5001}, {"text": "long"}),
        ({"language": "de"}, {"language": "unknown"}),
    ]:
        with refused(Invalid) as refusal:
            reply(answering.delegation, by, **terms)
        assert refusal.errors == errors
    assert not Reply.objects.exists()


def test_after_a_new_answer_nobody_replies_to_the_old_one(answering):
    by = answering.house["AAA-focal"]
    reply(answering.delegation, by)
    old = answer_to(answering.delegation)
    prepare(answering, [answering.delegation], kind="noted", at=LATER)
    release(answering, at=LATER)
    with refused(Conflict, "answered_anew"):
        reply_to_disposition(
            disposition_id=old.pk, kind="satisfied", expected_number=1, actor=actor(by), at=LATER
        )
    waiting = answers_to_reply(by, LATER, answering.house.delegation("AAA"))
    assert answering.delegation.pk in {each.card.id for each in waiting}
    [answer] = dispositions_of([answering.delegation.pk], None, LATER).values()
    assert answer.reply is None
    assert answer.earlier[0].reply is not None


def test_while_a_new_answer_is_only_prepared_the_old_one_is_replied_to(answering):
    old = answer_to(answering.delegation)
    prepare(answering, [answering.delegation], kind="noted", at=LATER)
    row = reply_to_disposition(
        disposition_id=old.pk,
        kind="satisfied",
        expected_number=0,
        actor=actor(answering.house["AAA-focal"]),
        at=LATER,
    )
    assert row.disposition == old


@pytest.mark.parametrize("stage", [Stage.AGREED, Stage.SUBMITTED, Stage.WITHDRAWN])
def test_once_the_provision_left_review_the_matter_is_closed(answering, stage):
    lead(answering, stage)
    with refused(Conflict, "matter_closed"):
        reply(answering.delegation, answering.house["AAA-focal"])
    house = answering.house
    assert answers_to_reply(house["AAA-focal"], REPLIED, house.delegation("AAA")) == []


def test_back_in_draft_the_matter_is_still_open(answering):
    lead(answering, Stage.DRAFT)
    assert reply(answering.delegation, answering.house["AAA-focal"]).number == 1


def lead(answering: Answering, stage: Stage) -> None:
    override_stage(
        key="trial.1",
        to_stage=stage,
        reason="Decided elsewhere.",
        expected_stage=Stage.IN_REVIEW,
        expected_version=1,
        actor=actor(answering.secretariat),
        at=RELEASED,
    )


def withdraw(answering: Answering) -> None:
    answering.delegation.refresh_from_db()
    withdraw_comment(
        comment_id=answering.delegation.pk,
        expected_edition=answering.delegation.edition,
        actor=actor(answering.house["AAA-focal"]),
        at=LATER,
    )


def test_once_the_comment_is_withdrawn_the_matter_is_closed(answering):
    withdraw(answering)
    with refused(Conflict, "matter_closed"):
        reply(answering.delegation, answering.house["AAA-focal"])


def test_with_a_withdrawn_comment_its_replies_go_too_except_in_its_room(answering):
    house = answering.house
    reply(answering.delegation, house["AAA-focal"])
    withdraw(answering)
    ids = [answering.delegation.pk]
    for mandate in (None, house["workers"], house["secretariat"]):
        [answer] = dispositions_of(ids, mandate, LATER).values()
        assert answer.replies == ()
    [answer] = dispositions_of(ids, house["AAA"], LATER).values()
    assert len(answer.replies) == 1
    [public] = read_published_dispositions(comments=[answering.delegation.key or ""]).rows
    assert public.reply is None
    entry = Entry.objects.get(circle=PUBLIC, code="comment.withdrawn")
    assert disposition_key(answering.delegation.key or "") in entry.touches


def test_a_room_sees_its_answers_and_which_wait_for_whom(answering):
    house = answering.house
    seen = {
        name: {each.card.id: each.waits for each in answers_in_rooms(house[name], RELEASED)}
        for name in ("AAA-focal", "AAA", "BBB", "workers", "workers-spokesperson", "secretariat")
    }
    delegation, region, workers = [each.pk for each in answering.comments]
    assert seen == {
        "AAA-focal": {delegation: True, region: False},
        "AAA": {delegation: True, region: False},
        "BBB": {region: False},
        "workers": {workers: False},
        "workers-spokesperson": {workers: True},
        "secretariat": {},
    }
    reply(answering.delegation, house["AAA-focal"])
    assert not room_answer(delegation, house["AAA"], REPLIED).waits
    with refused(Missing, "not_found"):
        room_answer(delegation, house["BBB"], REPLIED)
