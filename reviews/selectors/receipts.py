"""Receipts: what was handed over, when, and whether it still says what it said."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.errors import Missing
from reviews.digests import receipt_digest, submitted_digest
from reviews.models import Submission, SubmittedComment, Wording
from reviews.querysets import SubmissionQuerySet, rooms_of
from stakeholders.models import Circle, Mandate

from .cards import Person, WordingFacts, person_facts, wording_facts


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One comment of a receipt; `matches` says whether its stored words still give the digest.
    `words` are those that were handed over, without their number; both are None where they may
    not be read any more.
    """

    comment_id: UUID
    provision: str
    provision_number: str
    digest: str
    co_sponsors: tuple[str, ...]
    not_supporting: tuple[str, ...]
    matches: bool | None
    words: WordingFacts | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """`at` is in UTC and `local_at` in the framework's zone, whose name is `time_zone`. `person`
    is who submitted, `for_person` for whom; both are None outside the room.
    """

    id: UUID
    number: str
    at: datetime
    local_at: datetime
    time_zone: str
    framework: str
    round_id: UUID
    round: str
    circle: Circle
    speaks_for: Circle
    is_late: bool
    digest: str
    lines: tuple[ReceiptLine, ...]
    person: Person | None
    for_person: Person | None

    @property
    def matches(self) -> bool:
        """Return whether nothing that was handed over has changed since."""
        return self.digest == receipt_digest([line.digest for line in self.lines]) and all(
            line.matches is not False for line in self.lines
        )


def receipt(submission_id: UUID, mandate: Mandate | None, at: datetime) -> Receipt:
    """Return a receipt with its lines in the order of the comments' ids. Four queries.

    Raises Missing for who is neither in its room nor of the review secretariat.
    """
    row = _rows(mandate, at).filter(pk=submission_id).first()
    if row is None:
        raise Missing(_("There is no such receipt."))
    is_ours = rooms_of(mandate, at).filter(pk=row.circle_id).exists()
    person, other = row.mandate, row.for_mandate
    return Receipt(
        id=row.pk,
        number=row.number,
        at=row.at.astimezone(UTC),
        local_at=row.at.astimezone(ZoneInfo(row.round.framework.time_zone)),
        time_zone=row.round.framework.time_zone,
        framework=row.round.framework.slug,
        round_id=row.round_id,
        round=row.round.key,
        circle=row.circle,
        speaks_for=row.speaks_for,
        is_late=row.is_late,
        digest=row.digest,
        lines=_lines(row, mandate, at),
        person=person_facts(person) if is_ours else None,
        for_person=person_facts(other) if is_ours and other else None,
    )


def digest_matches(submission_id: UUID, mandate: Mandate | None, at: datetime) -> bool:
    """Return whether the stored words still give the receipt's digest. Raises Missing."""
    return receipt(submission_id, mandate, at).matches


def _rows(mandate: Mandate | None, at: datetime) -> SubmissionQuerySet:
    return Submission.objects.visible_to(mandate, at).select_related(
        "round__framework",
        "circle__organization",
        "speaks_for__organization",
        "mandate__user",
        "mandate__organization",
        "for_mandate__user",
        "for_mandate__organization",
    )


def _lines(row: Submission, mandate: Mandate | None, at: datetime) -> tuple[ReceiptLine, ...]:
    lines = list(
        SubmittedComment.objects.visible_to(mandate, at)
        .filter(submission=row)
        .select_related("comment__item__provision", "comment__speaks_for__organization")
        .order_by("comment_id")
    )
    wordings = {
        (each.comment_id, each.number): each
        for each in Wording.objects.visible_to(mandate, at)
        .filter(comment__in=[line.comment_id for line in lines])
        .select_related("text__text__version", "question")
    }
    return tuple(_line(line, wordings.get((line.comment_id, line.wording))) for line in lines)


def _line(line: SubmittedComment, wording: Wording | None) -> ReceiptLine:
    if wording is not None:
        wording.comment = line.comment
    again = wording and submitted_digest(
        wording, co_sponsors=line.co_sponsors, not_supporting=line.not_supporting
    )
    return ReceiptLine(
        comment_id=line.comment_id,
        provision=line.comment.item.provision.key,
        provision_number=line.comment.item.provision.number,
        digest=line.digest,
        co_sponsors=tuple(line.co_sponsors),
        not_supporting=tuple(line.not_supporting),
        matches=again == line.digest if again else None,
        words=replace(wording_facts(wording), number=0) if wording else None,
    )
