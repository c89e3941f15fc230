"""Digests: what is due, what changed, news in rooms, where things stand; or nothing at all."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from frameworks.services.statuses import record_status
from notifications.enums import DropReason, Frequency, Kind, Topic
from notifications.letters import told
from notifications.letters.letter import Letter, Silence
from notifications.models import Recipient
from provisions.services.facts import change_facts
from record.models import PUBLIC
from record.stretches import heads_of
from reviews.services.rounds import extend_round
from stakeholders.services.mandates import end_mandate
from tests.factories.frameworks import make_framework
from tests.factories.notifications import make_subscriber, make_subscription, reader_of
from tests.factories.people import IMPORTER
from tests.factories.positions import take_for
from tests.factories.provisions import WORDS, make_provision
from tests.factories.reviews import (
    AFTER,
    ANNOUNCED,
    CLOSES,
    DURING,
    OPENS,
    Review,
    closed,
    make_review,
    make_round,
    share,
)
from tests.frameworks.drafts import STATUS
from tests.reviews.cast import in_delegation
from tests.stakeholders.cast import actor, found_house

from .digests import digest_for, part_of, say, sent_digest, silent_digest

DAY = timedelta(days=1)
ROUND = "Review round 1, Trial text trial"
FIRST = "1 Skills for new tools"
DUE, CHANGED, ROOMS, STANDING = (
    "What is due",
    "What changed",
    "In your rooms",
    "Where things stand",
)


@pytest.fixture
def review(db: None) -> Review:
    return make_review()


def follower(
    topic: str = Topic.FRAMEWORK,
    subject: str = "trial",
    frequency: str = Frequency.DAILY,
    *,
    at: datetime = ANNOUNCED,
    **fields: Any,
) -> Recipient:
    reader = make_subscriber(f"{topic}-reader@example.org", at=at, **fields)
    make_subscription(reader, topic, subject, frequency, at=at)
    return reader


def letter_for(reader: Recipient, at: datetime, kind: str = Kind.DAILY_DIGEST) -> Letter:
    letter = digest_for(reader, at, kind)[1]
    assert isinstance(letter, Letter), letter
    return letter


def change(review: Review, *themes: str, place: int = 0, at: datetime = DURING) -> None:
    change_facts(provision=review.provisions[place], themes=list(themes), actor=IMPORTER, at=at)


def test_a_digest_says_what_is_due_what_changed_and_where_things_stand(review: Review) -> None:
    letter = letter_for(follower(), DURING)
    assert [part.heading for part in letter.parts] == [DUE, CHANGED, STANDING]
    assert part_of(letter, DUE) == {
        ROUND: ("Open until 15 October 2026, 18:00 Geneva time (16:00 UTC).",)
    }
    changed = part_of(letter, CHANGED)
    assert list(changed) == [ROUND, FIRST, "2 Skills for new tools"]
    assert changed[FIRST] == (
        "Review round opened: 1 October 2026, 06:00 UTC",
        "Review opened: 1 October 2026, 06:00 UTC",
        "Stage on this portal: In review. The round has not closed. Needs an Employers’ position"
        " on version 1. Needs a Workers’ position on version 1.",
    )
    assert part_of(letter, STANDING) == {
        "Trial text trial": (
            "Official status: not recorded here.",
            "On this portal: Draft 0 (-2), In review 2 (+2).",
        )
    }
    assert letter.marks == {PUBLIC: heads_of([PUBLIC])[PUBLIC].number}
    assert letter.subject == "Daily digest, 4 October 2026"


def test_provisions_stand_behind_rounds_and_before_everything_else(review: Review) -> None:
    checked = replace(STATUS, source=None, checked_on=DURING.date())
    record_status(framework=review.framework, draft=checked, actor=IMPORTER, at=DURING)
    changed = part_of(letter_for(follower(), DURING + DAY), CHANGED)
    assert list(changed) == [ROUND, FIRST, "2 Skills for new tools", "Trial text trial"]


def test_the_groups_positions_are_said_in_words(review: Review) -> None:
    take_for(review, "workers")
    take_for(review, "employers", "objection")
    closed(review.round)
    details = part_of(letter_for(follower(), AFTER), CHANGED)[FIRST]
    assert details[-1] == (
        "Governments: No position recorded; Employers: Objection; Workers: Support"
    )


def test_each_act_is_told_once(review: Review) -> None:
    reader = follower()
    assert part_of(sent_digest(reader, DURING), CHANGED)
    change(review, "osh", at=DURING + timedelta(hours=2))
    second = sent_digest(reader, DURING + DAY)
    assert part_of(second, CHANGED) == {
        FIRST: (
            "Facts changed: 4 October 2026, 08:00 UTC",
            part_of(second, CHANGED)[FIRST][-1],
        )
    }
    assert part_of(second, STANDING)["Trial text trial"][1] == "On this portal: In review 2."
    assert digest_for(reader, DURING + 2 * DAY)[1] == Silence(DropReason.NOTHING_TO_SAY)


def test_what_was_entered_while_a_digest_was_sent_is_in_the_next_one(review: Review) -> None:
    reader = follower()
    sent_digest(reader, DURING)
    # Entered behind the mark, though its instant lies before the mail left.
    change(review, "osh", at=DURING)
    assert list(part_of(letter_for(reader, DURING + DAY), CHANGED)) == [FIRST]


def test_days_without_a_mail_lose_nothing(review: Review) -> None:
    reader = follower()
    sent_digest(reader, DURING)
    silent_digest(reader, DURING + DAY)
    change(review, "osh", at=DURING + DAY + timedelta(hours=1))
    # The day after that nothing ran at all.
    assert list(part_of(letter_for(reader, DURING + 3 * DAY), CHANGED)) == [FIRST]


def test_a_deadline_that_comes_near_is_worth_a_digest(review: Review) -> None:
    reader = follower()
    sent_digest(reader, DURING)
    for days in range(1, 9):
        silent_digest(reader, DURING + days * DAY)
    near = sent_digest(reader, CLOSES - DAY)
    assert [part.heading for part in near.parts] == [DUE, STANDING]
    assert digest_for(reader, CLOSES - timedelta(hours=1))[1] == Silence(DropReason.NOTHING_TO_SAY)


def test_an_announced_round_stands_with_both_its_instants(db: None) -> None:
    provision = make_provision(make_framework(), "1")
    make_round(found_house(), [provision], at=ANNOUNCED)
    letter = letter_for(follower(at=ANNOUNCED - DAY), ANNOUNCED + DAY)
    assert part_of(letter, DUE)[ROUND] == (
        "Opens on 1 October 2026, 08:00 Geneva time (06:00 UTC)."
        " Closes on 15 October 2026, 18:00 Geneva time (16:00 UTC).",
    )


def test_a_moved_deadline_is_the_one_that_stands(review: Review) -> None:
    extend_round(
        round_id=review.round.pk,
        closes_at=CLOSES + DAY,
        reason="A holiday.",
        expected_edition=review.round.edition,
        actor=actor(review.house["secretariat"]),
        at=DURING,
    )
    letter = letter_for(follower(time_zone="Asia/Tokyo"), DURING + timedelta(hours=1))
    assert part_of(letter, DUE)[ROUND] == (
        "Open until 16 October 2026, 18:00 Geneva time (16:00 UTC); where you are:"
        " 17 October 2026, 01:00 Tokyo time (16 October 2026, 16:00 UTC).",
    )


@pytest.mark.parametrize(
    ("topic", "subject", "keys"),
    [
        (Topic.PROVISION, "trial.2", ["2 Skills for new tools"]),
        (Topic.THEME, "osh", [FIRST]),
        (Topic.SEARCH, "theme=osh", [FIRST]),
        (Topic.ROUND, "trial.round.1", [ROUND]),
    ],
)
def test_only_what_is_followed_is_told(review: Review, topic: str, subject: str, keys) -> None:
    reader = follower(topic, subject)
    change(review, "osh")
    make_provision(make_framework("other"), "1", themes=["osh"], at=ANNOUNCED - DAY)
    assert list(part_of(letter_for(reader, DURING), CHANGED)) == keys


def test_the_other_rhythm_is_another_digest(review: Review) -> None:
    reader = follower(frequency=Frequency.WEEKLY)
    assert digest_for(reader, DURING)[1] == Silence(DropReason.NOT_WANTED)
    letter = letter_for(reader, DURING, Kind.WEEKLY_DIGEST)
    assert letter.subject == "Weekly digest, 4 October 2026"


def test_members_hear_that_there_is_news_in_their_rooms_only(review: Review) -> None:
    house = review.house
    readers = {name: reader_of(each, at=OPENS) for name, each in house.mandates.items()}
    share(review, house["AAA"], house.delegation("AAA"), body="A quillwort.")
    for name, reader in readers.items():
        said = digest_for(reader, DURING + DAY)[1]
        found = part_of(said, ROOMS) if isinstance(said, Letter) else {}
        assert bool(found) == (name == "AAA-focal"), name
        assert not isinstance(said, Letter) or "quillwort" not in say(said)
    letter = letter_for(readers["AAA-focal"], DURING + DAY)
    assert part_of(letter, ROOMS) == {f"There is news in {ROUND}": ()}
    assert list(letter.marks) != [PUBLIC]


def test_news_in_a_room_are_told_once(review: Review) -> None:
    house = review.house
    reader = reader_of(house["AAA-focal"], at=OPENS)
    share(review, house["AAA"], house.delegation("AAA"))
    assert part_of(sent_digest(reader, DURING + DAY), ROOMS)
    assert digest_for(reader, DURING + 2 * DAY)[1] == Silence(DropReason.NOTHING_TO_SAY)
    share(review, house["AAA"], house.delegation("AAA"), place=1, at=DURING + 2 * DAY)
    assert part_of(letter_for(reader, DURING + 3 * DAY), ROOMS)


def test_something_that_waits_is_said_without_what_it_is(review: Review) -> None:
    house = review.house
    reader = reader_of(house["AAA-focal"], at=OPENS)
    share(review, house["AAA"], house.delegation("AAA"))
    found = part_of(letter_for(reader, DURING + DAY), DUE)
    assert found == {"Something waits for you.": ()}


def test_where_things_stand_is_told_weekly_to_whoever_holds_a_mandate(review: Review) -> None:
    house = review.house
    names = ("AAA", "employers", "chairperson", "observer", "secretariat")
    readers = [reader_of(house[name], at=OPENS) for name in names]
    change(review, "osh")
    for reader in readers:
        letter = letter_for(reader, DURING + DAY, Kind.WEEKLY_DIGEST)
        assert FIRST in part_of(letter, CHANGED)
        assert "Trial text trial" in part_of(letter, STANDING)


def test_a_mandate_for_one_framework_tells_of_that_one(review: Review) -> None:
    limited = in_delegation(review.house, "adviser", name="limited", framework_key="other")
    reader = reader_of(limited, at=OPENS)
    make_provision(make_framework("other"), "1", at=DURING)
    change(review, "osh")
    letter = letter_for(reader, DURING + DAY, Kind.WEEKLY_DIGEST)
    assert list(part_of(letter, CHANGED)) == [FIRST]
    assert list(part_of(letter, STANDING)) == ["Trial text other"]
    assert part_of(letter, DUE) == {}


def test_who_lost_the_mandate_gets_none(review: Review) -> None:
    house = review.house
    reader = reader_of(house["AAA"], at=OPENS)
    share(review, house["AAA-focal"], house.delegation("AAA"))
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=DURING + DAY)
    assert digest_for(reader, DURING + 2 * DAY)[1] == Silence(DropReason.NOT_ENTITLED)


def test_only_so_many_things_are_named_and_the_others_counted(review: Review) -> None:
    with patch.object(told, "MOST_NAMED", 2):
        letter = letter_for(follower(), DURING)
    lines = next(part.lines for part in letter.parts if part.heading == CHANGED)
    assert [line.text for line in lines] == [ROUND, FIRST, "and 1 more"]
    assert lines[-1].url == "http://testserver/changes/"


def test_the_same_digest_says_the_same(review: Review) -> None:
    reader = follower()
    assert letter_for(reader, DURING) == letter_for(reader, DURING)


def test_names_say_which_language_they_are_in(db: None) -> None:
    make_provision(make_framework(), "1", texts={"en": WORDS["en"]}, at=DURING - DAY)
    letter = letter_for(follower(language="fr"), DURING)
    [line] = next(part.lines for part in letter.parts if part.heading == "Ce qui a changé")
    assert line.lang == "en"
    assert line.url.startswith("http://testserver/fr/")
