"""Figures: how many provisions stand where. The finding is a sentence, the table has all."""

from collections.abc import Mapping
from typing import TypedDict
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.languages import localized
from core.public_paths import api_path
from provisions.lifecycle import Stage


class Bar(TypedDict):
    label: str
    url: str
    count: int
    share: int  # of the longest bar, 0 to 100


class TableRow(TypedDict):
    label: str
    count: int


class Figure(TypedDict):
    """What `components/bars.html` shows."""

    id: str
    finding: str
    sentence: str
    label_head: str
    count_head: str
    csv_url: str
    bars: list[Bar]
    rows: list[TableRow]


def stage_figure(
    counts: Mapping[str, int], framework: str, language: str, *, id: str = "stages"
) -> Figure | None:
    """Return where the provisions of a framework stand, or None where it has none.

    Four bars at most can be read at a glance; the table has every stage.
    """
    total = sum(counts.values())
    if not total:
        return None
    names = labels(Stage, language)
    groups = {
        names[Stage.DRAFT]: (Stage.DRAFT,),
        names[Stage.IN_REVIEW]: (Stage.IN_REVIEW,),
        _("Agreed, submitted or deferred"): (Stage.AGREED, Stage.SUBMITTED, Stage.DEFERRED),
        _("At an end"): (Stage.APPROVED, Stage.NOT_APPROVED, Stage.WITHDRAWN),
    }
    sizes = {label: sum(counts.get(each, 0) for each in of) for label, of in groups.items()}
    longest = max(sizes.values())
    return Figure(
        id=id,
        finding=_finding(counts, total, names),
        sentence=_sentence(counts),
        label_head=_("Stage on this portal"),
        count_head=_("Provisions"),
        csv_url=f"{api_path('stats/stages')}?{urlencode({'lang': language, 'format': 'csv'})}",
        bars=[
            Bar(
                label=label,
                url=_listed(framework, groups[label], language),
                count=size,
                share=size * 100 // longest,
            )
            for label, size in sizes.items()
        ],
        rows=[TableRow(label=names[stage], count=counts.get(stage, 0)) for stage in Stage],
    )


def _finding(counts: Mapping[str, int], total: int, names: Mapping[str, str]) -> str:
    present = [stage for stage, count in counts.items() if count]
    if len(present) == 1:
        return ngettext(
            "One provision, at the stage “%(stage)s”",
            "%(count)d provisions, all at the stage “%(stage)s”",
            total,
        ) % {"count": total, "stage": names[present[0]]}
    return _("%(count)d provisions at %(stages)d stages") % {
        "count": total,
        "stages": len(present),
    }


def _sentence(counts: Mapping[str, int]) -> str:
    if not any(count for stage, count in counts.items() if stage != Stage.DRAFT):
        return _("Review on this portal has not begun.")
    return ""


def _listed(framework: str, stages: tuple[Stage, ...], language: str) -> str:
    """Return the list of a framework's provisions that stand at any of `stages`."""
    pairs = [("framework", framework), *(("stage", stage.value) for stage in stages)]
    return f"{localized('/provisions/', language)}?{urlencode(pairs)}"
