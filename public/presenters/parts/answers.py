"""What became of a published comment: the answer, what was replied, and where its words went."""

from collections.abc import Iterable
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import Texts, pick
from core.public_paths import comment_path
from core.textform import paragraphs
from core.when import When, when_instant
from core.words import foreign
from reviews.enums import DispositionKind, ReplyKind
from reviews.selectors.published_dispositions import (
    PublishedDisposition,
    read_published_dispositions,
)
from reviews.selectors.replies import ReplyFacts


class ReplyShown(TypedDict):
    kind: str
    text: list[str]
    lang: str
    when: When


class AnswerShown(TypedDict):
    """The answer that was released last; `earlier` are those before it, the last first."""

    id: str
    kind: str
    reasons: list[str]
    lang: str
    duplicate: dict[str, str] | None
    when: When
    reply: ReplyShown | None
    earlier: list["AnswerShown"]


def answers_to(comments: Iterable[str], language: str) -> dict[str, AnswerShown]:
    """Return the released answers by the keys of their comments. Three queries."""
    keys = list(comments)
    if not keys:
        return {}
    found = read_published_dispositions(comments=keys).rows
    return {each.comment: _answer(each, language) for each in found}


def _answer(facts: PublishedDisposition, language: str) -> AnswerShown:
    reasons, lang = _worded(facts.reasons, language)
    return AnswerShown(
        id=f"answer-{facts.key.rpartition('.')[2]}",
        kind=labels(DispositionKind, language)[facts.kind],
        reasons=reasons,
        lang=lang,
        duplicate=_named(facts.duplicate_of, language) if facts.duplicate_of else None,
        when=when_instant(facts.released_at, language),
        reply=_reply(facts.reply, language) if facts.reply else None,
        earlier=[_answer(each, language) for each in reversed(facts.earlier)],
    )


def _worded(texts: Texts, language: str) -> tuple[list[str], str]:
    words = pick(texts, language)
    return paragraphs(words.text), foreign(words.language, language)


def _named(comment: str, language: str) -> dict[str, str]:
    label = _("Comment %(number)s") % {"number": comment.rpartition(".")[2]}
    return {"label": label, "url": comment_path(comment, language)}


def _reply(facts: ReplyFacts, language: str) -> ReplyShown:
    return ReplyShown(
        kind=labels(ReplyKind, language)[facts.kind],
        text=paragraphs(facts.text),
        lang=foreign(facts.language, language) if facts.text else "",
        when=when_instant(facts.at, language),
    )
