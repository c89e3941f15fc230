"""A working draft beside the comments: what it says, what it changes, and who is behind that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.labels import labels
from core.languages import LANGUAGES, Texts, localized
from core.textform import paragraphs
from core.when import when_instant
from core.words import foreign, language_name, said
from desk.forms.next_versions import Texts as Typed
from desk.forms.reading import Shown, by_field
from provisions.lifecycle import Stage
from provisions.redline_blocks import Run, blocks, title_block
from reviews.enums import CommentType, DispositionKind
from reviews.selectors.causes import ExplainedChange
from reviews.selectors.dispositions import DispositionFacts
from reviews.selectors.next_versions import (
    NOTHING,
    CommentBeside,
    DraftedText,
    NextVersionFacts,
)

from .handed_over import handed_over_lines
from .links import next_version_path
from .names import circle_name

_LINE = 72  # characters of a body that stand on one line of its field, about


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the draft: the answers to its comments, and what was refused just now."""

    answers: Mapping[UUID, DispositionFacts]
    typed: Typed | None = None  # texts that were refused; they go before what is kept
    errors: Sequence[Shown] = ()


def head_of(facts: NextVersionFacts, language: str) -> dict[str, Any]:
    """Return what every page about the draft says of its provision."""
    titles: Texts = {code: text.title for code, text in facts.base_texts.items()}
    framework, _dot, suffix = facts.key.partition(".")
    return {
        "key": facts.key,
        "number": facts.number,
        "title": said(titles, language),
        "version": facts.base_version,
        "next_version": facts.base_version + 1,
        "stage": facts.stage,
        "stage_label": labels(Stage, language)[facts.stage],
        "url": next_version_path(facts.key),
        "public_url": localized(f"/frameworks/{framework}/provisions/{suffix}/", language),
        "edition": facts.edition,
        "saved": when_instant(facts.updated_at, language) if facts.updated_at else None,
        "running_round": facts.running_round,
        "needs_reason": facts.needs_reason,
        "is_outdated": facts.is_outdated,
        "corrected": [language_name(code, language) for code in facts.corrected],
        "is_changed": facts.is_changed,
        "may_begin": facts.stage in (Stage.DRAFT, Stage.IN_REVIEW),
    }


def next_version_context(facts: NextVersionFacts, beside: Beside, language: str) -> dict[str, Any]:
    """Return what `desk/next_version.html` shows. Two queries."""
    comments = _comments(facts, beside.answers, language)
    return {
        "provision": head_of(facts, language),
        "form": {"summary": list(beside.errors)},
        "texts": [_text(code, facts, comments, beside, language) for code in LANGUAGES]
        if facts.edition
        else [],
        "present": [] if facts.edition else _present(facts, language),
        "comments": comments,
    }


def check_context(facts: NextVersionFacts, language: str) -> dict[str, Any]:
    """Return what is looked at before the draft is published."""
    return {
        "provision": head_of(facts, language),
        "texts": [_redlined(each, language) for each in facts.languages],
        "unchanged": [
            language_name(each.language, language)
            for each in facts.languages
            if each.text == each.base
        ],
        "left_out": [
            language_name(each.language, language)
            for each in facts.languages
            if each.text == NOTHING
        ],
        "placed": len(facts.comments),
    }


def _present(facts: NextVersionFacts, language: str) -> list[dict[str, Any]]:
    """Return the words of the present version, to be read beside the comments."""
    return [
        {
            "code": each.language,
            "name": language_name(each.language, language),
            "body": paragraphs(each.base.body),
        }
        for each in facts.languages
    ]


def _comments(
    facts: NextVersionFacts, answers: Mapping[UUID, DispositionFacts], language: str
) -> list[dict[str, Any]]:
    lines = handed_over_lines([each.handed for each in facts.comments], facts.time_zone, language)
    return [
        {
            "line": line,
            "id": line["id"],
            "label": f"{line['actor']['text']}: {_kind(each, language)}",
            "is_taken_over": each.is_taken_over,
            "may_be_taken_over": each.may_be_taken_over,
            "credits": [_credit(each, place, facts) for place in range(len(each.credits))],
            "own_words": _own_words(each, facts),
            "answer": _answer(answers.get(each.handed.id), language),
        }
        for each, line in zip(facts.comments, lines, strict=True)
    ]


def _kind(each: CommentBeside, language: str) -> str:
    wording = each.handed.wording
    return labels(CommentType, language)[wording.type] if wording else ""


def _credit(each: CommentBeside, place: int, facts: NextVersionFacts) -> dict[str, Any]:
    """Return a credit with the words of the base that it names, and what its button sends."""
    credit = each.credits[place]
    body = facts.base_texts.get(credit.language, NOTHING).body
    return {
        "value": f"{each.handed.id}:{credit.language}:{credit.start}:{credit.end}",
        "words": body[credit.start : credit.end],
        "is_whole": (credit.start, credit.end) == (0, len(body)),
        "lang": credit.language,
        "is_taken_over": credit.is_taken_over,
    }


def _own_words(each: CommentBeside, facts: NextVersionFacts) -> str:
    """Return what the button to credit a comment for its own words sends; "" where they are gone
    or it is credited for them.
    """
    language = each.words.language
    place = each.words.range_in(facts.base_texts.get(language, NOTHING).body)
    if place is None or any(
        (credit.language, credit.start, credit.end) == (language, *place) for credit in each.credits
    ):
        return ""
    return f"{each.handed.id}:{language}:{place[0]}:{place[1]}"


def _answer(answer: DispositionFacts | None, language: str) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {
        "label": labels(DispositionKind, language)[answer.kind],
        "is_released": answer.released_at is not None,
        "reasons": said(answer.reasons, language),
    }


def _text(
    code: str,
    facts: NextVersionFacts,
    comments: Collection[Mapping[str, Any]],
    beside: Beside,
    language: str,
) -> dict[str, Any]:
    """Return the fields of one language with what is kept, or what was refused, and its redline."""
    kept = facts.texts.get(code, NOTHING)
    typed = (beside.typed or {}).get(code) or {"title": kept.title, "body": kept.body}
    errors = by_field(beside.errors)
    drafted = next((each for each in facts.languages if each.language == code), None)
    return {
        "code": code,
        "name": language_name(code, language),
        "title": typed["title"],
        "body": typed["body"],
        "rows": max(4, min(20, len(typed["body"]) // _LINE + typed["body"].count("\n") + 3)),
        "title_error": errors.get(f"title_{code}", ""),
        "body_error": errors.get(f"body_{code}", ""),
        "is_new": code not in facts.base_texts,
        "change": _redlined(drafted, language) if drafted else None,
        "comments": comments,
    }


def _redlined(drafted: DraftedText, language: str) -> dict[str, Any]:
    """Return one text as `components/redline.html` shows it, with its changes one by one."""
    title = drafted.title
    title_changed = title.insertions + title.deletions > 0
    body = drafted.body
    shown = [title_block(title.spans)] if title_changed else []
    return {
        "code": drafted.language,
        "name": language_name(drafted.language, language),
        "lang": foreign(drafted.language, language),
        "dir": "auto",
        "is_changed": drafted.text != drafted.base,
        "insertions": body.insertions + title.insertions,
        "deletions": body.deletions + title.deletions,
        "blocks": [*shown, *blocks(body.spans)],
        "title_changed": title_changed,
        "changes": [_change(each, drafted, language) for each in drafted.changes],
    }


def _change(each: ExplainedChange, drafted: DraftedText, language: str) -> dict[str, Any]:
    words: list[Run] = []
    if each.old_end > each.old_start:
        words.append(Run(op="delete", text=drafted.base.body[each.old_start : each.old_end]))
    if each.new_end > each.new_start:
        words.append(Run(op="insert", text=drafted.text.body[each.new_start : each.new_end]))
    return {
        "runs": words,
        "place": f"{each.language}:{each.old_start}:{each.old_end}",
        "behind": [
            {"id": str(one.id), "actor": circle_name(one.speaks_for, language)}
            for one in each.comments
        ],
    }
