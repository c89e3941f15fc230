"""The review secretariat drafts beside the comments: written, taken over, checked, published."""

import pytest
from django.test import Client
from django.utils import timezone

from reviews.models import NextVersion
from reviews.services.next_versions import delete_next_version, save_next_version
from tests.factories.provisions import WORDS
from tests.factories.reviews import Review
from tests.provisions.queries import count_queries
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import EVERYBODY, actor

from .conftest import signed_in
from .drafting import PATH, begin, body, comment_on, form, lately_over
from .rounds import browser, text_of

pytestmark = pytest.mark.django_db
BODY = WORDS["en"].body


@pytest.fixture
def review(db: None) -> Review:
    return lately_over()


@pytest.fixture
def secretary(review: Review) -> Client:
    return browser(review, "secretariat")


def test_before_it_is_begun_the_page_shows_the_comments_and_how_to_begin(review, secretary):
    comment_on(review, body="canary <b>words</b>")
    page = text_of(secretary, PATH)
    assert "Begin the draft" in page
    assert "canary &lt;b&gt;words&lt;/b&gt;" in page
    assert read_markup(page).faults == []
    assert 'name="take_over"' not in page


def test_the_draft_begins_with_the_words_of_the_version_and_is_begun_once(review, secretary):
    begin(secretary)
    begin(secretary)
    page = text_of(secretary, PATH)
    assert BODY in page
    assert WORDS["fr"].body in page
    assert "As it is in the present version." in page
    assert read_markup(page).faults == []


def test_what_is_written_is_kept_and_shows_what_it_changes(review, secretary):
    begin(secretary)
    sent = form(body_en=BODY.replace("new tool", "<i>machine</i>"), do="save")
    assert secretary.post(PATH, sent).status_code == 302
    page = text_of(secretary, PATH)
    assert "1 insertion, 1 deletion" in page
    assert "&lt;i&gt;machine&lt;/i&gt;" in page
    assert "By the secretariat, without a comment" in page
    assert read_markup(page).faults == []


def test_a_wording_is_taken_over_by_a_button_and_what_was_typed_is_kept_with_it(review, secretary):
    comment = comment_on(review)
    begin(secretary)
    assert 'name="take_over"' in text_of(secretary, PATH)
    sent = form(body_en=BODY.replace("Training", "Free training"), take_over=str(comment.pk))
    answer = secretary.post(PATH, sent, follow=True)
    assert body() == "Free training is given before a machine is used."
    page = answer.content.decode()
    assert "The wording is in the draft, and credited." in page
    assert f'href="#comment-{comment.pk}"' in page
    assert 'name="take_over"' not in page


def test_a_wording_whose_words_are_gone_is_refused_and_what_was_typed_is_kept(review, secretary):
    comment = comment_on(review)
    begin(secretary)
    sent = form(body_en="Nothing of it is left.", take_over=str(comment.pk))
    answer = secretary.post(PATH, sent)
    assert answer.status_code == 409
    assert "are not in the draft any more" in answer.content.decode()
    assert body() == "Nothing of it is left."


def test_a_comment_is_credited_for_its_words_or_for_a_change_and_uncredited(review, secretary):
    comment = comment_on(review, proposed="", purpose="clarify")
    begin(secretary)
    secretary.post(PATH, form(body_en=BODY.replace("new tool", "machine")))
    start = BODY.index("new tool")
    place = f"en:{start}:{start + 8}"
    assert f'value="{comment.pk}:{place}"' in text_of(secretary, PATH)
    secretary.post(PATH, form(credit=f"{comment.pk}:{place}"))
    draft = NextVersion.objects.get()
    assert list(draft.causes.values_list("start", "end")) == [(start, start + 8)]
    secretary.post(PATH, form(uncredit=f"{comment.pk}:{place}"))
    assert not draft.causes.exists()
    secretary.post(PATH, form(behind=place, **{f"comment:{place}": str(comment.pk)}))
    assert draft.causes.get().comment_id == comment.pk


@pytest.mark.parametrize(
    "sent",
    [
        {"take_over": "no-id"},
        {"credit": "a:b"},
        {"credit": "00000000-0000-0000-0000-000000000000:en:9:x"},
        {"uncredit": "::::"},
        {"behind": "en:0:3"},
        {"behind": "en:0:3", "comment:en:0:3": "no-id"},
    ],
)
def test_a_button_that_says_nothing_known_is_refused_in_words(review, secretary, sent):
    begin(secretary)
    answer = secretary.post(PATH, form(**sent))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_a_comment_that_is_not_beside_this_draft_is_not_there(review, secretary):
    comment = comment_on(review, place=1)
    begin(secretary)
    assert secretary.post(PATH, form(take_over=str(comment.pk))).status_code == 404


def test_what_can_not_be_stored_is_named_beside_its_field_and_stays_typed(review, secretary):
    begin(secretary)
    answer = secretary.post(PATH, form(title_en="x" * 301, body_en="Kept here"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'href="#title_en"' in page
    assert "Kept here" in page
    assert body() == BODY


def test_two_who_write_at_once_see_both_texts_and_lose_nothing(review, secretary):
    begin(secretary)
    mine = form(body_en="What I typed.")
    secretary.post(PATH, form(body_en="What a colleague saved."))
    answer = secretary.post(PATH, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "What I typed." in page
    assert "What a colleague saved." in page
    assert body() == "What a colleague saved."
    assert read_markup(page).faults == []
    again = mine | {"edition": page.partition('name="edition" value="')[2].partition('"')[0]}
    assert secretary.post(PATH, again).status_code == 302
    assert body() == "What I typed."


def test_what_was_typed_into_a_draft_that_was_deleted_meanwhile_is_shown(review, secretary):
    draft = begin(secretary)
    mine = form(body_en="What I typed.")
    delete_next_version(
        key="trial.1",
        expected_edition=draft.edition,
        actor=actor(review.house["secretariat"]),
        at=timezone.now(),
    )
    answer = secretary.post(PATH, mine)
    assert answer.status_code == 409
    assert "What I typed." in answer.content.decode()


def test_a_page_that_names_no_edition_is_refused(review, secretary):
    begin(secretary)
    sent = form(body_en="Other words.")
    del sent["edition"]
    assert secretary.post(PATH, sent).status_code == 409
    assert body() == BODY


def test_only_the_review_secretariat_finds_these_pages(review, client):
    begin(browser(review, "secretariat"))
    pages = [PATH, f"{PATH}check/", f"{PATH}delete/"]
    for page in pages:
        assert client.get(page).status_code == 302
        for name in EVERYBODY[1:]:
            assert browser(review, name).get(page).status_code == 404, name
            assert browser(review, name).post(page, form()).status_code == 404, name
    mandate = review.house["secretariat"]
    assert signed_in(mandate.user, mandate, csrf=True).post(PATH, form()).status_code == 403


@pytest.mark.parametrize("key", ["trial.99", "%00", "nothing"])
def test_an_unknown_provision_is_not_there(secretary, key):
    assert secretary.get(f"/desk/secretariat/provisions/{key}/next/").status_code in (400, 404)


def test_the_number_of_queries_does_not_grow_with_the_comments(review, secretary):
    counts = []
    begin(secretary)
    for more in (1, 6):
        for number in range(more):
            comment = comment_on(review, body=f"{more} {number}", proposed=f"machine {number}")
        sent = {code: dict(text) for code, text in NextVersion.objects.get().texts.items()}
        sent["en"]["body"] = BODY.replace("given", f"given {more}")
        save_next_version(
            key="trial.1",
            expected_edition=NextVersion.objects.get().edition,
            texts=sent,
            actor=actor(review.house["secretariat"]),
            at=timezone.now(),
        )
        secretary.post(PATH, form(take_over=str(comment.pk)))
        with count_queries() as statements:
            text_of(secretary, PATH)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 26
