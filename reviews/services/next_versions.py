"""The review secretariat's working draft of a next version. It leaves no trace in the record
before it is published, and can be deleted.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from core.actor import Actor
from core.ids import new_id
from provisions.services.locks import lock_provisions
from provisions.services.texts import current_texts_of
from reviews.models import NextVersion
from reviews.next_version_texts import formed_texts, stored_texts

from .next_version_causes import credit_comment, take_over, uncredit_comment
from .next_version_locks import (
    check_draftable,
    check_edition,
    locked_draft,
    saved,
    secretariat_on,
    version_changed,
)

__all__ = [
    "begin_next_version",
    "credit_comment",
    "delete_next_version",
    "save_next_version",
    "take_over",
    "uncredit_comment",
]


@transaction.atomic
def begin_next_version(
    *, key: str, expected_version: int, actor: Actor, at: datetime
) -> NextVersion:
    """Return the working draft of a provision's next version, begun from the latest texts.

    A provision has one: where it is begun already, that one is returned. Raises Missing for an
    unknown key, NotAllowed, Conflict `version_changed` or `stage_not_draftable`.
    """
    provision = lock_provisions([key])[key]
    mandate = secretariat_on(provision, actor=actor, at=at)
    if provision.latest_version != expected_version:
        raise version_changed(provision)
    begun = NextVersion.objects.filter(provision=provision).select_related("base").first()
    if begun is not None:
        return begun
    check_draftable(provision)
    base = provision.versions.get(number=provision.latest_version)
    return NextVersion.objects.create(
        id=new_id(),
        provision=provision,
        base=base,
        texts=stored_texts(current_texts_of(base)),
        mandate=mandate,
        created_at=at,
        updated_at=at,
    )


@transaction.atomic
def save_next_version(
    *,
    key: str,
    expected_edition: int,
    texts: Mapping[str, Mapping[str, str]],
    actor: Actor,
    at: datetime,
) -> NextVersion:
    """Keep what was written: `{language: {"title": …, "body": …}}`, unfinished texts too.

    A language that is not sent, or sent empty, is left out of the version. The same texts again
    change nothing. Raises Missing, NotAllowed, Invalid for what can't be stored, Conflict
    `edited_elsewhere` where a colleague saved since `expected_edition`: nothing is overwritten.
    """
    draft, mandate = locked_draft(key, actor=actor, at=at)
    formed = formed_texts(texts)
    if draft.texts == formed:
        return draft
    check_edition(draft, expected_edition)
    draft.texts = formed
    return saved(draft, mandate, at)


@transaction.atomic
def delete_next_version(*, key: str, expected_edition: int, actor: Actor, at: datetime) -> None:
    """Delete a working draft; nothing of it remains. Raises Missing, NotAllowed, Conflict
    `edited_elsewhere`.
    """
    draft, _mandate = locked_draft(key, actor=actor, at=at)
    check_edition(draft, expected_edition)
    NextVersion.objects.filter(pk=draft.pk).delete()
