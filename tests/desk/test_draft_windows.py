"""A draft that is written on in several windows: saved by itself, and nothing overwritten."""

import json
import re

import pytest

from tests.factories.reviews import Review
from tests.public.pages.markup import read_markup

from .rounds import browser, running
from .test_drafts import form_of, own_draft, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(db: None) -> Review:
    return running()


def test_autosave_answers_the_new_edition(review):
    draft = own_draft(review)
    sent = form_of(review, body="Going on.", edition=str(draft.edition))
    answer = browser(review, "AAA").post(path_of(draft, "autosave/"), sent)
    draft.refresh_from_db()
    kept = json.loads(answer.content)
    assert kept == {"edition": 2, "saved_at": draft.updated_at.isoformat()}
    assert draft.body == "Going on."


def test_autosave_in_a_second_window_overwrites_nothing(review):
    draft = own_draft(review, body="First window.")
    client = browser(review, "AAA")
    first = form_of(review, body="First window, going on.", edition="1")
    second = form_of(review, body="Second window.", edition="1")
    assert client.post(path_of(draft, "autosave/"), first).status_code == 200
    answer = client.post(path_of(draft, "autosave/"), second)
    assert (answer.status_code, answer.json()["code"]) == (409, "edited_elsewhere")
    draft.refresh_from_db()
    assert draft.body == "First window, going on."


def test_two_windows_are_shown_side_by_side_and_the_person_chooses(review):
    draft = own_draft(review, body="First window.")
    client = browser(review, "AAA")
    client.post(path_of(draft), form_of(review, body="Saved elsewhere.", edition="1"))
    stale = form_of(review, body="Typed <b>here</b>.", edition="1")
    answer = client.post(path_of(draft), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Saved elsewhere." in page
    assert "Typed &lt;b&gt;here&lt;/b&gt;." in page
    assert read_markup(page).faults == []
    edition = re.search(r'name="edition" value="(\d+)"', page)
    assert edition is not None
    client.post(path_of(draft), stale | {"edition": edition[1]})
    draft.refresh_from_db()
    assert draft.body == "Typed <b>here</b>."


def test_what_was_typed_in_the_stale_window_can_be_edited_before_it_is_kept(review):
    draft = own_draft(review, body="First window.")
    client = browser(review, "AAA")
    answer = client.post(path_of(draft), form_of(review, body="To edit.", do="edit", edition="1"))
    assert "To edit." in answer.content.decode()
    draft.refresh_from_db()
    assert draft.body == "First window."


@pytest.mark.parametrize("edition", ["", "one", "-1", "9" * 30])
def test_a_page_without_its_edition_overwrites_nothing(review, edition):
    draft = own_draft(review, body="Kept.")
    answer = browser(review, "AAA").post(path_of(draft), form_of(review, edition=edition))
    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.body == "Kept."
