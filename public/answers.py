"""How the public zone answers: the same bytes for everyone, by revision, with an ETag.

An answer depends on published data, the address and the language in it, and on nothing else:
no cookie is read, no session, no clock, no Host header.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse

from record.installation import refuse_sample_database

from .build import build
from .cache import ANSWERS, REVISION, Kept

SMALLEST_WORTH_GZIP = 600  # bytes
_CACHE_CONTROL = "public, no-cache"


@dataclass(frozen=True, slots=True)
class Content:
    """What a view made: bytes, their type, and headers of its own (`Link`, a file name)."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def answered(request: HttpRequest, canonical: str, make: Callable[[int], Content]) -> HttpResponse:
    """Answer a public GET or HEAD from memory, with 304, or by calling `make(revision)`.

    `canonical` is the query's canonical form. What `make` raises is not kept.
    """
    revision = REVISION.read()
    address = f"{request.path}?{canonical}"
    etag = _etag(revision, address)
    held = _held(request.headers.get("If-None-Match", ""), etag)
    if held:
        return _with_headers(HttpResponse(status=304), held)
    kept = ANSWERS.get(revision, address)
    if kept is None:
        refuse_sample_database()  # a process that began without its database learns it here
        kept = _keep(make(revision))
        ANSWERS.put(revision, address, kept)
    return _response(request, kept, etag)


def _etag(revision: int, address: str) -> str:
    """Return the tag's inside: it tells build, revision and address apart."""
    place = hashlib.blake2b(address.encode("utf-8", "surrogateescape"), digest_size=6)
    return f"{build()}-{revision}-{place.hexdigest()}"


def _held(sent: str, etag: str) -> str:
    """Return the tag among those `sent` that still holds, packed or not; empty if none does."""
    if not sent:
        return ""
    tags = (tag.strip().removeprefix("W/").strip('"') for tag in sent.split(","))
    return next((tag for tag in tags if tag in {etag, f"{etag}-gz"}), "")


def _keep(content: Content) -> Kept:
    worth = len(content.body) >= SMALLEST_WORTH_GZIP
    # Level 1: the higher levels cost five times the time for a tenth of the size.
    gzipped = gzip.compress(content.body, 1, mtime=0) if worth else None
    return Kept(content.body, gzipped, content.content_type, tuple(content.headers.items()))


def _response(request: HttpRequest, kept: Kept, etag: str) -> HttpResponse:
    packed = kept.gzipped is not None and _takes_gzip(request)
    body = kept.gzipped if packed and kept.gzipped is not None else kept.body
    response = HttpResponse(
        b"" if request.method == "HEAD" else body, content_type=kept.content_type
    )
    response["Content-Length"] = str(len(body))
    for name, value in kept.headers:
        response[name] = value
    if packed:
        response["Content-Encoding"] = "gzip"
    return _with_headers(response, f"{etag}-gz" if packed else etag)


def _with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = _CACHE_CONTROL
    response["Vary"] = "Accept-Encoding"
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    for part in request.headers.get("Accept-Encoding", "").split(","):
        name, _, quality = part.strip().partition(";")
        if name.strip().lower() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
