"""Services are the only writers, and whatever they write stands in an act of the record."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.apps import apps as registry
from django.db import DatabaseError, transaction

from core.actor import Actor
from record.acts import act, together
from record.models import PUBLIC

from .house import DOMAIN, ROOT, apps, dotted, is_migration, python_files, tree_of, where
from .watch import UNTRACKED, WriteWithoutAct, pretending_to_be, tracked_tables

WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# Names that many things have; they write only on a manager or a queryset.
AMBIGUOUS = {"create", "update", "delete"}

# Writers outside `services`, each with its reason.
OTHER_WRITERS = {
    "record/appending.py": "the record appends itself",
    "record/checkpoints.py": "the record notes its own checkpoints",
    "record/verification.py": "the record notes its own verifications",
    "desk/doors/addresses.py": "allauth's own table of addresses, personal data",
    "desk/management/commands/seal_anew.py": "secrets of second factors, never on the record",
    "reviews/compilation/workbook.py": "a file in memory, and no row",
    "reviews/compilation/docx.py": "a file in memory, and no row",
    "stakeholders/models/user.py": "accounts are personal data and not on the record",
}
# Public functions of `services` that write without an act of their own, each with its reason.
WITHOUT_ACT = {
    "reviews/services/drafts.py:begin_draft": "a private draft leaves no trace in the record",
    "reviews/services/drafts.py:save_draft": "a private draft leaves no trace in the record",
    "reviews/services/drafts.py:delete_draft": "a private draft leaves no trace in the record",
    "reviews/services/next_versions.py:begin_next_version": "no trace before it is published",
    "reviews/services/next_versions.py:save_next_version": "no trace before it is published",
    "reviews/services/next_versions.py:delete_next_version": "no trace before it is published",
    "reviews/services/next_version_causes.py:take_over": "no trace before it is published",
    "reviews/services/next_version_causes.py:credit_comment": "no trace before it is published",
    "reviews/services/next_version_causes.py:uncredit_comment": "no trace before it is published",
    "reviews/services/next_version_locks.py:saved": "no trace before it is published",
    "reviews/services/imports.py:import_comments": "private drafts leave no trace in the record",
    "reviews/services/answered.py:answer_once": "an answer is kept with the acts that it tells of",
    "reviews/services/answered.py:forget_answers": "an answer of yesterday is of no use",
    "frameworks/services/writing.py:mark_changed": "called by the writers inside their act",
    "stakeholders/services/accounts.py:save_reading_settings": "personal data, not on the record",
    "stakeholders/services/tokens.py:note_token_use": "when a program last asked is no act",
}
# Every table of `notifications` is untracked: what it sends and what people chose is no act of the
# review. Its own folders write, and nothing else there.
TRACKING = [app for app in apps() if app != "notifications"]
NOTIFYING = {"services", "planning", "sending"}
SERVICES = [
    path
    for app in TRACKING
    for path in python_files(app)
    if "services" in path.parts or path.name == "services.py"
]


@dataclass
class Function:
    path: Path
    node: ast.FunctionDef | ast.AsyncFunctionDef
    calls: set[str] = field(default_factory=set)
    writes: bool = False
    acts: bool = False

    @property
    def key(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.node.name}"

    @property
    def is_public(self) -> bool:
        return not self.node.name.startswith("_")


def writing_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that write rows, as far as names tell."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, chain = node.func.attr, _chain(node.func.value)
        on_rows = {"objects", "_default_manager", "filter", "exclude", "all"} & set(chain)
        writes_rows = on_rows if name in AMBIGUOUS else name in WRITES
        if writes_rows or (name in ("execute", "executemany") and _is_writing_sql(node)):
            yield node


def _chain(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call):
        return _chain(node.func)
    if isinstance(node, ast.Attribute):
        return [*_chain(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def _is_writing_sql(call: ast.Call) -> bool:
    texts = [each.value for each in ast.walk(call) if isinstance(each, ast.Constant)]
    sql = " ".join(text for text in texts if isinstance(text, str)).upper()
    return any(word in sql for word in ("INSERT INTO", "UPDATE ", "DELETE FROM")) and (
        "FOR UPDATE" not in sql
    )


def functions() -> dict[str, list[Function]]:
    """Every function of the services by its bare name, with what it calls, writes and records."""
    found: dict[str, list[Function]] = {}
    for path in SERVICES:
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                each = Function(path, node)
                each.writes = any(True for _ in writing_calls(node))
                called = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
                each.calls = {dotted(func).rsplit(".", 1)[-1] for func in called}
                each.acts = any(dotted(func) in ("act", "acts.act") for func in called)
                found.setdefault(node.name, []).append(each)
    return found


def reaching(found: dict[str, list[Function]], what: str) -> set[str]:
    """The keys of the functions that do `what`, themselves or through what they call."""
    reached = {each.key for named in found.values() for each in named if getattr(each, what)}
    names = {key.rsplit(":", 1)[1] for key in reached}
    while True:
        more = {
            each.key
            for named in found.values()
            for each in named
            if each.key not in reached and each.calls & names
        }
        if not more:
            return reached
        reached |= more
        names |= {key.rsplit(":", 1)[1] for key in more}


def test_every_service_that_writes_acts_on_the_record():
    found = functions()
    writers, actors = reaching(found, "writes"), reaching(found, "acts")
    public = {each.key for named in found.values() for each in named if each.is_public}
    assert len(writers & public) >= 20
    assert (writers - actors) & public == set(WITHOUT_ACT)


def test_every_service_is_told_who_acts_and_when():
    found = functions()
    for key in reaching(found, "acts"):
        each = next(e for named in found.values() for e in named if e.key == key)
        if each.is_public:
            given = {arg.arg for arg in each.node.args.kwonlyargs}
            assert {"actor", "at"} <= given, f"{key} takes actor and at by name"


def test_nobody_else_writes():
    found = {
        where(path).split(":")[0]
        for path in python_files(*TRACKING)
        if path not in SERVICES and not is_migration(path)
        for _ in writing_calls(tree_of(path))
    }
    assert found == set(OTHER_WRITERS)


def test_notifications_write_their_own_tables_and_none_that_is_tracked():
    tables = {
        model._meta.db_table for model in registry.get_app_config("notifications").get_models()
    }
    assert tables <= set(UNTRACKED)
    for path in python_files("notifications"):
        writes = not is_migration(path) and any(writing_calls(tree_of(path)))
        assert not writes or NOTIFYING & set(path.parts), f"{where(path)} writes"


def test_the_domain_answers_for_every_table():
    tables = {
        model._meta.db_table
        for app in DOMAIN
        if registry.is_installed(app)
        for model in registry.get_app_config(app).get_models(include_auto_created=True)
    }
    assert set(UNTRACKED) <= tables, "an exception for a table that is not there"
    assert len(tracked_tables()) >= 15


ORGANIZATION = """
def made_up():
    from stakeholders.models import Organization
    return Organization.objects.create(code="x", kind="other", name={})
"""


@pytest.mark.django_db
def test_the_watch_refuses_what_the_house_writes_without_an_act(at):
    with (
        pretending_to_be("stakeholders/services/made_up.py", ORGANIZATION) as made_up,
        pytest.raises(WriteWithoutAct, match=r"made_up\.py:4 writes stakeholders_organization"),
        transaction.atomic(),
    ):
        made_up()
    with (
        pretending_to_be("public/pages/made_up.py", ORGANIZATION) as made_up,
        pytest.raises(WriteWithoutAct),
        together(),
    ):
        made_up()
    with (
        pretending_to_be("stakeholders/services/made_up.py", ORGANIZATION) as made_up,
        act("house.tried", subject="x", actor=Actor.system("tests"), at=at) as made,
    ):
        made.enter(PUBLIC, {})
        assert made_up().code == "x"


@pytest.mark.django_db
def test_the_watch_lets_the_tests_own_preparations_pass():
    with pretending_to_be("tests/made_up.py", ORGANIZATION) as made_up:
        assert made_up().code == "x"


GUARDED = [
    "record_entry",
    "record_checkpoint",
    "provisions_version",
    "provisions_transition",
    "provisions_versiontext",
    "frameworks_statusrecord",
    "frameworks_decision",
    "frameworks_clause",
]


@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.django_db
def test_the_database_itself_keeps_what_was_appended(table):
    from django.db import connection

    for order in ("UPDATE {} SET id = id", "TRUNCATE {} CASCADE"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
                " AND tgfoid = 'tripartite_refuse'::regproc",
                [table],
            )
            assert cursor.fetchone() == (2,)
            if order.startswith("TRUNCATE"):
                with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
                    cursor.execute(order.format(table))
