"""Private drafts: kept for one person's eyes, never overwritten, gone without a trace."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, Invalid, Missing, NotAllowed
from record.models import Entry
from reviews.anchors import Anchor
from reviews.content import DraftContent, content_of
from reviews.models import Draft
from reviews.services.drafts import begin_draft, delete_draft, save_draft, share_draft
from stakeholders.enums import Capacity
from tests.factories.reviews import ANNOUNCED, CLOSES, DURING, Review, make_draft
from tests.stakeholders.cast import actor, admitted

from .cast import LATER, refusal


def test_a_draft_keeps_what_was_typed_to_the_letter(review: Review) -> None:
    typed = "Half a sentence,  and two spaces\r\n"
    draft = make_draft(review, review.house["AAA"], review.house.delegation("AAA"), body=typed)
    draft.refresh_from_db()
    assert (draft.body, draft.edition) == (typed, 1)
    assert draft.speaks_for == draft.circle


def test_a_draft_may_be_unfinished(review: Review) -> None:
    draft = make_draft(
        review,
        review.house["AAA"],
        review.house.delegation("AAA"),
        type="",
        purpose="",
        body="",
        reason="",
        proposed="",
    )
    assert Draft.objects.get() == draft


def test_a_draft_leaves_nothing_in_the_record(review: Review) -> None:
    before = Entry.objects.count()
    house = review.house
    draft = make_draft(review, house["AAA"], house.delegation("AAA"))
    content = replace(content_of(draft), body="Other words.")
    save_draft(
        draft_id=draft.pk,
        expected_edition=1,
        content=content,
        actor=actor(house["AAA"]),
        at=DURING,
    )
    delete_draft(draft_id=draft.pk, actor=actor(house["AAA"]), at=DURING)
    assert not Draft.objects.exists()
    assert Entry.objects.count() == before


def test_saving_counts_editions_and_the_same_again_does_not(review: Review) -> None:
    house = review.house
    draft = make_draft(review, house["AAA"], house.delegation("AAA"))
    content = replace(
        content_of(draft),
        body="Other words.",
        circle_id=house.group("governments").pk,
        speaks_for_id=None,
    )
    for _time in range(2):
        saved = save_draft(
            draft_id=draft.pk,
            expected_edition=1,
            content=content,
            actor=actor(house["AAA"]),
            at=LATER,
        )
        assert (saved.edition, saved.body, saved.updated_at) == (2, "Other words.", LATER)
    assert saved.circle == saved.speaks_for == house.group("governments")


def test_two_windows_do_not_overwrite_each_other(review: Review) -> None:
    house = review.house
    draft = make_draft(review, house["AAA"], house.delegation("AAA"))
    for body, refused in (("First window.", None), ("Second window.", "edited_elsewhere")):
        with refusal(refused, Conflict):
            save_draft(
                draft_id=draft.pk,
                expected_edition=1,
                content=replace(content_of(draft), body=body),
                actor=actor(house["AAA"]),
                at=LATER,
            )
    draft.refresh_from_db()
    assert draft.body == "First window."
    with refusal("edited_elsewhere", Conflict):
        share_draft(draft_id=draft.pk, expected_edition=1, actor=actor(house["AAA"]), at=LATER)


@pytest.mark.parametrize(
    "name",
    ["BBB", "AAA-focal", "governments", "employers", "secretariat", "chairperson", "observer"],
)
def test_nobody_else_reads_saves_shares_or_deletes_a_draft(review: Review, name: str) -> None:
    house = review.house
    draft = make_draft(review, house["AAA"], house.delegation("AAA"))
    other = house[name]
    assert not Draft.objects.visible_to(other, DURING).exists()
    assert not Draft.objects.visible_to(None, DURING).exists()
    known: dict[str, Any] = {"draft_id": draft.pk, "actor": actor(other), "at": DURING}
    for attempt in (
        lambda: save_draft(**known, expected_edition=1, content=content_of(draft)),
        lambda: share_draft(**known, expected_edition=1),
        lambda: delete_draft(**known),
    ):
        with pytest.raises(Missing):
            attempt()
    assert Draft.objects.get() == draft


def test_a_person_finds_a_draft_under_the_mandate_it_was_begun_under_only(review: Review) -> None:
    house = review.house
    draft = make_draft(review, house["AAA"], house.delegation("AAA"))
    stranger = actor(house["AAA"]).user_id, house["BBB"].pk
    with pytest.raises(NotAllowed):
        delete_draft(
            draft_id=draft.pk,
            actor=replace(actor(house["AAA"]), user_id=stranger[0], mandate_id=stranger[1]),
            at=DURING,
        )


def test_a_mandate_for_another_framework_begins_nothing(review: Review) -> None:
    house = review.house
    limited = admitted(
        house["AAA-focal"],
        "elsewhere",
        Capacity.DELEGATE,
        group="governments",
        organization=house.states["AAA"],
        framework_key="elsewhere",
    )
    with pytest.raises(NotAllowed):
        make_draft(review, limited, house.delegation("AAA"))


def test_a_room_that_is_not_ones_own_does_not_exist(review: Review) -> None:
    house = review.house
    for circle in (
        house.delegation("BBB"),
        house.region("south-group"),
        house.group("workers"),
    ):
        with pytest.raises(Missing):
            make_draft(review, house["AAA"], circle)
    with pytest.raises(NotAllowed):
        make_draft(
            review, house["AAA"], house.region("north-group"), speaks_for=house.delegation("BBB")
        )


def test_unknown_places_are_missing(review: Review) -> None:
    house = review.house
    draft = make_draft(review, house["AAA"], house.delegation("AAA"))
    known: dict[str, Any] = {"actor": actor(house["AAA"]), "at": DURING}
    with pytest.raises(Missing):
        begin_draft(item_id=uuid4(), content=content_of(draft), **known)
    other = review.text(place=1).pk
    wrong: list[dict[str, Any]] = [
        {"text_id": other},
        {"text_id": uuid4()},
        {"circle_id": uuid4()},
        {"speaks_for_id": uuid4()},
    ]
    for changed in wrong:
        with pytest.raises(Missing):
            begin_draft(
                item_id=review.item().pk, content=replace(content_of(draft), **changed), **known
            )
    with refusal("foreign_question", Invalid):
        begin_draft(
            item_id=review.item().pk,
            content=replace(content_of(draft), question_id=uuid4()),
            **known,
        )


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"body": "x" * 1_000_000}, "body", "long"),
        ({"reason": "x" * 50_001}, "reason", "long"),
        ({"proposed": "a\0b"}, "proposed", "malformed"),
        ({"body": "\ud800"}, "body", "malformed"),
        ({"type": "opinion"}, "type", "unknown"),
        ({"purpose": "x" * 500}, "purpose", "unknown"),
        ({"language": "xx"}, "language", "unknown"),
        ({"anchor": Anchor("a\0", "", "", 0, 2)}, "anchor", "malformed"),
        ({"anchor": Anchor("a" * 60_000, "", "", 0, 60_000)}, "anchor", "long"),
    ],
)
def test_what_no_draft_can_hold_is_named(
    review: Review, changed: dict[str, Any], pointer: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        make_draft(review, review.house["AAA"], review.house.delegation("AAA"), **changed)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]
    assert not Draft.objects.exists()


def test_a_draft_may_be_longer_than_what_is_shared(review: Review) -> None:
    draft = make_draft(
        review, review.house["AAA"], review.house.delegation("AAA"), body="x" * 20_000
    )
    assert len(Draft.objects.get().body) == 20_000
    with pytest.raises(Invalid) as refused:
        share_draft(
            draft_id=draft.pk,
            expected_edition=1,
            actor=actor(review.house["AAA"]),
            at=DURING,
        )
    [error] = refused.value.errors
    assert (error.pointer, error.code) == ("body", "long")
    assert "5000" in error.detail
    assert "20000" in error.detail
    assert Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("at", [ANNOUNCED, DURING, CLOSES])
def test_drafts_are_written_before_and_after_the_window_too(review: Review, at) -> None:
    draft = make_draft(review, review.house["AAA"], review.house.delegation("AAA"), at=at)
    comment = share_draft(
        draft_id=draft.pk, expected_edition=1, actor=actor(review.house["AAA"]), at=at
    )
    assert comment.pk == draft.pk
    assert not Draft.objects.exists()


def test_an_ended_mandate_opens_no_draft(review: Review) -> None:
    house = review.house
    draft = make_draft(review, house["AAA"], house.delegation("AAA"))
    before = house["AAA"].starts_at.replace(year=2025)
    assert not Draft.objects.visible_to(house["AAA"], before).exists()
    with pytest.raises(DomainError):
        delete_draft(draft_id=draft.pk, actor=actor(house["AAA"]), at=before)


def test_the_content_of_a_draft_comes_back_as_it_was_given(review: Review) -> None:
    house = review.house
    anchor = Anchor("Training", "", " is given", 0, 8)
    draft = make_draft(
        review,
        house["AAA"],
        house.region("north-group"),
        speaks_for=house.delegation("AAA"),
        anchor=anchor,
    )
    draft.refresh_from_db()
    content = content_of(draft)
    assert isinstance(content, DraftContent)
    assert content.anchor == anchor
    assert content.speaks_for_id == house.delegation("AAA").pk
