"""Acts of the public chain as the API, the pages and the feeds say them."""

from django.utils.translation import gettext as _

from core.actor import ActorKind
from core.languages import localized
from core.public_paths import (
    absolute,
    comment_path,
    disposition_path,
    framework_path,
    instrument_path,
    provision_path,
    released_position_path,
    round_path,
    session_path,
)
from frameworks.keys import KeyKind, read_key
from notifications.act_labels import act_labels
from record.selectors import PublicAct

from .values import Value


def act_value(act: PublicAct, language: str) -> Value:
    """Return an entry of the public chain. Who acted is told by kind and never by name."""
    return {
        "number": act.number,
        "code": act.code,
        "label": act_labels(language).get(act.code, act.code),
        "at": act.at,
        "subject": act.subject,
        "touches": list(act.touches),
        "actor_kind": act.actor_kind,
        "actor_label": actor_label(act),
        "actor_origin": act.actor_origin or None,
        "hash": act.hash,
    }


def actor_label(act: PublicAct) -> str:
    """Return in words who acted: persons only as somebody under a mandate."""
    match ActorKind(act.actor_kind):
        case ActorKind.PERSON:
            return _("A person under a mandate")
        case ActorKind.SYSTEM:
            return _("The portal itself")
        case ActorKind.IMPORT:
            return _("A file, reviewed before it was loaded")


def page_of(key: str, language: str) -> str:
    """Return the absolute address of the page on which what `key` names is shown."""
    return absolute(path_of(key, language))


def path_of(key: str, language: str) -> str:
    """Return the path of the page on which what `key` names is shown."""
    try:
        named = read_key(key)
    except ValueError:
        return localized("/changes/", language)
    match named.kind:
        case KeyKind.PROVISION:
            return provision_path(key, language)
        case KeyKind.SESSION:
            return session_path(named.name, language)
        case KeyKind.INSTRUMENT:
            return instrument_path(named.name, language)
        case KeyKind.ROUND:
            return round_path(key, language)
        case KeyKind.COMMENT:
            return comment_path(key, language)
        case KeyKind.POSITION:
            return released_position_path(key, language)
        case KeyKind.DISPOSITION:
            return disposition_path(key, language)
        case KeyKind.DECISION:
            return localized("/governing-body/", language)
        case _:
            return framework_path(named.framework, language)
