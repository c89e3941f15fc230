"""What the database itself refuses, table by table; a table without a decision is a failure."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from core.actor import Actor
from record.acts import act
from record.models import PUBLIC, Chain, Entry, Installation

from .conftest import BEGIN

APPEND_ONLY = {
    "record_entry",
    "record_checkpoint",
    "record_verification",
    "record_installation",
    "frameworks_statusrecord",
    "frameworks_decision",
    "frameworks_clause",
    "provisions_version",
    "provisions_versiontext",
    "provisions_transition",
    "provisions_succession",
    "provisions_statussnapshot",
    "reviews_window",
    "reviews_rounditem",
    "reviews_frozentext",
    "reviews_question",
    "reviews_cutoff",
    "reviews_wording",
    "reviews_author",
    "reviews_mademove",
    "reviews_message",
    "reviews_voice",
    "reviews_submission",
    "reviews_submittedcomment",
    "reviews_manifest",
    "reviews_agreement",
    "reviews_alignment",
    "reviews_assignment",
    "reviews_changecause",
    "reviews_cluster",
    "reviews_clustering",
    "reviews_placement",
    "reviews_reply",
}
NEVER_DELETED = {
    "record_chain",
    "stakeholders_organization",
    "stakeholders_circle",
    "stakeholders_mandate",
    "stakeholders_regionalmembership",
    "stakeholders_invitation",
    "stakeholders_apitoken",
    "frameworks_framework",
    "frameworks_meeting",
    "frameworks_section",
    "frameworks_document",
    "frameworks_milestone",
    "frameworks_session",
    "frameworks_instrument",
    "provisions_provision",
    "reviews_round",
    "reviews_comment",
    "reviews_position",
    "reviews_disposition",
}
# Rows that may go, each for its reason.
MAY_GO = {
    "stakeholders_user": "a person may ask to be erased; the record holds no name",
    "stakeholders_user_groups": "Django's own, unused",
    "stakeholders_apitokenuse": "when a program last asked; nobody's deed",
    "stakeholders_user_user_permissions": "Django's own, unused",
    "provisions_instrumentlink": "a link that was wrong is taken away, with its act",
    "provisions_currenttext": "derived, rebuilt at will",
    "provisions_searchtext": "derived, rebuilt at will",
    "reviews_draft": "private to its author until it is shared, which deletes it",
    "reviews_nextversion": "a working draft of the review secretariat",
    "reviews_nextversioncause": "part of a working draft",
    "reviews_importedrow": "as private as the draft that came of it",
    "reviews_answeredrequest": "an answer to a program, kept for a day",
    "notifications_recipient": "an address may be forgotten, and with it what it chose",
    "notifications_subscription": "somebody's choice, taken back",
    "notifications_delivery": "one that was never sent; the row of one that was, stays",
    "notifications_bounce": "goes with what it belongs to",
    "notifications_calendarkey": "goes with what it belongs to",
    "notifications_keptmail": "on a machine of one's own",
    "notifications_newsmark": "how far the record was read; without it nothing is told twice",
    "frameworks_loadedpart": "what a file said when it was last loaded, not a tracked fact",
}
OURS = (
    "core",
    "record",
    "stakeholders",
    "frameworks",
    "provisions",
    "reviews",
    "notifications",
    "public",
)
TABLES = sorted(
    model._meta.db_table
    for app in OURS
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
)
JOB = Actor.system("tests")


@pytest.mark.parametrize("table", TABLES)
def test_somebody_decided_what_may_happen_to_the_rows_of_each_table(table):
    assert [table in decided for decided in (APPEND_ONLY, NEVER_DELETED, MAY_GO)].count(True) == 1


def test_no_decision_outlives_its_table():
    assert APPEND_ONLY | NEVER_DELETED | set(MAY_GO) == set(TABLES)


def refuses(statement):
    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="what is recorded stays"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


def some_column(table):
    with connection.cursor() as cursor:
        return connection.introspection.get_table_description(cursor, table)[0].name


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_an_append_only_table_refuses_update_delete_and_truncate(table):
    column = some_column(table)
    refuses(f"UPDATE {table} SET {column} = {column}")  # noqa: S608
    refuses(f"DELETE FROM {table}")  # noqa: S608
    refuses(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(NEVER_DELETED))
def test_a_table_whose_rows_stay_refuses_delete_and_truncate_but_no_update(table):
    refuses(f"DELETE FROM {table}")  # noqa: S608
    refuses(f"TRUNCATE {table} CASCADE")
    column = some_column(table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {column} WHERE false")  # noqa: S608


@pytest.mark.django_db
def test_the_orm_is_refused_like_everybody_else():
    with act("thing.done", subject="x", actor=JOB, at=BEGIN) as made:
        made.enter(PUBLIC, {})
    entry = Entry.objects.get()
    entry.code = "thing.undone"
    for change in (entry.save, entry.delete, lambda: Entry.objects.update(code="x")):
        with pytest.raises(IntegrityError, match="what is recorded stays"), transaction.atomic():
            change()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["number = number - 1", "hash = '\\x00'", "circle = 'elsewhere'"]
)
def test_a_head_only_moves_forwards(change):
    with act("thing.done", subject="x", actor=JOB, at=BEGIN) as made:
        made.enter(PUBLIC, {})
    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="only moves forwards"),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE record_chain SET {change}")  # noqa: S608
    assert Chain.objects.get().number == 1


@pytest.mark.django_db
def test_there_is_one_installation_for_ever():
    founded = Installation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(id=2, is_sample=not founded.is_sample)
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(id=1, is_sample=not founded.is_sample)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"number": 0},
        {"number": 1},  # taken
        {"actor_kind": "machine"},
        {"actor_kind": "person"},
        {"actor_origin": ""},
        {"actor_user": "11111111-1111-4111-8111-111111111111"},
        {"actor_mandate": "11111111-1111-4111-8111-111111111111"},
        {"actor_for_mandate": "11111111-1111-4111-8111-111111111111"},
        {
            "actor_kind": "person",
            "actor_user": "11111111-1111-4111-8111-111111111111",
            "actor_mandate": "11111111-1111-4111-8111-111111111111",
        },  # a person with an origin
    ],
)
def test_the_database_refuses_what_cant_be_an_entry(fields):
    with act("thing.done", subject="x", actor=JOB, at=BEGIN) as made:
        made.enter(PUBLIC, {})
    whole = {
        "circle": PUBLIC,
        "number": 2,
        "code": "thing.done",
        "subject": "x",
        "at": BEGIN,
        "actor_kind": "system",
        "actor_origin": "tests",
        "payload": b"{}",
        "previous": b"x" * 32,
        "hash": b"x" * 32,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(**{**whole, **fields})
    Entry.objects.create(**whole)
