"""Forms as the house shows them: each error in a summary that leads to its field."""

from typing import TypedDict

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

register = template.Library()


class Shown(TypedDict):
    """One line of `components/error_summary.html`; `target` is the id of a field or ""."""

    message: str
    target: str


@register.simple_tag
def errors_of(form: BaseForm | None) -> list[Shown]:
    """Return every error of `form`, those of no field first. None has none."""
    if form is None:
        return []
    return [
        Shown(message=str(message), target=form[name].auto_id if name in form.fields else "")
        for name, messages in sorted(
            form.errors.items(), key=lambda item: item[0] != NON_FIELD_ERRORS
        )
        for message in messages
    ]


@register.filter
def without_placeholder(field: BoundField) -> SafeString:
    """Return the field's control. A placeholder that repeats the label is noise."""
    return field.as_widget(attrs={"placeholder": False})
