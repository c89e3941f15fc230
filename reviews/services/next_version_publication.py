"""Publishing a working draft: the provision's next version, with every comment followed into it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict
from core.ids import new_id
from provisions.drafts import TextDraft, checked_reason, checked_texts
from provisions.enums import TextStatus
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision, Version, VersionText
from provisions.services.locks import lock_provisions
from provisions.services.moves import move_provision
from provisions.services.texts import current_texts_of, publish_version
from record.acts import act, together
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.changed_stretches import ChangedStretch, changed_stretches, stretches_behind
from reviews.enums import RoundState
from reviews.lifecycle import HANDED_OVER
from reviews.models import ChangeCause, NextVersion, NextVersionCause, RoundItem
from reviews.next_version_texts import base_texts, text_drafts

from .moves import secretariat_chain
from .next_version_locks import check_draftable, check_edition, locked_draft, version_changed
from .placements import place_comments


@together()
def publish_next_version(
    *, key: str, expected_edition: int, reason: str = "", actor: Actor, at: datetime
) -> Version:
    """Publish the working draft of a provision as its next version, and delete the draft.

    A provision in review goes back to draft first, for which `reason` is needed: everybody reads
    it. Every comment that was handed over is placed in the new version, and each change names the
    comments behind it. Raises Missing, NotAllowed, Invalid for a text without title or body or
    without a reason, Conflict `edited_elsewhere`, `version_changed`, `stage_not_draftable`,
    `round_running`, `same_text`.
    """
    provision = lock_provisions([key])[key]
    draft, _mandate = locked_draft(key, actor=actor, at=at)
    check_edition(draft, expected_edition)
    if provision.latest_version != draft.base.number:
        raise version_changed(provision)
    check_draftable(provision)
    check_no_round_runs(provision)
    texts = checked_texts(text_drafts(draft.texts))
    if texts == current_texts_of(draft.base):
        raise Conflict(
            _("The draft says what version %(number)d says. Change it, or delete it.")
            % {"number": draft.base.number},
            code="same_text",
        )
    _return_to_draft(provision, reason, actor, at)
    version = _publish(provision, draft, texts, actor=actor, at=at)
    place_comments(version=version, actor=actor, at=at)
    _name_causes(draft, version, texts, actor=actor, at=at)
    NextVersion.objects.filter(pk=draft.pk).delete()
    return version


def check_no_round_runs(provision: Provision) -> None:
    """Raise Conflict while a round on the provision is announced or open. One that is closed
    stays closed, and a new one needs the provision's lock, which the caller holds.
    """
    running = (
        RoundItem.objects.filter(provision=provision)
        .exclude(round__state=RoundState.CLOSED)
        .values_list("round__number", flat=True)
        .first()
    )
    if running is not None:
        raise Conflict(
            _(
                "Round %(number)d on this provision is not closed: its words stand still until"
                " then. The draft is kept."
            )
            % {"number": running},
            code="round_running",
        )


def _return_to_draft(provision: Provision, reason: str, actor: Actor, at: datetime) -> None:
    if provision.stage == Stage.IN_REVIEW:
        move_provision(
            key=provision.key,
            move=MoveCode.RETURN_TO_DRAFT,
            expected_stage=provision.stage,
            expected_version=provision.latest_version,
            reason=checked_reason(reason),
            actor=actor,
            at=at,
        )


def _publish(
    provision: Provision,
    draft: NextVersion,
    texts: Mapping[str, TextDraft],
    *,
    actor: Actor,
    at: datetime,
) -> Version:
    """Publish the texts: a summary stays one and names its source; other words are a draft of this
    review, and no document's.
    """
    base = draft.base
    is_summary = base.text_status == TextStatus.EDITORIAL_SUMMARY
    return publish_version(
        provision=provision,
        text_status=TextStatus.EDITORIAL_SUMMARY if is_summary else TextStatus.DRAFT,
        source=base.source if is_summary else None,
        source_paragraph=base.source_paragraph if is_summary else None,
        source_basis=base.source_basis or None if is_summary else None,
        texts=texts,
        actor=actor,
        at=at,
        expected_version=base.number,
    )


def _name_causes(
    draft: NextVersion,
    version: Version,
    texts: Mapping[str, TextDraft],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Note which comments stand behind each change, and tell whoever may know of them."""
    # One that was withdrawn, or declined, since it was credited is none of the version's affair.
    causes = draft.causes.filter(comment__stage__in=HANDED_OVER)
    rows = list(_rows(version, base_texts(draft), texts, causes.select_related("comment__circle")))
    if not rows:
        return
    code, subject = ActCode.CHANGES_EXPLAINED, version.provision.key
    with act(code, subject=subject, actor=actor, at=at) as made:
        ChangeCause.objects.bulk_create(rows)
        published = [row for row in rows if row.comment.key]
        if published:
            made.touch(subject, *(str(row.comment.key) for row in published))
            made.enter(PUBLIC, _payload(version, published, by_key=True))
        made.enter(secretariat_chain(), _payload(version, rows))
        rooms = {row.comment.circle.chain for row in rows}
        for chain in rooms:
            own = [row for row in rows if row.comment.circle.chain == chain]
            made.enter(chain, _payload(version, own))


def _rows(
    version: Version,
    base: Mapping[str, VersionText],
    texts: Mapping[str, TextDraft],
    causes: Iterable[NextVersionCause],
) -> Iterable[ChangeCause]:
    """Yield a row for each comment and each change that it stands behind, once."""
    changed = {
        code: changed_stretches(base[code].body, texts[code].body) for code in base if code in texts
    }
    seen: set[tuple[object, ...]] = set()
    for cause in causes:
        if cause.language not in changed:
            continue
        body, stretches = base[cause.language].body, changed[cause.language]
        for stretch in stretches_behind(body, stretches, cause.start, cause.end):
            mark = (cause.language, stretch, cause.comment_id)
            if mark not in seen:
                seen.add(mark)
                yield _row(version, cause, stretch)


def _row(version: Version, cause: NextVersionCause, stretch: ChangedStretch) -> ChangeCause:
    return ChangeCause(
        id=new_id(),
        version=version,
        language=cause.language,
        comment=cause.comment,
        **stretch._asdict(),
    )


def _payload(
    version: Version, rows: Sequence[ChangeCause], *, by_key: bool = False
) -> dict[str, object]:
    return {
        "key": version.provision.key,
        "version": version.number,
        "changes": [
            {
                "comment": row.comment.key if by_key else str(row.comment_id),
                "language": row.language,
                "old": [row.old_start, row.old_end],
                "new": [row.new_start, row.new_end],
            }
            for row in rows
        ],
    }
