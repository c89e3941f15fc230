"""Provisions and their versions as the API says them."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache

from django.db.models import TextChoices
from django.utils import translation

from core.labels import labels
from core.public_paths import absolute, api_path, provision_path, version_path
from frameworks.enums import Theme
from frameworks.keys import document_key
from provisions.enums import (
    Addressee,
    ProvisionKind,
    Relation,
    SourceBasis,
    SuccessionKind,
    TextStatus,
)
from provisions.evidence import Needs, needs_of
from provisions.lifecycle import Stage
from provisions.selectors import rows as provision_rows
from provisions.selectors.rows import LinkRow, ProvisionRow
from provisions.selectors.succession import Kin, kin_of
from provisions.selectors.versions import VersionRow
from record.installation import is_sample_database
from reviews.selectors.stances import Standing, standings

from .parts.stances import needs_from
from .positions import positions_within
from .values import Value, coded, marked

_NO_KIN = Kin((), ())


def provision_values(rows: Sequence[ProvisionRow], language: str) -> list[Value]:
    """Return provisions as lists have them. Four queries: predecessors and successors, and where
    the groups stand.
    """
    keys = [row.key for row in rows]
    kin, standing = kin_of(keys), standings(keys)
    return [_provision(row, kin.get(row.key, _NO_KIN), standing[row.key], language) for row in rows]


def provisions_by_key(keys: Collection[str], language: str) -> dict[str, Value]:
    """Return the provisions that exist among `keys`, by key. Five queries."""
    rows = provision_rows.provisions_by_key(keys, language=language)
    values = provision_values(list(rows.values()), language)
    return {value["key"]: value for value in values}


def _provision(row: ProvisionRow, kin: Kin, standing: Standing, language: str) -> Value:
    address = f"{_addresses()}{row.key}"
    return {
        "key": row.key,
        "type": "provision",
        "url": address,
        **_marked(row.is_sample),
        "framework": row.framework,
        "number": row.number,
        "parent": row.parent,
        "section": row.section,
        **coded("kind", row.kind, ProvisionKind, language),
        **_several("addressee", tuple(row.addressees), Addressee, language),
        **_several("theme", tuple(row.themes), Theme, language),
        **coded("stage", row.stage, Stage, language),
        **_needs(row, standing, language),
        "version": _present_version(row, language),
        "stances": standing.stances,
        "positions": positions_within(standing, language),
        "instruments": [_link(link, language) for link in row.links],
        "predecessors": _kin(kin.predecessors, language),
        "successors": _kin(kin.successors, language),
        "edition": row.edition,
        "content_changed_at": row.content_changed_at,
        "links": {
            "html": absolute(provision_path(row.key, language)),
            "versions": f"{address}/versions",
        },
    }


def version_value(key: str, row: VersionRow, latest: int, language: str) -> Value:
    """Return a version of the provision with this key, whose latest version is `latest`."""
    framework = key.partition(".")[0]
    return {
        "provision": key,
        "url": f"{_addresses()}{key}/versions/{row.number}",
        "is_sample": is_sample_database(),
        "number": row.number,
        "issue": row.issue,
        "language": row.language,
        "title": row.title,
        "text": row.body,
        **coded("text_status", row.text_status, TextStatus, language),
        "source": _source(framework, row, language) if row.source else None,
        "content_changed_at": row.at,
        "languages": row.languages,
        "is_latest": row.number == latest,
        "links": {"html": absolute(version_path(key, row.number, language))},
    }


def _present_version(row: ProvisionRow, language: str) -> Value:
    return {
        "number": row.version,
        "issue": row.issue,
        "language": row.text_language,
        "title": row.title,
        "text": row.body,
        **coded("text_status", row.text_status, TextStatus, language),
        "source": _source(row.framework, row, language) if row.source else None,
        "content_changed_at": row.version_at,
    }


def _source(framework: str, row: ProvisionRow | VersionRow, language: str) -> Value:
    return {
        "document": document_key(framework, row.source),
        "paragraph": row.source_paragraph,
        **coded("basis", row.source_basis, SourceBasis, language),
    }


def _link(link: LinkRow, language: str) -> Value:
    return {
        "code": link.code,
        **coded("relation", link.relation, Relation, language),
        "as_of": link.as_of,
    }


def _kin(others: Iterable[tuple[str, str]], language: str) -> list[Value]:
    return [{"key": key, **coded("kind", kind, SuccessionKind, language)} for key, kind in others]


# The same few combinations stand in thousands of rows; what they amount to is kept.


@cache
def _addresses() -> str:
    return absolute(api_path("provisions/"))


@cache
def _marked(is_invented: bool) -> Value:
    return marked(is_invented=is_invented)


@cache
def _several(name: str, codes: tuple[str, ...], choices: type[TextChoices], language: str) -> Value:
    words = labels(choices, language)
    return {f"{name}s": codes, f"{name}_labels": [words[code] for code in codes]}


def _needs(row: ProvisionRow, standing: Standing, language: str) -> Value:
    if row.stage not in (Stage.IN_REVIEW, Stage.DRAFT) or standing.evidence is None:
        return _plain_needs(row.stage, row.text_status, row.version, language)
    with translation.override(language):
        return _said(needs_from(row, standing))


@lru_cache(maxsize=1024)  # versions count on without end
def _plain_needs(stage: str, text_status: str, version: int, language: str) -> Value:
    with translation.override(language):
        return _said(
            needs_of(stage=Stage(stage), text_status=TextStatus(text_status), version=version)
        )


def _said(needs: Needs) -> Value:
    return {"needs": needs.sentence or None, "needs_codes": needs.codes}
