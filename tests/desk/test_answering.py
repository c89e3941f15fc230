"""One answer for one comment or several; what was typed is never lost."""

import pytest
from django.utils import timezone

from reviews.models import Disposition
from tests.factories.dispositions import REASONS, make_colleague, prepare

from .answered import answer_form, browser, over, path, released
from .rounds import text_of

pytestmark = pytest.mark.django_db


def test_ticked_comments_are_answered_together():
    answering = over()
    secretary, page = browser(answering, "secretariat"), path(answering, "answer/")
    ticked = {"comment": [str(each.pk) for each in answering.comments]}
    begun = secretary.post(page, ticked)
    assert begun.status_code == 200
    assert "Answer 3 comments" in begun.content.decode()
    done = secretary.post(page, answer_form(answering, answering.comments), follow=True)
    assert "3 answers are prepared" in done.content.decode()
    assert set(Disposition.objects.values_list("kind", "number")) == {("incorporated", 1)}
    assert {each.reasons == REASONS for each in Disposition.objects.all()} == {True}


def test_a_single_comment_begins_with_what_is_answered_so_far():
    answering = over()
    prepare(answering, [answering.region], kind="noted", at=timezone.now())
    page = f"{path(answering, 'answer/')}?comment={answering.region.pk}"
    text = text_of(browser(answering, "secretariat"), page)
    assert 'value="noted"' in text and "checked" in text
    assert f"\n{REASONS['fr']}</textarea>".replace("’", "&#x27;") in text or REASONS["fr"] in text
    assert f'value="{answering.region.pk}:1"' in text


def test_what_is_refused_stays_typed():
    answering = over()
    secretary, page = browser(answering, "secretariat"), path(answering, "answer/")
    sent = answer_form(
        answering,
        [answering.region],
        kind="duplicate",
        reasons_en="Kept <b>here</b>",
        reasons_fr="",
        reasons_es="",
    )
    answer = secretary.post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose the comment that this one repeats." in text
    assert "Kept &lt;b&gt;here&lt;/b&gt;" in text
    assert "Choose one." in secretary.post(page, sent | {"kind": ""}).content.decode()
    sent |= {"kind": "noted", "reasons_en": ""}
    empty = secretary.post(page, sent)
    assert "Say why, in one language for now" in empty.content.decode()
    assert not Disposition.objects.exists()


def test_a_duplicate_is_chosen_among_the_comments_of_the_round():
    answering = over()
    secretary, page = browser(answering, "secretariat"), path(answering, "answer/")
    sent = answer_form(answering, [answering.region], kind="duplicate")
    strange = secretary.post(page, sent | {"duplicate_of": str(answering.region.pk)})
    assert strange.status_code == 400
    assert "Choose a comment of this round." in strange.content.decode()
    named = secretary.post(page, sent | {"duplicate_of": str(answering.workers.pk)})
    assert named.status_code == 302
    assert Disposition.objects.get().duplicate_of == answering.workers


def test_a_colleagues_answer_is_shown_beside_what_was_typed():
    answering = over()
    colleague = make_colleague(answering.house)
    theirs = {"en": "A colleague wrote this."}
    prepare(answering, [answering.region], by=colleague, reasons=theirs, at=timezone.now())
    secretary, page = browser(answering, "secretariat"), path(answering, "answer/")
    sent = answer_form(answering, [answering.region, answering.workers], reasons_en="Mine.")
    stale = secretary.post(page, sent)
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "A colleague answered it meanwhile" in text
    assert "A colleague wrote this." in text and "Mine.</textarea>" in text
    assert f'value="{answering.region.pk}:1"' in text
    assert Disposition.objects.count() == 1
    seen = [f"{answering.region.pk}:1", f"{answering.workers.pk}:0"]
    assert secretary.post(page, sent | {"seen": seen}).status_code == 302
    assert Disposition.objects.filter(number=2).get().reasons["en"] == "Mine."


def test_an_answer_is_given_anew_after_its_release():
    answering = released()
    secretary, page = browser(answering, "secretariat"), path(answering, "answer/")
    sent = answer_form(
        answering, [answering.region], kind="noted", seen=[f"{answering.region.pk}:1"]
    )
    assert secretary.post(page, sent).status_code == 302
    text = text_of(secretary, path(answering))
    assert "Prepared, not released:" in text
    assert "1 prepared" in text and "2 released" in text


def test_nothing_chosen_and_what_is_not_there_are_answered_in_words():
    answering = over()
    secretary, page = browser(answering, "secretariat"), path(answering, "answer/")
    assert "Choose comments first" in text_of(secretary, page)
    unknown = answering.house["secretariat"].pk
    assert secretary.get(f"{page}?comment={unknown}").status_code == 404
    assert secretary.get(f"{page}?comment=made-up").status_code == 200


def test_the_page_of_a_comment_leads_to_its_answer():
    answering = over()
    secretary = browser(answering, "secretariat")
    comment = f"/desk/comments/{answering.region.pk}/"
    text = text_of(secretary, comment)
    assert "Not answered yet." in text
    assert f"{path(answering, 'answer/')}?comment={answering.region.pk}" in text
    prepare(answering, [answering.region], at=timezone.now())
    assert REASONS["en"] in text_of(secretary, comment)
    assert REASONS["en"] not in text_of(browser(answering, "north-group"), comment)
