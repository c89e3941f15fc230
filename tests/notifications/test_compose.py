"""Whether a delivery is written at all: who takes mail, who wants it, what has words."""

from datetime import timedelta

import pytest
from django.utils import translation

from notifications.enums import DropReason, Frequency, Kind, Topic
from notifications.letters import compose as composing
from notifications.letters.compose import COMPOSERS, NoComposer, compose
from notifications.letters.letter import Letter, Silence
from notifications.services.recipients import forget_address, stop_everything
from notifications.services.subscriptions import confirm, set_frequency
from tests.factories.notifications import (
    make_delivery,
    make_subscriber,
    make_subscription,
    reader_of,
)
from tests.factories.reviews import DURING, Review, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return make_review()


@pytest.fixture
def opened(review: Review):
    reader = reader_of(review.house["AAA"], at=DURING)
    return make_delivery(
        reader, Kind.ROUND_OPENED, subject=review.round.key, window="opened", at=DURING
    )


def fresh(delivery):
    return type(delivery).objects.select_related("recipient__user").get(pk=delivery.pk)


def silence(delivery, at=DURING):
    said = compose(fresh(delivery), at)
    assert isinstance(said, Silence)
    return said.reason


def test_every_kind_of_mail_has_words():
    assert set(COMPOSERS) == set(Kind)


def test_a_kind_without_words_is_a_mistake_and_no_silence(opened, monkeypatch):
    monkeypatch.delitem(COMPOSERS, Kind.ROUND_OPENED)
    with pytest.raises(NoComposer, match="round_opened"):
        compose(fresh(opened), DURING)


def test_a_letter_is_written_in_the_readers_language(opened, monkeypatch):
    spoken = []

    def listen(delivery, at):
        spoken.append(translation.get_language())
        return Letter("s", "p", ("o",), "w")

    monkeypatch.setitem(composing.COMPOSERS, Kind.ROUND_OPENED, listen)
    user = opened.recipient.user
    for language in ("fr", "es", "en"):
        user.language = language
        user.save()
        assert isinstance(compose(fresh(opened), DURING), Letter)
    assert spoken == ["fr", "es", "en"]


def test_what_may_go_out_costs_two_queries_before_the_letter(
    opened, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setitem(composing.COMPOSERS, Kind.ROUND_OPENED, lambda delivery, at: Letter)
    delivery = fresh(opened)
    with django_assert_max_num_queries(2):
        compose(delivery, DURING)


def test_who_stopped_everything_gets_nothing(opened):
    assert isinstance(compose(fresh(opened), DURING), Letter)
    stop_everything(recipient_id=opened.recipient_id, at=DURING)
    # The row may be gone, planned again later; what is left of it says why it stays silent.
    opened.recipient.refresh_from_db()
    said = compose(opened, DURING)
    assert said == Silence(DropReason.NOT_WANTED)


def test_an_address_that_takes_no_mail_gets_none(opened):
    opened.recipient.failing_since = DURING
    opened.recipient.save()
    assert silence(opened) == DropReason.ADDRESS_FAILS


def test_a_person_who_may_not_sign_in_gets_nothing(opened):
    opened.recipient.user.is_active = False
    opened.recipient.user.save()
    assert silence(opened) == DropReason.NOT_ENTITLED


def test_a_topic_that_was_switched_off_stays_silent_and_comes_back(opened):
    for frequency, expected in ((Frequency.NEVER, Silence), (Frequency.NOW, Letter)):
        set_frequency(
            recipient_id=opened.recipient_id,
            topic=Topic.DEADLINES,
            subject="",
            frequency=frequency,
            at=DURING,
        )
        assert isinstance(compose(fresh(opened), DURING), expected)


def test_another_topic_switches_off_its_own_mails_only(opened):
    set_frequency(
        recipient_id=opened.recipient_id,
        topic=Topic.WORK,
        subject="",
        frequency=Frequency.NEVER,
        at=DURING,
    )
    assert isinstance(compose(fresh(opened), DURING), Letter)


class TestAddressWithoutAccount:
    @pytest.fixture
    def subscriber(self):
        return make_subscriber(at=DURING)

    @pytest.fixture
    def asked(self, subscriber):
        wanted = make_subscription(subscriber, confirmed=False, at=DURING)
        window = f"{wanted.pk}:{DURING.date()}"
        return wanted, make_delivery(subscriber, Kind.CONFIRMATION, window=window, at=DURING)

    @pytest.fixture(autouse=True)
    def words(self, monkeypatch):
        for kind in (Kind.CONFIRMATION, Kind.NEWS):
            letter = Letter(kind.value, "p", ("o",), "w")
            monkeypatch.setitem(composing.COMPOSERS, kind, lambda *_, letter=letter: letter)

    def test_it_is_asked_until_it_answered(self, asked):
        wanted, question = asked
        assert isinstance(compose(fresh(question), DURING), Letter)
        confirm(subscription_id=wanted.pk, at=DURING)
        assert silence(question) == DropReason.DONE

    def test_what_was_taken_back_is_not_asked_about(self, asked):
        wanted, question = asked
        wanted.delete()
        assert silence(question) == DropReason.NOT_WANTED

    def test_a_question_about_what_another_follows_is_not_asked(self, asked):
        wanted, question = asked
        wanted.recipient = make_subscriber("other@example.org", at=DURING)
        wanted.save()
        assert silence(question) == DropReason.NOT_WANTED

    def test_it_hears_nothing_before_it_said_yes(self, asked, subscriber):
        wanted, _question = asked
        news = make_delivery(subscriber, at=DURING)
        assert silence(news) == DropReason.UNCONFIRMED
        confirm(subscription_id=wanted.pk, at=DURING)
        assert isinstance(compose(fresh(news), DURING), Letter)

    def test_it_hears_nothing_when_it_follows_nothing_any_more(self, subscriber):
        news = make_delivery(subscriber, at=DURING)
        assert silence(news) == DropReason.NOT_WANTED
        make_subscription(subscriber, frequency=Frequency.NEVER, at=DURING)
        assert silence(news) == DropReason.NOT_WANTED

    def test_one_that_stopped_everything_is_not_even_asked(self, asked, subscriber):
        _wanted, question = asked
        news = make_delivery(subscriber, at=DURING)
        stop_everything(recipient_id=subscriber.pk, at=DURING)
        assert silence(news) == silence(question) == DropReason.NOT_WANTED

    def test_one_that_was_forgotten_gets_nothing(self, asked, subscriber):
        held = make_delivery(
            subscriber, at=DURING, tries=1, claimed_until=DURING + timedelta(minutes=5)
        )
        forget_address(recipient_id=subscriber.pk, at=DURING)
        assert silence(held) == DropReason.NOT_WANTED
        held.recipient.refresh_from_db()
        held.recipient.stopped_at = None
        assert compose(held, DURING) == Silence(DropReason.NOT_ENTITLED)
