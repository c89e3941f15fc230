"""What can happen in the practice reviews, as the story says it: one class for each kind.

`by` and `acts_for` are slugs of mandates, rooms are codes of organizations or groups, rounds and
comments are named by slugs that exist in the story alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.languages import Texts
from reviews.lifecycle import CommentMove


@dataclass(frozen=True, slots=True)
class ItemSpec:
    suffix: str
    version: int
    questions: Sequence[Texts]


@dataclass(frozen=True, slots=True)
class RoundSpec:
    slug: str
    by: str
    opens_at: datetime
    closes_at: datetime
    purpose: Texts
    languages: Sequence[str]
    publication: str
    items: Sequence[ItemSpec]


@dataclass(frozen=True, slots=True)
class ExtensionSpec:
    round: str
    by: str
    closes_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CloseSpec:
    """The portal closes a round whose window has ended."""

    round: str


@dataclass(frozen=True, slots=True)
class CutoffSpec:
    round: str
    by: str
    room: str
    cutoff_at: datetime


@dataclass(frozen=True, slots=True)
class WordsSpec:
    """What a comment says. `quote` stands in the provision's text in `text_language`; "" speaks
    of the whole provision. `question` counts from 1; None answers none.
    """

    type: str
    purpose: str
    body: str
    reason: str
    proposed: str
    language: str
    text_language: str
    quote: str
    question: int | None


@dataclass(frozen=True, slots=True)
class WritingSpec:
    """A private draft, or a comment that is shared at once. `speaks_for` "": the room itself."""

    slug: str
    by: str
    round: str
    suffix: str
    room: str
    speaks_for: str
    words: WordsSpec
    is_shared: bool


@dataclass(frozen=True, slots=True)
class RevisionSpec:
    comment: str
    by: str
    words: WordsSpec


@dataclass(frozen=True, slots=True)
class MessageSpec:
    """A message in a comment's thread; `reply_to` is the slug of another, "" for none."""

    slug: str
    comment: str
    by: str
    text: str
    reply_to: str


@dataclass(frozen=True, slots=True)
class VoiceSpec:
    comment: str
    by: str
    voice: str
    text: str


@dataclass(frozen=True, slots=True)
class MoveSpec:
    """One comment is endorsed, returned, withdrawn, or decided on."""

    move: CommentMove
    comment: str
    by: str
    acts_for: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergerSpec:
    into: str
    others: Sequence[str]
    by: str


@dataclass(frozen=True, slots=True)
class HandoverSpec:
    """Comments are submitted together, or offered late with a reason."""

    comments: Sequence[str]
    by: str
    acts_for: str
    is_late: bool
    reason: str


DeedInRound = RoundSpec | ExtensionSpec | CloseSpec | CutoffSpec
DeedInRoom = (
    WritingSpec | RevisionSpec | MessageSpec | VoiceSpec | MoveSpec | MergerSpec | HandoverSpec
)
