"""The document register. One query for any number."""

from collections.abc import Collection
from dataclasses import dataclass

from core.dates import HonestDate
from core.keyset import Order
from core.languages import Texts
from frameworks.keys import document_key
from frameworks.models import Document

from .slices import DOCUMENT_ORDER, WHOLE, Slice, Stretch, sliced

DOCUMENT_ORDERS = {DOCUMENT_ORDER: Order(("framework__slug", "order_key", "slug"))}


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A document of a framework (its slug). Empty texts are not known here."""

    framework: str
    slug: str
    kind: str
    title: Texts
    publisher: Texts
    symbol: str
    languages: tuple[str, ...]
    date: HonestDate | None
    address: str
    licence: Texts
    is_seen: bool
    basis: str
    note: Texts
    is_invented: bool

    @property
    def key(self) -> str:
        return document_key(self.framework, self.slug)


def read_documents(
    stretch: Stretch = WHOLE, *, frameworks: Collection[str] = (), kinds: Collection[str] = ()
) -> Slice[DocumentFacts]:
    """Return documents of these frameworks (slugs) and kinds, of all where none is named.

    `stretch.keys` are slugs, which are unique within a framework only: name the frameworks too.
    """
    rows = Document.objects.select_related("framework")
    if frameworks:
        rows = rows.filter(framework__slug__in=list(frameworks))
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    return sliced(rows, DOCUMENT_ORDERS, stretch, _document)


def _document(row: Document) -> DocumentFacts:
    return DocumentFacts(
        framework=row.framework.slug,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        publisher=row.publisher,
        symbol=row.symbol,
        languages=tuple(row.languages),
        date=row.date,
        address=row.address,
        licence=row.licence,
        is_seen=row.is_seen,
        basis=row.basis,
        note=row.note,
        is_invented=row.framework.is_sample,
    )
