"""What the things that one follows are called."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import Texts
from core.words import foreign, said
from frameworks.enums import Theme
from frameworks.models import Framework, Instrument
from notifications.enums import Topic
from notifications.subjects import filters_of
from provisions.enums import Addressee, ProvisionKind, Stance
from provisions.lifecycle import Stage
from provisions.models import CurrentText
from provisions.selectors.filters import NOT_STATED, Facet, ProvisionFilters

Thing = tuple[Topic, str]


class Name(NamedTuple):
    """What something is called; `lang` is "" where that is in the page's language. `within` is
    the title of the framework that it belongs to, or "".
    """

    text: str
    lang: str = ""
    within: str = ""


def named(things: Iterable[Thing], language: str) -> dict[tuple[str, str], Name]:
    """Return the name of each thing for a page in `language`, which is the active one.

    Three queries at most. A thing that is gone is called by its key.
    """
    wanted = set(things)
    searches = {subject: filters_of(subject) for topic, subject in wanted if topic == Topic.SEARCH}
    titles = _framework_titles(wanted, [filters for _words, filters in searches.values()])
    provisions = _provisions(_subjects(wanted, Topic.PROVISION), titles, language)
    instruments = _instruments(_subjects(wanted, Topic.INSTRUMENT), language)
    names: dict[tuple[str, str], Name] = {}
    for topic, subject in wanted:
        match topic:
            case Topic.FRAMEWORK if subject in titles:
                title = said(titles[subject], language)
                name = Name(title["text"], title["lang"])
            case Topic.ROUND:
                name = _round(subject, titles, language)
            case Topic.THEME:
                name = Name(labels(Theme, language)[subject])
            case Topic.SEARCH:
                name = Name(_search(*searches[subject], titles, language))
            case _:
                name = provisions.get(subject) or instruments.get(subject) or Name(subject)
        names[topic, subject] = name
    return names


def _subjects(wanted: Iterable[Thing], of: Topic) -> list[str]:
    return [subject for topic, subject in wanted if topic == of]


def _framework_titles(
    wanted: Collection[Thing], searches: Iterable[ProvisionFilters]
) -> dict[str, Texts]:
    keys = [s for t, s in wanted if t in (Topic.FRAMEWORK, Topic.ROUND, Topic.PROVISION)]
    slugs = {key.partition(".")[0] for key in keys}
    slugs.update(slug for filters in searches for slug in filters.frameworks)
    if not slugs:
        return {}
    return dict(Framework.objects.filter(slug__in=slugs).values_list("slug", "title"))


def _within(key: str, titles: dict[str, Texts], language: str) -> str:
    return said(titles.get(key.partition(".")[0], {}), language)["text"]


def _provisions(keys: list[str], titles: dict[str, Texts], language: str) -> dict[str, Name]:
    if not keys:
        return {}
    rows = CurrentText.objects.filter(provision__key__in=keys, language=language).values_list(
        "provision__key", "provision__number", "title", "text_language"
    )
    return {
        key: Name(f"{number} {title}", foreign(own, language), _within(key, titles, language))
        for key, number, title, own in rows
    }


def _round(key: str, titles: dict[str, Texts], language: str) -> Name:
    number = int(key.rpartition(".")[2])
    title = _("Review round %(number)d") % {"number": number}
    return Name(title, within=_within(key, titles, language))


def _instruments(codes: list[str], language: str) -> dict[str, Name]:
    if not codes:
        return {}
    found = {}
    for code, title in Instrument.objects.filter(code__in=codes).values_list("code", "title"):
        words = said(title, language)
        found[code] = Name(f"{code} {words['text']}", words["lang"])
    return found


def _search(words: str, filters: ProvisionFilters, titles: dict[str, Texts], language: str) -> str:
    """Return the search in words: what is searched for, then each filter by its label."""
    names = {
        Facet.THEME: labels(Theme, language),
        Facet.STAGE: labels(Stage, language),
        Facet.ADDRESSEE: {**labels(Addressee, language), NOT_STATED: _("Not stated")},
        Facet.KIND: labels(ProvisionKind, language),
        Facet.FRAMEWORK: {slug: said(title, language)["text"] for slug, title in titles.items()},
        Facet.STANCE: labels(Stance, language),
    }
    chosen = [
        ", ".join(names.get(facet, {}).get(value, value) for value in filters.values(facet))
        for facet in Facet
        if filters.values(facet)
    ]
    quoted = [_("“%(words)s”") % {"words": words}] if words else []
    return "; ".join([*quoted, *chosen])
