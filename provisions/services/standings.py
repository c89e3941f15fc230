"""Where locked provisions stand: what the guards of moves look at."""

from collections.abc import Iterable
from uuid import UUID

from core.errors import Conflict
from provisions.guards import Standing
from provisions.models import Provision, Transition, Version, VersionText


def standings_of(provisions: Iterable[Provision]) -> dict[str, Standing]:
    """Return each provision's standing by its key; three queries however many there are.

    Raises Conflict for a provision that has no version yet.
    """
    by_id = {provision.id: provision for provision in provisions}
    versions = {
        version.provision_id: version
        for version in Version.objects.filter(provision__in=by_id).order_by("number")
    }
    languages: dict[UUID, set[str]] = {}
    texts = VersionText.objects.filter(version__in=[version.id for version in versions.values()])
    for version_id, language in texts.values_list("version_id", "language"):
        languages.setdefault(version_id, set()).add(language)
    lasts = {
        last.provision_id: last
        for last in Transition.objects.filter(provision__in=by_id)
        .order_by("provision_id", "-number")
        .distinct("provision_id")
        .select_related("clause__decision__session", "provision")
    }
    standings = {}
    for provision in by_id.values():
        version = versions.get(provision.id)
        if version is None:
            raise Conflict(f"{provision.key} has no text yet, so it stays a draft.")
        spoken = frozenset(languages.get(version.id, set()))
        standings[provision.key] = Standing(provision, version, spoken, lasts.get(provision.id))
    return standings
