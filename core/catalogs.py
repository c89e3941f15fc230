"""The catalogs of the interface: which messages the code has, and what each language says.

Extracted and written with Babel, since GNU gettext is on no bare machine (docs/adr/0005).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from .languages import DEFAULT_LANGUAGE, LANGUAGES

TRANSLATED = tuple(language for language in LANGUAGES if language != DEFAULT_LANGUAGE)
# What Django's functions take: which argument is the message, which its context.
_CALLS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(
    r"%%|%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[sdifrx]|%[sdifrx]|\{\w*(?::[^{}]*)?\}"
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^>]*>|&[a-z]+;")
_EDGE = re.compile(r"\A\s|\s\Z")
_KEPT = {"placeholders": _PLACEHOLDER, "tags": _TAG, "spaces at its ends": _EDGE}
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


@dataclass(frozen=True, slots=True)
class Merged:
    """One language's catalog after a merge, and what changed by it."""

    language: str
    catalog: Catalog
    text: str
    new: int
    gone: int


def extracted() -> Catalog:
    """Return every message of the code and the templates, with the files that say it."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path in _sources():
        code = path.read_text()
        if path.suffix != ".py":
            # `templatize` blanks out what is no message; an indent would be read as Python's.
            code = "\n".join(line.lstrip() for line in templatize(code).split("\n"))
        name = str(path.relative_to(settings.BASE_DIR))
        for _line, ids, comments, context in extract(
            "python", BytesIO(code.encode()), keywords=_CALLS, comment_tags=("Translators:",)
        ):
            catalog.add(
                ids, None, [(name, 0)], auto_comments=tuple(comments), context=context or None
            )
    return catalog


def merged(language: str, template: Catalog) -> Merged:
    """Return the catalog of `language` for the messages of `template`.

    Translations stay with their message; new messages come without one, and those that
    nothing says any more leave. Nothing is guessed from similar messages.
    """
    before, after = kept(language), Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in messages_of(template):
        known = before.get(message.id, message.context)
        says = known.string if known and _forms(known) == _forms(message) else ""
        after.add(
            message.id,
            says,
            message.locations,
            known.flags - {"python-format"} if known else (),
            message.auto_comments,
            known.user_comments if known else (),
            context=message.context,
        )
    now, then = set(keys_of(after)), set(keys_of(before))
    return Merged(language, after, _text(after, language), len(now - then), len(then - now))


def kept(language: str) -> Catalog:
    """Return the catalog that is in the repository, empty where there is none yet.

    Raises PoFileError with the line that can't be read.
    """
    path = catalog_file(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as text:
        return read_po(text, locale=language, abort_invalid=True)


def catalog_file(language: str) -> Path:
    folder: Path = settings.LOCALE_PATHS[0]
    return folder / language / "LC_MESSAGES" / "django.po"


def messages_of(catalog: Catalog) -> Iterator[Message]:
    """Yield the messages without the header."""
    return (message for message in catalog if message.id)


def keys_of(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield (context, singular) of every message: what gettext looks up."""
    for message in messages_of(catalog):
        single = message.id if isinstance(message.id, str) else message.id[0]
        yield message.context or "", single


def faults(message: Message) -> list[str]:
    """Return what is wrong with a translation, in plain words; nothing for a good one."""
    says = message.string if isinstance(message.string, list | tuple) else [message.string]
    texts = [text for text in says if text]
    if not texts or len(texts) < len(says):
        return ["is not translated"]
    if message.fuzzy:
        return ["is marked as uncertain"]
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    return [fault for text in texts for fault in _differences(text, originals)]


def _differences(text: str, originals: list[str]) -> Iterator[str]:
    """Each form may follow the singular or the plural: “one provision” has no number in it."""
    for what, pattern in _KEPT.items():
        if sorted(pattern.findall(text)) not in [sorted(pattern.findall(o)) for o in originals]:
            yield f"has other {what}: {text}"


def _sources() -> Iterator[Path]:
    for folder in sorted({*_apps(), "config", "templates"}):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt", ".xml", ".svg") and path.is_file():
                yield path


def _apps() -> Iterator[str]:
    return (name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir())


def _forms(message: Message) -> int:
    return 1 if isinstance(message.id, str) else len(message.id)


def _text(catalog: Catalog, language: str) -> str:
    """Return the file's text: by source file, without dates or lines that change by themselves."""
    body = BytesIO()
    write_po(body, catalog, width=100, omit_header=True, sort_by_file=True, include_lineno=False)
    header = _HEADER.format(language=language, plural=catalog.plural_forms)
    return header + body.getvalue().decode().strip() + "\n"
