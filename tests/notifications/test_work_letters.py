"""What mails about one's own work say, and what they keep to themselves."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from notifications.enums import Kind
from tests.factories.dispositions import RELEASED, make_released
from tests.factories.reviews import CLOSES, DURING, Review, closed
from tests.stakeholders.cast import House

from .work_scenes import (
    AFTER_CUTOFF,
    CUTOFF,
    DAY,
    DAY_AFTER,
    MORNING,
    clearing,
    cut,
    left_by_its_speaker,
    letter,
    shared,
    swept,
    to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("adviser")]


def test_a_reminder_says_what_kind_of_act_waits_until_when_and_where(review: Review) -> None:
    shared(review)
    found = letter(clearing(review, "AAA-focal"), MORNING)
    assert found.subject == "Something waits for you in Review round 1"
    assert found.preheader == "Your desk shows what it is."
    assert found.opening == (
        "Something waits to be endorsed or handed over in the name of your circle.",
        "Review round 1 closes on 15 October 2026, 18:00 Geneva time (16:00 UTC).",
        "These reminders stop once it is done.",
    )
    assert found.action is not None
    assert found.action.url.endswith("/desk/")
    assert found.why == (
        "You get this mail because you may act for your circle in the review of “Trial text trial”."
    )
    [event] = found.events
    assert event.decoded("dtstart") == CLOSES
    assert found.thread == review.round.key


def test_a_deadline_is_said_by_the_readers_own_clock_too(review: Review) -> None:
    shared(review)
    user = review.house["AAA-focal"].user
    user.time_zone = "Asia/Tokyo"
    user.save(update_fields=["time_zone"])
    found = letter(clearing(review, "AAA-focal"), MORNING)
    assert found.opening[2] == (
        "In your time zone: 16 October 2026, 01:00 Tokyo time (15 October 2026, 16:00 UTC)."
    )


def test_an_answer_and_a_position_are_named_as_such_and_no_more(house: House) -> None:
    answering = make_released(house)
    review = answering.review
    row = to(review, "AAA", Kind.TO_REPLY, "first:x", RELEASED)
    found = letter(row, RELEASED)
    assert found.subject == "Something waits for you in Review round 1"
    assert found.opening[0] == (
        "An answer of the review secretariat waits for a reply in the name of your circle."
    )
    left_by_its_speaker(review, at=RELEASED)
    row = to(review, "AAA", Kind.TO_RECONFIRM, "2026-W43", RELEASED)
    found = letter(row, RELEASED + DAY)
    assert found.subject == "Something waits for you in the review"
    assert found.opening[0] == "A position of your circle waits to be confirmed again."
    assert found.events == ()


def test_the_coordinator_reads_that_something_is_overdue(review: Review) -> None:
    shared(review)
    cut(review, CUTOFF)
    row = to(review, "AAA-focal", Kind.OVERDUE, f"cutoff:{CUTOFF.isoformat()}")
    running = letter(row, AFTER_CUTOFF)
    assert running.subject == "Something in your circle is overdue in Review round 1"
    assert running.opening[1].startswith("Review round 1 closes on 15 October 2026")
    assert " 5 October" not in " ".join(running.opening), "the own cut-off stays at the desk"
    assert len(running.events) == 1
    closed(review.round)
    over = letter(to(review, "AAA-focal", Kind.OVERDUE, "closed"), DAY_AFTER)
    assert over.subject == running.subject
    assert over.opening[1].startswith("Review round 1 closed on 15 October 2026")
    assert over.events == ()


def test_no_mail_names_a_person_a_circle_a_provision_or_a_word(review: Review) -> None:
    """Whatever is confidential stays out of every part, header and file name of what is sent."""
    house = review.house
    shared(review)
    shared(review, "BBB", place=1)
    cut(review, CUTOFF)
    left_by_its_speaker(review, at=CUTOFF)
    closed(review.round)
    assert swept(DURING, DAY_AFTER + DAY) > 8
    people = [house[name].user.name for name in ("AAA", "AAA-focal", "BBB", "BBB-focal")]
    kept = ["trial.1", "trial.2", "AAA", "BBB", "Words of", "Skills for", " 5 October", *people]
    for each in mail.outbox:
        bare = each.message().as_string().replace(each.to[0], "")
        assert isinstance(each, EmailMultiAlternatives)
        texts = [bare, str(each.body), *(str(part[0]) for part in each.alternatives)]
        assert [word for word in kept for text in texts if word in text] == [], each.subject
