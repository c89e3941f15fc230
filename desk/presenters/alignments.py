"""The buttons with which a government joins another's position, or says that it does not."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reviews.enums import AlignmentKind


@dataclass(frozen=True, slots=True)
class Aligning:
    """What was said of a position so far, by codes of organizations; `is_member`: the reader's
    government belongs to the group whose position it is.
    """

    joined: Collection[str]
    not_joining: Collection[str]
    is_public: bool
    is_member: bool


def alignment(code: str, said: Aligning) -> dict[str, Any]:
    """Return what the government with this code may say now, and whether everybody reads it."""
    words = {
        AlignmentKind.JOINS: _("Join it"),
        AlignmentKind.DOES_NOT_JOIN: _("Do not join it"),
        AlignmentKind.TAKEN_BACK: _("Take our word back"),
    }
    possible = {
        AlignmentKind.JOINS: code not in said.joined,
        AlignmentKind.DOES_NOT_JOIN: said.is_member and code not in said.not_joining,
        AlignmentKind.TAKEN_BACK: code in (*said.joined, *said.not_joining),
    }
    return {
        "moves": [
            {"kind": kind.value, "label": words[kind]} for kind, holds in possible.items() if holds
        ],
        "public": said.is_public,
    }
