"""Whether anything waits for somebody at the desk: yes or no, which is all that a mail may say."""

from collections.abc import Iterable
from datetime import datetime

from reviews.selectors.waiting import Waiting, waiting_for
from stakeholders.models import Mandate


def something_waits(mandates: Iterable[Mandate], at: datetime) -> bool:
    """Return whether a word of the reader is missing under one of these mandates at `at`. What
    they may still comment on, and their own drafts, do not count: nobody waits for those.
    """
    return any(_waits(waiting_for(mandate, at)) for mandate in mandates)


def _waits(waiting: Waiting) -> bool:
    positions = waiting.positions
    sections = (
        waiting.to_endorse,
        waiting.to_submit,
        waiting.to_reply,
        waiting.to_decide,
        positions.to_take,
        positions.to_release,
        positions.to_reconfirm,
    )
    return any(section.total for section in sections)
