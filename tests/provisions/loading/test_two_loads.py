"""Two loads at once, on two connections: the second waits, and finds nothing left to do."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from core.errors import Invalid
from frameworks.drafts import FrameworkDraft
from frameworks.models import Framework
from frameworks.services.frameworks import change_framework
from provisions.loading.load_framework import load_framework
from provisions.models import Provision, Version
from record.acts import together
from record.models import PUBLIC, Entry
from tests.factories.frameworks import make_instrument

from .files import AT, FRAMEWORK, LOADER, changed, write
from .outcomes import OUTCOME, record

pytestmark = pytest.mark.django_db(transaction=True)


class Background:
    """A call on another connection, which may have to wait for a lock of ours."""

    def __init__(self, call: Callable[[], object]) -> None:
        self._call = call
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self._call()
        except BaseException as error:
            self._error = error
        finally:
            connection.close()

    def start(self) -> None:
        self._thread.start()

    def wait_for_a_lock(self) -> None:
        """Return once somebody waits for a lock of this connection; fail after ten seconds."""
        with connection.cursor() as cursor:
            for _ in range(200):
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted"
                    " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
                )
                if cursor.fetchone() != (0,):
                    return
                time.sleep(0.05)
        pytest.fail("Nobody waits.")

    def end(self) -> None:
        """Wait for the call's end, and raise what it raised."""
        self._thread.join(20)
        assert not self._thread.is_alive(), "They wait for each other."
        if self._error is not None:
            raise self._error


@pytest.fixture(autouse=True)
def instruments(transactional_db) -> None:
    make_instrument("C142")


def test_a_first_load_happens_once(tmp_path, at_once):
    file = write(tmp_path, FRAMEWORK)

    def load_it():
        return load_framework(file=file, actor=LOADER, at=AT)

    results = at_once(*[load_it] * 3)
    assert sorted(result.is_changed for result in results) == [False, False, True]
    assert Provision.objects.count() == 5
    assert Entry.objects.filter(circle=PUBLIC, code="framework.created").count() == 1


def test_a_changed_text_becomes_one_version(tmp_path, at_once):
    load_framework(file=write(tmp_path, FRAMEWORK), actor=LOADER, at=AT)
    file = write(tmp_path, changed(FRAMEWORK, ("The first summary.", "A better summary.")))
    results = at_once(
        *[lambda: load_framework(file=file, actor=LOADER, at=AT + timedelta(days=1))] * 2
    )
    assert sorted(result.is_changed for result in results) == [False, True]
    assert Version.objects.filter(provision__suffix="s1").count() == 2


def test_an_outcome_is_recorded_once(tmp_path, at_once):
    adopted = changed(FRAMEWORK, ("adopted_elsewhere: false", "adopted_elsewhere: true"))
    load_framework(file=write(tmp_path, adopted), actor=LOADER, at=AT)
    write(tmp_path, OUTCOME, "outcome.yaml")
    results = at_once(lambda: record(tmp_path), lambda: record(tmp_path))
    assert sorted(result.is_new for result in results) == [False, True]
    assert Entry.objects.filter(circle=PUBLIC, code="decision.recorded").count() == 1


def test_a_load_waits_for_whoever_writes_about_the_framework(tmp_path):
    load_framework(file=write(tmp_path, FRAMEWORK), actor=LOADER, at=AT)
    text = changed(FRAMEWORK, ("summary: {en: A trial.", "summary: {en: From the file."))
    file = write(tmp_path, text)
    loading = Background(lambda: load_framework(file=file, actor=LOADER, at=AT))
    with together():
        row = Framework.objects.get()
        portal = replace(FrameworkDraft.of(row), title={"en": "From the portal"})
        change_framework(framework=row, draft=portal, actor=LOADER, at=AT)
        loading.start()
        loading.wait_for_a_lock()
    # It then sees what the portal wrote, and refuses to overwrite it.
    with pytest.raises(Invalid):
        loading.end()
    assert Framework.objects.get().title == {"en": "From the portal"}


def test_a_load_locks_provisions_in_the_order_of_their_keys(tmp_path):
    """S2 stands before S10 in the file and behind it by key, as every other writer locks them."""
    s1 = FRAMEWORK[FRAMEWORK.index("      - suffix: s1") : FRAMEWORK.index("  - slug: training")]
    more = "".join(s1.replace("s1", f"s{n}").replace("S1", f"S{n}") for n in (2, 10))
    text = changed(FRAMEWORK, (s1, s1 + more))
    load_framework(file=write(tmp_path, text), actor=LOADER, at=AT)
    file = write(tmp_path, text.replace("The first summary.", "A better summary."))
    loading = Background(lambda: load_framework(file=file, actor=LOADER, at=AT))
    with transaction.atomic():
        rows = Provision.objects.select_for_update(nowait=True)
        rows.get(suffix="s10")
        loading.start()
        loading.wait_for_a_lock()
        rows.get(suffix="s2")  # free: the load waits for s10 first, so nobody waits in a circle
    loading.end()
    assert set(Provision.objects.filter(suffix__startswith="s").values_list("latest_version")) == {
        (2,)
    }
