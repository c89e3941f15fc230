"""A provision at the desk: the words that stand still, and what one may read about them."""

from typing import Any

from desk.acting import Acting, ActingRequest
from desk.presenters import links
from desk.presenters.comments import codes_in
from desk.presenters.links import agree_path
from desk.presenters.positions import panel
from desk.presenters.provisions import Remarks, provision_context
from notifications.enums import Topic
from reviews.models import FrozenText
from reviews.querysets import rooms_of
from reviews.selectors.comments import read_room_comments
from reviews.selectors.handed import handed_over_comments
from reviews.selectors.positions import own_standings
from reviews.selectors.published import organization_names, read_published_comments
from reviews.selectors.reading import Reading, read_provision
from reviews.selectors.stances import standings

from .following import follow_button
from .frame import is_secretariat
from .page import Page, desk_page
from .writing import chosen_text


@desk_page(("GET",))
def provision(request: ActingRequest, key: str) -> Page:
    """Show the text in one language with every comment on it that the asker may read."""
    acting = request.acting
    sent = request.GET
    reading = read_provision(
        key, round_named=sent.get("round", ""), mandate=acting.mandate, at=acting.at
    )
    text = chosen_text(reading, sent.get("text", ""), acting.user.language)
    context = _context(acting, reading, text) | {
        "positions": _positions(acting, reading),
        "follow": _follow(acting, reading),
    }
    return Page("desk/provision.html", context, section="rounds")


def _context(acting: Acting, reading: Reading, text: FrozenText) -> dict[str, Any]:
    return provision_context(
        reading,
        text,
        read_remarks(acting, reading),
        may_write=rooms_of(acting.mandate, acting.at).exists(),
        at=acting.at,
        language=acting.user.language,
    )


def _positions(acting: Acting, reading: Reading) -> dict[str, Any]:
    """Return where the asker's rooms stand on the provision, beside what is released."""
    key, mandate = reading.item.provision.key, acting.mandate
    own = own_standings(mandate, acting.at, item_id=reading.item.pk) if mandate else []
    agree_url = agree_path(key) if is_secretariat(mandate) and not reading.is_summary else ""
    return panel(own, standings([key])[key], agree_url, acting.user.language)


def _follow(acting: Acting, reading: Reading) -> dict[str, object]:
    key = reading.item.provision.key
    path = links.reading_path(key)
    return follow_button(acting, Topic.PROVISION, key, path, round_key=reading.round.key)


def read_remarks(acting: Acting, reading: Reading) -> Remarks:
    """Return the comments on a provision in a round, each once."""
    rounds, provisions = [reading.round.key], [reading.item.provision.key]
    mandate, at = acting.mandate, acting.at
    rooms = read_room_comments(mandate, at, rounds=rounds, provisions=provisions).rows
    handed = handed_over_comments(mandate, at, rounds=rounds, provisions=provisions).rows
    known = {card.key for card in rooms} | {line.key for line in handed}
    everybody = read_published_comments(rounds=rounds, provisions=provisions).rows
    published = tuple(each for each in everybody if each.key not in known)
    codes = codes_in([*rooms, *handed, *published])
    return Remarks(rooms, handed, published, organization_names(codes))
