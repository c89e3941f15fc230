"""Private drafts at the desk: the audience first, nothing lost, nobody else's to see."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from record.models import Entry
from reviews.models import Comment, Draft
from tests.factories.reviews import Review, make_draft
from tests.public.pages.markup import read_markup

from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
NEW = "/desk/drafts/new/"


@pytest.fixture
def review(db: None) -> Review:
    return running()


def form_of(review: Review, **changes: str) -> dict[str, str]:
    """What a browser sends for a comment of AAA's delegate in its own room."""
    home = review.house.delegation("AAA").pk
    return {
        "item": str(review.item().pk),
        "text": str(review.text().pk),
        "audience": f"{home}:{home}",
        "anchor": "",
        "type": "substantive",
        "purpose": "change",
        "question": "",
        "body": "It should say who pays.",
        "reason": "Somebody has to.",
        "proposed": "",
        "language": "en",
        "do": "save",
    } | changes


def own_draft(review: Review, **content: Any) -> Draft:
    delegate, home = review.house["AAA"], review.house.delegation("AAA")
    return make_draft(review, delegate, home, at=timezone.now(), **content)


def path_of(draft: Draft, page: str = "") -> str:
    return f"/desk/drafts/{draft.pk}/{page}"


def test_the_form_asks_for_the_audience_first_and_says_who_reads(review):
    page = text_of(browser(review, "AAA"), f"{NEW}?item={review.item().pk}")
    assert page.index("Who is to read it?") < page.index("Which words?")
    rooms = re.findall(r'name="audience" value="([^"]+)"', page)
    home = review.house.delegation("AAA").pk
    region, group = review.house.region("north-group").pk, review.house.group("governments").pk
    assert rooms == [
        f"{home}:{home}",
        f"{region}:{home}",
        f"{region}:{region}",
        f"{group}:{home}",
        f"{group}:{group}",
    ]
    assert "Read by the 2 members of this delegation." in page
    assert "In the name of AAA, shown in north-group to find co-sponsors." in page


def test_whoever_has_one_room_finds_it_chosen(review):
    page = text_of(browser(review, "employers"), f"{NEW}?item={review.item().pk}")
    assert len(re.findall(r'name="audience" value="[^"]+" checked', page)) == 1


def test_the_form_is_sound_markup(review):
    page = text_of(browser(review, "AAA"), f"{NEW}?item={review.item().pk}")
    assert read_markup(page).faults == []


def test_saving_keeps_a_private_draft_and_no_trace_in_the_record(review):
    entries = Entry.objects.count()
    answer = browser(review, "AAA").post(NEW, form_of(review))
    draft = Draft.objects.get()
    assert answer["Location"] == path_of(draft)
    assert (draft.body, draft.mandate) == ("It should say who pays.", review.house["AAA"])
    assert Entry.objects.count() == entries


def test_without_an_audience_nothing_is_kept_and_everything_stays_typed(review):
    answer = browser(review, "AAA").post(NEW, form_of(review, audience=""))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose first who is to read this comment." in page
    assert '<a href="#audience">' in page
    assert "It should say who pays." in page
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"body": "x" * 1_000_000}, "it has 1000000"),
        ({"body": "a\0b"}, "U+0000"),
        ({"type": "nonsense"}, "Use one of"),
        ({"type": "x" * 300}, "Use one of"),
        ({"purpose": "<script>"}, "Use one of"),
        ({"language": "tlh"}, "Use one of"),
        ({"question": "nonsense"}, "Choose a question"),
        ({"anchor": "selection", "anchor_exact": "no such words"}, "stand in this text"),
        ({"anchor": "9-3"}, "choose a stretch"),
        ({"anchor": "0-99999"}, "choose a stretch"),
        ({"anchor": "nonsense"}, "which words are meant"),
    ],
)
def test_what_cannot_be_kept_is_named_and_stays_typed(review, sent, says):
    answer = browser(review, "AAA").post(NEW, form_of(review, reason="The reason stays.", **sent))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in page
    assert "The reason stays." in page
    assert sent.get("body", "")[:1000].replace("\0", "") in page.replace("\0", "")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["audience", "item", "text"])
def test_a_room_or_text_that_is_not_theirs_is_not_there(review, name):
    foreign = review.house.group("workers").pk
    sent = {
        "audience": f"{foreign}:{foreign}", "item": str(uuid4()), "text": str(uuid4())
    }  # fmt: skip
    answer = browser(review, "AAA").post(NEW, form_of(review, **{name: sent[name]}))
    # An unknown text falls back to the reader's own.
    assert answer.status_code == (302 if name == "text" else 404)


def test_a_draft_is_there_for_its_author_alone(review):
    draft = own_draft(review, body="canary of a draft")
    for name in review.house.mandates:
        client = browser(review, name)
        for page in ("", "check/", "delete/"):
            answer = client.get(path_of(draft, page))
            assert answer.status_code == (200 if name == "AAA" else 404), (name, page)
            assert ("canary" in answer.content.decode()) == (name == "AAA")
        if name != "AAA":
            assert client.post(path_of(draft), form_of(review)).status_code == 404
            assert client.post(path_of(draft, "autosave/")).status_code == 404
            assert client.post(path_of(draft, "delete/")).status_code == 404
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_stranger_is_sent_to_sign_in(client: Client, review):
    draft = own_draft(review)
    for path in (NEW, *(path_of(draft, page) for page in ("", "autosave/", "check/", "delete/"))):
        assert client.get(path)["Location"] == "/accounts/login/?next=/desk/"


def test_the_chosen_words_are_put_into_the_proposed_wording_on_request(review):
    draft = own_draft(review, proposed="")
    sent = form_of(review, anchor="0-17", do="prefill", edition="1")
    answer = browser(review, "AAA").post(path_of(draft), sent)
    draft.refresh_from_db()
    assert answer["Location"] == path_of(draft) + "#proposed"
    assert draft.proposed == "Training is given"


def test_the_words_already_proposed_are_never_replaced(review):
    draft = own_draft(review)
    sent = form_of(review, proposed="Mine.", do="prefill", edition="1")
    browser(review, "AAA").post(path_of(draft), sent)
    draft.refresh_from_db()
    assert draft.proposed == "Mine."


def test_the_check_page_repeats_who_reads_and_shows_the_change(review):
    draft = own_draft(review)
    page = text_of(browser(review, "AAA"), path_of(draft, "check/"))
    assert "Read by the 2 members of this delegation." in page
    assert "<ins>" in page
    assert "Share in the room: AAA" in page
    assert read_markup(page).faults == []


def test_what_is_missing_is_said_before_it_is_shared(review):
    draft = own_draft(review, body="", reason="")
    page = text_of(browser(review, "AAA"), path_of(draft, "check/"))
    assert "Write your comment here." in page
    assert f'href="{path_of(draft)}#body"' in page
    assert "Share in the room" not in page


def test_sharing_turns_the_draft_into_a_comment_of_its_room(review):
    draft = own_draft(review)
    answer = browser(review, "AAA").post(path_of(draft, "check/"), {"edition": "1"})
    comment = Comment.objects.get(pk=draft.pk)
    assert answer["Location"] == f"/desk/comments/{comment.pk}/"
    assert not Draft.objects.exists()


def test_a_stale_check_page_shares_nothing(review):
    draft = own_draft(review)
    client = browser(review, "AAA")
    client.post(path_of(draft), form_of(review, body="Other words.", edition="1"))
    answer = client.post(path_of(draft, "check/"), {"edition": "1"})
    assert answer.status_code == 409
    assert "Other words." in answer.content.decode()
    assert not Comment.objects.exists()


def test_deleting_asks_once_and_leaves_nothing(review):
    draft = own_draft(review)
    client = browser(review, "AAA")
    assert "This can’t be undone." in text_of(client, path_of(draft, "delete/"))
    assert Draft.objects.exists()
    page = client.post(path_of(draft, "delete/"), {"edition": "1"}).content.decode()
    assert "The draft is deleted" in page
    assert "data-autosave-forget=" in page
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "“مرحبا” said the delegate",
        "e\u0301gale\u0301",
        "{{ 7 }}{% csrf_token %}",
    ],
)
def test_whatever_is_typed_is_shown_as_text(review, words):
    client = browser(review, "AAA")
    client.post(NEW, form_of(review, body=words, reason=words, proposed=words))
    draft = Draft.objects.get()
    for page in ("", "check/", "delete/"):
        text = text_of(client, path_of(draft, page))
        assert "<script>alert" not in text
        assert read_markup(text).faults == []
        assert 'dir="auto"' in text


def test_on_a_summary_only_corrections_and_remarks_are_offered(db):
    from provisions.enums import TextStatus
    from tests.factories.frameworks import make_framework
    from tests.factories.provisions import make_provision
    from tests.factories.reviews import make_round
    from tests.stakeholders.cast import found_house

    house, framework = found_house(), make_framework()
    summary = make_provision(framework, "S1", text_status=TextStatus.EDITORIAL_SUMMARY)
    begun = timezone.now() - timedelta(hours=1)
    closes = begun + timedelta(days=7)
    made = make_round(house, [summary], opens_at=begun, closes_at=closes, at=begun)
    review = Review(house, framework, [summary], made)
    page = text_of(browser(review, "AAA"), f"{NEW}?item={review.item().pk}")
    assert re.findall(r'name="type" value="([^"]+)"', page) == ["correction", "remark"]
    assert "Our own summary, not the official text." in page
    assert "a correction of an error in the summary, or a remark" in page


def test_a_post_larger_than_the_portal_takes_is_refused_by_a_page(review):
    answer = browser(review, "AAA").post(NEW, form_of(review, body="é" * 1_400_000))
    assert answer.status_code == 413
    assert "Too much was sent" in answer.content.decode()


def test_the_form_asks_the_database_the_same_number_of_times(review, django_assert_num_queries):
    client = browser(review, "AAA")
    path = f"{NEW}?item={review.item().pk}"
    client.get(path)
    with django_assert_num_queries(14):
        client.get(path)
