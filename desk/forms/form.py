"""Forms of the desk: what was typed is kept, and a refusal of the domain finds its field."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django import forms

from core.errors import Conflict, DomainError, Invalid, NotAllowed

ResultT = TypeVar("ResultT")


class DeskForm(forms.Form):
    """A form whose mistakes are listed above it, each linked to its field.

    `pointers` names the field of a JSON pointer where their names differ.
    """

    pointers: ClassVar[dict[str, str]] = {}
    refusal: DomainError | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "use_required_attribute": False, **kwargs})

    @property
    def status(self) -> int:
        """Return the status of a page that shows this form."""
        if self.refusal is not None:
            return self.refusal.status
        return 400 if self.is_bound and self.errors else 200

    @property
    def summary(self) -> list[dict[str, str]]:
        """Return what `components/error_summary.html` lists, in the order of the fields. A choice
        among buttons is led to by its first.
        """
        if not self.is_bound:
            return []
        found = [{"message": str(each), "target": ""} for each in self.non_field_errors()]
        for bound in self:
            label = f"{bound.label}: " if bound.label else ""
            target = "" if bound.is_hidden else bound.id_for_label or f"{bound.auto_id}_0"
            found += [{"message": f"{label}{each}", "target": target} for each in bound.errors]
        return found

    def attempt(self, act: Callable[[], ResultT]) -> ResultT | None:
        """Call a service; a refusal becomes an error of this form, and None is returned.

        What is missing stays missing: Missing and faults pass through.
        """
        try:
            return act()
        except (Conflict, Invalid, NotAllowed) as refusal:
            self.refuse(refusal)
            return None

    def carries(self, act: Callable[[], object]) -> bool:
        """Call a service as `attempt` does, and return whether it did what was asked."""
        return self.attempt(act) is not None

    def refuse(self, refusal: DomainError) -> None:
        """Show `refusal` at the fields that it names, or above them all."""
        self.refusal = refusal
        named = [(self.field_of(error.pointer), error.detail) for error in refusal.errors]
        for name, detail in named:
            self.add_error(name, detail)
        if not named:
            self.add_error(None, refusal.detail)

    def field_of(self, pointer: str) -> str | None:
        """Return the field that a JSON pointer such as `/closes_at` names, or None."""
        name = self.pointers.get(pointer) or pointer.strip("/").replace("/", "_")
        return name if name in self.fields else None
