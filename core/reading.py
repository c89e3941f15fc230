"""One file being read: where things stand in it, and everything found wrong so far."""

from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice

from core.errors import FieldError, Invalid
from core.yamlfile import Mark, locate

TOLD = 500  # mistakes of one file that are named
LISTED = 40  # known codes that are named beside a wrong one


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file: `sections[0].slug`, line and column."""

    path: str
    mark: Mark


@dataclass(slots=True)
class Reading:
    """One file being read: its name and the mistakes found so far."""

    name: str
    mistakes: list[tuple[Place, str]] = field(default_factory=list)

    def refuse(self, place: Place, detail: str) -> None:
        self.mistakes.append((place, detail))

    def suggest(self, wrong: str, known: Collection[str]) -> str:
        """Return what is known, with the closest choice before it if one is close."""
        listed = ", ".join(islice(known, LISTED))
        # A file with hundreds of mistakes is another file; comparing all its words takes minutes.
        close = get_close_matches(wrong[:80], known, n=1) if len(self.mistakes) < TOLD else []
        if close:
            return f"did you mean “{close[0]}”? Known are: {listed}."
        return f"known are: {listed or 'none'}."

    def finish(self) -> None:
        """Raise Invalid with everything that was noted, in the order of the file's lines."""
        if not self.mistakes:
            return
        count = len(self.mistakes)
        things = "one mistake" if count == 1 else f"{count} mistakes"
        told = f"; the first {TOLD} are named" if count > TOLD else ""
        self.mistakes.sort(key=lambda noted: (noted[0].mark.line, noted[0].mark.column))
        raise Invalid(
            f"{self.name} has {things}; nothing was changed{told}.",
            code="file_invalid",
            errors=[
                FieldError(locate(self.name, place.mark, place.path), detail)
                for place, detail in self.mistakes[:TOLD]
            ],
        )


def shorten(text: str) -> str:
    """Return the beginning of `text` as it can be printed."""
    printable = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:60])
    return printable + "…" if len(text) > 60 else printable
