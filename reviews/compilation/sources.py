"""What goes into a compilation, for whoever asks: each reading is the gate's own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.languages import Texts
from reviews.lifecycle import HANDED_OVER, CommentMove, CommentStage
from reviews.querysets import reads_submissions
from reviews.selectors.cards import CommentCard, WordingFacts
from reviews.selectors.comments import read_room_comments
from reviews.selectors.dispositions import DispositionFacts, answer_histories, last_released
from reviews.selectors.handed import HandedOver, handed_over_comments
from reviews.selectors.published import PublishedComment, read_published_comments
from reviews.selectors.published_dispositions import (
    PublishedDisposition,
    read_published_dispositions,
)
from stakeholders.models import Circle, Mandate

# In a compilation for the review secretariat stands what was not declined.
_FOR_SECRETARIAT = (*HANDED_OVER, CommentStage.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Actor:
    """In whose name a comment is: a group's code, or an organization's name."""

    group: str
    name: Texts


@dataclass(frozen=True, slots=True)
class Words:
    """What a comment says; `version_language` is that of the text it speaks of."""

    type: str
    purpose: str
    question: int | None
    selectors: Sequence[Mapping[str, Any]]
    version_language: str
    body: str
    reason: str
    proposed: str
    language: str


Answer = DispositionFacts | PublishedDisposition


@dataclass(frozen=True, slots=True)
class Source:
    """A comment as its reader may know it; `words` is None once it was withdrawn. `is_offered`:
    it came after the close, and nothing was decided yet.
    """

    id: UUID | None
    key: str
    round: str
    provision: str
    actor: Actor
    is_late: bool
    is_offered: bool
    co_sponsors: tuple[str, ...]
    not_supporting: tuple[str, ...]
    words: Words | None
    since: datetime
    answer: Answer | None

    @property
    def public_number(self) -> int | None:
        return int(self.key.rpartition("-")[2]) if self.key else None

    @property
    def is_public(self) -> bool:
        """Tell whether everybody may read it as it stands here, its answer included."""
        return bool(self.key) and (self.answer is None or self.answer.released_at is not None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which comments are wanted, by keys of rounds and provisions, and who asks when."""

    mandate: Mandate | None
    at: datetime
    rounds: Collection[str] = ()
    provisions: Collection[str] = ()
    with_prepared: bool = False


def sources(asked: Asked) -> list[Source]:
    """Return the comments: all that were handed over for the review secretariat, for everybody
    else the published ones and those that their own rooms handed over. At most 14 queries.
    """
    if reads_submissions(asked.mandate, asked.at):
        return _of_secretariat(asked)
    public = _published(asked)
    if asked.mandate is None:
        return public
    known = {each.key for each in public}
    return public + [each for each in _of_rooms(asked) if each.key not in known]


def _published(asked: Asked) -> list[Source]:
    rounds, provisions = asked.rounds, asked.provisions
    found = read_published_comments(rounds=rounds, provisions=provisions).rows
    replied = read_published_dispositions(rounds=rounds, provisions=provisions).rows
    answers = {each.comment: each for each in replied}
    return [_from_published(each, answers.get(each.key)) for each in found]


def _of_rooms(asked: Asked) -> list[Source]:
    cards = read_room_comments(
        asked.mandate,
        asked.at,
        rounds=asked.rounds,
        provisions=asked.provisions,
        stages=[stage.value for stage in HANDED_OVER],
    ).rows
    answers = _answers([each.id for each in cards], asked)
    return [_from_card(each, answers.get(each.id)) for each in cards]


def _of_secretariat(asked: Asked) -> list[Source]:
    found = handed_over_comments(
        asked.mandate,
        asked.at,
        rounds=asked.rounds,
        provisions=asked.provisions,
        stages=_FOR_SECRETARIAT,
    ).rows
    kept = [each for each in found if each.decision != CommentMove.DECLINE_LATE]
    answers = _answers([each.id for each in kept], asked)
    return [_from_handed(each, answers.get(each.id)) for each in kept]


def _answers(ids: Collection[UUID], asked: Asked) -> dict[UUID, DispositionFacts]:
    """Return the answers that stand; where prepared ones are wanted, what is to come instead."""
    histories = answer_histories(ids, asked.mandate, asked.at)
    latest = {
        each: answers[-1] if asked.with_prepared else last_released(answers)
        for each, answers in histories.items()
    }
    return {each: answer for each, answer in latest.items() if answer is not None}


def _from_published(each: PublishedComment, answer: PublishedDisposition | None) -> Source:
    words = Words(
        type=each.type,
        purpose=each.purpose,
        question=each.question,
        selectors=each.selectors,
        version_language=each.version_language,
        body=each.body,
        reason=each.reason,
        proposed=each.proposed,
        language=each.language,
    )
    return Source(
        id=None,
        key=each.key,
        round=each.round,
        provision=each.provision,
        actor=Actor(each.group, each.actor_name),
        is_late=each.is_late,
        is_offered=False,
        co_sponsors=each.co_sponsors,
        not_supporting=each.not_supporting,
        words=None if each.is_withdrawn else words,
        since=each.submitted_at,
        answer=answer,
    )


def _from_card(card: CommentCard, answer: DispositionFacts | None) -> Source:
    return Source(
        id=card.id,
        key=card.key,
        round=card.round,
        provision=card.provision,
        actor=_actor(card.speaks_for),
        is_late=card.is_late,
        is_offered=card.stage == CommentStage.OFFERED_LATE,
        co_sponsors=card.co_sponsors,
        not_supporting=card.not_supporting,
        words=_words(card.wording),
        since=card.submitted_at or card.content_changed_at,
        answer=answer,
    )


def _from_handed(handed: HandedOver, answer: DispositionFacts | None) -> Source:
    words = handed.wording
    return Source(
        id=handed.id,
        key=handed.key,
        round=handed.round,
        provision=handed.provision,
        actor=_actor(handed.speaks_for),
        is_late=handed.is_late and handed.decision == CommentMove.ACCEPT_LATE,
        is_offered=handed.stage == CommentStage.OFFERED_LATE,
        co_sponsors=handed.co_sponsors if words else (),
        not_supporting=handed.not_supporting if words else (),
        words=_words(words) if words else None,
        since=handed.handed_over_at,
        answer=answer,
    )


def _actor(circle: Circle) -> Actor:
    return Actor(circle.group, circle.organization.name if circle.organization else {})


def _words(facts: WordingFacts) -> Words:
    return Words(
        type=facts.type,
        purpose=facts.purpose,
        question=facts.question,
        selectors=facts.selectors,
        version_language=facts.version_language,
        body=facts.body,
        reason=facts.reason,
        proposed=facts.proposed,
        language=facts.language,
    )
