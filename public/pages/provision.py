"""One provision: where it stands, what it says, and everything that is recorded of it."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import Missing
from core.labels import labels
from core.public_paths import api_path, provision_path, version_path
from core.words import foreign, said
from notifications.enums import Topic
from provisions.enums import TextStatus
from provisions.lifecycle import Stage
from provisions.selectors.provision import ProvisionDetail, get_provision
from public.presenters.parts import provision as parts
from public.presenters.parts.agreement import agreement_shown
from public.presenters.parts.citation import Citation, citation
from public.presenters.parts.comments import comments_shown
from public.presenters.parts.following import follow
from public.presenters.parts.happenings import happenings
from public.presenters.parts.positions import stances_shown, voices
from public.presenters.parts.stances import glyph_of, needs_from
from public.presenters.parts.texts import items_of, spent_note, text, words_of
from public.presenters.parts.tracker import tracker
from reviews.selectors.agreements import agreement_of
from reviews.selectors.published import read_published_comments
from reviews.selectors.released_positions import actor_order
from reviews.selectors.stances import PublicPosition, Standing, read_positions, standings

from .page import Ask, Page, public_page


@public_page()
def provision(ask: Ask, framework: str, suffix: str) -> Page:
    detail = read_provision(framework, suffix, ask.language)
    return Page("public/provision.html", _context(detail, ask))


def read_provision(framework: str, suffix: str, language: str) -> ProvisionDetail:
    """Return a provision. Raises Missing with a sentence that helps."""
    try:
        return get_provision(f"{framework}.{suffix}", language=language)
    except Missing:
        raise Missing(
            _("There is no provision “%(suffix)s” in “%(framework)s”. Its outline names them all.")
            % {"suffix": suffix[:80], "framework": framework[:80]}
        ) from None


def _context(detail: ProvisionDetail, ask: Ask) -> dict[str, Any]:
    language, row, frame = ask.language, detail.row, detail.frame
    source = parts.source_in(frame, row.source, language)
    below = detail.related("item")
    standing = standings([row.key, *(each.key for each in detail.relatives)])
    positions = _by_actor(row.key)
    items = items_of(below, row.number, standing, language)
    return {
        "section": "provisions",
        "crumbs": parts.crumbs(detail, language),
        "provision": _head(detail, standing[row.key], language),
        "stances": stances_shown(row.key, standing[row.key], language),
        "voices": voices(positions, detail.versions, language),
        "agreement": agreement_shown(agreement_of(row.key), positions, language),
        "status": parts.frame_status(row, frame, language),
        "adopted_elsewhere": frame.adopted_elsewhere,
        "steps": _steps(detail, language),
        "text": text(words_of(row), source, items, language),
        "facts": parts.facts_of(row, frame, language),
        "instruments": parts.instrument_lines(detail.instruments, language),
        "versions": parts.version_lines(row.key, detail.versions, language),
        "events": happenings(detail, language),
        "comments": comments_shown(read_published_comments(provisions=[row.key]).rows, language),
        "kin": parts.kin_lines(detail, standing, language),
        "previous": parts.neighbour(detail, "previous", language),
        "next": parts.neighbour(detail, "next", language),
        "cite": _cite(detail, ask),
        "follow": follow(Topic.PROVISION, row.key),
    }


def _head(detail: ProvisionDetail, standing: Standing, language: str) -> dict[str, Any]:
    row = detail.row
    return {
        "key": row.key,
        "number": row.number,
        "title": row.title,
        "lang": foreign(row.text_language, language),
        "section": said(detail.frame.section, language),
        "stage": row.stage,
        "stage_label": labels(Stage, language)[row.stage],
        "spent": spent_note(row.stage, language),
        "themes": parts.themes_of(row, language),
        "needs": needs_from(row, standing).sentence,
        "stances": glyph_of(standing, language),
        "positions_api_url": f"{api_path('positions')}?provision={row.key}",
        "path": provision_path(row.key, language),
        "api_url": api_path(f"provisions/{row.key}"),
        "comments_api_url": f"{api_path('comments')}?provision={row.key}",
        "desk_url": f"/desk/provisions/{row.key}/",
        "versions_api_url": api_path(f"provisions/{row.key}/versions"),
        "is_invented": row.is_sample,
    }


def _by_actor(key: str) -> list[PublicPosition]:
    """Return the released positions on a provision, governments first, oldest first."""
    return sorted(read_positions(provisions=[key]).rows, key=lambda each: actor_order(each.actor))


def _steps(detail: ProvisionDetail, language: str) -> list[Any]:
    visited = {move.to_stage for move in detail.transitions}
    return list(
        tracker(
            Stage(detail.row.stage),
            visited,
            adopted_elsewhere=detail.frame.adopted_elsewhere,
            language=language,
        )
    )


def _cite(detail: ProvisionDetail, ask: Ask) -> Citation:
    row = detail.row
    whose = labels(TextStatus, ask.language)[row.text_status]
    what = _("%(framework)s, %(number)s, “%(title)s”, version %(version)d (%(whose)s)") % {
        "framework": said(detail.frame.title, ask.language)["text"],
        "number": row.number,
        "title": row.title,
        "version": row.version,
        "whose": whose,
    }
    return citation(what, version_path(row.key, row.version, ask.language), ask.revision)
