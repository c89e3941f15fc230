"""The gate: who passes to the desk, and that nobody else learns what is behind it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from stakeholders.models import Mandate, User
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.terms import MandateTerms
from tests.desk.conftest import signed_in
from tests.factories.people import FOUNDED, make_secretary

from .conftest import acting_of

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/?next=/desk/"
SET_UP = "/accounts/2fa/set-up/"
CHOOSE = "/desk/mandate/"
PATHS = ["/desk", "/desk/", "/desk/settings/security/", "/desk/nowhere", "/desk/a/b/?c=d"]
METHODS = ["get", "head", "post", "put", "patch", "delete", "options", "trace"]


def second_mandate(user: User) -> Mandate:
    first = make_secretary("first")
    terms = MandateTerms(user=user, capacity="secretariat", framework_key="ai-manufacturing-2026")
    made = propose_mandate(terms=terms, actor=first, at=FOUNDED)
    return confirm_mandate(mandate_id=made.pk, actor=first, at=FOUNDED)


def end(mandate: Mandate) -> None:
    actor = make_secretary("first")
    at = timezone.now() - timedelta(seconds=1)
    end_mandate(mandate_id=mandate.pk, actor=actor, at=at)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_is_sent_to_sign_in_whatever_the_path_and_method(client: Client, path, method):
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert answer.content == b""
    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", METHODS)
def test_a_password_alone_opens_nothing(mandate, path, method):
    answer = getattr(signed_in(mandate.user, factor=None), method)(path)
    assert (answer.status_code, answer["Location"]) == (302, SET_UP)


def test_somebody_elses_second_factor_is_nobodys(mandate):
    client = signed_in(mandate.user)
    session = client.session
    session["account_authentication_methods_user"] = str(make_secretary("first").user_id)
    session.save()
    assert client.get(CHOOSE)["Location"] == SET_UP


def test_whoever_has_one_mandate_acts_under_it(mandate):
    answer = signed_in(mandate.user).get("/desk/settings/security/")
    assert answer.status_code == 200
    acting = acting_of(answer)
    assert (acting.user, acting.mandate) == (mandate.user, mandate)
    assert acting.actor.mandate_id == mandate.pk


def test_an_answer_of_the_desk_is_kept_and_compared_by_nobody(mandate):
    for path in ("/desk/settings/security/", "/desk/nowhere/", "/desk/mandate"):
        answer = signed_in(mandate.user).get(path, headers={"Accept-Encoding": "gzip"})
        assert answer["Cache-Control"] == "private, no-store", path
        assert "ETag" not in answer
        assert "Content-Encoding" not in answer


def test_an_unknown_path_of_the_desk_is_not_found(mandate):
    answer = signed_in(mandate.user).get("/desk/nowhere/")
    assert answer.status_code == 404


def test_an_ended_mandate_serves_no_longer_on_the_next_request(mandate):
    client = signed_in(mandate.user)
    assert acting_of(client.get("/desk/settings/security/")).mandate == mandate
    end(mandate)
    answer = client.get("/desk/settings/security/")
    assert acting_of(answer).mandate is None


def test_the_end_of_one_mandate_never_silently_switches_to_another(mandate):
    client = signed_in(mandate.user)
    assert acting_of(client.get("/desk/settings/security/")).mandate == mandate
    other = second_mandate(mandate.user)
    end(mandate)
    assert client.post("/desk/settings/security/")["Location"] == CHOOSE
    client.post(CHOOSE, {"mandate": str(other.pk)})
    assert acting_of(client.get("/desk/settings/security/")).mandate == other


def test_whoever_has_several_mandates_chooses_first(mandate):
    other = second_mandate(mandate.user)
    client = signed_in(mandate.user)
    assert client.get("/desk/settings/security/")["Location"] == CHOOSE
    page = client.get(CHOOSE).content.decode()
    assert str(mandate.pk) in page
    assert str(other.pk) in page
    assert client.post(CHOOSE, {"mandate": str(other.pk)})["Location"] == "/desk/"
    assert acting_of(client.get("/desk/settings/security/")).mandate == other


@pytest.mark.parametrize("sent", ["", "nonsense", "somebody else's"])
def test_nobody_acts_under_a_mandate_that_is_not_theirs(mandate, sent):
    second_mandate(mandate.user)
    client = signed_in(mandate.user)
    others = str(make_secretary("first").mandate_id)
    answer = client.post(CHOOSE, {"mandate": others if sent == "somebody else's" else sent})
    assert answer.status_code == 400
    assert client.get("/desk/settings/security/")["Location"] == CHOOSE


def test_the_desk_speaks_the_persons_language(mandate):
    User.objects.filter(pk=mandate.user_id).update(language="fr")
    answer = signed_in(mandate.user).get("/desk/settings/security/?lang=es")
    assert '<html lang="fr"' in answer.content.decode()


def test_a_form_without_its_token_changes_nothing(mandate):
    answer = signed_in(mandate.user, csrf=True).post(CHOOSE, {"mandate": str(mandate.pk)})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_the_api_of_the_desk_knows_no_session(mandate):
    answer = signed_in(mandate.user).get("/api/v1/desk/rounds")
    assert answer.status_code in (401, 404)
    assert not answer.cookies
    assert not hasattr(answer.wsgi_request, "session")


@pytest.mark.parametrize(
    "path", ["/", "/about/", "/fr/", "/api/v1/stages", "/healthz", "/nowhere/"]
)
def test_no_other_path_touches_a_session(mandate, path, django_assert_max_num_queries):
    answer = signed_in(mandate.user).get(path)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert not hasattr(answer.wsgi_request, "session")


def test_passing_the_gate_costs_three_queries(mandate, django_assert_num_queries):
    client = signed_in(mandate.user, mandate)
    client.get("/desk/nowhere/")  # what is asked once a process is known
    # Session, person, mandate; the frame adds the person's mandates and circles.
    with django_assert_num_queries(5):
        client.get("/desk/nowhere/")
