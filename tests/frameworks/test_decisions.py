"""A decision is appended with its clauses; sessions and instruments follow their files."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import Conflict, Invalid
from frameworks.loading.reference import read_instruments, read_sessions
from frameworks.models import Decision, Framework, Instrument, Session
from frameworks.services.decisions import record_decision
from frameworks.services.documents import change_document
from frameworks.services.instruments import order_of
from frameworks.services.reference import load_instruments, load_sessions
from frameworks.services.sessions import change_session, register_session
from record.models import Entry

from . import drafts
from .drafts import AT, FILE, make_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework() -> Framework:
    return make_framework()


@pytest.fixture
def session() -> Session:
    return register_session(slug="sample-1", draft=drafts.SESSION, actor=FILE, at=AT)


def decide(framework: Framework, session: Session, key: str = "first", **changes) -> Decision:
    return record_decision(
        key=key,
        session=session,
        framework=framework,
        source=framework.documents.get(slug="minutes"),
        draft=replace(drafts.DECISION, **changes),
        clauses=[drafts.CLAUSE, replace(drafts.CLAUSE, label="(b)", cites=["7a"])],
        actor=FILE,
        at=AT,
    )


def test_clauses_stand_in_their_order_and_the_act_names_everything(framework, session):
    decision = decide(framework, session)
    assert [(row.label, row.cites) for row in decision.clauses.all()] == [
        ("(a)", []),
        ("(b)", ["7a"]),
    ]
    entry = Entry.objects.get(code="decision.recorded")
    assert entry.subject == "decision.first"
    assert entry.touches == ["decision.first", "session.sample-1", "trial"]


def test_a_key_is_used_once(framework, session):
    decide(framework, session)
    with pytest.raises(Conflict):
        decide(framework, session)


def test_an_outcome_needs_a_document_that_somebody_has_read(framework, session):
    change_document(
        document=framework.documents.get(),
        draft=replace(drafts.DOCUMENT, is_seen=False),
        actor=FILE,
        at=AT,
    )
    with pytest.raises(Invalid, match="that somebody has read"):
        decide(framework, session)


def test_the_real_and_the_invented_are_never_mixed(framework, session):
    Session.objects.filter(pk=session.pk).update(is_sample=False)
    session.refresh_from_db()
    with pytest.raises(Invalid, match="an invented one to an invented"):
        decide(framework, session)


def test_a_correction_names_its_decision_once(framework, session):
    decide(framework, session)
    fixed = {"corrects": "first", "correction_reason": "Misread."}
    second = decide(framework, session, "second", **fixed)
    assert second.corrects == Decision.objects.get(key="first")
    with pytest.raises(Conflict, match="corrected already"):
        decide(framework, session, "third", **fixed)
    with pytest.raises(Invalid, match="no decision “none”"):
        decide(framework, session, "fourth", corrects="none", correction_reason="Misread.")


def test_the_reference_is_what_the_files_say_once(import_actor, at):
    instruments = {entry.slug: entry.draft for entry in read_instruments()}
    sessions = {entry.slug: entry.draft for entry in read_sessions()}
    assert (len(instruments), set(sessions)) == (38, {"gb-355", "gb-358"})
    for expected in (38, 0):
        loaded = load_instruments(drafts=instruments, actor=import_actor, at=at)
        assert len(loaded.created) == expected
    changed = replace(instruments["C190"], is_confirmed=True)
    loaded = load_instruments(drafts={"C190": changed}, actor=import_actor, at=at)
    assert loaded.changed == ("C190",)
    assert Instrument.objects.count() == 38


def test_instruments_stand_by_kind_and_number(import_actor, at):
    drafts_ = {entry.slug: entry.draft for entry in read_instruments()}
    load_instruments(drafts=drafts_, actor=import_actor, at=at)
    codes = list(Instrument.objects.values_list("code", flat=True))
    assert codes[:3] == ["C029", "C081", "C087"]
    assert codes.index("C193") < codes.index("P029") < codes.index("R113") < codes.index("R209")
    assert codes.index("R209") < codes.index("DECL-1998")
    assert order_of("CETS-225", "convention") > order_of("R209", "recommendation")


def test_the_day_of_the_last_look_never_goes_back(import_actor, at):
    sessions = {entry.slug: entry.draft for entry in read_sessions()}
    later = replace(sessions["gb-358"], last_checked_on=date(2026, 12, 1))
    load_sessions(drafts={"gb-358": later}, actor=import_actor, at=at)
    before = Entry.objects.count()
    assert load_sessions(drafts=sessions, actor=import_actor, at=at).changed == ()
    assert Session.objects.get(slug="gb-358").last_checked_on == date(2026, 12, 1)
    assert Entry.objects.count() == before + 1  # gb-355, which was not there


def test_a_session_keeps_its_nature_and_its_number_is_its_own(import_actor, at):
    sessions = {entry.slug: entry.draft for entry in read_sessions()}
    load_sessions(drafts=sessions, actor=import_actor, at=at)
    row = Session.objects.get(slug="gb-358")
    with pytest.raises(Conflict, match="never changes"):
        change_session(
            session=row,
            draft=replace(sessions["gb-358"], is_sample=True),
            actor=import_actor,
            at=at,
        )
    with pytest.raises(Conflict, match="number 355"):
        change_session(
            session=row, draft=replace(sessions["gb-358"], number=355), actor=import_actor, at=at
        )


FILES = [
    ("format: tripartite-instruments/1", "format: x", "no format"),
    ("  - code: P029", "  - code: C029", "stands in this file twice"),
    ("  - code: P029", "  - code: p029", "write it as C142"),
    ("    year: 2014", "    year: '14'", "not a whole number"),
]


@pytest.mark.parametrize(("old", "new", "says"), FILES)
def test_a_mistake_in_the_instruments_is_named(tmp_path, old, new, says):
    from frameworks.loading.reference import DATA

    text = (DATA / "instruments.yaml").read_text("utf-8")
    assert text.count(old) == 1
    file = tmp_path / "instruments.yaml"
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(Invalid) as caught:
        read_instruments(file)
    assert says in caught.value.errors[0].detail
