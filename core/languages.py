"""The portal's three languages, and texts that exist in some of them."""

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "fr", "es")
NATIVE_NAMES = {"en": "English", "fr": "Français", "es": "Español"}
DEFAULT_LANGUAGE = "en"

# A text per language, as the models store it: {"en": "…", "fr": "…"}; languages may be absent.
Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the language it really is in, which may not be the one asked for."""

    text: str
    language: str


def preferred(language: str) -> tuple[str, ...]:
    """Return the languages to try for a reader of `language`, best first."""
    return (language, *(other for other in LANGUAGES if other != language))


def pick(texts: Mapping[str, str], language: str) -> Words:
    """Return the text in `language`, or else in the first other language that has one."""
    for candidate in preferred(language):
        if texts.get(candidate):
            return Words(texts[candidate], candidate)
    return Words("", language)


def split_language(path: str) -> tuple[str, str]:
    """Split a public path into language and rest: `/fr/themes/` is `("fr", "/themes/")`."""
    head, slash, rest = path[1:].partition("/")
    if head in LANGUAGES and head != DEFAULT_LANGUAGE and slash:
        return head, f"/{rest}"
    return DEFAULT_LANGUAGE, path


def localized(path: str, language: str) -> str:
    """Return the bare `path` as its address in `language`."""
    return path if language == DEFAULT_LANGUAGE else f"/{language}{path}"
