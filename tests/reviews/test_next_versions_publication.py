"""Publishing a working draft: a new version, the stage it needs, the comments that went along."""

import json
from datetime import timedelta

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from provisions.enums import TextStatus
from provisions.lifecycle import MoveCode
from provisions.models import Version
from record.models import PUBLIC, Entry
from reviews.models import ChangeCause, NextVersion, Placement
from reviews.services.next_versions import save_next_version
from stakeholders.models import Circle
from tests.factories.next_versions import (
    begun,
    proposing,
    publish,
    redrafted,
    said,
    taken_over,
)
from tests.factories.provisions import WORDS, add_version, make_move, make_provision
from tests.factories.reviews import AFTER, Review, closed, make_review, make_round
from tests.stakeholders.cast import EVERYBODY, actor

from .refusals import refused

pytestmark = pytest.mark.django_db
BODY = WORDS["en"].body


def texts_of(version: Version) -> dict[str, str]:
    return dict(version.texts.values_list("language", "body"))


def test_the_draft_becomes_the_next_version_and_is_gone(review):
    closed(review.round)
    version = publish(review, redrafted(review, en="Other words."))
    assert version.number == 2
    assert texts_of(version) == {
        "en": "Other words.",
        "fr": WORDS["fr"].body,
        "es": WORDS["es"].body,
    }
    assert not NextVersion.objects.exists()


def test_the_new_words_are_a_draft_of_this_review_and_no_documents(review):
    closed(review.round)
    version = publish(review, redrafted(review, en="Other words."))
    assert (version.text_status, version.source, version.source_paragraph) == ("draft", None, None)


def test_a_summary_stays_a_summary_and_names_its_source(house):
    summary = make_provision(text_status=TextStatus.EDITORIAL_SUMMARY)
    review = Review(house, summary.framework, [summary], make_round(house, [summary]))
    closed(review.round)
    version = publish(review, redrafted(review, en="A better summary."))
    first = summary.versions.get(number=1)
    assert version.text_status == "editorial_summary"
    assert (version.source_id, version.source_paragraph) == (first.source_id, 1)


def test_a_provision_in_review_goes_back_to_draft_for_a_reason_that_everybody_reads(review):
    closed(review.round)
    draft = redrafted(review, en="Other words.")
    with refused(Invalid, "reason_missing"):
        publish(review, draft, reason=" ")
    publish(review, draft, reason="Three comments ask for it.")
    provision = review.provisions[0]
    provision.refresh_from_db()
    move = provision.transitions.latest("number")
    assert (provision.stage, move.move, move.reason) == (
        "draft",
        "return_to_draft",
        "Three comments ask for it.",
    )
    assert move.version.number == 1


def test_a_provision_that_is_in_draft_needs_no_reason(review):
    closed(review.round)
    make_move(review.provisions[0], MoveCode.RETURN_TO_DRAFT)
    moves = review.provisions[0].transitions.count()
    publish(review, redrafted(review, en="Other words."), reason="")
    assert review.provisions[0].transitions.count() == moves


@pytest.mark.parametrize("terms", [{}, {"opens_at": AFTER + timedelta(days=30)}])
def test_words_that_a_round_speaks_about_stand_still(house, terms):
    begun_at = {"closes_at": AFTER + timedelta(days=60)} | terms
    review = make_review(house, **begun_at)
    draft = redrafted(review, en="Other words.")
    with refused(Conflict, "round_running"):
        publish(review, draft)
    assert NextVersion.objects.filter(pk=draft.pk).exists()
    review.provisions[0].refresh_from_db()
    assert review.provisions[0].latest_version == 1


def test_a_draft_that_changes_nothing_is_no_version(review):
    closed(review.round)
    with refused(Conflict, "same_text"):
        publish(review, begun(review))
    assert review.provisions[0].versions.count() == 1


@pytest.mark.parametrize(
    ("texts", "code", "errors"),
    [
        (
            {"en": {"title": "T", "body": ""}},
            "invalid",
            {"/texts/en/body": "empty"},
        ),
        ({"fr": {"title": "", "body": "B"}}, "invalid", {"/texts/fr/title": "empty"}),
        ({}, "text_missing", {}),
    ],
)
def test_what_makes_no_text_is_refused_and_the_draft_kept(review, texts, code, errors):
    closed(review.round)
    begun(review)
    draft = save_next_version(**said(review), texts=texts)
    with refused(Invalid, code) as refusal:
        publish(review, draft)
    assert refusal.errors == errors
    assert NextVersion.objects.filter(pk=draft.pk).exists()


def test_a_language_may_be_left_out_for_a_translation_to_come(review):
    closed(review.round)
    begun(review)
    text = {"en": {"title": "New title", "body": BODY}}
    version = publish(review, save_next_version(**said(review), texts=text))
    assert texts_of(version) == {"en": BODY}


def test_a_title_alone_can_change(review):
    closed(review.round)
    draft = begun(review)
    texts = draft.texts | {"en": {"title": "Skills for machines", "body": BODY}}
    version = publish(review, save_next_version(**said(review), texts=texts))
    assert version.texts.get(language="en").title == "Skills for machines"


def test_a_draft_of_words_that_were_replaced_meanwhile_is_not_published(review):
    closed(review.round)
    draft = redrafted(review, en="Other words.")
    provision = review.provisions[0]
    make_move(provision, MoveCode.RETURN_TO_DRAFT)
    add_version(provision, {"en": WORDS["fr"]})
    with refused(Conflict, "version_changed"):
        publish(review, draft)


def test_of_two_who_publish_the_second_finds_no_draft_and_a_stale_one_is_refused(review):
    closed(review.round)
    draft = redrafted(review, en="Other words.")
    with refused(Conflict, "edited_elsewhere"):
        publish(review, draft, expected_edition=1)
    publish(review, draft)
    with refused(Missing):
        publish(review, draft)


@pytest.mark.parametrize("name", EVERYBODY[1:])
def test_only_the_review_secretariat_publishes(review, name):
    closed(review.round)
    draft = redrafted(review, en="Other words.")
    with refused(NotAllowed, "secretariat_needed"):
        publish(review, draft, actor=actor(review.house[name]))


def test_nothing_at_all_happens_where_one_part_is_refused(review, monkeypatch):
    comment = proposing(review, "new tool", "machine")
    closed(review.round)
    draft = taken_over(review, comment)
    before = Entry.objects.count()

    def fails(**_terms: object) -> None:
        raise Conflict("Made up.", code="made_up")

    monkeypatch.setattr("reviews.services.next_version_publication.place_comments", fails)
    with refused(Conflict, "made_up"):
        publish(review, draft)
    provision = review.provisions[0]
    provision.refresh_from_db()
    assert (provision.stage, provision.latest_version, Entry.objects.count()) == (
        "in_review",
        1,
        before,
    )
    assert NextVersion.objects.exists()


def kinds_of(version: Version) -> dict[str, str]:
    rows = Placement.objects.filter(version=version)
    return dict(rows.values_list("comment__wordings__body", "kind"))


def test_every_comment_goes_along_whatever_became_of_its_words(review):
    for words, name in [
        ("Training is given", "kept"),
        ("new", "deleted"),
        ("", "whole"),
    ]:
        proposing(review, words, body=name)
    closed(review.round)
    draft = redrafted(review, en=BODY.replace("new ", ""))
    assert kinds_of(publish(review, draft)) == {
        "kept": "exact",
        "deleted": "orphaned",
        "whole": "exact",
    }


def test_words_that_the_new_version_says_twice_are_found_once_or_wait_for_a_person(review):
    comment = proposing(review, "a new tool")
    closed(review.round)
    twice = (
        "A machine stops before a new tool is used. Training is given before a new tool is used."
    )
    version = publish(review, redrafted(review, en=twice))
    placement = Placement.objects.get(comment=comment, version=version)
    found = placement.kind in ("exact", "moved")
    start = twice.index("a new tool", twice.index("Training"))
    assert placement.kind in ("fuzzy", "orphaned") or (
        found and placement.selectors[1]["start"] == start
    )


def test_the_record_names_who_is_behind_a_change_to_those_who_may_know(house):
    review = make_review(house, publication="never")
    taken = proposing(review, "new tool", "machine")
    closed(review.round)
    publish(review, taken_over(review, taken))
    entries = Entry.objects.filter(code="version.changes_explained")
    chains = [house.delegation("AAA"), Circle.objects.get(kind="secretariat")]
    assert set(entries.values_list("circle", flat=True)) == {each.chain for each in chains}
    payload = json.loads(bytes(entries[0].payload))
    start = BODY.index("new tool")
    assert payload["changes"] == [
        {
            "comment": str(taken.pk),
            "language": "en",
            "old": [start, start + 8],
            "new": [start, start + 7],
        }
    ]


def test_the_public_record_names_published_comments_by_their_keys(review):
    taken = proposing(review, "new tool", "machine")
    closed(review.round)
    publish(review, taken_over(review, taken))
    entry = Entry.objects.get(code="version.changes_explained", circle=PUBLIC)
    assert set(entry.touches) == {"trial.1", "trial.comment.1-1"}
    assert "trial.comment.1-1" in bytes(entry.payload).decode()
    assert str(taken.pk) not in bytes(entry.payload).decode()


def test_a_change_that_nobody_caused_is_explained_by_nobody(review):
    closed(review.round)
    publish(review, redrafted(review, en="Other words."))
    assert not ChangeCause.objects.exists()
    assert not Entry.objects.filter(code="version.changes_explained").exists()
