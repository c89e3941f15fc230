"""Placements: where comments stand in a later version, found by the portal, confirmed by people."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict
from provisions.models import Provision, Version
from reviews.enums import TO_BE_CONFIRMED
from reviews.lifecycle import HANDED_OVER
from reviews.models import Comment, Placement
from reviews.placement_sources import awaits_person, handed_of, placements_since

from .moves import RELATED
from .placement_confirmation import confirm_placement
from .placing import place

__all__ = ["check_all_confirmed", "confirm_placement", "place_comments", "place_late"]

_NAMED = 10  # provisions that a refusal names


def place_comments(*, version: Version, actor: Actor, at: datetime) -> list[Placement]:
    """Place every comment on earlier versions that lies before the review secretariat, submitted,
    published or offered late, in a new version.

    Called in the act that publishes the version, with the provision locked. Comments without a
    text of the version in their language are orphaned. A constant number of queries.
    """
    comments = (
        Comment.objects.filter(
            item__provision=version.provision_id,
            item__version__number__lt=version.number,
            stage__in=HANDED_OVER,
        )
        .in_locking_order()
        .select_related(*RELATED)
    )
    return place(list(comments), version, actor=actor, at=at)


def place_late(comment: Comment, *, actor: Actor, at: datetime) -> Placement | None:
    """Place a late comment, locked behind its provision, in the provision's latest version, if that
    is a later one than the comment speaks of and was published without it; None otherwise.
    """
    provision = comment.item.provision
    version = provision.versions.filter(
        number=provision.latest_version, number__gt=comment.item.version.number
    ).first()
    if version is None:
        return None
    placed = place([comment], version, actor=actor, at=at)
    return placed[0] if placed else None


def check_all_confirmed(provisions: Iterable[Provision]) -> None:
    """Raise Conflict `placements_unconfirmed`, naming the provisions in whose latest version the
    place of a comment still waits for a person: the next round is about words, and nobody may
    find that a comment on them was lost. Three queries.
    """
    keys = _unconfirmed(provisions)
    if keys:
        raise Conflict(
            _(
                "Comments wait for somebody to confirm where they stand in the latest version of:"
                " %(which)s. Confirm them, then open the round."
            )
            % {"which": ", ".join(keys[:_NAMED]) + (" …" if len(keys) > _NAMED else "")},
            code="placements_unconfirmed",
        )


def _unconfirmed(provisions: Iterable[Provision]) -> list[str]:
    comments = Comment.objects.filter(
        item__provision__in=[each.pk for each in provisions],
        stage__in=HANDED_OVER,
        placements__version__number=F("item__provision__latest_version"),
        placements__kind__in=TO_BE_CONFIRMED,
    )
    keys = dict(comments.values_list("pk", "item__provision__key"))
    latest: dict[str, int] = dict(
        comments.values_list("item__provision__key", "item__provision__latest_version")
    )
    found = set()
    for comment, rows in placements_since(handed_of(keys)).items():
        standing = [row for row in rows if row.version.number == latest[keys[comment]]]
        if standing and awaits_person(standing[-1]):
            found.add(keys[comment])
    return sorted(found)
