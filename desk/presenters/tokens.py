"""Tokens in words: where they are used, for which mandate, and whether they still open anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.labels import labels
from core.when import When, when_zoned
from core.words import Said
from stakeholders.enums import TokenScope
from stakeholders.models import ApiToken, ApiTokenUse, User

from . import links
from .names import capacity_name, mandate_name


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token. `state` is active, revoked, expired or ended (with its mandate); `last_used`
    None: never.
    """

    name: str
    capacity: str
    body: Said
    scope: str
    state: str
    issued: When
    expires: When
    last_used: When | None
    revoke_url: str


def token_rows(tokens: Iterable[ApiToken], *, me: User, at: datetime) -> list[TokenRow]:
    """Return the rows in the order given. Reads each token's mandate, organization and use."""
    return [_row(each, me, at) for each in tokens]


def _row(token: ApiToken, me: User, at: datetime) -> TokenRow:
    def when(instant: datetime) -> When:
        return when_zoned(instant, me.time_zone, me.language)

    state = _state(token, at)
    use: ApiTokenUse | None = getattr(token, "use", None)
    return TokenRow(
        name=token.name,
        capacity=capacity_name(token.mandate, me.language),
        body=mandate_name(token.mandate, me.language),
        scope=labels(TokenScope, me.language)[token.scope],
        state=state,
        issued=when(token.issued_at),
        expires=when(token.expires_at),
        last_used=when(use.last_used_at) if use else None,
        revoke_url=f"{links.TOKENS}{token.pk}/revoke/" if state == "active" else "",
    )


def _state(token: ApiToken, at: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at <= at:
        return "expired"
    return "active" if token.mandate.is_active_at(at) else "ended"
