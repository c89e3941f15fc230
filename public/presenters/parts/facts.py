"""Lists of facts, as `components/facts.html` shows them; nothing in them is left blank."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.when import When, when_honest, when_instant
from core.words import Said, language_names, said
from frameworks.enums import Basis
from frameworks.selectors import FrameworkFacts, MeetingFacts, SessionFacts


class Link(TypedDict):
    label: str
    lang: str
    url: str
    note: str


class Fact(TypedDict):
    """A label and one of: a value, texts, links, a date. `caution` is a warning beside it."""

    label: str
    value: str
    lang: str
    texts: Sequence[str]
    links: Sequence[Link]
    when: When | None
    caution: str


def fact(
    label: str,
    value: str | Said = "",
    *,
    when: When | None = None,
    texts: Sequence[str] = (),
    links: Sequence[Link] = (),
    caution: str = "",
) -> Fact:
    words = Said(text=value, lang="") if isinstance(value, str) else value
    return Fact(
        label=label,
        value=words["text"],
        lang=words["lang"],
        texts=texts,
        links=links,
        when=when,
        caution=caution,
    )


def known(value: str) -> str:
    return value or _("not known here")


def framework_facts(framework: FrameworkFacts, language: str) -> list[Fact]:
    languages = language_names(framework.authentic_languages, language)
    return [
        *(_meeting_facts(framework.meeting, language) if framework.meeting else ()),
        fact(_("Authentic languages"), known(languages)),
        *_adopted_elsewhere(framework),
        fact(_("Meaning last changed"), when=when_instant(framework.content_changed_at, language)),
    ]


def _meeting_facts(meeting: MeetingFacts, language: str) -> Iterable[Fact]:
    yield fact(_("Meeting"), said(meeting.name, language))
    yield fact(_("Held"), when=when_honest(meeting.date, language))
    yield fact(_("Place"), said(meeting.place, language))
    convened = said(meeting.convened_by, language)
    if convened["text"]:
        yield fact(_("Convened by"), convened)
    yield fact(_("Basis of these facts"), labels(Basis, language)[meeting.basis])


def _adopted_elsewhere(framework: FrameworkFacts) -> Iterable[Fact]:
    if framework.adopted_elsewhere:
        yield fact(
            _("Review on this portal"),
            _("Not needed: an institution adopted the text, and it can be submitted as it stands."),
        )


def session_facts(session: SessionFacts, language: str) -> list[Fact]:
    return [
        fact(_("Date"), when=when_honest(session.date, language)),
        fact(_("Dates end in the zone"), session.time_zone),
        fact(_("Basis of these facts"), labels(Basis, language)[session.basis]),
    ]
