"""Reading what was typed, without a database."""

import pytest

from provisions.search.folding import fold_code, fold_word
from provisions.search.typed import code_runs, read_query


def words(typed: str) -> list[str]:
    return [word.folded for word in read_query(typed).words]


def test_words_are_folded_and_taken_apart() -> None:
    assert words("L’Été, main-d'œuvre (COVID-19)") == [
        "l",
        "ete",
        "main",
        "d",
        "oeuvre",
        "covid",
        "19",
    ]


def test_phrases_leave_the_words() -> None:
    query = read_query('skills "working hours" «temps payé»')
    assert [word.folded for word in query.words] == ["skills"]
    assert [[word.folded for word in phrase] for phrase in query.phrases] == [
        ["working", "hours"],
        ["temps", "paye"],
    ]


def test_runs_that_may_be_codes_have_a_digit() -> None:
    runs = [code for _, _, code in code_runs(read_query("7 (b) skills").words)]
    assert runs == ["7", "7b", "7bskills"]
    assert not list(code_runs(read_query("only words here").words))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Sécurité", "securite"), ("ŒUVRE", "oeuvre"), ("straße", "strasse"), ("Ñandú", "nandu")],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold_word(typed) == folded


@pytest.mark.parametrize(
    ("code", "folded"), [("7(b)(i)", "7bi"), ("C.142", "c142"), ("DECL-1998", "decl1998")]
)
def test_codes_are_folded_to_letters_and_digits(code: str, folded: str) -> None:
    assert fold_code(code) == folded
