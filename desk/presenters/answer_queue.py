"""The review secretariat's queue of answers: rounds with their counts, cases with their state."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.when import when_zoned
from core.words import said
from reviews.enums import DispositionKind, Publication
from reviews.gaps import Gap, gap_sentence
from reviews.models import Round
from reviews.selectors.answer_queue import PREPARED, RELEASED, UNANSWERED, AnswerCase, RoundAnswers

from . import links
from .answers import answer_box
from .handed_over import handed_over_lines
from .names import circle_name
from .rounds import round_title

SHORT = 8  # characters of an id that tell comments of a round apart


def round_lines(rounds: Collection[RoundAnswers], language: str) -> list[dict[str, Any]]:
    """Return closed rounds with how far their answers have come."""
    return [
        {
            "title": round_title(each.number),
            "url": links.answers_path(each.id),
            "framework": said(each.framework_title, language),
            "purpose": said(each.purpose, language),
            "closed": when_zoned(each.closed_at, each.time_zone, language)
            if each.closed_at
            else None,
            "counts": counts_line(each.total, each.unanswered, each.prepared, each.released),
        }
        for each in rounds
    ]


def counts_line(total: int, unanswered: int, prepared: int, released: int) -> list[str]:
    """Say in words how many comments there are, to answer, prepared and released."""
    found = [ngettext("%(count)d comment", "%(count)d comments", total) % {"count": total}]
    for count, words in (
        (unanswered, _("%(count)d to answer")),
        (prepared, _("%(count)d prepared")),
        (released, _("%(count)d released")),
    ):
        if count:
            found.append(words % {"count": count})
    return found


def round_head(round_: Round, cases: Sequence[AnswerCase], language: str) -> dict[str, Any]:
    """Return what every page about the answers of a round says of it."""
    by_state = [case.state for case in cases]
    counts = [by_state.count(state) for state in (UNANSWERED, PREPARED, RELEASED)]
    return {
        "title": _("Answers to %(round)s") % {"round": round_title(round_.number)},
        "number": round_.number,
        "framework": said(round_.framework.title, language),
        "counts": counts_line(len(cases), *counts),
        "url": links.answers_path(round_.pk),
        "answer_url": links.answers_path(round_.pk, "answer/"),
        "release_url": links.answers_path(round_.pk, "release/"),
        "round_url": links.secretariat_round_path(round_.pk),
        "is_closed": round_.closed_at is not None,
    }


def case_lines(
    cases: Sequence[AnswerCase], zone: str, language: str, chosen: Collection[UUID] = ()
) -> list[dict[str, Any]]:
    """Return cases with their words and their answers. Two queries."""
    lines = handed_over_lines([case.handed for case in cases], zone, language)
    return [
        {
            **line,
            "short": short_name(case),
            "is_chosen": case.handed.id in chosen,
            "seen": f"{case.handed.id}:{case.number}",
            "state": case.state,
            "state_label": state_labels()[case.state],
            "prepared": answer_box(case.prepared, language) if case.prepared else None,
            "released": answer_box(case.released, language) if case.released else None,
            "assignee": case.assignee.name if case.assignee else "",
            "cluster": case.cluster.name if case.cluster else "",
            "answer_url": f"{links.answers_path(case.handed.round_id, 'answer/')}"
            f"?comment={case.handed.id}",
        }
        for case, line in zip(cases, lines, strict=True)
    ]


def state_labels() -> Mapping[str, str]:
    return {
        UNANSWERED: _("To be answered"),
        PREPARED: _("Prepared, not released"),
        RELEASED: _("Released"),
    }


def short_name(case: AnswerCase) -> str:
    """Return what tells a comment from the others of its round: its public number, or the
    beginning of its id.
    """
    key = case.handed.key
    return key.rpartition(".")[2] if key else str(case.handed.id)[:SHORT]


def repeatable(
    cases: Sequence[AnswerCase], without: Collection[UUID], language: str
) -> list[tuple[str, str]]:
    """Return the comments that others may be said to repeat, with their first words: none that
    is answered as a duplicate itself.
    """
    return [
        (str(case.handed.id), _option(case, language))
        for case in cases
        if case.handed.id not in without
        and not (case.latest and case.latest.kind == DispositionKind.DUPLICATE)
    ]


def gap_lines(
    gaps: Sequence[Gap], cases: Sequence[AnswerCase], language: str
) -> list[dict[str, Any]]:
    """Return what keeps answers from being released, each with the way to mend it."""
    by_id = {case.handed.id: case for case in cases}
    return [
        {
            "number": by_id[gap.comment_id].handed.provision_number,
            "actor": circle_name(by_id[gap.comment_id].handed.speaks_for, language),
            "short": short_name(by_id[gap.comment_id]),
            "sentence": gap_sentence(gap),
            "url": f"{links.answers_path(by_id[gap.comment_id].handed.round_id, 'answer/')}"
            f"?comment={gap.comment_id}",
        }
        for gap in gaps
    ]


def release_facts(
    round_: Round, cases: Sequence[AnswerCase], language: str
) -> list[dict[str, Any]]:
    """Return what a release does, in numbers, by decision."""
    due = [case.prepared.kind for case in cases if case.prepared]
    names = labels(DispositionKind, language)
    told = [f"{names[code]}: {due.count(code)}" for code in DispositionKind if code in due]
    facts: list[dict[str, Any]] = [{"label": _("Answers to release"), "value": str(len(due))}]
    if told:
        facts.append({"label": _("By decision"), "texts": told})
    publishes = published_with(round_, cases)
    if publishes:
        facts.append({"label": _("Comments published with them"), "value": str(publishes)})
    return facts


def published_with(round_: Round, cases: Sequence[AnswerCase]) -> int:
    """Return how many comments become public with the answers."""
    if round_.publication != Publication.WITH_ANSWERS:
        return 0
    return sum(not case.handed.key for case in cases)


def _option(case: AnswerCase, language: str) -> str:
    words = case.handed.wording.body if case.handed.wording else ""
    actor = circle_name(case.handed.speaks_for, language)["text"]
    beginning = words if len(words) <= 60 else f"{words[:60].rstrip()}…"
    return f"{case.handed.provision_number} · {actor} · {short_name(case)}: {beginning}"
