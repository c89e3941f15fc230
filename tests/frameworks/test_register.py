"""Frameworks, their register, road, sections and status are written under acts, and only so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from core.actor import Actor
from core.dates import parse_honest_date
from core.errors import Conflict, Invalid, Missing, NotAllowed
from frameworks.drafts import (
    DocumentDraft,
    FrameworkDraft,
    MeetingDraft,
    MilestoneDraft,
    SectionDraft,
    SessionDraft,
    StatusDraft,
)
from frameworks.models import Document, Framework, Meeting, Milestone, StatusRecord
from frameworks.services.documents import change_document, register_document
from frameworks.services.frameworks import (
    add_section,
    change_framework,
    change_section,
    create_framework,
    set_meeting,
)
from frameworks.services.milestones import pass_milestones
from frameworks.services.road import change_milestone, set_milestone
from frameworks.services.sessions import register_session
from frameworks.services.statuses import record_status
from frameworks.services.writing import lock_framework
from record.acts import together
from record.models import PUBLIC, Entry
from tests.factories.people import make_secretary

from . import drafts
from .drafts import AT, FILE, make_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework() -> Framework:
    return make_framework()


def last_entry() -> Entry:
    return Entry.objects.filter(circle=PUBLIC).latest("number")


def test_a_draft_comes_back_as_it_was_written(framework):
    set_meeting(framework=framework, draft=drafts.MEETING, actor=FILE, at=AT)
    section = add_section(
        framework=framework, slug="a", draft=drafts.SECTION, order_key="01000", actor=FILE, at=AT
    )
    milestone = set_milestone(
        framework=framework, slug="b", draft=drafts.MILESTONE, order_key="01000", actor=FILE, at=AT
    )
    session = register_session(slug="sample-1", draft=drafts.SESSION, actor=FILE, at=AT)
    status = record_status(framework=framework, draft=drafts.STATUS, actor=FILE, at=AT)
    for row in (section, milestone, session, status, framework):
        row.refresh_from_db()
    assert FrameworkDraft.of(framework) == drafts.FRAMEWORK
    assert DocumentDraft.of(Document.objects.get()) == drafts.DOCUMENT
    assert MeetingDraft.of(Meeting.objects.get()) == drafts.MEETING
    assert SectionDraft.of(section) == drafts.SECTION
    assert MilestoneDraft.of(milestone) == drafts.MILESTONE
    assert SessionDraft.of(session) == drafts.SESSION
    assert StatusDraft.of(status) == drafts.STATUS


def test_a_change_is_an_act_that_says_what_changed(framework):
    draft = replace(drafts.DOCUMENT, symbol="T/2", is_seen=False)
    change_document(document=framework.documents.get(), draft=draft, actor=FILE, at=AT)
    entry = last_entry()
    assert (entry.code, entry.subject) == ("document.changed", "trial.document.minutes")
    assert entry.touches == ["trial", "trial.document.minutes"]
    assert b'"changed":["symbol","is_seen"]' in bytes(entry.payload)
    framework.refresh_from_db()
    assert (framework.edition, framework.content_changed_at) == (3, AT)


def test_what_is_said_already_is_not_said_again(framework):
    before = Entry.objects.count()
    change_document(document=framework.documents.get(), draft=drafts.DOCUMENT, actor=FILE, at=AT)
    change_framework(framework=framework, draft=drafts.FRAMEWORK, actor=FILE, at=AT)
    assert Entry.objects.count() == before


def test_a_new_date_is_a_move_and_other_words_are_not(framework):
    given: dict[str, Any] = {"actor": FILE, "at": AT}
    milestone = set_milestone(
        framework=framework, slug="end", draft=drafts.MILESTONE, order_key="01000", **given
    )
    draft = replace(drafts.MILESTONE, title={"en": "The session"})
    change_milestone(milestone=milestone, draft=draft, **given)
    assert last_entry().code == "milestone.changed"
    draft = replace(draft, date=parse_honest_date("2026-12-03"))
    change_milestone(milestone=milestone, draft=draft, **given)
    assert last_entry().code == "milestone.moved"


def test_a_milestone_that_is_moved_into_the_future_has_not_passed_any_more(framework):
    milestone = set_milestone(
        framework=framework,
        slug="end",
        draft=drafts.MILESTONE,
        order_key="01000",
        actor=FILE,
        at=AT,
    )
    assert pass_milestones(actor=Actor.system("tests"), at=AT) == ["trial.milestone.end"]
    later = replace(drafts.MILESTONE, date=parse_honest_date("2027-03"))
    change_milestone(milestone=milestone, draft=later, actor=FILE, at=AT)
    assert Milestone.objects.get().passed_at is None


def test_a_status_is_appended_and_repeated_only_when_looked_at_again(framework):
    first = record_status(framework=framework, draft=drafts.STATUS, actor=FILE, at=AT)
    assert record_status(framework=framework, draft=drafts.STATUS, actor=FILE, at=AT) == first
    again = replace(drafts.STATUS, checked_on=date(2026, 11, 22))
    assert record_status(framework=framework, draft=again, actor=FILE, at=AT).number == 2
    with pytest.raises(Invalid, match="is older"):
        record_status(framework=framework, draft=drafts.STATUS, actor=FILE, at=AT)
    with pytest.raises(Invalid, match="is to come"):
        future = replace(drafts.STATUS, checked_on=date(2026, 12, 24))
        record_status(framework=framework, draft=future, actor=FILE, at=AT)
    assert StatusRecord.objects.count() == 2


def test_slugs_are_assigned_once(framework):
    given: dict[str, Any] = {"actor": FILE, "at": AT}
    with pytest.raises(Conflict):
        create_framework(slug="trial", is_sample=True, draft=drafts.FRAMEWORK, **given)
    with pytest.raises(Conflict):
        register_document(
            framework=framework, slug="minutes", draft=drafts.DOCUMENT, order_key="2", **given
        )
    section: dict[str, Any] = {"slug": "a", "draft": drafts.SECTION, "order_key": "01000"}
    add_section(framework=framework, **section, **given)
    with pytest.raises(Conflict):
        add_section(framework=framework, **section, **given)


def test_a_source_stands_in_the_frameworks_own_register(framework):
    with pytest.raises(Invalid, match="holds no document “nothing”"):
        record_status(
            framework=framework, draft=replace(drafts.STATUS, source="nothing"), actor=FILE, at=AT
        )
    with pytest.raises(Invalid, match="no session “gb-1”"):
        set_milestone(
            framework=framework,
            slug="end",
            draft=replace(drafts.MILESTONE, session="gb-1"),
            order_key="01000",
            actor=FILE,
            at=AT,
        )


def test_an_unknown_framework_is_missing(framework):
    with together(), pytest.raises(Missing):
        lock_framework("nothing")


def test_what_is_invented_needs_a_sample_database(monkeypatch):
    for place in ("frameworks", "sessions"):
        monkeypatch.setattr(f"frameworks.services.{place}.is_sample_database", lambda: False)
    with pytest.raises(Conflict):
        make_framework()
    with pytest.raises(Conflict):
        register_session(slug="sample-1", draft=drafts.SESSION, actor=FILE, at=AT)


Write = Callable[[Framework, Actor, datetime], object]
WRITES: list[Write] = [
    lambda framework, actor, at: change_framework(
        framework=framework, draft=replace(drafts.FRAMEWORK, title={}), actor=actor, at=at
    ),
    lambda framework, actor, at: set_meeting(
        framework=framework, draft=drafts.MEETING, actor=actor, at=at
    ),
    lambda framework, actor, at: record_status(
        framework=framework, draft=drafts.STATUS, actor=actor, at=at
    ),
    lambda framework, actor, at: change_document(
        document=framework.documents.get(),
        draft=replace(drafts.DOCUMENT, symbol=""),
        actor=actor,
        at=at,
    ),
    lambda framework, actor, at: add_section(
        framework=framework, slug="a", draft=drafts.SECTION, order_key="1", actor=actor, at=at
    ),
    lambda framework, actor, at: set_milestone(
        framework=framework, slug="a", draft=drafts.MILESTONE, order_key="1", actor=actor, at=at
    ),
]


@pytest.mark.parametrize("write", WRITES)
def test_only_the_secretariat_and_reviewed_files_write(framework, write):
    at = AT + timedelta(days=1)
    strangers = [
        Actor.system("celery.milestones"),
        make_secretary("waiting", confirmed=False),
        make_secretary("elsewhere", framework="another"),
        make_secretary("gone", ends_at=AT),
        Actor.person(uuid4(), uuid4()),
    ]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            write(framework, stranger, at)
    write(framework, make_secretary(framework=framework.slug), at)


def test_a_changed_heading_is_an_act_of_its_own(framework):
    section = add_section(
        framework=framework, slug="a", draft=drafts.SECTION, order_key="01000", actor=FILE, at=AT
    )
    draft = replace(drafts.SECTION, title={"en": "Another"})
    change_section(section=section, draft=draft, actor=FILE, at=AT)
    assert (last_entry().code, last_entry().touches) == ("section.changed", ["trial"])
