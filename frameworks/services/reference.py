"""Bringing sessions and instruments to what the reviewed files say; a second time, nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import connection

from core.actor import Actor
from core.loaded import Loaded
from frameworks.drafts import InstrumentDraft, SessionDraft
from frameworks.models import Instrument, Session
from record.acts import together

from .instruments import change_instrument, register_instrument
from .sessions import change_session, register_session


def load_instruments(
    *, drafts: Mapping[str, InstrumentDraft], actor: Actor, at: datetime
) -> Loaded:
    """Register what is new and change what differs, by code; nothing is removed."""
    created, changed = [], []
    with together():
        _one_at_a_time(Instrument._meta.db_table)
        there = {row.code: row for row in Instrument.objects.all()}
        for code, draft in drafts.items():
            if code not in there:
                register_instrument(code=code, draft=draft, actor=actor, at=at)
                created.append(code)
            elif InstrumentDraft.of(there[code]) != draft:
                change_instrument(instrument=there[code], draft=draft, actor=actor, at=at)
                changed.append(code)
    return Loaded(tuple(created), tuple(changed))


def load_sessions(*, drafts: Mapping[str, SessionDraft], actor: Actor, at: datetime) -> Loaded:
    """Register what is new and change what differs, by slug; nothing is removed.

    The day on which somebody last looked for an outcome never goes back.
    """
    created, changed = [], []
    with together():
        _one_at_a_time(Session._meta.db_table)
        there = {row.slug: row for row in Session.objects.all()}
        for slug, draft in drafts.items():
            if slug not in there:
                register_session(slug=slug, draft=draft, actor=actor, at=at)
                created.append(slug)
                continue
            kept = _latest_check(draft, there[slug])
            if SessionDraft.of(there[slug]) != kept:
                change_session(session=there[slug], draft=kept, actor=actor, at=at)
                changed.append(slug)
    return Loaded(tuple(created), tuple(changed))


def _latest_check(draft: SessionDraft, session: Session) -> SessionDraft:
    days = [day for day in (draft.last_checked_on, session.last_checked_on) if day is not None]
    return replace(draft, last_checked_on=max(days, default=None))


def _one_at_a_time(table: str) -> None:
    """Let a second load wait for this one: both would find the same rows missing."""
    with connection.cursor() as cursor:
        cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
