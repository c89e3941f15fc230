"""News of what is public, told at once: to whoever follows what changed, once, and nobody else."""

from datetime import datetime, time, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from notifications.enums import DropReason, Frequency, Kind, Topic
from notifications.letters.compose import compose
from notifications.letters.letter import Letter, Silence
from notifications.models import Delivery, NewsMark, Recipient
from notifications.planning import news
from notifications.planning.news import plan_news, plan_public_news
from notifications.services.recipients import stop_everything
from notifications.services.subscriptions import set_frequency, unsubscribe
from provisions.models import Provision
from provisions.services.facts import change_facts
from record.acts import act
from record.models import PUBLIC
from tests.conftest import AtOnce
from tests.factories.frameworks import make_framework
from tests.factories.notifications import make_subscriber, make_subscription
from tests.factories.people import IMPORTER
from tests.factories.positions import take_for
from tests.factories.provisions import WORDS, make_provision
from tests.factories.reviews import ANNOUNCED, DURING, closed, make_review
from tests.stakeholders.cast import person

from .digests import say


@pytest.fixture
def provision(db: None) -> Provision:
    """A provision on skills, and news that were planned up to it."""
    made = make_provision(make_framework(), "1", themes=["skills"])
    plan_news(ANNOUNCED)
    return made


def follower(topic: str, subject: str, name: str = "", **fields: Any) -> Recipient:
    name = name or f"{topic}-{subject}".replace("=", "-").replace("&", "-")
    reader = make_subscriber(f"{name}@example.org", at=ANNOUNCED, **fields)
    make_subscription(reader, topic, subject, Frequency.NOW, at=ANNOUNCED)
    return reader


def change(provision: Provision, *themes: str, at: datetime = DURING) -> None:
    change_facts(provision=provision, themes=list(themes), actor=IMPORTER, at=at)


def told() -> set[Recipient]:
    return {each.recipient for each in Delivery.objects.filter(kind=Kind.NEWS)}


def letter_to(reader: Recipient, at: datetime = DURING) -> Letter | Silence:
    return compose(Delivery.objects.get(recipient=reader, kind=Kind.NEWS), at)


def test_the_first_run_tells_nothing_of_the_past(db: None) -> None:
    make_provision(make_framework(), "1")
    follower(Topic.FRAMEWORK, "trial")
    assert plan_public_news(ANNOUNCED) == 0
    assert NewsMark.objects.get(pk=PUBLIC).number > 0


def test_each_topic_finds_its_followers_and_nobody_else(provision: Provision) -> None:
    make_provision(provision.framework, "2")
    make_framework("tri")
    plan_news(ANNOUNCED)
    wanted = {
        follower(Topic.FRAMEWORK, "trial"),
        follower(Topic.PROVISION, provision.key),
        follower(Topic.THEME, "osh"),
        follower(Topic.SEARCH, "theme=osh&framework=trial"),
        follower(Topic.SEARCH, "q=training"),
    }
    follower(Topic.THEME, "skills")  # what it no longer has
    follower(Topic.PROVISION, "trial.2")
    follower(Topic.FRAMEWORK, "tri")
    follower(Topic.SEARCH, "theme=skills")
    follower(Topic.SEARCH, "q=xylograph")
    weekly = make_subscriber("weekly@example.org", at=ANNOUNCED)
    make_subscription(weekly, Topic.FRAMEWORK, "trial", Frequency.WEEKLY, at=ANNOUNCED)
    asked = make_subscriber("asked@example.org", at=ANNOUNCED)
    make_subscription(asked, Topic.FRAMEWORK, "trial", Frequency.NOW, confirmed=False, at=ANNOUNCED)
    change(provision, "osh")
    assert plan_news(DURING) == len(wanted)
    assert told() == wanted


def test_a_round_is_followed_with_what_becomes_public_in_it(db: None) -> None:
    review = make_review()
    plan_news(DURING)
    reader = follower(Topic.ROUND, review.round.key)
    take_for(review, "workers")
    assert plan_news(DURING) == 0  # in confidence until the close
    closed(review.round)
    plan_news(review.round.closes_at)
    assert told() == {reader}
    letter = letter_to(reader, review.round.closes_at)
    assert isinstance(letter, Letter)
    assert letter.subject == "News: Review round 1, Trial text trial"
    assert "Positions of a round released: 15 October 2026, 16:00 UTC" in say(letter)


def test_an_act_is_told_once(provision: Provision) -> None:
    follower(Topic.FRAMEWORK, "trial")
    change(provision, "osh")
    assert plan_news(DURING) == 1
    assert plan_news(DURING) == 0
    change(provision, "skills", "osh")
    assert plan_news(DURING) == 1
    [first, second] = Delivery.objects.order_by("planned_at", "window").values_list(
        "window", flat=True
    )
    assert first != second


def test_a_search_is_understood_in_its_readers_language(provision: Provision) -> None:
    french = follower(Topic.SEARCH, "q=formation", language="fr")
    follower(Topic.SEARCH, "q=formation", "english")
    change(provision, "osh")
    plan_news(DURING)
    assert told() == {french}


def test_who_stopped_everything_or_takes_no_mail_is_left_alone(provision: Provision) -> None:
    stopped = follower(Topic.FRAMEWORK, "trial", "stopped")
    stop_everything(recipient_id=stopped.pk, at=ANNOUNCED)
    follower(Topic.FRAMEWORK, "trial", "failing", failing_since=ANNOUNCED)
    change(provision, "osh")
    assert plan_news(DURING) == 0


def test_quiet_hours_keep_news_until_their_end(provision: Provision) -> None:
    local = (time(1), time(23))
    reader = follower(
        Topic.FRAMEWORK, "trial", quiet_from=local[0], quiet_until=local[1], time_zone="UTC"
    )
    change(provision, "osh")
    plan_news(DURING)
    delivery = Delivery.objects.get(recipient=reader)
    assert delivery.due_at == DURING.replace(hour=23, minute=0)
    assert delivery.expires_at == delivery.due_at + timedelta(days=2)


def test_a_step_reads_so_many_entries_and_the_next_one_goes_on(provision: Provision) -> None:
    follower(Topic.FRAMEWORK, "trial")
    for theme in ("osh", "skills", "social-dialogue"):
        change(provision, theme)
    with patch.object(news, "MOST", 2):
        assert [plan_news(DURING) for _each in range(3)] == [1, 1, 0]


def test_a_run_that_fails_moves_no_mark(provision: Provision) -> None:
    follower(Topic.FRAMEWORK, "trial")
    change(provision, "osh")
    with patch.object(news, "insert", side_effect=RuntimeError), pytest.raises(RuntimeError):
        plan_news(DURING)
    assert plan_news(DURING) == 1


@pytest.mark.django_db(transaction=True)
def test_planners_that_run_at_once_tell_once(at_once: AtOnce) -> None:
    provision = make_provision(make_framework(), "1", themes=["skills"])
    plan_news(ANNOUNCED)
    follower(Topic.FRAMEWORK, "trial")
    change(provision, "osh")
    assert sorted(at_once(*[lambda: plan_news(DURING)] * 3)) == [0, 0, 1]


def test_the_letter_says_what_was_done_and_where_it_stands(provision: Provision) -> None:
    reader = follower(Topic.PROVISION, provision.key)
    change(provision, "osh")
    plan_news(DURING)
    letter = letter_to(reader)
    assert isinstance(letter, Letter)
    assert letter.subject == "News: 1 Skills for new tools"
    [line] = letter.parts[0].lines
    assert line.url == "http://testserver/frameworks/trial/provisions/1/"
    assert line.lang == ""
    assert line.details == (
        "Facts changed: 4 October 2026, 06:00 UTC",
        "Stage on this portal: Draft. Review on this portal has not begun.",
    )


def test_a_name_in_another_language_says_so(db: None) -> None:
    texts = {"en": WORDS["en"]}
    provision = make_provision(make_framework(), "1", texts=texts, themes=["skills"])
    plan_news(ANNOUNCED)
    reader = follower(Topic.PROVISION, provision.key, language="es")
    change(provision, "osh")
    plan_news(DURING)
    letter = letter_to(reader)
    assert isinstance(letter, Letter)
    assert letter.parts[0].lines[0].lang == "en"


def test_what_is_not_wanted_any_more_is_not_told(provision: Provision) -> None:
    gone, rarely, moved = (
        follower(Topic.FRAMEWORK, "trial", name) for name in ("gone", "rarely", "moved")
    )
    for reader in (gone, moved):
        make_subscription(reader, Topic.THEME, "skills", Frequency.NOW, at=ANNOUNCED)
    make_subscription(rarely, Topic.THEME, "osh", Frequency.DAILY, at=ANNOUNCED)
    change(provision, "osh")
    plan_news(DURING)
    known: dict[str, Any] = {"topic": Topic.FRAMEWORK, "subject": "trial", "at": DURING}
    unsubscribe(recipient_id=gone.pk, **known)
    set_frequency(recipient_id=rarely.pk, frequency=Frequency.WEEKLY, **known)
    unsubscribe(recipient_id=moved.pk, **known)
    nothing = Silence(DropReason.NOTHING_TO_SAY)
    assert [letter_to(each) for each in (gone, moved)] == [nothing, nothing]
    assert letter_to(rarely) == Silence(DropReason.NOT_WANTED)


def test_what_was_before_a_choice_is_no_news_to_it(provision: Provision) -> None:
    change(provision, "osh")
    reader = make_subscriber(at=DURING)
    make_subscription(reader, Topic.THEME, "osh", Frequency.NOW, at=DURING + timedelta(seconds=1))
    plan_news(DURING + timedelta(minutes=1))
    assert letter_to(reader) == Silence(DropReason.NOTHING_TO_SAY)


def test_an_unknown_key_of_the_record_is_passed_over(provision: Provision) -> None:
    follower(Topic.FRAMEWORK, "trial")
    with act("test.made", subject="a.b.c.d", actor=IMPORTER, at=DURING) as made:
        made.touch("a.b.c.d")
        made.enter(PUBLIC, {})
    assert plan_news(DURING) == 0


def test_queries_do_not_grow_with_followers_of_one_thing(
    provision: Provision, django_assert_max_num_queries
) -> None:
    for number in range(60):
        follower(Topic.THEME, "osh", f"reader{number}")
        follower(Topic.SEARCH, "theme=osh", f"searcher{number}")
    change(provision, "osh")
    with django_assert_max_num_queries(22):
        assert plan_public_news(DURING) == 120


def test_a_person_follows_with_their_account(provision: Provision) -> None:
    user = person("somebody")
    reader = Recipient.objects.create(user=user, begun_at=ANNOUNCED)
    make_subscription(reader, Topic.THEME, "osh", Frequency.NOW, at=ANNOUNCED)
    change(provision, "osh")
    plan_news(DURING)
    assert told() == {reader}
    assert isinstance(letter_to(reader), Letter)
