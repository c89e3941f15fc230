"""The room of a circle: what is drafted in it, and handing much over at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reviews.models import Comment, Submission
from reviews.services.cutoffs import set_cutoff
from tests.factories.reviews import Review, share, submit
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import actor

from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(db: None) -> Review:
    return running()


def shared(review: Review, name: str = "AAA", **terms: Any) -> Comment:
    home = review.house.delegation("AAA")
    return share(review, review.house[name], home, at=timezone.now(), **terms)


def over(days: int = 1) -> Review:
    """A round that closed `days` ago."""
    closes = timezone.now() - timedelta(days=days)
    begun = closes - timedelta(days=7)
    return running(opens_at=begun, closes_at=closes, at=begun)


def room_of(review: Review, page: str = "") -> str:
    return f"/desk/circles/{review.house.delegation('AAA').pk}/{page}"


def ticked(*comments: Comment) -> dict[str, list[str]]:
    return {"comment": [str(each.pk) for each in comments]}


def confirmed(page: str) -> dict[str, list[str]]:
    """What the check page sends when its button is pressed."""
    return {
        name: re.findall(rf'name="{name}" value="([^"]+)"', page)
        for name in ("comment", "seen", "confirmed")
    }


def test_a_room_lists_its_comments_by_provision(review):
    shared(review, body="On the first.")
    shared(review, body="On the second.", place=1)
    page = text_of(browser(review, "AAA"), room_of(review))
    assert page.index("On the first.") < page.index("On the second.")
    assert "2 comments" in page
    assert f"/desk/provisions/{review.provisions[1].key}/" in page
    assert read_markup(page).faults == []


def test_an_empty_room_says_what_to_do(review):
    page = text_of(browser(review, "AAA"), room_of(review))
    assert "Nobody has shared a comment in this room" in page
    assert read_markup(page).faults == []


def test_a_room_is_there_for_its_members_alone(review):
    comment = shared(review, body="canary of the room")
    for name in review.house.mandates:
        inside = name in ("AAA", "AAA-focal")
        client = browser(review, name)
        answer = client.get(room_of(review))
        assert answer.status_code == (200 if inside else 404), name
        for page in ("submit/", "endorse/", "merge/"):
            answer = client.post(room_of(review, page), ticked(comment))
            assert answer.status_code == (200 if inside else 404), (name, page)
            assert ("canary" in answer.content.decode()) == inside


def test_a_stranger_is_sent_to_sign_in(client: Client, review):
    for page in ("", "submit/", "endorse/", "merge/"):
        answer = client.get(room_of(review, page))
        assert answer["Location"] == "/accounts/login/?next=/desk/"


def test_what_is_no_room_is_not_there(review):
    client = browser(review, "AAA")
    for circle in ("secretariat", "constituents", "public"):
        from stakeholders.models import Circle

        other = Circle.objects.get(kind=circle)
        assert client.get(f"/desk/circles/{other.pk}/").status_code == 404


def test_filters_keep_to_a_stage_and_to_ones_own(review):
    mine, theirs = shared(review, body="Mine."), shared(review, "AAA-focal", body="Theirs.")
    submit([theirs], review.house["AAA-focal"], at=timezone.now())
    client = browser(review, "AAA")
    page = text_of(client, room_of(review, "?stage=submitted"))
    assert "Theirs." in page
    assert "Mine." not in page
    page = text_of(client, room_of(review, "?mine=1"))
    assert "Mine." in page
    assert "Theirs." not in page
    page = text_of(client, room_of(review, "?stage=published"))
    assert "No comment of this round fits the filters." in page
    assert client.get(room_of(review, "?stage=nonsense")).status_code == 400
    assert client.get(room_of(review, "?cursor=nonsense")).status_code == 400
    assert mine.stage == "shared"


def test_our_own_cut_off_is_shown_to_the_room(review):
    set_cutoff(
        round_id=review.round.pk,
        circle_id=review.house.delegation("AAA").pk,
        cutoff_at=review.round.closes_at - timedelta(days=2),
        actor=actor(review.house["AAA-focal"]),
        at=timezone.now(),
    )
    assert "Our own cut-off:" in text_of(browser(review, "AAA"), room_of(review))


def test_only_what_one_may_clear_or_submit_can_be_ticked(review):
    comment = shared(review)
    tick = f'name="comment" value="{comment.pk}"'
    assert tick in text_of(browser(review, "AAA-focal"), room_of(review))
    page = text_of(browser(review, "AAA"), room_of(review))  # a delegate submits
    assert "Check and submit" in page
    assert "Check and endorse" not in page
    submit([comment], review.house["AAA-focal"], at=timezone.now())
    assert tick not in text_of(browser(review, "AAA-focal"), room_of(review))


def test_all_of_the_list_are_ticked_on_request(review):
    shared(review)
    shared(review, place=1)
    page = text_of(browser(review, "AAA-focal"), room_of(review, "?all=1"))
    assert len(re.findall(r'name="comment" [^>]*checked', page)) == 2


def test_the_check_page_repeats_what_in_whose_name_who_reads_and_when_it_is_public(review):
    comment = shared(review, body="What is handed over.")
    client = browser(review, "AAA-focal")
    page = client.post(room_of(review, "submit/"), ticked(comment)).content.decode()
    assert "What is handed over." in page
    assert re.search(r"In the name of <strong>AAA</strong>", page)
    assert "this room and the review secretariat." in page
    assert "When the round closes" in page
    assert read_markup(page).faults == []
    comment.refresh_from_db()
    assert comment.stage == "shared"


def test_many_are_submitted_at_once_with_one_receipt(review):
    comments = [shared(review), shared(review, place=1)]
    client = browser(review, "AAA-focal")
    page = client.post(room_of(review, "submit/"), ticked(*comments)).content.decode()
    answer = client.post(room_of(review, "submit/"), confirmed(page))
    submission = Submission.objects.get()
    assert answer["Location"] == f"/desk/receipts/{submission.pk}/"
    assert submission.comments.count() == 2


def test_nothing_is_submitted_that_changed_since_it_was_read(review):
    comment = shared(review, body="As it was read.")
    client = browser(review, "AAA-focal")
    page = client.post(room_of(review, "submit/"), ticked(comment)).content.decode()
    from .test_comments import post
    from .test_drafts import form_of

    post(review, "AAA", comment, "revise/", **form_of(review, body="As it reads now."))
    answer = client.post(room_of(review, "submit/"), confirmed(page))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "It was changed meanwhile; look at it again." in text
    assert "As it reads now." in text
    assert not Submission.objects.exists()
    assert client.post(room_of(review, "submit/"), confirmed(text)).status_code == 302


def test_a_delegate_submits_only_what_is_endorsed(review):
    comment = shared(review)
    client = browser(review, "AAA")
    page = client.post(room_of(review, "submit/"), ticked(comment)).content.decode()
    answer = client.post(room_of(review, "submit/"), confirmed(page))
    assert answer.status_code == 409
    assert "It is not endorsed yet." in answer.content.decode()


def test_a_second_after_the_close_the_words_are_kept_and_can_be_offered_late():
    review = over()
    comment = shared(review, body="Kept in the room.")
    client = browser(review, "AAA-focal")
    sent = ticked(comment) | {"confirmed": ["submit"], "seen": [f"{comment.pk}:1"]}
    answer = client.post(room_of(review, "submit/"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"Review round 1 closed on .* Geneva time \(.* UTC\)\.", page)
    assert "Nothing is lost" in page
    assert "Kept in the room." in page
    assert not Submission.objects.exists()
    refused = client.post(room_of(review, "submit/"), confirmed(page) | {"reason": [""]})
    assert refused.status_code == 400
    assert "Say why this comes late." in refused.content.decode()
    client.post(room_of(review, "submit/"), confirmed(page) | {"reason": ["The post was slow."]})
    assert Submission.objects.get().is_late


def test_before_a_round_opens_nothing_is_handed_over():
    opens = timezone.now() + timedelta(days=1)
    at = timezone.now() - timedelta(hours=1)
    review = running(opens_at=opens, closes_at=opens + timedelta(days=7), at=at)
    comment = shared(review)
    client = browser(review, "AAA-focal")
    page = client.post(room_of(review, "submit/"), ticked(comment)).content.decode()
    assert "Review round 1 opens on" in page
    assert 'name="confirmed"' not in page


def test_endorsing_many_takes_all_or_none(review):
    comments = [shared(review), shared(review, place=1)]
    client = browser(review, "AAA-focal")
    page = client.post(room_of(review, "endorse/"), ticked(*comments)).content.decode()
    assert "You clear these words as they stand here." in page
    sent = confirmed(page)
    stale = sent | {"seen": [sent["seen"][0], f"{sent['comment'][1]}:9"]}
    assert client.post(room_of(review, "endorse/"), stale).status_code == 409
    assert not Comment.objects.filter(stage="endorsed").exists()
    assert client.post(room_of(review, "endorse/"), sent)["Location"] == room_of(review)
    assert Comment.objects.filter(stage="endorsed").count() == 2


def test_duplicates_are_merged_into_the_chosen_one(review):
    first, second = shared(review), shared(review, "AAA-focal")
    client = browser(review, "AAA-focal")
    page = client.post(room_of(review, "merge/"), ticked(first, second)).content.decode()
    assert "Choose whose words stay." in page
    assert read_markup(page).faults == []
    sent = confirmed(page) | {"into": [str(second.pk)]}
    answer = client.post(room_of(review, "merge/"), sent)
    assert answer["Location"] == f"/desk/comments/{second.pk}/"
    first.refresh_from_db()
    assert first.merged_into == second
    page = text_of(client, answer["Location"])
    assert review.house["AAA"].user.name in page


@pytest.mark.parametrize("into", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_what_is_not_duplicate_is_not_merged(review, into):
    first, second = shared(review), shared(review, place=1)
    sent = ticked(first, second) | {"confirmed": ["merge"], "into": [into or str(first.pk)]}
    answer = browser(review, "AAA-focal").post(room_of(review, "merge/"), sent)
    assert answer.status_code in (400, 404)
    assert not Comment.objects.filter(stage="merged").exists()


@pytest.mark.parametrize("page", ["submit/", "endorse/", "merge/"])
@pytest.mark.parametrize("sent", [{}, {"comment": ["nonsense"]}])
def test_without_a_tick_one_goes_back_to_the_room(review, page, sent):
    answer = browser(review, "AAA-focal").post(room_of(review, page), sent)
    assert answer["Location"] == room_of(review)


def test_a_room_asks_the_database_the_same_number_of_times(review, django_assert_num_queries):
    client = browser(review, "AAA-focal")
    for count in (3, 27):
        for number in range(count):
            shared(review, body=f"Comment {count}.{number}", place=number % 2)
        client.get(room_of(review))
        with django_assert_num_queries(27):
            text_of(client, room_of(review))
        everything = ticked(*Comment.objects.all())
        with django_assert_num_queries(22):
            client.post(room_of(review, "submit/"), everything)
