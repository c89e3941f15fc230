"""Alignments by API: governments say themselves that they join a position, or that they don't."""

import pytest

from .programs import pointers, refusal

pytestmark = pytest.mark.django_db


def test_governments_join_and_do_not_join(program, house, taking):
    regional = program("north-group").done("post", "positions", taking("north-group"))
    path = f"positions/{regional['id']}/alignments"
    mine = {"circle": str(house.delegation("AAA").pk), "kind": "joins"}
    theirs = {"circle": str(house.delegation("BBB").pk), "kind": "does_not_join"}
    assert program("AAA-focal").done("post", path, mine, key="j")["aligned"] == ["AAA"]
    shown = program("BBB-focal").done("post", path, theirs)
    assert (shown["aligned"], shown["not_aligned"]) == (["AAA"], ["BBB"])
    assert shown["aligned_labels"] == ["AAA"]
    words = program("north-group").done("get", f"{path}?page_size=1")
    assert [(each["actor"], each["kind"]) for each in words["results"]] == [("AAA", "joins")]
    rest = program("north-group").done("get", f"{path}?cursor={words['next_cursor']}")
    assert [(each["actor"], each["kind"]) for each in rest["results"]] == [("BBB", "does_not_join")]
    outsider = {"circle": str(house.delegation("CCC").pk), "kind": "joins"}
    refusal(program("CCC-focal").post(path, outsider), 404, "not_found")
    program("north-group").done("post", f"positions/{regional['id']}/release")
    shown = program("CCC-focal").done("post", path, outsider)
    assert shown["aligned"] == ["AAA", "CCC"]
    never = program("CCC-focal").post(path, outsider | {"kind": "does_not_join"})
    refusal(never, 409, "not_a_member")
    refusal(program("AAA-focal").post(path, outsider), 404, "not_found")
    assert pointers(program("AAA").post(path, {"circle": 1, "kind": "likes"}).json()) == {
        "/circle": "bad_type",
        "/kind": "bad_value",
    }
