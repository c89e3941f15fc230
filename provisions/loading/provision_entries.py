"""Reading the provisions of a file: each with its items, at any depth."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from core.fields import Fields, Value
from core.languages import LANGUAGES
from core.reading import Place
from frameworks.enums import Theme
from frameworks.loading.entries import UNKNOWN_DAY
from provisions.drafts import MAX_BODY, MAX_REASON, MAX_TITLE, TextDraft
from provisions.enums import Addressee, ProvisionKind, Relation, SourceBasis, TextStatus

from .spec import LinkSpec, ProvisionSpec, SourceSpec

NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Context:
    """What a provision may refer to, and what stands above it.

    `documents` says of each slug in the file whether somebody has seen the document.
    """

    documents: Mapping[str, bool]
    instruments: Collection[str]
    written_in: str
    section: str = ""
    parent: ProvisionSpec | None = None
    found: list[ProvisionSpec] = field(default_factory=list)

    def within(self, section: str) -> "Context":
        """Return the context of a section's own provisions; what is found is shared."""
        return replace(self, section=section)


def read_provisions(value: Value, context: Context) -> None:
    """Append to `context.found` every provision of a list, each followed by its items."""
    for entry in value.items():
        read_provision(entry, context)


def read_provision(value: Value, context: Context) -> ProvisionSpec:
    """Append a provision and its items to `context.found`; return it."""
    with value.fields() as fields:
        return read_provision_fields(fields, context)


def read_provision_fields(fields: Fields, context: Context) -> ProvisionSpec:
    """Do the same with fields of which the caller has read one of its own."""
    spec = _provision(fields, context)
    context.found.append(spec)
    read_provisions(fields.may("items"), replace(context, parent=spec))
    return spec


def _provision(fields: Fields, context: Context) -> ProvisionSpec:
    parent = context.parent
    # An item may leave out what it shares with its parent.
    ask = fields.may if parent else fields.need
    suffix = fields.need("suffix")
    status = ask("text_status").code(TextStatus.values, "text status")
    status = status or (parent.text_status if parent else "")
    kind = ask("kind").code(ProvisionKind.values, "kind of provision")
    texts, text_places = read_texts(fields.need("texts"), context.written_in)
    return ProvisionSpec(
        suffix=suffix.slug(),
        number=_number(fields.need("number")),
        section=context.section,
        parent=parent.suffix if parent else "",
        kind=kind or (parent.kind if parent else ""),
        addressees=_addressees(ask("addressees")),
        themes=_themes(ask("themes"), parent),
        text_status=status,
        source=_source(fields.need("source"), status, context.documents),
        links=_links(fields.need("instruments"), context.instruments),
        texts=texts,
        withdrawn=_withdrawn(fields.may("withdrawn")),
        place=suffix.place,
        text_places=text_places,
    )


def _number(value: Value) -> str:
    number = value.line(40)
    if " " in number:
        value.refuse("A printed number holds no space; write it as S6, 7 or 7(b)(i).")
    return number


def _addressees(value: Value) -> list[str] | None:
    if not value.is_given:
        return None
    if value.is_word(NOT_STATED):
        return []
    return value.codes(
        Addressee.values, "addressee", empty="Name the addressees, or write not_stated."
    )


def _themes(value: Value, parent: ProvisionSpec | None) -> list[str]:
    if parent and not value.is_given:
        return list(parent.themes)
    return value.codes(Theme.values, "theme", empty="Name at least one theme.")


def _links(value: Value, instruments: Collection[str]) -> list[LinkSpec]:
    links: dict[str, LinkSpec] = {}
    for entry in value.items():
        with entry.fields() as fields:
            link = LinkSpec(
                instrument=fields.need("code").code(instruments, "instrument"),
                relation=fields.need("relation").code(Relation.values, "relation"),
                as_of=fields.need("as_of").day() or UNKNOWN_DAY,
            )
        if link.instrument in links:
            entry.refuse(
                f"{link.instrument} stands here twice; a provision has one relation to it."
            )
        links[link.instrument] = link
    return list(links.values())


def read_texts(value: Value, written_in: str) -> tuple[dict[str, TextDraft], dict[str, Place]]:
    """Return title and body by language, and where each stands; `written_in` must be there."""
    texts: dict[str, TextDraft] = {}
    places: dict[str, Place] = {}
    with value.fields() as fields:
        for language in LANGUAGES:
            entry = fields.need(language) if language == written_in else fields.may(language)
            if entry.is_given:
                with entry.fields() as words:
                    texts[language] = TextDraft(
                        title=words.need("title").line(MAX_TITLE),
                        body=words.need("body").text(MAX_BODY),
                    )
                places[language] = entry.place
    return texts, places


def _withdrawn(value: Value) -> str:
    if not value.is_given:
        return ""
    with value.fields() as fields:
        return fields.need("reason").text(MAX_REASON)


def _source(value: Value, status: str, documents: Mapping[str, bool]) -> SourceSpec:
    with value.fields() as fields:
        document = fields.need("document")
        paragraph = fields.stated("paragraph")
        basis = fields.stated("basis")
        source = SourceSpec(
            document=document.code(documents, "document of this file"),
            paragraph=paragraph.integer(1, 9_999),
            basis=basis.code(SourceBasis.values, "basis of a summary"),
        )
    is_summary = status == TextStatus.EDITORIAL_SUMMARY
    if is_summary and not paragraph.is_given:
        paragraph.refuse("A summary names the paragraph that it sums up.")
    if is_summary and not basis.is_given:
        basis.refuse(f"A summary says how its source speaks: {', '.join(SourceBasis.values)}.")
    if status and not is_summary and basis.is_given:
        basis.refuse("Only a summary has a basis; write null.")
    needs_seen = is_summary or status == TextStatus.OFFICIAL
    if needs_seen and source.document and not documents[source.document]:
        document.refuse(
            f"“{source.document}” is registered as not seen; nobody can take words from it."
        )
    return source
