"""What is said of a comment in its room: messages, support, dissent, in whatever signs."""

import pytest
from django.utils import timezone

from reviews.services.rooms import note_voice
from tests.factories.reviews import Review, submit
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import actor

from .rounds import browser, running, text_of
from .test_comments import path_of, post, regional, said, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(db: None) -> Review:
    return running()


def test_the_thread_takes_messages_and_answers(review):
    comment = shared(review)
    post(review, "AAA", comment, "messages/", text="Is this what the capital meant?")
    first = comment.messages.get()
    post(review, "AAA-focal", comment, "messages/", text="It is.", reply_to=str(first.pk))
    page = text_of(browser(review, "AAA"), path_of(comment))
    assert "Is this what the capital meant?" in page
    assert "in reply to message 1" in page
    assert read_markup(page).faults == []


@pytest.mark.parametrize(
    ("sent", "says"),
    [("", "Write a message."), ("y" * 5001, "it has 5001"), ("a\0b", "U+0000")],
)
def test_a_message_that_is_refused_stays_typed(review, sent, says):
    comment = shared(review)
    answer = post(review, "AAA", comment, "messages/", text=sent)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert sent.replace("\0", "")[:50] in answer.content.decode().replace("\0", "")
    assert not comment.messages.exists()


def test_a_delegation_says_in_a_regional_group_that_it_does_not_support(review):
    comment = regional(review)
    page = text_of(browser(review, "BBB"), path_of(comment))
    assert "Your word counts as that of BBB." in page
    refused = post(review, "BBB", comment, "voice/", kind="dissent", text="")
    assert refused.status_code == 400
    assert "Say why you do not support it." in refused.content.decode()
    post(review, "BBB", comment, "voice/", kind="dissent", text="Our law differs.")
    page = text_of(browser(review, "AAA"), path_of(comment))
    assert "Our law differs." in page
    assert "Members that do not support it" in page


def test_co_sponsoring_is_offered_to_other_delegations_alone(review):
    comment = regional(review, own=True)
    assert 'value="co_sponsor"' in text_of(browser(review, "BBB"), path_of(comment))
    for name in ("AAA", "north-group"):
        assert 'value="co_sponsor"' not in text_of(browser(review, name), path_of(comment)), name
    assert post(review, "north-group", comment, "voice/", kind="co_sponsor").status_code == 403
    post(review, "BBB", comment, "voice/", kind="co_sponsor")
    assert "Co-sponsored by" in text_of(browser(review, "AAA"), path_of(comment))


def test_a_word_is_taken_back_by_whoever_spoke_it(review):
    comment = shared(review)
    assert 'value="taken_back"' not in text_of(browser(review, "AAA"), path_of(comment))
    post(review, "AAA", comment, "voice/", kind="support")
    assert 'value="taken_back"' in text_of(browser(review, "AAA"), path_of(comment))
    post(review, "AAA", comment, "voice/", kind="taken_back")
    assert "No support or dissent has been noted." in text_of(
        browser(review, "AAA"), path_of(comment)
    )
    assert post(review, "AAA", comment, "voice/", kind="nonsense").status_code == 400


def test_after_it_was_handed_over_no_voice_is_asked_for(review):
    comment = shared(review)
    submit([comment], review.house["AAA-focal"], at=timezone.now())
    assert "voice/" not in text_of(browser(review, "AAA"), path_of(comment))
    assert post(review, "AAA", comment, "voice/", kind="support").status_code == 409


def test_markup_in_every_field_is_shown_as_text(review):
    evil = "<script>alert(1)</script>"
    comment = shared(review, body=evil, reason=evil, proposed=evil)
    at = timezone.now()
    said(review, comment, evil)
    note_voice(
        comment_id=comment.pk, kind="dissent", text=evil, actor=actor(review.house["AAA"]), at=at
    )
    for page in ("", "revise/"):
        text = text_of(browser(review, "AAA"), path_of(comment, page))
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_right_to_left_words_choose_their_own_direction(review):
    comment = shared(review, body="التدريب قبل استعمال أداة جديدة", language="en")
    page = text_of(browser(review, "AAA"), path_of(comment))
    assert '<p dir="auto">التدريب قبل استعمال أداة جديدة</p>' in page


def test_the_number_of_queries_does_not_grow_with_what_was_said(review, django_assert_num_queries):
    comment = shared(review)
    client = browser(review, "AAA-focal")
    for count in (3, 27):
        for number in range(count):
            said(review, comment, f"{count}.{number}")
        client.get(path_of(comment))
        with django_assert_num_queries(34):
            text_of(client, path_of(comment))
