"""The lock of a working draft, who may hold it, and what keeps somebody from writing in it."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, Missing
from provisions.lifecycle import Stage
from provisions.models import Provision
from reviews.models import NextVersion
from stakeholders.models import Mandate
from stakeholders.permissions import acting_mandate, check_is_review_secretariat

# Where new words may be drafted; everywhere else the text stands still or is somebody else's.
DRAFTABLE = (Stage.DRAFT, Stage.IN_REVIEW)


def locked_draft(key: str, *, actor: Actor, at: datetime) -> tuple[NextVersion, Mandate]:
    """Return the working draft of a provision, locked, with its base, and who asks.

    Raises NotAllowed for anybody but the review secretariat, whether there is a draft or not, and
    Missing where there is none.
    """
    mandate = acting_mandate(actor, at=at)
    check_is_review_secretariat(mandate=mandate)
    draft = None
    if "\0" not in key:
        draft = (
            NextVersion.objects.visible_to(mandate, at)
            .select_for_update(of=("self",), no_key=True)
            .select_related("provision__framework", "base")
            .filter(provision__key=key)
            .first()
        )
    if draft is None:
        raise Missing(_("There is no working draft of this provision."))
    return draft, mandate


def secretariat_on(provision: Provision, *, actor: Actor, at: datetime) -> Mandate:
    """Return the mandate of the review secretariat under which `actor` acts. Raises NotAllowed."""
    mandate = acting_mandate(actor, at=at, framework_key=provision.framework.slug)
    check_is_review_secretariat(mandate=mandate)
    return mandate


def check_edition(draft: NextVersion, expected: int) -> None:
    """Raise Conflict where a colleague changed the draft since the caller read it."""
    if draft.edition != expected:
        raise Conflict(
            _("A colleague changed this draft meanwhile. Look at it again before you go on."),
            code="edited_elsewhere",
        )


def check_draftable(provision: Provision) -> None:
    """Raise Conflict where no new words may be drafted."""
    if provision.stage not in DRAFTABLE:
        raise Conflict(
            _(
                "A next version is drafted of a draft or of a provision in review; %(key)s is"
                " “%(stage)s”. An agreed one is reopened first."
            )
            % {"key": provision.key, "stage": Stage(provision.stage).label},
            code="stage_not_draftable",
        )


def version_changed(provision: Provision) -> Conflict:
    """Return what is heard where another version came between."""
    return Conflict(
        _("%(key)s is at version %(number)d by now. Look at it again.")
        % {"key": provision.key, "number": provision.latest_version},
        code="version_changed",
    )


def saved(draft: NextVersion, mandate: Mandate, at: datetime) -> NextVersion:
    """Store a locked draft as its next edition, last written under `mandate`."""
    draft.edition += 1
    draft.mandate = mandate
    draft.updated_at = at
    draft.save(update_fields=["texts", "edition", "mandate", "updated_at"])
    return draft
