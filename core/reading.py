"""One file being read: where things stand in it, and everything found wrong so far."""

from dataclasses import dataclass, field
from difflib import get_close_matches

from core.errors import FieldError, Invalid
from core.yamlfile import Mark, locate


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

    def finish(self) -> None:
        """Raise Invalid with everything that was noted, in the order of the file's lines."""
        if not self.mistakes:
            return
        count = len(self.mistakes)
        things = "one mistake" if count == 1 else f"{count} mistakes"
        self.mistakes.sort(key=lambda noted: (noted[0].mark.line, noted[0].mark.column))
        raise Invalid(
            f"{self.name} has {things}; nothing was changed.",
            code="file_invalid",
            errors=[
                FieldError(locate(self.name, place.mark, place.path), detail)
                for place, detail in self.mistakes
            ],
        )


def suggest(wrong: str, choices: list[str]) -> str:
    """Return `known are: …` with the closest choice before it, if one is close."""
    close = get_close_matches(wrong[:80], choices, n=1)
    did_you_mean = f"did you mean “{close[0]}”? " if close else ""
    listed = ", ".join(choices[:40])
    return f"{did_you_mean}Known are: {listed}." if did_you_mean else f"known are: {listed}."


def shorten(text: str) -> str:
    """Return the beginning of `text` as it can be printed."""
    printable = "".join(sign if sign.isprintable() else "�" for sign in text[:60])
    return printable + "…" if len(text) > 60 else printable
