"""What stands around every page of the public face: language, addresses, the sample's mark."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from core.languages import LANGUAGES, NATIVE_NAMES, localized, split_language
from record.installation import is_sample_database


def frame_of(path: str, query: str, language: str) -> dict[str, Any]:
    """Return what `base.html` needs for the page at the bare `path` with its canonical query."""
    path, query = quote(path), f"?{query}" if query else ""
    return {
        "language": language,
        "url_prefix": localized("", language),
        "base_url": settings.PUBLIC_BASE_URL,
        "canonical_path": localized(path, language) + query,
        "is_sample": is_sample_database(),
        "language_links": [
            {
                "code": code,
                "name": NATIVE_NAMES[code],
                "url": localized(path, code) + query,
                "current": code == language,
            }
            for code in LANGUAGES
        ],
    }


def refusal_frame(request: HttpRequest) -> dict[str, Any]:
    """Return what a page of refusal needs: it has no address of its own to point to."""
    language, _path = split_language(request.path)
    try:
        is_sample = is_sample_database()
    except DatabaseError:
        is_sample = False  # unknown until the database answers; nothing of it is shown
    return {"url_prefix": localized("", language), "is_sample": is_sample}
