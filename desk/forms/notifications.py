"""Which mail to send as a sample."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from core.labels import labels
from core.languages import DEFAULT_LANGUAGE
from notifications.enums import Kind, Topic
from notifications.topics import TOPIC_OF_KIND

from .form import DeskForm

# Made of whatever somebody follows, by mandate or by choice.
_OF_ANY_TOPIC = (Kind.NEWS, Kind.DAILY_DIGEST, Kind.WEEKLY_DIGEST)


class SampleForm(DeskForm):
    """A kind of mail, of those that somebody with these topics may get."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of mail"))

    def __init__(self, *args: Any, topics: Collection[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = labels(Kind, get_language() or DEFAULT_LANGUAGE)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (each.value, names[each])
            for each in Kind
            if each in _OF_ANY_TOPIC or TOPIC_OF_KIND.get(each) in topics
        ]

    def wanted(self) -> Kind:
        """Return the kind that was chosen; read it of a form that is valid."""
        return Kind(self.cleaned_data["kind"])
