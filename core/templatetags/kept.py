"""Parts of a page that are the same for every reader of a language, rendered once a process."""

from functools import cache

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
    return _rendered(template_name, get_language() or "", tuple(sorted(values.items())))


@cache
def _rendered(name: str, language: str, values: tuple[tuple[str, str | bool], ...]) -> SafeString:
    return render_to_string(name, dict(values))
