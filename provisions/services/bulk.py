"""Many provisions at once, in a constant number of queries and with their act in the record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from core.actor import Actor
from core.errors import Conflict
from frameworks.models import Framework
from provisions.act_codes import ActCode
from provisions.drafts import (
    ProvisionDraft,
    VersionDraft,
    check_facts,
    check_links,
    check_place,
    check_under,
    check_version,
    checked_texts,
)
from provisions.models import InstrumentLink, Provision, Version, VersionText
from provisions.models.acted import actor_columns
from provisions.permissions import check_can_edit, mandate_on
from record import acts
from record.models import PUBLIC

from .current import refresh_current_texts
from .locks import lock_framework
from .payloads import text_digests

BATCH = 1_000


def create_provisions_in_bulk(
    *, framework: Framework, drafts: Sequence[ProvisionDraft], actor: Actor, at: datetime
) -> list[Provision]:
    """Return new provisions in draft, in the order of `drafts`, parents before their items.

    All or none. One act tells of all of them and touches every key. Raises NotAllowed, Invalid
    for a malformed field, Conflict if a key or a place in the document is taken.
    """
    with acts.together():
        locked = lock_framework(framework.id)
        check_can_edit(mandate=mandate_on(locked.slug, actor, at), actor=actor)
        formed = [_formed(draft, locked) for draft in drafts]
        _check_free(locked, formed)
        provisions = _placed(locked, formed, at)
        if not provisions:
            return []
        subject = provisions[0].key if len(provisions) == 1 else locked.slug
        with acts.act(ActCode.CREATED, subject=subject, actor=actor, at=at) as act:
            _insert(provisions, formed, actor, at)
            act.touch(*(provision.key for provision in provisions))
            act.enter(PUBLIC, {"provisions": list(map(_payload, provisions, formed))})
    return provisions


def new_texts(version: Version, draft: VersionDraft, at: datetime) -> list[VersionText]:
    """Return unsaved first issues of a version's texts."""
    return [
        VersionText(
            version=version,
            language=language,
            issue=1,
            title=text.title,
            body=text.body,
            created_at=at,
        )
        for language, text in draft.texts.items()
    ]


def _formed(draft: ProvisionDraft, framework: Framework) -> ProvisionDraft:
    check_place(draft, framework)
    check_facts(kind=draft.kind, themes=draft.themes, own_addressees=draft.own_addressees)
    check_links(draft.links)
    if draft.version is None:
        return draft
    check_version(draft.version, framework)
    return replace(draft, version=replace(draft.version, texts=checked_texts(draft.version.texts)))


def _check_free(framework: Framework, drafts: Iterable[ProvisionDraft]) -> None:
    suffixes = [draft.suffix for draft in drafts]
    orders = [draft.document_order for draft in drafts]
    taken = Provision.objects.filter(framework=framework)
    clash = (
        taken.filter(suffix__in=suffixes).values_list("key", flat=True).first()
        or taken.filter(document_order__in=orders).values_list("key", flat=True).first()
        or next((value for value, times in Counter(suffixes + orders).items() if times > 1), None)
    )
    if clash:
        raise Conflict(
            f"{clash} is taken: keys and places in a document are assigned once.", code="key_taken"
        )


def _placed(
    framework: Framework, drafts: Sequence[ProvisionDraft], at: datetime
) -> list[Provision]:
    known = {
        provision.suffix: provision
        for provision in Provision.objects.filter(
            framework=framework, suffix__in={draft.parent for draft in drafts if draft.parent}
        )
    }
    placed: list[Provision] = []
    for draft in drafts:
        provision = _provision(framework, draft, known, at)
        known[draft.suffix] = provision
        placed.append(provision)
    return placed


def _provision(
    framework: Framework, draft: ProvisionDraft, known: dict[str, Provision], at: datetime
) -> Provision:
    parent = known.get(draft.parent)
    if draft.parent and parent is None:
        raise Conflict(f"The parent {draft.parent} of {draft.suffix} is not there.")
    if parent is not None:
        check_under(parent, draft)
    own = None if draft.own_addressees is None else list(draft.own_addressees)
    inherited = parent.addressees if parent else []
    return Provision(
        key=f"{framework.slug}.{draft.suffix}",
        framework=framework,
        suffix=draft.suffix,
        number=draft.number,
        section=draft.section,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
        kind=draft.kind,
        own_addressees=own,
        addressees=list(inherited) if own is None else own,
        themes=list(draft.themes),
        document_order=draft.document_order,
        latest_version=1 if draft.version else 0,
        created_at=at,
        content_changed_at=at,
        updated_at=at,
    )


def _insert(
    provisions: list[Provision], drafts: list[ProvisionDraft], actor: Actor, at: datetime
) -> None:
    Provision.objects.bulk_create(provisions, batch_size=BATCH)
    versions: list[Version] = []
    texts: list[VersionText] = []
    links: list[InstrumentLink] = []
    for provision, draft in zip(provisions, drafts, strict=True):
        if draft.version is not None:
            version = _first_version(provision, draft.version, actor, at)
            versions.append(version)
            texts.extend(new_texts(version, draft.version, at))
        links.extend(
            InstrumentLink(
                provision=provision,
                instrument=link.instrument,
                relation=link.relation,
                as_of=link.as_of,
            )
            for link in draft.links
        )
    Version.objects.bulk_create(versions, batch_size=BATCH)
    VersionText.objects.bulk_create(texts, batch_size=BATCH)
    InstrumentLink.objects.bulk_create(links, batch_size=BATCH)
    refresh_current_texts(version.provision_id for version in versions)


def _first_version(
    provision: Provision, draft: VersionDraft, actor: Actor, at: datetime
) -> Version:
    return Version(
        provision=provision,
        number=1,
        text_status=draft.text_status,
        source=draft.source,
        source_paragraph=draft.source_paragraph,
        source_basis=draft.source_basis or "",
        created_at=at,
        **actor_columns(actor),
    )


def _payload(provision: Provision, draft: ProvisionDraft) -> dict[str, object]:
    return {
        "key": provision.key,
        "kind": provision.kind,
        "addressees": provision.addressees,
        "themes": provision.themes,
        "texts": text_digests(draft.version.texts) if draft.version else {},
    }
