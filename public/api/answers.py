"""Released positions, and the answers that were given to published comments."""

from typing import Any

from core.query import choice, words
from frameworks.keys import KeyKind
from frameworks.selectors import framework_slugs
from provisions.enums import Stance
from public.presenters.dispositions import disposition_value
from public.presenters.positions import position_value
from reviews.enums import DispositionKind
from reviews.selectors.published_dispositions import (
    DISPOSITION_ORDERS,
    read_published_dispositions,
)
from reviews.selectors.rounds import round_keys
from reviews.selectors.stances import POSITION_ORDERS, read_positions
from stakeholders.enums import Group

from .details import DetailEndpoint
from .lists import ListEndpoint, Rows, Wanted
from .parameters import LONGEST_KEY, framework_filter, list_query, provision_filter, round_filter
from .shapes.answers import DISPOSITION, POSITION

_TRUTH = {"true": True, "false": False}


class PositionList(ListEndpoint):
    """Released positions, in the name of their actors; replaced ones stay in the list."""

    noun = "positions"
    shape = POSITION
    columns = (
        *("key", "is_sample", "is_invented", "framework", "round", "number", "provision"),
        *("version", "actor", "actor_kind", "actor_label", "group", "stance", "stance_label"),
        *("ad_referendum", "language", "reasons", "amendment", "aligned", "not_aligned"),
        *("is_current", "is_corrected", "corrects", "correction_reason", "release"),
        *("released_at", "url", "links.html"),
    )
    query = list_query(
        framework_filter(),
        round_filter(),
        provision_filter(),
        choice("group", Group.values, "The group that the actor belongs to.", many=True),
        words("actor", "Code of the actor.", longest=40, many=True),
        choice("stance", Stance.values, "What it says.", many=True),
        choice("is_current", _TRUTH, "Whether it stands on its version, or was replaced."),
        orders=POSITION_ORDERS,
    )
    known = {"framework": framework_slugs, "round": round_keys}

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_positions(
            wanted.stretch,
            frameworks=wanted["framework"],
            rounds=wanted["round"],
            provisions=wanted["provision"],
            groups=wanted["group"],
            actors=wanted["actor"],
            stances=wanted["stance"],
            current=_TRUTH.get(wanted["is_current"]),
        )
        return Rows([position_value(row, wanted.language) for row in found.rows], found.next)


class PositionDetail(DetailEndpoint):
    """One released position."""

    kind = KeyKind.POSITION
    places = {"name": "Key of the position."}
    shape = POSITION


class DispositionList(ListEndpoint):
    """Released answers to published comments, each as it was released last."""

    noun = "dispositions"
    shape = DISPOSITION
    columns = (
        *("key", "is_sample", "is_invented", "framework", "round", "comment", "provision"),
        *("version", "number", "kind", "kind_label", "reasons", "reasons_language"),
        *("duplicate_of", "released_at", "reply.kind", "reply.text", "url", "links.html"),
    )
    query = list_query(
        framework_filter(),
        round_filter(),
        provision_filter(),
        words("comment", "Key of a comment.", longest=LONGEST_KEY, many=True),
        choice("kind", DispositionKind.values, "What was answered.", many=True),
        orders=DISPOSITION_ORDERS,
    )
    known = {"framework": framework_slugs, "round": round_keys}

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_published_dispositions(
            wanted.stretch,
            frameworks=wanted["framework"],
            rounds=wanted["round"],
            provisions=wanted["provision"],
            kinds=wanted["kind"],
            comments=wanted["comment"],
        )
        return Rows([disposition_value(row, wanted.language) for row in found.rows], found.next)


class DispositionDetail(DetailEndpoint):
    """One answer to a published comment."""

    kind = KeyKind.DISPOSITION
    places = {"name": "Key of the answer."}
    shape = DISPOSITION
