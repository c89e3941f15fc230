"""What callers hand to the services, and its check: every error is named before any is raised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.errors import FieldError, Invalid
from core.languages import LANGUAGES
from core.naming import is_slug
from core.textform import normalize_line, normalize_text
from frameworks.enums import Theme
from frameworks.models import Document, Framework, Instrument, Section
from provisions.enums import Addressee, ProvisionKind, Relation, SourceBasis, TextStatus
from provisions.models import Provision
from provisions.ordering import below, document_order, is_order

MAX_TITLE = 300
MAX_BODY = 50_000  # code points: a long paragraph has 2,000
MAX_REASON = 2_000


@dataclass(frozen=True, slots=True)
class TextDraft:
    """Title and body in one language, as written; `checked_text` brings them into form."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """The content of a version: texts by language, and where its words come from."""

    text_status: TextStatus
    texts: Mapping[str, TextDraft]
    source: Document | None = None
    source_paragraph: int | None = None
    source_basis: SourceBasis | None = None


@dataclass(frozen=True, slots=True)
class LinkDraft:
    instrument: Instrument
    relation: str
    as_of: date


@dataclass(frozen=True, slots=True)
class ProvisionDraft:
    """A provision that does not exist yet. `parent` is a suffix in the same framework."""

    suffix: str
    number: str
    kind: str
    themes: Sequence[str]
    document_order: str
    own_addressees: Sequence[str] | None = None
    section: Section | None = None
    parent: str = ""
    version: VersionDraft | None = None
    links: Sequence[LinkDraft] = field(default=())


def checked_text(draft: TextDraft, pointer: str = "") -> TextDraft:
    """Return `draft` in normal form. Raises Invalid if it is empty, too long or malformed."""
    errors: list[FieldError] = []
    title = _formed(draft.title, f"{pointer}/title", MAX_TITLE, errors, one_line=True)
    body = _formed(draft.body, f"{pointer}/body", MAX_BODY, errors, one_line=False)
    raise_invalid("The text can’t be taken as it is.", errors)
    return TextDraft(title, body)


def checked_texts(texts: Mapping[str, TextDraft]) -> dict[str, TextDraft]:
    """Return the texts in normal form, in the order of the portal's languages."""
    if not texts:
        raise Invalid("A version needs its text in at least one language.", code="text_missing")
    unknown = sorted(set(texts) - set(LANGUAGES))
    raise_invalid(
        "A text is in a language that the portal does not carry.",
        [FieldError(f"/texts/{code}", "Use en, fr or es.", "unknown_language") for code in unknown],
    )
    return {
        language: checked_text(texts[language], f"/texts/{language}")
        for language in LANGUAGES
        if language in texts
    }


def checked_reason(reason: str) -> str:
    """Return `reason` in normal form. Raises Invalid if there is none or it is too long."""
    errors: list[FieldError] = []
    text = _formed(reason, "/reason", MAX_REASON, errors, one_line=False)
    raise_invalid("Give a reason; it is shown with the act.", errors, code="reason_missing")
    return text


def _formed(raw: str, pointer: str, limit: int, errors: list[FieldError], *, one_line: bool) -> str:
    try:
        text = normalize_line(raw) if one_line else normalize_text(raw)
    except ValueError as error:
        errors.append(FieldError(pointer, str(error), "malformed"))
        return ""
    if not text:
        errors.append(FieldError(pointer, "Write something here.", "empty"))
    if len(text) > limit:
        errors.append(
            FieldError(pointer, f"Shorten it to {limit} characters; it has {len(text)}.", "long")
        )
    return text


def check_version(draft: VersionDraft, framework: Framework) -> None:
    """Raise Invalid unless the source belongs to the framework and a summary names its own."""
    errors: list[FieldError] = []
    if draft.source is not None and draft.source.framework_id != framework.id:
        errors.append(FieldError("/source", "Name a document of this framework.", "foreign"))
    if draft.source_paragraph is not None and draft.source_paragraph < 1:
        errors.append(FieldError("/source/paragraph", "Paragraphs count from 1.", "invalid"))
    is_summary = draft.text_status == TextStatus.EDITORIAL_SUMMARY
    if is_summary and (draft.source is None or draft.source_paragraph is None):
        errors.append(
            FieldError("/source", "A summary names its document and paragraph.", "missing")
        )
    raise_invalid("The version can’t be taken as it is.", errors)


def check_facts(
    *, kind: str, themes: Iterable[str], own_addressees: Iterable[str] | None, pointer: str = ""
) -> None:
    """Raise Invalid for a kind, theme or addressee that is unknown or named twice."""
    errors: list[FieldError] = []
    _known([kind], ProvisionKind.values, f"{pointer}/kind", errors)
    _known(list(themes), Theme.values, f"{pointer}/themes", errors)
    _known(list(own_addressees or ()), Addressee.values, f"{pointer}/addressees", errors)
    raise_invalid("The facts can’t be taken as they are.", errors)


def check_links(links: Sequence[LinkDraft]) -> None:
    """Raise Invalid for an unknown relation, or for an instrument that is linked twice."""
    errors: list[FieldError] = []
    _known([link.relation for link in links], Relation.values, "/links", errors, once=False)
    if len({link.instrument.code for link in links}) < len(links):
        errors.append(FieldError("/links", "Name each instrument once.", "repeated"))
    raise_invalid("The links can’t be taken as they are.", errors)


def _known(
    values: list[str],
    known: list[str],
    pointer: str,
    errors: list[FieldError],
    *,
    once: bool = True,
) -> None:
    for value in values:
        if value not in known:
            detail = f"“{value}” is unknown; use one of {', '.join(known)}."
            errors.append(FieldError(pointer, detail, "unknown"))
    if once and len(set(values)) < len(values):
        errors.append(FieldError(pointer, "Name each only once.", "repeated"))


def check_place(draft: ProvisionDraft, framework: Framework) -> None:
    """Raise Invalid for a malformed suffix, number or place, or a section from elsewhere."""
    errors: list[FieldError] = []
    if not is_slug(draft.suffix):
        errors.append(FieldError("/suffix", "Use kebab-case such as s6 or 7b-i.", "malformed"))
    if draft.number != _formed(draft.number, "/number", 40, errors, one_line=True) and not errors:
        errors.append(FieldError("/number", "Leave out needless spaces.", "malformed"))
    if draft.section is not None and draft.section.framework_id != framework.id:
        errors.append(FieldError("/section", "Name a section of this framework.", "foreign"))
    if not is_order(draft.document_order, framework.slug):
        detail = f"It reads like {document_order(framework.slug, (7, 2))}."
        errors.append(FieldError("/document_order", detail, "malformed"))
    raise_invalid("The provision can’t stand like this.", errors)


def check_under(parent: Provision, draft: ProvisionDraft) -> None:
    """Raise Invalid unless the place of an item lies under its parent's."""
    if not draft.document_order.startswith(below(parent.document_order)):
        detail = f"It has to begin with {below(parent.document_order)}"
        raise_invalid(
            "An item stands under its parent.",
            [FieldError("/document_order", detail, "misplaced")],
        )


def raise_invalid(detail: str, errors: Sequence[FieldError], *, code: str | None = None) -> None:
    """Raise Invalid with all of `errors`, or return if there are none."""
    if errors:
        raise Invalid(detail, code=code, errors=errors)
