"""The compilation of comments of a round or on a provision, for whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Missing
from core.labels import labels
from core.languages import Texts
from core.when import when_zoned
from core.words import language_name, said
from provisions.models import Provision
from reviews.enums import RoundState
from reviews.querysets import reads_submissions
from reviews.selectors.rounds import RoundFacts, read_rounds, round_facts
from stakeholders.models import Mandate

from .marks import as_it_stood, marks
from .rows import compiled_rows
from .sources import Asked, Source, sources
from .table import Compilation


@dataclass(frozen=True, slots=True)
class Subject:
    """What is compiled: `what` in words, `noun` for files, `about` for the head of a paper."""

    framework: Texts
    is_invented: bool
    what: str
    noun: str
    about: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, when, in which language; `mandate` None is everybody. Prepared answers are for
    the review secretariat alone; who else wants them gets the released ones.
    """

    mandate: Mandate | None
    at: datetime
    language: str
    with_prepared: bool = False


def compilation_of_round(round_: UUID | str, reader: Reader) -> Compilation:
    """Return the comments of the round with this id or key. Raises Missing. A constant number of
    queries.
    """
    facts = round_facts(round_)
    zone, language = facts.time_zone, reader.language
    state = labels(RoundState, language)[facts.state]
    subject = Subject(
        framework=facts.framework_title,
        is_invented=facts.is_invented,
        what=_("Review round %(number)d") % {"number": facts.number},
        noun=f"{facts.framework}-round-{facts.number}-comments",
        about=[
            (_("Review round"), f"{facts.number} ({state})"),
            (_("Opens"), when_zoned(facts.opens_at, zone, language)["text"]),
            (_("Closes"), when_zoned(facts.closes_at, zone, language)["text"]),
        ],
    )
    asked = Asked(reader.mandate, reader.at, rounds=[facts.key], with_prepared=_prepared(reader))
    return _compiled(subject, [facts], asked, reader)


def compilation_of_provision(key: str, reader: Reader) -> Compilation:
    """Return the comments on the provision with this key, of all rounds. Raises Missing. A
    constant number of queries.
    """
    provision = Provision.objects.select_related("framework").filter(key=key).first()
    if provision is None:
        raise Missing(_("There is no such provision."))
    rounds = read_rounds(provisions=[key]).rows
    numbers = ", ".join(str(each.number) for each in rounds)
    subject = Subject(
        framework=provision.framework.title,
        is_invented=provision.framework.is_sample,
        what=_("Provision %(number)s") % {"number": provision.number},
        noun=f"{key.replace('.', '-')}-comments",
        about=[
            (_("Provision"), provision.number),
            (_("Review rounds"), numbers or _("none yet")),
        ],
    )
    asked = Asked(reader.mandate, reader.at, provisions=[key], with_prepared=_prepared(reader))
    return _compiled(subject, rounds, asked, reader)


def _prepared(reader: Reader) -> bool:
    return reader.with_prepared and reads_submissions(reader.mandate, reader.at)


def _compiled(
    subject: Subject, rounds: Sequence[RoundFacts], asked: Asked, reader: Reader
) -> Compilation:
    items = {(each.key, item.key): item for each in rounds for item in each.items}
    ordered = _in_order(sources(asked), {place: number for number, place in enumerate(items)})
    made = Compilation(
        title=_("Compilation of comments"),
        framework=said(subject.framework, reader.language),
        subject=subject.what,
        noun=subject.noun,
        language=reader.language,
        at=reader.at,
        is_invented=subject.is_invented,
        audience=_audience(asked, ordered),
        facts=(),
        rows=compiled_rows(ordered, items, reader.language, names_rounds=bool(asked.provisions)),
    )
    return replace(made, facts=(*subject.about, *_facts(made)))


def _in_order(found: Sequence[Source], places: dict[tuple[str, str], int]) -> list[Source]:
    """Return sources by round and provision in the document's order, there the published ones by
    number and then the others as they came in.
    """

    def place(source: Source) -> tuple[int, bool, int, datetime, str]:
        number = source.public_number
        where = places[source.round, source.provision]
        return where, number is None, number or 0, source.since, str(source.id)

    return sorted(found, key=place)


def _facts(made: Compilation) -> list[tuple[str, str]]:
    count = len(made.rows)
    said_of_it = [(_("Read by"), made.audience)] if made.audience else []
    return [
        (_("Framework"), made.framework["text"]),
        (
            _("Comments"),
            ngettext("%(count)d comment", "%(count)d comments", count) % {"count": count},
        ),
        (_("State of affairs"), as_it_stood(made.at, made.language)),
        (_("Language"), language_name(made.language, made.language)),
        *said_of_it,
        (_("Status of this paper"), " ".join(marks(is_invented=made.is_invented))),
    ]


def _audience(asked: Asked, found: Sequence[Source]) -> str:
    """Say who may read it; "" for everybody, where nothing is in it that is not public."""
    if all(each.is_public for each in found):
        return ""
    if not reads_submissions(asked.mandate, asked.at):
        return _("Confidential until publication: for you and the rooms that you are in.")
    if asked.with_prepared:
        return _("Confidential: for the review secretariat, with answers that are not released.")
    return _("Confidential until publication: for the review secretariat.")
