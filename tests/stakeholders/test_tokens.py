"""A token acts for one mandate, for its holder, for a time; its secret is kept nowhere."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.actor import Actor
from core.errors import Invalid, Missing, NotAllowed
from core.ids import new_id
from record.models import Entry
from stakeholders.enums import Capacity, Group
from stakeholders.keys import digest_of
from stakeholders.models import ApiToken, ApiTokenUse, Mandate
from stakeholders.selectors import token_of, tokens_of_user
from stakeholders.services.mandates import confirm_mandate, end_mandate
from stakeholders.services.tokens import issue_token, note_token_use, revoke_token
from stakeholders.terms import MandateTerms

from .cast import EVERYBODY, LATER, NOW, SYSTEM, House, actor, admitted, proposed


def issued(mandate: Mandate, *, at: datetime = NOW, **changes: Any) -> tuple[ApiToken, str]:
    said: dict[str, Any] = {
        "name": "my laptop",
        "scope": "comment",
        "expires_at": LATER,
        "actor": actor(mandate),
    }
    return issue_token(mandate=mandate, at=at, **said | changes)


def second_mandate(house: House, name: str = "AAA") -> Mandate:
    """Another mandate of the same person, in a circle that knows nothing of the first."""
    mandate = proposed(MandateTerms(house[name].user, Capacity.ADVISER, Group.EMPLOYERS))
    return confirm_mandate(mandate_id=mandate.pk, actor=actor(house["employers"]), at=NOW)


@pytest.mark.parametrize("who", ["AAA", "secretariat", "observer", "employers-spokesperson"])
def test_whoever_holds_a_mandate_issues_a_token_for_it(house: House, who):
    token, secret = issued(house[who])
    assert token.digest == digest_of(secret) != secret
    assert len(secret) == 43
    found = token_of(secret, at=NOW)
    assert found is not None
    assert (found, found.mandate.user) == (token, house[who].user)


def test_the_circle_learns_that_there_is_a_token_and_neither_its_secret_nor_its_name(house: House):
    token, secret = issued(house["AAA"])
    revoke_token(token_id=token.pk, actor=actor(house["AAA"]), at=NOW)
    entries = list(Entry.objects.filter(subject=str(token.pk)).order_by("number"))
    assert [entry.code for entry in entries] == ["token.issued", "token.revoked"]
    assert {entry.circle for entry in entries} == {house.delegation("AAA").chain}
    assert json.loads(bytes(entries[0].payload)) == {
        "token": str(token.pk),
        "mandate": str(house["AAA"].pk),
        "scope": "comment",
    }
    written = b"".join(bytes(entry.payload) for entry in Entry.objects.all())
    assert secret.encode() not in written
    assert b"laptop" not in written


def test_nobody_issues_a_token_for_another(house: House):
    for who in set(EVERYBODY) - {"AAA"}:
        with pytest.raises(NotAllowed):
            issued(house["AAA"], actor=actor(house[who]))
    thief = Actor.person(house["BBB"].user_id, house["AAA"].pk)
    stand_in = Actor.person(house["BBB"].user_id, house["BBB"].pk, for_mandate_id=house["AAA"].pk)
    for by in (thief, stand_in, SYSTEM):
        with pytest.raises(NotAllowed):
            issued(house["AAA"], actor=by)
    assert not ApiToken.objects.exists()


def test_a_token_is_issued_under_the_mandate_it_acts_for(house: House):
    with pytest.raises(NotAllowed, match="under the mandate"):
        issued(house["AAA"], actor=actor(second_mandate(house)))


def test_a_mandate_that_waits_or_ended_gets_no_token(house: House):
    waiting = proposed(MandateTerms(house["AAA"].user, Capacity.ADVISER, Group.WORKERS))
    with pytest.raises(NotAllowed):
        issued(waiting)
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA"]), at=NOW)
    with pytest.raises(NotAllowed):
        issued(house["AAA"])


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "a" * 81}, "/name"),
        ({"name": "nul\x00"}, "/name"),
        ({"scope": "write"}, "/scope"),
        ({"expires_at": NOW}, "/expires_at"),
        ({"expires_at": NOW + timedelta(days=367)}, "/expires_at"),
        ({"expires_at": LATER.replace(tzinfo=None)}, "/expires_at"),
    ],
)
def test_what_can_not_stand_is_refused_by_field(house: House, change, pointer):
    with pytest.raises(Invalid) as refused:
        issued(house["AAA"], **change)
    assert [error.pointer for error in refused.value.errors] == [pointer]
    assert not ApiToken.objects.exists()


# --- What opens nothing ------------------------------------------------------------------


def test_an_expired_token_opens_nothing(house: House):
    _, secret = issued(house["AAA"])
    assert token_of(secret, at=LATER - timedelta(seconds=1))
    assert token_of(secret, at=LATER) is None


def test_a_token_ends_with_its_mandate(house: House):
    _, secret = issued(house["AAA"])
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    assert token_of(secret, at=NOW) is None


def test_a_token_ends_with_its_mandates_period(house: House):
    mandate = admitted(
        house["employers"], "brief", Capacity.ADVISER, group=Group.EMPLOYERS, ends_at=LATER
    )
    _, secret = issued(mandate, expires_at=LATER + timedelta(days=9))
    assert token_of(secret, at=LATER) is None


def test_a_token_of_somebody_who_may_not_sign_in_opens_nothing(house: House):
    _, secret = issued(house["AAA"])
    user = house["AAA"].user
    user.is_active = False
    user.save()
    assert token_of(secret, at=NOW) is None


def test_an_altered_secret_opens_nothing(house: House):
    _, secret = issued(house["AAA"])
    for wrong in (secret[:-1], secret.swapcase(), digest_of(secret), "", "é\ud800"):
        assert token_of(wrong, at=NOW) is None


# --- Revoking ----------------------------------------------------------------------------


def test_a_revoked_token_opens_nothing_and_revoking_again_changes_nothing(house: House):
    token, secret = issued(house["AAA"])
    for at in (NOW, LATER):
        gone = revoke_token(token_id=token.pk, actor=actor(house["AAA"]), at=at)
        assert gone.revoked_at == NOW
    assert token_of(secret, at=NOW) is None
    assert Entry.objects.filter(subject=str(token.pk), code="token.revoked").count() == 1


def test_nobody_else_revokes_a_token_or_learns_that_it_is_there(house: House):
    token, secret = issued(house["AAA"])
    for who in set(EVERYBODY) - {"AAA"}:
        said = []
        for wanted in (token.pk, new_id()):
            with pytest.raises(Missing) as refused:
                revoke_token(token_id=wanted, actor=actor(house[who]), at=NOW)
            said.append(refused.value.detail)
        assert said[0] == said[1]
    assert token_of(secret, at=NOW) == token


def test_a_circles_record_never_names_what_else_its_people_hold(house: House):
    token, _ = issued(house["AAA"])
    other = second_mandate(house)
    with pytest.raises(NotAllowed, match="under the mandate"):
        revoke_token(token_id=token.pk, actor=actor(other), at=NOW)
    named = Entry.objects.filter(circle=house.delegation("AAA").chain, actor_mandate=other.pk)
    assert not named.exists()


def test_somebody_sees_every_token_of_their_own_and_no_other(house: House):
    mine, _ = issued(house["AAA"])
    other, _ = issued(second_mandate(house), at=NOW + timedelta(hours=1))
    issued(house["BBB"])
    assert tokens_of_user(house["AAA"].user_id) == [other, mine]


def test_the_database_keeps_what_was_issued(house: House):
    token, _ = issued(house["AAA"])
    rows = ApiToken.objects.filter(pk=token.pk)
    for change in (
        {"scope": "read"},
        {"expires_at": LATER + timedelta(days=1)},
        {"mandate": house["BBB"]},
        {"digest": "0" * 64},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    revoke_token(token_id=token.pk, actor=actor(house["AAA"]), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(revoked_at=None)


# --- Last use ----------------------------------------------------------------------------


def use(secret: str, at: datetime) -> int:
    """Ask with the token as the API does; return how many statements noted it."""
    token = token_of(secret, at=at)
    assert token is not None
    with CaptureQueriesContext(connection) as asked:
        note_token_use(token=token, at=at)
    return len(asked)


def test_the_last_use_is_noted_at_most_once_a_minute_and_is_no_act(house: House):
    token, secret = issued(house["AAA"])
    before = Entry.objects.count()
    assert use(secret, NOW) == 1
    assert use(secret, NOW + timedelta(seconds=59)) == 0
    assert ApiTokenUse.objects.get(token=token).last_used_at == NOW
    later = NOW + timedelta(seconds=60)
    assert use(secret, later) == 1
    assert ApiTokenUse.objects.get(token=token).last_used_at == later
    assert Entry.objects.count() == before


def test_a_token_is_looked_up_in_one_query(house: House, django_assert_num_queries):
    _, secret = issued(house["AAA"])
    with django_assert_num_queries(1):
        token = token_of(secret, at=NOW)
        assert token is not None
        assert token.mandate.user.name
        assert token.mandate.organization
        assert getattr(token, "use", None) is None
