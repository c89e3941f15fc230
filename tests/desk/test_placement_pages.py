"""Places of comments that wait: the old words beside the new, and a person's word on them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reviews.models import Comment, Placement
from tests.factories.next_versions import handed_over, publish, redrafted
from tests.factories.provisions import WORDS
from tests.factories.reviews import Review, closed
from tests.provisions.queries import count_queries
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import EVERYBODY

from .conftest import signed_in
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
QUEUE = "/desk/secretariat/placements/"
BODY = WORDS["en"].body
# Two thirds of the words of a comment on all but the first are still there.
CHANGED = "Training is given, and paid for, before some new tool comes into use."


@pytest.fixture
def review(db: None) -> Review:
    begun = timezone.now() - timedelta(days=8)
    return running(opens_at=begun, closes_at=begun + timedelta(days=7), at=begun)


@pytest.fixture
def secretary(review: Review) -> Client:
    return browser(review, "secretariat")


def comment_on(review: Review, words: str, **terms: object) -> Comment:
    house, at = review.house, review.round.opens_at + timedelta(hours=1)
    return handed_over(
        review, house["AAA-focal"], house.delegation("AAA"), words, proposed="", at=at, **terms
    )


def replaced(review: Review, body: str = "Everybody learns at work, and nobody pays.") -> None:
    """Publish a second version of the first provision."""
    closed(review.round)
    publish(review, redrafted(review, en=body, at=timezone.now()), at=timezone.now())


def path(comment: Comment, version: int = 2) -> str:
    return f"{QUEUE}{comment.pk}/{version}/"


def placement(comment: Comment) -> Placement:
    return Placement.objects.filter(comment=comment).latest("number")


def sent(comment: Comment, decision: str, **fields: str) -> dict[str, str]:
    return {"number": str(placement(comment).number), "decision": decision} | fields


def test_where_nothing_waits_the_page_says_what_would(secretary):
    page = text_of(secretary, QUEUE)
    assert "No place waits" in page
    assert read_markup(page).faults == []


def test_an_orphan_waits_with_its_old_words_and_is_linked_from_the_round(review, secretary):
    comment = comment_on(review, "new tool")
    replaced(review)
    assert placement(comment).kind == "orphaned"
    page = text_of(secretary, QUEUE)
    assert path(comment) in page
    assert "new tool" in page
    assert "no round can open" in page
    assert read_markup(page).faults == []
    round_page = text_of(secretary, f"/desk/secretariat/rounds/{review.round.pk}/")
    assert f'href="{QUEUE}"' in round_page
    assert 'href="/desk/secretariat/provisions/trial.1/next/"' in round_page
    assert path(comment) in text_of(secretary, "/desk/")
    assert path(comment) not in text_of(browser(review, "AAA"), "/desk/")


def test_both_texts_stand_side_by_side_with_the_words_marked(review, secretary):
    comment = comment_on(review, "new tool", body="canary <i>words</i>")
    replaced(review)
    page = text_of(secretary, path(comment))
    assert read_markup(page).faults == []
    assert "Everybody learns at work, and nobody pays." in page
    assert page.count("<mark>") == 1
    assert "canary &lt;i&gt;words&lt;/i&gt;" in page
    assert 'value="keep"' not in page


def test_a_person_says_that_the_words_are_gone(review, secretary):
    comment = comment_on(review, "new tool")
    replaced(review)
    answer = secretary.post(path(comment), sent(comment, "gone"))
    assert answer["Location"] == QUEUE
    assert placement(comment).mandate == review.house["secretariat"]
    assert "No place waits" in text_of(secretary, QUEUE)


def test_a_person_chooses_a_sentence_of_the_new_text_without_a_script(review, secretary):
    comment = comment_on(review, "new tool")
    replaced(review, "Everybody learns at work. Nobody pays.")
    answer = secretary.post(path(comment), sent(comment, "elsewhere", anchor="26-38"))
    assert answer.status_code == 302
    assert placement(comment).selectors[0]["exact"] == "Nobody pays."


def test_a_suggestion_is_kept(review, secretary):
    comment = comment_on(review, "a new tool is used")
    replaced(review, CHANGED)
    found = placement(comment)
    assert found.kind == "fuzzy"
    page = text_of(secretary, path(comment))
    assert 'value="keep"' in page
    assert page.count("<mark>") == 2
    assert secretary.post(path(comment), sent(comment, "keep")).status_code == 302
    assert placement(comment).number == found.number + 1
    assert placement(comment).selectors == found.selectors
    assert "Confirmed</span>" in text_of(secretary, path(comment))


def test_after_one_the_next_one_is_shown(review, secretary):
    first, second = comment_on(review, "new tool"), comment_on(review, "Training")
    replaced(review)
    answer = secretary.post(path(first), sent(first, "gone"), follow=True)
    assert answer.redirect_chain == [(path(second), 302)]
    assert "1 more waits" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"decision": "keep"}, 400),
        ({"decision": "maybe"}, 400),
        ({"decision": ""}, 400),
        ({"decision": "elsewhere", "anchor": ""}, 400),
        ({"decision": "elsewhere", "anchor": "9-9999"}, 400),
        ({"decision": "elsewhere", "anchor": "selection", "anchor_exact": "not there"}, 400),
        ({"decision": "gone", "number": "7"}, 409),
        ({"decision": "gone", "number": "x"}, 409),
    ],
)
def test_what_can_not_be_is_refused_in_words_and_nothing_is_changed(
    review, secretary, fields, status
):
    comment = comment_on(review, "new tool")
    replaced(review)
    answer = secretary.post(path(comment), sent(comment, "") | fields)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert placement(comment).number == 1


def test_a_version_without_a_text_in_the_language_of_the_comment_says_so(review, secretary):
    body = WORDS["fr"].body
    comment = comment_on(review, "", text_id=review.text(0, "fr").pk, language="fr")
    closed(review.round)
    draft = redrafted(review, en="Other words.", at=timezone.now())
    draft.texts = {"en": draft.texts["en"]}
    draft.save()
    publish(review, draft, at=timezone.now())
    page = text_of(secretary, path(comment))
    assert "has no text in the language of this comment (French)" in page
    assert body in page
    assert read_markup(page).faults == []
    assert secretary.post(path(comment), sent(comment, "elsewhere", anchor="0-3")).status_code in (
        400,
        409,
    )
    assert secretary.post(path(comment), sent(comment, "gone")).status_code == 302


def test_only_the_review_secretariat_finds_these_pages(review, client):
    comment = comment_on(review, "new tool")
    replaced(review)
    for page in (QUEUE, path(comment)):
        assert client.get(page).status_code == 302
        for name in EVERYBODY[1:]:
            assert browser(review, name).get(page).status_code == 404, name
    for name in EVERYBODY[1:]:
        assert browser(review, name).post(path(comment), sent(comment, "gone")).status_code == 404
    mandate = review.house["secretariat"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    assert strict.post(path(comment), sent(comment, "gone")).status_code == 403
    assert placement(comment).number == 1


def test_a_comment_without_a_place_there_is_not_there(review, secretary):
    comment = comment_on(review, "new tool")
    for version in (1, 2, 999_999_999_999):
        assert secretary.get(path(comment, version)).status_code == 404


def test_the_queue_asks_as_many_queries_for_many_as_for_one(review, secretary):
    for words in ("new tool", "Training", "used", "given", "before"):
        comment_on(review, words)
    replaced(review)
    with count_queries() as many:
        text_of(secretary, QUEUE)
    for comment in Comment.objects.all()[1:]:
        if placement(comment).kind == "orphaned":
            secretary.post(path(comment), sent(comment, "gone"))
    text_of(secretary, QUEUE)  # says what was done, once
    with count_queries() as one:
        text_of(secretary, QUEUE)
    assert len(one) == len(many) <= 20
