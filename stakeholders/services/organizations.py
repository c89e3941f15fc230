"""The organizations that take part, as reviewed files name them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from core.actor import Actor, ActorKind
from core.errors import Conflict, NotAllowed
from core.loaded import Loaded
from record.acts import act, together
from record.models import PUBLIC
from stakeholders.act_codes import ActCode
from stakeholders.loading import OrganizationDraft
from stakeholders.models import Organization


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
