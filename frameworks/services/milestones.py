"""Milestones pass by themselves. That one has passed is an act; what came of it never is."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from core.actor import Actor
from frameworks.act_codes import ActCode
from frameworks.keys import milestone_key
from frameworks.models import Framework, Milestone
from record.acts import act, together
from record.models import PUBLIC

# No zone of the world is further ahead of UTC than this, nor ends a day that much earlier.
_FURTHEST_AHEAD = timedelta(hours=14)


def pass_milestones(*, actor: Actor, at: datetime) -> list[str]:
    """Note which milestones have passed at `at`, and return their public keys in order.

    A milestone passes when the last day that its date supports ends in the framework's zone:
    `2026-11` in Europe/Zurich at 2026-11-30T23:00Z. One without a date never passes. Nothing
    is noted twice, however often and by however many this is run.
    """
    candidates = _candidates(at)
    if not candidates:
        return []
    with together():
        frameworks = _locked_frameworks(candidates)
        due = _due(frameworks, at)
        for milestone, passed_at in due:
            _pass(milestone, passed_at, actor, at)
    return [_key(milestone) for milestone, _ in due]


def _candidates(at: datetime) -> set[str]:
    """Return the slugs of the frameworks that may have something due, without any lock."""
    return set(
        Milestone.objects.filter(passed_at__isnull=True, last_day__lte=_latest_day(at))
        .order_by()
        .values_list("framework__slug", flat=True)
    )


def _latest_day(at: datetime) -> date:
    return (at.astimezone(UTC) + _FURTHEST_AHEAD).date() - timedelta(days=1)


def _locked_frameworks(slugs: Iterable[str]) -> list[Framework]:
    rows = Framework.objects.select_for_update(no_key=True).filter(slug__in=slugs)
    return list(rows.order_by("slug"))


def _due(frameworks: Iterable[Framework], at: datetime) -> list[tuple[Milestone, datetime]]:
    """Return what has passed, oldest first, looked at again now that the rows are locked."""
    rows = (
        Milestone.objects.select_for_update(of=("self",), no_key=True)
        .select_related("framework")
        .filter(
            framework__in=list(frameworks),
            passed_at__isnull=True,
            last_day__lte=_latest_day(at),
        )
        .order_by("framework__slug", "order_key", "slug")
    )
    due = []
    for milestone in rows:
        known = milestone.date
        passed_at = known.passes_at(milestone.framework.time_zone) if known else None
        if passed_at is not None and passed_at <= at:
            due.append((milestone, passed_at))
    return sorted(due, key=lambda found: (found[1], _key(found[0])))


def _pass(milestone: Milestone, passed_at: datetime, actor: Actor, at: datetime) -> None:
    key = _key(milestone)
    with act(ActCode.MILESTONE_PASSED, subject=key, actor=actor, at=at) as made:
        milestone.passed_at = passed_at
        milestone.save(update_fields=["passed_at"])
        made.touch(key, milestone.framework.slug)
        known = milestone.date
        made.enter(
            PUBLIC,
            {
                "date": known.iso() if known else "",
                "passed_at": passed_at.isoformat().replace("+00:00", "Z"),
            },
        )


def _key(milestone: Milestone) -> str:
    return milestone_key(milestone.framework.slug, milestone.slug)
