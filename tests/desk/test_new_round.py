"""Opening a round, in three steps: what on, on which terms, and a look before the act."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from frameworks.models import Framework
from reviews.models import Round
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.stakeholders.cast import EVERYBODY, House, found_house

from .conftest import signed_in
from .rounds import running, text_of

pytestmark = pytest.mark.django_db
NEW = "/desk/secretariat/rounds/new/"
TERMS = f"{NEW}terms/?framework=trial&language=en&language=fr&item=1.1&item=2.1"
YEAR = timezone.now().year + 1


def last_sunday(month: int) -> str:
    """The day on which clocks in Geneva change; in March and October it is one of seven."""
    last = date(YEAR, month, 31)
    return (last - timedelta(days=(last.weekday() + 1) % 7)).isoformat()


FILLED = {
    "purpose_en": "The words of the first draft.",
    "purpose_fr": "Les mots du premier projet.",
    "opens": f"{YEAR}-01-15T09:00",
    "closes": f"{YEAR}-03-01T18:00",
    "publication": "at_close",
    "questions_0_en": "Is it clear?\nIs it enough?",
    "questions_0_fr": "Est-ce clair ?\nEst-ce suffisant ?",
}


@pytest.fixture
def house() -> House:
    framework = make_framework()
    for number in ("1", "2", "3"):
        make_provision(framework, number)
    return found_house()


@pytest.fixture
def secretary(house: House) -> Client:
    return signed_in(house["secretariat"].user)


def sent(client: Client, act: str, **changes: Any) -> Any:
    return client.post(TERMS, {**FILLED, **changes, "act": act})


def test_the_framework_is_chosen_first_then_its_provisions(secretary: Client):
    assert f"{NEW}?framework=trial" in text_of(secretary, NEW)
    text = text_of(secretary, f"{NEW}?framework=trial&item=2.1")
    assert 'name="item" value="1.1" id="item-1">' in text
    assert 'name="item" value="2.1" id="item-2" checked>' in text
    assert "Skills for new tools" in text
    assert f"{NEW}?framework=trial&amp;item=1.1&amp;item=2.1&amp;item=3.1" in text


def test_a_provision_in_a_round_can_not_be_chosen_and_the_page_says_why():
    review = running()
    secretary = signed_in(review.house["secretariat"].user)
    text = text_of(secretary, f"{NEW}?framework=trial")
    assert text.count(" disabled ") == 2
    assert "It is in a round that has not closed (trial.round.1)." in text


def test_the_look_before_the_act_says_what_becomes_public_and_does_nothing(secretary: Client):
    answer = sent(secretary, "check")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "This is public at once and enters the record." in text
    assert f"15 January {YEAR}, 09:00 Geneva time (08:00 UTC)" in text
    assert "Is it enough?" in text
    assert Round.objects.count() == 0


def test_the_round_is_announced_and_a_second_click_announces_no_other(secretary: Client):
    first = sent(secretary, "open")
    round_ = Round.objects.get()
    assert (first.status_code, first["Location"]) == (302, f"/desk/rounds/{round_.pk}/")
    assert sent(secretary, "open")["Location"] == first["Location"]
    assert Round.objects.count() == 1
    assert [each.number for each in round_.items.first().questions.all()] == [1, 2]  # type: ignore[union-attr]


def test_an_empty_opening_opens_the_round_with_the_act(secretary: Client):
    sent(secretary, "open", opens="")
    assert Round.objects.get().state == "open"
    sent(secretary, "open", opens="")
    assert Round.objects.count() == 1


def test_going_back_keeps_what_was_typed(secretary: Client):
    text = sent(secretary, "change", purpose_en="Half a <b>purpose").content.decode()
    assert "Half a &lt;b&gt;purpose" in text
    assert f"{YEAR}-03-01T18:00" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes": f"{YEAR}-01-01T18:00"}, "A round closes after it opens"),
        ({"closes": "9999-01-01T00:00"}, "A round closes within five years"),
        ({"closes": ""}, "Closes: Give a day and a time."),
        ({"closes": "soon"}, "“soon” is not a day and time"),
        ({"opens": f"{last_sunday(3)}T02:30"}, "never show 02:30"),
        ({"closes": f"{last_sunday(10)}T02:30"}, "show 02:30 twice"),
        ({"purpose_en": "", "purpose_fr": ""}, "Write it in at least one language."),
        ({"publication": "someday"}, "When the comments become public: "),
        ({"questions_0_fr": "Est-ce clair ?"}, "the same questions in each language"),
        ({"purpose_en": "x" * 2001}, "Shorten it to 2000 characters; it has 2001."),
    ],
)
def test_a_mistake_is_named_at_its_field_and_what_was_typed_is_kept(
    secretary: Client, changes: dict[str, str], sentence: str
):
    for act in ("check", "open"):
        answer = sent(secretary, act, questions_1_en="Kept <i>", questions_1_fr="Gardé", **changes)
        text = answer.content.decode()
        assert answer.status_code == 400
        assert sentence in text
        assert "Kept &lt;i&gt;" in text
        assert 'role="alert"' in text
    assert not Round.objects.exists()


def test_what_changed_meanwhile_is_said_and_nothing_is_done(secretary: Client, house: House):
    for query in ("item=1.7", "item=2.1&item=9.1", ""):
        answer = secretary.post(f"{NEW}terms/?framework=trial&language=en&{query}", {"act": "open"})
        assert answer.status_code == 400
        assert "Choose" in answer.content.decode()
    assert not Round.objects.exists()


def test_only_the_review_secretariat_finds_these_pages(house: House, client: Client):
    for path in (NEW, TERMS):
        assert client.get(path).status_code == 302
        for name in EVERYBODY[1:]:
            assert signed_in(house[name].user).get(path).status_code == 404, name
    for name in EVERYBODY[1:]:
        assert sent(signed_in(house[name].user), "open").status_code == 404, name


def test_a_form_without_its_token_is_refused(house: House):
    strict = signed_in(house["secretariat"].user, csrf=True)
    assert sent(strict, "open").status_code == 403
    assert not Round.objects.exists()


def test_ten_provisions_ask_as_many_queries_as_two(secretary: Client):
    counts = []
    text_of(secretary, NEW)  # the session keeps its mandate
    for more in (range(4, 6), range(6, 16)):
        for number in more:
            make_provision(Framework.objects.get(), str(number))
        with CaptureQueriesContext(connection) as asked:
            text_of(secretary, f"{NEW}?framework=trial")
        counts.append(len(asked))
    assert counts[0] == counts[1]
