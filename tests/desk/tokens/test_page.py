"""A person's own tokens: issued for the mandate they act under, shown once, revoked at will."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from record.models import Entry
from stakeholders.enums import Capacity, Group
from stakeholders.models import ApiToken, Mandate
from stakeholders.selectors import token_of
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.services.tokens import issue_token
from stakeholders.terms import MandateTerms
from tests.desk.conftest import signed_in
from tests.stakeholders.cast import START, SYSTEM, House, actor, found_house

PAGE = "/desk/settings/tokens/"
SENT = {"name": "<b>laptop</b>", "scope": "comment", "days": "30"}
SECRET = re.compile(r'id="token"[^>]*value="([\w-]{43})"')


@pytest.fixture
def house(db: None) -> House:
    return found_house()


def as_(house: House, who: str) -> Client:
    return signed_in(house[who].user, house[who])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def issued(mandate: Mandate, name: str = "a script") -> tuple[ApiToken, str]:
    now = timezone.now()
    return issue_token(
        mandate=mandate,
        name=name,
        scope="read",
        expires_at=now + timedelta(days=9),
        actor=actor(mandate),
        at=now,
    )


def second_mandate(house: House) -> Mandate:
    terms = MandateTerms(house["AAA"].user, Capacity.ADVISER, Group.EMPLOYERS)
    mandate = propose_mandate(terms=terms, actor=SYSTEM, at=START)
    return confirm_mandate(mandate_id=mandate.pk, actor=actor(house["employers"]), at=START)


@pytest.mark.parametrize("who", ["AAA", "employers", "secretariat", "observer", "chairperson"])
def test_a_token_is_issued_for_the_mandate_acted_under_and_shown_once(house: House, who):
    client = as_(house, who)
    page = client.post(PAGE, SENT)
    assert page["Cache-Control"] == "private, no-store"
    (secret,) = SECRET.findall(text(page))
    token = token_of(secret, at=timezone.now())
    assert token is not None
    assert (token.mandate, token.scope) == (house[who], "comment")
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    after = text(client.get(PAGE))
    assert secret not in after
    assert "&lt;b&gt;laptop&lt;/b&gt;" in after
    assert "<b>laptop" not in after
    assert "never used" in after


def test_a_stranger_and_a_session_without_second_factor_are_sent_away(house: House):
    assert Client().get(PAGE)["Location"] == "/accounts/login/?next=/desk/"
    half = signed_in(house["AAA"].user, house["AAA"], factor=None)
    for answer in (half.get(PAGE), half.post(PAGE, SENT)):
        assert answer["Location"] == "/accounts/2fa/set-up/"
    assert not ApiToken.objects.exists()


def test_mistakes_are_named_at_their_fields(house: House):
    client = as_(house, "AAA")
    for change, field in (
        ({"name": ""}, "id_name"),
        ({"scope": "everything"}, "id_scope"),
        ({"days": "9999"}, "id_days"),
        ({"name": "nul\u0007"}, "id_name"),
    ):
        page = client.post(PAGE, SENT | change)
        assert page.status_code == 400
        assert f'href="#{field}' in text(page)
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked_under_the_mandate_that_it_acts_for(house: House):
    token, secret = issued(house["AAA"])
    other = second_mandate(house)
    client = signed_in(house["AAA"].user, other)
    page = client.post(f"{PAGE}{token.pk}/revoke/", follow=True)
    assert "opens nothing any more" in text(page)
    assert token_of(secret, at=timezone.now()) is None
    entry = Entry.objects.get(subject=str(token.pk), code="token.revoked")
    assert entry.actor_mandate == house["AAA"].pk
    assert entry.circle == house.delegation("AAA").chain


@pytest.mark.parametrize("who", ["AAA-focal", "BBB", "secretariat", "governments", "employers"])
def test_nobody_sees_or_revokes_the_token_of_another(house: House, who):
    token, secret = issued(house["AAA"], name="the delegate's own")
    client = as_(house, who)
    assert "own" not in re.findall(r"<strong[^>]*>([^<]*)</strong>", text(client.get(PAGE)))
    assert "delegate&#x27;s own" not in text(client.get(PAGE))
    assert client.post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert token_of(secret, at=timezone.now())


def test_a_token_of_a_mandate_that_ended_is_shown_as_such(house: House):
    token, _ = issued(house["AAA"])
    other = second_mandate(house)
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA"]), at=timezone.now())
    client = signed_in(house["AAA"].user, other)
    assert "Its mandate is not active" in text(client.get(PAGE))
    assert client.post(f"{PAGE}{token.pk}/revoke/").status_code == 403


def test_the_page_costs_the_same_queries_for_many_tokens(house: House):
    client = as_(house, "AAA")
    issued(house["AAA"])
    few = queries(client)
    for _ in range(5):
        issued(house["AAA"])
    assert queries(client) == few <= 12


def queries(client: Client) -> int:
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    return len(asked)
