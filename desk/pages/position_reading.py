"""What a position's page shows of its matter: the text, our own words, those of others."""

from typing import Any
from uuid import UUID

from desk.presenters import audience, links
from desk.presenters import position as show
from desk.presenters.alignments import Aligning, alignment
from desk.presenters.names import circle_name
from desk.presenters.people import acting_for, submitting
from desk.presenters.statements import released_statement
from desk.presenters.texts import round_head
from provisions.signs import sign_of
from reviews.actors import actor_code
from reviews.selectors.own_positions import PositionFacts
from reviews.windows import closed_sentence, is_closed
from stakeholders.enums import Group

from .position_place import Place


def place_context(place: Place) -> dict[str, Any]:
    """Return all of `desk/position.html` but its form."""
    language, at, round_ = place.language, place.acting.at, place.reading.round
    path = links.position_path(place.reading.item.pk, place.room.pk)
    return {
        **show.head(place.reading, place.text, place.standing, language),
        **show.text_of(place.reading, place.text, path, language),
        "actor": circle_name(place.room, language),
        "audience": audience.room(place.room, language),
        "current": current_context(place) if place.current else None,
        "flags": show.flag_sentences(place.why),
        **_since(place),
        "why_not": place.refusal.detail if place.refusal else "",
        "others": _others(place),
        "history": show.history(place.history, place.reading, place.bodies, language),
        "round": round_head(round_, language),
        "rounds": [],
        "closed": closed_sentence(round_, at) if is_closed(round_, at) else "",
    }


def _since(place: Place) -> dict[str, Any]:
    """Return what the actor said of an earlier version, and what changed in the text since."""
    version = place.reading.item.version.number
    earlier = next((each for each in place.history if each.version < version), None)
    if place.current or earlier is None:
        return {"redline_url": ""}
    key, language = place.reading.item.provision.key, place.language
    return {
        "redline_url": links.public_redline_path(key, earlier.version, version, language),
        "earlier": {"version": earlier.version, "mark": sign_of(earlier.stance, language)},
    }


def current_context(place: Place) -> dict[str, Any]:
    """Return what the actor says now, with what the reader may do about it."""
    current = place.current
    if current is None:
        return {}
    path = links.position_path(place.reading.item.pk, place.room.pk)
    is_here = current.item_id == place.reading.item.pk
    may_release = is_here and place.rights.submits and current.released_at is None
    may_correct = is_here and place.refusal is None
    return {
        **show.recorded(current, place.bodies, place.language),
        "public_when": show.public_when(place.reading.round, place.acting.at, place.language),
        "release_url": f"{path}release/" if may_release else "",
        "correct_url": f"{path}correct/" if may_correct else "",
        "align": _own_alignment(place, current),
    }


def _own_alignment(place: Place, current: PositionFacts) -> dict[str, Any] | None:
    """Return how a government says whether it joins what a group of its own takes."""
    if place.room.pk == place.home.pk or place.room.group != Group.GOVERNMENTS:
        return None
    joined = [actor_code(each) for each in current.joined]
    not_joining = [actor_code(each) for each in current.not_joining]
    is_public = current.released_at is not None
    return _alignment(place, current.id, Aligning(joined, not_joining, is_public, is_member=True))


def _others(place: Place) -> list[dict[str, Any]]:
    found = []
    for each in place.others:
        shown = released_statement(each, place.bodies, place.language)
        if each.actor.group == Group.GOVERNMENTS and each.actor.code != actor_code(place.home):
            said = Aligning(
                [actor.code for actor in each.joined],
                [actor.code for actor in each.not_joining],
                is_public=True,
                is_member=each.actor.code in place.room_codes,
            )
            shown["align"] = _alignment(place, place.ids[each.key], said)
        found.append(shown)
    return found


def _alignment(place: Place, position_id: UUID, said: Aligning) -> dict[str, Any] | None:
    """Return the buttons, None where the reader speaks for no government now."""
    if not place.aligns:
        return None
    options = acting_for(place.home_rights.through, place.home, place.language, entitled=submitting)
    return {
        **alignment(actor_code(place.home), said),
        "url": links.position_path(place.reading.item.pk, place.room.pk, "join/"),
        "position": position_id,
        "actor": circle_name(place.home, place.language),
        "acting_for": options,
    }
