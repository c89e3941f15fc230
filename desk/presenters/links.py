"""Addresses of the desk. They carry no language: the desk speaks its reader's own."""

from urllib.parse import urlencode
from uuid import UUID

from core.languages import localized

HOME = "/desk/"
ROUNDS = "/desk/rounds/"
MEMBERS = "/desk/members/"
POSITIONS = "/desk/positions/"
DISPOSITIONS = "/desk/dispositions/"
SETTINGS = "/desk/settings/security/"
TOKENS = "/desk/settings/tokens/"
NOTIFICATIONS = "/desk/settings/notifications/"
ORGANIZATIONS = "/desk/secretariat/organizations/"
MANDATES = "/desk/mandate/"
SECRETARIAT = "/desk/secretariat/"
NEW_ROUND = "/desk/secretariat/rounds/new/"
PLACEMENTS = "/desk/secretariat/placements/"
NOTICES = "/desk/secretariat/notices/"
NOTICES_FILE = "/desk/secretariat/notices.csv"
SIGN_OUT = "/accounts/logout/"


def round_path(round_id: UUID) -> str:
    return f"/desk/rounds/{round_id}/"


def cutoff_path(round_id: UUID, circle_id: UUID) -> str:
    return f"/desk/rounds/{round_id}/cut-offs/{circle_id}/"


def room_path(circle_id: UUID) -> str:
    return f"/desk/circles/{circle_id}/"


def members_path(circle_id: UUID, page: str = "") -> str:
    """Return a circle's member list: "" or one of its sub-pages."""
    return f"/desk/circles/{circle_id}/members/{page}"


def reading_path(key: str, round_key: str = "") -> str:
    """Return where a provision is read and commented on, in the frame of a round."""
    query = f"?{urlencode({'round': round_key})}" if round_key else ""
    return f"/desk/provisions/{key}/{query}"


def comment_path(comment_id: UUID) -> str:
    return f"/desk/comments/{comment_id}/"


def draft_path(draft_id: UUID) -> str:
    return f"/desk/drafts/{draft_id}/"


def receipt_path(submission_id: UUID) -> str:
    return f"/desk/receipts/{submission_id}/"


def position_path(item_id: UUID, circle_id: UUID, page: str = "") -> str:
    """Return the page of an actor's position on an item of a round, or one of its sub-pages."""
    return f"/desk/positions/{item_id}/{circle_id}/{page}"


def positions_path(**wanted: str) -> str:
    """Return the table of positions, of one round (`round`, its key) or room (`circle`)."""
    return f"{POSITIONS}?{urlencode(wanted)}" if wanted else POSITIONS


def answers_path(round_id: UUID, page: str = "") -> str:
    """Return the review secretariat's queue of answers to a round: "" or one of its sub-pages."""
    return f"{DISPOSITIONS}rounds/{round_id}/{page}"


def room_answer_path(comment_id: UUID) -> str:
    """Return where the room of a comment reads its answer and replies."""
    return f"{DISPOSITIONS}comments/{comment_id}/"


def agree_path(key: str) -> str:
    """Return where the review secretariat records that a provision was agreed."""
    return f"/desk/secretariat/provisions/{key}/agree/"


def secretariat_round_path(round_id: UUID, page: str = "") -> str:
    """Return a page of the secretariat's about a round: "" or one of its sub-pages."""
    return f"/desk/secretariat/rounds/{round_id}/{page}"


def next_version_path(key: str, page: str = "") -> str:
    """Return where a provision's next version is drafted: "" or one of its sub-pages."""
    return f"/desk/secretariat/provisions/{key}/next/{page}"


def placement_path(comment_id: UUID, version: int) -> str:
    return f"{PLACEMENTS}{comment_id}/{version}/"


def calendar_path(secret: str) -> str:
    """Return where a calendar program fetches the dates that a key opens."""
    return f"/subscribe/calendar/{secret}.ics"


def public_round_path(framework: str, number: int, language: str) -> str:
    """Return the page on which everybody reads of a round."""
    return localized(f"/frameworks/{framework}/rounds/{number}/", language)


def public_version_path(key: str, number: int, language: str) -> str:
    framework, _, suffix = key.partition(".")
    return localized(f"/frameworks/{framework}/provisions/{suffix}/versions/{number}/", language)


def public_redline_path(key: str, old: int, new: int, language: str) -> str:
    """Return where everybody reads what changed from one version to another."""
    framework, _, suffix = key.partition(".")
    path = f"/frameworks/{framework}/provisions/{suffix}/redline/"
    return localized(f"{path}?{urlencode({'from': old, 'to': new})}", language)
