"""Forms of answers: which cases are shown, what is answered, and what is replied to it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import LANGUAGES, Texts
from core.words import language_name
from reviews.content import MAX_REASON
from reviews.enums import DispositionKind, ReplyKind
from reviews.selectors.answer_queue import PREPARED, RELEASED, UNANSWERED, AnswerCase

from .form import DeskForm
from .positions import ActingFor, ActingForm
from .rounds import no_longer_than

NOBODY = "nobody"
Choices = list[tuple[str, str]]


class QueueFilter(DeskForm):
    """Which cases of a round are shown: a plain GET, all of them where nothing is chosen."""

    def __init__(self, data: QueryDict, *, cases: Sequence[AnswerCase]) -> None:
        super().__init__(data, auto_id="filter-%s")
        for name, label, choices in (
            ("provision", _("Provision"), _provisions(cases)),
            ("state", _("Answer"), _states()),
            ("assignee", _("Assigned to"), _assignees(cases)),
            ("cluster", _("Cluster"), _clusters(cases)),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", _("all")), *choices],
                error_messages={"invalid_choice": _("Nothing of this round; choose again.")},
            )

    def keeps(self, case: AnswerCase) -> bool:
        """Return whether a case is shown; read it of a form that is valid."""
        person, cluster = case.assignee, case.cluster
        of_case = {
            "provision": case.handed.provision,
            "state": case.state,
            "assignee": str(person.mandate_id) if person else NOBODY,
            "cluster": str(cluster.id) if cluster else NOBODY,
        }
        wanted = self.cleaned_data
        return all(not wanted[name] or wanted[name] == value for name, value in of_case.items())

    @property
    def in_use(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class AnswerForm(DeskForm):
    """A decision with its reasons, for one or several comments. `repeatable` are the comments
    that may be named as repeated, by id.
    """

    pointers = {"reasons": "reasons_en"}

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        repeatable: Choices,
        language: str,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["kind"] = forms.ChoiceField(
            label=_("Decision"),
            choices=list(labels(DispositionKind, language).items())[1:],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
        )
        self.fields["duplicate_of"] = forms.ChoiceField(
            label=_("Repeats the comment"),
            required=False,
            choices=[("", _("none")), *repeatable],
            help_text=_("Only for a duplicate. Readers are led to the answer of that comment."),
            error_messages={"invalid_choice": _("Choose a comment of this round.")},
        )
        for code in LANGUAGES:
            self.fields[f"reasons_{code}"] = _prose(
                _("Reasons (%(language)s)") % {"language": language_name(code, language)}, code
            )

    def reasons(self) -> Texts:
        """Return what was written, by language."""
        said = {code: self.cleaned_data[f"reasons_{code}"] for code in LANGUAGES}
        return {code: text for code, text in said.items() if text}

    @property
    def duplicate_of(self) -> UUID | None:
        """Return the comment that is repeated, if one was chosen."""
        named = self.cleaned_data["duplicate_of"]
        return UUID(named) if named else None

    def areas(self) -> list[forms.BoundField]:
        return [self[f"reasons_{code}"] for code in LANGUAGES]


class ReplyForm(ActingForm):
    """Satisfied, or why the comment is maintained. `answer` and `expected_number` are the answer
    and the number of the latest reply that the person saw.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        language: str,
        acting_for: ActingFor = (),
    ) -> None:
        super().__init__(data, initial={"language": language})
        self.fields["kind"] = forms.ChoiceField(
            label=_("What do you say to the answer?"),
            choices=list(labels(ReplyKind, language).items())[1:],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
        )
        self.fields["text"] = _prose(_("Your words"), "")
        self.fields["text"].help_text = _("Needed where you maintain the comment: say why.")
        self.fields["language"] = forms.ChoiceField(
            label=_("Language you write in"),
            choices=[(code, language_name(code, language)) for code in LANGUAGES],
        )
        self.add_acting_for(acting_for)
        self.add_number()
        unknown = _("This page does not say which answer it shows. Load it again.")
        self.fields["answer"] = forms.UUIDField(
            widget=forms.HiddenInput, error_messages={"required": unknown, "invalid": unknown}
        )


def seen_numbers(sent: Collection[str]) -> dict[UUID, int]:
    """Return the numbers of the answers that a page showed, by comment: `<id>:<number>` each. What
    is malformed counts as not seen.
    """
    found: dict[UUID, int] = {}
    for each in sent:
        raw, _colon, number = each.partition(":")
        try:
            found[UUID(raw)] = int(number) if number.isascii() and len(number) < 10 else 0
        except ValueError:
            continue
    return found


def _prose(label: str, language: str) -> forms.CharField:
    attributes: dict[str, Any] = {"rows": 5, "dir": "auto"}
    if language:
        attributes["lang"] = language
    return forms.CharField(
        label=label,
        required=False,
        validators=[no_longer_than(MAX_REASON)],
        widget=forms.Textarea(attrs=attributes),
    )


def _provisions(cases: Sequence[AnswerCase]) -> Choices:
    return list({case.handed.provision: case.handed.provision_number for case in cases}.items())


def _states() -> Choices:
    return [
        (UNANSWERED, _("to be answered")),
        (PREPARED, _("prepared, not released")),
        (RELEASED, _("released")),
    ]


def _assignees(cases: Sequence[AnswerCase]) -> Choices:
    people = {str(case.assignee.mandate_id): case.assignee.name for case in cases if case.assignee}
    return [(NOBODY, _("nobody")), *sorted(people.items(), key=lambda each: each[1])]


def _clusters(cases: Sequence[AnswerCase]) -> Choices:
    named = {
        str(case.cluster.id): f"{case.handed.provision_number} · {case.cluster.name}"
        for case in cases
        if case.cluster
    }
    return [(NOBODY, _("none")), *named.items()]
