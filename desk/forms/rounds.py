"""Forms about rounds: what is chosen, the terms of a new round, changes of its window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import FieldError
from core.languages import LANGUAGES, Texts
from core.words import language_name
from provisions.drafts import raise_invalid
from reviews.enums import Publication
from reviews.round_drafts import MAX_PURPOSE, MAX_QUESTIONS, MAX_REASON, ItemDraft, RoundDraft
from reviews.selectors.candidates import Candidate

from .form import DeskForm
from .local_time import LocalTimeField

# Any instant that has passed: a form sent twice then asks for the same round.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
# What each setting means, said where it is chosen: it can't be changed afterwards.
PUBLICATION_WORDS = {
    Publication.AT_CLOSE: gettext_lazy(
        "When the round closes: every submitted comment becomes public at the close, in the name"
        " of the group, regional group or government, never of a person."
    ),
    Publication.WITH_ANSWERS: gettext_lazy(
        "Together with the answers: comments become public when the review secretariat answers"
        " them."
    ),
    Publication.NEVER: gettext_lazy(
        "Never: only the review secretariat and the room that submitted a comment read it."
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a new round is to be opened on, as it stands in the address of the page."""

    framework: str
    languages: tuple[str, ...]
    items: tuple[str, ...]  # `<suffix>.<version>`, as the person saw them

    @property
    def query(self) -> str:
        named = [("framework", self.framework), *(("language", code) for code in self.languages)]
        return urlencode([*named, *(("item", each) for each in self.items)])


def read_choice(query: QueryDict) -> Choice:
    """Return what was chosen, each thing once; what is not known is left out."""
    return Choice(
        framework=query.get("framework", ""),
        languages=tuple(code for code in LANGUAGES if code in query.getlist("language")),
        items=tuple(dict.fromkeys(query.getlist("item"))),
    )


def item_of(candidate: Candidate) -> str:
    return f"{candidate.key.partition('.')[2]}.{candidate.version}"


class TermsForm(DeskForm):
    """Purpose, window, publication, and the questions to each chosen provision.

    A field of questions holds one a line; the same line asks the same in each language.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        items: Sequence[Candidate],
        languages: Sequence[str],
        zone: str,
        speaking: str,
    ) -> None:
        super().__init__(data)
        self.items, self.languages = items, languages
        for code in languages:
            name = language_name(code, speaking)
            self.fields[f"purpose_{code}"] = _area(
                _("Purpose (%(language)s)") % {"language": name}, MAX_PURPOSE, code
            )
        self._add_window(zone)
        for place in range(len(items)):
            for code in languages:
                label = _("Questions (%(language)s)") % {"language": language_name(code, speaking)}
                limit = MAX_QUESTIONS * (MAX_PURPOSE + 2)
                self.fields[f"questions_{place}_{code}"] = _area(label, limit, code, rows=2)

    def _add_window(self, zone: str) -> None:
        self.fields["opens"] = LocalTimeField(
            zone=zone,
            required=False,
            label=_("Opens"),
            help_text=_("Leave it empty to open the round with the act itself."),
        )
        self.fields["closes"] = LocalTimeField(zone=zone, label=_("Closes"))
        self.fields["publication"] = forms.ChoiceField(
            label=_("When the comments become public"),
            choices=[(code.value, PUBLICATION_WORDS[code]) for code in Publication],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one.")},
            help_text=_("This is fixed with the opening and told to everybody."),
        )

    def purposes(self) -> list[forms.BoundField]:
        return [self[f"purpose_{code}"] for code in self.languages]

    def asked(self) -> list[dict[str, Any]]:
        """Return each chosen provision with its fields of questions."""
        return [
            {
                "item": item,
                "fields": [self[f"questions_{place}_{code}"] for code in self.languages],
            }
            for place, item in enumerate(self.items)
        ]

    def purpose(self) -> Texts:
        return {code: self.cleaned_data[f"purpose_{code}"] for code in self.languages}

    def draft(self) -> RoundDraft:
        """Return what the service takes: each provision at the version seen, with its questions.

        Raises Invalid for questions that are not the same in every language.
        """
        self._check_questions()
        return RoundDraft(
            items=[
                ItemDraft(item.key, item.version, self.questions(place))
                for place, item in enumerate(self.items)
            ],
            opens_at=self.cleaned_data["opens"] or AT_ONCE,
            closes_at=self.cleaned_data["closes"],
            purpose=self.purpose(),
            languages=self.languages,
            publication=self.cleaned_data["publication"],
        )

    def questions(self, place: int) -> list[Texts]:
        """Return the questions to the provision at `place`, by language."""
        lines = {code: self._lines(place, code) for code in self.languages}
        most = max(map(len, lines.values()), default=0)
        return [
            {code: asked[number] for code, asked in lines.items() if asked}
            for number in range(most)
        ]

    def _check_questions(self) -> None:
        errors = []
        for place, item in enumerate(self.items):
            counts = {len(lines) for code in self.languages if (lines := self._lines(place, code))}
            if len(counts) > 1:
                detail = _("Ask %(number)s the same questions in each language, one a line.")
                sentence = detail % {"number": item.number}
                errors.append(FieldError(f"/items/{place}/questions", sentence, "uneven"))
        raise_invalid(_("The questions are not the same in every language."), errors)

    def _lines(self, place: int, code: str) -> list[str]:
        text = self.cleaned_data.get(f"questions_{place}_{code}") or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def field_of(self, pointer: str) -> str | None:
        """Return the field of a pointer of the service's, such as `/items/2/questions/0/fr`."""
        match pointer.strip("/").split("/"):
            case ["purpose"]:
                return f"purpose_{self.languages[0]}"
            case ["items", place, "questions", _number, code]:
                return super().field_of(f"questions_{place}_{code}")
            case ["items", place, *_rest]:
                return super().field_of(f"questions_{place}_{self.languages[0]}")
            case ["opens_at" | "closes_at" as name]:
                return name.removesuffix("_at")
        return super().field_of(pointer)


class ExtendForm(DeskForm):
    """A later close, and why."""

    pointers = {"/closes_at": "closes"}

    def __init__(self, data: Mapping[str, Any] | None, *, zone: str, edition: int) -> None:
        super().__init__(data, initial={"edition": edition})
        self.fields["closes"] = LocalTimeField(zone=zone, label=_("New close"))
        self.fields["reason"] = reason_field(_("Everybody reads it."))
        self.fields["edition"] = edition_field()


class CloseForm(DeskForm):
    """Why a round ends before its time."""

    def __init__(self, data: Mapping[str, Any] | None, *, edition: int) -> None:
        super().__init__(data, initial={"edition": edition})
        self.fields["reason"] = reason_field(_("Everybody reads it."))
        self.fields["edition"] = edition_field()


def reason_field(hint: str) -> forms.CharField:
    """Return a field for a reason; `hint` says who reads it."""
    return forms.CharField(
        label=_("Reason"),
        help_text=hint,
        error_messages={"required": _("Say why.")},
        validators=[no_longer_than(MAX_REASON)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def no_longer_than(limit: int) -> MaxLengthValidator:
    """Check the length here and never in the browser, which would cut off what is pasted."""
    return MaxLengthValidator(
        limit,
        gettext_lazy("Shorten it to %(limit_value)d characters; it has %(show_value)d."),
    )


def edition_field() -> forms.IntegerField:
    """Return the hidden field that says which state of the thing a person saw."""
    return forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def _area(label: str, limit: int, language: str, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        validators=[no_longer_than(limit)],
        widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
    )
