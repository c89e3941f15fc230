"""Signed links: they open what they name, for one reader, until they are ended."""

import pytest

from core.errors import Invalid, Missing
from notifications.enums import Topic
from notifications.models import Recipient, Subscription
from notifications.sending.links import (
    confirm_link,
    manage_link,
    read_confirm,
    read_manage,
    read_stop,
    stop_link,
)
from notifications.sending.return_address import read_return, return_token
from tests.factories.notifications import make_delivery, make_subscriber, make_subscription

pytestmark = pytest.mark.django_db

SEARCH = "theme=skills&stage=draft&q=" + "training+" * 80


@pytest.fixture
def recipient(at) -> Recipient:
    return make_subscriber(at=at)


def token_of(link: str) -> str:
    return link.split("/")[-2]


@pytest.mark.parametrize(
    ("topic", "subject", "frequency"),
    [("", "", ""), ("deadlines", "", ""), ("theme", "skills", ""), ("", "", "weekly")],
)
def test_a_link_stops_what_it_was_made_for(recipient, topic, subject, frequency):
    link = stop_link(recipient, topic, subject, frequency=frequency)
    assert link.startswith("http://testserver/subscribe/stop/")
    stop = read_stop(token_of(link))
    assert stop.recipient == recipient
    assert (stop.topic, stop.subject, stop.frequency) == (topic, subject, frequency)
    assert read_stop(token_of(link)) == stop, "used twice, it says the same"


def test_a_long_search_is_named_by_its_digest_and_fits_a_header(recipient, at):
    Subscription.objects.create(
        recipient=recipient, topic=Topic.SEARCH, subject=SEARCH, frequency="weekly", begun_at=at
    )
    link = stop_link(recipient, Topic.SEARCH, SEARCH)
    assert len(link) < 500
    assert read_stop(token_of(link)).subject == SEARCH
    Subscription.objects.all().delete()
    with pytest.raises(Missing):
        read_stop(token_of(link))


def test_a_confirmation_opens_its_subscription(recipient, at):
    asked = make_subscription(recipient, confirmed=False, at=at)
    token = token_of(confirm_link(asked))
    assert read_confirm(token) == asked
    asked.delete()
    with pytest.raises(Missing):
        read_confirm(token)


READERS = {"stop": read_stop, "manage": read_manage, "confirm": read_confirm}


@pytest.fixture
def links(recipient, at) -> dict[str, str]:
    asked = make_subscription(recipient, confirmed=False, at=at)
    made = (stop_link(recipient), manage_link(recipient), confirm_link(asked))
    return {name: token_of(link) for name, link in zip(READERS, made, strict=True)}


@pytest.mark.parametrize("name", READERS)
def test_an_altered_link_is_refused(name, links):
    whole = links[name]
    for place in (0, len(whole) // 2, len(whole) - 2):
        other = "A" if whole[place] != "A" else "B"
        with pytest.raises(Invalid):
            READERS[name](whole[:place] + other + whole[place + 1 :])
    for broken in ("", "~", whole[:-5], whole + "x", "é", whole.partition("~")[0]):
        with pytest.raises(Invalid):
            READERS[name](broken)


@pytest.mark.parametrize("name", READERS)
def test_a_link_serves_one_purpose(name, links):
    for other, token in links.items():
        if other != name:
            with pytest.raises(Invalid):
                READERS[name](token)


@pytest.mark.parametrize("name", READERS)
def test_a_higher_key_number_ends_every_link(name, links, recipient):
    Recipient.objects.filter(pk=recipient.pk).update(key_number=2)
    with pytest.raises(Missing):
        READERS[name](links[name])


def test_a_link_names_nobody(recipient):
    assert recipient.email not in manage_link(recipient)


def test_a_return_address_survives_other_letter_cases_and_no_other_change(recipient, at):
    delivery = make_delivery(recipient, at=at)
    token = return_token(delivery.pk)
    assert read_return(token.upper()) == delivery.pk
    other = make_delivery(recipient, window="2-3", at=at)
    mixed = return_token(other.pk)[:26] + token[26:]
    for wrong in (mixed, token[:-1], token + "a", "", "é" * 42, "1" * 42):
        with pytest.raises(Invalid):
            read_return(wrong)
