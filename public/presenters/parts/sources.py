"""Documents as a source names them, and the register that lists them all."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from core.labels import labels
from core.when import When, when_honest
from core.words import Said, language_names, said
from frameworks.enums import DocumentKind
from frameworks.selectors import DocumentFacts

# By framework and slug: what a status, a milestone or a version names as its source.
Documents = Mapping[tuple[str, str], DocumentFacts]


class Source(TypedDict):
    text: str
    lang: str
    url: str


class DocumentRow(TypedDict):
    """One line of `components/document_register.html`; empty texts read “not known”."""

    slug: str
    title: str
    lang: str
    url: str
    kind: str
    symbol: str
    language: str
    when: When | None
    publisher: str
    licence: str
    note: Said
    seen: bool


def by_name(documents: Iterable[DocumentFacts]) -> Documents:
    return {(each.framework, each.slug): each for each in documents}


def source_of(documents: Documents, framework: str, slug: str, language: str) -> Source | None:
    """Return the document as a source with its publisher, or None where none is named."""
    document = documents.get((framework, slug))
    if document is None:
        return None
    title = said(document.title, language)
    publisher = said(document.publisher, language)["text"]
    text = f"{title['text']} ({publisher})" if publisher else title["text"]
    return Source(text=text, lang=title["lang"], url=document.address)


def document_row(document: DocumentFacts, language: str) -> DocumentRow:
    title = said(document.title, language)
    return DocumentRow(
        slug=document.slug,
        title=title["text"],
        lang=title["lang"],
        url=document.address,
        kind=labels(DocumentKind, language)[document.kind],
        symbol=document.symbol,
        language=language_names(document.languages, language),
        when=when_honest(document.date, language) if document.date else None,
        publisher=said(document.publisher, language)["text"],
        licence=said(document.licence, language)["text"],
        note=said(document.note, language),
        seen=document.is_seen,
    )
