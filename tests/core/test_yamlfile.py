"""A file that somebody else wrote is read as text with places, or refused with a sentence."""

import time
from pathlib import Path

import pytest

from core.errors import Invalid
from core.yamlfile import (
    MAX_BYTES,
    MAX_DEPTH,
    Listing,
    Mapping,
    Mark,
    Scalar,
    parse_yaml,
    read_yaml,
)


def refused(text: str) -> Invalid:
    with pytest.raises(Invalid) as caught:
        parse_yaml(text, "f.yaml")
    return caught.value


def test_values_stay_the_words_that_were_typed():
    root = parse_yaml("a: no\nb: 1e3\nc: 010\nd: '2026-11'\ne: [on, off]\n", "f.yaml")
    assert isinstance(root, Mapping)
    assert {name: node.text for name, node in root.entries.items() if isinstance(node, Scalar)} == {
        "a": "no",
        "b": "1e3",
        "c": "010",
        "d": "2026-11",
    }
    listing = root.entries["e"]
    assert isinstance(listing, Listing)
    assert [item.text for item in listing.items if isinstance(item, Scalar)] == ["on", "off"]


def test_every_value_knows_its_place():
    root = parse_yaml("a:\n  - b: 1\n    c: x\n", "f.yaml")
    assert isinstance(root, Mapping)
    listing = root.entries["a"]
    assert isinstance(listing, Listing)
    item = listing.items[0]
    assert isinstance(item, Mapping)
    assert item.entries["c"].mark == Mark(3, 8)
    assert item.key_marks["c"] == Mark(3, 5)


@pytest.mark.parametrize("text", ["a:", "a: ~", "a: null"])
def test_nothing_is_null_and_a_quoted_word_is_not(text: str):
    root = parse_yaml(text, "f.yaml")
    assert isinstance(root, Mapping)
    nothing = root.entries["a"]
    assert isinstance(nothing, Scalar)
    assert nothing.is_null
    quoted = parse_yaml("'null'", "f.yaml")
    assert isinstance(quoted, Scalar)
    assert not quoted.is_null


# What stands in a file, and where and how it is refused.
HOSTILE = [
    ("a: &x [1]\nb: *x\n", "f.yaml:1:4 a", "Anchors"),
    ("a: &x [1]\nb: *x\n", "f.yaml:2:4 b", "Aliases"),
    ("a: &a [*a, *a]\n", "f.yaml:1:8 a[0]", "Aliases"),
    ("a: !!python/object/apply:os.system [x]\n", "f.yaml:1:4 a", "tag"),
    ("a: !!int 3\n", "f.yaml:1:4 a", "tag"),
    ("%TAG ! tag:x,2000:\n---\na: !b c\n", "f.yaml:3:4 a", "tag"),
    ("a: 1\na: 2\n", "f.yaml:2:1 a", "twice (first on line 1)"),
    ("a:\n  b: 1\n  b: 1\n", "f.yaml:3:3 a.b", "twice (first on line 2)"),
    ("a: b\n---\nc: d\n", "f.yaml:2:1", "second document"),
    ("? [a]\n: b\n", "f.yaml:1:3", "must be a word"),
    ("? {a: b}\n: b\n", "f.yaml:1:3", "must be a word"),
    ("a: b\n\tc: d\n", "f.yaml:2:1", "never with tabs"),
    ('a: "b\nc: [d\n', "f.yaml:3:1", "not YAML"),
    ("]]]]", "f.yaml:1:1", "not YAML"),
    ("a: `b`", "f.yaml:1:4", "not YAML"),
    ('a: "\\ud800"', "f.yaml:1:7", "not YAML"),
    ("a: b\x00c", "f.yaml:1:5", "U+0000"),
    ("a: b\nc: \x07", "f.yaml:2:4", "U+0007"),
    ("a: \ufffe", "f.yaml:1:4", "U+FFFE"),
    ("[" * 200_000, "f.yaml:1:33", f"more than {MAX_DEPTH} levels"),
    ("{a: " * 5_000, "f.yaml:1:129", f"more than {MAX_DEPTH} levels"),
    ("- " * 100_000, "f.yaml:1:65", f"more than {MAX_DEPTH} levels"),
]


@pytest.mark.parametrize(("text", "place", "says"), HOSTILE, ids=[case[0][:30] for case in HOSTILE])
def test_what_is_refused_is_named_with_its_place(text: str, place: str, says: str):
    began = time.monotonic()
    errors = refused(text).errors
    assert time.monotonic() - began < 2, "a hostile file may not take long"
    found = [error for error in errors if error.pointer.startswith(place)]
    assert found, errors
    assert says in found[0].detail


def test_an_explosion_of_aliases_is_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    errors = refused("\n".join(lines)).errors
    assert errors[0].pointer == "f.yaml:1:5 a0"
    assert len(errors) == 50


def test_all_mistakes_of_the_structure_are_told_at_once():
    errors = refused("a: 1\na: 2\nb: &x y\nc: !t z\n").errors
    assert [error.pointer for error in errors] == [
        "f.yaml:2:1 a",
        "f.yaml:3:4 b",
        "f.yaml:4:4 c",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "~"])
def test_an_empty_file_is_called_empty(text: str):
    assert refused(text).detail == "f.yaml is empty."


def test_a_file_that_cant_be_read_is_refused_with_a_sentence(tmp_path: Path):
    utf16 = tmp_path / "utf16.yaml"
    utf16.write_bytes("a: b".encode("utf-16"))
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("a: b\nc: é\n".encode("latin-1"))
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    cases = {
        tmp_path / "absent.yaml": "There is no file",
        tmp_path: "is a folder",
        utf16: "not UTF-8",
        latin: "on line 2",
        large: "larger than 16 MB",
        Path("a\0b"): "can’t be read",
    }
    for file, says in cases.items():
        with pytest.raises(Invalid) as caught:
            read_yaml(file)
        assert says in caught.value.detail


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path):
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: b\n")
    root = read_yaml(file)
    assert isinstance(root, Mapping)
    assert list(root.entries) == ["a"]
