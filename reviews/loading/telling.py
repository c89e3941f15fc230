"""Letting the practice reviews happen, each happening by the service that people use."""

from datetime import datetime
from functools import partial

from core.actor import Actor
from reviews.border import crossings_of, outer_edition
from reviews.lifecycle import CommentMove
from reviews.models import Round
from reviews.round_drafts import ItemDraft
from reviews.services.comments import (
    endorse_comment,
    merge_comments,
    return_comment,
    revise_comment,
    withdraw_comment,
)
from reviews.services.cutoffs import set_cutoff
from reviews.services.drafts import begin_draft, share_draft
from reviews.services.late import accept_late, decline_late
from reviews.services.rooms import note_voice, write_message
from reviews.services.rounds import close_due_round, extend_round, open_round
from reviews.services.submissions import offer_late, submit_comments

from .answer_deeds import AnswerDeed
from .cast import Cast, room_of
from .deeds import (
    CloseSpec,
    CutoffSpec,
    DeedInRoom,
    DeedInRound,
    ExtensionSpec,
    HandoverSpec,
    MergerSpec,
    MessageSpec,
    MoveSpec,
    RevisionSpec,
    RoundSpec,
    VoiceSpec,
    WritingSpec,
)
from .position_deeds import PositionDeed
from .reviews_file import Happening, Reviews
from .steps import Step
from .tell_answers import tell_of_answer
from .tell_positions import tell_of_position
from .tell_versions import tell_of_version
from .told import Told
from .version_deeds import VersionDeed
from .words import content_of_words

# What the portal does by itself when a round's window ends.
PORTAL = Actor.system("load_sample_reviews")


class Teller:
    """Remembers what the story named, and does what it tells."""

    def __init__(self, reviews: Reviews, framework: str, cast: Cast) -> None:
        self._reviews = reviews
        self._told = Told.nothing(framework, cast)

    def steps(self) -> list[Step]:
        """Return a step for each happening, in the file's order."""
        return [
            Step(each.at, self._reviews.reading, each.place, partial(self._tell, each))
            for each in self._reviews.happenings
        ]

    def _tell(self, happening: Happening) -> None:
        deed, at = happening.deed, happening.at
        if isinstance(deed, DeedInRound):
            self._tell_of_round(deed, at)
        elif isinstance(deed, PositionDeed):
            tell_of_position(self._told, deed, at)
        elif isinstance(deed, AnswerDeed):
            tell_of_answer(self._told, deed, at)
        elif isinstance(deed, VersionDeed):
            tell_of_version(self._told, deed, at)
        else:
            self._tell_of_comment(deed, at)

    def _tell_of_round(self, deed: DeedInRound, at: datetime) -> None:
        match deed:
            case RoundSpec():
                self._open(deed, at)
            case ExtensionSpec():
                self._extend(deed, at)
            case CloseSpec():
                close_due_round(round_id=self._told.rounds[deed.round].pk, actor=PORTAL, at=at)
            case CutoffSpec():
                self._cut_off(deed, at)

    def _tell_of_comment(self, deed: DeedInRoom, at: datetime) -> None:
        match deed:
            case WritingSpec():
                self._write(deed, at)
            case RevisionSpec():
                self._revise(deed, at)
            case MessageSpec():
                self._say(deed, at)
            case VoiceSpec():
                self._voice(deed, at)
            case MoveSpec():
                self._move(deed, at)
            case MergerSpec():
                self._merge(deed, at)
            case HandoverSpec():
                self._hand_over(deed, at)

    def _open(self, deed: RoundSpec, at: datetime) -> None:
        self._told.rounds[deed.slug] = open_round(
            framework=self._told.framework,
            items=[
                ItemDraft(self._told.keys[each.suffix], each.version, each.questions)
                for each in deed.items
            ],
            opens_at=deed.opens_at,
            closes_at=deed.closes_at,
            purpose=deed.purpose,
            languages=deed.languages,
            publication=deed.publication,
            actor=self._told.actor(deed.by),
            at=at,
        )

    def _extend(self, deed: ExtensionSpec, at: datetime) -> None:
        round_ = Round.objects.get(pk=self._told.rounds[deed.round].pk)
        extend_round(
            round_id=round_.pk,
            closes_at=deed.closes_at,
            reason=deed.reason,
            expected_edition=round_.edition,
            actor=self._told.actor(deed.by),
            at=at,
        )

    def _cut_off(self, deed: CutoffSpec, at: datetime) -> None:
        set_cutoff(
            round_id=self._told.rounds[deed.round].pk,
            circle_id=room_of(deed.room).pk,
            cutoff_at=deed.cutoff_at,
            actor=self._told.actor(deed.by),
            at=at,
        )

    def _write(self, deed: WritingSpec, at: datetime) -> None:
        actor = self._told.actor(deed.by)
        item = self._told.item(deed.round, deed.suffix)
        content = content_of_words(
            deed.words,
            item,
            circle_id=room_of(deed.room).pk,
            speaks_for_id=room_of(deed.speaks_for or deed.room).pk,
        )
        draft = begin_draft(item_id=item.pk, content=content, actor=actor, at=at)
        if deed.is_shared:
            self._told.comments[deed.slug] = share_draft(
                draft_id=draft.pk, expected_edition=draft.edition, actor=actor, at=at
            )

    def _revise(self, deed: RevisionSpec, at: datetime) -> None:
        comment = self._told.comment(deed.comment)
        content = content_of_words(
            deed.words,
            comment.item,
            circle_id=comment.circle_id,
            speaks_for_id=comment.speaks_for_id,
        )
        revise_comment(
            comment_id=comment.pk,
            expected_edition=comment.edition,
            content=content,
            actor=self._told.actor(deed.by),
            at=at,
        )

    def _say(self, deed: MessageSpec, at: datetime) -> None:
        self._told.messages[deed.slug] = write_message(
            comment_id=self._told.comments[deed.comment].pk,
            text=deed.text,
            reply_to=self._told.messages[deed.reply_to].pk if deed.reply_to else None,
            actor=self._told.actor(deed.by),
            at=at,
        )

    def _voice(self, deed: VoiceSpec, at: datetime) -> None:
        note_voice(
            comment_id=self._told.comments[deed.comment].pk,
            kind=deed.voice,
            text=deed.text,
            actor=self._told.actor(deed.by),
            at=at,
        )

    def _move(self, deed: MoveSpec, at: datetime) -> None:
        comment = self._told.comment(deed.comment)
        pk, reason = comment.pk, deed.reason
        actor = self._told.actor(deed.by, deed.acts_for)
        seen = comment.edition
        match deed.move:
            case CommentMove.ENDORSE:
                endorse_comment(comment_id=pk, expected_edition=seen, actor=actor, at=at)
            case CommentMove.RETURN:
                return_comment(
                    comment_id=pk, expected_edition=seen, reason=reason, actor=actor, at=at
                )
            case CommentMove.WITHDRAW:
                withdraw_comment(
                    comment_id=pk, expected_edition=seen, reason=reason, actor=actor, at=at
                )
            case CommentMove.ACCEPT_LATE | CommentMove.DECLINE_LATE:
                decide = accept_late if deed.move == CommentMove.ACCEPT_LATE else decline_late
                # The review secretariat does not know how often the room moved it.
                seen = outer_edition(comment, crossings_of([comment])[pk])
                decide(comment_id=pk, expected_edition=seen, reason=reason, actor=actor, at=at)

    def _merge(self, deed: MergerSpec, at: datetime) -> None:
        merge_comments(
            into_id=self._told.comments[deed.into].pk,
            other_ids=[self._told.comments[each].pk for each in deed.others],
            actor=self._told.actor(deed.by),
            at=at,
        )

    def _hand_over(self, deed: HandoverSpec, at: datetime) -> None:
        ids = [self._told.comments[each].pk for each in deed.comments]
        actor = self._told.actor(deed.by, deed.acts_for)
        if deed.is_late:
            offer_late(comment_ids=ids, reason=deed.reason, actor=actor, at=at)
        else:
            submit_comments(comment_ids=ids, actor=actor, at=at)
