"""What is known about a provision beside its words: kind, addressees, themes, section, links."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum

from core.actor import Actor
from core.errors import FieldError, Invalid
from frameworks.models import Instrument, Section
from provisions.act_codes import ActCode
from provisions.drafts import check_facts, raise_invalid
from provisions.enums import Relation
from provisions.models import InstrumentLink, Provision
from provisions.ordering import below
from provisions.permissions import check_can_edit, mandate_on
from record import acts
from record.models import PUBLIC

from .current import refresh_search_texts
from .locks import lock_framework, lock_provision

Link = tuple[str, str, date]  # instrument's code, relation, as of


class Unchanged(Enum):
    """The default of a fact that stays as it is; None and [] say something of their own."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


def change_facts(
    *,
    provision: Provision,
    kind: str | Unchanged = UNCHANGED,
    themes: Sequence[str] | Unchanged = UNCHANGED,
    own_addressees: Sequence[str] | None | Unchanged = UNCHANGED,
    section: Section | None | Unchanged = UNCHANGED,
    actor: Actor,
    at: datetime,
) -> Provision:
    """Return the provision with its facts changed; items that inherit addressees follow.

    Nothing is recorded when nothing differs. `content_changed_at` moves with kind and
    addressees, which say what is asked of whom; not with themes and section, which are ours.
    Raises NotAllowed, Invalid for an unknown value.
    """
    with acts.together():
        framework = lock_framework(provision.framework_id)
        locked = lock_provision(provision.id)
        check_can_edit(mandate=mandate_on(framework.slug, actor, at), actor=actor)
        before = _facts(locked)
        _apply(locked, kind, themes, own_addressees, section)
        after = _facts(locked)
        if after == before:
            return locked
        changed = [locked, *_inherit(locked)]
        _stamp(changed, at, moved=_meaning(after) != _meaning(before))
        with acts.act(ActCode.FACTS_CHANGED, subject=locked.key, actor=actor, at=at) as act:
            for row in changed:
                row.save()
            act.touch(*(row.key for row in changed))
            act.enter(PUBLIC, {"key": locked.key, "before": before, "after": after})
    return locked


def _apply(
    provision: Provision,
    kind: str | Unchanged,
    themes: Sequence[str] | Unchanged,
    own_addressees: Sequence[str] | None | Unchanged,
    section: Section | None | Unchanged,
) -> None:
    if not isinstance(kind, Unchanged):
        provision.kind = kind
    if not isinstance(themes, Unchanged):
        provision.themes = list(themes)
    if not isinstance(own_addressees, Unchanged):
        provision.own_addressees = None if own_addressees is None else list(own_addressees)
        provision.addressees = _held_by(provision)
    if not isinstance(section, Unchanged):
        if section is not None and section.framework_id != provision.framework_id:
            raise Invalid("Name a section of the provision’s own framework.")
        provision.section = section
    check_facts(
        kind=provision.kind, themes=provision.themes, own_addressees=provision.own_addressees
    )


def _held_by(provision: Provision) -> list[str]:
    if provision.own_addressees is not None:
        return list(provision.own_addressees)
    return list(provision.parent.addressees) if provision.parent else []


def _inherit(provision: Provision) -> list[Provision]:
    """Return the locked descendants whose addressees change with `provision`, changed."""
    held = {provision.id: provision.addressees}
    changed = []
    descendants = (
        Provision.objects.select_for_update(no_key=True)
        .filter(document_order__startswith=below(provision.document_order))
        .order_by("document_order")
    )
    for item in descendants:
        above = held.get(item.parent_id, []) if item.parent_id else []
        inherited = list(above) if item.own_addressees is None else item.addressees
        held[item.id] = inherited
        if inherited != item.addressees:
            item.addressees = inherited
            changed.append(item)
    return changed


def _stamp(provisions: Sequence[Provision], at: datetime, *, moved: bool) -> None:
    for provision in provisions:
        provision.edition += 1
        provision.updated_at = at
        if moved:
            provision.content_changed_at = at


def _facts(provision: Provision) -> dict[str, object]:
    return {
        "kind": provision.kind,
        "themes": list(provision.themes),
        "own_addressees": provision.own_addressees,
        "addressees": list(provision.addressees),
        "section": provision.section.slug if provision.section else None,
    }


def _meaning(facts: Mapping[str, object]) -> tuple[object, object]:
    return facts["kind"], facts["addressees"]


def set_instrument_links(
    *,
    provision: Provision,
    links: Sequence[tuple[Instrument | str, Relation | str, date]],
    actor: Actor,
    at: datetime,
) -> list[InstrumentLink]:
    """Make `links` (instrument or its code, relation, as of) the provision's links; return them.

    A link that is there already stays untouched; nothing is recorded when nothing differs.
    Raises NotAllowed, Invalid for an unknown relation or instrument or one named twice.
    """
    wanted = {_named(link) for link in links}
    _check_links([_named(link) for link in links])
    with acts.together():
        locked = lock_provision(provision.id)
        check_can_edit(mandate=mandate_on(locked.framework.slug, actor, at), actor=actor)
        rows = {
            (row.instrument_id, row.relation, row.as_of): row
            for row in InstrumentLink.objects.filter(provision=locked)
        }
        if set(rows) != wanted:
            _replace_links(locked, set(rows), wanted, actor, at)
    return list(InstrumentLink.objects.filter(provision=locked).order_by("instrument__order_key"))


def _replace_links(
    provision: Provision, before: set[Link], after: set[Link], actor: Actor, at: datetime
) -> None:
    with acts.act(ActCode.INSTRUMENTS_LINKED, subject=provision.key, actor=actor, at=at) as act:
        for code, relation, as_of in before - after:
            InstrumentLink.objects.filter(
                provision=provision, instrument=code, relation=relation, as_of=as_of
            ).delete()
        InstrumentLink.objects.bulk_create(
            InstrumentLink(provision=provision, instrument_id=code, relation=relation, as_of=as_of)
            for code, relation, as_of in sorted(after - before)
        )
        provision.edition += 1
        provision.updated_at = at
        provision.save(update_fields=["edition", "updated_at"])
        refresh_search_texts([provision.id])
        act.touch(provision.key)
        act.enter(PUBLIC, {"key": provision.key, "links": [_plain(link) for link in sorted(after)]})


def _named(link: tuple[Instrument | str, Relation | str, date]) -> Link:
    instrument, relation, as_of = link
    code = instrument.code if isinstance(instrument, Instrument) else instrument
    return code, str(relation), as_of


def _plain(link: Link) -> list[str]:
    code, relation, as_of = link
    return [code, relation, as_of.isoformat()]


def _check_links(links: Sequence[Link]) -> None:
    errors: list[FieldError] = []
    codes = {code for code, _, _ in links}
    known = set(Instrument.objects.filter(code__in=codes).values_list("code", flat=True))
    for index, (code, relation, _) in enumerate(links):
        if code not in known:
            errors.append(FieldError(f"/links/{index}", f"No instrument {code} here.", "unknown"))
        if relation not in Relation.values:
            errors.append(FieldError(f"/links/{index}", "Use related or cited.", "unknown"))
    if len(codes) < len(links):
        errors.append(FieldError("/links", "Name each instrument once.", "repeated"))
    raise_invalid("The links can’t be taken as they are.", errors)
