"""What a round's window brings about: its beginning, and its close with all that follows."""

from datetime import datetime

from core.actor import Actor
from core.errors import Conflict
from record import acts
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.enums import Publication, RoundState
from reviews.models import Manifest, Round, Window
from reviews.payloads import instant_text, window_payload
from reviews.windows import not_open_sentence

from .manifests import digest_over, parts_of
from .position_release import release_at_close
from .publication import publish_submitted


def begin_locked(round_: Round, *, actor: Actor, at: datetime) -> None:
    """Open an announced round, which is locked. Raises Conflict before its window begins."""
    if round_.opens_at > at:
        raise Conflict(not_open_sentence(round_), code="round_not_due")
    with acts.act(ActCode.ROUND_OPENED, subject=round_.key, actor=actor, at=at) as act:
        round_.state = RoundState.OPEN
        round_.save(update_fields=stamped(round_, "state", at=at))
        act.touch(round_.key)
        act.enter(PUBLIC, _window_of(round_))


def close_locked(
    round_: Round, *, actor: Actor, at: datetime, window: Window | None = None
) -> None:
    """Close a round, which is locked and whose window has ended: take down what stood, tell each
    circle of its own part and everybody of the one digest over all, release what the actors say,
    and publish the comments where that was agreed. `window` is the one, not yet saved, that closes
    it early.
    """
    if round_.state == RoundState.ANNOUNCED:  # the portal was off for the whole window
        begin_locked(round_, actor=actor, at=at)
    code = ActCode.ROUND_CLOSED_EARLY if window else ActCode.ROUND_CLOSED
    with acts.act(code, subject=round_.key, actor=actor, at=at) as act:
        parts = parts_of(round_, at=at)
        Manifest.objects.bulk_create(parts)
        if window is not None:
            window.save(force_insert=True)
        round_.state, round_.closed_at = RoundState.CLOSED, at
        round_.save(update_fields=stamped(round_, "state", "closes_at", "closed_at", at=at))
        act.touch(round_.key, *round_.items.values_list("provision__key", flat=True))
        said = window_payload(window) if window else _window_of(round_)
        act.enter(PUBLIC, {**said, "manifest": digest_over(parts)})
        for part in parts:
            act.enter(part.circle.chain, {"manifest": part.digest})
        release_at_close(round_, actor=actor, at=at)
        if round_.publication == Publication.AT_CLOSE:
            publish_submitted(round_=round_, actor=actor, at=at)


def stamped(round_: Round, *columns: str, at: datetime) -> list[str]:
    """Make a locked round its next edition, and return the columns to save: these and its own."""
    round_.edition += 1
    round_.content_changed_at = at
    return [*columns, "edition", "content_changed_at"]


def _window_of(round_: Round) -> dict[str, object]:
    return {
        "opens_at": instant_text(round_.opens_at),
        "closes_at": instant_text(round_.closes_at),
    }
