"""The working draft is begun once and written in by one at a time; nobody else knows of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from provisions.lifecycle import Stage
from record.models import Entry
from reviews.models import NextVersion, NextVersionCause
from reviews.services.next_versions import (
    begin_next_version,
    credit_comment,
    delete_next_version,
    save_next_version,
    take_over,
    uncredit_comment,
)
from tests.factories.next_versions import (
    DRAFTED,
    begun,
    body_of,
    proposing,
    redrafted,
    said,
    taken_over,
)
from tests.factories.provisions import WORDS, add_version, make_provision, walk_to
from tests.stakeholders.cast import EVERYBODY, actor

from .refusals import refused

pytestmark = pytest.mark.django_db
BODY = WORDS["en"].body
FRENCH = WORDS["fr"].body


def test_a_draft_begins_with_the_words_of_the_latest_version(review):
    draft = begun(review)
    assert draft.texts == {
        code: {"title": text.title, "body": text.body} for code, text in WORDS.items()
    }
    assert (draft.base.number, draft.edition) == (1, 1)


def test_a_draft_that_is_begun_already_is_shared_by_the_whole_secretariat(review):
    assert begun(review).pk == begun(review, at=DRAFTED + timedelta(hours=1)).pk


def test_a_draft_may_be_begun_while_the_round_is_open_and_leaves_no_trace_in_the_record(review):
    comment = proposing(review, "new tool", "machine")
    before = Entry.objects.count()
    taken_over(review, comment)
    redrafted(review, en="Other words.")
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", EVERYBODY[1:])
def test_only_the_review_secretariat_drafts(review, name):
    comment = proposing(review, "new tool", "machine")
    draft = begun(review)
    who: dict[str, Any] = {"actor": actor(review.house[name])}
    place: dict[str, Any] = {"comment_id": comment.pk, "language": "en", "start": 0, "end": 1}
    calls: list[Callable[[], object]] = [
        lambda: begin_next_version(key="trial.1", expected_version=1, at=DRAFTED, **who),
        lambda: save_next_version(**said(review, **who), texts={}),
        lambda: take_over(**said(review, **who), comment_id=comment.pk),
        lambda: credit_comment(**said(review, **who), **place),
        lambda: uncredit_comment(**said(review, **who), **place),
        lambda: delete_next_version(**said(review, **who)),
    ]
    for call in calls:
        with refused(NotAllowed, "secretariat_needed"):
            call()
    draft.refresh_from_db()
    assert draft.edition == 1


def test_a_provision_or_a_draft_that_is_not_there_is_missing(review):
    for key in ("trial.99", "trial\0"):
        with refused(Missing):
            begin_next_version(
                key=key,
                expected_version=1,
                actor=actor(review.house["secretariat"]),
                at=DRAFTED,
            )
        with refused(Missing):
            save_next_version(**said(review, key=key), texts={})
    with refused(Missing):
        delete_next_version(**said(review))


def test_a_draft_of_a_version_that_was_replaced_is_not_begun(house):
    provision = make_provision()
    add_version(provision, {"en": WORDS["fr"]})
    with refused(Conflict, "version_changed"):
        begin_next_version(
            key=provision.key, expected_version=1, actor=actor(house["secretariat"]), at=DRAFTED
        )


@pytest.mark.parametrize("stage", ["agreed", "submitted", "withdrawn"])
def test_no_draft_is_begun_where_the_words_stand_still(house, stage):
    provision = walk_to(Stage(stage))
    with refused(Conflict, "stage_not_draftable"):
        begin_next_version(
            key=provision.key, expected_version=1, actor=actor(house["secretariat"]), at=DRAFTED
        )


def test_what_is_saved_is_in_normal_form_and_a_new_edition(review):
    begun(review)
    sent = {"en": {"title": " A  title ", "body": "One.\r\n\r\n\r\nTwo\nlines."}, "fr": {}}
    draft = save_next_version(**said(review), texts=sent)
    assert draft.texts == {"en": {"title": "A title", "body": "One.\n\nTwo lines."}}
    assert draft.edition == 2


def test_the_same_texts_again_change_nothing_whatever_the_edition(review):
    draft = begun(review)
    assert save_next_version(**said(review, expected_edition=77), texts=draft.texts).edition == 1


def test_two_windows_do_not_overwrite_each_other(review):
    draft = redrafted(review, en="First window.")
    with refused(Conflict, "edited_elsewhere"):
        save_next_version(**said(review), texts={"en": {"title": "T", "body": "Second window."}})
    assert body_of(draft) == "First window."
    with refused(Conflict, "edited_elsewhere"):
        delete_next_version(**said(review))


def test_every_text_that_can_not_be_stored_is_named_at_once(review):
    begun(review)
    sent = {
        "en": {"title": "x" * 301, "body": "A\x07"},
        "fr": {"title": "Bon", "body": "y" * 50_001},
        "de": {"title": "Nein", "body": "Nein"},
    }
    with refused(Invalid) as refusal:
        save_next_version(**said(review), texts=sent)
    assert refusal.errors == {
        "/texts/de": "unknown_language",
        "/texts/en/title": "long",
        "/texts/en/body": "malformed",
        "/texts/fr/body": "long",
    }


def test_nothing_remains_of_a_deleted_draft(review):
    draft = taken_over(review, proposing(review, "new tool", "machine"))
    delete_next_version(**said(review, expected_edition=draft.edition))
    assert not NextVersion.objects.exists()
    assert not NextVersionCause.objects.exists()
