"""Sessions of the Governing Body, as far as they are known."""

from datetime import datetime

from core.actor import Actor
from core.errors import Conflict
from frameworks.act_codes import ActCode
from frameworks.drafts import SessionDraft
from frameworks.keys import session_key
from frameworks.models import Session
from frameworks.permissions import check_can_write
from record.acts import together
from record.installation import is_sample_database

from .writing import lock_row, refuse_taken, write_row


def register_session(*, slug: str, draft: SessionDraft, actor: Actor, at: datetime) -> Session:
    """Return a new session. Raises NotAllowed, Conflict for a slug or number that is taken."""
    check_can_write(actor=actor, at=at)
    if draft.is_sample and not is_sample_database():
        raise Conflict(
            "An invented session stands only in a sample database.", code="sample_refused"
        )
    with together():
        refuse_taken(Session.objects.filter(slug=slug), f"The session {slug}")
        _refuse_number(draft, slug)
        session = Session(slug=slug)
        write_row(
            session,
            draft,
            code=ActCode.SESSION_REGISTERED,
            key=session_key(slug),
            framework=None,
            actor=actor,
            at=at,
        )
    return session


def change_session(*, session: Session, draft: SessionDraft, actor: Actor, at: datetime) -> Session:
    """Return the session with what `draft` says. Raises NotAllowed, Conflict.

    Whether a session is invented never changes.
    """
    check_can_write(actor=actor, at=at)
    with together():
        locked = lock_row(Session, session.id)
        if locked.is_sample != draft.is_sample:
            raise Conflict("Whether a session is invented never changes.", code="sample_fixed")
        _refuse_number(draft, locked.slug)
        write_row(
            locked,
            draft,
            code=ActCode.SESSION_CHANGED,
            key=session_key(locked.slug),
            framework=None,
            actor=actor,
            at=at,
        )
    return locked


def _refuse_number(draft: SessionDraft, slug: str) -> None:
    if draft.number is not None:
        others = Session.objects.exclude(slug=slug).filter(number=draft.number)
        refuse_taken(others, f"A session with the number {draft.number}")
