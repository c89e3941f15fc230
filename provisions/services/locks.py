"""Rows are locked framework → provision, ties by key: that order is what prevents deadlocks."""

from collections.abc import Iterable
from uuid import UUID

from core.errors import Missing
from frameworks.models import Framework
from provisions.models import Provision


def lock_framework(framework_id: UUID) -> Framework:
    """Return the framework, locked against other writers until the transaction ends."""
    return Framework.objects.select_for_update(no_key=True).get(id=framework_id)


def lock_provision(provision_id: UUID) -> Provision:
    """Return the provision as it is now, locked, with its framework."""
    return (
        Provision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("framework")
        .get(id=provision_id)
    )


def lock_provisions(keys: Iterable[str]) -> dict[str, Provision]:
    """Return the provisions by key, locked in the order of their keys, with their frameworks.

    Raises Missing with the keys that name none.
    """
    wanted = sorted(set(keys))
    if any("\0" in key for key in wanted):
        raise Missing("A key holds no NUL.")
    locked = {
        provision.key: provision
        for provision in Provision.objects.select_for_update(of=("self",), no_key=True)
        .select_related("framework")
        .filter(key__in=wanted)
        .order_by("key")
    }
    absent = [key for key in wanted if key not in locked]
    if absent:
        raise Missing(f"There is no provision {', '.join(absent[:5])}.")
    return locked
