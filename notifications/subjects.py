"""What may be subscribed to by anybody: whether it is there for the public, and where it stands."""

from urllib.parse import parse_qs

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid, Missing
from core.languages import localized
from core.public_paths import (
    framework_path,
    instrument_path,
    provision_path,
    round_path,
    theme_path,
)
from core.query import Query
from frameworks.enums import Theme
from frameworks.models import Framework, Instrument
from provisions.asked import FILTERS
from provisions.models import Provision
from provisions.selectors.filters import Facet, ProvisionFilters, check_filters
from reviews.models import Round

from .enums import Topic
from .topics import CHOSEN

LONGEST_SUBJECT = 800  # as the table has it
_LONGEST_SENT = 4_000

# The filters of the list of provisions. Order and place in the list are no part of a search.
_SEARCH = Query(FILTERS)


def check_topic(topic: str) -> Topic:
    """Return what anybody may choose. Raises Invalid for anything else."""
    if topic in CHOSEN:
        return Topic(topic)
    known = ", ".join(CHOSEN)
    detail = _("Choose what to follow, one of: %(known)s.") % {"known": known}
    raise Invalid(detail, errors=[FieldError("/topic", detail, "unknown")])


def check_subject(topic: Topic, subject: str) -> str:
    """Return what is followed as it is kept: a public key or code, or a search in canonical form.

    One query at most. Raises Missing where the public finds no such thing, and Invalid for a
    search that can't be understood, has no filter or is too long.
    """
    if topic is Topic.SEARCH:
        return _search(subject)
    if not _is_there(topic, subject):
        raise Missing(_("What you want to follow is not here. Open its page and begin there."))
    return subject


def filters_of(search: str) -> tuple[str, ProvisionFilters]:
    """Return the words and the filters of a saved search, as `check_subject` returned it.

    The filters know nothing of who holds a stance, nor of the words: their reader adds both.
    """
    asked = _SEARCH.read(QueryDict(search), refuse_unknown=False)
    chosen = {f"{facet.value}s": asked[facet.value] for facet in Facet}
    return asked["q"] or "", ProvisionFilters(**chosen)


def path_of(topic: str, subject: str, language: str) -> str:
    """Return the public page of what is followed; "" for what comes with a mandate."""
    match topic:
        case Topic.FRAMEWORK:
            return framework_path(subject, language)
        case Topic.PROVISION:
            return provision_path(subject, language)
        case Topic.THEME:
            return theme_path(subject, language)
        case Topic.ROUND:
            return round_path(subject, language)
        case Topic.INSTRUMENT:
            return instrument_path(subject, language)
        case Topic.SEARCH:
            return f"{localized('/provisions/', language)}?{subject}"
    return ""


def _is_there(topic: Topic, subject: str) -> bool:
    if len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        return False
    match topic:
        case Topic.FRAMEWORK:
            return Framework.objects.filter(slug=subject).exists()
        case Topic.PROVISION:
            return Provision.objects.filter(key=subject, latest_version__gt=0).exists()
        case Topic.THEME:
            return subject in Theme.values
        case Topic.ROUND:
            return Round.objects.filter(key=subject).exists()
        case Topic.INSTRUMENT:
            return Instrument.objects.filter(code=subject).exists()
    return False


def _search(sent: str) -> str:
    if len(sent) > _LONGEST_SENT or len(parse_qs(sent)) > len(_SEARCH.parameters) * 4:
        raise _not_understood()
    canonical = _SEARCH.read(QueryDict(sent), refuse_unknown=False).canonical
    if not canonical:
        detail = _(
            "Choose a filter or type words to search for first: then there is a search to follow."
        )
        raise Invalid(detail, errors=[FieldError("/subject", detail)])
    if len(canonical) > LONGEST_SUBJECT:
        raise _not_understood()
    try:
        check_filters(filters_of(canonical)[1])
    except Invalid:
        raise _not_understood() from None
    return canonical


def _not_understood() -> Invalid:
    detail = _("This search can’t be followed. Choose fewer filters in the list of provisions.")
    return Invalid(detail, errors=[FieldError("/subject", detail)])
