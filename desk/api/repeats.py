"""`Idempotency-Key`: a request that is sent again under its key is answered and not done again."""

import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.errors import Invalid
from reviews.services.answered import Given, Sent, answer_once

from .bodies import canonical_body
from .operations import Ask

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")  # printable, without spaces


def answered_once(request: HttpRequest, ask: Ask, make: Callable[[], Given]) -> Given:
    """Return what `make` gives, or what it gave to the same request before. A request without a
    key is always done; only POST has keys, as every other method does the same when repeated.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return make()
    if not _KEY.fullmatch(key):
        raise Invalid(
            _("`Idempotency-Key` has 1 to 200 printable characters and no spaces."),
            code="bad_idempotency_key",
        )
    return answer_once(sent=_sent(request, ask, key), make=make, at=ask.acting.at)


def _sent(request: HttpRequest, ask: Ask, key: str) -> Sent:
    said = [request.headers.get("If-Match", ""), ask.asked.canonical]
    digest = hashlib.sha256("\n".join([*said, ""]).encode("utf-8", "surrogateescape"))
    digest.update(canonical_body(request))
    mandate_id = ask.acting.actor.mandate_id
    if mandate_id is None:  # a person's actor has one; its type knows of systems too
        raise ValueError("Only a person's requests are answered here.")
    return Sent(mandate_id, key, f"POST {request.path}", digest.hexdigest())
