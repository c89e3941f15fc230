"""Working drafts of next versions as the desk's API shows them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.conf import settings

from desk.api.answers import address
from provisions.drafts import TextDraft
from provisions.models import Version
from provisions.redline import Redline
from reviews.enums import TO_BE_CONFIRMED
from reviews.models import Placement
from reviews.selectors.causes import ExplainedChange
from reviews.selectors.next_versions import CommentBeside, DraftedText, NextVersionFacts

from .comments import handed_value
from .parts import Value


def next_version_value(facts: NextVersionFacts, language: str) -> Value:
    """Return a working draft with its redlines and the comments beside it."""
    return {
        "provision": facts.key,
        "base_version": facts.base_version,
        "edition": facts.edition,
        "is_outdated": facts.is_outdated,
        "running_round": facts.running_round,
        "needs_reason": facts.needs_reason,
        "texts": _texts(facts.texts),
        "base_texts": _texts(facts.base_texts),
        "languages": [_drafted(each) for each in facts.languages],
        "comments": [_beside(each, language) for each in facts.comments],
        "updated_at": facts.updated_at,
        "url": address(f"provisions/{facts.key}/next-version"),
    }


def version_published_value(key: str, version: Version, placements: Sequence[Placement]) -> Value:
    """Return a version that was published from a working draft, and where the comments went."""
    return {
        "provision": key,
        "version": version.number,
        "placements": dict(sorted(Counter(each.kind for each in placements).items())),
        "to_confirm": sum(each.kind in TO_BE_CONFIRMED for each in placements),
        "url": f"{settings.PUBLIC_BASE_URL}/api/v1/provisions/{key}/versions/{version.number}",
    }


def _texts(texts: Mapping[str, TextDraft]) -> Value:
    return {code: {"title": each.title, "body": each.body} for code, each in texts.items()}


def _drafted(text: DraftedText) -> Value:
    return {
        "language": text.language,
        "title": _spans(text.title),
        "body": _spans(text.body),
        "changes": [_change(each) for each in text.changes],
    }


def _spans(lines: Redline) -> list[Value]:
    return [{"kind": span.kind.value, "text": span.text} for span in lines.spans]


def _change(change: ExplainedChange) -> Value:
    return {
        "old_start": change.old_start,
        "old_end": change.old_end,
        "new_start": change.new_start,
        "new_end": change.new_end,
        "causes": [
            {"comment": each.id, "comment_key": each.key or None, "actor": each.actor}
            for each in change.comments
        ],
    }


def _beside(row: CommentBeside, language: str) -> Value:
    anchor = row.words.anchor
    return {
        "comment": handed_value(row.handed, language),
        "language": row.words.language,
        "start": anchor.start if anchor else None,
        "end": anchor.end if anchor else None,
        "are_gone": row.words.are_gone,
        "credits": [
            {
                "language": each.language,
                "start": each.start,
                "end": each.end,
                "is_taken_over": each.is_taken_over,
            }
            for each in row.credits
        ],
        "is_taken_over": row.is_taken_over,
        "may_be_taken_over": row.may_be_taken_over,
    }
