"""What a caller hands over to open a round or to change its window, and its check."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid
from core.languages import LANGUAGES, Texts
from core.textform import normalize_text
from provisions.drafts import raise_invalid

from .enums import Publication

MAX_PURPOSE = 2_000  # code points, of a purpose as of a question
MAX_REASON = 5_000
MAX_ITEMS = 1_000
MAX_QUESTIONS = 20  # to one provision
LONGEST = timedelta(days=5 * 365)  # further away, a close is a slip of the keyboard


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """A provision (its public key) at the version that the caller saw, and what is asked of it."""

    key: str
    expected_version: int
    questions: Sequence[Texts] = ()


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round that does not exist yet. Instants are aware; one that opens at once has an
    `opens_at` that has passed.
    """

    items: Sequence[ItemDraft]
    opens_at: datetime
    closes_at: datetime
    purpose: Texts
    languages: Sequence[str]
    publication: str

    @property
    def keys(self) -> list[str]:
        return [item.key for item in self.items]


def checked_round(draft: RoundDraft, *, at: datetime) -> RoundDraft:
    """Return `draft` in normal form, its window beginning at `at` at the earliest.

    Raises Invalid with everything that is wrong, each with a JSON pointer to it.
    """
    errors: list[FieldError] = []
    _check_codes(draft, errors)
    _check_items(draft.items, errors)
    opens_at, closes_at = _window(draft, at, errors)
    checked = replace(
        draft,
        opens_at=opens_at,
        closes_at=closes_at,
        purpose=_texts(draft.purpose, "/purpose", errors),
        items=[_item(item, f"/items/{place}", errors) for place, item in enumerate(draft.items)],
        languages=[language for language in LANGUAGES if language in draft.languages],
    )
    raise_invalid(_("The round can’t be opened like this."), errors)
    return checked


def checked_change(reason: str, closes_at: datetime | None = None) -> tuple[str, datetime | None]:
    """Return the public reason for a change of the window in normal form, and the new close in
    UTC. Raises Invalid for no reason, one that is too long, or a close without a time zone.
    """
    errors: list[FieldError] = []
    text = _text(reason, "/reason", MAX_REASON, errors)
    if not text and not errors:
        errors.append(FieldError("/reason", _("Say why; everybody reads it."), "reason_missing"))
    if closes_at is not None and closes_at.tzinfo is None:
        errors.append(_naive("/closes_at"))
    raise_invalid(_("The window can’t be changed like this."), errors)
    return text, closes_at.astimezone(UTC) if closes_at else None


def check_close(closes_at: datetime, *, at: datetime) -> None:
    """Raise Invalid for a close that no review waits for."""
    if closes_at - at > LONGEST:
        detail = _("A round closes within five years; check the year.")
        raise Invalid(detail, errors=[FieldError("/closes_at", detail, "too_far")])


def _check_codes(draft: RoundDraft, errors: list[FieldError]) -> None:
    if draft.publication not in Publication.values:
        detail = _use_one_of(Publication.values)
        errors.append(FieldError("/publication", detail, "unknown"))
    unknown = [language for language in draft.languages if language not in LANGUAGES]
    if unknown or not draft.languages:
        detail = _("Name at least one of: %(codes)s.") % {"codes": ", ".join(LANGUAGES)}
        errors.append(FieldError("/languages", detail, "unknown_language"))


def _check_items(items: Sequence[ItemDraft], errors: list[FieldError]) -> None:
    if not items:
        errors.append(FieldError("/items", _("Name at least one provision."), "empty"))
    if len(items) > MAX_ITEMS:
        detail = _("Name at most %(most)d provisions; these are %(count)d.") % {
            "most": MAX_ITEMS,
            "count": len(items),
        }
        errors.append(FieldError("/items", detail, "long"))
    if len({item.key for item in items}) < len(items):
        errors.append(FieldError("/items", _("Name each provision once."), "repeated"))


def _window(draft: RoundDraft, at: datetime, errors: list[FieldError]) -> tuple[datetime, datetime]:
    naive = [
        _naive(f"/{name}")
        for name in ("opens_at", "closes_at")
        if getattr(draft, name).tzinfo is None
    ]
    if naive:
        errors += naive
        return at, at
    # A round never claims to have been open before it was announced.
    opens_at = max(draft.opens_at, at)
    if draft.closes_at <= opens_at:
        detail = _("A round closes after it opens, and later than now.")
        errors.append(FieldError("/closes_at", detail, "window_backwards"))
    elif draft.closes_at - at > LONGEST:
        detail = _("A round closes within five years; check the year.")
        errors.append(FieldError("/closes_at", detail, "too_far"))
    return opens_at.astimezone(UTC), draft.closes_at.astimezone(UTC)


def _naive(pointer: str) -> FieldError:
    return FieldError(pointer, _("Give the instant with its time zone."), "zone_missing")


def _item(item: ItemDraft, pointer: str, errors: list[FieldError]) -> ItemDraft:
    if len(item.questions) > MAX_QUESTIONS:
        detail = _("Ask at most %(most)d questions; these are %(count)d.") % {
            "most": MAX_QUESTIONS,
            "count": len(item.questions),
        }
        errors.append(FieldError(f"{pointer}/questions", detail, "long"))
    questions = [
        _texts(question, f"{pointer}/questions/{place}", errors)
        for place, question in enumerate(item.questions)
    ]
    return replace(item, questions=questions)


def _texts(texts: Texts, pointer: str, errors: list[FieldError]) -> Texts:
    before = len(errors)
    errors += [
        FieldError(f"{pointer}/{language}", _use_one_of(LANGUAGES), "unknown_language")
        for language in sorted(set(texts) - set(LANGUAGES))
    ]
    found = {
        language: text
        for language in LANGUAGES
        if (text := _text(texts.get(language, ""), f"{pointer}/{language}", MAX_PURPOSE, errors))
    }
    if not found and len(errors) == before:
        errors.append(FieldError(pointer, _("Write it in at least one language."), "empty"))
    return found


def _text(raw: str, pointer: str, limit: int, errors: list[FieldError]) -> str:
    try:
        text = normalize_text(raw)
    except ValueError as error:
        errors.append(FieldError(pointer, str(error), "malformed"))
        return ""
    if len(text) > limit:
        detail = _("Shorten it to %(limit)d characters; it has %(length)d.") % {
            "limit": limit,
            "length": len(text),
        }
        errors.append(FieldError(pointer, detail, "long"))
    return text


def _use_one_of(codes: Sequence[str]) -> str:
    return _("Use one of: %(codes)s.") % {"codes": ", ".join(codes)}
