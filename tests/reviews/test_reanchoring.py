"""Re-anchoring: where words went, when nobody can tell, and how much work that may be."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.anchors import Anchor, make_anchor
from reviews.clusters import is_border
from reviews.enums import PlacementKind
from reviews.reanchoring import Found, Rewriting, reanchor
from reviews.word_alignment import MOST_STEPS

from .test_anchors import choices
from .test_sentences import BODIES

SKILLS = "Governments should invest in skills and lifelong learning for all workers."
TALKS = "Employers and workers should talk before a new tool is brought into a workshop."
HEALTH = "Every workshop should look after the safety and health of those who work in it."
REPORT = "The Office should publish a report every second year."
OLD = "\n\n".join((f"{SKILLS} {TALKS}", HEALTH, REPORT))


def on(words: str, body: str = OLD, number: int = 0) -> Anchor:
    start = -1
    for _time in range(number + 1):
        start = body.index(words, start + 1)
    return make_anchor(body, start, start + len(words))


def found(words: str, new: str, old: str = OLD, number: int = 0) -> Found:
    return reanchor(old, on(words, old, number), new)


def test_words_of_a_text_that_stayed_are_where_they_were() -> None:
    anchor = on("safety and health")
    assert reanchor(OLD, anchor, OLD) == Found(PlacementKind.EXACT, 1000, anchor)


def test_what_is_put_before_words_does_not_move_them() -> None:
    new = f"{REPORT.replace('report', 'paper')}\n\n{OLD}"
    place = found("safety and health", new)
    assert place == Found(PlacementKind.EXACT, 1000, on("safety and health", new))


def test_words_of_a_paragraph_that_was_moved_move_with_it() -> None:
    new = "\n\n".join((HEALTH, f"{SKILLS} {TALKS}", REPORT))
    place = found("safety and health", new)
    assert place == Found(PlacementKind.MOVED, 1000, on("safety and health", new))
    assert found("lifelong learning", new).kind == PlacementKind.EXACT


def test_words_that_changed_a_little_are_found_as_they_are_now() -> None:
    new = OLD.replace("a new tool is brought into", "any new tool or machine comes into")
    place = found("before a new tool is brought into a workshop", new)
    assert place.kind == PlacementKind.FUZZY
    assert place.anchor == on("before any new tool or machine comes into a workshop", new)
    assert 400 < place.score < 1000


def test_what_replaced_the_end_of_a_quote_belongs_to_it() -> None:
    new = OLD.replace("lifelong learning for all", "lifelong training of all")
    place = found("invest in skills and lifelong learning", new)
    assert place.anchor is not None
    assert place.anchor.exact == "invest in skills and lifelong training"
    assert found("learning for all workers", new).anchor == on("training of all workers", new)


def test_another_mark_or_capital_is_shown_to_a_person() -> None:
    new = OLD.replace("skills and lifelong", "skills, and lifelong")
    place = found("skills and lifelong learning", new)
    assert (place.kind, place.anchor) == (
        PlacementKind.FUZZY,
        on("skills, and lifelong learning", new),
    )
    place = found("workers should talk", OLD.replace("Employers and workers", "Workers"))
    assert (place.kind, place.score) == (PlacementKind.FUZZY, 999)


def test_split_and_joined_paragraphs_hold_their_words() -> None:
    new = OLD.replace(f" {TALKS}", f"\n\n{TALKS}").replace(f"{HEALTH}\n\n", f"{HEALTH} ")
    for words in ("workers. Employers", "work in it.\n\nThe Office", "second year"):
        place = found(words, new)
        assert place.kind == PlacementKind.EXACT, words
        assert place.anchor is not None
        assert place.anchor.exact.split() == words.split()


@pytest.mark.parametrize("words", ["safety and health", "workshop", HEALTH])
def test_deleted_words_are_orphaned(words: str) -> None:
    """Even those that are said elsewhere: “workshop” stands in another paragraph too."""
    new = "\n\n".join((f"{SKILLS} {TALKS}", REPORT))
    place = found(words, new, number=1 if words == "workshop" else 0)
    assert place == Found(PlacementKind.ORPHANED, 0, None)


def test_words_that_another_sentence_begins_to_say_are_not_taken_for_those_deleted() -> None:
    new = OLD.replace(HEALTH, "Nobody knows what safety and health cost a small enterprise today.")
    assert found("safety and health", new).kind == PlacementKind.ORPHANED


def test_a_rewritten_text_orphans_everything() -> None:
    new = "The Conference thanks its chairperson.\n\nIt will meet again."
    for words in ("safety and health", "The Office", SKILLS):
        assert found(words, new).kind == PlacementKind.ORPHANED


@pytest.mark.parametrize(
    "new",
    [f"{OLD}\n\n{OLD}", OLD.replace(HEALTH, f"{HEALTH} {HEALTH}"), f"{HEALTH}\n\n{HEALTH}"],
)
def test_words_said_twice_with_nothing_to_tell_them_apart_wait_for_a_person(new: str) -> None:
    for words in ("safety and health", "workshop should look", HEALTH):
        place = found(words, new)
        assert place.kind in (PlacementKind.FUZZY, PlacementKind.ORPHANED), words


def test_words_said_again_in_other_company_stay_where_they_were() -> None:
    new = f"{OLD}\n\nThe costs of safety and health are borne by the enterprise alone."
    place = found("safety and health", new)
    assert (place.kind, place.anchor) == (PlacementKind.EXACT, on("safety and health", new))


def test_sentences_that_begin_alike_are_told_apart_when_they_change_places() -> None:
    ends = ("serves decent work.", "makes enterprises stronger.", "adds to growth for all.")
    old = "\n\n".join(f"Aligning tools with standards makes sure that innovation {e}" for e in ends)
    new = "\n\n".join(old.split("\n\n")[place] for place in (2, 0, 1))
    for number, there in ((0, 1), (1, 2), (2, 0)):
        place = found("tools with standards", new, old, number)
        assert place.anchor == on("tools with standards", new, there), number


def test_a_short_text_is_placed_by_what_little_there_is() -> None:
    assert found("records", "to keep the records;", "to keep records;").kind == PlacementKind.EXACT
    assert found("records", "to keep diaries;", "to keep records;").kind == PlacementKind.ORPHANED
    assert found("keep", "keep", "keep").kind == PlacementKind.EXACT


def test_an_anchor_that_cuts_words_cuts_the_same_ones() -> None:
    start = OLD.index("workshop should")
    anchor = make_anchor(OLD, start + 4, start + 11)  # “shop sh”
    place = reanchor(OLD, anchor, f"{REPORT.upper()}\n\n{OLD}")
    assert place.anchor is not None
    assert (place.kind, place.anchor.exact) == (PlacementKind.EXACT, "shop sh")


def test_an_anchor_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="doesn't stand"):
        reanchor("Other words.", on("safety and health"), OLD)


@given(choices())
def test_a_text_that_stayed_keeps_every_anchor(choice: tuple[str, int, int]) -> None:
    body, start, end = choice
    anchor = make_anchor(body, start, end)
    assert reanchor(body, anchor, body) == Found(PlacementKind.EXACT, 1000, anchor)


@given(choices(), BODIES)
def test_what_is_found_stands_in_the_new_text(choice: tuple[str, int, int], new: str) -> None:
    body, start, end = choice
    anchor = make_anchor(body, start, end)
    place = reanchor(body, anchor, new)
    assert place == reanchor(body, anchor, new)
    assert 0 <= place.score <= 1000
    if place.anchor is None:
        assert (place.kind, place.score) == (PlacementKind.ORPHANED, 0)
        return
    assert place.anchor == make_anchor(new, place.anchor.start, place.anchor.end)
    assert is_border(new, place.anchor.start) and is_border(new, place.anchor.end)
    same = place.anchor.exact.split() == anchor.exact.split()
    assert same is (place.kind is not PlacementKind.FUZZY)


def _hostile() -> dict[str, tuple[str, str]]:
    chance = random.Random(1)

    def drawn(words: int, count: int) -> str:
        return " ".join(str(chance.randrange(words)) for _time in range(count))

    return {
        "one word again and again": ("a " * 25_000, "a " * 24_990 + "b"),
        "one word, and another between": ("a " * 25_000, "b a " * 12_500),
        "two words at random": (drawn(2, 25_000), drawn(2, 25_000)),
        "a hundred words at random": (drawn(100, 16_000), drawn(100, 16_000)),
        "a thousand words at random": (drawn(1000, 12_000), drawn(1000, 12_000)),
        "backwards": (
            " ".join(map(str, range(8000))),
            " ".join(map(str, reversed(range(8000)))),
        ),
        "every third word changed": (
            " ".join(str(number) for number in range(8000)),
            " ".join(str(number if number % 3 else -number) for number in range(8000)),
        ),
        "marks alone": ("." * 50_000, "?" * 25_000 + "." * 25_000),
        "one sentence again and again": ("a b c d e. " * 4500, "a b c d e. " * 4000 + "f"),
        "nothing left": ("a b c " * 8000, "x"),
    }


@pytest.mark.parametrize("name", list(_hostile()))
def test_the_work_on_hostile_texts_is_bounded(name: str) -> None:
    """Counted in steps, which no machine makes slower."""
    old, new = (text.strip()[:50_000] for text in _hostile()[name])
    rewriting = Rewriting(old, new)
    assert 0 < rewriting.alignment.steps <= MOST_STEPS
    for start, end in ((0, len(old)), (len(old) // 3, len(old) // 3 + 200)):
        place = rewriting.find(make_anchor(old, start, end))
        assert place.anchor is None or place.anchor.stands_in(new)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["a", "b", "c.", "\n\n"]), min_size=1, max_size=400), st.data())
def test_few_words_in_any_order_stay_within_the_bound(
    pieces: list[str], data: st.DataObject
) -> None:
    old = "x " + " ".join(pieces)
    new = "x " + " ".join(data.draw(st.permutations(pieces)))
    assert Rewriting(old, new).alignment.steps <= MOST_STEPS
