"""Loading a framework's file: check everything, then do everything, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection

from core.actor import Actor
from frameworks.models import Framework, Instrument, Session
from frameworks.services.loaded import remember_load
from provisions.models import Provision
from provisions.services.locks import lock_framework, lock_provisions
from record.acts import together

from .changes import Change, Run, in_words
from .framework_file import read_framework_file
from .memory import Memory
from .plan import Plan
from .plan_endings import plan_endings, refuse_vanished
from .plan_entries import (
    plan_framework,
    plan_meeting,
    plan_register,
    plan_road,
    plan_sections,
    plan_sessions,
    plan_status,
)
from .plan_provisions import plan_provisions
from .spec import FrameworkFile
from .standing import read_standings


@dataclass(frozen=True, slots=True)
class LoadedFramework:
    """What a load did, or in a rehearsal would have done, in words: a line per kind of change."""

    slug: str
    provisions: int
    lines: tuple[str, ...]
    is_changed: bool


def load_framework(
    *, file: Path, actor: Actor, at: datetime, rehearse: bool = False
) -> LoadedFramework:
    """Bring a framework to what its file says, in one transaction; a second time does nothing.

    With `rehearse` everything is done and taken back. A second load at the same time waits
    for this one. Raises Invalid with every mistake of the file, NotAllowed, and Conflict if
    somebody changed a text in between; nothing is changed then.
    """
    content = read_framework_file(
        file,
        instruments=sorted(Instrument.objects.values_list("code", flat=True)),
        sessions=sorted(Session.objects.values_list("slug", flat=True)),
    )
    with together(rehearse=rehearse):
        _one_at_a_time()
        plan = _planned(content)
        content.reading.finish()
        _make(plan, actor, at)
    return LoadedFramework(
        slug=content.slug,
        provisions=len(content.provisions),
        lines=tuple(in_words(plan.changes)),
        is_changed=bool(plan.changes),
    )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('load_framework', 0))")


def _planned(content: FrameworkFile) -> Plan:
    framework = Framework.objects.filter(slug=content.slug).first()
    if framework is not None:
        framework = lock_framework(framework.id)
    plan = Plan(content, framework, Memory.of(framework))
    plan_sessions(plan)
    plan_framework(plan)
    plan_meeting(plan)
    plan_register(plan)
    plan_status(plan)
    plan_road(plan)
    plan_sections(plan)
    standings = read_standings(framework) if framework else {}
    plan_provisions(plan, standings)
    plan_endings(plan, standings)
    refuse_vanished(plan)
    return plan


def _make(plan: Plan, actor: Actor, at: datetime) -> None:
    run = Run(actor, at, plan.framework)
    changes: Sequence[Change] = plan.changes
    if changes and plan.framework is not None:
        # All at once and in the order of their keys, as everybody locks them: no deadlock.
        rows = Provision.objects.filter(framework=plan.framework)
        lock_provisions(rows.values_list("key", flat=True))
    for change in changes:
        change.make(run)
    if changes or plan.memory.is_news():
        remember_load(
            framework=run.on(),
            parts=plan.memory.now,
            fingerprint=plan.memory.fingerprint(),
            touches=run.touched,
            actor=actor,
            at=at,
        )
