"""What each reader reads and searches now, derived from versions, texts and links by one query.

It is called inside the transaction of every service that changes one of these; rebuilding
everything gives the same rows, which a test holds.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from core.languages import LANGUAGES
from provisions.search.folding import FOLDED, WORDS

# The dictionaries of PostgreSQL's core: no extension, so any server serves.
_CONFIG = (
    "CASE words.language WHEN 'en' THEN 'english' WHEN 'fr' THEN 'french' "
    "ELSE 'spanish' END::regconfig"
)
# Accents are folded after stemming, never before: the stemmer reads them.
_STEMS = FOLDED.format(text=f"to_tsvector({_CONFIG}, {{text}})::text") + "::tsvector"
_SIMPLE = f"to_tsvector('simple', {FOLDED.format(text='{text}')})"

# A fallback goes to the authentic languages in their order, then to the portal's own order.
_CHOSEN = """
SELECT DISTINCT ON (provision.id, reader.language)
    provision.id AS provision_id, reader.language AS reader, version.id AS version_id,
    text.id AS text_id, text.language AS language, text.title, text.body,
    provision.number, provision.suffix, provision.key
FROM provisions_provision provision
JOIN frameworks_framework framework ON framework.id = provision.framework_id
JOIN provisions_version version
    ON version.provision_id = provision.id AND version.number = provision.latest_version
JOIN provisions_versiontext text ON text.version_id = version.id
CROSS JOIN unnest(%(languages)s::text[]) AS reader (language)
WHERE (%(everything)s OR provision.id = ANY(%(ids)s::uuid[]))
ORDER BY provision.id, reader.language, (text.language = reader.language) DESC,
    array_position(framework.authentic_languages, text.language) NULLS LAST,
    array_position(%(languages)s::text[], text.language::text), text.issue DESC
"""
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
_REFRESH = f"""
WITH chosen AS ({_CHOSEN}),
words AS (
    SELECT chosen.*, {WORDS.format(text="title")} AS title_words,
        {WORDS.format(text="body")} AS body_words
    FROM chosen
)
INSERT INTO provisions_currenttext
    (provision_id, language, version_id, text_id, codes, sort_key, vector)
SELECT provision_id, reader, version_id, text_id,
    coalesce(({_CODES}), '{{}}'),
    left({FOLDED.format(text="title_words")}, 300),
    setweight({_STEMS.format(text="title_words")}, 'A')
        || setweight({_SIMPLE.format(text="title_words")}, 'B')
        || setweight({_STEMS.format(text="body_words")}, 'C')
        || setweight({_SIMPLE.format(text="body_words")}, 'D')
FROM words
ON CONFLICT (provision_id, language) DO UPDATE SET
    version_id = excluded.version_id, text_id = excluded.text_id, codes = excluded.codes,
    sort_key = excluded.sort_key, vector = excluded.vector
"""  # noqa: S608 - put together from constants of this module


def refresh_current_texts(provision_ids: Iterable[UUID]) -> int:
    """Rebuild the current texts of these provisions; return how many rows were written."""
    ids = [str(provision_id) for provision_id in provision_ids]
    return _refresh(ids, everything=False) if ids else 0


def rebuild_current_texts() -> int:
    """Rebuild the current texts of every provision; return how many rows were written."""
    return _refresh([], everything=True)


def _refresh(ids: list[str], *, everything: bool) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _REFRESH, {"languages": list(LANGUAGES), "ids": ids, "everything": everything}
        )
        return int(cursor.rowcount)
