"""Provisions and their versions as the API says them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

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
from provisions.evidence import needs_of
from provisions.lifecycle import Stage
from provisions.selectors import rows as provision_rows
from provisions.selectors.rows import LinkRow, ProvisionRow
from provisions.selectors.succession import Kin, kin_of
from record.installation import is_sample_database
from stakeholders.enums import Group

from .links import absolute, api_path, provision_path
from .values import Value, coded, instant, labels

_NO_KIN = Kin((), ())


def provision_values(rows: Sequence[ProvisionRow], language: str) -> list[Value]:
    """Return provisions as lists have them. One query, for their predecessors and successors."""
    kin = kin_of([row.key for row in rows])
    return [_provision(row, kin.get(row.key, _NO_KIN), language) for row in rows]


def provisions_by_key(keys: Collection[str], language: str) -> dict[str, Value]:
    """Return the provisions that exist among `keys`, by key. Two queries."""
    rows = provision_rows.provisions_by_key(keys, language=language)
    values = provision_values(list(rows.values()), language)
    return {value["key"]: value for value in values}


def _provision(row: ProvisionRow, kin: Kin, language: str) -> Value:
    needs = needs_of(
        stage=Stage(row.stage), text_status=TextStatus(row.text_status), version=row.version
    )
    address = absolute(api_path(f"provisions/{row.key}"))
    return {
        "key": row.key,
        "type": "provision",
        "url": address,
        "is_sample": is_sample_database(),
        "is_invented": row.is_sample,
        "framework": row.framework,
        "number": row.number,
        "parent": row.parent,
        "section": row.section,
        **coded("kind", row.kind, ProvisionKind, language),
        "addressees": row.addressees,
        "addressee_labels": _in_words(row.addressees, labels(Addressee, language)),
        "themes": row.themes,
        "theme_labels": _in_words(row.themes, labels(Theme, language)),
        **coded("stage", row.stage, Stage, language),
        "needs": needs.sentence or None,
        "needs_codes": list(needs.codes),
        "version": _present_version(row, language),
        "stances": _stances(),
        "positions": [],
        "instruments": [_link(link, language) for link in row.links],
        "predecessors": _kin(kin.predecessors, language),
        "successors": _kin(kin.successors, language),
        "edition": row.edition,
        "content_changed_at": instant(row.content_changed_at),
        "links": {
            "html": absolute(provision_path(row.key, language)),
            "versions": f"{address}/versions",
        },
    }


def _in_words(codes: Iterable[str], words: Mapping[str, str]) -> list[str]:
    return [words[code] for code in codes]


def _present_version(row: ProvisionRow, language: str) -> Value:
    return {
        "number": row.version,
        "issue": row.issue,
        "language": row.text_language,
        "title": row.title,
        "text": row.body,
        **coded("text_status", row.text_status, TextStatus, language),
        "source": _source(row, language),
        "content_changed_at": instant(row.version_at),
    }


def _source(row: ProvisionRow, language: str) -> Value | None:
    if not row.source:
        return None
    return {
        "document": document_key(row.framework, row.source),
        "paragraph": row.source_paragraph,
        **coded("basis", row.source_basis, SourceBasis, language),
    }


@cache
def _stances() -> dict[str, None]:
    """Return that no position is recorded: none can be before reviews come to the portal."""
    return dict.fromkeys(Group.values)


def _link(link: LinkRow, language: str) -> Value:
    return {
        "code": link.code,
        **coded("relation", link.relation, Relation, language),
        "as_of": link.as_of.isoformat(),
    }


def _kin(others: Iterable[tuple[str, str]], language: str) -> list[Value]:
    return [{"key": key, **coded("kind", kind, SuccessionKind, language)} for key, kind in others]
