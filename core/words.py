"""Texts that exist in some languages only, said with the language they really are in."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypedDict

from babel import Locale

from .languages import pick


class Said(TypedDict):
    """A text; `lang` is empty where it is in the page's language, else its code."""

    text: str
    lang: str


def said(texts: Mapping[str, str], language: str) -> Said:
    """Return the text for a reader of `language`, marked where it is in another one."""
    words = pick(texts, language)
    return Said(text=words.text, lang=foreign(words.language, language))


def foreign(of_text: str, of_page: str) -> str:
    """Return what `lang` attribute a text needs on a page; empty where it needs none."""
    return "" if of_text == of_page else of_text


@lru_cache(maxsize=256)
def language_name(code: str, language: str) -> str:
    """Return what `language` calls the language `code`: English, anglais, inglés."""
    return str(Locale.parse(language).languages.get(code, code))


def language_names(codes: Iterable[str], language: str) -> str:
    return ", ".join(language_name(code, language) for code in codes)
