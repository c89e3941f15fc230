"""The data dictionary: every column of every list, every code, every kind of problem."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from core.labels import labels
from frameworks import enums as framework_enums
from notifications.act_labels import act_labels
from provisions import enums as provision_enums
from provisions.evidence import NeedCode
from provisions.lifecycle import MoveCode, Stage
from provisions.signs import SEVERAL, sign_of
from reviews import enums as review_enums
from stakeholders.enums import CircleKind, Group

# What a name of a list in the page's language is, beside its codes.
CODE_LISTS: Mapping[type[TextChoices], Any] = {
    framework_enums.Theme: gettext_lazy("Themes"),
    Stage: gettext_lazy("Stages on this portal"),
    NeedCode: gettext_lazy("What a provision needs"),
    MoveCode: gettext_lazy("Moves between stages"),
    Group: gettext_lazy("Groups"),
    provision_enums.Stance: gettext_lazy("Stances"),
    review_enums.Moved: gettext_lazy("How a position moved"),
    review_enums.ReleaseKind: gettext_lazy("How a position became public"),
    review_enums.AlignmentKind: gettext_lazy("What governments say of another’s position"),
    provision_enums.ProvisionKind: gettext_lazy("Kinds of provisions"),
    provision_enums.Addressee: gettext_lazy("Addressees"),
    provision_enums.TextStatus: gettext_lazy("Whose words a text holds"),
    provision_enums.SourceBasis: gettext_lazy("How a source speaks of what a summary says"),
    provision_enums.Relation: gettext_lazy("Relations to instruments"),
    provision_enums.SuccessionKind: gettext_lazy("What becomes of a provision"),
    review_enums.RoundState: gettext_lazy("States of review rounds"),
    review_enums.WindowKind: gettext_lazy("Settings of a round’s window"),
    review_enums.Publication: gettext_lazy("When comments are published"),
    review_enums.CommentType: gettext_lazy("Types of comments"),
    review_enums.Purpose: gettext_lazy("Purposes of comments"),
    review_enums.PlacementKind: gettext_lazy("Where a comment’s words went"),
    review_enums.DispositionKind: gettext_lazy("Answers to comments"),
    review_enums.ReplyKind: gettext_lazy("Replies to answers"),
    CircleKind: gettext_lazy("Kinds of circles"),
    framework_enums.OfficialStatus: gettext_lazy("Official status"),
    framework_enums.Basis: gettext_lazy("Basis of a fact"),
    framework_enums.DatePrecision: gettext_lazy("How well a date is known"),
    framework_enums.MilestoneKind: gettext_lazy("Kinds of milestones"),
    framework_enums.DocumentKind: gettext_lazy("Kinds of documents"),
    framework_enums.InstrumentKind: gettext_lazy("Kinds of instruments"),
    framework_enums.InstrumentTier: gettext_lazy("Tiers of Conventions"),
    framework_enums.ClauseKind: gettext_lazy("Kinds of clauses"),
    framework_enums.ClauseOutcome: gettext_lazy("Outcomes of clauses"),
    framework_enums.ClauseEffect: gettext_lazy("Effects of clauses on provisions"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A member of an answer: its path in JSON, its heading in CSV (empty: not there)."""

    path: str
    heading: str
    meaning: str
    codes: tuple[str, ...]


def columns_of(shape: serializers.Serializer[Any], in_csv: tuple[str, ...]) -> list[Column]:
    """Return every column of a shape, members of members included, as `version.title`."""
    return [
        Column(
            path,
            path.replace(".", "_") if path in in_csv else "",
            str(field.help_text or ""),
            tuple(getattr(field, "choices", ())),
        )
        for path, field in _walk(shape, "")
    ]


def _walk(shape: Any, above: str) -> Iterator[tuple[str, Any]]:
    for name, field in shape.get_fields().items():
        path = f"{above}{name}"
        members = getattr(field, "child", field)
        yield path, field
        if hasattr(members, "get_fields"):
            yield from _walk(members, f"{path}.")


def code_lists(language: str) -> list[dict[str, Any]]:
    """Return every closed list with its codes in words, the codes of acts last."""
    shown = [
        {"name": name, "codes": _codes(labels(choices, language))}
        for choices, name in CODE_LISTS.items()
    ]
    several = {
        "name": _("Stances of a group, beside those above"),
        "codes": _codes({SEVERAL: sign_of(SEVERAL, language)["word"]}),
    }
    acts = {"name": _("Acts in the record"), "codes": _codes(act_labels(language))}
    return [*shown, several, acts]


def _codes(names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"code": code, "label": label} for code, label in names.items() if code]


def problems() -> dict[str, str]:
    """Return what every kind of problem means; its `type` leads to its entry on the data page."""
    return {
        "bad_query": _("A parameter or a value is not known, or not of the right form."),
        "bad_cursor": _("The cursor was not written by this list in this order."),
        "invalid": _("What was sent is malformed or breaks a rule of its own."),
        "bad_host": _("The portal is not known under the host name in the request."),
        "too_much": _("More was sent than is taken at once."),
        "not_found": _("There is no such thing, or no such address."),
        "method_not_allowed": _("The address can only be read: use GET, HEAD or OPTIONS."),
        "not_acceptable": _("The form is asked for with `format=`, not with a header."),
        "unsupported_media_type": _("The address reads no body of this kind."),
        "parse_error": _("The body can’t be read."),
        "too_long": _("The query is longer than the portal reads."),
        "too_many_requests": _("More requests than the limit; Retry-After says how long to wait."),
        "not_allowed": _("Whoever asks may not do this."),
        "conflict": _("The state of things does not permit it now; look again."),
        "error": _("The request can’t be answered; the detail says why."),
        "internal": _("A fault of ours; it is recorded."),
        "unavailable": _("The database does not answer; Retry-After says when to try again."),
    }
