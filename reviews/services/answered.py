"""Doing a request once, however often a program sends it: the answer is kept with the deed."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError
from record.acts import together
from reviews.models import AnsweredRequest

KEPT_FOR = timedelta(hours=24)
IN_PROGRESS = "request_in_progress"


class KeyReused(DomainError):
    """A key that was sent with one request came with another one."""

    code = "idempotency_key_reused"
    status = 422


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it was sent: `address` is its method and path, `digest` SHA-256 in hex."""

    mandate_id: UUID
    key: str
    address: str
    digest: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer; `is_replayed` where it was given before and nothing was done this time. `subject`
    is the id of the private draft that it shows, if it shows one.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    is_replayed: bool = False
    subject: UUID | None = None


def answer_once(*, sent: Sent, make: Callable[[], Given], at: datetime) -> Given:
    """Return what `make` answers, and keep it in the transaction of what it does; return what was
    kept where the same request comes again within a day.

    A refusal is not kept: what it refused was not done, and may be tried again. Raises KeyReused
    for another request under the same key, Conflict (`request_in_progress`) while one is under
    way, and what `make` raises.
    """
    with together():
        if not _alone(sent):
            raise Conflict(
                _("The same request is being answered just now. Send it again in a moment."),
                code=IN_PROGRESS,
            )
        kept = AnsweredRequest.objects.filter(
            mandate_id=sent.mandate_id, key=sent.key, at__gt=at - KEPT_FOR
        ).first()
        if kept is None:
            return _kept(sent, make(), at)
        if (kept.address, kept.request_digest) != (sent.address, sent.digest):
            raise KeyReused(
                _("This key was sent with another request. Choose a new one for each request.")
            )
        return Given(kept.status, bytes(kept.body), kept.headers, is_replayed=True)


def forget_answers(*, at: datetime) -> int:
    """Delete the answers that were kept long enough at `at`; return how many there were."""
    return AnsweredRequest.objects.filter(at__lte=at - KEPT_FOR).delete()[0]


def _alone(sent: Sent) -> bool:
    """Take the lock of this key until the transaction ends; it never waits."""
    name = hashlib.sha256(f"{sent.mandate_id}:{sent.key}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(name, "big", signed=True)]
        )
        return bool(cursor.fetchone()[0])


def _kept(sent: Sent, given: Given, at: datetime) -> Given:
    AnsweredRequest.objects.update_or_create(
        mandate_id=sent.mandate_id,
        key=sent.key,
        defaults={
            "address": sent.address,
            "request_digest": sent.digest,
            "subject": given.subject,
            "status": given.status,
            "body": given.body,
            "headers": dict(given.headers),
            "at": at,
        },
    )
    return given
