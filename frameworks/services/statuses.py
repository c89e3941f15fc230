"""The official status: what the institution did with a framework, as a person recorded it."""

from datetime import datetime, timedelta

from core.actor import Actor
from core.errors import Invalid
from frameworks.act_codes import ActCode
from frameworks.drafts import StatusDraft
from frameworks.models import Framework, StatusRecord
from frameworks.permissions import check_can_write
from record.acts import act, together
from record.models import PUBLIC

from .writing import document_of, lock_framework, mark_changed


def record_status(
    *, framework: Framework, draft: StatusDraft, actor: Actor, at: datetime
) -> StatusRecord:
    """Return the recording, appended; the latest one if it says exactly this already.

    A status that was looked at again and found unchanged is a recording too: its
    `checked_on` is what readers are told. Raises NotAllowed, Invalid for an unknown source or
    a `checked_on` that lies before the latest one's or in the future.
    """
    check_can_write(actor=actor, at=at, framework=framework.slug)
    with together():
        locked = lock_framework(framework.slug)
        latest = StatusRecord.objects.filter(framework=locked).order_by("-number").first()
        if latest is not None and StatusDraft.of(latest) == draft:
            return latest
        _check_order(draft, latest, at)
        with act(ActCode.STATUS_RECORDED, subject=locked.slug, actor=actor, at=at) as made:
            recorded = StatusRecord(
                framework=locked,
                number=latest.number + 1 if latest else 1,
                source=document_of(locked, draft.source),
                recorded_at=at,
            )
            draft.set_on(recorded)
            recorded.save(force_insert=True)
            mark_changed(locked, at)
            made.touch(locked.slug)
            made.enter(
                PUBLIC,
                {
                    "number": recorded.number,
                    "status": recorded.status,
                    "checked_on": recorded.checked_on.isoformat(),
                    "digest": draft.fingerprint(),
                },
            )
    return recorded


def _check_order(draft: StatusDraft, latest: StatusRecord | None, at: datetime) -> None:
    # A day's grace: somewhere on earth it is already tomorrow.
    if draft.checked_on > at.date() + timedelta(days=1):
        raise Invalid(f"The status can’t have been checked on {draft.checked_on}: that is to come.")
    if latest is not None and draft.checked_on < latest.checked_on:
        raise Invalid(
            f"The latest status was checked on {latest.checked_on}; this one, of"
            f" {draft.checked_on}, is older. Look again and give the day on which you did."
        )
