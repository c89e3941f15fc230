"""How the review secretariat prepares answers: its queue, who does what, what is answered alike."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from frameworks.selectors import Stretch
from reviews.selectors.answer_queue import answer_cases, answered_round, clusters_of
from reviews.selectors.handed import handed_over_comments
from reviews.selectors.reading import read_provision
from reviews.selectors.rounds import round_facts
from reviews.services.answering import ANSWERED_STAGES
from reviews.services.assignments import assign_comments
from reviews.services.clusters import cluster_comments, make_cluster

from .answers import Answer, created, shown
from .bodies import Body, Member
from .dispositions import COMMENT_IDS
from .endpoint import DeskEndpoint
from .kinds import identifier, nullable, text
from .operations import Ask, Operation
from .paging import listing, paging, sliced_by, stretch_of, wanted
from .parameters import PROVISION
from .rounds import PLACE as ROUND_PLACE
from .rounds import named
from .shapes.dispositions import ANSWER_CASE, ANSWER_CASES, CLUSTER
from .shapes.parts import marked, page_of
from .values.dispositions import case_value, cluster_value

_CLUSTER = Body(
    (
        Member("provision", text(), "Key of the provision.", needed=True),
        Member("name", text(), "What you call it.", needed=True),
        COMMENT_IDS,
    )
)
_ASSIGNMENT = Body(
    (
        COMMENT_IDS,
        Member("assignee_id", nullable(identifier()), "Mandate; null: nobody.", needed=True),
    )
)
_CLUSTERING = Body(
    (
        COMMENT_IDS,
        Member("cluster_id", nullable(identifier()), "The cluster; null: none.", needed=True),
    )
)


class AnswerQueue(DeskEndpoint):
    """The comments of a round with how far their answers have come, for the review secretariat."""

    operations = {
        "GET": Operation(page_of(ANSWER_CASE), parameters=(PROVISION, *paging())),
    }
    places = ROUND_PLACE

    def answer_get(self, ask: Ask, round_name: str) -> Answer:
        """List them, by provision."""
        found = handed_over_comments(
            ask.mandate,
            ask.at,
            stretch_of(ask),
            rounds=[_answered(ask, round_name).key],
            provisions=ask["provision"],
            stages=ANSWERED_STAGES,
        )
        cases = answer_cases(found.rows, ask.mandate, ask.at)
        return listing(ask, [case_value(each, ask.language) for each in cases], found.next)


class ClusterList(DeskEndpoint):
    """Comments of a round that are answered alike, for the review secretariat."""

    operations = {
        "GET": Operation(page_of(CLUSTER), parameters=paging()),
        "POST": Operation(marked(CLUSTER), body=_CLUSTER, status=201),
    }
    places = ROUND_PLACE

    def answer_get(self, ask: Ask, round_name: str) -> Answer:
        """List the clusters that hold comments, by provision and name."""
        every = clusters_of(_answered(ask, round_name).pk, ask.mandate, ask.at)
        rows, following = sliced_by(every, wanted(ask), lambda cluster: str(cluster.id))
        return listing(ask, [cluster_value(each) for each in rows], following)

    def answer_post(self, ask: Ask, round_name: str) -> Answer:
        """Make one, taking its comments out of others."""
        facts = round_facts(named(round_name))
        reading = read_provision(
            ask.body["provision"], round_named=facts.key, mandate=ask.mandate, at=ask.at
        )
        formed = make_cluster(
            item_id=reading.item.pk,
            name=ask.body["name"],
            comment_ids=ask.body["comment_ids"],
            actor=ask.actor,
            at=ask.at,
        )
        every = clusters_of(facts.id, ask.mandate, ask.at)
        [value] = [cluster_value(each) for each in every if each.id == formed.pk]
        return created(value, f"rounds/{facts.id}/clusters")


class CommentAssignment(DeskEndpoint):
    """Who of the review secretariat prepares the answers to some comments."""

    operations = {"POST": Operation(marked(ANSWER_CASES), body=_ASSIGNMENT)}

    def answer_post(self, ask: Ask) -> Answer:
        """Assign them to somebody, or to nobody; they are shown as they then stand."""
        assign_comments(**ask.body, actor=ask.actor, at=ask.at)
        return shown(_cases(ask, ask.body["comment_ids"]))


class CommentClustering(DeskEndpoint):
    """In which cluster some comments are answered."""

    operations = {"POST": Operation(marked(ANSWER_CASES), body=_CLUSTERING)}

    def answer_post(self, ask: Ask) -> Answer:
        """Put them into one, or out of theirs; they are shown as they then stand."""
        cluster_comments(**ask.body, actor=ask.actor, at=ask.at)
        return shown(_cases(ask, ask.body["comment_ids"]))


def _answered(ask: Ask, round_name: str) -> Any:
    """Return a round to the review secretariat. Raises Missing for everybody else."""
    return answered_round(round_facts(named(round_name)).id, ask.mandate, ask.at)


def _cases(ask: Ask, comment_ids: Collection[UUID]) -> dict[str, Any]:
    keys = [str(each) for each in comment_ids]
    found = handed_over_comments(ask.mandate, ask.at, Stretch(keys=keys)).rows
    cases = answer_cases(found, ask.mandate, ask.at)
    return {"results": [case_value(each, ask.language) for each in cases]}
