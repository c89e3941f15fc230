"""The commands say what they do in plain words, and refuse without a trace."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from frameworks.loading.reference import DATA
from provisions.models import Provision
from record.models import Entry
from stakeholders.models import Circle, Organization

from .files import FRAMEWORK, changed, write
from .outcomes import OUTCOME

pytestmark = pytest.mark.django_db
REAL = DATA / "ai-manufacturing-2026.yaml"


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def refused(*arguments: object) -> str:
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return str(caught.value)


def test_reference_is_loaded_once(everything):
    first = run("load_reference")
    assert first.splitlines() == [
        "instruments: 38 new, 0 changed",
        "sessions: 2 new, 0 changed",
        "organizations: 193 new, 0 changed",
        "circles: 199 opened",
    ]
    assert Organization.objects.filter(kind="member_state").count() == 187
    assert set(Circle.objects.values_list("kind", flat=True)) == {
        "delegation",
        "regional_group",
        "group",
        "secretariat",
        "constituents",
        "public",
    }
    before = everything()
    assert "new" not in run("load_reference").replace("0 new", "")
    assert everything() == before


def test_a_dry_run_of_the_reference_leaves_no_trace(everything):
    before = everything()
    assert run("load_reference", "--dry-run").endswith("Dry run: nothing was changed.\n")
    assert everything() == before


def test_what_up_runs_is_what_a_second_start_leaves_alone(everything):
    run("load_reference")
    run("load_framework", REAL)
    run("load_sample")
    after = everything()
    assert Provision.objects.filter(framework__slug="ai-manufacturing-2026").count() == 16
    run("load_reference")
    run("load_framework", REAL)
    assert "0 of the story’s 33 happenings were new" in run("load_sample")
    assert everything() == after


def test_a_framework_is_loaded_with_a_plan_in_words(everything):
    run("load_reference")
    before = everything()
    rehearsed = run("load_framework", REAL, "--dry-run")
    assert everything() == before
    assert rehearsed == run("load_framework", REAL) + "Dry run: nothing was changed.\n"
    assert "  16 provisions to create: S1, S2, S3, S4," in rehearsed
    assert "Nothing to do" in run("load_framework", REAL)
    assert Entry.objects.filter(actor_origin="load_framework").exists()


def test_a_refusal_names_every_mistake_and_no_trace(tmp_path):
    run("load_reference")
    file = write(tmp_path, changed(FRAMEWORK, ("status: in_preparation", "status: done")))
    told = refused("load_framework", file)
    assert told.splitlines()[0] == f"{file} has one mistake; nothing was changed."
    assert f"{file}:12:11 official_status.status" in told
    assert "Traceback" not in told


def test_without_the_reference_the_instruments_are_missed(db):
    told = refused("load_framework", REAL)
    assert "“C142” is no instrument" in told


@pytest.mark.parametrize("command", ["load_framework", "record_decision"])
def test_a_file_that_is_not_there_is_a_sentence(command, tmp_path):
    assert refused(command, tmp_path / "absent.yaml").startswith("There is no file")
    assert "is a folder" in refused(command, tmp_path)


def test_an_outcome_is_recorded_by_its_command(tmp_path, everything):
    run("load_reference")
    adopted = changed(FRAMEWORK, ("adopted_elsewhere: false", "adopted_elsewhere: true"))
    run("load_framework", write(tmp_path, adopted))
    outcome = changed(
        OUTCOME, ('decided_on: "2026-12-03"', "decided_on: null"), ("2026-12-04", "2026-11-21")
    )
    file = write(tmp_path, outcome, "outcome.yaml")
    before = everything()
    preview = run("record_decision", file, "--dry-run")
    assert everything() == before
    assert preview == run("record_decision", file) + "Dry run: nothing was changed.\n"
    assert "day not known" in preview
    assert "Nothing to do" in run("record_decision", file)


def test_the_sample_is_refused_where_nothing_is_invented(monkeypatch):
    run("load_reference")
    monkeypatch.setattr("provisions.loading.load_sample.is_sample_database", lambda: False)
    assert refused("load_sample").startswith("This is not a sample database")


def test_a_database_that_is_away_is_a_sentence(monkeypatch):
    def away(**_: object) -> None:
        raise OperationalError("connection refused\nmore lines")

    monkeypatch.setattr("provisions.management.commands.load_sample.load_sample", away)
    assert refused("load_sample") == "The database can’t be reached: connection refused"


def test_a_database_without_tables_is_a_sentence(monkeypatch):
    def missing(**_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM frameworks_nothing")

    monkeypatch.setattr("provisions.management.commands.load_sample.load_sample", missing)
    assert refused("load_sample") == "The database has no tables yet: run `migrate` first."
