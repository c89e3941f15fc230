"""Where comments stand in later versions, and what waits for a person of the review secretariat."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from frameworks.selectors import Stretch
from provisions.models import Provision, VersionText
from reviews.anchors import as_selectors
from reviews.enums import TO_BE_CONFIRMED
from reviews.lifecycle import HANDED_OVER
from reviews.models import Placement
from reviews.placement_sources import awaits_person, handed_of, placements_since, source_of
from reviews.querysets import reads_submissions, scope_of
from stakeholders.models import Mandate

from .handed import HandedOver, handed_over_comments


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """Where a comment stands in a version: the latest word on it. `language` is empty where the
    version has no text in the comment's language; `needs_confirmation` until a person looked.
    """

    version: int
    language: str
    kind: str
    score: int
    selectors: Sequence[Mapping[str, Any]]
    is_confirmed: bool
    needs_confirmation: bool
    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text that a comment holds on to, or is to be placed in."""

    id: UUID
    version: int
    language: str
    issue: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class PlacementCase:
    """A comment to be placed by a person: the words it held on to in the old text, and what the
    portal suggests in the new one, None where the version has no text in its language.
    """

    comment: HandedOver
    old_text: PlacedText
    old_selectors: Sequence[Mapping[str, Any]]
    version: int
    new_text: PlacedText | None
    suggestion: PlacementFacts


def placements_of(
    comment_ids: Collection[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, tuple[PlacementFacts, ...]]:
    """Return where each comment stands, by id, version by version; comments that were never
    placed, or of which `mandate` (None: the public) may not know where, are left out. Four
    queries.
    """
    found = _standing(comment_ids, mandate, at)
    return {
        comment: tuple(_facts(row) for row in _latest(rows))
        for comment, rows in found.items()
        if rows
    }


def placements_to_confirm(
    mandate: Mandate | None, at: datetime, *, framework: str | None = None
) -> list[PlacementCase]:
    """Return what waits for the review secretariat's word in the latest versions, in document
    order; nothing for anybody else. A constant number of queries.
    """
    if not reads_submissions(mandate, at):
        return []
    rows = Placement.objects.visible_to(mandate, at).filter(
        kind__in=TO_BE_CONFIRMED, mandate=None, comment__stage__in=HANDED_OVER
    )
    scope = scope_of("comment__round__framework", mandate)
    if framework is not None:
        rows = rows.filter(version__provision__framework__slug=framework)
    comments = rows.filter(**scope).values_list("comment", flat=True)
    return [
        case for case in _cases(set(comments), mandate, at) if case.suggestion.needs_confirmation
    ]


def placement_case(
    comment_id: UUID, version: int, mandate: Mandate | None, at: datetime
) -> PlacementCase:
    """Return one comment beside its place in a version, confirmed or not. Raises Missing for
    anybody but the review secretariat, and where it has no place there.
    """
    if reads_submissions(mandate, at):
        for case in _cases([comment_id], mandate, at, version):
            return case
    raise Missing(_("There is no such comment."))


def _standing(
    comment_ids: Iterable[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, list[Placement]]:
    """Return the placements that `mandate` may read, by comment, the latest of a version last."""
    seen = Placement.objects.visible_to(mandate, at).filter(comment__in=list(comment_ids))
    return placements_since(handed_of(set(seen.values_list("comment", flat=True))))


def _latest(rows: Iterable[Placement]) -> Iterable[Placement]:
    return {row.version.number: row for row in rows}.values()


def _cases(
    comment_ids: Collection[UUID], mandate: Mandate | None, at: datetime, version: int | None = None
) -> list[PlacementCase]:
    """Return the cases of comments in one version, or else in the latest of each provision."""
    keys = [str(each) for each in comment_ids]
    cards = handed_over_comments(mandate, at, Stretch(keys=keys)).rows
    handed = handed_of([card.id for card in cards])
    placements = placements_since(handed)
    last = _last_versions(cards) if version is None else {}
    cases = []
    for card in cards:
        number = last[card.provision] if version is None else version
        rows = [row for row in placements[card.id] if row.version.number == number]
        if not rows:
            continue
        source = source_of(handed[card.id], placements[card.id], number)
        text = rows[-1].text
        cases.append(
            PlacementCase(
                comment=card,
                old_text=_text(source.text, source.text.version.number),
                old_selectors=tuple(as_selectors(source.anchor)),
                version=number,
                new_text=_text(text, number) if text else None,
                suggestion=_facts(rows[-1]),
            )
        )
    return cases


def _last_versions(cards: Iterable[HandedOver]) -> dict[str, int]:
    rows = Provision.objects.filter(key__in={card.provision for card in cards})
    return dict(rows.values_list("key", "latest_version"))


def _facts(row: Placement) -> PlacementFacts:
    return PlacementFacts(
        version=row.version.number,
        language=row.text.language if row.text else "",
        kind=row.kind,
        score=row.score,
        selectors=tuple(row.selectors),
        is_confirmed=row.mandate_id is not None,
        needs_confirmation=awaits_person(row),
        at=row.at,
        number=row.number,
    )


def _text(row: VersionText, version: int) -> PlacedText:
    return PlacedText(row.pk, version, row.language, row.issue, row.title, row.body)
