"""The clock's part of a round: done once, however often it is asked for and however late."""

from datetime import timedelta

import pytest

from config.beat import BEAT, JOBS
from core.actor import Actor
from core.errors import Conflict
from record.models import PUBLIC, Entry
from reviews import tasks
from reviews.models import Manifest, Round
from reviews.services.rounds import GRACE, begin_due_rounds, close_due_rounds
from reviews.services.submissions import submit_comments
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.factories.reviews import (
    ANNOUNCED,
    CLOSES,
    DURING,
    OPENS,
    PORTAL,
    make_review,
    make_round,
    share,
)
from tests.stakeholders.cast import actor

from .refusals import refused
from .windows import close_early, extend

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def states() -> dict[str, str]:
    return dict(Round.objects.values_list("key", "state"))


def told(code: str) -> list[str]:
    rows = Entry.objects.filter(code=code, circle=PUBLIC).order_by("number")
    return list(rows.values_list("subject", flat=True))


@pytest.mark.django_db
def test_what_is_due_is_opened_and_nothing_else(house):
    for slug, opens_at in (("one", OPENS), ("two", OPENS + MINUTE), ("three", OPENS)):
        provision = make_provision(make_framework(slug))
        make_round(house, [provision], at=ANNOUNCED, opens_at=opens_at)
    assert begin_due_rounds(actor=PORTAL, at=OPENS - SECOND) == []
    assert begin_due_rounds(actor=PORTAL, at=OPENS) == ["one.round.1", "three.round.1"]
    assert states() == {
        "one.round.1": "open",
        "two.round.1": "announced",
        "three.round.1": "open",
    }
    assert begin_due_rounds(actor=PORTAL, at=OPENS + MINUTE) == ["two.round.1"]
    assert begin_due_rounds(actor=PORTAL, at=OPENS + MINUTE) == []
    assert told("round.opened") == ["one.round.1", "three.round.1", "two.round.1"]


@pytest.mark.django_db
def test_what_is_due_is_closed_when_the_last_to_arrive_in_time_had_its_turn(house):
    review = make_review(house)
    assert close_due_rounds(actor=PORTAL, at=CLOSES + GRACE - SECOND) == []
    assert close_due_rounds(actor=PORTAL, at=CLOSES + GRACE) == [review.round.key]
    assert close_due_rounds(actor=PORTAL, at=CLOSES + DAY) == []
    assert told("round.closed") == [review.round.key]


@pytest.mark.django_db
def test_a_late_job_lets_nothing_slip_in(house):
    review = make_review(house)
    focal = house["AAA-focal"]
    comment = share(review, focal, house.delegation("AAA"))
    assert states() == {review.round.key: "open"}
    with refused(Conflict, "round_closed") as refusal:
        submit_comments(comment_ids=[comment.pk], actor=actor(focal), at=CLOSES)
    assert "15 October 2026, 18:00 Geneva time (16:00 UTC)" in refusal.detail


@pytest.mark.django_db
def test_a_round_that_was_extended_is_not_closed_at_its_first_close(house):
    review = make_review(house)
    extend(review.round, actor(house["secretariat"]))
    assert close_due_rounds(actor=PORTAL, at=CLOSES + MINUTE) == []
    assert close_due_rounds(actor=PORTAL, at=CLOSES + DAY + MINUTE) == [review.round.key]


@pytest.mark.django_db
def test_one_that_was_extended_since_it_was_looked_for_is_left_alone(house, monkeypatch):
    review = make_review(house)
    extend(review.round, actor(house["secretariat"]))
    monkeypatch.setattr(
        "reviews.querysets.RoundQuerySet.due_to_close", lambda rows, _at: rows.all()
    )
    assert close_due_rounds(actor=PORTAL, at=CLOSES + MINUTE) == []
    assert states() == {review.round.key: "open"}


@pytest.mark.django_db
def test_one_that_was_closed_early_is_not_closed_again(house):
    review = make_review(house)
    close_early(review.round, actor(house["secretariat"]))
    assert close_due_rounds(actor=PORTAL, at=CLOSES + MINUTE) == []
    assert Manifest.objects.count() == 8


@pytest.mark.django_db
def test_the_tasks_act_as_the_portal_at_the_time_of_the_clock(house, monkeypatch):
    review = make_review(house, at=ANNOUNCED)
    monkeypatch.setattr("django.utils.timezone.now", lambda: DURING)
    tasks.begin_rounds.apply(throw=True)
    monkeypatch.setattr("django.utils.timezone.now", lambda: CLOSES + MINUTE)
    tasks.close_rounds.apply(throw=True)
    review.round.refresh_from_db()
    assert (review.round.state, review.round.closed_at) == ("closed", CLOSES + MINUTE)
    opened, closed = Entry.objects.filter(
        circle=PUBLIC, code__in=["round.opened", "round.closed"]
    ).order_by("number")
    assert (opened.at, closed.at) == (DURING, CLOSES + MINUTE)
    assert {opened.actor_origin, closed.actor_origin} == {Actor.system("celery.rounds").origin}


@pytest.mark.parametrize("job", ["reviews.begin_due_rounds", "reviews.close_due_rounds"])
def test_the_jobs_are_asked_for_every_minute(job):
    (entry,) = [entry for entry in BEAT.values() if entry["task"] == job]
    assert repr(entry["schedule"]).startswith("<crontab: * * * * * ")
    assert entry["options"]["expires"] == 60
    assert job in JOBS


@pytest.mark.django_db(transaction=True)
def test_ticks_of_two_beats_do_it_once(house, at_once):
    for slug in ("one", "two", "three"):
        make_review(house, framework=make_framework(slug), count=1, at=ANNOUNCED)
    at_once(*[lambda: begin_due_rounds(actor=PORTAL, at=OPENS)] * 3)
    assert sorted(told("round.opened")) == ["one.round.1", "three.round.1", "two.round.1"]
    at_once(*[lambda: close_due_rounds(actor=PORTAL, at=CLOSES + MINUTE)] * 3)
    assert sorted(told("round.closed")) == ["one.round.1", "three.round.1", "two.round.1"]
    assert Manifest.objects.count() == 3 * 8


@pytest.mark.django_db(transaction=True)
def test_a_job_that_was_killed_half_way_is_done_by_the_next(house, monkeypatch):
    review = make_review(house)

    def killed(**_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("reviews.services.closing.publish_submitted", killed)
        with pytest.raises(SystemExit):
            close_due_rounds(actor=PORTAL, at=CLOSES + MINUTE)
    assert not Manifest.objects.exists()
    assert states() == {review.round.key: "open"}
    assert close_due_rounds(actor=PORTAL, at=CLOSES + 2 * MINUTE) == [review.round.key]
