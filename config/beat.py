"""The beat table, in UTC. Jobs find what is due from rows; the table only says when to ask.

A daily job is asked for every hour: the first time after midnight does the day's work, the
others find it done. So a tick that was missed is made up for within the hour, and a second
beat changes nothing.
"""

from typing import TypedDict

from celery.schedules import crontab

HOUR = 3600.0
MINUTE = 60.0


class Options(TypedDict):
    """`expires`: the seconds after which a message that nobody fetched is dropped."""

    expires: float


class Tick(TypedDict):
    """One entry of the table, as Celery reads it."""

    task: str
    schedule: crontab
    options: Options


BEAT: dict[str, Tick] = {
    "snapshots of where every framework stands": {
        "task": "provisions.take_snapshots",
        "schedule": crontab(minute="5"),  # the day's first at 00:05
        "options": {"expires": HOUR},  # a worker that was off needs one, not one an hour
    },
    "signed checkpoint of the record": {
        "task": "record.take_checkpoint",
        "schedule": crontab(minute="20"),
        "options": {"expires": HOUR},
    },
    "verification of the record": {
        "task": "record.verify",
        "schedule": crontab(minute="40"),
        "options": {"expires": HOUR},
    },
    "milestones that have passed": {
        "task": "frameworks.pass_milestones",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": HOUR},
    },
    # A window decides by itself; these acts follow it, and everybody waits to see them.
    "rounds that open": {
        "task": "reviews.begin_due_rounds",
        "schedule": crontab(),
        "options": {"expires": MINUTE},
    },
    "rounds that close": {
        "task": "reviews.close_due_rounds",
        "schedule": crontab(),
        "options": {"expires": MINUTE},
    },
    "answers to programs that were kept for a day": {
        "task": "reviews.forget_answers",
        "schedule": crontab(minute="50"),
        "options": {"expires": HOUR},
    },
    # Mails are planned as rows and sent from rows; a tick that is lost costs a minute.
    "mails that are due": {
        "task": "notifications.sweep",
        "schedule": crontab(),
        "options": {"expires": MINUTE},
    },
    "mails and addresses that are of no use any more": {
        "task": "notifications.forget",
        "schedule": crontab(minute="55"),
        "options": {"expires": HOUR},
    },
}
# In the order in which a machine that was off catches up: checkpoint before verification.
JOBS = tuple(entry["task"] for entry in BEAT.values())
