"""A working draft is checked and published, or deleted: asked once, told what follows."""

import pytest
from django.test import Client
from django.utils import timezone

from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode
from provisions.services.texts import issue_text
from reviews.models import NextVersion
from tests.factories.provisions import WORDS, add_version, make_move
from tests.factories.reviews import Review, closed
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import actor

from .drafting import PATH, begin, comment_on, form, lately_over
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(db: None) -> Review:
    return lately_over()


@pytest.fixture
def secretary(review: Review) -> Client:
    return browser(review, "secretariat")


def test_publishing_is_checked_first_and_then_leads_to_the_places_of_the_comments(
    review, secretary
):
    comment = comment_on(review)
    closed(review.round)
    begin(secretary)
    secretary.post(PATH, form(take_over=str(comment.pk)))
    answer = secretary.post(PATH, form(do="check"))
    assert answer["Location"] == f"{PATH}check/"
    page = text_of(secretary, f"{PATH}check/")
    assert "1 comment is followed" in page
    assert "Word for word as before: French, Spanish" in page
    assert "AAA" in page
    assert read_markup(page).faults == []
    edition = form()["edition"]
    without = secretary.post(f"{PATH}check/", {"edition": edition, "reason": ""})
    assert without.status_code == 400
    sent = {"edition": edition, "reason": "The comments ask for it."}
    answer = secretary.post(f"{PATH}check/", sent)
    assert answer["Location"] == "/desk/secretariat/placements/"
    assert review.provisions[0].versions.count() == 2
    twice = secretary.post(f"{PATH}check/", sent)
    assert twice["Location"] == PATH


def test_while_the_round_is_open_the_page_says_that_publishing_waits(db):
    review = running()
    other = browser(review, "secretariat")
    begin(other)
    page = text_of(other, PATH)
    assert "Round 1 on this provision is not closed" in page
    other.post(PATH, form(body_en="Other words."))
    assert "Publish version 2" not in text_of(other, f"{PATH}check/")
    answer = other.post(f"{PATH}check/", {"edition": form()["edition"], "reason": "Now."})
    assert answer.status_code == 409
    assert "Round 1 on this provision is not closed" in answer.content.decode()


def test_a_draft_is_deleted_when_it_was_asked_for_once(review, secretary):
    begin(secretary)
    assert "Delete this draft?" in text_of(secretary, f"{PATH}delete/")
    stale = secretary.post(f"{PATH}delete/", {"edition": "7"})
    assert stale.status_code == 409
    assert secretary.post(f"{PATH}delete/", {"edition": "1"}).status_code == 302
    assert not NextVersion.objects.exists()
    assert secretary.get(f"{PATH}delete/")["Location"] == PATH


def test_a_draft_whose_base_was_replaced_says_so(review, secretary):
    begin(secretary)
    make_move(review.provisions[0], MoveCode.RETURN_TO_DRAFT, at=timezone.now())
    add_version(review.provisions[0], {"en": WORDS["fr"]}, at=timezone.now())
    assert "Another version was published since" in text_of(secretary, PATH)


def test_a_correction_that_the_draft_does_not_have_is_named(review, secretary):
    draft = begin(secretary)
    assert "was corrected since" not in text_of(secretary, PATH)
    issue_text(
        version=draft.base,
        language="fr",
        draft=TextDraft("Titre", "Texte corrigé."),
        actor=actor(review.house["secretariat"]),
        at=timezone.now(),
    )
    for page in (PATH, f"{PATH}check/"):
        assert "was corrected since this draft was begun (French)" in text_of(secretary, page)
