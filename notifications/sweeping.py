"""One round of the sweep: who reads, what is due for them, and off it goes."""

import logging
from collections.abc import Callable
from datetime import datetime

from core.jobs import is_database_lost

from .planning.digests import plan_digests
from .planning.news import plan_news
from .planning.rounds import plan_round_mails
from .planning.work import plan_work_mails
from .sending.deliver import Counts, deliver_due
from .services.recipients import ensure_recipients

log = logging.getLogger(__name__)

Planner = Callable[[datetime], int]


# Readers first: the others plan for them.
PLANNERS: tuple[Planner, ...] = (
    ensure_recipients,
    plan_round_mails,
    plan_work_mails,
    plan_news,
    plan_digests,
)


def sweep(clock: Callable[[], datetime]) -> Counts:
    """Plan what became due, and send it. `clock` is asked before each step.

    A planner that fails is logged and keeps neither the others nor the mails back: what it would
    have planned is found again a minute later. Raises OperationalError and InterfaceError for a
    database that is away.
    """
    for plan in PLANNERS:
        try:
            plan(clock())
        except Exception as error:
            if is_database_lost(error):
                raise
            log.exception("%s failed; the next sweep tries again.", plan.__name__)
    return deliver_due(clock)
