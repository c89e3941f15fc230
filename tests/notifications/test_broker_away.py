"""The broker is away: pages and writes stay up, and everything is sent after its return."""

import json
import time

import pytest

from config.embedded.processes import wait_until

from .crashing.house import House, mail_house
from .crashing.people import FOUNDERS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("worker")]

REMINDERS = 150
AWAY = 10.0  # seconds, for the ten minutes of a real one
KIND = "due_in_7_days"
FOUND = f"""
from tests.notifications.crashing.people import found
from tests.notifications.crashing.using import share_one
share_one(found({REMINDERS}))
"""
USE = "from tests.notifications.crashing.using import use; use()"


@pytest.fixture(scope="module")
def house():
    with mail_house() as made:
        made.shell(FOUND)
        yield made


def away_while_they_send(house: House) -> dict[str, object]:
    """Take the broker away in the middle of it all; return what was answered meanwhile."""
    assert wait_until(lambda: house.taken().total() >= 10, seconds=120), house.logs()
    house.lose_broker()
    lost_at = time.monotonic()
    answers: dict[str, object] = json.loads(house.shell(USE).splitlines()[-1])
    time.sleep(max(0.0, lost_at + AWAY - time.monotonic()))
    answers["asked"] = house.states("confirmation")
    return answers


def test_the_portal_works_without_a_broker_and_all_is_sent_after_its_return(house, capsys):
    worker, beat = house.worker("worker"), house.beat("beat")
    answers = away_while_they_send(house)
    assert {answers[each] for each in ("page", "desk")} == {200}
    assert {answers[each] for each in ("follow", "endorse")} == {302}
    assert answers["stage"] == "endorsed"
    assert isinstance(answers["slowest"], float)
    assert answers["slowest"] < 5
    # Nobody could wake the worker: it waits, unless a run that was under way took it along.
    assert answers["asked"] in ({"due": 1}, {"sent": 1})
    house.find_broker()
    back_at = time.monotonic()
    assert wait_until(
        lambda: house.is_done("confirmation") and house.is_done(KIND), seconds=180, every=0.5
    ), house.logs()
    assert house.states("confirmation") == {"sent": 1}
    assert house.states(KIND) == {"sent": REMINDERS, "dropped": FOUNDERS}
    taken = house.taken()
    with capsys.disabled():
        print(
            f"\nbroker away for {AWAY:.0f} s: slowest answer {answers['slowest']:.2f} s; "
            f"{len(taken)} mails sent, {taken.total() - len(taken)} repeated, the last "
            f"{time.monotonic() - back_at:.0f} s after its return"
        )
    assert len(taken) == REMINDERS + 1
    assert taken.total() == len(taken), "nobody was killed: nothing is repeated"
    assert worker.poll() is None
    assert beat.poll() is None
