"""Tokens for programs: a person’s own, each issued for the mandate acted under at the time."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Missing
from desk.acting import ActingRequest
from desk.forms.tokens import TokenForm
from desk.presenters import links
from desk.presenters.tokens import token_rows
from stakeholders.models import ApiToken
from stakeholders.selectors import tokens_of_user
from stakeholders.services.tokens import issue_token, revoke_token

from .page import Page, desk_page, done

SECTION = "settings"


@desk_page()
def tokens(request: ActingRequest) -> Page:
    """List the person's tokens; a POST issues one and shows it, this once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(lambda: _issued(request, form))
        if made is not None:
            row, secret = made
            context = {"name": row.name, "secret": secret, "back": links.TOKENS}
            return Page("desk/tokens_issued.html", context, SECTION)
    acting = request.acting
    rows = token_rows(tokens_of_user(acting.user.pk), me=acting.user, at=acting.at)
    return Page("desk/tokens.html", {"form": form, "tokens": rows}, SECTION, form.status)


@desk_page(("POST",))
def revoke(request: ActingRequest, token_id: UUID) -> HttpResponse:
    """Revoke a token of the person's own, under the mandate that the token acts for: no circle
    reads in its record what else its people hold.
    """
    acting = request.acting
    own = {each.pk: each for each in tokens_of_user(acting.user.pk)}
    if token_id not in own:
        raise Missing("There is no such token.")
    actor = Actor.person(acting.user.pk, own[token_id].mandate_id)
    revoke_token(token_id=token_id, actor=actor, at=acting.at)
    return done(request, _("The token opens nothing any more."), links.TOKENS)


def _issued(request: ActingRequest, form: TokenForm) -> tuple[ApiToken, str]:
    acting, typed = request.acting, form.cleaned_data
    if acting.mandate is None:  # the frame of the page asks first
        raise Missing("There is no such page.")
    return issue_token(
        mandate=acting.mandate,
        name=typed["name"],
        scope=typed["scope"],
        expires_at=form.expires_at(acting.at),
        actor=acting.actor,
        at=acting.at,
    )
