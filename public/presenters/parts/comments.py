"""Published comments as pages show them, each in the name of its actor."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import Texts, pick
from core.public_paths import comment_path, provision_path, round_path, version_path
from core.textform import paragraphs
from core.when import When, when_instant
from core.words import foreign, language_name
from provisions.redline import redline
from provisions.redline_blocks import Block, blocks
from public.presenters.comments import actor_name
from reviews.enums import CommentType, Purpose
from reviews.selectors.placements import PlacementFacts, placements_of
from reviews.selectors.published import ANY_TIME, PublishedComment, organization_names

from .answers import AnswerShown, answers_to
from .placed import Placed, placed
from .rounds import round_title


class CommentShown(TypedDict):
    """A comment, or its tombstone (`is_withdrawn`, no words). `quote` is empty for the whole
    provision; `change` is the proposed wording marked against the quoted words.
    """

    id: str
    label: str
    url: str
    round: str
    round_url: str
    provision_url: str
    version: str
    version_url: str
    actor: str
    co_sponsors: str
    not_supporting: str
    type: str
    purpose: str
    question: str
    lang: str
    quote: str
    quote_lang: str
    body: list[str]
    reason: list[str]
    change: list[Block]
    written_in: str
    is_late: bool
    is_withdrawn: bool
    when: When
    placements: list[Placed]
    answer: AnswerShown | None


def comments_shown(found: Sequence[PublishedComment], language: str) -> list[CommentShown]:
    """Return published comments in words, each with what became of it. Six queries."""
    codes = {code for each in found for code in (*each.co_sponsors, *each.not_supporting)}
    names = organization_names(codes)
    answers = answers_to([each.key for each in found], language)
    went = placements_of([each.id for each in found], None, ANY_TIME)
    return [
        _shown(each, names, answers.get(each.key), went.get(each.id, ()), language)
        for each in found
    ]


def _shown(
    facts: PublishedComment,
    names: Mapping[str, Texts],
    answer: AnswerShown | None,
    went: Iterable[PlacementFacts],
    language: str,
) -> CommentShown:
    numbers = facts.key.rpartition(".")[2]
    quote = next((str(each["exact"]) for each in facts.selectors if "exact" in each), "")
    round_number = int(facts.round.rpartition(".")[2])
    return CommentShown(
        id=f"comment-{numbers}",
        label=_("Comment %(number)s") % {"number": numbers},
        url=comment_path(facts.key, language),
        round=round_title(round_number),
        round_url=round_path(facts.round, language),
        provision_url=provision_path(facts.provision, language),
        version=_("Version %(number)d") % {"number": facts.version},
        version_url=version_path(facts.provision, facts.version, language),
        actor=actor_name(facts, language),
        co_sponsors=_named(facts.co_sponsors, names, language),
        not_supporting=_named(facts.not_supporting, names, language),
        type=labels(CommentType, language)[facts.type],
        purpose=labels(Purpose, language)[facts.purpose],
        question=_question(facts),
        lang=foreign(facts.language, language) if facts.language else "",
        quote=quote,
        quote_lang=foreign(facts.version_language, language) if quote else "",
        body=paragraphs(facts.body),
        reason=paragraphs(facts.reason),
        change=_change(quote, facts),
        written_in=language_name(facts.language, language) if facts.language else "",
        is_late=facts.is_late,
        is_withdrawn=facts.is_withdrawn,
        when=when_instant(facts.published_at, language),
        placements=placed(went, facts.provision, language),
        answer=answer,
    )


def _question(facts: PublishedComment) -> str:
    if not facts.question:
        return ""
    return _("Answers question %(number)d") % {"number": facts.question}


def _change(quote: str, facts: PublishedComment) -> list[Block]:
    return blocks(redline(quote, facts.proposed).spans) if facts.proposed else []


def _named(codes: Sequence[str], names: Mapping[str, Texts], language: str) -> str:
    return ", ".join(pick(names.get(code, {}), language).text or code for code in codes)
