"""What may be subscribed to, how often, and what comes with a mandate: data, no code.

A mandate brings its topics by itself; a row of `Subscription` says where its holder chose
otherwise. A reminder that came weekly would come too late, so those are sent at once or never.
"""

from dataclasses import dataclass

from .enums import Frequency, Kind, Topic

# Chosen by anybody, with or without an account, each for one thing that it names.
CHOSEN = (
    Topic.FRAMEWORK,
    Topic.PROVISION,
    Topic.THEME,
    Topic.ROUND,
    Topic.INSTRUMENT,
    Topic.SEARCH,
)
# Brought by a mandate; what they tell is judged by the mandates held when a mail is written.
BY_MANDATE = (Topic.DEADLINES, Topic.WORK, Topic.ROOMS, Topic.STATUS, Topic.PROCESS)


@dataclass(frozen=True, slots=True)
class Terms:
    """How often a topic may come, and how often it does where nobody chose."""

    default: Frequency
    possible: tuple[Frequency, ...]


_ANY = (Frequency.NOW, Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER)
_AT_ONCE = (Frequency.NOW, Frequency.NEVER)
TERMS: dict[Topic, Terms] = {
    **{topic: Terms(Frequency.WEEKLY, _ANY) for topic in CHOSEN},
    Topic.DEADLINES: Terms(Frequency.NOW, _AT_ONCE),
    Topic.WORK: Terms(Frequency.NOW, _AT_ONCE),
    Topic.ROOMS: Terms(Frequency.DAILY, _ANY),
    Topic.STATUS: Terms(Frequency.WEEKLY, (Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER)),
    Topic.PROCESS: Terms(Frequency.WEEKLY, (Frequency.WEEKLY, Frequency.NEVER)),
}

# The topic under which a mail of a kind may be switched off. Digests carry several, and are
# stopped as a whole; a confirmation has none, since nothing was subscribed to yet.
TOPIC_OF_KIND: dict[Kind, Topic] = {
    Kind.ROUND_OPENED: Topic.DEADLINES,
    Kind.DUE_IN_14_DAYS: Topic.DEADLINES,
    Kind.DUE_IN_7_DAYS: Topic.DEADLINES,
    Kind.DUE_IN_2_DAYS: Topic.DEADLINES,
    Kind.DUE_TODAY: Topic.DEADLINES,
    Kind.ROUND_CLOSED: Topic.DEADLINES,
    Kind.DEADLINE_MOVED: Topic.DEADLINES,
    Kind.TO_CLEAR: Topic.WORK,
    Kind.TO_REPLY: Topic.WORK,
    Kind.TO_RECONFIRM: Topic.WORK,
    Kind.OVERDUE: Topic.WORK,
    Kind.ADDRESS_FAILS: Topic.WORK,
    Kind.ROOM_NEWS: Topic.ROOMS,
    Kind.PROCESS_DIGEST: Topic.PROCESS,
}
# What the review secretariat may see in its log: notice of windows, which everybody may know.
# That a circle was told of its own work, or of news in its rooms, would tell that there is some.
NOTICES = (
    Kind.ROUND_OPENED,
    Kind.DUE_IN_14_DAYS,
    Kind.DUE_IN_7_DAYS,
    Kind.DUE_IN_2_DAYS,
    Kind.DUE_TODAY,
    Kind.ROUND_CLOSED,
    Kind.DEADLINE_MOVED,
)
DIGESTS = (Kind.DAILY_DIGEST, Kind.WEEKLY_DIGEST, Kind.PROCESS_DIGEST)
