"""Accounts come into being by an invitation that is accepted, and in no other way."""

from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import Conflict, FieldError, Invalid
from core.languages import LANGUAGES
from core.textform import normalize_line
from stakeholders.models import User
from stakeholders.models.user import check_time_zone
from stakeholders.terms import Newcomer

_LONGEST_NAME = 200
_LONGEST_ADDRESS = 254


def checked_address(email: str) -> str:
    """Return a mail address without the spaces around it. Raises Invalid for what is none.

    Nothing that could end a header line of a mail gets through, quoted or not.
    """
    address = email.strip(" \t\r\n")
    try:
        if not address.isprintable() or " " in address or len(address) > _LONGEST_ADDRESS:
            raise ValidationError("")
        validate_email(address)
    except ValidationError:
        detail = _("Give one mail address, such as name@example.org.")
        raise Invalid(detail, errors=[FieldError("/email", detail)]) from None
    return address


def create_account(*, email: str, newcomer: Newcomer) -> User:
    """Return a new account for an address that was invited.

    Called by the acceptance inside its act: an account allows nothing by itself and is
    personal data, so it is not on the record. Raises Invalid by field, and Conflict where the
    address has an account, whose holder signs in instead.
    """
    name = _checked(email, newcomer)
    if User.objects.filter(email__iexact=email).exists():
        raise _taken()
    try:
        with transaction.atomic():
            return User.objects.create_user(
                email, newcomer.password, name=name, language=newcomer.language
            )
    except (IntegrityError, ValidationError):
        # Another invitation of the same address was accepted at this very moment.
        raise _taken() from None


def check_reading_settings(*, language: str, time_zone: str) -> None:
    """Raise Invalid by field for a language or a time zone that the portal does not know."""
    errors: list[FieldError] = []
    if language not in LANGUAGES:
        errors.append(_unknown_language())
    try:
        check_time_zone(time_zone)
    except ValidationError:
        detail = _("Choose a time zone by its name, such as Europe/Zurich or America/New_York.")
        errors.append(FieldError("/time_zone", detail))
    if errors:
        raise Invalid(_("Nothing was changed."), errors=errors)


def save_reading_settings(*, user_id: UUID, language: str, time_zone: str) -> None:
    """Keep the language that the portal speaks to a person, and the IANA zone of their days.

    Personal data, and not on the record. Raises as `check_reading_settings`.
    """
    check_reading_settings(language=language, time_zone=time_zone)
    User.objects.filter(pk=user_id).update(language=language, time_zone=time_zone)


def _unknown_language() -> FieldError:
    detail = _("Choose one of: %(known)s.") % {"known": ", ".join(LANGUAGES)}
    return FieldError("/language", detail)


def _checked(email: str, newcomer: Newcomer) -> str:
    errors: list[FieldError] = []
    try:
        name = normalize_line(newcomer.name)
    except ValueError as error:
        name = ""
        errors.append(FieldError("/name", str(error)))
    if not errors and not 0 < len(name) <= _LONGEST_NAME:
        detail = _("Give your name in at most %(most)d characters.") % {"most": _LONGEST_NAME}
        errors.append(FieldError("/name", detail))
    if newcomer.language not in LANGUAGES:
        errors.append(_unknown_language())
    try:
        validate_password(newcomer.password, User(email=email, name=name))
    except ValidationError as weak:
        errors += [FieldError("/password", message) for message in weak.messages]
    if errors:
        raise Invalid(_("Your account can't be made as it stands."), errors=errors)
    return name


def _taken() -> Conflict:
    return Conflict(
        _("This address has an account. Sign in first, then open the link again."),
        code="sign_in_first",
    )
