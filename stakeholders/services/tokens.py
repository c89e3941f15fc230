"""API tokens: a program acts under one mandate of the person who issued it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import FieldError, Invalid, Missing
from core.textform import normalize_line
from record.acts import act, together
from stakeholders.act_codes import ActCode
from stakeholders.enums import TokenScope
from stakeholders.keys import digest_of, new_key
from stakeholders.models import ApiToken, ApiTokenUse, Mandate
from stakeholders.permissions import acting_mandate, check_acts_itself, check_is_own_token

from .circles import home_of

LONGEST_LIFE = timedelta(days=366)
LONGEST_NAME = 80
USE_IS_NOTED_EVERY = timedelta(minutes=1)


@together()
def issue_token(
    *,
    mandate: Mandate,
    name: str,
    scope: str,
    expires_at: datetime,
    actor: Actor,
    at: datetime,
) -> tuple[ApiToken, str]:
    """Return a token for `mandate` and its secret, which is kept nowhere and shown once.

    It is issued under the very mandate that it will act for, at most a year ahead. Raises
    Invalid by field and NotAllowed.
    """
    check_acts_itself(actor)
    by = acting_mandate(actor, at=at)
    check_is_own_token(mandate=by, token_mandate_id=mandate.pk)
    checked = _checked_name(name, scope, expires_at, at)
    secret = new_key()
    token = ApiToken(
        mandate=by,
        name=checked,
        scope=scope,
        digest=digest_of(secret),
        issued_at=at,
        expires_at=expires_at,
    )
    _record(ActCode.TOKEN_ISSUED, token, {"scope": scope}, actor=actor, at=at)
    return token, secret


@together()
def revoke_token(*, token_id: UUID, actor: Actor, at: datetime) -> ApiToken:
    """Make a token open nothing from `at` on; revoking it again changes nothing.

    Only its holder revokes it, under the mandate that it acts for: so nobody reads in a
    circle's record what else its people hold. Raises Missing and NotAllowed.
    """
    check_acts_itself(actor)
    by = acting_mandate(actor, at=at)
    own = ApiToken.objects.select_for_update(of=("self",)).filter(mandate__user=by.user)
    token = own.select_related("mandate__organization").filter(pk=token_id).first()
    if token is None:
        raise Missing(_("There is no such token."))
    check_is_own_token(mandate=by, token_mandate_id=token.mandate_id)
    if token.revoked_at is None:
        token.revoked_at = at
        _record(ActCode.TOKEN_REVOKED, token, {}, actor=actor, at=at)
    return token


def note_token_use(*, token: ApiToken, at: datetime) -> None:
    """Keep when `token` was last used, at most once a minute; no act, see `ApiTokenUse`.

    `token` comes with its `use`, if it has one.
    """
    use: ApiTokenUse | None = getattr(token, "use", None)
    if use is not None and at < use.last_used_at + USE_IS_NOTED_EVERY:
        return
    ApiTokenUse.objects.bulk_create(
        [ApiTokenUse(token=token, last_used_at=at)],
        update_conflicts=True,
        unique_fields=["token"],
        update_fields=["last_used_at"],
    )


def _checked_name(name: str, scope: str, expires_at: datetime, at: datetime) -> str:
    """Return the name in normal form. Raises Invalid for each field that can't stand."""
    errors: list[FieldError] = []
    try:
        line = normalize_line(name)
    except ValueError as error:
        line = ""
        errors.append(FieldError("/name", str(error)))
    if not errors and not 0 < len(line) <= LONGEST_NAME:
        detail = _("Say in at most %(most)d characters where the token will be used.") % {
            "most": LONGEST_NAME
        }
        errors.append(FieldError("/name", detail))
    if scope not in TokenScope.values:
        said = {"code": scope, "known": ", ".join(TokenScope.values)}
        errors.append(FieldError("/scope", _("“%(code)s” is none of: %(known)s.") % said))
    if expires_at.tzinfo is None or not at < expires_at <= at + LONGEST_LIFE:
        detail = _("A token expires in the future, at most a year ahead.")
        errors.append(FieldError("/expires_at", detail))
    if errors:
        raise Invalid(_("This token can't be issued as it stands."), errors=errors)
    return line


def _record(
    code: str, token: ApiToken, payload: dict[str, str], *, actor: Actor, at: datetime
) -> None:
    """Save the token and enter what happened into the chain of its mandate's home."""
    with act(code, subject=str(token.pk), actor=actor, at=at) as made:
        token.save()
        ids = {"token": str(token.pk), "mandate": str(token.mandate_id)}
        made.enter(home_of(token.mandate).chain, ids | payload)
