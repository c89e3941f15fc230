"""A room and the world around it: each thing that is said is planted or watched at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reviews.content import DraftContent
from reviews.models import Comment, Draft, Submission
from reviews.services.drafts import begin_draft, share_draft
from reviews.services.rooms import note_voice, write_message
from reviews.services.submissions import submit_comments
from stakeholders.models import Mandate
from tests.factories.reviews import Review
from tests.stakeholders.cast import actor

from .canaries import Canaries
from .people import DRAFTS, ENDORSES, ROOMS, People

SECRETARIAT = frozenset({"secretariat"})


@dataclass
class World:
    people: People
    first: Review  # closed and published
    second: Review  # open at NOW
    canaries: Canaries = field(default_factory=Canaries)
    # Ids by what they name, for the addresses that are asked for.
    ids: dict[str, list[str]] = field(default_factory=dict)

    def keep(self, noun: str, key: object) -> None:
        self.ids.setdefault(noun, []).append(str(key))


@dataclass
class Room:
    """What one room does in one round: its drafter writes, its spokesperson hands over."""

    world: World
    name: str
    review: Review
    at: datetime
    place: int = 0  # of the provision that is spoken about

    @property
    def members(self) -> frozenset[str]:
        return ROOMS[self.name]

    @property
    def drafter(self) -> Mandate:
        return self.world.people.mandates[DRAFTS[self.name]]

    @property
    def endorser(self) -> Mandate:
        return self.world.people.mandates[ENDORSES[self.name]]

    def word(self, kind: str, readers: frozenset[str] | None = None) -> str:
        return self.world.canaries.plant(kind, self.members if readers is None else readers)

    def content(self, readers: frozenset[str] | None = None) -> DraftContent:
        return DraftContent(
            text_id=self.review.text(self.place).pk,
            circle_id=self.world.people.circle(self.name).pk,
            type="substantive",
            purpose="change",
            body=self.word("body", readers),
            reason=self.word("reason", readers),
            proposed=self.word("proposed", readers),
        )

    def draft(self) -> Draft:
        author = frozenset({DRAFTS[self.name]})
        made = begin_draft(
            item_id=self.review.item(self.place).pk,
            content=self.content(author),
            actor=actor(self.drafter),
            at=self.at,
        )
        self.world.canaries.watch(made.pk, author)
        self.world.keep("drafts", made.pk)
        return made

    def share(self, readers: frozenset[str] | None = None) -> Comment:
        """Share words that `readers` will read in the end, the room's members if not given."""
        begun = begin_draft(
            item_id=self.review.item(self.place).pk,
            content=self.content(readers),
            actor=actor(self.drafter),
            at=self.at,
        )
        made = share_draft(
            draft_id=begun.pk, expected_edition=1, actor=actor(self.drafter), at=self.at
        )
        self.world.keep("comments", made.pk)
        self.world.canaries.watch(made.pk, self.members if readers is None else readers)
        return made

    def submit(self, comments: Sequence[Comment], at: datetime | None = None) -> Submission:
        made = submit_comments(
            comment_ids=[each.pk for each in comments],
            actor=actor(self.endorser),
            at=at or self.at,
        )
        self.watch_receipt(made)
        return made

    def watch_receipt(self, made: Submission) -> None:
        self.world.keep("submissions", made.pk)
        readers = self.members | SECRETARIAT
        for token in (made.pk, made.number, made.digest):
            self.world.canaries.watch(token, readers)

    def talk(self, comment: Comment) -> None:
        """Discuss a comment, support it and dissent from it; all of that stays inside."""
        message = write_message(
            comment_id=comment.pk,
            text=self.word("message"),
            actor=actor(self.drafter),
            at=self.at,
        )
        reply = write_message(
            comment_id=comment.pk,
            text=self.word("reply"),
            reply_to=message.pk,
            actor=actor(self.endorser),
            at=self.at,
        )
        voice = note_voice(
            comment_id=comment.pk,
            kind="dissent",
            text=self.word("dissent"),
            actor=actor(self.drafter),
            at=self.at,
        )
        for token in (message.pk, reply.pk, voice.pk):
            self.world.canaries.watch(token, self.members)
