"""Everything one gets: what comes with a mandate and what was chosen, with reason and name."""

from datetime import timedelta

import pytest
from django.utils import translation

from notifications.enums import Frequency, Topic
from notifications.models import Subscription
from notifications.selectors.choices import Choice, effective, everything_one_gets
from notifications.selectors.names import named
from notifications.services.recipients import ensure_recipients
from notifications.services.subscriptions import set_frequency, subscribe
from stakeholders.services.mandates import end_mandate
from tests.factories.frameworks import make_instrument
from tests.factories.notifications import make_subscriber, make_subscription, reader_of
from tests.factories.reviews import OPENS, make_review
from tests.stakeholders.cast import EVERYBODY, NOW, House, actor, found_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return found_house()


def lines(recipient, at=NOW) -> dict[tuple[str, str], Choice]:
    return {(each.topic.value, each.subject): each for each in everything_one_gets(recipient, at)}


BROUGHT = {
    "secretariat": ["deadlines", "work", "status", "process"],
    "chairperson": ["deadlines", "status"],
    "observer": ["deadlines", "status"],
}


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_mandate_brings_what_its_holder_is_entitled_to(house: House, name: str):
    reader = reader_of(house[name], at=NOW)
    found = everything_one_gets(reader, NOW)
    members = ["deadlines", "work", "rooms", "status"]
    assert [each.topic for each in found] == BROUGHT.get(name, members)
    assert all(each.why.startswith("It comes with your mandate: ") for each in found)
    assert not any(each.is_chosen for each in found)


def test_the_reason_names_the_mandates(house: House):
    reader = reader_of(house["AAA-focal"], at=NOW)
    assert lines(reader)["work", ""].why == "It comes with your mandate: Focal point."


def test_nothing_comes_with_a_mandate_that_ended(house: House):
    reader = reader_of(house["AAA"], at=NOW)
    subscribe(recipient_id=reader.pk, topic=Topic.THEME, subject="skills", at=NOW)
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    after = NOW + timedelta(minutes=1)
    assert [each.topic for each in everything_one_gets(reader, after)] == ["theme"]
    assert {each.topic for each in effective([reader.pk], after)[reader.pk]} == {"theme"}


def test_what_one_follows_is_named_and_linked_in_the_language_of_the_page(house: House):
    review = make_review(house)
    make_instrument("C142")
    reader = make_subscriber(at=OPENS)
    subjects = {
        Topic.FRAMEWORK: "trial",
        Topic.PROVISION: "trial.1",
        Topic.THEME: "skills",
        Topic.ROUND: review.round.key,
        Topic.INSTRUMENT: "C142",
        Topic.SEARCH: "q=tools&theme=osh&theme=skills&addressee=not_stated&framework=trial",
    }
    for topic, subject in subjects.items():
        made = make_subscription(reader, topic, subject, at=OPENS)
        subjects[topic] = made.subject
    found = lines(reader)
    assert {(each.label, each.within, each.url) for each in found.values()} == {
        ("Trial text trial", "", "/frameworks/trial/"),
        ("1 Skills for new tools", "Trial text trial", "/frameworks/trial/provisions/1/"),
        ("Skills", "", "/themes/skills/"),
        ("Review round 1", "Trial text trial", "/frameworks/trial/rounds/1/"),
        ("C142 Instrument C142", "", "/instruments/C142/"),
        (
            "“tools”; Occupational safety and health, Skills; Not stated; Trial text trial",
            "",
            f"/provisions/?{subjects[Topic.SEARCH]}",
        ),
    }
    with translation.override("fr"):
        in_french = lines(reader)
    assert in_french["provision", "trial.1"].label == "1 Compétences et nouveaux outils"
    assert in_french["provision", "trial.1"].url == "/fr/frameworks/trial/provisions/1/"
    assert in_french["instrument", "C142"].lang == "en"


def test_the_reason_says_when_it_was_chosen_or_confirmed(house: House):
    member, stranger = reader_of(house["AAA"], at=NOW), make_subscriber(at=NOW)
    for reader in (member, stranger):
        make_subscription(reader, at=NOW)
    assert lines(member)["theme", "skills"].why == "You chose it on 4 February 2026."
    assert lines(stranger)["theme", "skills"].why == "You confirmed it on 4 February 2026."


def test_what_was_only_asked_about_is_nobodys_choice():
    reader = make_subscriber(at=NOW)
    make_subscription(reader, confirmed=False, at=NOW)
    assert everything_one_gets(reader, NOW) == []
    assert effective([reader.pk], NOW) == {reader.pk: ()}


def test_each_line_offers_what_is_possible_and_shows_what_is_chosen(house: House):
    reader = reader_of(house["AAA"], at=NOW)
    set_frequency(recipient_id=reader.pk, topic="work", subject="", frequency="never", at=NOW)
    work = lines(reader)["work", ""]
    assert work.frequency == Frequency.NEVER
    assert work.possible == (("now", "At once"), ("never", "Never"))


def test_reading_many_readers_takes_three_queries(house: House, django_assert_num_queries):
    ensure_recipients(NOW)
    readers = [reader_of(house[name], at=NOW).pk for name in EVERYBODY]
    for reader in readers:
        subscribe(recipient_id=reader, topic=Topic.THEME, subject="skills", at=NOW)
    for some in (readers[:1], readers):
        with django_assert_num_queries(3):
            found = effective(some, NOW)
        assert set(found) == set(some)
    assert effective([], NOW) == {}


def test_the_page_asks_as_much_for_many_choices_as_for_few(house, django_assert_num_queries):
    review = make_review(house, count=4)
    reader = make_subscriber(at=OPENS)
    for subject in ("trial", "q=tools&framework=trial"):
        topic = Topic.SEARCH if "=" in subject else Topic.FRAMEWORK
        make_subscription(reader, topic, subject, at=OPENS)
    make_instrument("C142")
    make_subscription(reader, Topic.INSTRUMENT, "C142", at=OPENS)
    make_subscription(reader, Topic.PROVISION, review.provisions[0].key, at=OPENS)
    with django_assert_num_queries(5):
        assert len(everything_one_gets(reader, OPENS)) == 4
    for provision in review.provisions[1:]:
        make_subscription(reader, Topic.PROVISION, provision.key, at=OPENS)
    make_subscription(reader, Topic.ROUND, review.round.key, at=OPENS)
    with django_assert_num_queries(5):
        assert len(everything_one_gets(reader, OPENS)) == 8


def test_a_thing_that_is_gone_is_called_by_its_key():
    reader = make_subscriber(at=NOW)
    Subscription.objects.create(
        recipient=reader,
        topic=Topic.PROVISION,
        subject="gone.1",
        frequency=Frequency.WEEKLY,
        begun_at=NOW,
        confirmed_at=NOW,
    )
    assert named([(Topic.PROVISION, "gone.1")], "en")["provision", "gone.1"].text == "gone.1"
    assert lines(reader)["provision", "gone.1"].label == "gone.1"
