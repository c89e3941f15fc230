"""Parts of a page that are the same for every reader of a language, rendered once a process."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def kept(template_name: str, **values: str | bool) -> SafeString:
    """Include a template that depends on the language and on `values` alone.

    It is rendered once for each of them and then kept: give values of closed lists only
    (`section`, `url_prefix`), never anything that a reader typed.
    """
    return _rendered(template_name, get_language() or "", tuple(values.items()))


@cache
def _rendered(name: str, language: str, values: tuple[tuple[str, str | bool], ...]) -> SafeString:
    return render_to_string(name, dict(values))


@register.simple_tag
def moment(when: Mapping[str, Any]) -> SafeString:
    """Include `components/when.html` for a date; the dates said last are remembered."""
    return _moment(when["iso"], when["text"], when["exact"])


@lru_cache(maxsize=4096)
def _moment(iso: str, text: str, exact: bool) -> SafeString:
    shown = {"when": {"iso": iso, "text": text, "exact": exact}}
    return render_to_string("components/when.html", shown)
