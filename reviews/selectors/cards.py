"""A comment as its room sees it, put together in a constant number of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F

from reviews.lifecycle import HANDED_OVER
from reviews.models import Author, Comment, Message, SubmittedComment, Voice, Wording
from reviews.querysets import WordingQuerySet
from reviews.voices import Behind, behind, standing_voices
from stakeholders.models import Circle, Mandate

# What a comment has to come with to be made into a card.
RELATED = (
    "round__framework",
    "item__provision",
    "item__version",
    "circle__organization",
    "speaks_for__organization",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a room, under the mandate they acted under there."""

    mandate_id: UUID
    name: str
    capacity: str
    group: str
    organization_code: str


@dataclass(frozen=True, slots=True)
class WordingFacts:
    """What a comment says, and of which text: the version's number, its language and issue.
    `selectors` are W3C selectors, none for the whole provision; `text_id` is the frozen text.
    """

    number: int
    text_id: UUID
    version: int
    version_language: str
    version_issue: int
    selectors: Sequence[Mapping[str, Any]]
    question_id: UUID | None
    question: int | None
    type: str
    purpose: str
    body: str
    reason: str
    proposed: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """A word that stands. `delegation` is whose it is, None where `person` speaks alone;
    `is_of_these_words`: of the comment's present words, and not of earlier ones.
    """

    kind: str
    delegation: Circle | None
    person: Person
    for_person: Person | None
    text: str
    at: datetime
    is_of_these_words: bool


@dataclass(frozen=True, slots=True)
class CommentCard:
    """A comment as its room sees it. `edition` is what the next move has to expect; `key` is
    empty until publication. `co_sponsors` and `not_supporting` are codes of organizations: those
    of now while it is in its room, and those it was handed over with afterwards.
    """

    id: UUID
    edition: int
    stage: str
    framework: str
    round_id: UUID
    round: str
    closes_at: datetime
    item_id: UUID
    provision: str
    provision_number: str
    circle: Circle
    speaks_for: Circle
    wording: WordingFacts
    authors: tuple[Person, ...]
    voices: tuple[VoiceFacts, ...]
    co_sponsors: tuple[str, ...]
    not_supporting: tuple[str, ...]
    messages: int
    merged_into: UUID | None
    is_late: bool
    shared_at: datetime
    content_changed_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None
    key: str

    def count(self, kind: str) -> int:
        """Return how many voices of a kind stand."""
        return sum(voice.kind == kind for voice in self.voices)


def cards_of(
    rows: Sequence[Comment], mandate: Mandate | None, at: datetime
) -> tuple[CommentCard, ...]:
    """Return rows that come with `RELATED` as cards, in their order. Six queries for any number."""
    ids = [row.pk for row in rows]
    wordings = Wording.objects.visible_to(mandate, at).filter(
        comment__in=ids, number=F("comment__latest_wording")
    )
    said = {each.comment_id: each for each in with_text(wordings)}
    authors = _authors(ids, mandate, at)
    voices = standing_voices(rows, mandate=mandate, at=at)
    standing = behind(rows, voices, at=at) | _handed_over_with(ids, mandate, at)
    messages = _message_counts(ids, mandate, at)
    return tuple(
        _card(
            row,
            said[row.pk],
            authors.get(row.pk, []),
            voices[row.pk],
            standing[row.pk],
            messages.get(row.pk, 0),
        )
        for row in rows
    )


def with_text(rows: WordingQuerySet) -> WordingQuerySet:
    """Return wordings with what `wording_facts` reads."""
    return rows.select_related("text__text__version", "question")


def wording_facts(row: Wording) -> WordingFacts:
    """Return a wording of `with_text` as facts."""
    text = row.text.text
    return WordingFacts(
        number=row.number,
        text_id=row.text_id,
        version=text.version.number,
        version_language=text.language,
        version_issue=text.issue,
        selectors=tuple(row.selectors),
        question_id=row.question_id,
        question=row.question.number if row.question else None,
        type=row.type,
        purpose=row.purpose,
        body=row.body,
        reason=row.reason,
        proposed=row.proposed,
        language=row.language,
        at=row.at,
    )


def person_facts(mandate: Mandate) -> Person:
    """Return who acts under a mandate, which comes with its user and organization."""
    return Person(
        mandate_id=mandate.pk,
        name=mandate.user.name,
        capacity=mandate.capacity,
        group=mandate.group,
        organization_code=mandate.organization.code if mandate.organization else "",
    )


def voice_facts(voice: Voice, comment: Comment) -> VoiceFacts:
    """Return a voice of `standing_voices` as facts."""
    return VoiceFacts(
        kind=voice.kind,
        delegation=voice.delegation,
        person=person_facts(voice.mandate),
        for_person=person_facts(voice.for_mandate) if voice.for_mandate else None,
        text=voice.text,
        at=voice.at,
        is_of_these_words=voice.wording == comment.latest_wording,
    )


def _authors(
    ids: Collection[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, list[Person]]:
    rows = Author.objects.visible_to(mandate, at).filter(comment__in=ids)
    found: dict[UUID, list[Person]] = {}
    for row in rows.select_related("mandate__user", "mandate__organization"):
        found.setdefault(row.comment_id, []).append(person_facts(row.mandate))
    return found


def _handed_over_with(
    ids: Collection[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, Behind]:
    """Return who stood behind those that are handed over now, when they were."""
    rows = SubmittedComment.objects.visible_to(mandate, at).filter(
        comment__in=ids, comment__stage__in=HANDED_OVER
    )
    return {
        row.comment_id: Behind(tuple(row.co_sponsors), tuple(row.not_supporting))
        for row in rows.order_by("submission__at", "submission_id")
    }


def _message_counts(
    ids: Collection[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, int]:
    rows = Message.objects.visible_to(mandate, at).filter(comment__in=ids).order_by()
    return dict(rows.values_list("comment").annotate(count=Count("pk")))


def _card(
    row: Comment,
    wording: Wording,
    authors: Iterable[Person],
    voices: Iterable[Voice],
    standing: Behind,
    messages: int,
) -> CommentCard:
    return CommentCard(
        id=row.pk,
        edition=row.edition,
        stage=row.stage,
        framework=row.round.framework.slug,
        round_id=row.round_id,
        round=row.round.key,
        closes_at=row.round.closes_at,
        item_id=row.item_id,
        provision=row.item.provision.key,
        provision_number=row.item.provision.number,
        circle=row.circle,
        speaks_for=row.speaks_for,
        wording=wording_facts(wording),
        authors=tuple(authors),
        voices=tuple(voice_facts(each, row) for each in voices),
        co_sponsors=standing.co_sponsors,
        not_supporting=standing.not_supporting,
        messages=messages,
        merged_into=row.merged_into_id,
        is_late=row.is_late,
        shared_at=row.shared_at,
        content_changed_at=row.content_changed_at,
        submitted_at=row.submitted_at,
        published_at=row.published_at,
        key=row.key or "",
    )
