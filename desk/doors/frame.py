"""What stands around the pages of the doors; a context processor, asked for these alone."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation

from core.languages import DEFAULT_LANGUAGE, LANGUAGES, NATIVE_NAMES, localized
from record.installation import is_sample_database

from .second_factor import samples_may_sign_in


def door_frame(request: HttpRequest) -> dict[str, Any]:
    """Return what `base.html` needs, with the language switch of the doors."""
    language = translation.get_language() or DEFAULT_LANGUAGE
    return {
        "language": language,
        "url_prefix": localized("", language),
        "is_sample": is_sample_database(),
        "samples_may_sign_in": samples_may_sign_in(),
        "language_links": _switch(request, language) if not request.user.is_authenticated else [],
    }


def _switch(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    links = []
    for code in LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        links.append(
            {
                "code": code,
                "name": NATIVE_NAMES[code],
                "url": f"{request.path}?{query.urlencode()}",
                "current": code == language,
            }
        )
    return links
