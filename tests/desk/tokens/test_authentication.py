"""A program is known by its token alone, and acts under the one mandate of that token."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from desk.api.authentication import TokenAuthentication, WithinScope
from stakeholders.enums import Capacity, Group
from stakeholders.keys import digest_of, new_key
from stakeholders.models import ApiToken, Mandate, User
from stakeholders.selectors import circles_of
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.services.tokens import issue_token, revoke_token
from stakeholders.terms import MandateTerms
from tests.stakeholders.cast import START, SYSTEM, House, actor, admitted, found_house

Ask = Callable[..., Any]


class Rooms(APIView):
    """Something confidential to ask for: the circles that the mandate reads."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (WithinScope,)

    def get(self, request: Any) -> Response:
        assert request.acting is request._request.acting
        acting = request.acting
        rooms = circles_of(acting.mandate, at=acting.at)
        return Response({"rooms": [str(each.pk) for each in rooms], "by": str(acting.actor)})

    def post(self, request: Any) -> Response:
        return Response({"scope": request._request.token_scope}, status=201)


@pytest.fixture
def house(db: None) -> House:
    return found_house()


def token(mandate: Mandate, **changes: Any) -> tuple[ApiToken, str]:
    now = timezone.now()
    said: dict[str, Any] = {"scope": "comment", "expires_at": now + timedelta(days=1), "at": now}
    return issue_token(mandate=mandate, name="a script", actor=actor(mandate), **said | changes)


def ask(authorization: str | None = None, method: str = "get") -> Any:
    headers = {} if authorization is None else {"authorization": authorization}
    request = getattr(APIRequestFactory(), method)("/api/v1/desk/rooms", headers=headers)
    answer = Rooms.as_view()(request)
    return answer.render() if hasattr(answer, "render") else answer


def said(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.items())


@pytest.mark.parametrize("who", ["AAA", "BBB", "north-group", "employers", "secretariat"])
def test_a_token_reads_what_its_mandate_reads_and_nothing_else(house: House, who):
    _, secret = token(house[who])
    answer = ask(f"Token {secret}")
    assert answer.status_code == 200
    own = {str(each.pk) for each in circles_of(house[who], at=timezone.now())}
    assert set(answer.data["rooms"]) == own
    assert answer.data["by"] == str(actor(house[who]))


def test_a_token_of_one_mandate_reads_nothing_of_its_holders_other_one(house: House):
    """The same person sits in a delegation and advises the Employers; neither knows of it."""
    terms = MandateTerms(house["AAA"].user, Capacity.ADVISER, Group.EMPLOYERS)
    other = propose_mandate(terms=terms, actor=SYSTEM, at=START)
    confirm_mandate(mandate_id=other.pk, actor=actor(house["employers"]), at=START)
    _, secret = token(house["AAA"])
    rooms = ask(f"Token {secret}").data["rooms"]
    assert str(house.delegation("AAA").pk) in rooms
    assert str(house.group("employers").pk) not in rooms


def revoked(house: House) -> str:
    row, secret = token(house["AAA"])
    revoke_token(token_id=row.pk, actor=actor(house["AAA"]), at=timezone.now())
    return secret


def expired(house: House) -> str:
    issued = timezone.now() - timedelta(days=2)
    return token(house["AAA"], at=issued, expires_at=issued + timedelta(days=1))[1]


def of_a_mandate_that_ended(house: House) -> str:
    _, secret = token(house["AAA"])
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=timezone.now())
    return secret


def of_a_mandate_whose_period_is_over(house: House) -> str:
    now = timezone.now()
    until = now - timedelta(minutes=5)
    brief = admitted(
        house["employers"], "brief", Capacity.ADVISER, group=Group.EMPLOYERS, ends_at=until
    )
    return token(brief, at=now - timedelta(hours=1), expires_at=now + timedelta(days=1))[1]


def of_a_mandate_not_confirmed(house: House) -> str:
    """No service issues one; a row that somebody forced in opens nothing either."""
    now, secret = timezone.now(), new_key()
    terms = MandateTerms(house["AAA"].user, Capacity.ADVISER, Group.WORKERS)
    waiting = propose_mandate(terms=terms, actor=SYSTEM, at=now)
    ApiToken.objects.create(
        mandate=waiting,
        name="forced",
        scope="read",
        digest=digest_of(secret),
        issued_at=now,
        expires_at=now + timedelta(days=1),
    )
    return secret


def of_somebody_who_may_not_sign_in(house: House) -> str:
    _, secret = token(house["AAA"])
    User.objects.filter(pk=house["AAA"].user_id).update(is_active=False)
    return secret


@pytest.mark.parametrize(
    "dead",
    [
        revoked,
        expired,
        of_a_mandate_that_ended,
        of_a_mandate_whose_period_is_over,
        of_a_mandate_not_confirmed,
        of_somebody_who_may_not_sign_in,
    ],
)
def test_a_token_that_opens_nothing_is_answered_like_no_token_at_all(house: House, dead):
    secret = dead(house)
    for method in ("get", "post", "delete"):
        nobody = ask(method=method)
        assert nobody.status_code == 401
        assert nobody["WWW-Authenticate"] == "Token"
        assert nobody["Content-Type"] == "application/problem+json"
        assert said(ask(f"Token {secret}", method)) == said(nobody)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header",
    [
        "",
        "Token",
        "Token ",
        "Token unknown",
        "Token two words",
        "Bearer unknown",
        "Basic dXNlcjpwYXNz",
        f"Token {'x' * 8000}",
        "Token \xff\xfe",
    ],
)
def test_whatever_else_is_sent_is_answered_like_no_token_at_all(header):
    assert said(ask(header)) == said(ask())


def test_the_scheme_is_read_in_any_case(house: House):
    _, secret = token(house["AAA"])
    assert ask(f"token {secret}").status_code == 200
    assert ask(f"Bearer {secret}").status_code == 401


def test_a_token_that_may_only_read_changes_nothing(house: House):
    _, secret = token(house["AAA"], scope="read")
    assert ask(f"Token {secret}").status_code == 200
    refused = ask(f"Token {secret}", "post")
    assert refused.status_code == 403
    assert b'"code":"scope_needed"' in refused.content
    _, wide = token(house["AAA"])
    assert ask(f"Token {wide}", "post").data == {"scope": "comment"}


def test_its_use_is_noted_and_a_second_request_asks_one_query(house, django_assert_num_queries):
    row, secret = token(house["observer"])
    assert ask(f"Token {secret}", "post").status_code == 201
    assert abs(row.use.last_used_at - timezone.now()) < timedelta(minutes=1)
    with django_assert_num_queries(1):
        ask(f"Token {secret}", "post")
