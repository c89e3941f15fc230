"""Provisions: searched, filtered, sorted, walked; each with its versions."""

from dataclasses import asdict
from typing import Any

from core.query import Asked, Parameter, choice, words
from frameworks.enums import Theme
from frameworks.keys import KeyKind
from frameworks.selectors import framework_slugs, instrument_codes
from provisions.enums import Addressee, ProvisionKind, Stance
from provisions.lifecycle import Stage
from provisions.search.planning import SearchPlan, plan_search
from provisions.selectors.filters import NOT_STATED, ProvisionFilters
from provisions.selectors.listing import Sort, list_provisions
from public.presenters.provisions import provision_values
from reviews.selectors.stances import provisions_with_stance

from .details import DetailEndpoint
from .lists import ListEndpoint, Rows, Wanted
from .parameters import framework_filter, list_query
from .shapes.envelope import page_shape
from .shapes.parts import Shape, several
from .shapes.provisions import CORRECTION, PROVISION

LONGEST_SEARCH = 200


def _filters() -> tuple[Parameter, ...]:
    addressees = [*Addressee.values, NOT_STATED]
    return (
        words("q", "Words, numbers (7(b)) or codes (C142) to look for.", longest=LONGEST_SEARCH),
        choice("theme", Theme.values, "Theme; several mean any of them.", many=True),
        choice("stage", Stage.values, "Stage on this portal.", many=True),
        choice("addressee", addressees, "To whom it speaks.", many=True),
        choice("kind", ProvisionKind.values, "Kind of paragraph.", many=True),
        framework_filter(),
        words("instrument", "Code of an instrument.", longest=40, many=True),
        choice("stance", Stance.values, "What somebody says of its present version.", many=True),
    )


class ProvisionList(ListEndpoint):
    """Provisions with their latest version.

    `sort=relevance` without `q` is the document's order. `corrections` names words of `q` that
    stand nowhere, and what was looked for instead.
    """

    noun = "provisions"
    shape = PROVISION
    columns = (
        *("key", "is_sample", "is_invented", "framework", "number", "parent", "section"),
        *("kind", "kind_label", "addressees", "themes", "stage", "stage_label"),
        *("needs", "needs_codes", "version.number", "version.issue", "version.language"),
        *("version.title", "version.text", "version.text_status", "version.source.document"),
        *("version.source.paragraph", "stances.governments", "stances.employers"),
        *("stances.workers", "instruments.code", "predecessors.key", "successors.key"),
        *("edition", "content_changed_at", "url", "links.html"),
    )
    query = list_query(*_filters(), orders=[sort.value for sort in Sort])
    known = {"framework": framework_slugs, "instrument": instrument_codes}

    @classmethod
    def answer_shape(cls) -> Shape:
        return page_shape(PROVISION, {"corrections": several(CORRECTION, "Words put right.")})

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        plan = _plan(wanted)
        found = list_provisions(
            language=wanted.language,
            filters=_chosen(wanted.asked, plan),
            sort=Sort(wanted.order),
            after=wanted.position or None,
            limit=wanted.limit,
        )
        corrections = [asdict(correction) for correction in plan.corrections] if plan else []
        values = provision_values(found.rows, wanted.language)
        return Rows(values, found.next, {"corrections": corrections})


def _plan(wanted: Wanted) -> SearchPlan | None:
    if wanted["q"] is None:
        return None
    return plan_search(wanted["q"], language=wanted.language, revision=wanted.revision)


def _chosen(asked: Asked, plan: SearchPlan | None) -> ProvisionFilters:
    return ProvisionFilters(
        themes=asked["theme"],
        stages=asked["stage"],
        addressees=asked["addressee"],
        kinds=asked["kind"],
        frameworks=asked["framework"],
        instruments=asked["instrument"],
        stances=asked["stance"],
        stance_keys=provisions_with_stance(asked["stance"]) if asked["stance"] else {},
        search=plan,
    )


class ProvisionDetail(DetailEndpoint):
    """One provision with its latest version."""

    kind = KeyKind.PROVISION
    places = {"name": "Key of the provision."}
    shape = PROVISION
