"""Following something: what may be followed, how often, and what stops it."""

from datetime import datetime

import pytest

from core.errors import Conflict, DomainError, Invalid, Missing
from core.ids import new_id
from notifications.enums import Frequency, Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.selectors.choices import effective
from notifications.services.subscriptions import (
    MOST_SEARCHES,
    MOST_SUBSCRIPTIONS,
    set_frequencies,
    set_frequency,
    stop_named,
    subscribe,
    unsubscribe,
)
from notifications.topics import BY_MANDATE
from provisions.enums import ProvisionKind
from provisions.ordering import document_order
from provisions.services.texts import create_provision
from tests.factories.frameworks import make_framework, make_instrument
from tests.factories.notifications import (
    make_delivery,
    make_subscriber,
    reader_of,
)
from tests.factories.people import IMPORTER
from tests.factories.reviews import OPENS, make_review
from tests.stakeholders.cast import NOW, found_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Recipient:
    return make_subscriber(at=NOW)


def follow(reader: Recipient, topic: str = Topic.THEME, subject: str = "skills", **more):
    return subscribe(recipient_id=reader.pk, topic=topic, subject=subject, **({"at": NOW} | more))


def frequencies(reader: Recipient, at: datetime = NOW) -> dict[tuple[str, str], str]:
    wanted = effective([reader.pk], at)[reader.pk]
    return {(each.topic.value, each.subject): each.frequency.value for each in wanted}


def test_each_thing_that_the_public_can_open_can_be_followed(reader: Recipient):
    review = make_review()
    make_instrument("C142")
    subjects = {
        Topic.FRAMEWORK: review.framework.slug,
        Topic.PROVISION: review.provisions[0].key,
        Topic.THEME: "lifelong-learning",
        Topic.ROUND: review.round.key,
        Topic.INSTRUMENT: "C142",
        Topic.SEARCH: "theme=skills",
    }
    for topic, subject in subjects.items():
        made = follow(reader, topic, subject, at=OPENS)
        assert (made.frequency, made.confirmed_at) == (Frequency.WEEKLY, OPENS)
    assert set(frequencies(reader)) == {(t.value, s) for t, s in subjects.items()}


@pytest.mark.parametrize(
    ("topic", "subject"),
    [
        (Topic.FRAMEWORK, "none"),
        (Topic.PROVISION, "trial.99"),
        (Topic.PROVISION, "trial.1\x00"),
        (Topic.THEME, "alchemy"),
        (Topic.ROUND, "trial.round.9"),
        (Topic.INSTRUMENT, "C999"),
        (Topic.INSTRUMENT, "x" * 5_000),
        (Topic.INSTRUMENT, "C142\r\nBcc: x@example.org"),
        (Topic.FRAMEWORK, ""),
    ],
)
def test_what_is_not_there_can_not_be_followed(reader: Recipient, topic: str, subject: str):
    with pytest.raises(Missing):
        follow(reader, topic, subject)
    assert not Subscription.objects.exists()


def test_a_provision_that_was_never_published_can_not_be_followed(reader: Recipient):
    framework = make_framework()
    unseen = create_provision(
        framework=framework,
        suffix="1",
        number="1",
        kind=ProvisionKind.RECOMMENDATION,
        themes=["skills"],
        own_addressees=None,
        section=framework.sections.get(slug="part-one"),
        parent=None,
        document_order=document_order(framework.slug, [1]),
        actor=IMPORTER,
        at=NOW,
    )
    with pytest.raises(Missing):
        follow(reader, Topic.PROVISION, unseen.key)


@pytest.mark.parametrize("topic", [*BY_MANDATE, "everything", "", "framework\x00"])
def test_only_what_anybody_may_choose_is_followed(reader: Recipient, topic: str):
    with pytest.raises(Invalid) as refusal:
        follow(reader, topic, "")
    assert refusal.value.errors[0].pointer == "/topic"


def test_a_search_is_kept_in_one_form_however_it_was_sent(reader: Recipient):
    made = follow(
        reader, Topic.SEARCH, "stage=draft&utm=x&theme=skills&theme=osh&sort=title&cursor=a"
    )
    same = follow(reader, Topic.SEARCH, "theme=osh&theme=skills&stage=draft")
    assert made.subject == "theme=osh&theme=skills&stage=draft"
    assert same.pk == made.pk


@pytest.mark.parametrize(
    "search",
    [
        "",
        "sort=title",
        "theme=alchemy",
        "framework=none",
        "instrument=C999",
        "stage=draft&stage=nowhere",
        "q=" + "x" * 201,
        "q=a%00b",
        "theme=skills&" * 2_000,
        "&".join(f"framework={'f' * 70}{number}" for number in range(30)),
    ],
)
def test_a_search_that_finds_nothing_to_understand_is_refused(reader: Recipient, search: str):
    with pytest.raises(Invalid):
        follow(reader, Topic.SEARCH, search)
    assert not Subscription.objects.exists()


def test_how_often_is_chosen_among_what_is_possible(reader: Recipient):
    for frequency in Frequency.values:
        assert follow(reader, frequency=frequency).frequency == frequency
    with pytest.raises(Invalid) as refusal:
        follow(reader, frequency="hourly")
    assert "At once, Every day, Every week, Never" in refusal.value.detail
    assert Subscription.objects.get().frequency == Frequency.NEVER


def test_a_digest_becomes_due_with_the_first_choice_and_ends_with_the_last(reader: Recipient):
    follow(reader, frequency=Frequency.DAILY)
    reader.refresh_from_db()
    assert reader.daily_due_at is not None
    assert reader.daily_due_at > NOW
    assert reader.weekly_due_at is None
    unsubscribe(recipient_id=reader.pk, topic=Topic.THEME, subject="skills", at=NOW)
    reader.refresh_from_db()
    assert reader.daily_due_at is None
    assert not Subscription.objects.exists()


def test_nobody_follows_more_than_can_be_read(reader: Recipient):
    framework = make_framework()
    for number in range(MOST_SEARCHES):
        follow(reader, Topic.SEARCH, f"q=word{number}")
    with pytest.raises(Conflict, match="10 searches"):
        follow(reader, Topic.SEARCH, "q=one-more")
    Subscription.objects.bulk_create(
        Subscription(
            recipient=reader,
            topic=Topic.PROVISION,
            subject=f"trial.{number}",
            frequency=Frequency.WEEKLY,
            begun_at=NOW,
            confirmed_at=NOW,
        )
        for number in range(MOST_SUBSCRIPTIONS - MOST_SEARCHES)
    )
    with pytest.raises(Conflict, match="50 things"):
        follow(reader, Topic.FRAMEWORK, framework.slug)
    assert follow(reader, Topic.SEARCH, "q=word1", frequency=Frequency.DAILY)


def test_the_topics_of_a_mandate_are_set_one_by_one():
    reader = reader_of(found_house()["AAA"], at=NOW)
    assert frequencies(reader) == {
        ("deadlines", ""): "now",
        ("work", ""): "now",
        ("rooms", ""): "daily",
        ("status", ""): "weekly",
    }
    set_frequency(recipient_id=reader.pk, topic="rooms", subject="", frequency="now", at=NOW)
    assert frequencies(reader)["rooms", ""] == "now"
    reader.refresh_from_db()
    assert reader.daily_due_at is None
    with pytest.raises(Invalid, match="At once, Never"):
        set_frequency(
            recipient_id=reader.pk, topic="deadlines", subject="", frequency="weekly", at=NOW
        )


def test_nobody_gets_a_topic_that_no_mandate_brings(reader: Recipient):
    member = reader_of(found_house()["AAA"], at=NOW)
    for one, topic in ((reader, Topic.ROOMS), (member, Topic.PROCESS)):
        with pytest.raises(Missing):
            set_frequency(recipient_id=one.pk, topic=topic, subject="", frequency="weekly", at=NOW)


def test_several_frequencies_are_set_together_or_not_at_all(reader: Recipient):
    follow(reader)
    follow(reader, subject="osh")
    wrong = {("theme", "skills"): "daily", ("theme", "osh"): "hourly"}
    with pytest.raises(Invalid):
        set_frequencies(recipient_id=reader.pk, chosen=wrong, at=NOW)
    assert set(frequencies(reader).values()) == {"weekly"}


def test_a_reminder_that_is_switched_off_and_on_again_is_planned_anew():
    reader = reader_of(found_house()["AAA"], at=NOW)
    make_delivery(reader, Kind.DUE_IN_7_DAYS, window="a", at=NOW)
    kept = make_delivery(reader, Kind.TO_CLEAR, window="a", at=NOW)
    set_frequency(recipient_id=reader.pk, topic="deadlines", subject="", frequency="never", at=NOW)
    assert Delivery.objects.get() == kept


@pytest.mark.parametrize(
    ("named", "left"),
    [
        ({"topic": "theme", "subject": "osh"}, {"framework": "daily", "theme": "weekly"}),
        ({"topic": "theme"}, {"framework": "daily", "theme": "never"}),
        ({"frequency": "weekly"}, {"framework": "daily", "theme": "never"}),
        ({"frequency": "daily"}, {"framework": "never", "theme": "weekly"}),
    ],
)
def test_a_link_stops_what_it_names_and_twice_is_as_good_as_once(reader: Recipient, named, left):
    follow(reader, Topic.FRAMEWORK, make_framework().slug, frequency=Frequency.DAILY)
    follow(reader)
    follow(reader, subject="osh")
    for _twice in range(2):
        stop_named(recipient_id=reader.pk, **named, at=NOW)
        kept = frequencies(reader)
        assert {topic: often for (topic, _subject), often in kept.items()} == left


def test_a_link_without_a_name_stops_everything(reader: Recipient):
    follow(reader)
    for _twice in range(2):
        stop_named(recipient_id=reader.pk, at=NOW)
        reader.refresh_from_db()
        assert reader.stopped_at == NOW
    with pytest.raises(Missing):
        stop_named(recipient_id=new_id(), at=NOW)


def test_the_weekly_digest_and_that_of_the_review_are_stopped_each_by_itself():
    reader = reader_of(found_house()["secretariat"], at=NOW)
    stop_named(recipient_id=reader.pk, frequency="weekly", at=NOW)
    assert frequencies(reader)["status", ""] == "never"
    assert frequencies(reader)["process", ""] == "weekly"
    stop_named(recipient_id=reader.pk, topic="process", at=NOW)
    assert frequencies(reader)["process", ""] == "never"
    assert frequencies(reader)["deadlines", ""] == "now"


def test_stopping_news_that_come_at_once_leaves_a_member_the_deadlines():
    reader = reader_of(found_house()["AAA"], at=NOW)
    follow(reader, frequency=Frequency.NOW)
    stop_named(recipient_id=reader.pk, frequency="now", at=NOW)
    assert frequencies(reader)["theme", "skills"] == "never"
    assert frequencies(reader)["deadlines", ""] == frequencies(reader)["work", ""] == "now"


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_when_several_are_added_at_once(at_once):
    reader = make_subscriber(at=NOW)
    for number in range(MOST_SEARCHES - 1):
        follow(reader, Topic.SEARCH, f"q=word{number}")

    def more(word: str) -> bool:
        try:
            return bool(follow(reader, Topic.SEARCH, f"q={word}"))
        except DomainError:
            return False

    assert sorted(at_once(lambda: more("one"), lambda: more("two"))) == [False, True]
