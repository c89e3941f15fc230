"""Remembering what was loaded from a framework's file."""

from collections.abc import Collection, Mapping
from datetime import datetime

from core.actor import Actor
from frameworks.act_codes import ActCode
from frameworks.models import Framework, LoadedPart
from frameworks.permissions import check_can_write
from record.acts import act
from record.models import PUBLIC

from .writing import lock_framework


def remember_load(
    *,
    framework: Framework,
    parts: Mapping[str, dict[str, str]],
    fingerprint: str,
    touches: Collection[str],
    actor: Actor,
    at: datetime,
) -> None:
    """Keep the digests of a file's parts, and enter that it was loaded.

    `touches` are the public keys that show something of the framework which has changed.
    """
    check_can_write(actor=actor, at=at, framework=framework.slug)
    with act(ActCode.FILE_LOADED, subject=framework.slug, actor=actor, at=at) as made:
        locked = lock_framework(framework.slug)
        there = {row.part: row for row in LoadedPart.objects.filter(framework=locked)}
        changed = [
            _changed(there[part], digests)
            for part, digests in parts.items()
            if part in there and there[part].digests != digests
        ]
        LoadedPart.objects.bulk_update(changed, ["digests"], batch_size=1_000)
        LoadedPart.objects.bulk_create(
            [
                LoadedPart(framework=locked, part=part, digests=digests)
                for part, digests in parts.items()
                if part not in there
            ],
            batch_size=1_000,
        )
        made.touch(*touches)
        made.enter(PUBLIC, {"framework": locked.slug, "file": fingerprint, "parts": len(parts)})


def _changed(row: LoadedPart, digests: dict[str, str]) -> LoadedPart:
    row.digests = digests
    return row
