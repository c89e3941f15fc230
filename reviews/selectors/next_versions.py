"""The review secretariat's working draft of a next version, beside the comments it answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from core.languages import LANGUAGES
from provisions.drafts import TextDraft
from provisions.lifecycle import Stage
from provisions.models import Provision, Version, VersionText
from provisions.redline import Redline, redline
from reviews.actors import actor_code
from reviews.changed_stretches import stretches_behind, stretches_of
from reviews.enums import Purpose, RoundState
from reviews.lifecycle import HANDED_OVER
from reviews.models import NextVersion, NextVersionCause, RoundItem
from reviews.next_version_texts import base_texts, text_drafts
from reviews.querysets import reads_submissions
from stakeholders.models import Mandate
from stakeholders.permissions import covers_framework

from .base_words import BaseWords, base_words
from .causes import CausingComment, ExplainedChange
from .handed import HandedOver, handed_over_comments

NOTHING = TextDraft("", "")


@dataclass(frozen=True, slots=True)
class Credit:
    """That a comment stands behind a stretch of the base version's body in `language`."""

    language: str
    start: int
    end: int
    is_taken_over: bool


@dataclass(frozen=True, slots=True)
class CommentBeside:
    """A comment beside the draft. `words` say where it speaks of the base version;
    `may_be_taken_over`: it proposes something, and its words are in the draft as they were.
    """

    handed: HandedOver
    words: BaseWords
    credits: tuple[Credit, ...]
    may_be_taken_over: bool

    @property
    def is_taken_over(self) -> bool:
        return any(each.is_taken_over for each in self.credits)


@dataclass(frozen=True, slots=True)
class DraftedText:
    """The draft in one language beside its base; either is empty where there is none. `title` and
    `body` are the redlines between the two, `changes` the changed stretches of the body.
    """

    language: str
    base: TextDraft
    text: TextDraft
    title: Redline
    body: Redline
    changes: tuple[ExplainedChange, ...]


@dataclass(frozen=True, slots=True)
class NextVersionFacts:
    """A provision's working draft. `edition` is 0 where none is begun: then its texts are those of
    the latest version. `is_outdated`: another version was published since it was begun.
    `corrected` are the languages of which that version got a corrected text meanwhile.
    `running_round` is the number of a round on the provision that is not closed, which keeps it
    from being published; `needs_reason`: the provision is in review and goes back to draft.
    """

    key: str
    number: str
    framework: str
    time_zone: str
    stage: str
    base_version: int
    edition: int
    updated_at: datetime | None
    is_outdated: bool
    corrected: tuple[str, ...]
    running_round: int | None
    texts: Mapping[str, TextDraft]
    base_texts: Mapping[str, TextDraft]
    languages: tuple[DraftedText, ...]
    comments: tuple[CommentBeside, ...]

    @property
    def needs_reason(self) -> bool:
        return self.stage == Stage.IN_REVIEW

    @property
    def is_changed(self) -> bool:
        return self.texts != self.base_texts


def next_version_facts(key: str, mandate: Mandate | None, at: datetime) -> NextVersionFacts:
    """Return the working draft of a provision. Raises Missing where none is begun, and for
    anybody but the review secretariat.
    """
    facts = drafting_of(key, mandate, at)
    if not facts.edition:
        raise Missing(_("There is no working draft of this provision."))
    return facts


def drafting_of(key: str, mandate: Mandate | None, at: datetime) -> NextVersionFacts:
    """Return the working draft of a provision, or what it would be begun from. Thirteen queries at
    most. Raises Missing for an unknown key, and for anybody but the review secretariat.
    """
    provision = _provision(key, mandate, at)
    draft = NextVersion.objects.visible_to(mandate, at).filter(provision=provision)
    begun = draft.select_related("base").first()
    base, texts, drafted = _texts(provision, begun)
    comments = _beside(key, begun, base, texts, mandate, at)
    base_drafts = {code: TextDraft(each.title, each.body) for code, each in texts.items()}
    return NextVersionFacts(
        key=key,
        number=provision.number,
        framework=provision.framework.slug,
        time_zone=provision.framework.time_zone,
        stage=provision.stage,
        base_version=base.number,
        edition=begun.edition if begun else 0,
        updated_at=begun.updated_at if begun else None,
        is_outdated=base.number != provision.latest_version,
        corrected=_corrected(begun),
        running_round=_running_round(provision),
        texts=drafted,
        base_texts=base_drafts,
        languages=tuple(
            _drafted(code, base_drafts.get(code, NOTHING), drafted.get(code, NOTHING), comments)
            for code in LANGUAGES
            if code in base_drafts or code in drafted
        ),
        comments=comments,
    )


def _provision(key: str, mandate: Mandate | None, at: datetime) -> Provision:
    found = None
    if mandate is not None and reads_submissions(mandate, at) and "\0" not in key:
        rows = Provision.objects.select_related("framework").filter(latest_version__gt=0)
        found = rows.filter(key=key).first()
    if found is None or mandate is None or not covers_framework(mandate, found.framework.slug):
        raise Missing(_("There is no such provision."))
    return found


def _texts(
    provision: Provision, begun: NextVersion | None
) -> tuple[Version, dict[str, VersionText], dict[str, TextDraft]]:
    """Return the base version, its texts, and those of the draft."""
    if begun is not None:
        return begun.base, base_texts(begun), text_drafts(begun.texts)
    base = provision.versions.get(number=provision.latest_version)
    rows = {row.language: row for row in base.texts.order_by("language", "issue")}
    return base, rows, {code: TextDraft(row.title, row.body) for code, row in rows.items()}


def _corrected(begun: NextVersion | None) -> tuple[str, ...]:
    """Return the languages in which the base was corrected after the draft was begun from it."""
    if begun is None:
        return ()
    later = begun.base.texts.filter(created_at__gt=begun.created_at, issue__gt=1)
    return tuple(sorted(set(later.values_list("language", flat=True))))


def _running_round(provision: Provision) -> int | None:
    items = RoundItem.objects.filter(provision=provision).exclude(round__state=RoundState.CLOSED)
    return items.values_list("round__number", flat=True).first()


def _beside(
    key: str,
    begun: NextVersion | None,
    base: Version,
    texts: Mapping[str, VersionText],
    mandate: Mandate | None,
    at: datetime,
) -> tuple[CommentBeside, ...]:
    handed = handed_over_comments(mandate, at, provisions=[key], stages=HANDED_OVER).rows
    standing = base_words(handed, base, texts)
    credited: dict[UUID, list[Credit]] = {}
    if begun is not None:
        for row in NextVersionCause.objects.visible_to(mandate, at).filter(next_version=begun):
            credit = Credit(row.language, row.start, row.end, row.is_taken_over)
            credited.setdefault(row.comment_id, []).append(credit)
    drafted = begun.texts if begun else {}
    return tuple(
        CommentBeside(
            row,
            standing[row.id],
            given := tuple(credited.get(row.id, ())),
            _may_be_taken_over(row, standing[row.id], given, drafted),
        )
        for row in handed
        if row.id in standing
    )


def _may_be_taken_over(
    row: HandedOver,
    words: BaseWords,
    given: Collection[Credit],
    drafted: Mapping[str, Mapping[str, str]],
) -> bool:
    wording, text = row.wording, drafted.get(words.language)
    if wording is None or text is None or words.are_gone:
        return False
    if any(credit.is_taken_over for credit in given):
        return False
    proposes = bool(wording.proposed.strip()) or wording.purpose == Purpose.DELETE
    return proposes and (words.anchor is None or words.anchor.exact in text["body"])


def _drafted(
    language: str, base: TextDraft, text: TextDraft, comments: Sequence[CommentBeside]
) -> DraftedText:
    body = redline(base.body, text.body)
    behind: dict[tuple[int, ...], list[CausingComment]] = {}
    stretches = stretches_of(body.spans)
    for comment in comments:
        touched = {
            stretch
            for credit in comment.credits
            if credit.language == language
            for stretch in stretches_behind(base.body, stretches, credit.start, credit.end)
        }
        for stretch in touched:
            behind.setdefault(stretch, []).append(_causing(comment.handed))
    changes = tuple(
        ExplainedChange(language, *stretch, tuple(behind.get(stretch, ()))) for stretch in stretches
    )
    return DraftedText(language, base, text, redline(base.title, text.title), body, changes)


def _causing(row: HandedOver) -> CausingComment:
    return CausingComment(row.id, row.key, actor_code(row.speaks_for), row.speaks_for)
