"""Random edits of real texts that know where every word went: the truth to measure against.

A text is a list of paragraphs, a paragraph a list of sentences, a sentence a list of words. Each
word of the old text carries its number through every edit; what is added carries none.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_MARKS = ".,;:"
NEW: Final = -1


class Weight(StrEnum):
    """How much is edited: words and sentences a few, many, or most of them."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class Word:
    """`origin` is its number in the old text, or NEW; a copy has that of what it is a copy of."""

    text: str
    origin: int = NEW
    is_copy: bool = False


Sentence = list[Word]
Text = list[list[Sentence]]


@dataclass(frozen=True, slots=True)
class Edited:
    """Both bodies, with the code points of every word; `went` tells where each old word is now,
    by its number among the new ones; `twice` are those that stand there and in a copy.
    """

    old: str
    new: str
    old_spans: Sequence[tuple[int, int]]
    new_spans: Sequence[tuple[int, int]]
    went: dict[int, int]
    twice: set[int]


def edit(body: str, weight: Weight, vocabulary: Sequence[str], chance: random.Random) -> Edited:
    """Return `body` after a number of random edits; new words come from `vocabulary`."""
    text = _read(body)
    size = sum(len(sentence) for paragraph in text for sentence in paragraph)
    # In edits to a hundred words.
    least, most = {Weight.LIGHT: (1, 4), Weight.MEDIUM: (4, 10), Weight.HEAVY: (10, 24)}[weight]
    for _time in range(max(1, round(chance.uniform(least, most) * size / 100))):
        chance.choices(_EDITS, _HOW_OFTEN)[0](text, vocabulary, chance)
        text[:] = [kept for part in text if (kept := [each for each in part if each])]
        if not text:
            break
    new, new_words = _written(text)
    old, _old_words = _written(_read(body))
    # To copy words and to delete where they stood is to move them; no text tells one from the
    # other. So a copy counts for words that are gone from where they stood, and only for these.
    ranked = sorted(enumerate(new_words), key=lambda each: (not each[1].is_copy, -each[0]))
    copied = {word.origin for word in new_words if word.is_copy}
    went = {word.origin: place for place, word in ranked if word.origin != NEW}
    stayed = {word.origin for word in new_words if not word.is_copy}
    return Edited(old, new, _spans(old), _spans(new), went, copied & stayed)


def _read(body: str) -> Text:
    number = 0
    text: Text = []
    for paragraph in body.split("\n\n"):
        sentences = []
        for sentence in _SENTENCE.split(paragraph):
            words = sentence.split()
            sentences.append([Word(word, number + place) for place, word in enumerate(words)])
            number += len(words)
        text.append(sentences)
    return text


def _written(text: Text) -> tuple[str, list[Word]]:
    words = [word for part in text for sentence in part for word in sentence]
    body = "\n\n".join(
        " ".join(word.text for sentence in part for word in sentence) for part in text
    )
    return body, words


def _spans(body: str) -> list[tuple[int, int]]:
    return [found.span() for found in _WORD.finditer(body)]


def _any_paragraph(text: Text, chance: random.Random) -> list[Sentence]:
    return chance.choices(text, [sum(map(len, part)) for part in text])[0]


def _any_sentence(text: Text, chance: random.Random) -> Sentence:
    return chance.choice(_any_paragraph(text, chance))


def _phrase(vocabulary: Sequence[str], length: int, chance: random.Random) -> list[Word]:
    """Words that stand in a row somewhere in the real texts: they repeat what is said here too."""
    start = chance.randrange(len(vocabulary) - length)
    return [Word(word) for word in vocabulary[start : start + length]]


def _insert_words(text: Text, vocabulary: Sequence[str], chance: random.Random) -> None:
    sentence = _any_sentence(text, chance)
    at = chance.randint(0, len(sentence))
    sentence[at:at] = _phrase(vocabulary, chance.randint(1, 4), chance)


def _delete_words(text: Text, _vocabulary: Sequence[str], chance: random.Random) -> None:
    sentence = _any_sentence(text, chance)
    at = chance.randrange(len(sentence))
    del sentence[at : at + chance.randint(1, 4)]


def _replace_words(text: Text, vocabulary: Sequence[str], chance: random.Random) -> None:
    sentence = _any_sentence(text, chance)
    at = chance.randrange(len(sentence))
    count = chance.randint(1, 3)
    sentence[at : at + count] = _phrase(vocabulary, chance.randint(1, 3), chance)


def _insert_sentence(text: Text, vocabulary: Sequence[str], chance: random.Random) -> None:
    paragraph = _any_paragraph(text, chance)
    added = _phrase(vocabulary, chance.randint(5, 18), chance)
    paragraph.insert(chance.randint(0, len(paragraph)), added)


def _delete_sentence(text: Text, _vocabulary: Sequence[str], chance: random.Random) -> None:
    paragraph = _any_paragraph(text, chance)
    del paragraph[chance.randrange(len(paragraph))]


def _replace_sentence(text: Text, vocabulary: Sequence[str], chance: random.Random) -> None:
    paragraph = _any_paragraph(text, chance)
    paragraph[chance.randrange(len(paragraph))] = _phrase(vocabulary, chance.randint(5, 18), chance)


def _duplicate_sentence(text: Text, _vocabulary: Sequence[str], chance: random.Random) -> None:
    copy = [Word(word.text, word.origin, is_copy=True) for word in _any_sentence(text, chance)]
    paragraph = chance.choice(text)
    paragraph.insert(chance.randint(0, len(paragraph)), copy)


def _move_sentence(text: Text, _vocabulary: Sequence[str], chance: random.Random) -> None:
    source, target = _any_paragraph(text, chance), chance.choice(text)
    sentence = source.pop(chance.randrange(len(source)))
    target.insert(chance.randint(0, len(target)), sentence)


def _move_paragraph(text: Text, _vocabulary: Sequence[str], chance: random.Random) -> None:
    text.insert(chance.randrange(len(text)), text.pop(chance.randrange(len(text))))


def _split_paragraph(text: Text, _vocabulary: Sequence[str], chance: random.Random) -> None:
    at = chance.randrange(len(text))
    cut = chance.randint(0, len(text[at]))
    text[at : at + 1] = [part for part in (text[at][:cut], text[at][cut:]) if part]


def _merge_paragraphs(text: Text, _vocabulary: Sequence[str], chance: random.Random) -> None:
    at = chance.randrange(len(text))
    text[at : at + 2] = [[sentence for part in text[at : at + 2] for sentence in part]]


def _change_marks(text: Text, _vocabulary: Sequence[str], chance: random.Random) -> None:
    sentence = _any_sentence(text, chance)
    at = chance.randrange(len(sentence))
    word = sentence[at]
    bare = word.text.rstrip(_MARKS)
    if bare:
        marked = bare if bare != word.text else bare + chance.choice(_MARKS)
        sentence[at] = Word(marked, word.origin, word.is_copy)


_Edit = Callable[[Text, Sequence[str], random.Random], None]
_WEIGHED: Final[dict[_Edit, int]] = {
    _insert_words: 18,
    _delete_words: 14,
    _replace_words: 22,
    _insert_sentence: 8,
    _delete_sentence: 6,
    _replace_sentence: 4,
    _duplicate_sentence: 5,
    _move_sentence: 4,
    _move_paragraph: 5,
    _split_paragraph: 4,
    _merge_paragraphs: 4,
    _change_marks: 8,
}
_EDITS, _HOW_OFTEN = tuple(_WEIGHED), tuple(_WEIGHED.values())
