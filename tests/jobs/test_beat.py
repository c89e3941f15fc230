"""The beat table and its tasks: thin, complete, and harmless however often they tick."""

import ast
import inspect
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from celery.exceptions import Retry
from django.apps import apps
from django.db import OperationalError

from config.beat import BEAT, HOUR, JOBS, MINUTE
from config.celery import app, catch_up
from config.founding import refuse_sample_data
from core.actor import Actor
from core.dates import parse_honest_date
from frameworks.enums import Basis, MilestoneKind
from frameworks.models import Milestone
from notifications.models import KeptMail
from record.installation import is_sample_database
from record.models import Entry
from reviews.models import AnsweredRequest
from reviews.round_drafts import ItemDraft
from reviews.services.rounds import open_round
from stakeholders.models import Mandate
from tests.factories.frameworks import make_framework
from tests.factories.people import make_secretary
from tests.factories.provisions import make_provision

OURS = ("record", "frameworks", "provisions", "reviews", "notifications")
# Sent by whoever planned a mail that somebody waits for; the sweep does the same each minute.
ASKED_FOR = {"notifications.deliver"}
SERVICES = (
    *("take_snapshots", "take_checkpoint", "verify_nightly", "pass_milestones"),
    *("begin_due_rounds", "close_due_rounds", "forget_answers"),
    *("sweep", "deliver_due", "forget_old"),
)
NOW = datetime(2026, 12, 5, 0, 20, tzinfo=UTC)
# How many a job makes of what is due; one where nothing is said.
ENTRIES = {
    "provisions.take_snapshots": 2,
    "frameworks.pass_milestones": 2,
    "reviews.forget_answers": 0,
    "notifications.sweep": 0,
    "notifications.forget": 0,
}
DAY, HOURS = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True, scope="module")
def tasks():
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if name.split(".")[0] in OURS}


def test_every_job_stands_in_the_table_and_every_entry_has_its_job(tasks):
    assert set(JOBS) | ASKED_FOR == set(tasks)
    assert len(JOBS) == 9


def test_the_table_is_the_applications_and_in_utc():
    assert app.conf.beat_schedule is BEAT
    assert str(app.conf.timezone) == "UTC"
    assert app.conf.enable_utc


@pytest.mark.parametrize(
    ("job", "minutes"),
    [
        ("provisions.take_snapshots", "5"),
        ("record.take_checkpoint", "20"),
        ("record.verify", "40"),
        ("frameworks.pass_milestones", "*/10"),
        ("reviews.begin_due_rounds", "*"),
        ("reviews.close_due_rounds", "*"),
        ("reviews.forget_answers", "50"),
        ("notifications.sweep", "*"),
        ("notifications.forget", "55"),
    ],
)
def test_every_job_is_asked_for_every_hour_from_the_first_of_the_day_on(job, minutes):
    (entry,) = [entry for entry in BEAT.values() if entry["task"] == job]
    assert repr(entry["schedule"]).startswith(f"<crontab: {minutes} * * * * ")


def test_messages_that_nobody_fetched_until_the_next_are_dropped():
    often = {entry["task"]: entry["options"]["expires"] for entry in BEAT.values()}
    by_the_minute = ("_due_rounds", ".sweep")
    assert {job: MINUTE if job.endswith(by_the_minute) else HOUR for job in JOBS} == often


def test_every_task_survives_a_lost_worker_and_a_lost_database(tasks):
    for task in tasks.values():
        assert task.acks_late
        assert task.reject_on_worker_lost
        assert task.autoretry_for
        assert task.max_retries


def test_every_task_takes_no_argument_and_calls_one_service(tasks):
    for task in tasks.values():
        function = inspect.unwrap(task.run)
        (definition,) = ast.parse(inspect.getsource(function)).body
        assert isinstance(definition, ast.FunctionDef)
        assert not inspect.signature(function).parameters
        (statement,) = definition.body
        assert isinstance(statement, ast.Expr)
        assert isinstance(statement.value, ast.Call)


@pytest.mark.parametrize("job", JOBS)
def test_a_lost_database_makes_a_task_try_again(job, tasks, monkeypatch):
    def lost(*_, **__):
        raise OperationalError("server closed the connection unexpectedly")

    module = inspect.getmodule(inspect.unwrap(tasks[job].run))
    assert module is not None
    for service in SERVICES:
        monkeypatch.setattr(module, service, lost, raising=False)
    tasks[job].push_request(called_directly=False, is_eager=False, retries=3)
    monkeypatch.setattr(tasks[job], "apply_async", lambda *a, **o: None)
    monkeypatch.setattr("celery.canvas.Signature.apply_async", lambda *a, **o: None)
    try:
        with pytest.raises(Retry) as retry:
            tasks[job].run()
    finally:
        tasks[job].pop_request()
    assert isinstance(retry.value.when, int)
    assert 0 <= retry.value.when <= 8


def test_a_worker_that_begins_sends_every_job_once_in_order():
    sent: list[str] = []
    sender = SimpleNamespace(app=SimpleNamespace(send_task=sent.append))
    catch_up(sender=sender)
    assert sent == list(JOBS)


@pytest.mark.django_db
def test_a_worker_refuses_invented_data_where_it_is_not_allowed(settings):
    refuse_sample_data()
    settings.SAMPLE_DATABASE_ALLOWED = False
    assert is_sample_database()
    with pytest.raises(SystemExit, match="sample database"):
        refuse_sample_data()


@pytest.fixture
def due(monkeypatch, tmp_path, settings):
    """Something to do for every job, and a clock that stands still."""
    settings.CHECKPOINT_FILE = tmp_path / "checkpoints.jsonl"
    settings.RECORD_SIGNING_KEY_FILE = tmp_path / "key.pem"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    for slug in ("one", "two"):
        framework = make_framework(slug, at=NOW - timedelta(days=3))
        milestone = Milestone(
            framework=framework,
            slug="meeting",
            kind=MilestoneKind.MEETING,
            title={"en": "Meeting"},
            basis=Basis.INVENTED,
            order_key="1",
        )
        milestone.set_date(parse_honest_date("2026-11"))
        milestone.save()
        make_provision(framework, at=NOW - 3 * DAY)
    hold_round("one", opens_at=NOW - HOURS, closes_at=NOW + DAY)
    hold_round("two", opens_at=NOW - 2 * DAY, closes_at=NOW - HOURS)
    keep_answer(at=NOW - 2 * DAY)
    KeptMail.objects.create(kept_at=NOW - 40 * DAY, sender="a", to="b", message=b"c")


def hold_round(framework, **window):
    """A round that was announced two days ago."""
    open_round(
        framework=framework,
        items=[ItemDraft(f"{framework}.1", 1)],
        purpose={"en": "Trial"},
        languages=["en"],
        publication="at_close",
        actor=make_secretary("first"),
        at=NOW - 2 * DAY,
        **window,
    )


def keep_answer(**when):
    """What a program was answered; nobody's act, so that forgetting it is none either."""
    mandate = Mandate.objects.get(user__email="first@example.org")  # who held the rounds
    AnsweredRequest.objects.create(mandate=mandate, key="k", status=201, body=b"{}", **when)


def everything():
    """Every row that a job may write, as text, without what differs by chance or by the clock."""
    models = [model for name in OURS for model in apps.get_app_config(name).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("job", JOBS)
def test_two_beats_that_tick_together_have_the_effect_of_one(job, tasks, due, at_once):
    before = everything()
    at_once(*[lambda: tasks[job].apply(throw=True)] * 3)
    once = everything()
    assert once != before, "it had something to do"
    assert once["record.Entry"] - before["record.Entry"] == ENTRIES.get(job, 1)
    for _ in range(2):
        tasks[job].apply(throw=True)
    assert everything() == once


@pytest.mark.django_db(transaction=True)
def test_all_jobs_of_two_beats_at_once(tasks, due, at_once):
    """Different jobs meet on frameworks and chains, in every order, and none waits for ever."""
    before = Entry.objects.count()
    both = [*JOBS, *reversed(JOBS)]
    at_once(*[lambda job=job: tasks[job].apply(throw=True) for job in both])
    assert Entry.objects.count() - before == 8
    founding, *numbers = [entry.number for entry in Entry.objects.filter(circle="system")]
    assert (founding, numbers) == (1, [2, 3, 4, 5])
    assert Actor.system("celery.milestones").origin in set(
        Entry.objects.values_list("actor_origin", flat=True)
    )
