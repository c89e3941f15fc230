"""Writing provisions: their creation, versions, translations, facts and links."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.actor import Actor
from core.errors import Conflict
from frameworks.models import Document, Framework, Section
from provisions.act_codes import ActCode
from provisions.drafts import (
    ProvisionDraft,
    TextDraft,
    VersionDraft,
    check_version,
    checked_texts,
)
from provisions.enums import SourceBasis, TextStatus
from provisions.lifecycle import FROZEN_STAGES, Stage
from provisions.models import Provision, Version, VersionText
from provisions.models.acted import actor_columns
from provisions.permissions import check_can_edit, mandate_on
from record import acts
from record.models import PUBLIC

from .bulk import create_provisions_in_bulk, new_texts
from .current import refresh_current_texts
from .facts import UNCHANGED, change_facts, set_instrument_links
from .locks import lock_provision
from .payloads import text_digest, text_digests

__all__ = [
    "UNCHANGED",
    "TextDraft",
    "change_facts",
    "create_provision",
    "issue_text",
    "publish_version",
    "set_instrument_links",
]


def create_provision(
    *,
    framework: Framework,
    suffix: str,
    number: str,
    kind: str,
    themes: Sequence[str],
    own_addressees: Sequence[str] | None,
    section: Section | None,
    parent: Provision | None,
    document_order: str,
    actor: Actor,
    at: datetime,
) -> Provision:
    """Return a new provision in draft, keyed `<framework>.<suffix>`, without a version yet.

    `own_addressees` None inherits the parent's; an empty list says that none is stated.
    Readers see it from its first version on. Raises NotAllowed, Invalid for a malformed field,
    Conflict if key or place are taken.
    """
    draft = ProvisionDraft(
        suffix=suffix,
        number=number,
        kind=kind,
        themes=themes,
        document_order=document_order,
        own_addressees=own_addressees,
        section=section,
        parent=parent.suffix if parent else "",
    )
    [provision] = create_provisions_in_bulk(framework=framework, drafts=[draft], actor=actor, at=at)
    return provision


def publish_version(
    *,
    provision: Provision,
    text_status: TextStatus | str,
    source: Document | None,
    source_paragraph: int | None,
    source_basis: SourceBasis | str | None,
    texts: Mapping[str, TextDraft],
    actor: Actor,
    at: datetime,
    expected_version: int,
) -> Version:
    """Return the next version of `provision`, with issue 1 of each text.

    `expected_version` is the number of the latest version that the caller knows, 0 for none.
    The same content again by the same actor returns the version that holds it. Raises
    NotAllowed, Invalid for malformed texts or source, Conflict if another version came between
    or while the words stand still (in review, agreed, at the end).
    """
    draft = VersionDraft(
        text_status=TextStatus(text_status),
        texts=checked_texts(texts),
        source=source,
        source_paragraph=source_paragraph,
        source_basis=SourceBasis(source_basis) if source_basis else None,
    )
    with acts.together():
        locked = lock_provision(provision.id)
        check_can_edit(mandate=mandate_on(locked.framework.slug, actor, at), actor=actor)
        check_version(draft, locked.framework)
        repeated = _latest_if_same(locked, draft, actor, expected_version)
        if repeated is not None:
            return repeated
        _check_may_change(locked, expected_version)
        return _publish(locked, draft, actor, at)


def issue_text(
    *, version: Version, language: str, draft: TextDraft, actor: Actor, at: datetime
) -> VersionText:
    """Return a new issue of a version's text: a corrected translation, or a first one.

    The latest issue is returned when it holds these words already. Raises NotAllowed, Invalid.
    """
    text = checked_texts({language: draft})[language]
    with acts.together():
        locked = lock_provision(version.provision_id)
        check_can_edit(mandate=mandate_on(locked.framework.slug, actor, at), actor=actor)
        latest = version.texts.filter(language=language).order_by("-issue").first()
        if latest is not None and (latest.title, latest.body) == (text.title, text.body):
            return latest
        with acts.act(ActCode.TEXT_ISSUED, subject=locked.key, actor=actor, at=at) as act:
            issued = VersionText.objects.create(
                version=version,
                language=language,
                issue=latest.issue + 1 if latest else 1,
                title=text.title,
                body=text.body,
                created_at=at,
            )
            locked.edition += 1
            locked.updated_at = at
            locked.save(update_fields=["edition", "updated_at"])
            refresh_current_texts([locked.id])
            act.touch(locked.key)
            act.enter(
                PUBLIC,
                {
                    "key": locked.key,
                    "version": version.number,
                    "language": language,
                    "issue": issued.issue,
                    "text": text_digest(text.title, text.body),
                },
            )
    return issued


def _latest_if_same(
    provision: Provision, draft: VersionDraft, actor: Actor, expected_version: int
) -> Version | None:
    """Return the latest version if `actor` published exactly this as it."""
    latest = provision.versions.filter(number=provision.latest_version).first()
    if latest is None or expected_version not in (latest.number - 1, latest.number):
        return None
    same_frame = (
        latest.text_status == draft.text_status
        and latest.source_id == (draft.source.id if draft.source else None)
        and latest.source_paragraph == draft.source_paragraph
        and latest.source_basis == (draft.source_basis or "")
    )
    if not same_frame or current_texts_of(latest) != draft.texts:
        return None
    if latest.is_by(actor):
        return latest
    raise Conflict(
        f"Version {latest.number} of {provision.key} already holds exactly this text.",
        code="same_text",
    )


def current_texts_of(version: Version) -> dict[str, TextDraft]:
    """Return the latest issue of each of a version's texts."""
    issues = version.texts.order_by("language", "issue").values_list("language", "title", "body")
    return {language: TextDraft(title, body) for language, title, body in issues}


def _check_may_change(provision: Provision, expected_version: int) -> None:
    if provision.latest_version != expected_version:
        raise Conflict(
            f"{provision.key} is at version {provision.latest_version}, "
            f"not {expected_version}. Look at it again before you publish.",
            code="version_changed",
        )
    if provision.stage in FROZEN_STAGES:
        raise Conflict(
            f"The words of {provision.key} stand still while it is "
            f"“{Stage(provision.stage).label}”. Return it to draft first, where a move allows it.",
            code="text_frozen",
        )


def _publish(provision: Provision, draft: VersionDraft, actor: Actor, at: datetime) -> Version:
    with acts.act(ActCode.VERSION_PUBLISHED, subject=provision.key, actor=actor, at=at) as act:
        version = _insert_version(provision, draft, actor, at)
        act.touch(provision.key)
        act.enter(
            PUBLIC,
            {
                "key": provision.key,
                "version": version.number,
                "text_status": draft.text_status.value,
                "source": draft.source.slug if draft.source else None,
                "source_paragraph": draft.source_paragraph,
                "texts": text_digests(draft.texts),
            },
        )
    return version


def _insert_version(
    provision: Provision, draft: VersionDraft, actor: Actor, at: datetime
) -> Version:
    version = Version.objects.create(
        provision=provision,
        number=provision.latest_version + 1,
        text_status=draft.text_status,
        source=draft.source,
        source_paragraph=draft.source_paragraph,
        source_basis=draft.source_basis or "",
        created_at=at,
        **actor_columns(actor),
    )
    VersionText.objects.bulk_create(new_texts(version, draft, at))
    provision.latest_version = version.number
    provision.edition += 1
    provision.content_changed_at = provision.updated_at = at
    provision.save(update_fields=["latest_version", "edition", "content_changed_at", "updated_at"])
    refresh_current_texts([provision.id])
    return version
