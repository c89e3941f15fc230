"""What each reader reads and searches now, derived from versions, texts and links by SQL.

It is called inside the transaction of every service that changes one of these; rebuilding
everything gives the same rows, which a test holds.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from core.languages import LANGUAGES
from frameworks.models import Framework
from provisions.models import Provision
from provisions.search.folding import FOLDED, WORDS

# A fallback goes to the authentic languages in their order, then to the portal's own order.
_READING = """
INSERT INTO provisions_currenttext
    (provision_id, language, version_id, text_id, version_number, text_status, source_slug,
     source_paragraph, source_basis, version_at, text_language, issue, title, body, text_at,
     sort_key)
SELECT DISTINCT ON (provision.id, reader.language)
    provision.id, reader.language, version.id, text.id, version.number, version.text_status,
    coalesce(document.slug, ''), version.source_paragraph, version.source_basis,
    version.created_at, text.language, text.issue, text.title, text.body, text.created_at,
    left({sort_key}, 300)
FROM provisions_provision provision
JOIN frameworks_framework framework ON framework.id = provision.framework_id
JOIN provisions_version version
    ON version.provision_id = provision.id AND version.number = provision.latest_version
JOIN provisions_versiontext text ON text.version_id = version.id
LEFT JOIN frameworks_document document ON document.id = version.source_id
CROSS JOIN unnest(%(languages)s::text[]) AS reader (language)
WHERE %(everything)s OR provision.id = ANY(%(ids)s::uuid[])
ORDER BY provision.id, reader.language, (text.language = reader.language) DESC,
    array_position(framework.authentic_languages, text.language) NULLS LAST,
    array_position(%(languages)s::text[], text.language::text), text.issue DESC
ON CONFLICT (provision_id, language) DO UPDATE SET
    version_id = excluded.version_id, text_id = excluded.text_id,
    version_number = excluded.version_number, text_status = excluded.text_status,
    source_slug = excluded.source_slug, source_paragraph = excluded.source_paragraph,
    source_basis = excluded.source_basis, version_at = excluded.version_at,
    text_language = excluded.text_language, issue = excluded.issue, title = excluded.title,
    body = excluded.body, text_at = excluded.text_at, sort_key = excluded.sort_key
""".replace("{sort_key}", FOLDED.format(text=WORDS.format(text="text.title")))

_CODE = "regexp_replace(lower({}), '[^[:alnum:]]+', '', 'g')"
_SHORT_CODE = _CODE.format("regexp_replace(link.instrument_id, '([^0-9])0+([1-9])', '\\1\\2')")
# 7(b)(i) as 7bi, the suffix, the whole key, and instruments with and without leading zeros.
_CODES = f"""
SELECT array_agg(DISTINCT code ORDER BY code) FROM (
    SELECT unnest(ARRAY[{_CODE.format("words.number")}, {_CODE.format("words.suffix")},
                        {_CODE.format("words.key")}])
    UNION ALL
    SELECT unnest(ARRAY[{_CODE.format("link.instrument_id")}, {_SHORT_CODE}])
    FROM provisions_instrumentlink link WHERE link.provision_id = words.provision_id
) AS typed (code) WHERE code <> ''
"""  # noqa: S608 - put together from constants of this module

# The dictionaries of PostgreSQL's core: no extension, so any server serves.
_CONFIG = (
    "CASE words.text_language WHEN 'en' THEN 'english' WHEN 'fr' THEN 'french' "
    "ELSE 'spanish' END::regconfig"
)
# Accents are folded after stemming, never before: the stemmer reads them.
_STEMS = f"strip({FOLDED.format(text=f'to_tsvector({_CONFIG}, {{text}})::text')}::tsvector)"
_SIMPLE = f"to_tsvector('simple', {FOLDED.format(text='{text}')})"
_SEARCHING = f"""
WITH words AS (
    SELECT current.provision_id, current.language, current.text_language,
        {WORDS.format(text="current.title")} AS title, {WORDS.format(text="current.body")} AS body,
        provision.number, provision.suffix, provision.key
    FROM provisions_currenttext current
    JOIN provisions_provision provision ON provision.id = current.provision_id
    WHERE %(everything)s OR provision.id = ANY(%(ids)s::uuid[])
)
INSERT INTO provisions_searchtext (provision_id, language, codes, title_vector, vector)
SELECT provision_id, language, coalesce(({_CODES}), '{{}}'),
    {_STEMS.format(text="title")} || strip({_SIMPLE.format(text="title")}),
    {_STEMS.format(text="title || ' ' || body")}
        || {_SIMPLE.format(text="title")} || {_SIMPLE.format(text="body")}
FROM words
ON CONFLICT (provision_id, language) DO UPDATE SET
    codes = excluded.codes, title_vector = excluded.title_vector, vector = excluded.vector
"""  # noqa: S608 - put together from constants of this module


def refresh_current_texts(provision_ids: Iterable[UUID]) -> None:
    """Rebuild what is read and searched of these provisions, in every language: two queries."""
    ids = [str(provision_id) for provision_id in provision_ids]
    if ids:
        _refresh(ids, everything=False)


def refresh_search_texts(provision_ids: Iterable[UUID]) -> None:
    """Rebuild what is searched of these provisions when only their codes changed."""
    ids = [str(provision_id) for provision_id in provision_ids]
    with connection.cursor() as cursor:
        cursor.execute(_SEARCHING, {"ids": ids, "everything": False})


def refresh_framework_texts(framework: Framework) -> None:
    """Rebuild a framework's provisions after its authentic languages changed.

    They decide which words a reader is shown whose language has none.
    """
    ids = _locked(Provision.objects.filter(framework=framework))
    refresh_current_texts(ids)


def rebuild_current_texts() -> int:
    """Rebuild what is read and searched of every provision; return how many rows that makes.

    All provisions are locked meanwhile: a version that is published at the same time would
    otherwise be overwritten by what stood before it.
    """
    with transaction.atomic():
        _locked(Provision.objects.all())
        return _refresh([], everything=True)


def _locked(provisions: QuerySet[Provision]) -> list[UUID]:
    rows = provisions.select_for_update(no_key=True).order_by("key")
    return list(rows.values_list("id", flat=True))


def _refresh(ids: list[str], *, everything: bool) -> int:
    given: dict[str, list[str] | bool] = {
        "languages": list(LANGUAGES),
        "ids": ids,
        "everything": everything,
    }
    with connection.cursor() as cursor:
        cursor.execute(_READING, given)
        cursor.execute(_SEARCHING, given)
        return int(cursor.rowcount)
