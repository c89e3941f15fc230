"""Making provisions out of what a file says of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.actor import Actor
from core.errors import Conflict
from frameworks.models import Document, Framework, Instrument, Section
from provisions.drafts import LinkDraft, ProvisionDraft, VersionDraft
from provisions.enums import SourceBasis, TextStatus
from provisions.models import Provision
from provisions.ordering import document_order
from provisions.services.bulk import create_provisions_in_bulk

from .places import NoRoom, place_after
from .spec import ProvisionSpec


def create_from_specs(
    *,
    framework: Framework,
    specs: Sequence[ProvisionSpec],
    ranks: Mapping[str, Sequence[int]],
    actor: Actor,
    at: datetime,
) -> list[Provision]:
    """Return new provisions, each with its first version, at the places that `ranks` gives."""
    documents = {row.slug: row for row in Document.objects.filter(framework=framework)}
    sections = {row.slug: row for row in Section.objects.filter(framework=framework)}
    instruments = {row.code: row for row in Instrument.objects.all()}
    return create_provisions_in_bulk(
        framework=framework,
        drafts=[
            ProvisionDraft(
                suffix=spec.suffix,
                number=spec.number,
                kind=spec.kind,
                themes=spec.themes,
                document_order=document_order(framework.slug, ranks[spec.suffix]),
                own_addressees=spec.addressees,
                section=sections[spec.section],
                parent=spec.parent,
                version=_first_version(spec, documents),
                links=[
                    LinkDraft(instruments[link.instrument], link.relation, link.as_of)
                    for link in spec.links
                ],
            )
            for spec in specs
        ],
        actor=actor,
        at=at,
    )


def _first_version(spec: ProvisionSpec, documents: Mapping[str, Document]) -> VersionDraft:
    return VersionDraft(
        text_status=TextStatus(spec.text_status),
        texts=spec.texts,
        source=documents[spec.source.document],
        source_paragraph=spec.source.paragraph,
        source_basis=SourceBasis(spec.source.basis) if spec.source.basis else None,
    )


def add_provisions(
    *, framework: Framework, specs: Sequence[ProvisionSpec], actor: Actor, at: datetime
) -> list[Provision]:
    """Return new provisions without items, each behind the last one of its section."""
    ranks: dict[str, list[int]] = {}
    rows = Provision.objects.filter(framework=framework, parent=None).select_related("section")
    there = {row.suffix: _rank(row) for row in rows}
    last = {row.section.slug: _rank(row) for row in rows.order_by("document_order") if row.section}
    for spec in specs:
        behind = last.get(spec.section, max(there.values(), default=0))
        try:
            placed = place_after([spec.suffix], behind, there)
        except NoRoom:
            raise Conflict(f"There is no room left behind the section {spec.section}.") from None
        there |= placed
        last[spec.section] = placed[spec.suffix]
        ranks[spec.suffix] = [placed[spec.suffix]]
    return create_from_specs(framework=framework, specs=specs, ranks=ranks, actor=actor, at=at)


def _rank(row: Provision) -> int:
    return int(row.document_order.rsplit("/", 1)[-1])
