"""What waits for somebody, as the desk's API shows it."""

from collections.abc import Callable
from typing import TypeVar

from desk.api.answers import address
from provisions.enums import Stance
from reviews.enums import CommentType, Purpose
from reviews.selectors.positions import OwnStanding
from reviews.selectors.sections import Section
from reviews.selectors.waiting import DraftCard, RunningRound, UncommentedItem, Waiting

from .comments import comment_value, handed_value
from .parts import Value, circle_value, coded

RowT = TypeVar("RowT")


def waiting_value(waiting: Waiting, language: str) -> Value:
    """Return every section, each with its first rows."""
    return {
        "rounds": [_running(each) for each in waiting.rounds],
        "uncommented": _section(waiting.uncommented, _uncommented),
        "drafts": _section(waiting.drafts, lambda row: _begun(row, language)),
        "to_endorse": _section(waiting.to_endorse, lambda row: comment_value(row, language)),
        "to_submit": _section(waiting.to_submit, lambda row: comment_value(row, language)),
        "to_reply": _section(waiting.to_reply, lambda row: comment_value(row.card, language)),
        "to_decide": _section(waiting.to_decide, lambda row: handed_value(row, language)),
        **{
            name: _section(section, lambda row: _standing(row, language))
            for name, section in (
                ("positions_to_take", waiting.positions.to_take),
                ("positions_to_release", waiting.positions.to_release),
                ("positions_to_reconfirm", waiting.positions.to_reconfirm),
            )
        },
    }


def _section(section: Section[RowT], value: Callable[[RowT], Value]) -> Value:
    return {"total": section.total, "rows": [value(row) for row in section.rows]}


def _running(row: RunningRound) -> Value:
    return {
        "id": row.id,
        "key": row.key,
        "framework": row.framework,
        "purpose": row.purpose,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        "time_zone": row.time_zone,
        "cutoff_at": row.cutoff_at,
        "url": address(f"rounds/{row.id}"),
    }


def _uncommented(row: UncommentedItem) -> Value:
    return {"round": row.round, "provision": row.provision, "closes_at": row.closes_at}


def _standing(row: OwnStanding, language: str) -> Value:
    said = row.current or row.earlier
    return {
        "item": row.item.id,
        "round": row.item.round,
        "provision": row.item.provision,
        "version": row.item.version,
        "circle": circle_value(row.circle, language),
        "position": said.id if said else None,
        **coded("stance", said.stance if said else "", Stance, language),
        "said_of_version": said.version if said else None,
        "expected_number": row.expected_number,
        "why": list(row.why),
    }


def _begun(row: DraftCard, language: str) -> Value:
    return {
        "id": row.id,
        "edition": row.edition,
        "round": row.round,
        "provision": row.provision,
        "circle": circle_value(row.circle, language),
        **coded("type", row.type, CommentType, language),
        **coded("purpose", row.purpose, Purpose, language),
        "beginning": row.beginning,
        "updated_at": row.updated_at,
        "url": address(f"drafts/{row.id}"),
    }
