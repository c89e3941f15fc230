"""What actors say of provisions now: the latest that each released on the present version.

Lists of five hundred provisions ask for it, and every page of one. So it is written in the
database's own words: planning and reading it through models took five times as long.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from core.languages import Texts

from .released_positions import PublicPosition, public_positions


class _Row(NamedTuple):
    """A row of `released_rows`, of a position that nothing replaces."""

    pk: str
    key: str
    framework: str
    round_key: str
    public_number: int
    provision: str
    version: int
    code: str | None
    kind: str
    group: str
    name: Texts
    stance: str
    ad_referendum: bool
    reasons: str
    wording: str
    language: str
    corrects_key: str | None
    correction_reason: str
    released_at: datetime
    release: str
    is_invented: bool
    is_current: bool
    is_corrected: bool


_STANDING = (True, False)  # is_current, is_corrected
# Organization and corrected position are looked up row by row: fewer joins are planned faster.
_CURRENT = """
    SELECT DISTINCT ON (p.id, said.circle_id)
        said.id::text, said.key, f.slug, r.key, said.public_number, p.key, v.number,
        (SELECT o.code FROM stakeholders_organization o WHERE o.id = c.organization_id),
        c.kind, c."group",
        (SELECT o.name::text FROM stakeholders_organization o WHERE o.id = c.organization_id),
        said.stance, said.ad_referendum, said.reasons, said.wording, said.language,
        (SELECT error.key FROM reviews_position error WHERE error.id = said.corrects_id),
        said.correction_reason, said.released_at, said.release, f.is_sample
    FROM provisions_provision p
    JOIN provisions_version v ON v.provision_id = p.id AND v.number = p.latest_version
    JOIN reviews_rounditem i ON i.version_id = v.id
    JOIN reviews_round r ON r.id = i.round_id
    JOIN frameworks_framework f ON f.id = r.framework_id
    JOIN reviews_position said ON said.item_id = i.id AND said.released_at IS NOT NULL
    JOIN stakeholders_circle c ON c.id = said.circle_id
    WHERE p.key = ANY(%(keys)s)
    ORDER BY p.id, said.circle_id, r.number DESC, said.number DESC
"""
_WITH_STANCE = """
    SELECT stance, key FROM (
        SELECT DISTINCT ON (i.version_id, said.circle_id) said.stance, p.key, p.document_order
        FROM reviews_position said
        JOIN reviews_rounditem i ON i.id = said.item_id
        JOIN reviews_round r ON r.id = i.round_id
        JOIN provisions_version v ON v.id = i.version_id
        JOIN provisions_provision p ON p.id = v.provision_id AND p.latest_version = v.number
        WHERE said.released_at IS NOT NULL
        ORDER BY i.version_id, said.circle_id, r.number DESC, said.number DESC
    ) present
    WHERE stance = ANY(%(stances)s) GROUP BY stance, key, document_order ORDER BY document_order
"""


def current_positions(keys: Sequence[str]) -> tuple[PublicPosition, ...]:
    """Return what is said now of the provisions of `keys`. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, {"keys": list(keys)})
        return public_positions(_rows(cursor.fetchall()))


def provisions_with_stance(stances: Collection[str]) -> dict[str, list[str]]:
    """Return, by stance, the keys of the provisions on whose present version an actor has it
    now, in the document's order. One query.
    """
    found: dict[str, list[str]] = {stance: [] for stance in stances}
    with connection.cursor() as cursor:
        cursor.execute(_WITH_STANCE, {"stances": list(stances)})
        for stance, key in cursor.fetchall():
            found[stance].append(key)
    return found


def _rows(found: Sequence[tuple[Any, ...]]) -> Iterator[_Row]:
    place = _Row._fields.index("name")
    for values in found:
        name = _name(values[place])
        yield _Row._make((*values[:place], name, *values[place + 1 :], *_STANDING))


@lru_cache(maxsize=1024)  # few actors speak of many provisions
def _name(stored: str | None) -> Texts:
    texts: Texts = json.loads(stored) if stored else {}
    return texts
