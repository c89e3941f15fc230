"""The form in which a comment is written, and what becomes of what was typed in it."""

from dataclasses import replace

from django.http import QueryDict

from core.errors import DomainError
from desk.acting import Acting
from desk.forms.drafts import FIELDS, Typed, read_content
from desk.forms.reading import errors_of, id_of
from desk.presenters.audience import only_you
from desk.presenters.drafts import Writing, draft_state, writing_context
from reviews.models import Draft, FrozenText
from reviews.selectors.audiences import AudienceChoice, audience_choices
from reviews.selectors.reading import Reading

from .page import Page


def choices_for(acting: Acting, reading: Reading) -> list[AudienceChoice]:
    """Return whom the asker may write for on this provision."""
    slug = reading.round.framework.slug
    return audience_choices(acting.mandate, framework_key=slug, at=acting.at)


def chosen_text(reading: Reading, named: str, language: str) -> FrozenText:
    """Return the text that an address names by its language or id, else the reader's."""
    if named in {each.language for each in reading.texts}:
        return reading.text_in(named)
    return reading.text_called(id_of(named), language)


def draft_form(
    acting: Acting,
    reading: Reading,
    text: FrozenText,
    typed: Typed,
    *,
    draft: Draft | None = None,
    refusal: DomainError | None = None,
) -> Page:
    """Return the form of a draft, begun or not, with what is typed in it."""
    language = acting.user.language
    errors = errors_of(refusal, FIELDS) if refusal else []
    choices = choices_for(acting, reading)
    if len(choices) == 1 and not typed.audience:
        typed = typed.with_audience(choices[0].circle.pk, choices[0].speaks_for.pk)
    context = {
        **writing_context(Writing(reading, text, choices, typed, errors), language),
        "audience": only_you(),
        "draft": draft_state(draft, acting.mandate, language) if draft else None,
    }
    return Page("desk/draft.html", context, status=refusal.status if refusal else 200)


def with_chosen_words(sent: QueryDict, typed: Typed, text: FrozenText) -> Typed:
    """Put the chosen words into the proposed wording where the button for it was pressed, and
    none are there yet. Raises Invalid as `read_content` does.
    """
    if sent.get("do") != "prefill" or typed.proposed.strip():
        return typed
    anchor = read_content(typed, text).anchor
    return replace(typed, proposed=anchor.exact if anchor else text.text.body)
