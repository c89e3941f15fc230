"""A comment's words as the story says them, in the shape in which a form sends them."""

from uuid import UUID

from core.errors import Missing
from core.languages import DEFAULT_LANGUAGE
from reviews.anchors import WHOLE, read_anchor
from reviews.content import DraftContent
from reviews.models import FrozenText, Question, RoundItem

from .deeds import WordsSpec


def content_of_words(
    words: WordsSpec, item: RoundItem, *, circle_id: UUID, speaks_for_id: UUID
) -> DraftContent:
    """Return the content of a draft about `item`. Raises Missing for a language or a question
    that the round does not have, Invalid for a quote that does not stand in the text.
    """
    text = _text(item, words.text_language or DEFAULT_LANGUAGE)
    anchor = read_anchor(text.text.body, exact=words.quote) if words.quote else WHOLE
    return DraftContent(
        text_id=text.pk,
        circle_id=circle_id,
        speaks_for_id=speaks_for_id,
        type=words.type,
        purpose=words.purpose,
        body=words.body,
        reason=words.reason,
        proposed=words.proposed,
        language=words.language,
        question_id=_question(item, words.question).pk if words.question else None,
        anchor=anchor,
    )


def _text(item: RoundItem, language: str) -> FrozenText:
    found = item.texts.select_related("text").filter(language=language).first()
    if found is None:
        raise Missing(f"This provision is not reviewed in “{language}” in this round.")
    return found


def _question(item: RoundItem, number: int) -> Question:
    found = item.questions.filter(number=number).first()
    if found is None:
        raise Missing(f"There is no question {number} about this provision in this round.")
    return found
