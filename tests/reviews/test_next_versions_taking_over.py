"""Wordings are taken over one by one, and comments credited for what they caused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from core.errors import Conflict, Invalid, Missing
from provisions.drafts import TextDraft
from provisions.services.texts import issue_text
from reviews.anchors import make_anchor
from reviews.enums import Purpose
from reviews.lifecycle import CommentStage
from reviews.models import NextVersionCause
from reviews.services.comments import withdraw_comment
from reviews.services.next_versions import (
    credit_comment,
    save_next_version,
    take_over,
    uncredit_comment,
)
from reviews.services.placements import confirm_placement
from tests.factories.next_versions import (
    DRAFTED,
    begun,
    body_of,
    handed_over,
    proposing,
    publish,
    redrafted,
    said,
    taken_over,
)
from tests.factories.provisions import WORDS
from tests.factories.reviews import AFTER, closed, share
from tests.stakeholders.cast import actor

from .refusals import refused
from .stages import at_stage

pytestmark = pytest.mark.django_db
BODY = WORDS["en"].body
FRENCH = WORDS["fr"].body


def test_a_proposed_wording_takes_the_place_of_the_words_it_is_about(review):
    comment = proposing(review, "a new tool", "any new machine")
    draft = taken_over(review, comment)
    assert body_of(draft) == "Training is given before any new machine is used."
    assert body_of(draft, "fr") == FRENCH
    cause = NextVersionCause.objects.get()
    start = BODY.index("a new tool")
    assert (cause.comment_id, cause.language) == (comment.pk, "en")
    assert (cause.start, cause.end, cause.is_taken_over) == (start, start + 10, True)


def test_a_wording_for_the_whole_provision_replaces_its_body(review):
    draft = taken_over(review, proposing(review, "", "First.\n\nSecond."))
    assert body_of(draft) == "First.\n\nSecond."
    cause = NextVersionCause.objects.get()
    assert (cause.start, cause.end) == (0, len(BODY))


def test_a_comment_on_the_french_words_changes_the_french_text(review):
    start = FRENCH.index("nouvel outil")
    other = handed_over(
        review,
        review.house["workers-spokesperson"],
        review.house.group("workers"),
        text_id=review.text(0, "fr").pk,
        anchor=make_anchor(FRENCH, start, start + 12),
        proposed="nouvel appareil",
        language="fr",
    )
    draft = taken_over(review, other)
    assert body_of(draft, "fr") == FRENCH.replace("nouvel outil", "nouvel appareil")
    assert body_of(draft) == BODY


def test_a_comment_that_wants_words_deleted_takes_them_out(review):
    comment = proposing(review, "new", "", purpose=Purpose.DELETE)
    assert body_of(taken_over(review, comment)) == "Training is given before a tool is used."


def test_wordings_are_taken_over_one_after_the_other_wherever_their_words_went(review):
    first = proposing(review, "Training is given", "Free training, in working time, is given")
    second = proposing(review, "new tool", "new machine")
    taken_over(review, first)
    draft = taken_over(review, second)
    assert body_of(draft) == (
        "Free training, in working time, is given before a new machine is used."
    )
    start = BODY.index("new tool")
    assert draft.causes.filter(comment=second, start=start, end=start + 8).exists()


def test_words_that_are_changed_in_the_draft_already_are_not_guessed_at(review):
    draft = redrafted(review, en=BODY.replace("new tool", "machine of any kind"))
    comment = proposing(review, "new tool", "appliance")
    with refused(Conflict, "words_gone") as refusal:
        taken_over(review, comment)
    assert "credit the comment" in refusal.detail
    draft.refresh_from_db()
    assert (draft.edition, draft.causes.count()) == (2, 0)


def test_words_of_a_language_that_the_draft_leaves_out_are_gone(review):
    begun(review)
    save_next_version(**said(review), texts={"fr": {"title": "T", "body": FRENCH}})
    with refused(Conflict, "words_gone"):
        taken_over(review, proposing(review, "new tool", "appliance"))


def test_a_comment_without_a_wording_can_be_credited_only(review):
    begun(review)
    comment = proposing(review, "new tool", "", purpose="clarify")
    with refused(Conflict, "nothing_proposed"):
        taken_over(review, comment)


def test_a_wording_is_taken_over_once_until_its_credit_is_taken_back(review):
    comment = proposing(review, "new tool", "new tool or machine")
    draft = taken_over(review, comment)
    with refused(Conflict, "taken_over_already"):
        taken_over(review, comment)
    cause = draft.causes.get()
    place: dict[str, Any] = {
        "language": "en",
        "start": cause.start,
        "end": cause.end,
        "comment_id": comment.pk,
    }
    uncredit_comment(**said(review, expected_edition=2), **place)
    assert body_of(taken_over(review, comment)).count("machine") == 2


def test_a_wish_to_delete_everything_is_no_text(review):
    comment = proposing(review, "", "", purpose=Purpose.DELETE)
    with refused(Conflict, "leaves_no_text"):
        taken_over(review, comment)


def test_a_comment_that_was_not_handed_over_here_is_not_there(review):
    house = review.house
    begun(review)
    inside = share(review, house["AAA"], house.delegation("AAA"))
    elsewhere = handed_over(review, house["AAA-focal"], house.delegation("AAA"), place=1)
    withdrawn = proposing(review, "new tool", "machine")
    withdraw_comment(
        comment_id=withdrawn.pk,
        expected_edition=withdrawn.edition,
        actor=actor(house["AAA-focal"]),
        at=AFTER,
    )
    for id_ in (inside.pk, elsewhere.pk, withdrawn.pk, uuid4()):
        with refused(Missing):
            take_over(**said(review), comment_id=id_)
        with refused(Missing):
            credit_comment(**said(review), comment_id=id_, language="en", start=0, end=1)


def test_a_comment_is_credited_once_for_a_stretch_and_uncredited_again(review):
    comment = proposing(review, "new tool", "machine")
    draft = redrafted(review, en=BODY.replace("new tool", "appliance"))
    place: dict[str, Any] = {"comment_id": comment.pk, "language": "en", "start": 0, "end": 8}
    assert credit_comment(**said(review, expected_edition=2), **place).edition == 3
    assert credit_comment(**said(review, expected_edition=2), **place).edition == 3
    assert draft.causes.count() == 1
    with refused(Conflict, "edited_elsewhere"):
        uncredit_comment(**said(review, expected_edition=2), **place)
    assert uncredit_comment(**said(review, expected_edition=3), **place).edition == 4
    assert uncredit_comment(**said(review, expected_edition=3), **place).edition == 4
    assert draft.causes.count() == 0


@pytest.mark.parametrize(
    ("language", "start", "end"), [("en", -1, 3), ("en", 3, 2), ("en", 0, 999), ("xx", 0, 1)]
)
def test_a_credit_is_within_the_text_that_the_draft_was_made_from(review, language, start, end):
    comment = proposing(review, "new tool", "machine")
    begun(review)
    with refused(Invalid, "range_outside"):
        credit_comment(
            **said(review), comment_id=comment.pk, language=language, start=start, end=end
        )


def test_late_comments_that_were_offered_can_be_taken_over_too(review):
    closed(review.round)
    offered = at_stage(review, CommentStage.OFFERED_LATE)
    assert "paid for" in body_of(taken_over(review, offered))


def test_a_comment_on_an_earlier_version_is_taken_over_where_its_words_stand_now(review):
    comment = proposing(review, "new tool", "machine")
    closed(review.round)
    publish(review, redrafted(review, en=f"Free of charge. {BODY}"))
    draft = taken_over(review, comment)
    assert draft.base.number == 2
    assert body_of(draft) == "Free of charge. Training is given before a machine is used."
    cause = draft.causes.get()
    assert draft.base.texts.get(language="en").body[cause.start : cause.end] == "new tool"


def test_words_that_only_resemble_are_taken_over_once_a_person_confirmed_them(review):
    comment = proposing(review, "a new tool is used", "a machine is used")
    closed(review.round)
    changed = "Training is given, and paid for, before some new tool comes into use."
    publish(review, redrafted(review, en=changed))
    begun(review)
    with refused(Conflict, "words_gone"):
        taken_over(review, comment)
    secretary = actor(review.house["secretariat"])
    placed = confirm_placement(
        comment_id=comment.pk,
        version=2,
        expected_number=1,
        decision="keep",
        actor=secretary,
        at=DRAFTED,
    )
    words = placed.selectors[0]["exact"]
    expected = changed.replace(words, "a machine is used")
    assert body_of(taken_over(review, comment)) == expected


def test_a_translation_corrected_meanwhile_moves_no_credit(review):
    comment = proposing(review, "new tool", "machine")
    draft = begun(review)
    later = DRAFTED + timedelta(hours=1)
    issue_text(
        version=draft.base,
        language="en",
        draft=TextDraft("Title", f"As corrected. {BODY}"),
        actor=actor(review.house["secretariat"]),
        at=later,
    )
    taken_over(review, comment, at=later)
    cause = draft.causes.get()
    assert BODY[cause.start : cause.end] == "new tool"
