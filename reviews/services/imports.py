"""A table of comments on its way into private drafts: all of it is checked before any is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import FieldError, Invalid, Missing
from core.ids import new_id
from core.languages import LANGUAGES
from reviews.content import check_storable
from reviews.importing.contents import Audience, Meant, meant
from reviews.importing.frozen import RoundTexts, round_texts
from reviews.importing.rows import SheetRow
from reviews.models import Draft, ImportedRow, Round
from reviews.permissions import check_audience, speaking
from stakeholders.models import Circle, Mandate

from .drafts import draft_of


@dataclass(frozen=True, slots=True)
class AddedRow:
    """A row of the sheet (its number there) that became a private draft on a provision."""

    row: int
    draft_id: UUID
    provision_number: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, with everything that is wrong with it."""

    row: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of each row. `repeated` said what an earlier row or table said already."""

    added: tuple[AddedRow, ...]
    repeated: tuple[int, ...]
    bad: tuple[BadRow, ...]


def import_comments(
    *,
    round_id: UUID,
    circle_id: UUID,
    speaks_for_id: UUID | None = None,
    language: str,
    content: bytes,
    actor: Actor,
    at: datetime,
) -> ImportResult:
    """Keep the good rows of an XLSX table as private drafts for the room of `circle_id`.

    The whole table is checked first. What was kept from an earlier table for the same room and
    name is not kept again, not even where its draft was deleted since. Raises Missing and
    NotAllowed as `begin_draft` does; Invalid where the file can't be read (`read_table`). As many
    queries for many rows as for few, batches aside.
    """
    from reviews.importing.sheets import read_table  # its libraries are slow to load

    round_ = Round.objects.select_related("framework").filter(pk=round_id).first()
    if round_ is None:
        raise Missing(_("There is no such round."))
    who = speaking(actor, at=at, framework_key=round_.framework.slug)
    audience = Audience(circle_id, speaks_for_id or circle_id, language)
    _check_audience(audience, mandate=who.mandate, at=at)
    good, bad = _judged(read_table(content), round_texts(round_id), audience)
    added, repeated = _keep(good, round_, mandate=who.mandate, at=at)
    return ImportResult(added, repeated, bad)


def _check_audience(audience: Audience, *, mandate: Mandate, at: datetime) -> None:
    if audience.language not in LANGUAGES:
        detail = _("Choose the language that the comments are written in.")
        raise Invalid(detail, errors=[FieldError("language", detail, "unknown")])
    circles = Circle.objects.in_bulk({audience.circle_id, audience.speaks_for_id})
    if not {audience.circle_id, audience.speaks_for_id} <= circles.keys():
        raise Missing(_("There is no such room."))
    check_audience(
        mandate=mandate,
        circle=circles[audience.circle_id],
        speaks_for=circles[audience.speaks_for_id],
        at=at,
    )


def _judged(
    rows: Sequence[SheetRow], texts: RoundTexts, audience: Audience
) -> tuple[list[Meant], tuple[BadRow, ...]]:
    good, bad = [], []
    for row in rows:
        try:
            each = meant(row, texts, audience)
            check_storable(each.content)
            good.append(each)
        except Invalid as refusal:
            bad.append(BadRow(row.number, tuple(each.detail for each in refusal.errors)))
    return good, tuple(bad)


@transaction.atomic
def _keep(
    rows: Sequence[Meant], round_: Round, *, mandate: Mandate, at: datetime
) -> tuple[tuple[AddedRow, ...], tuple[int, ...]]:
    # Of two tables sent at once the second waits here, and then sees what the first one kept.
    Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    kept = ImportedRow.objects.filter(mandate=mandate, round=round_)
    known = set(kept.values_list("fingerprint", flat=True))
    fresh: list[Meant] = []
    repeated: list[int] = []
    for each in rows:
        if each.fingerprint in known:
            repeated.append(each.row)
        else:
            known.add(each.fingerprint)
            fresh.append(each)
    # Whom they are for was checked once for all; that each text is of its item, in finding it.
    drafts = [draft_of(each.content, each.provision.item, mandate=mandate, at=at) for each in fresh]
    Draft.objects.bulk_create(drafts)
    ImportedRow.objects.bulk_create(
        ImportedRow(id=new_id(), mandate=mandate, round=round_, fingerprint=each.fingerprint, at=at)
        for each in fresh
    )
    added = zip(fresh, drafts, strict=True)
    return (
        tuple(AddedRow(each.row, draft.pk, each.provision.number) for each, draft in added),
        tuple(repeated),
    )
