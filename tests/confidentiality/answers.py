"""What the review secretariat prepares, releases and drafts, and what the rooms reply to it."""

from datetime import datetime

from core.languages import LANGUAGES
from frameworks.keys import disposition_key
from reviews.lifecycle import CommentStage
from reviews.models import Comment, Disposition, RoundItem
from reviews.services.assignments import assign_comments
from reviews.services.clusters import make_cluster
from reviews.services.disposition_release import release_dispositions
from reviews.services.dispositions import prepare_dispositions
from reviews.services.next_version_publication import publish_next_version
from reviews.services.next_versions import begin_next_version, save_next_version
from reviews.services.replies import reply_to_disposition
from tests.stakeholders.cast import actor

from .people import ENDORSES, EVERYBODY
from .room import SECRETARIAT, Room, World

STANDING = (CommentStage.SUBMITTED, CommentStage.PUBLISHED)


def prepare_and_release(world: World, at: datetime) -> None:
    """Answer every comment of the first round: rethink, release, be replied to, rethink again."""
    comments = list(_answered(world))
    items = RoundItem.objects.filter(comments__in=comments).distinct().order_by("pk")
    for item in items:
        cluster = make_cluster(
            item_id=item.pk,
            name=world.canaries.plant("cluster", SECRETARIAT),
            comment_ids=[each.pk for each in comments if each.item_id == item.pk],
            actor=actor(world.people.mandates["secretariat"]),
            at=at,
        )
        world.keep("clusters", cluster.pk)
        world.canaries.watch(cluster.pk, SECRETARIAT)
    assign_comments(
        comment_ids=[each.pk for each in comments],
        assignee_id=world.people.mandates["secretariat"].pk,
        actor=actor(world.people.mandates["secretariat"]),
        at=at,
    )
    _prepare(world, comments, SECRETARIAT, at)  # replaced before its release: never shown outside
    _prepare(world, comments, EVERYBODY, at)
    release_dispositions(
        round_id=world.first.round.pk,
        actor=actor(world.people.mandates["secretariat"]),
        at=at,
    )
    for comment in comments:
        world.keep("answered", disposition_key(comment.key or ""))
        _reply(world, comment, at)
    _prepare(world, comments[::2], SECRETARIAT, at)


def give_anew(world: World, at: datetime) -> None:
    """Answer every comment of the first round anew; nobody has replied to that yet."""
    _prepare(world, list(_answered(world)), EVERYBODY, at)
    release_dispositions(
        round_id=world.first.round.pk,
        actor=actor(world.people.mandates["secretariat"]),
        at=at,
    )


def comment_on_the_third(world: World, name: str, at: datetime) -> None:
    """Speak about the provision that gets another version after the round."""
    room = Room(world, name, world.first, at, place=2)
    room.submit([room.share(EVERYBODY)])
    room.share()  # stays in its room, and has no place in the next version


def next_version(world: World, at: datetime) -> None:
    """Publish a version without the words that were spoken about, and draft one more, unseen."""
    provision = world.first.provisions[2]
    _draft(world, EVERYBODY, 1, at)
    publish_next_version(
        key=provision.key,
        expected_edition=2,
        reason="The groups asked for it.",
        actor=actor(world.people.mandates["secretariat"]),
        at=at,
    )
    world.keep("versions", provision.latest_version + 1)
    _draft(world, SECRETARIAT, 2, at)


def _draft(world: World, readers: frozenset[str], version: int, at: datetime) -> None:
    provision, by = world.first.provisions[2], actor(world.people.mandates["secretariat"])
    begun = begin_next_version(key=provision.key, expected_version=version, actor=by, at=at)
    texts = {
        language: {
            "title": text["title"],
            "body": f"{text['body']} And {world.canaries.plant('drafted', readers)}.",
        }
        for language, text in sorted(begun.texts.items())
    }
    save_next_version(
        key=provision.key, expected_edition=begun.edition, texts=texts, actor=by, at=at
    )


def _answered(world: World) -> list[Comment]:
    rows = Comment.objects.filter(round=world.first.round, stage__in=STANDING)
    return list(rows.select_related("speaks_for__organization").order_by("public_number"))


def _prepare(world: World, comments: list[Comment], readers: frozenset[str], at: datetime) -> None:
    for comment in comments:
        [made] = prepare_dispositions(
            comment_ids=[comment.pk],
            kind="not_incorporated",
            reasons={language: world.canaries.plant("answer", readers) for language in LANGUAGES},
            expected={comment.pk: comment.dispositions.count()},
            actor=actor(world.people.mandates["secretariat"]),
            at=at,
        )
        world.keep("dispositions", made.pk)
        world.canaries.watch(made.pk, readers)


def _reply(world: World, comment: Comment, at: datetime) -> None:
    room = next(name for name in ENDORSES if world.people.circle(name).pk == comment.speaks_for_id)
    released = Disposition.objects.filter(comment=comment, released_at__isnull=False)
    reply_to_disposition(
        disposition_id=released.latest("number").pk,
        kind="maintains",
        text=world.canaries.plant("replied", EVERYBODY),
        expected_number=0,
        actor=actor(world.people.mandates[ENDORSES[room]]),
        at=at,
    )
