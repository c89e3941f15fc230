"""The organizations that take part: States from reviewed files, the others by the secretariat."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from core.actor import Actor, ActorKind
from core.errors import Conflict, FieldError, Invalid, NotAllowed
from core.languages import LANGUAGES, Texts
from core.loaded import Loaded
from core.naming import is_code
from core.textform import fold, normalize_line
from record.acts import act, together
from record.models import PUBLIC
from stakeholders.act_codes import ActCode
from stakeholders.enums import Group, OrganizationKind
from stakeholders.loading import OrganizationDraft
from stakeholders.models import Organization
from stakeholders.permissions import (
    acting_mandate,
    check_acts_itself,
    check_is_review_secretariat,
)

from .circles import home_of

_LONGEST_NAME = 200
# What may be set up by hand, and the groups that each may belong to; "" is none. Member States
# and regional groups bring circles of their own and come from reviewed files alone.
KINDS_BY_HAND: dict[OrganizationKind, tuple[str, ...]] = {
    OrganizationKind.EMPLOYERS_ORGANIZATION: (Group.EMPLOYERS,),
    OrganizationKind.WORKERS_ORGANIZATION: (Group.WORKERS,),
    OrganizationKind.GROUP_SECRETARIAT: tuple(Group.values),
    OrganizationKind.INTERGOVERNMENTAL: ("",),
    OrganizationKind.OTHER: ("", *Group.values),
}


def load_organizations(
    *, drafts: Sequence[OrganizationDraft], actor: Actor, at: datetime
) -> Loaded:
    """Create what is new and rename what is named differently; nothing is removed.

    One act tells of all of them, none of nothing. Raises NotAllowed for anybody but a reviewed
    file, Conflict for an organization that would become one of another kind.
    """
    if actor.kind is not ActorKind.IMPORT:
        raise NotAllowed("Organizations come from a reviewed file: use `load_reference`.")
    with together():
        with connection.cursor() as cursor:  # two loads at once would create the same rows
            cursor.execute("LOCK TABLE stakeholders_organization IN SHARE ROW EXCLUSIVE MODE")
        there = {row.code: row for row in Organization.objects.all()}
        created = [_row(draft) for draft in drafts if draft.code not in there]
        changed = [there[draft.code] for draft in drafts if _differs(draft, there)]
        if created or changed:
            _save(created, changed, actor, at)
    return Loaded(tuple(row.code for row in created), tuple(row.code for row in changed))


def add_organization(
    *, code: str, kind: str, group: str, name: Texts, actor: Actor, at: datetime
) -> Organization:
    """Set up an organization whose people may then be admitted, as the review secretariat does.

    `name` has one language at least. The same again by the secretariat returns what is there;
    anything else under a code in use raises Conflict. Raises Invalid by field and NotAllowed.
    It is entered into the secretariat's chain: nothing that the public reads changes by it.
    """
    check_acts_itself(actor)
    with together():
        with connection.cursor() as cursor:  # two at once would both find the code free
            cursor.execute("LOCK TABLE stakeholders_organization IN SHARE ROW EXCLUSIVE MODE")
        by = acting_mandate(actor, at=at)
        check_is_review_secretariat(mandate=by)
        wanted = _checked(code, kind, group, name)
        there = Organization.objects.filter(code=wanted.code).first()
        if there is not None:
            return _same_or_conflict(there, wanted)
        with act(ActCode.ORGANIZATION_ADDED, subject=wanted.code, actor=actor, at=at) as made:
            wanted.save(force_insert=True)
            said = {"organization": wanted.code, "kind": kind, "group": group}
            made.enter(home_of(by).chain, said)
    return wanted


def _checked(code: str, kind: str, group: str, name: Texts) -> Organization:
    """Return the unsaved organization, its names in normal form. Raises Invalid by field."""
    errors: list[FieldError] = []
    if not is_code(code):
        errors.append(FieldError("/code", _("Give a short code in snake_case, such as my_union.")))
    if kind not in set(KINDS_BY_HAND):
        known = ", ".join(KINDS_BY_HAND)
        errors.append(FieldError("/kind", _("Choose one of: %(known)s.") % {"known": known}))
    elif group not in KINDS_BY_HAND[OrganizationKind(kind)]:
        errors.append(FieldError("/group", _("Choose a group that this kind belongs to.")))
    names: Texts = {}
    for language in LANGUAGES:
        try:
            names[language] = normalize_line(name.get(language, ""))
        except ValueError as error:
            errors.append(FieldError(f"/name/{language}", str(error)))
        if len(names.get(language, "")) > _LONGEST_NAME:
            detail = _("A name has at most %(most)d characters.") % {"most": _LONGEST_NAME}
            errors.append(FieldError(f"/name/{language}", detail))
    if not any(names.values()):
        errors.append(FieldError("/name/en", _("Give the name in one language at least.")))
    if errors:
        raise Invalid(_("This organization can't be set up as it stands."), errors=errors)
    given = {language: text for language, text in names.items() if text}
    keys = {language: fold(text) for language, text in given.items()}
    return Organization(code=code, kind=kind, group=group, name=given, sort_key=keys)


def _same_or_conflict(there: Organization, wanted: Organization) -> Organization:
    if (there.kind, there.group, there.name) == (wanted.kind, wanted.group, wanted.name):
        return there
    raise Conflict(
        _("The code “%(code)s” is in use; choose another.") % {"code": wanted.code},
        code="organization_exists",
    )


def _save(
    created: list[Organization], changed: list[Organization], actor: Actor, at: datetime
) -> None:
    with act(ActCode.ORGANIZATIONS_LOADED, subject="organizations", actor=actor, at=at) as made:
        Organization.objects.bulk_create(created)
        Organization.objects.bulk_update(changed, ["name", "sort_key", "region"])
        made.enter(
            PUBLIC,
            {
                "created": [row.code for row in created],
                "changed": [row.code for row in changed],
            },
        )


def _row(draft: OrganizationDraft) -> Organization:
    return Organization(
        code=draft.code,
        kind=draft.kind,
        group=draft.group,
        region=draft.region,
        name=draft.name,
        sort_key=draft.sort_key,
    )


def _differs(draft: OrganizationDraft, there: dict[str, Organization]) -> bool:
    """Return whether the row says something else than `draft`, and make it say the same."""
    row = there.get(draft.code)
    if row is None:
        return False
    if (row.kind, row.group) != (draft.kind, draft.group):
        raise Conflict(f"{row.code} is a {row.kind} here; its kind never changes.", code="kind")
    wanted = (draft.name, draft.sort_key, draft.region)
    if (row.name, row.sort_key, row.region) == wanted:
        return False
    row.name, row.sort_key, row.region = wanted
    return True
