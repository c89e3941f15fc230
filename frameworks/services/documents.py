"""The document register: what exists around a framework."""

from datetime import datetime

from core.actor import Actor
from frameworks.act_codes import ActCode
from frameworks.drafts import DocumentDraft
from frameworks.keys import document_key
from frameworks.models import Document, Framework
from frameworks.permissions import check_can_write
from record.acts import together

from .writing import lock_framework, lock_row, refuse_taken, write_row


def register_document(
    *,
    framework: Framework,
    slug: str,
    draft: DocumentDraft,
    order_key: str,
    actor: Actor,
    at: datetime,
) -> Document:
    """Return a new entry of the register. Raises NotAllowed, Conflict for a slug that is taken."""
    check_can_write(actor=actor, at=at, framework=framework.slug)
    with together():
        locked = lock_framework(framework.slug)
        refuse_taken(Document.objects.filter(framework=locked, slug=slug), f"The document {slug}")
        document = Document(framework=locked, slug=slug, order_key=order_key)
        write_row(
            document,
            draft,
            code=ActCode.DOCUMENT_REGISTERED,
            key=document_key(locked.slug, slug),
            framework=locked,
            actor=actor,
            at=at,
        )
    return document


def change_document(
    *, document: Document, draft: DocumentDraft, actor: Actor, at: datetime
) -> Document:
    """Return the entry with what `draft` says. Raises NotAllowed."""
    check_can_write(actor=actor, at=at, framework=document.framework.slug)
    with together():
        framework = lock_framework(document.framework.slug)
        locked = lock_row(Document, document.id)
        write_row(
            locked,
            draft,
            code=ActCode.DOCUMENT_CHANGED,
            key=document_key(framework.slug, locked.slug),
            framework=framework,
            actor=actor,
            at=at,
        )
    return locked
