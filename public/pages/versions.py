"""A version of a provision, and what changed between any two of them."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid, Missing
from core.languages import localized
from core.public_paths import api_path, provision_path, redline_path, version_path
from core.query import Query, choice, whole_number
from core.words import foreign
from provisions.selectors.provision import ProvisionDetail
from provisions.selectors.versions import VersionRow, comparable
from public.presenters.parts import provision as parts
from public.presenters.parts.citation import citation
from public.presenters.parts.explained import explained
from public.presenters.parts.filters import Address
from public.presenters.parts.redlines import comparison
from public.presenters.parts.texts import Words, text
from public.presenters.parts.version import issue_events, version_facts

from .page import Ask, Page, public_page
from .provision import read_provision

VIEWS = ("inline", "sides", "clean")
HIGHEST = 99_999
REDLINE = Query(
    (
        whole_number("from", "Number of the earlier version.", least=1, most=HIGHEST),
        whole_number("to", "Number of the later version.", least=1, most=HIGHEST),
        choice("view", VIEWS, "Marked in one text, in two columns, or clean.", default="inline"),
    )
)


@public_page()
def version(ask: Ask, framework: str, suffix: str, number: int) -> Page:
    detail = read_provision(framework, suffix, ask.language)
    return Page("public/version.html", _version_context(detail, _numbered(detail, number), ask))


@public_page(REDLINE)
def redline(ask: Ask, framework: str, suffix: str) -> Page:
    detail = read_provision(framework, suffix, ask.language)
    if len(detail.versions) < 2:
        return Page("public/redline_single.html", _shared(detail, ask.language))
    old, new = _chosen(detail, ask["from"], ask["to"])
    return Page("public/redline.html", _redline_context(detail, old, new, ask))


def _numbered(detail: ProvisionDetail, number: int) -> VersionRow:
    for each in detail.versions:
        if each.number == number:
            return each
    raise Missing(
        _("%(number)s has no version %(version)d. Its page lists the versions that it has.")
        % {"number": detail.row.number, "version": number}
    )


def _chosen(detail: ProvisionDetail, old: int | None, new: int | None) -> tuple[int, int]:
    """Return which versions to compare: by default the latest with the one before it.

    Raises Invalid for a version that is not there and for one compared with itself.
    """
    numbers = [each.number for each in detail.versions]
    known = ", ".join(map(str, numbers))
    errors = [
        FieldError(
            name,
            _("There is no version %(version)d. Choose from: %(known)s.")
            % {"version": number, "known": known},
            "bad_value",
        )
        for name, number in (("from", old), ("to", new))
        if number is not None and number not in numbers
    ]
    later = new or numbers[-1]
    earlier = old or max((each for each in numbers if each < later), default=numbers[1])
    if earlier == later and not errors:
        same = _("A version can’t be compared with itself; choose two different ones.")
        errors.append(FieldError("to" if new else "from", same, "bad_value"))
    if errors:
        raise Invalid(_("These versions can’t be compared."), code="bad_query", errors=errors)
    return earlier, later


def _steps(old: int, new: int) -> list[int]:
    """Return the versions by which one became the other; the way back was never gone."""
    return list(range(old + 1, new + 1))


def _shared(detail: ProvisionDetail, language: str) -> dict[str, Any]:
    row = detail.row
    here = {"label": row.number, "url": provision_path(row.key, language)}
    return {
        "section": "provisions",
        "crumbs": [*parts.crumbs(detail, language), here],
        "provision": {"number": row.number, "url": here["url"]},
        "title": row.title,
        "lang": foreign(row.text_language, language),
    }


def _version_context(detail: ProvisionDetail, shown: VersionRow, ask: Ask) -> dict[str, Any]:
    language, key = ask.language, detail.row.key
    words = Words(
        body=shown.body,
        of_text=shown.language,
        text_status=shown.text_status,
        source_paragraph=shown.source_paragraph,
    )
    source = parts.source_in(detail.frame, shown.source, language)
    lines = parts.version_lines(key, detail.versions, language)
    what = _("%(number)s, “%(title)s”, version %(version)d") % {
        "number": detail.row.number,
        "title": shown.title,
        "version": shown.number,
    }
    return {
        **_shared(detail, language),
        "title": shown.title,
        "lang": foreign(shown.language, language),
        "number": shown.number,
        "latest": "" if shown is detail.versions[-1] else lines[0]["url"],
        "text": text(words, source, [], language),
        "facts": version_facts(shown, detail.frame, language),
        "events": issue_events(shown, language),
        "versions": lines,
        "explained": explained(key, detail.versions, [shown.number], language),
        "cite": citation(what, version_path(key, shown.number, language), ask.revision),
        "api_url": api_path(f"provisions/{key}/versions"),
    }


def _redline_context(detail: ProvisionDetail, old: int, new: int, ask: Ask) -> dict[str, Any]:
    language, key = ask.language, detail.row.key
    before, after = comparable(key, old, new, language=language)
    address = Address(localized(ask.path, language), "")
    pairs = [("from", str(old)), ("to", str(new))]
    names = {"inline": _("Marked"), "sides": _("Side by side"), "clean": _("Clean")}
    return {
        **_shared(detail, language),
        "redline": comparison(before, after, language),
        "explained": explained(key, detail.versions, _steps(old, new), language),
        "view": ask["view"],
        "views": [
            {
                "label": label,
                "url": address.url([*pairs, ("view", view)]),
                "current": view == ask["view"],
            }
            for view, label in names.items()
        ],
        "action": address.path,
        "numbers": [each.number for each in detail.versions],
        "old": old,
        "new": new,
        "before_label": _("Version %(number)d") % {"number": old},
        "after_label": _("Version %(number)d") % {"number": new},
        "swapped_url": redline_path(key, new, old, language),
        "languages_differ": before.language != after.language,
        "old_url": version_path(key, old, language),
        "new_url": version_path(key, new, language),
    }
