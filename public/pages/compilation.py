"""Published comments with their answers in one table: a page, a spreadsheet, a document."""

from django.utils.translation import gettext as _

from core.errors import Missing
from core.public_paths import provision_path, round_path
from frameworks.keys import round_key
from public.answers import Content
from public.presenters.parts.compilation import compilation_page
from record.selectors import newest_public_acts
from reviews.compilation.compiled import Reader, compilation_of_provision, compilation_of_round
from reviews.compilation.files import file_of
from reviews.compilation.table import Compilation

from .page import Ask, Page, public_page


@public_page()
def of_round(ask: Ask, framework: str, number: int) -> Page:
    key = round_key(framework, number)
    made = compilation_of_round(key, _reader(ask))
    context = compilation_page(made, round_path(key, ask.language), ask.revision)
    return Page("public/compilation.html", {"section": "rounds", **context})


@public_page()
def of_provision(ask: Ask, framework: str, suffix: str) -> Page:
    key = f"{framework}.{suffix}"
    made = compilation_of_provision(key, _reader(ask))
    context = compilation_page(made, provision_path(key, ask.language), ask.revision)
    return Page("public/compilation.html", {"section": "provisions", **context})


@public_page()
def round_file(ask: Ask, framework: str, number: int, form: str) -> Content:
    return _file(compilation_of_round(round_key(framework, number), _reader(ask)), form)


@public_page()
def provision_file(ask: Ask, framework: str, suffix: str, form: str) -> Content:
    return _file(compilation_of_provision(f"{framework}.{suffix}", _reader(ask)), form)


def _reader(ask: Ask) -> Reader:
    """Return everybody, at the instant of the newest public act: a page holds no “now”."""
    latest = newest_public_acts(1, before=ask.revision + 1)
    if not latest:
        raise Missing(_("Nothing has been published yet."))
    return Reader(None, latest[0].at, ask.language)


def _file(made: Compilation, form: str) -> Content:
    kept = file_of(made, form)
    return Content(kept.body, kept.content_type, kept.headers)
