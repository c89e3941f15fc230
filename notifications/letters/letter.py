"""What a mail says, before it is put into any form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from icalendar import Event

from notifications.enums import DropReason


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mail. `url` is absolute, or empty; `lang` is set where `text` is not in the
    mail's language. `details` are sentences that stand under it, in the mail's language.
    """

    text: str
    url: str = ""
    lang: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A list under a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the reader's language, as plain texts: its HTML and its plain text say the same.

    `opening` are paragraphs; `action` is the one way on. `why` says in a sentence why one gets it.
    `events` go along as a calendar file. `thread` names the conversation (a round's key, mostly):
    mails of one thread stand together. `marks` are what `Delivery.marks` will keep.
    """

    subject: str
    preheader: str
    opening: tuple[str, ...]
    why: str
    parts: tuple[Part, ...] = ()
    action: Line | None = None
    events: tuple[Event, ...] = ()
    thread: str = ""
    marks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silence:
    """That nothing is to be sent after all, and why."""

    reason: DropReason
