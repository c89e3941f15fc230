"""What stood when a round closed, circle by circle, and the proof of it.

Each circle's part is read by that circle alone, so each has a salt and a digest of its own; the
public record has one digest over all of them, in which nobody's can be guessed.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from core.canonical import canonical_bytes
from core.ids import new_id
from record.models import PUBLIC, Entry
from reviews.act_codes import ActCode
from reviews.entitlement import ROOMS
from reviews.lifecycle import CommentMove
from reviews.models import MadeMove, Manifest, Round, SubmittedComment
from reviews.payloads import instant_text
from stakeholders.models import Circle, Mandate

Lines = list[dict[str, str]]
_CLOSINGS = (ActCode.ROUND_CLOSED, ActCode.ROUND_CLOSED_EARLY)


def parts_of(round_: Round, *, at: datetime) -> list[Manifest]:
    """Return the parts of a round's manifest, not yet saved, as of the instant of its close, even
    where the act of closing, at `at`, came later; three queries however many circles there are.

    A circle has one if somebody at home there was entitled on the framework at that instant, or
    if something had been submitted in its name by then.
    """
    circles = list(Circle.objects.filter(kind__in=ROOMS).order_by("id"))
    entitled, submitted = _entitled(round_, circles), _submitted(round_)
    return [
        _part(round_, circle, entitled[circle.pk], submitted[circle.pk], at)
        for circle in circles
        if circle.pk in entitled or circle.pk in submitted
    ]


def digest_over(parts: Iterable[Manifest]) -> str:
    """Return the digest that goes into the public record: SHA-256 (hex) over the parts' digests,
    sorted, one a line.
    """
    return hashlib.sha256("\n".join(sorted(part.digest for part in parts)).encode()).hexdigest()


def manifest_matches(manifest: Manifest) -> bool:
    """Return whether the part is still what its digest was made of."""
    return _digest(manifest.salt, bytes(manifest.payload)) == manifest.digest


def round_matches(round_: Round) -> bool:
    """Return whether all parts of a closed round are what the public record said at its close."""
    parts = list(Manifest.objects.filter(round=round_))
    said = Entry.objects.filter(circle=PUBLIC, subject=round_.key, code__in=_CLOSINGS).first()
    return (
        said is not None
        and all(manifest_matches(part) for part in parts)
        and json.loads(bytes(said.payload))["manifest"] == digest_over(parts)
    )


def _entitled(round_: Round, circles: Iterable[Circle]) -> defaultdict[UUID, Lines]:
    """Return, by circle, the mandates at home there that were active when the round closed."""
    by_owner = {circle.organization_id or circle.group: circle.pk for circle in circles}
    found: defaultdict[UUID, Lines] = defaultdict(list)
    mandates = (
        Mandate.objects.active_at(round_.closes_at)
        .filter(framework_key__in=("", round_.framework.slug))
        .exclude(group="")
        .order_by("id")
        .values_list("id", "capacity", "organization", "organization__code", "group")
    )
    for pk, capacity, organization, code, group in mandates:
        line = {"mandate": str(pk), "capacity": capacity, "organization": code or ""}
        found[by_owner.get(organization) or by_owner[group]].append(line)
    return found


def _submitted(round_: Round) -> defaultdict[UUID, Lines]:
    """Return, by circle, what had been submitted in its name and not been withdrawn by then."""
    withdrawn = MadeMove.objects.filter(
        comment=OuterRef("comment"), move=CommentMove.WITHDRAW, at__lt=round_.closes_at
    )
    rows = (
        SubmittedComment.objects.filter(
            ~Exists(withdrawn),
            submission__round=round_,
            submission__is_late=False,
            submission__at__lt=round_.closes_at,
        )
        .order_by("comment_id")
        .values_list("comment", "submission__speaks_for", "digest", "submission__at")
    )
    found: defaultdict[UUID, Lines] = defaultdict(list)
    for comment, circle, digest, at in rows:
        line = {"comment": str(comment), "digest": digest, "at": instant_text(at)}
        found[circle].append(line)
    return found


def _part(
    round_: Round, circle: Circle, entitled: Lines, submitted: Lines, at: datetime
) -> Manifest:
    payload = canonical_bytes(
        {
            "round": round_.key,
            "circle": str(circle.pk),
            "closes_at": instant_text(round_.closes_at),
            "entitled": entitled,
            "submitted": submitted,
        }
    )
    salt = new_id().hex + new_id().hex
    return Manifest(
        round=round_,
        circle=circle,
        payload=payload,
        salt=salt,
        digest=_digest(salt, payload),
        at=at,
    )


def _digest(salt: str, payload: bytes) -> str:
    return hashlib.sha256(f"{salt}\n".encode() + payload).hexdigest()
