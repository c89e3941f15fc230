"""The question to an address: what it says, and when it need not be asked."""

from datetime import timedelta

import pytest

from notifications.enums import DropReason, Frequency, Kind, Topic
from notifications.letters.compose import compose
from notifications.letters.letter import Letter, Silence
from notifications.models import Delivery, Subscription
from notifications.sending.links import read_confirm
from notifications.services.asking import ask_by_address
from notifications.services.subscriptions import confirm, unsubscribe
from tests.factories.provisions import make_provision
from tests.stakeholders.cast import NOW

pytestmark = pytest.mark.django_db


def question(language: str = "en") -> Delivery:
    """A question about a provision, as it is planned."""
    ask_by_address(
        email="reader@example.org",
        topic=Topic.PROVISION,
        subject=make_provision().key,
        language=language,
        frequency=Frequency.DAILY,
        at=NOW,
    )
    return Delivery.objects.select_related("recipient__user").get(kind=Kind.CONFIRMATION)


def test_it_says_what_would_be_sent_and_that_nothing_need_be_done():
    asked = question()
    letter = compose(asked, NOW)
    assert isinstance(letter, Letter)
    (part,) = letter.parts
    assert [line.text for line in part.lines] == [
        "A provision: 1 Skills for new tools",
        "How often: Every day",
    ]
    assert part.lines[0].url.endswith("/frameworks/trial/provisions/1/")
    assert "Somebody, probably you" in letter.opening[0]
    assert "do nothing" in letter.opening[1]
    assert "reader@example.org" not in repr(letter)


def test_its_link_names_the_one_thing_that_was_asked():
    letter = compose(question(), NOW)
    assert isinstance(letter, Letter)
    assert letter.action
    token = letter.action.url.rstrip("/").rpartition("/")[2]
    assert read_confirm(token) == Subscription.objects.get()


def test_it_speaks_the_language_of_the_page_that_was_open():
    letter = compose(question("fr"), NOW)
    assert isinstance(letter, Letter)
    line = letter.parts[0].lines[0]
    assert line.text.endswith("1 Compétences et nouveaux outils")
    assert "/fr/frameworks/" in line.url


def test_what_was_answered_or_taken_back_meanwhile_is_not_asked():
    asked, wanted = question(), Subscription.objects.get()
    confirm(subscription_id=wanted.pk, at=NOW + timedelta(hours=1))
    assert compose(asked, NOW + timedelta(hours=2)) == Silence(DropReason.DONE)
    unsubscribe(
        recipient_id=wanted.recipient_id, topic=wanted.topic, subject=wanted.subject, at=NOW
    )
    assert compose(asked, NOW + timedelta(hours=2)) == Silence(DropReason.NOT_WANTED)
