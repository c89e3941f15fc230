"""What all writers of this app share: the framework's lock, and one row under one act."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from django.db import models

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing
from frameworks.drafts import Draft
from frameworks.models import Document, Framework, Session
from record.acts import act
from record.models import PUBLIC

RowT = TypeVar("RowT", bound=models.Model)


def lock_framework(slug: str) -> Framework:
    """Return the framework, locked against other writers until the transaction ends.

    Raises Missing. It is the first lock of every writer: framework → round → provision.
    """
    framework = Framework.objects.select_for_update(no_key=True).filter(slug=slug).first()
    if framework is None:
        raise Missing(f"There is no framework “{slug}” here.")
    return framework


def lock_row(model: type[RowT], row_id: object) -> RowT:
    """Return a row that has been locked against other writers until the transaction ends."""
    return model._default_manager.select_for_update(no_key=True).get(pk=row_id)


def write_row(
    row: models.Model,
    draft: Draft,
    *,
    code: str,
    key: str,
    framework: Framework | None,
    actor: Actor,
    at: datetime,
    references: Mapping[str, models.Model | None] = MappingProxyType({}),
    facts: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Save what `draft` says in `row`, new or locked, under one act; do nothing if it says so.

    `key` is the public key of the row; `framework` is locked already, None for what belongs
    to none. `references` are the rows that the draft names by slug, by column; `facts` public
    ones that the entry tells beside what was changed.
    """
    before = None if row._state.adding else type(draft).of(row)
    if before == draft:
        return
    with act(code, subject=key, actor=actor, at=at) as made:
        draft.set_on(row)
        for column, referenced in references.items():
            setattr(row, column, referenced)
        row.save()
        touched = {key}
        if framework is not None:
            touched.add(framework.slug)
            mark_changed(framework, at)
        made.touch(*touched)
        changed = draft.differing(before) if before is not None else []
        made.enter(PUBLIC, {"changed": changed, "digest": draft.fingerprint(), **facts})


def mark_changed(framework: Framework, at: datetime) -> None:
    """Note on the locked framework that what it says has changed."""
    framework.edition += 1
    framework.content_changed_at = at
    framework.save(update_fields=["edition", "content_changed_at"])


def refuse_taken(rows: models.QuerySet[RowT], what: str) -> None:
    """Raise Conflict if there is a row already: slugs and keys are assigned once."""
    if rows.exists():
        raise Conflict(f"{what} is there already; slugs and keys are assigned once.", code="taken")


def document_of(framework: Framework, slug: str | None) -> Document | None:
    """Return the framework's document, None for no slug. Raises Invalid for an unknown one."""
    if slug is None:
        return None
    document = Document.objects.filter(framework=framework, slug=slug).first()
    if document is None:
        raise Invalid(f"The register of {framework.slug} holds no document “{slug}”.")
    return document


def session_of(slug: str | None) -> Session | None:
    """Return the session, None for no slug. Raises Invalid for an unknown one."""
    if slug is None:
        return None
    session = Session.objects.filter(slug=slug).first()
    if session is None:
        raise Invalid(f"There is no session “{slug}” here; load the sessions first.")
    return session
