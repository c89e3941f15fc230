"""That there is news in a room is told to its members only, and nothing else of it to anybody."""

from datetime import timedelta
from typing import Any

import pytest

from notifications.enums import DropReason, Frequency, Kind, Topic
from notifications.letters.compose import compose
from notifications.letters.letter import Letter, Silence
from notifications.models import Delivery, NewsMark, Recipient, Subscription
from notifications.planning.news import plan_news
from notifications.services.recipients import ensure_recipients
from reviews.services.rooms import write_message
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from stakeholders.services.mandates import end_mandate
from tests.factories.frameworks import make_framework
from tests.factories.positions import take
from tests.factories.reviews import DURING, OPENS, Review, closed, make_review, share
from tests.reviews.cast import in_delegation
from tests.reviews.scenes import ROOMS, scene
from tests.stakeholders.cast import actor

from .digests import say

SOON = DURING + timedelta(minutes=5)
CANARY = "quillwort"


@pytest.fixture
def review(db: None) -> Review:
    """A round that is open; all news until now were planned."""
    made = make_review()
    plan_news(OPENS)
    return made


def hear_at_once(*mandates: Mandate | None) -> None:
    """Let these people want news of rooms at once; for none everybody, those without a room too."""
    ensure_recipients(OPENS)
    readers = Recipient.objects.filter(user__isnull=False)
    if mandates:
        readers = readers.filter(user__in=[each.user_id for each in mandates if each])
    wish: dict[str, Any] = {"topic": Topic.ROOMS, "frequency": Frequency.NOW, "begun_at": OPENS}
    Subscription.objects.bulk_create(
        Subscription(recipient=each, confirmed_at=OPENS, **wish) for each in readers
    )


def told() -> set[str]:
    rows = Delivery.objects.filter(kind=Kind.ROOM_NEWS)
    return set(rows.values_list("recipient__user__email", flat=True))


def addresses(review: Review, names: set[str]) -> set[str]:
    return {review.house[name].user.email for name in names}


def letter_to(mandate: Mandate) -> Letter | Silence:
    return compose(Delivery.objects.get(recipient__user=mandate.user_id), SOON)


@pytest.mark.parametrize("room", ROOMS)
def test_members_hear_of_it_and_nobody_else(review: Review, room: str) -> None:
    review.house.mandates["adviser"] = in_delegation(review.house, Capacity.ADVISER)
    played = scene(review, room).play()
    hear_at_once()
    plan_news(SOON)
    others = played.inside - {
        name for name, each in review.house.mandates.items() if each == played.writer
    }
    assert told() >= addresses(review, others)
    assert not told() & addresses(review, set(review.house.mandates) - played.inside)


def test_ones_own_acts_are_no_news_to_oneself(review: Review) -> None:
    house = review.house
    hear_at_once()
    comment = share(review, house["AAA"], house.delegation("AAA"))
    plan_news(SOON)
    assert told() == addresses(review, {"AAA-focal"})
    write_message(comment_id=comment.pk, text="Yes.", actor=actor(house["AAA-focal"]), at=SOON)
    plan_news(SOON)
    assert told() == addresses(review, {"AAA-focal", "AAA"})


def test_the_first_run_tells_nothing_of_the_past(db: None) -> None:
    review = make_review()
    hear_at_once()
    share(review, review.house["AAA"], review.house.delegation("AAA"))
    assert plan_news(SOON) == 0
    share(review, review.house["AAA"], review.house.delegation("AAA"), place=1)
    assert plan_news(SOON) == 1


def test_a_round_is_told_once_however_many_rooms_it_stirs_in(review: Review) -> None:
    house = review.house
    hear_at_once(house["BBB"])
    for circle in (house.delegation("BBB"), house.region("north-group")):
        share(review, house["BBB-focal"], circle)
    share(review, house["governments"], house.group("governments"))
    assert plan_news(SOON) == 1
    [delivery] = Delivery.objects.all()
    assert delivery.subject == review.round.key
    assert len(delivery.marks) == 3
    assert plan_news(SOON) == 0


def test_two_rounds_are_two_mails_and_of_another_framework_none(review: Review) -> None:
    house = review.house
    limited = in_delegation(house, Capacity.ADVISER, name="limited", framework_key="trial")
    other = make_review(house, framework=make_framework("other"), count=1)
    plan_news(OPENS)
    hear_at_once(house["AAA-focal"], limited)
    for each in (review, other):
        share(each, house["AAA"], house.delegation("AAA"))
    plan_news(SOON)
    rows = Delivery.objects.values_list("recipient__user__email", "subject")
    assert set(rows) == {
        (house["AAA-focal"].user.email, review.round.key),
        (house["AAA-focal"].user.email, other.round.key),
        (limited.user.email, review.round.key),
    }


def test_only_who_asked_to_hear_at_once_does(review: Review) -> None:
    ensure_recipients(OPENS)
    share(review, review.house["AAA"], review.house.delegation("AAA"))
    assert plan_news(SOON) == 0
    hear_at_once(review.house["AAA-focal"])
    assert plan_news(SOON) == 0  # it was there before they asked


def test_the_mail_says_that_there_is_news_and_where_and_no_word_more(review: Review) -> None:
    house = review.house
    hear_at_once()
    comment = share(
        review, house["AAA"], house.delegation("AAA"), body=f"{CANARY} one", proposed=f"{CANARY} 2"
    )
    known: dict[str, Any] = {"comment_id": comment.pk, "actor": actor(house["AAA"]), "at": DURING}
    write_message(**known, text=f"{CANARY} three")
    take(
        review,
        house["AAA"],
        house.delegation("AAA"),
        "reservation",
        reasons=f"{CANARY} four",
    )
    plan_news(SOON)
    letter = letter_to(house["AAA-focal"])
    assert isinstance(letter, Letter)
    assert letter.subject == "There is news in Review round 1, Trial text trial"
    assert letter.action is not None
    assert letter.action.url == f"http://testserver/desk/rounds/{review.round.pk}/"
    assert (letter.parts, letter.events, letter.thread) == ((), (), review.round.key)
    said = say(letter)
    for word in (CANARY, "Skills", "AAA", "Delegate", "trial.1", str(comment.pk)):
        assert word not in said
    [delivery] = Delivery.objects.all()
    assert CANARY not in f"{delivery.subject} {delivery.window} {delivery.marks}"


def test_in_another_language_too(review: Review) -> None:
    house = review.house
    hear_at_once()
    user = house["AAA-focal"].user
    user.language = "fr"
    user.save()
    share(review, house["AAA"], house.delegation("AAA"))
    plan_news(SOON)
    letter = letter_to(house["AAA-focal"])
    assert isinstance(letter, Letter)
    assert "Texte d’essai trial" in letter.subject


@pytest.mark.parametrize("name", ["AAA-focal", "north-group"])
def test_who_is_no_longer_in_the_room_hears_nothing(review: Review, name: str) -> None:
    house = review.house
    room = house.region("north-group") if name == "north-group" else house.delegation("AAA")
    by = house["BBB"] if name == "north-group" else house["AAA"]
    hear_at_once(house[name])
    share(review, by, room)
    plan_news(SOON)
    end_mandate(mandate_id=house[name].pk, actor=actor(house[name]), at=SOON)
    assert letter_to(house[name]) == Silence(DropReason.NOT_ENTITLED)


def test_who_is_left_in_another_room_only_hears_nothing_of_this_one(review: Review) -> None:
    house = review.house
    hear_at_once(house["AAA-focal"])
    share(review, house["AAA"], house.delegation("AAA"))
    plan_news(SOON)
    delivery = Delivery.objects.get()
    delivery.marks = {house.delegation("BBB").chain: 9}
    delivery.save()
    assert letter_to(house["AAA-focal"]) == Silence(DropReason.NOT_ENTITLED)


@pytest.mark.parametrize("frequency", [Frequency.DAILY, Frequency.NEVER])
def test_who_chose_otherwise_since_hears_nothing_at_once(review: Review, frequency: str) -> None:
    house = review.house
    hear_at_once(house["AAA-focal"])
    share(review, house["AAA"], house.delegation("AAA"))
    plan_news(SOON)
    Subscription.objects.update(frequency=frequency)
    assert letter_to(house["AAA-focal"]) == Silence(DropReason.NOT_WANTED)


def test_a_close_by_itself_is_no_news_of_a_room(review: Review) -> None:
    hear_at_once()
    closed(review.round)
    plan_news(SOON)
    assert told() == set()


def test_a_room_that_is_opened_later_is_read_from_its_beginning(review: Review) -> None:
    house = review.house
    hear_at_once(house["AAA-focal"])
    NewsMark.objects.filter(pk=house.delegation("AAA").chain).delete()
    share(review, house["AAA"], house.delegation("AAA"))
    assert plan_news(SOON) == 1


def test_queries_do_not_grow_with_members(review: Review, django_assert_max_num_queries) -> None:
    house = review.house
    for number in range(12):
        in_delegation(house, Capacity.ADVISER, name=f"adviser{number}")
    hear_at_once()
    share(review, house["AAA"], house.delegation("AAA"))
    with django_assert_max_num_queries(24):
        assert plan_news(SOON) == 13
