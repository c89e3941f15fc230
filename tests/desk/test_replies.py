"""A room reads the answers to its comments and replies to them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import Reply
from stakeholders.enums import Capacity
from tests.factories.dispositions import REASONS, Answering, answer_to, prepare, release, reply
from tests.reviews.cast import in_delegation
from tests.stakeholders.cast import EVERYBODY

from .answered import browser, more_comments, released
from .conftest import signed_in
from .rounds import text_of

pytestmark = pytest.mark.django_db


def page(answering: Answering) -> str:
    return f"/desk/dispositions/comments/{answering.delegation.pk}/"


def sent(answering: Answering, **terms: str) -> dict[str, str]:
    said = {
        "answer": str(answer_to(answering.delegation).pk),
        "expected_number": "0",
        "kind": "maintains",
        "text": "Still <b>not</b> clear.",
        "language": "en",
    }
    return said | terms


def test_a_room_sees_what_waits_for_its_reply():
    answering = released()
    text = text_of(browser(answering, "AAA-focal"), "/desk/dispositions/")
    assert "Waiting for your reply" in text and page(answering) in text
    assert f"/desk/dispositions/comments/{answering.region.pk}/" in text
    assert f"/desk/dispositions/comments/{answering.workers.pk}/" not in text
    adviser = in_delegation(answering.house, Capacity.ADVISER)
    other = text_of(signed_in(adviser.user, adviser), "/desk/dispositions/")
    assert "Waiting for your reply" not in other and page(answering) in other


def test_a_reply_says_who_reads_it_and_stands_in_the_history():
    answering = released()
    focal = browser(answering, "AAA-focal")
    text = text_of(focal, page(answering))
    assert REASONS["en"] in text and "Your reply is public at once" in text
    done = focal.post(page(answering), sent(answering), follow=True)
    assert "Your reply is sent to the review secretariat." in done.content.decode()
    assert "Still &lt;b&gt;not&lt;/b&gt; clear." in done.content.decode()
    again = sent(answering, kind="satisfied", text="", expected_number="1")
    text = focal.post(page(answering), again, follow=True).content.decode()
    assert "Earlier reply:" in text and "Satisfied" in text
    assert [each.kind for each in Reply.objects.order_by("number")] == ["maintains", "satisfied"]


def test_where_nothing_is_published_the_page_says_so():
    answering = released(publication="never")
    text = text_of(browser(answering, "AAA-focal"), page(answering))
    assert "Nobody else reads it but this room." in text
    assert "Your reply is public at once" not in text


def test_what_is_refused_stays_typed():
    answering = released()
    focal = browser(answering, "AAA-focal")
    empty = focal.post(page(answering), sent(answering, text=" "))
    assert empty.status_code == 400
    assert "Say why you maintain the comment." in empty.content.decode()
    none = focal.post(page(answering), sent(answering, kind=""))
    assert "Choose one." in none.content.decode() and "Still &lt;b&gt;not" in none.content.decode()
    lost = focal.post(page(answering), sent(answering, answer="made-up"))
    assert lost.status_code == 400
    assert "This page does not say which answer it shows." in lost.content.decode()
    assert not Reply.objects.exists()


def test_a_colleagues_reply_is_shown_beside_what_was_typed():
    answering = released()
    reply(answering.delegation, answering.house["AAA"], text="Said before.", at=timezone.now())
    answer = browser(answering, "AAA-focal").post(page(answering), sent(answering))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Said before." in text and "Still &lt;b&gt;not&lt;/b&gt; clear." in text
    assert 'name="expected_number" value="1"' in text


def test_nobody_replies_unseen_to_an_answer_that_came_meanwhile():
    answering = released()
    old = sent(answering)
    now = timezone.now()
    prepare(answering, [answering.delegation], kind="noted", at=now)
    release(answering, at=now)
    answer = browser(answering, "AAA-focal").post(page(answering), old)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "answered anew meanwhile" in text and "Noted" in text
    assert f'name="answer" value="{answer_to(answering.delegation).pk}"' in text
    assert "What was answered before" in text
    assert not Reply.objects.exists()


def test_outside_the_room_there_is_no_such_page(client: Client):
    answering = released()
    assert client.get(page(answering)).status_code == 302
    for name in EVERYBODY:
        if name in ("AAA", "AAA-focal"):
            continue
        person = browser(answering, name)
        assert person.get(page(answering)).status_code == 404, name
        assert person.post(page(answering), sent(answering)).status_code == 404, name
    adviser = in_delegation(answering.house, Capacity.ADVISER)
    reader = signed_in(adviser.user, adviser)
    assert "Whoever submits in the name of the commenter may reply." in text_of(
        reader, page(answering)
    )
    assert reader.post(page(answering), sent(answering)).status_code == 403
    assert not Reply.objects.exists()


def test_the_page_of_the_comment_shows_the_answer_and_the_reply():
    answering = released()
    reply(answering.delegation, answering.house["AAA-focal"], at=timezone.now())
    comment = f"/desk/comments/{answering.delegation.pk}/"
    for name in ("AAA", "secretariat"):
        text = text_of(browser(answering, name), comment)
        assert REASONS["en"] in text and "The words are still not clear." in text, name
    assert page(answering) in text_of(browser(answering, "AAA"), comment)


def test_the_pages_of_a_room_ask_as_many_queries_for_many_answers_as_for_two():
    answering = released()
    focal = browser(answering, "AAA-focal")
    counts = []
    for _round in range(2):
        text_of(focal, "/desk/dispositions/")  # what is kept from one page to the next
        with CaptureQueriesContext(connection) as asked:
            text = text_of(focal, "/desk/dispositions/")
        counts.append((len(asked), text.count("Waiting for your reply")))
        more_comments(answering)
        release(answering, at=timezone.now())
    assert counts[0] == counts[1]
    assert text_of(focal, "/desk/dispositions/").count("/desk/dispositions/comments/") >= 12
