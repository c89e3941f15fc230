"""Comments on one provision that are put together, so that they are answered alike."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid
from core.ids import new_id
from core.textform import normalize_line
from provisions.models.acted import actor_columns
from provisions.services.payloads import salted_digest
from record.acts import act, together
from reviews.act_codes import ActCode
from reviews.models import Cluster, Clustering, RoundItem

from .answering import Taken, latest_of, next_number, take_to_answer
from .moves import secretariat_chain

MAX_NAME = 200  # code points in normal form


@together()
def make_cluster(
    *, item_id: UUID, name: str, comment_ids: Sequence[UUID], actor: Actor, at: datetime
) -> Cluster:
    """Make a cluster of comments on one provision of a round, taking them out of others.

    A cluster that the same person named so already takes them in. Raises what `take_to_answer`
    raises, Invalid for a name that is empty or too long and for comments on other provisions,
    Conflict where a colleague has a cluster of that name.
    """
    formed = _checked_name(name)
    taken, _beside = take_to_answer(comment_ids, actor=actor, at=at)
    item = RoundItem.objects.filter(pk=item_id, round=taken.round).first()
    _check_of_item(taken, item.pk if item else None)
    named = Cluster.objects.filter(item=item_id, name=formed).first()
    if named is not None and not named.is_by(actor):
        raise Conflict(
            _(
                "A colleague made a cluster of this name; put the comments into it, or choose"
                " another name."
            ),
            code="cluster_named_already",
        )
    cluster = named or Cluster(
        id=new_id(), item_id=item_id, name=formed, at=at, **actor_columns(actor)
    )
    _put(taken, cluster, is_new=named is None, actor=actor, at=at)
    return cluster


@together()
def cluster_comments(
    *, comment_ids: Sequence[UUID], cluster_id: UUID | None, actor: Actor, at: datetime
) -> Cluster | None:
    """Put comments into a cluster, or out of theirs with None; what stands so already stays.

    Raises what `take_to_answer` raises, and Invalid for a cluster of another provision.
    """
    taken, _beside = take_to_answer(comment_ids, actor=actor, at=at)
    cluster = None
    if cluster_id is not None:
        cluster = Cluster.objects.visible_to(taken.mandate, at).filter(pk=cluster_id).first()
        if cluster is None:
            detail = _("Choose a cluster of this provision.")
            raise Invalid(detail, errors=[FieldError("cluster_id", detail, "unknown")])
        _check_of_item(taken, cluster.item_id)
    _put(taken, cluster, is_new=False, actor=actor, at=at)
    return cluster


def _checked_name(name: str) -> str:
    detail, code = "", ""
    formed = name
    try:
        formed = normalize_line(name[: MAX_NAME * 50])
    except ValueError as refusal:
        detail, code = str(refusal), "malformed"
    if not detail and not formed:
        detail, code = _("Give the cluster a name."), "empty"
    if not detail and len(formed) > MAX_NAME:
        detail = _("Shorten it to %(limit)d characters; it has %(length)d.") % {
            "limit": MAX_NAME,
            "length": len(formed),
        }
        code = "long"
    if detail:
        raise Invalid(detail, code=f"name_{code}", errors=[FieldError("name", detail, code)])
    return formed


def _check_of_item(taken: Taken, item_id: UUID | None) -> None:
    detail = _("It is about another provision than the cluster.")
    errors = [
        FieldError(f"comment_ids/{index}", detail, "another_provision")
        for index, comment in enumerate(taken.comments.values())
        if comment.item_id != item_id
    ]
    if errors:
        raise Invalid(
            _("A cluster holds comments on one provision."),
            code="several_provisions",
            errors=errors,
        )


def _put(
    taken: Taken, cluster: Cluster | None, *, is_new: bool, actor: Actor, at: datetime
) -> None:
    """Append where each comment is from now on, where that changes anything."""
    standing = latest_of(Clustering.objects.all(), list(taken.comments))
    wanted = cluster.pk if cluster else None
    made = [
        Clustering(
            id=new_id(),
            comment=comment,
            number=next_number(standing.get(comment.pk)),
            cluster=cluster,
            at=at,
            **actor_columns(actor),
        )
        for comment in taken.comments.values()
        if _cluster_id(standing.get(comment.pk)) != wanted
    ]
    if not made:
        return
    with act(ActCode.COMMENTS_CLUSTERED, subject=taken.round.key, actor=actor, at=at) as entry:
        if cluster is not None and is_new:
            cluster.save(force_insert=True)
        Clustering.objects.bulk_create(made)
        entry.enter(secretariat_chain(), _payload(cluster, made))


def _cluster_id(row: Clustering | None) -> UUID | None:
    return row.cluster_id if row else None


def _payload(cluster: Cluster | None, made: Sequence[Clustering]) -> dict[str, object]:
    return {
        "cluster": str(cluster.pk) if cluster else None,
        "name": salted_digest(str(cluster.pk), cluster.name) if cluster else "",
        "comments": [{"comment": str(row.comment_id), "number": row.number} for row in made],
    }
