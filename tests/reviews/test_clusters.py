"""Who answers what, and what is answered alike: the review secretariat's own affair."""

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import Entry
from reviews.models import Assignment, Cluster, Clustering
from reviews.selectors.answer_queue import answer_queue, assignees, clusters_of
from reviews.services.assignments import assign_comments
from reviews.services.clusters import cluster_comments, make_cluster
from stakeholders.models import Circle
from tests.factories.dispositions import PREPARED, Answering, make_answering, make_colleague
from tests.factories.frameworks import make_framework
from tests.factories.reviews import AFTER, make_review, make_submitted
from tests.stakeholders.cast import EVERYBODY, actor

from .refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def answering(house) -> Answering:
    return make_answering(house)


def assign(answering: Answering, comments, assignee, **terms):
    return assign_comments(
        comment_ids=[each.pk for each in comments],
        assignee_id=assignee.pk if assignee else None,
        actor=actor(terms.pop("by", answering.secretariat)),
        at=PREPARED,
    )


def cluster(answering: Answering, comments, name="Training", **terms):
    return make_cluster(
        item_id=terms.pop("item_id", answering.review.item().pk),
        name=name,
        comment_ids=[each.pk for each in comments],
        actor=actor(terms.pop("by", answering.secretariat)),
        at=PREPARED,
    )


def queue(answering: Answering):
    cases = answer_queue(answering.review.round.pk, answering.secretariat, PREPARED)
    return {case.handed.id: case for case in cases}


def test_comments_are_assigned_and_given_back(answering):
    colleague = make_colleague(answering.house)
    rows = assign(answering, answering.comments, colleague)
    assert {row.assignee for row in rows} == {colleague}
    assign(answering, [answering.region], None)
    cases = queue(answering)
    names = [
        cases[each.pk].assignee.name if cases[each.pk].assignee else ""
        for each in answering.comments
    ]
    assert names == ["Colleague", "", "Colleague"]
    assert Assignment.objects.count() == 4


def test_what_stands_so_already_stays(answering):
    first = assign(answering, [answering.region], answering.secretariat)
    assert assign(answering, [answering.region], answering.secretariat) == first
    assert assign(answering, [answering.workers], None) == []
    assert Entry.objects.filter(code="comment.assigned").count() == 1


def test_only_an_active_member_of_the_review_secretariat_is_assigned(answering):
    for name in ("AAA-focal", "chairperson", "workers"):
        with refused(Invalid) as refusal:
            assign(answering, [answering.region], answering.house[name])
        assert refusal.errors == {"assignee_id": "unknown"}


def test_comments_on_one_provision_are_put_together(answering):
    made = cluster(answering, [answering.delegation, answering.workers], "  Training \n paid ")
    assert made.name == "Training paid"
    [facts] = clusters_of(answering.review.round.pk, answering.secretariat, PREPARED)
    assert (facts.id, facts.provision) == (made.pk, "trial.1")
    assert set(facts.comment_ids) == {answering.delegation.pk, answering.workers.pk}
    other = cluster(answering, [answering.workers], "Wages")
    assert queue(answering)[answering.workers.pk].cluster.id == other.pk
    cluster_comments(
        comment_ids=[answering.workers.pk],
        cluster_id=None,
        actor=actor(answering.secretariat),
        at=PREPARED,
    )
    assert queue(answering)[answering.workers.pk].cluster is None
    assert Clustering.objects.count() == 4


def test_a_name_is_used_once_and_again_by_its_maker(answering):
    made = cluster(answering, [answering.delegation])
    assert cluster(answering, [answering.workers]) == made
    assert Cluster.objects.count() == 1
    with refused(Conflict, "cluster_named_already"):
        cluster(answering, [answering.region], by=make_colleague(answering.house))


def test_a_cluster_holds_comments_on_one_provision(answering):
    house = answering.house
    elsewhere = answering.review.item(1)
    with refused(Invalid, "several_provisions") as refusal:
        cluster(answering, [answering.delegation], item_id=elsewhere.pk)
    assert refusal.errors == {"comment_ids/0": "another_provision"}
    made = cluster(answering, [answering.delegation])
    other = make_review(house, framework=make_framework("other"))
    stranger = make_submitted(other, house["AAA-focal"], house.delegation("AAA"))
    with refused(Invalid, "several_provisions"):
        cluster_comments(
            comment_ids=[stranger.pk],
            cluster_id=made.pk,
            actor=actor(answering.secretariat),
            at=AFTER,
        )


def test_a_cluster_has_a_name_of_at_most_two_hundred_characters(answering):
    for name, code in [("  ", "empty"), ("a" * 201, "long"), ("a\0", "malformed")]:
        with refused(Invalid, f"name_{code}"):
            cluster(answering, [answering.delegation], name)
    assert not Cluster.objects.exists()


def test_nobody_outside_the_review_secretariat_assigns_or_clusters(house):
    answering = make_answering(house, publication="never")
    for name in EVERYBODY:
        if name == "secretariat":
            continue
        kind = NotAllowed if name in ("AAA", "AAA-focal") else Missing
        with refused(kind):
            assign(answering, [answering.delegation], None, by=house[name])
        with refused(kind):
            cluster(answering, [answering.delegation], by=house[name])


def test_nobody_outside_the_review_secretariat_learns_of_it(answering):
    house = answering.house
    assign(answering, answering.comments, answering.secretariat)
    cluster(answering, answering.comments)
    chain = Circle.objects.get(kind="secretariat").chain
    codes = ("comment.assigned", "comment.clustered")
    assert set(Entry.objects.filter(code__in=codes).values_list("circle", flat=True)) == {chain}
    for name in [each for each in EVERYBODY if each != "secretariat"]:
        mandate = house[name]
        assert not Assignment.objects.visible_to(mandate, PREPARED).exists()
        assert not Cluster.objects.visible_to(mandate, PREPARED).exists()
        assert clusters_of(answering.review.round.pk, mandate, PREPARED) == []
        assert assignees(mandate, PREPARED, "trial") == []
    assert [each.name for each in assignees(answering.secretariat, PREPARED, "trial")] == ["Sam"]
