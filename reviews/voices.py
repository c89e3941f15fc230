"""Who stands behind a comment: the latest word of each speaker in its room."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from stakeholders.enums import CircleKind
from stakeholders.models import Mandate, RegionalMembership

from .enums import VoiceKind
from .models import Comment, Voice


@dataclass(frozen=True, slots=True)
class Behind:
    """Codes of organizations, sorted: the delegations that co-sponsor the present words, and the
    members that do not support what their regional group says.
    """

    co_sponsors: tuple[str, ...] = ()
    not_supporting: tuple[str, ...] = ()


def speaker_of(voice: Voice) -> UUID:
    """Return the id of the delegation or of the mandate whose word a voice is."""
    return voice.delegation_id or voice.for_mandate_id or voice.mandate_id


def standing_voices(
    comments: Collection[Comment], *, mandate: Mandate | None, at: datetime
) -> dict[UUID, list[Voice]]:
    """Return by comment the latest voice of each speaker that was not taken back. One query."""
    rows = (
        Voice.objects.visible_to(mandate, at)
        .filter(comment__in=[each.pk for each in comments])
        .select_related(
            "delegation__organization",
            "mandate__user",
            "mandate__organization",
            "for_mandate__user",
            "for_mandate__organization",
        )
        .order_by("comment_id", "number")
    )
    latest: dict[UUID, dict[UUID, Voice]] = {each.pk: {} for each in comments}
    for row in rows:
        latest[row.comment_id].pop(speaker_of(row), None)
        if row.kind != VoiceKind.TAKEN_BACK:
            latest[row.comment_id][speaker_of(row)] = row
    return {comment_id: list(voices.values()) for comment_id, voices in latest.items()}


def behind(
    comments: Collection[Comment], voices: Mapping[UUID, Collection[Voice]], *, at: datetime
) -> dict[UUID, Behind]:
    """Return who stands behind each comment at `at`, by its `standing_voices`. One query.

    A State that left the regional group is no longer named. A co-sponsor stands behind the words
    that it read; dissent stays until it is taken back, for silence is no support. `comments` come
    with their circles and the circles' organizations.
    """
    members = _members(comments, at)
    return {each.pk: _behind(each, voices[each.pk], members) for each in comments}


def _behind(comment: Comment, voices: Collection[Voice], members: set[tuple[UUID, UUID]]) -> Behind:
    co_sponsors: list[str] = []
    not_supporting: list[str] = []
    for voice in voices:
        organization = voice.delegation.organization if voice.delegation else None
        if organization is None or not _belongs(comment, organization.pk, members):
            continue
        if voice.kind == VoiceKind.CO_SPONSOR and voice.wording == comment.latest_wording:
            co_sponsors.append(organization.code)
        if voice.kind == VoiceKind.DISSENT and _is_regional(comment):
            not_supporting.append(organization.code)
    return Behind(tuple(sorted(co_sponsors)), tuple(sorted(not_supporting)))


def _is_regional(comment: Comment) -> bool:
    return comment.speaks_for.kind == CircleKind.REGIONAL_GROUP


def _belongs(comment: Comment, member_id: UUID, members: set[tuple[UUID, UUID]]) -> bool:
    group_id = comment.circle.organization_id
    return comment.circle.kind != CircleKind.REGIONAL_GROUP or (
        group_id is not None and (group_id, member_id) in members
    )


def _members(comments: Collection[Comment], at: datetime) -> set[tuple[UUID, UUID]]:
    groups = {
        each.circle.organization_id
        for each in comments
        if each.circle.kind == CircleKind.REGIONAL_GROUP
    }
    rows = RegionalMembership.objects.active_at(at).filter(regional_group__in=groups)
    return set(rows.values_list("regional_group_id", "member_id"))
