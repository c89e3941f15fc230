"""What the database itself refuses, whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from provisions.lifecycle import Stage
from provisions.models import InstrumentLink, Provision, Succession, Transition, Version
from tests.factories.frameworks import BEGINNING, make_framework, make_instrument
from tests.factories.provisions import make_provision, walk_to

pytestmark = pytest.mark.django_db


def settle() -> None:
    """Have the constraints checked that wait for the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;")


def test_a_stage_changes_only_by_a_transition() -> None:
    make_provision()
    with pytest.raises(IntegrityError, match="only by a transition"), transaction.atomic():
        Provision.objects.update(stage="approved")
        settle()


def test_a_provision_begins_as_a_draft() -> None:
    like = make_provision()
    with pytest.raises(IntegrityError, match="only by a transition"), transaction.atomic():
        Provision.objects.create(
            key="trial.9",
            suffix="9",
            framework=like.framework,
            number="9",
            kind="contextual",
            themes=[],
            document_order="trial/00009",
            stage="agreed",
            created_at=BEGINNING,
            content_changed_at=BEGINNING,
            updated_at=BEGINNING,
        )
        settle()


@pytest.mark.parametrize("change", [{"key": "trial.2"}, {"document_order": "trial/00099"}])
def test_key_and_place_stay(change: dict[str, str]) -> None:
    make_provision()
    with pytest.raises(IntegrityError, match="assigned once"), transaction.atomic():
        Provision.objects.update(**change)


def test_the_latest_version_is_the_latest() -> None:
    make_provision()
    with pytest.raises(IntegrityError, match="has version 1 and says 2"), transaction.atomic():
        Provision.objects.update(latest_version=2)
        settle()


def test_a_version_is_counted() -> None:
    provision = make_provision()
    with pytest.raises(IntegrityError, match="has version 2 and says 1"), transaction.atomic():
        Version.objects.create(
            provision=provision,
            number=2,
            text_status="draft",
            created_at=BEGINNING,
            actor_origin="trial",
        )
        settle()


@pytest.mark.parametrize(
    "table",
    [
        "provisions_version",
        "provisions_versiontext",
        "provisions_transition",
        "provisions_succession",
    ],
)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_what_is_appended_stays(table: str, statement: str) -> None:
    one = walk_to(Stage.IN_REVIEW)
    two = make_provision(one.framework, "2")
    Succession.objects.create(
        predecessor=one, successor=two, kind="replaced", at=BEGINNING, actor_origin="trial"
    )
    settle()
    with (
        pytest.raises(IntegrityError, match="is refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_a_provision_is_never_deleted() -> None:
    provision = make_provision()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM provisions_provision WHERE id = %s", [provision.id])


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "wish"},
        {"themes": ["weather"]},
        {"addressees": ["everybody"]},
        {"depth": 1},
    ],
)
def test_codes_are_known(change: dict[str, object]) -> None:
    make_provision()
    with pytest.raises(IntegrityError), transaction.atomic():
        Provision.objects.update(**change)


def test_a_transition_names_who_made_it_and_why() -> None:
    provision = make_provision()
    given = {
        "provision": provision,
        "number": 1,
        "from_stage": "draft",
        "to_stage": "withdrawn",
        "version": provision.versions.get(),
        "at": BEGINNING,
    }
    for missing in (
        {"move": "withdraw", "reason": "", "actor_origin": "trial"},
        {"move": "withdraw", "reason": "So."},
        {"move": "promote", "reason": "So.", "actor_origin": "trial"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Transition.objects.create(**given, **missing)


def test_an_instrument_is_linked_once() -> None:
    provision, instrument = make_provision(), make_instrument()
    day = date(2026, 11, 22)
    InstrumentLink.objects.create(
        provision=provision, instrument=instrument, relation="related", as_of=day
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        InstrumentLink.objects.create(
            provision=provision, instrument=instrument, relation="cited", as_of=day
        )


def test_two_frameworks_may_have_the_same_suffix() -> None:
    keys = [make_provision(make_framework(slug)).key for slug in ("one", "two")]
    assert keys == ["one.1", "two.1"]
