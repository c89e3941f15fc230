"""The texts of a working draft: as they are stored, as they are sent, and what they began as."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from core.errors import FieldError
from core.languages import LANGUAGES
from core.textform import normalize_line, normalize_text
from provisions.drafts import MAX_BODY, MAX_TITLE, TextDraft
from provisions.models import VersionText

from .content import raise_invalid
from .models import NextVersion

Stored = dict[str, dict[str, str]]  # {language: {"title": …, "body": …}}


def stored_texts(texts: Mapping[str, TextDraft]) -> Stored:
    """Return texts as a working draft stores them."""
    return {code: {"title": each.title, "body": each.body} for code, each in texts.items()}


def text_drafts(stored: Mapping[str, Mapping[str, str]]) -> dict[str, TextDraft]:
    """Return stored texts as the services of provisions take them."""
    return {code: TextDraft(each["title"], each["body"]) for code, each in stored.items()}


def formed_texts(sent: Mapping[str, Mapping[str, str]]) -> Stored:
    """Return what was sent in normal form and in the portal's order of languages.

    A language with neither title nor body is left out; one of the two may be missing in a draft.
    Raises Invalid with every error at `/texts/<language>/<title or body>`.
    """
    errors = [
        FieldError(f"/texts/{code}", _("Use en, fr or es."), "unknown_language")
        for code in sorted(set(sent) - set(LANGUAGES))
    ]
    formed: Stored = {}
    for code in (each for each in LANGUAGES if each in sent):
        title = _formed(sent[code].get("title", ""), code, "title", errors)
        body = _formed(sent[code].get("body", ""), code, "body", errors)
        if title or body:
            formed[code] = {"title": title, "body": body}
    raise_invalid(_("The draft can’t be kept as it is."), errors)
    return formed


def base_texts(draft: NextVersion) -> dict[str, VersionText]:
    """Return the texts that a draft was made from, by language: of each the issue that was the
    latest when it was begun. What its causes count is counted in these. One query.
    """
    rows = VersionText.objects.filter(version=draft.base_id, created_at__lte=draft.created_at)
    return {row.language: row for row in rows.order_by("language", "issue")}


def _formed(raw: str, code: str, part: str, errors: list[FieldError]) -> str:
    pointer = f"/texts/{code}/{part}"
    try:
        text = normalize_line(raw) if part == "title" else normalize_text(raw)
    except ValueError as error:
        errors.append(FieldError(pointer, str(error), "malformed"))
        return ""
    limit = MAX_TITLE if part == "title" else MAX_BODY
    if len(text) > limit:
        detail = _("Shorten it to %(limit)d characters; it has %(length)d.")
        said = detail % {"limit": limit, "length": len(text)}
        errors.append(FieldError(pointer, said, "long"))
    return text
