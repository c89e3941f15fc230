"""A watch over the database: whatever the house writes into a tracked table stands in an act.

It is on in every test of the suite. What a test itself sets up is not the house's doing.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.apps import apps as registry
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from record import acts

from .house import ROOT, apps

_WRITE = re.compile(
    r'\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?"?(\w+)"?', re.IGNORECASE
)

# Tables that change without an act, each with its reason.
UNTRACKED = {
    "record_chain": "the record itself",
    "record_entry": "the record itself",
    "record_installation": "written once, by the migration that founds the database",
    "record_checkpoint": "what the portal knows of its own record; the file outside is the proof",
    "record_verification": "what the portal found in its own record",
    "provisions_currenttext": "derived from tracked rows, rebuilt at will",
    "provisions_searchtext": "derived from tracked rows, rebuilt at will",
    "frameworks_loadedpart": "memory of what a file said, so that it is not applied twice",
    "stakeholders_user": "personal data, which has to be erasable; what counts is the mandate",
    "stakeholders_apitokenuse": "when a program last asked, which no circle needs to know",
    "reviews_draft": "private to its author: the record begins when it is shared",
    "reviews_nextversion": "a working draft: the record begins when the version is published",
    "reviews_nextversioncause": "part of that working draft",
    "reviews_importedrow": "as private as the draft that came of it",
    "reviews_answeredrequest": "answers to programs, kept for a day; what they tell has its act",
    "notifications_recipient": "personal choices and addresses, which have to be erasable",
    "notifications_subscription": "personal choices, which have to be erasable",
    "notifications_delivery": "a log of its own, guarded by the database; it changes no thing",
    "notifications_bounce": "that a mail came back; part of that log",
    "notifications_calendarkey": "a person's key to what they may read anyway",
    "notifications_keptmail": "mails on a machine of one's own",
    "notifications_newsmark": "how far the record was read",
    "stakeholders_user_groups": "Django's own, for the local read-only administration",
    "stakeholders_user_user_permissions": "Django's own, for the local read-only administration",
}


class WriteWithoutAct(AssertionError):
    """The house changed a tracked table, and the record would never know."""


def tracked_tables() -> set[str]:
    models = [
        model
        for app in apps()
        if registry.is_installed(app)
        for model in registry.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {model._meta.db_table for model in models} - set(UNTRACKED)


@pytest.fixture(autouse=True, scope="session")
def every_write_is_in_an_act() -> Iterator[None]:
    """Raise `WriteWithoutAct` where code of the house writes a tracked table outside an act."""
    tracked = tracked_tables()

    def watch(
        execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        written = set(_WRITE.findall(str(sql))) & tracked
        if written and not _act_under_way() and (place := _place_in_the_house()):
            raise WriteWithoutAct(f"{place} writes {', '.join(sorted(written))} outside an act.")
        return execute(sql, params, many, context)

    def install(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(watch)

    connection_created.connect(install, weak=False, dispatch_uid="every_write_is_in_an_act")
    install(connections["default"])
    yield
    connection_created.disconnect(dispatch_uid="every_write_is_in_an_act")
    connection.execute_wrappers.remove(watch)


def _act_under_way() -> bool:
    """Whether the transaction under way has an act in it; asked of the record's own memory."""
    wrapper = connections["default"]
    collector = acts._collectors.get(wrapper)
    return (
        collector is not None and collector.block in wrapper.atomic_blocks and bool(collector.acts)
    )


def _place_in_the_house() -> str | None:
    """Where the innermost code of ours stands, unless a test or a migration runs it."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT) and ".venv" not in path.parts and path != Path(__file__):
            inside = path.relative_to(ROOT)
            is_house = inside.parts[0] in apps() and "migrations" not in inside.parts
            return f"{inside}:{frame.f_lineno}" if is_house else None
        frame = frame.f_back
    return None


@contextmanager
def pretending_to_be(path: str, source: str) -> Iterator[Callable[..., Any]]:
    """A function `made_up` whose code claims to stand at `path` of the house."""
    names: dict[str, Any] = {}
    exec(compile(source, str(ROOT / path), "exec"), names)  # noqa: S102 - written in the test
    yield names["made_up"]
