"""A provision's words at the desk: which text, in which language, what kind of words they are."""

from typing import Any

from core.languages import localized
from core.when import When, when_zoned
from core.words import Said, foreign, language_name, said
from reviews.models import FrozenText, Round
from reviews.selectors.reading import Reading

from .links import reading_path, round_path


def provision_head(reading: Reading, text: FrozenText, language: str) -> dict[str, Any]:
    """Return number, title and ways of the provision that `reading` is about."""
    item = reading.item
    key = item.provision.key
    slug, _dot, suffix = key.partition(".")
    return {
        "number": item.provision.number,
        "title": text.text.title,
        "lang": foreign(text.language, language),
        "url": reading_path(key, reading.round.key),
        "compilation_url": f"{reading_path(key)}compilation/",
        "public_url": localized(f"/frameworks/{slug}/provisions/{suffix}/", language),
        "framework": said(reading.round.framework.title, language),
        "version": item.version.number,
        "text_language": language_name(text.language, language),
        "issue": text.text.issue,
        "is_summary": reading.is_summary,
        "source_paragraph": item.version.source_paragraph,
        "source": said(reading.source, language),
    }


def round_head(round_: Round, language: str) -> dict[str, Any]:
    """Return what a page says of the round it stands in."""
    return {
        "id": round_.pk,
        "number": round_.number,
        "url": round_path(round_.pk),
        "purpose": said(round_.purpose, language),
        "opens": round_instant(round_, "opens_at", language),
        "closes": round_instant(round_, "closes_at", language),
        "publication": round_.get_publication_display(),
    }


def round_instant(round_: Round, name: str, language: str) -> When:
    """Return `opens_at` or `closes_at` in the framework's zone and in UTC."""
    return when_zoned(getattr(round_, name), round_.framework.time_zone, language)


def questions(reading: Reading, language: str) -> list[tuple[str, int, Said]]:
    """Return id, number and words of each question."""
    return [(str(each.pk), each.number, said(each.text, language)) for each in reading.questions]


def language_switch(reading: Reading, text: FrozenText, language: str) -> list[dict[str, Any]]:
    """Return the round's languages of these words as the links of `view_switch.html`."""
    path = reading_path(reading.item.provision.key, reading.round.key)
    return [
        {
            "label": language_name(each.language, language),
            "url": f"{path}&text={each.language}",
            "current": each.pk == text.pk,
        }
        for each in reading.texts
    ]
