"""Review rounds, and the comments that were published from them."""

from typing import Any

from core.query import choice
from frameworks.keys import KeyKind
from frameworks.selectors import framework_slugs
from public.presenters.comments import comment_values
from public.presenters.rounds import round_value
from reviews.enums import CommentType, RoundState
from reviews.selectors.published import COMMENT_ORDERS, read_published_comments
from reviews.selectors.rounds import ROUND_ORDERS, read_rounds, round_keys
from stakeholders.enums import Group

from .details import DetailEndpoint
from .lists import ListEndpoint, Rows, Wanted
from .parameters import framework_filter, list_query, provision_filter, round_filter
from .shapes.reviews import COMMENT, ROUND


class RoundList(ListEndpoint):
    """Review rounds with their windows, texts and questions."""

    noun = "rounds"
    shape = ROUND
    columns = (
        *("key", "is_sample", "is_invented", "framework", "number", "purpose"),
        *("purpose_language", "languages", "state", "state_label", "publication"),
        *("publication_label", "opens_at", "closes_at", "time_zone", "announced_at"),
        *("closed_at", "items.provision", "comments_published", "edition"),
        *("content_changed_at", "url", "links.html"),
    )
    query = list_query(
        framework_filter(),
        choice("state", RoundState.values, "What the record has.", many=True),
        orders=ROUND_ORDERS,
    )
    known = {"framework": framework_slugs}

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_rounds(wanted.stretch, frameworks=wanted["framework"], states=wanted["state"])
        return Rows([round_value(row, wanted.language) for row in found.rows], found.next)


class RoundDetail(DetailEndpoint):
    """One review round."""

    kind = KeyKind.ROUND
    places = {"name": "Key of the round."}
    shape = ROUND


class CommentList(ListEndpoint):
    """Published comments, in the name of their actors; those withdrawn since as tombstones."""

    noun = "comments"
    shape = COMMENT
    columns = (
        *("key", "is_sample", "is_invented", "framework", "round", "number", "provision"),
        *("version", "version_language", "version_issue", "question", "actor", "actor_kind"),
        *("actor_label", "group", "co_sponsors", "not_supporting", "comment_type"),
        *("comment_type_label", "purpose", "purpose_label", "language", "text", "reason"),
        *("proposed", "disposition", "placements.version", "placements.kind", "is_late"),
        *("is_withdrawn", "submitted_at", "published_at", "url", "links.html"),
    )
    query = list_query(
        framework_filter(),
        round_filter(),
        provision_filter(),
        choice("group", Group.values, "The group that the actor belongs to.", many=True),
        choice("comment_type", CommentType.values, "Type.", many=True),
        orders=COMMENT_ORDERS,
    )
    known = {"framework": framework_slugs, "round": round_keys}

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_published_comments(
            wanted.stretch,
            frameworks=wanted["framework"],
            rounds=wanted["round"],
            provisions=wanted["provision"],
            groups=wanted["group"],
            types=wanted["comment_type"],
        )
        return Rows(comment_values(found.rows, wanted.language), found.next)


class CommentDetail(DetailEndpoint):
    """One published comment."""

    kind = KeyKind.COMMENT
    places = {"name": "Key of the comment."}
    shape = COMMENT
