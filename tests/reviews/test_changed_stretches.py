"""Which stretches changed, and which words stand behind them."""

import random

import pytest

from reviews.changed_stretches import ChangedStretch, changed_stretches, stretches_behind
from reviews.wording_changes import with_words_replaced

OLD = "Training is given before a new tool is used.\n\nIt is free of charge."


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [
        (old[each.old_start : each.old_end], new[each.new_start : each.new_end])
        for each in changed_stretches(old, new)
    ]


def test_the_same_text_has_no_changed_stretch():
    assert changed_stretches(OLD, OLD) == []


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD.replace("new tool", "machine"), [("new tool", "machine")]),
        (OLD.replace("given ", "given, and paid for, "), [("", ", and paid for,")]),
        (OLD.replace("new ", ""), [("new ", "")]),
        (f"Always, {OLD}", [("", "Always, ")]),
        (f"{OLD} Always.", [("", " Always.")]),
        ("", [(OLD, "")]),
    ],
)
def test_a_stretch_is_the_range_of_both_texts_where_they_differ(new, expected):
    assert shown(OLD, new) == expected


def test_replacing_the_stretches_leads_from_one_text_to_the_other():
    source = random.Random(4)
    words = OLD.split(" ")
    for _each in range(300):
        other = [source.choice([word, word, word, "", "other"]) for word in words]
        new = " ".join(word for word in other if word)
        made, last = "", 0
        for each in changed_stretches(OLD, new):
            made += OLD[last : each.old_start] + new[each.new_start : each.new_end]
            assert len(made) == each.new_end
            last = each.old_end
        assert made + OLD[last:] == new


def behind(new: str, words: str) -> list[tuple[str, str]]:
    start = OLD.index(words)
    found = stretches_behind(OLD, changed_stretches(OLD, new), start, start + len(words))
    return [(OLD[e.old_start : e.old_end], new[e.new_start : e.new_end]) for e in found]


@pytest.mark.parametrize(
    ("words", "old", "new", "changed"),
    [
        ("a new tool", "new tool", "machine", ("new tool", "machine")),
        ("tool", "new tool", "machine", ("new tool", "machine")),
        ("given", "given ", "given first ", ("", "first ")),
        ("It is free of charge.", "charge.", "charge. Always.", ("", " Always.")),
    ],
)
def test_words_stand_behind_what_changed_in_them_or_was_added_beside_them(words, old, new, changed):
    assert changed in behind(OLD.replace(old, new), words)


def test_words_do_not_stand_behind_a_change_elsewhere():
    assert behind(OLD.replace("free of charge", "paid for"), "new tool") == []


def test_words_that_were_joined_with_their_neighbours_stand_behind_the_whole_change():
    stretch = ChangedStretch(9, 17, 9, 30)
    assert stretches_behind(OLD, [stretch], 0, 8) == [stretch]
    inside = ChangedStretch(2, 4, 2, 4)
    assert stretches_behind(OLD, [inside, stretch], 0, 8) == [inside]


@pytest.mark.parametrize(
    ("body", "words", "wording", "after"),
    [
        ("A tool is used.", "tool", "machine", "A machine is used."),
        ("A new tool is used.", "new", "", "A tool is used."),
        ("A tool, if new, is used.", ", if new", "", "A tool, is used."),
        ("It is used now.", "now", "", "It is used."),
        ("First.\n\nSecond.\n\nThird.", "Second.", "", "First.\n\nThird."),
        ("First.\n\nSecond.", "Second.", "", "First."),
        ("Elle est donnée : toujours.", "donnée", "", "Elle est : toujours."),
        ("Only this.", "Only this.", "", ""),
        ("One.", "One.", "One.\n\nTwo.", "One.\n\nTwo."),
    ],
)
def test_words_are_replaced_or_taken_out_without_a_trace_of_space(body, words, wording, after):
    start = body.index(words)
    assert with_words_replaced(body, start, start + len(words), wording) == after
