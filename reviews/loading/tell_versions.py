"""Letting what a story tells of next versions happen, by the services that people use."""

from datetime import datetime

from core.errors import Missing
from provisions.models import VersionText
from reviews.anchors import WHOLE, read_anchor
from reviews.models import NextVersion, Placement
from reviews.next_version_texts import base_texts
from reviews.services.next_version_publication import publish_next_version
from reviews.services.next_versions import (
    begin_next_version,
    credit_comment,
    save_next_version,
    take_over,
)
from reviews.services.placements import confirm_placement

from .told import Told
from .version_deeds import (
    CreditSpec,
    DraftingSpec,
    PlacingSpec,
    PublishingSpec,
    RewordingSpec,
    TakingOverSpec,
    VersionDeed,
)


def tell_of_version(told: Told, deed: VersionDeed, at: datetime) -> None:
    """Do what the story says."""
    match deed:
        case DraftingSpec():
            begin_next_version(
                key=told.keys[deed.suffix],
                expected_version=deed.version,
                actor=told.actor(deed.by),
                at=at,
            )
        case PlacingSpec():
            _place(told, deed, at)
        case _:
            _work_on(_draft(told.keys[deed.suffix]), told, deed, at)


def _draft(key: str) -> NextVersion:
    found = NextVersion.objects.filter(provision__key=key).select_related("base").first()
    if found is None:
        raise Missing("There is no working draft of this provision; begin it above.")
    return found


def _work_on(
    draft: NextVersion,
    told: Told,
    deed: TakingOverSpec | CreditSpec | RewordingSpec | PublishingSpec,
    at: datetime,
) -> None:
    key, seen, actor = told.keys[deed.suffix], draft.edition, told.actor(deed.by)
    match deed:
        case TakingOverSpec():
            comment_id = told.comments[deed.comment].pk
            take_over(key=key, comment_id=comment_id, expected_edition=seen, actor=actor, at=at)
        case CreditSpec():
            anchor = read_anchor(base_texts(draft)[deed.text_language].body, exact=deed.quote)
            credit_comment(
                key=key,
                comment_id=told.comments[deed.comment].pk,
                language=deed.text_language,
                start=anchor.start,
                end=anchor.end,
                expected_edition=seen,
                actor=actor,
                at=at,
            )
        case RewordingSpec():
            texts = _reworded(draft, deed)
            save_next_version(key=key, expected_edition=seen, texts=texts, actor=actor, at=at)
        case PublishingSpec():
            publish_next_version(
                key=key, expected_edition=seen, reason=deed.reason, actor=actor, at=at
            )


def _reworded(draft: NextVersion, deed: RewordingSpec) -> dict[str, dict[str, str]]:
    """Return the whole draft with what is said anew: what is not sent would be left out."""
    texts: dict[str, dict[str, str]] = {code: dict(each) for code, each in draft.texts.items()}
    for language, said in deed.texts.items():
        kept = texts.get(language, {})
        texts[language] = kept | {part: words for part, words in said.items() if words}
    return texts


def _place(told: Told, deed: PlacingSpec, at: datetime) -> None:
    comment = told.comments[deed.comment]
    latest = (
        Placement.objects.filter(comment=comment, version__number=deed.version)
        .select_related("text")
        .order_by("-number")
        .first()
    )
    if latest is None:
        raise Missing("This comment has no place in that version.")
    confirm_placement(
        comment_id=comment.pk,
        version=deed.version,
        expected_number=latest.number,
        decision=deed.decision,
        anchor=read_anchor(_body(latest.text), exact=deed.quote) if deed.quote else WHOLE,
        actor=told.actor(deed.by),
        at=at,
    )


def _body(text: VersionText | None) -> str:
    if text is None:
        raise Missing("That version has no text in the comment’s language.")
    return text.body
