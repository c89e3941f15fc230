"""What mails about a round say, to whom, and when they stay silent after all."""

from datetime import UTC, datetime, timedelta

import pytest

from core.when import when_zoned
from notifications.enums import DropReason, Kind
from notifications.letters.compose import compose
from notifications.letters.letter import Letter, Silence
from notifications.models import Delivery
from record.selectors import edits_of
from reviews.services.cutoffs import set_cutoff
from stakeholders.services.mandates import end_mandate
from tests.factories.frameworks import make_framework
from tests.factories.notifications import reader_of
from tests.factories.reviews import (
    CLOSES,
    DURING,
    Review,
    make_review,
    make_submitted,
    share,
)
from tests.stakeholders.cast import House, actor, found_house

from .round_letters import WHEN, letter, planned_for, silence, words
from .sweeps import extend

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return found_house()


class TestOpening:
    def test_it_says_until_when_and_what_for(self, review: Review):
        said = letter(review, review.house["AAA"], Kind.ROUND_OPENED)
        assert said.subject == f"Review round 1 is open until {WHEN}"
        assert said.opening[0].endswith(f"can be handed over until {WHEN}.")
        [about] = said.parts
        assert [line.text for line in about.lines] == [
            "Trial text trial",
            "The words of the first draft.",
        ]
        assert said.thread == review.round.key

    def test_constituents_are_led_to_their_desk_and_others_to_the_public_page(self, review: Review):
        for name, expected in (
            ("AAA", f"/desk/rounds/{review.round.pk}/"),
            ("secretariat", "/frameworks/trial/rounds/1/"),
            ("observer", "/frameworks/trial/rounds/1/"),
        ):
            said = letter(review, review.house[name], Kind.ROUND_OPENED)
            assert said.action is not None
            assert said.action.url.endswith(expected), name
            assert said.action.url.startswith("http")

    def test_after_the_close_it_is_not_sent(self, review: Review):
        assert silence(review, review.house["AAA"], Kind.ROUND_OPENED, CLOSES) == (
            DropReason.SUPERSEDED
        )

    def test_who_has_no_mandate_any_more_is_not_told(self, review: Review):
        house = review.house
        end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=DURING)
        later = DURING + timedelta(hours=1)
        for kind in (Kind.ROUND_OPENED, Kind.DUE_IN_7_DAYS, Kind.DEADLINE_MOVED):
            made = planned_for(review, house["AAA-focal"], kind)
            made.recipient = reader_of(house["BBB"], at=DURING)
            made.recipient.user = house["AAA"].user
            assert compose(made, later) == Silence(DropReason.NOT_ENTITLED)

    def test_it_is_written_in_the_readers_language(self, review: Review):
        user = review.house["AAA"].user
        user.language = "fr"
        user.save()
        said = letter(review, review.house["AAA"], Kind.ROUND_OPENED)
        closes = when_zoned(CLOSES, "Europe/Zurich", "fr")["text"]
        assert "15 octobre 2026" in closes
        assert "15 octobre 2026" in said.subject
        assert said.parts[0].lines[1].text == "Les mots du premier projet."

    def test_a_purpose_in_another_language_is_marked(self, house: House):
        review = make_review(house, purpose={"fr": "Les mots seuls."})
        said = letter(review, review.house["AAA"], Kind.ROUND_OPENED)
        assert [(line.text, line.lang) for line in said.parts[0].lines[1:]] == [
            ("Les mots seuls.", "fr")
        ]


class TestReminders:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (CLOSES - timedelta(days=14), "Review round 1 closes in 14 days"),
            (CLOSES - timedelta(days=12), "Review round 1 closes in 12 days"),  # caught up late
            (CLOSES - timedelta(days=2), "Review round 1 closes in 2 days"),
            (CLOSES - timedelta(days=1), "Review round 1 closes tomorrow"),
            (CLOSES - timedelta(hours=1), "Review round 1 closes today"),
        ],
    )
    def test_the_days_are_counted_when_it_is_sent(self, review: Review, at, expected):
        said = letter(review, review.house["AAA"], Kind.DUE_IN_14_DAYS, at)
        assert said.subject == expected
        assert said.preheader == WHEN
        assert said.opening[0] == f"Review round 1 closes on {WHEN}."

    def test_days_are_the_readers_own(self, review: Review):
        user = review.house["AAA"].user
        user.time_zone = "Asia/Tokyo"  # it closes at one in the morning of the 16th there
        user.save()
        at = datetime(2026, 10, 15, 1, tzinfo=UTC)
        said = letter(review, review.house["AAA"], Kind.DUE_TODAY, at)
        assert said.subject == "Review round 1 closes tomorrow"
        own = "In your time zone: 16 October 2026, 01:00 Tokyo time (15 October 2026, 16:00 UTC)."
        assert said.opening[1] == own

    @pytest.mark.parametrize("zone", ["Europe/Zurich", "Europe/Paris", "UTC", "Africa/Abidjan"])
    def test_a_zone_that_adds_nothing_is_not_named(self, review: Review, zone: str):
        user = review.house["AAA"].user
        user.time_zone = zone
        user.save()
        said = letter(review, review.house["AAA"], Kind.DUE_TODAY)
        assert not any("In your time zone" in sentence for sentence in said.opening)

    def test_its_event_is_that_of_the_public_calendar(self, review: Review, client):
        said = letter(review, review.house["AAA"], Kind.DUE_TODAY)
        [event] = said.events
        public = client.get("/calendar.ics").content.decode()
        assert event.to_ical().decode() in public
        edits = edits_of([review.round.key])[review.round.key]
        assert event["sequence"] == edits.count - 1
        assert str(event["uid"]).startswith(f"{review.round.key}@")

    def test_a_circles_own_cutoff_is_never_named(self, review: Review):
        house = review.house
        before = words(letter(review, house["AAA-focal"], Kind.DUE_TODAY))
        assert "Your circle may have set itself an earlier cut-off" in before
        set_cutoff(
            round_id=review.round.pk,
            circle_id=house.delegation("AAA").pk,
            cutoff_at=CLOSES - timedelta(days=4, hours=3),
            actor=actor(house["AAA-focal"]),
            at=DURING,
        )
        Delivery.objects.all().delete()
        assert words(letter(review, house["AAA-focal"], Kind.DUE_TODAY)) == before

    @pytest.mark.parametrize("name", ["secretariat", "chairperson", "observer"])
    def test_who_speaks_from_no_room_is_not_reminded(self, review: Review, name: str):
        mandate = review.house[name]
        assert silence(review, mandate, Kind.DUE_IN_7_DAYS) == DropReason.NOT_ENTITLED

    def test_a_deadline_that_was_moved_is_not_reminded_of(self, review: Review):
        old = planned_for(review, review.house["AAA"], Kind.DUE_IN_2_DAYS)
        extend(review, CLOSES + timedelta(days=5), DURING)
        assert compose(old, DURING) == Silence(DropReason.SUPERSEDED)

    def test_it_stops_when_every_provision_has_a_comment_that_was_handed_over(self, review: Review):
        house = review.house
        room = house.delegation("AAA")
        for place in (0, 1):
            said = letter(review, house["AAA"], Kind.DUE_IN_7_DAYS)
            assert said.subject.startswith("Review round 1 closes in")
            Delivery.objects.all().delete()
            make_submitted(review, house["AAA"], room, submitter=house["AAA-focal"], place=place)
        for name in ("AAA", "AAA-focal"):
            assert silence(review, house[name], Kind.DUE_IN_7_DAYS) == DropReason.DONE
        # The others have not.
        for name in ("BBB", "north-group", "employers"):
            letter(review, house[name], Kind.DUE_IN_7_DAYS)

    def test_what_is_still_in_its_room_does_not_stop_it(self, review: Review):
        house = review.house
        for place in (0, 1):
            share(review, house["AAA"], house.delegation("AAA"), place=place)
        letter(review, house["AAA"], Kind.DUE_IN_7_DAYS)

    def test_it_costs_the_same_few_queries_for_rounds_of_any_size(
        self, house: House, django_assert_num_queries, django_assert_max_num_queries
    ):
        few = planned_for(make_review(house), house["AAA"], Kind.DUE_IN_7_DAYS)
        with django_assert_max_num_queries(14) as first:
            assert isinstance(compose(few, DURING), Letter)
        Delivery.objects.all().delete()
        large = make_review(house, framework=make_framework("large"), count=8)
        many = planned_for(large, house["AAA"], Kind.DUE_IN_7_DAYS)
        with django_assert_num_queries(len(first)):
            assert isinstance(compose(many, DURING), Letter)
