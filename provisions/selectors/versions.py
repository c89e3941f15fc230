"""The versions of a provision, with the words of each in a reader's language."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from core.errors import Missing
from core.languages import LANGUAGES

# Every issue of every text; for each version the words to show come first: in the reader's own
# language, then in an authentic one, in their latest issue.
# What needs only one value is looked up instead of joined: planning took longer than reading.
_VERSIONS = """
WITH asked AS MATERIALIZED (
    SELECT provision.id, (SELECT framework.authentic_languages FROM frameworks_framework framework
                          WHERE framework.id = provision.framework_id) AS authentic
    FROM provisions_provision provision WHERE provision.key = %(key)s
)
SELECT version.number, version.text_status,
    coalesce((SELECT document.slug FROM frameworks_document document
              WHERE document.id = version.source_id), ''),
    version.source_paragraph, version.source_basis, version.created_at,
    text.language, text.issue, text.title, text.body, text.created_at
FROM provisions_version version
JOIN provisions_versiontext text ON text.version_id = version.id
WHERE version.provision_id = (SELECT id FROM asked)
    AND (%(all)s OR version.number = ANY(%(numbers)s))
ORDER BY version.number, (text.language = %(language)s) DESC,
    array_position((SELECT authentic FROM asked), text.language) NULLS LAST,
    array_position(%(languages)s::text[], text.language::text), text.issue DESC
"""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue of a version's text in a language; issue 1 is the first in that language."""

    version: int
    language: str
    issue: int
    at: datetime


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with its words in the language asked for, or else in `language`.

    `languages` are all in which it has words, in the portal's order, `issues` all that were
    ever published, oldest first. `at` is when the version was published, `text_at` when this
    issue of its words was; both in UTC.
    """

    number: int
    text_status: str
    source: str
    source_paragraph: int | None
    source_basis: str
    at: datetime
    language: str
    issue: int
    title: str
    body: str
    text_at: datetime
    languages: tuple[str, ...]
    issues: tuple[IssueRow, ...]


def list_versions(
    key: str, *, language: str, numbers: Collection[int] | None = None
) -> list[VersionRow]:
    """Return a provision's versions, or those with `numbers`, oldest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _VERSIONS,
            {
                "key": key.replace("\0", ""),  # PostgreSQL takes none; no key has one
                "language": language,
                "languages": list(LANGUAGES),
                "all": numbers is None,
                "numbers": list(numbers or ()),
            },
        )
        rows = cursor.fetchall()
    return [_version(list(issues)) for _, issues in groupby(rows, key=itemgetter(0))]


def get_versions(key: str, numbers: Collection[int], *, language: str) -> dict[int, VersionRow]:
    """Return the versions with these numbers. One query. Raises Missing if one is not there."""
    found = {row.number: row for row in list_versions(key, language=language, numbers=numbers)}
    absent = sorted(set(numbers) - set(found))
    if absent:
        named = ", ".join(str(number) for number in absent)
        raise Missing(f"{key} has no version {named}.")
    return found


def comparable(
    key: str, first: int, second: int, *, language: str
) -> tuple[VersionRow, VersionRow]:
    """Return two versions in one and the same language: the reader's if both have it.

    A redline across languages would mark every word. One or two queries. Raises Missing.
    """
    found = get_versions(key, {first, second}, language=language)
    before, after = found[first], found[second]
    if before.language == after.language:
        return before, after
    shared = [code for code in after.languages if code in before.languages]
    if not shared:
        return before, after
    found = get_versions(key, {first, second}, language=shared[0])
    return found[first], found[second]


def _version(rows: list[tuple[Any, ...]]) -> VersionRow:
    number, status, source, paragraph, basis, at, *words = rows[0]
    language, issue, title, body, text_at = words
    written = {row[6] for row in rows}
    issues = sorted(
        (IssueRow(number, row[6], row[7], row[10]) for row in rows),
        key=lambda issued: (issued.at, issued.language, issued.issue),
    )
    return VersionRow(
        number=number,
        text_status=status,
        source=source,
        source_paragraph=paragraph,
        source_basis=basis,
        at=at,
        language=language,
        issue=issue,
        title=title,
        body=body,
        text_at=text_at,
        languages=tuple(code for code in LANGUAGES if code in written),
        issues=tuple(issues),
    )
