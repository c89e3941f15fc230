"""Rounds: opened, extended and closed early by the review secretariat; begun and closed by the
portal when their time has come.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid
from provisions.models.acted import actor_columns
from record import acts
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.enums import RoundState, WindowKind
from reviews.models import Round, Submission, Window
from reviews.payloads import window_payload
from reviews.permissions import check_can_hold_rounds, check_is_portal
from reviews.round_drafts import check_close, checked_change
from reviews.windows import closed_sentence, is_closed, not_open_sentence

from .closing import begin_locked, close_locked, stamped
from .locks import lock_round
from .opening import open_round

__all__ = [
    "begin_due_rounds",
    "begin_round",
    "close_due_round",
    "close_due_rounds",
    "close_round_early",
    "extend_round",
    "open_round",
]

# The job lets what arrived before the close come to its end first.
GRACE = timedelta(seconds=30)


def extend_round(
    *,
    round_id: UUID,
    closes_at: datetime,
    reason: str,
    expected_edition: int,
    actor: Actor,
    at: datetime,
) -> Round:
    """Set a later close, for a reason that everybody reads; a closed round stays closed.

    The same extension again by the same person returns the round. Raises Missing, NotAllowed,
    Invalid, Conflict where it closed or was changed since `expected_edition`.
    """
    with acts.together():
        round_ = _locked(round_id, actor, at)
        prose, close = checked_change(reason, closes_at)
        _refuse_closed(round_, at)
        if _is_same(round_, WindowKind.EXTENDED, prose, actor) and round_.closes_at == close:
            return round_
        _check_edition(round_, expected_edition)
        _check_later(round_, closes_at, at)
        with acts.act(ActCode.ROUND_EXTENDED, subject=round_.key, actor=actor, at=at) as act:
            window = _next_window(
                round_, WindowKind.EXTENDED, closes_at=closes_at, reason=prose, actor=actor, at=at
            )
            window.save(force_insert=True)
            round_.save(update_fields=stamped(round_, "closes_at", at=at))
            act.touch(round_.key)
            act.enter(PUBLIC, window_payload(window))
    return round_


def close_round_early(
    *, round_id: UUID, reason: str, expected_edition: int, actor: Actor, at: datetime
) -> Round:
    """Close an open round at `at`, for a reason that everybody reads, with all that a close does;
    right behind the last submission where one that arrived after `at` was taken before this.

    The same person closing it again, for the same reason, gets the round. Raises Missing,
    NotAllowed, Invalid, Conflict where it has not opened, has closed, or was changed since
    `expected_edition`.
    """
    with acts.together():
        round_ = _locked(round_id, actor, at)
        prose, _close = checked_change(reason)
        if round_.state == RoundState.CLOSED and _is_same(
            round_, WindowKind.CLOSED_EARLY, prose, actor
        ):
            return round_
        _refuse_closed(round_, at)
        if at <= round_.opens_at:
            raise Conflict(not_open_sentence(round_), code="round_not_open")
        _check_edition(round_, expected_edition)
        end = _behind_all(round_, at)
        window = _next_window(
            round_, WindowKind.CLOSED_EARLY, closes_at=end, reason=prose, actor=actor, at=end
        )
        close_locked(round_, window=window, actor=actor, at=end)
    return round_


def begin_round(*, round_id: UUID, actor: Actor, at: datetime) -> Round:
    """Open an announced round whose window has begun; return it as it is if that was done.

    Raises Missing, NotAllowed for anybody but the portal, Conflict before its time.
    """
    check_is_portal(actor)
    with acts.together():
        round_ = lock_round(round_id)
        if round_.state == RoundState.ANNOUNCED:
            begin_locked(round_, actor=actor, at=at)
    return round_


def close_due_round(*, round_id: UUID, actor: Actor, at: datetime) -> Round:
    """Close a round whose window has ended; return it as it is if that was done.

    However late this comes, what stood is taken as of the instant at which the window ended.
    Raises Missing, NotAllowed for anybody but the portal, Conflict before its time.
    """
    check_is_portal(actor)
    with acts.together():
        round_ = lock_round(round_id)
        if round_.state == RoundState.CLOSED:
            return round_
        if round_.closes_at > at:
            raise Conflict(_("The window of this round has not ended."), code="round_not_due")
        close_locked(round_, actor=actor, at=at)
    return round_


def begin_due_rounds(*, actor: Actor, at: datetime) -> list[str]:
    """Open every round whose window has begun, each in a transaction of its own; return the
    keys. Two at a time, or one that is interrupted, do it once.
    """
    due = list(
        Round.objects.due_to_open(at).order_by("opens_at", "key").values_list("pk", flat=True)
    )
    return [begin_round(round_id=pk, actor=actor, at=at).key for pk in due]


def close_due_rounds(*, actor: Actor, at: datetime) -> list[str]:
    """Close every round whose window ended half a minute ago or earlier, as `begin_due_rounds`."""
    due = Round.objects.due_to_close(at - GRACE).order_by("closes_at", "key")
    closed = []
    for pk in list(due.values_list("pk", flat=True)):
        with suppress(Conflict):  # extended since it was looked for, just before its close
            closed.append(close_due_round(round_id=pk, actor=actor, at=at).key)
    return closed


def _locked(round_id: UUID, actor: Actor, at: datetime) -> Round:
    round_ = lock_round(round_id)
    check_can_hold_rounds(actor=actor, at=at, framework_key=round_.framework.slug)
    return round_


def _next_window(
    round_: Round,
    kind: WindowKind,
    *,
    closes_at: datetime,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Window:
    """Return the window that follows, not yet saved, and put its close on the locked round."""
    round_.closes_at = closes_at
    return Window(
        round=round_,
        number=round_.windows.count() + 1,
        kind=kind,
        opens_at=round_.opens_at,
        closes_at=closes_at,
        reason=reason,
        at=at,
        **actor_columns(actor),
    )


def _behind_all(round_: Round, at: datetime) -> datetime:
    """Return the instant of an early close: whatever was taken was taken in the window."""
    taken = Submission.objects.filter(round=round_, is_late=False, at__gte=at)
    last: datetime | None = taken.aggregate(last=Max("at"))["last"]
    return last + timedelta(microseconds=1) if last else at


def _refuse_closed(round_: Round, at: datetime) -> None:
    if is_closed(round_, at):
        raise Conflict(closed_sentence(round_, at), code="round_closed")


def _is_same(round_: Round, kind: WindowKind, reason: str, actor: Actor) -> bool:
    """Return whether the window in force was set by this very act of this very person."""
    last = round_.windows.order_by("-number").first()
    return last is not None and last.is_by(actor) and (last.kind, last.reason) == (kind, reason)


def _check_edition(round_: Round, expected: int) -> None:
    if round_.edition != expected:
        raise Conflict(
            _("This round was changed meanwhile. Look at it again before you go on."),
            code="edited_elsewhere",
        )


def _check_later(round_: Round, closes_at: datetime, at: datetime) -> None:
    check_close(closes_at, at=at)
    if closes_at <= round_.closes_at:
        detail = _("An extension closes later than the round does now.")
        raise Invalid(detail, errors=[FieldError("/closes_at", detail, "not_later")])
