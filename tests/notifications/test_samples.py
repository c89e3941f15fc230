"""Examples of mails: of each kind, to whom the kind goes, through the ordinary way."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command

from core.errors import Conflict, Invalid, Missing, NotAllowed, Unavailable
from core.ids import new_id
from notifications.enums import Kind
from notifications.models import Delivery, Recipient
from notifications.sending.post import Post
from notifications.services import samples
from notifications.services.recipients import forget_address, stop_everything
from notifications.services.samples import send_sample, send_sample_to
from stakeholders.services.mandates import end_mandate
from tests.factories.notifications import make_subscriber, reader_of
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    DURING,
    Review,
    closed,
    make_review,
    make_submitted,
)
from tests.stakeholders.cast import House, actor, found_house

from .sweeps import extend

pytestmark = pytest.mark.django_db

WITHOUT_MANDATE = {Kind.CONFIRMATION, Kind.NEWS, Kind.DAILY_DIGEST, Kind.WEEKLY_DIGEST}
# Who of the house gets a kind that not everybody gets.
OF_ONE = {
    Kind.TO_REPLY: "AAA",
    Kind.TO_RECONFIRM: "AAA",
    Kind.PROCESS_DIGEST: "secretariat",
}


@pytest.fixture(autouse=True)
def nobody_waits() -> None:
    cache.clear()


@pytest.fixture
def house() -> House:
    return found_house()


@pytest.fixture
def review(house: House) -> Review:
    """A round that was extended and then closed, with a comment that waits for an answer: there
    is something to show of every kind.
    """
    made = make_review(house)
    make_submitted(made, house["AAA"], house.delegation("AAA"), submitter=house["AAA-focal"])
    extend(made, CLOSES + timedelta(hours=1), DURING)
    closed(made.round, at=AFTER)
    return made


def ask(house: House, name: str, kind: str, **terms: Any) -> Any:
    reader = reader_of(house[name], at=DURING)
    send_sample(recipient_id=reader.pk, kind=kind, **({"at": AFTER} | terms))
    return mail.outbox[-1]


@pytest.mark.parametrize("kind", Kind)
def test_there_is_an_example_of_every_kind(review: Review, kind: Kind):
    name = OF_ONE.get(kind, "AAA-focal")
    sent = ask(review.house, name, kind)
    assert sent.to == [review.house[name].user.email]
    assert sent.subject.startswith("[Sample] Example of a mail: ")
    html = sent.alternatives[0][0]
    for body in (sent.body, html):
        assert "This is an example" in " ".join(body.split())
    assert sent.extra_headers["List-Unsubscribe"].startswith("<http")
    assert "References" not in sent.extra_headers
    assert not Delivery.objects.exists()


def test_a_reminder_shows_the_days_it_is_named_for(review: Review):
    for kind, expected in (
        (Kind.DUE_IN_14_DAYS, "closes in 14 days"),
        (Kind.DUE_IN_2_DAYS, "closes in 2 days"),
        (Kind.DUE_TODAY, "closes today"),
    ):
        assert ask(review.house, "AAA", kind).subject.endswith(expected)
        cache.clear()


REFUSED = {
    Kind.TO_CLEAR: ["secretariat", "chairperson", "observer"],
    Kind.TO_REPLY: ["secretariat", "governments", "observer"],
    Kind.TO_RECONFIRM: ["secretariat", "employers", "observer"],
    Kind.OVERDUE: ["AAA", "secretariat", "employers-spokesperson"],
    Kind.ROOM_NEWS: ["secretariat", "chairperson", "observer"],
    Kind.PROCESS_DIGEST: ["AAA", "governments", "chairperson"],
    Kind.ADDRESS_FAILS: ["AAA", "chairperson", "observer"],
    Kind.DUE_TODAY: ["secretariat", "chairperson", "observer"],
}


@pytest.mark.parametrize("kind", REFUSED)
def test_nobody_gets_an_example_of_what_is_not_theirs(review: Review, kind: Kind):
    for name in REFUSED[kind]:
        with pytest.raises(NotAllowed):
            ask(review.house, name, kind)
    assert mail.outbox == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in WITHOUT_MANDATE])
def test_an_address_without_mandate_gets_no_example_of_what_mandates_bring(
    review: Review, kind: Kind
):
    reader = make_subscriber(at=DURING)
    with pytest.raises(NotAllowed):
        send_sample(recipient_id=reader.pk, kind=kind, at=AFTER)


def test_a_mandate_that_ended_gives_no_example(review: Review):
    house = review.house
    reader = reader_of(house["AAA"], at=DURING)
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=AFTER)
    for kind in (Kind.ROUND_OPENED, Kind.ROOM_NEWS, Kind.TO_REPLY):
        with pytest.raises(NotAllowed):
            send_sample(recipient_id=reader.pk, kind=kind, at=AFTER + timedelta(minutes=1))


def test_without_a_round_there_is_nothing_to_show(house: House):
    for kind in (Kind.DUE_TODAY, Kind.ROUND_CLOSED, Kind.DEADLINE_MOVED, Kind.TO_CLEAR):
        with pytest.raises(Conflict) as refused:
            ask(house, "AAA-focal", kind, at=DURING)
        assert refused.value.code == "nothing_to_show"


def test_one_asks_for_one_a_minute(review: Review):
    ask(review.house, "AAA", Kind.ROUND_OPENED)
    with pytest.raises(Conflict) as refused:
        ask(review.house, "AAA", Kind.NEWS)
    assert refused.value.code == "sample_sent_just_now"
    ask(review.house, "BBB", Kind.NEWS)  # somebody else does not wait
    assert len(mail.outbox) == 2


def test_what_is_not_there_is_refused(review: Review):
    reader = reader_of(review.house["AAA"], at=DURING)
    with pytest.raises(Missing, match="There is no kind of mail “newsletter”"):
        send_sample(recipient_id=reader.pk, kind="newsletter", at=AFTER)
    with pytest.raises(Missing):
        send_sample(recipient_id=new_id(), kind=Kind.NEWS, at=AFTER)
    gone = make_subscriber(at=DURING)
    forget_address(recipient_id=gone.pk, at=DURING)
    with pytest.raises(Conflict):
        send_sample(recipient_id=gone.pk, kind=Kind.NEWS, at=AFTER)


def test_a_provider_that_is_away_is_said(review: Review, monkeypatch):
    def times_out(post: Post, message: Any) -> None:
        raise TimeoutError

    monkeypatch.setattr(Post, "send", times_out)
    with pytest.raises(Unavailable):
        ask(review.house, "AAA", Kind.NEWS)


class TestCommand:
    def test_it_sends_to_a_person_in_any_language(self, review: Review, capsys):
        house = review.house
        email = house["AAA"].user.email
        for language, expected in (("", "en"), ("fr", "fr")):
            arguments = ["--language", language] if language else []
            call_command("send_sample", "round_opened", "--to", email.upper(), *arguments)
            assert mail.outbox[-1].to == [email]
            assert mail.outbox[-1].extra_headers["Content-Language"] == expected
        house["AAA"].user.refresh_from_db()
        assert house["AAA"].user.language == "en"
        assert capsys.readouterr().out.splitlines() == [f"Sent to {email}."] * 2

    def test_an_unknown_address_gets_what_an_address_without_account_may_get(self, review: Review):
        send_sample_to(email="ops@example.org", kind=Kind.WEEKLY_DIGEST, language="es", at=AFTER)
        assert mail.outbox[-1].to == ["ops@example.org"]
        assert mail.outbox[-1].extra_headers["Content-Language"] == "es"
        assert not Recipient.objects.filter(email="ops@example.org").exists()
        with pytest.raises(CommandError, match="another mandate"):
            call_command("send_sample", "due_today", "--to", "ops@example.org")

    def test_without_an_address_a_sample_database_finds_somebody(self, review: Review):
        for kind in Kind:
            send_sample_to(email="", kind=kind, at=AFTER)
        assert len(mail.outbox) == len(Kind)
        assert all(each.subject.startswith("[Sample] ") for each in mail.outbox)

    def test_without_an_address_a_real_one_asks_for_it(self, review: Review, monkeypatch):
        monkeypatch.setattr(samples, "is_sample_database", lambda: False)
        with pytest.raises(Invalid) as refused:
            send_sample_to(email="", kind=Kind.NEWS, at=AFTER)
        assert refused.value.code == "address_missing"
        assert mail.outbox == []

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (["newsletter"], "invalid choice: 'newsletter'"),
            (["news", "--to", "nobody"], "Give one mail address"),
            (["news", "--to", "a@example.org\nBcc: b@example.org"], "Give one mail address"),
            (["news", "--to", "a@example.org", "--language", "de"], "invalid choice: 'de'"),
            (["news", "--to", "a@example.org"], "nothing yet"),
            ([], "required: kind"),
        ],
    )
    def test_bad_input_is_said(self, arguments: list[str], expected: str):
        with pytest.raises(CommandError, match=expected):
            call_command("send_sample", *arguments)
        assert mail.outbox == []

    def test_who_stopped_everything_is_left_in_peace(self, review: Review):
        reader = reader_of(review.house["AAA"], at=DURING)
        stop_everything(recipient_id=reader.pk, at=DURING)
        with pytest.raises(CommandError, match="stopped everything"):
            call_command("send_sample", "news", "--to", reader.address)
