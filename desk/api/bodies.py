"""JSON bodies: what an address takes, read once, with everything that is wrong named at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest, RawPostDataException
from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid

from .kinds import Errors, Kind, Schema, refuse

MOST_BYTES = 256 * 1024
_JSON = "application/json"
_NAMED = 100  # characters of an unknown member's name that a refusal repeats


class TooLarge(Invalid):
    code = "too_large"
    status = 413


class NotJson(Invalid):
    code = "media_type"
    status = 415


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a body. One that is not needed has its `default` where it is absent."""

    name: str
    kind: Kind
    about: str
    needed: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class Body:
    """What a body holds: an object with these members and no others."""

    members: tuple[Member, ...] = ()

    def read(self, request: HttpRequest) -> dict[str, Any]:
        """Return the values by name. Raises Invalid with a JSON pointer for each mistake,
        TooLarge for more than 256 kB, NotJson for another media type.
        """
        errors: Errors = []
        values = self.values(_sent(request, takes_nothing=not self.needs), "", errors)
        if errors:
            raise Invalid(_("The body can't be understood."), code="bad_body", errors=errors)
        return values

    @property
    def needs(self) -> bool:
        return any(member.needed for member in self.members)

    def values(self, sent: Any, pointer: str, errors: Errors) -> dict[str, Any]:
        """Return the values of an object that stands at `pointer`."""
        if not isinstance(sent, dict):
            refuse(errors, pointer, _("Send an object."))
            return {}
        errors.extend(self._unknown(sent, pointer))
        return {
            member.name: _value(member, sent, f"{pointer}/{member.name}", errors)
            for member in self.members
        }

    def as_kind(self) -> Kind:
        """Return this object as a value inside another one."""
        return Kind(self.values, self.schema())

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {
                member.name: {**member.kind.schema, "description": member.about}
                for member in self.members
            },
            "required": [member.name for member in self.members if member.needed],
            "additionalProperties": False,
        }

    def _unknown(self, sent: Mapping[str, Any], pointer: str) -> Errors:
        known = [member.name for member in self.members]
        detail = _("There is no such member. Known ones: %(known)s.") % {
            "known": ", ".join(known) or _("none")
        }
        return [
            FieldError(f"{pointer}/{_escaped(name)}", detail, "unknown_member")
            for name in sorted(sent.keys() - set(known))
        ]


def canonical_body(request: HttpRequest) -> bytes:
    """Return a body that was read already in one form, whatever the order of its members."""
    raw = _raw(request)
    return orjson.dumps(orjson.loads(raw), option=orjson.OPT_SORT_KEYS) if raw else b""


def _value(member: Member, sent: Mapping[str, Any], pointer: str, errors: Errors) -> Any:
    if member.name in sent:
        return member.kind.read(sent[member.name], pointer, errors)
    if member.needed:
        refuse(errors, pointer, _("This is needed."), "missing")
    return member.default


def _escaped(name: str) -> str:
    return name[:_NAMED].replace("~", "~0").replace("/", "~1")


def _sent(request: HttpRequest, *, takes_nothing: bool) -> Any:
    """Return the JSON of a request; an empty object for no body where nothing is needed."""
    raw = _raw(request)
    if not raw and takes_nothing:
        return {}
    if request.content_type != _JSON:
        raise NotJson(_("Send %(media)s.") % {"media": _JSON})
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as refusal:
        place = {"line": refusal.lineno, "column": refusal.colno}
        detail = _("This is no JSON; the mistake is in line %(line)d, column %(column)d.") % place
        raise Invalid(detail, code="bad_json") from None


def _raw(request: HttpRequest) -> bytes:
    """Return the bytes of a body. Raises TooLarge before it reads more than it may."""
    too_large = TooLarge(_("Send at most %(most)d bytes.") % {"most": MOST_BYTES})
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        announced = 0
    if announced > MOST_BYTES:
        raise too_large
    try:
        raw: bytes = request.body
    except (OSError, RawPostDataException):
        raise Invalid(_("The body broke off. Send it again."), code="bad_json") from None
    if len(raw) > MOST_BYTES:
        raise too_large
    return raw
