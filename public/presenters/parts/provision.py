"""One provision as its page shows it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import localized
from core.public_paths import (
    framework_path,
    instrument_path,
    provision_path,
    redline_path,
    theme_path,
    version_path,
)
from core.when import When, when_day, when_instant
from core.words import Said, foreign, language_names, said
from frameworks.enums import Basis, OfficialStatus, Theme
from provisions.enums import (
    Addressee,
    ProvisionKind,
    Relation,
    SourceBasis,
    SuccessionKind,
    TextStatus,
)
from provisions.selectors.frame import Frame
from provisions.selectors.provision import LinkedInstrument, ProvisionDetail, Relative
from provisions.selectors.rows import ProvisionRow
from provisions.selectors.versions import VersionRow
from reviews.selectors.stances import Standing

from .facts import Fact, Link, fact
from .sources import Source
from .stances import Glyph, glyph_among


class VersionLine(TypedDict):
    label: str
    url: str
    about: str
    when: When
    is_latest: bool
    redline_url: str


class InstrumentLine(TypedDict):
    code: str
    title: Said
    url: str
    about: str
    as_of: When


class KinLine(TypedDict):
    label: str
    number: str
    title: str
    lang: str
    url: str
    reason: str
    stances: Glyph | None


def crumbs(detail: ProvisionDetail, language: str) -> list[dict[str, str]]:
    """Return the way down: frameworks, the framework, and the provisions that it is an item of."""
    framework = framework_path(detail.row.framework, language)
    return [
        {"label": _("Frameworks"), "url": localized("/frameworks/", language)},
        {"label": said(detail.frame.title, language)["text"], "url": framework},
        *(
            {"label": above.number, "url": provision_path(above.key, language)}
            for above in detail.related("ancestor")
        ),
    ]


def themes_of(row: ProvisionRow, language: str) -> list[dict[str, str]]:
    names = labels(Theme, language)
    return [{"label": names[code], "url": theme_path(code, language)} for code in row.themes]


def source_in(frame: Frame, slug: str | None, language: str) -> Source | None:
    """Return the document as a source with its publisher, or None where none is named."""
    document = frame.documents.get(slug or "")
    if document is None:
        return None
    title, publisher = said(document.title, language), said(document.publisher, language)["text"]
    text = f"{title['text']} ({publisher})" if publisher else title["text"]
    return Source(text=text, lang=title["lang"], url=document.address)


def frame_status(row: ProvisionRow, frame: Frame, language: str) -> dict[str, Any] | None:
    """Return the framework's official status in short, as `components/official_status.html`."""
    if frame.status is None:
        return None
    title = said(frame.title, language)
    source = source_in(frame, frame.status.source, language)
    return {
        "title": title["text"],
        "title_lang": title["lang"],
        "url": framework_path(row.framework, language),
        "sentence": labels(OfficialStatus, language)[frame.status.status],
        "source": source["text"] if source else "",
        "source_lang": source["lang"] if source else "",
        "source_url": source["url"] if source else "",
        "checked": when_day(frame.status.checked_on, language),
        "basis": frame.status.basis,
        "basis_label": labels(Basis, language)[frame.status.basis],
    }


def facts_of(row: ProvisionRow, frame: Frame, language: str) -> list[Fact]:
    addressees = labels(Addressee, language)
    return [
        fact(_("Kind"), labels(ProvisionKind, language)[row.kind]),
        fact(
            _("Addressees"),
            "" if row.addressees else _("Not stated"),
            texts=[addressees[code] for code in row.addressees],
        ),
        *([fact(_("Section"), said(frame.section, language))] if frame.section else []),
        fact(_("Whose words"), labels(TextStatus, language)[row.text_status]),
        *source_facts(row.source, row.source_paragraph, row.source_basis, frame, language),
        fact(_("Meaning last changed"), when=when_instant(row.content_changed_at, language)),
        fact(_("Key"), row.key),
    ]


def source_facts(
    slug: str, paragraph: int | None, basis: str, frame: Frame, language: str
) -> Iterable[Fact]:
    source = source_in(frame, slug, language)
    if source is None:
        return
    note = _("paragraph %(number)d") % {"number": paragraph} if paragraph else ""
    if source["url"]:
        link = Link(label=source["text"], lang=source["lang"], url=source["url"], note=note)
        yield fact(_("Source"), links=[link])
    else:
        text = f"{source['text']}, {note}" if note else source["text"]
        yield fact(_("Source"), Said(text=text, lang=source["lang"]))
    if basis:
        yield fact(_("How the source speaks of it"), labels(SourceBasis, language)[basis])


def instrument_lines(links: Iterable[LinkedInstrument], language: str) -> list[InstrumentLine]:
    relations = labels(Relation, language)
    doubt = " · " + _("number and title from general knowledge, not confirmed")
    return [
        InstrumentLine(
            code=link.code,
            title=said(link.title, language),
            url=instrument_path(link.code, language),
            about=relations[link.relation] + ("" if link.is_confirmed else doubt),
            as_of=when_day(link.as_of, language),
        )
        for link in links
    ]


def version_lines(key: str, versions: Sequence[VersionRow], language: str) -> list[VersionLine]:
    """Return the versions, newest first, each with the redline from the one before it."""
    statuses = labels(TextStatus, language)
    before = [None, *versions]
    return [
        VersionLine(
            label=_("Version %(number)d") % {"number": version.number},
            url=version_path(key, version.number, language),
            about=f"{statuses[version.text_status]} · "
            + language_names(version.languages, language),
            when=when_instant(version.at, language),
            is_latest=version is versions[-1],
            redline_url=redline_path(key, old.number, version.number, language) if old else "",
        )
        for old, version in zip(before, versions, strict=False)
    ][::-1]


def kin_lines(
    detail: ProvisionDetail, standing: Mapping[str, Standing], language: str
) -> list[KinLine]:
    """Return what the provision came from, then what it became."""
    came_from = {
        SuccessionKind.REPLACED: _("Replaces"),
        SuccessionKind.SPLIT: _("Split from"),
        SuccessionKind.MERGED: _("Merged from"),
    }
    became = labels(SuccessionKind, language)
    return [
        *(
            _kin(each, came_from[SuccessionKind(each.kind)], standing, language)
            for each in detail.related("predecessor")
        ),
        *(
            _kin(each, became[each.kind], standing, language)
            for each in detail.related("successor")
        ),
    ]


def _kin(
    relative: Relative, label: str, standing: Mapping[str, Standing], language: str
) -> KinLine:
    return KinLine(
        label=label,
        number=relative.number,
        title=relative.title,
        lang=foreign(relative.text_language, language),
        url=provision_path(relative.key, language),
        reason=relative.reason,
        stances=glyph_among(standing, relative.key, language),
    )


def neighbour(detail: ProvisionDetail, role: str, language: str) -> dict[str, str] | None:
    """Return the previous or the next provision of the document."""
    found = detail.related(role)
    if not found:
        return None
    relative = found[0]
    return {
        "number": relative.number,
        "title": relative.title,
        "lang": foreign(relative.text_language, language),
        "url": provision_path(relative.key, language),
    }
