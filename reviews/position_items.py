"""Where a position may be taken now: pages and services ask the same function."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Conflict
from provisions.enums import TextStatus
from provisions.lifecycle import Stage

from .models import RoundItem
from .windows import not_open_sentence

# Where a text is still worked at, an actor is asked again when it changes.
STILL_WORKED_AT = (Stage.DRAFT, Stage.IN_REVIEW)


def latest_begun(provision_id: UUID, at: datetime) -> RoundItem | None:
    """Return the item of the latest round on a provision that has begun at `at`."""
    rows = RoundItem.objects.filter(provision_id=provision_id, round__opens_at__lte=at)
    return rows.order_by("-round__number").first()


def refusal_of(item: RoundItem, *, is_latest: bool, at: datetime) -> Conflict | None:
    """Return why no position may be taken on `item` at `at`, None where one may.

    The item comes with its round and framework, its provision and its version; `is_latest`: no
    later round on the provision has begun. That the round closed refuses nothing: instructions
    arrive late, and what is taken then becomes public on the actor's own word only.
    """
    provision, version = item.provision, item.version
    if version.text_status == TextStatus.EDITORIAL_SUMMARY:
        return Conflict(
            _("These are the portal’s own words: comment on them; nobody takes a position."),
            code="not_on_a_summary",
        )
    if item.round.opens_at > at:
        return Conflict(not_open_sentence(item.round), code="round_not_open")
    if provision.latest_version != version.number:
        return Conflict(
            _("Version %(old)d was replaced by version %(new)d. Look at the new words first.")
            % {"old": version.number, "new": provision.latest_version},
            code="version_replaced",
        )
    if not is_latest:
        return Conflict(
            _("A later round is on this version; take the position there."), code="later_round"
        )
    if provision.stage != Stage.IN_REVIEW:
        return Conflict(
            _("Positions are taken while a provision is in review; this one is “%(stage)s”.")
            % {"stage": Stage(provision.stage).label},
            code="not_in_review",
        )
    return None
