"""What was last loaded from this file, and what follows for each thing in it now.

Three things are compared: the file, the file as it was last loaded, and what stands here. A
file that has not changed in a place changes nothing there, whatever was done on the portal.
"""

from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256

from core.canonical import canonical_bytes
from frameworks.models import Framework, LoadedPart

Aspects = dict[str, str]


class Verdict(Enum):
    SAME = "same"  # nothing to do
    NEW = "new"  # it is not there yet
    CHANGED = "changed"  # the file has changed, and nobody else changed it here
    DIVERGED = "diverged"  # both have changed, and not to the same


def digest_of(**content: object) -> str:
    """Return SHA-256 (hex) over named values of plain kinds."""
    return sha256(canonical_bytes(content)).hexdigest()


@dataclass(slots=True)
class Memory:
    """Digests by part and aspect: as last loaded, and as the file says now."""

    before: dict[str, Aspects] = field(default_factory=dict)
    now: dict[str, Aspects] = field(default_factory=dict)

    @classmethod
    def of(cls, framework: Framework | None) -> "Memory":
        if framework is None:
            return cls()
        rows = LoadedPart.objects.filter(framework=framework)
        return cls(dict(rows.values_list("part", "digests")))

    def judge(self, part: str, aspect: str, in_file: str, here: str | None) -> Verdict:
        """Note what the file says, and return what follows. `here` is None for what is not there.

        What stands here and never came from this file may only be confirmed by it.
        """
        self.now.setdefault(part, {})[aspect] = in_file
        before = self.before.get(part, {}).get(aspect)
        if in_file in (before, here):
            return Verdict.SAME
        if here is None:
            return Verdict.NEW
        return Verdict.CHANGED if here == before else Verdict.DIVERGED

    def missing(self) -> list[str]:
        """Return the parts that were loaded and are not in the file any more."""
        return sorted(part for part in self.before if part not in self.now)

    def lost(self, part: str) -> list[str]:
        """Return the aspects of a part that were loaded and are not in the file any more."""
        return sorted(set(self.before.get(part, {})) - set(self.now.get(part, {})))

    def is_news(self) -> bool:
        """Return whether the file says anything else than when it was last loaded."""
        return self.now != self.before

    def fingerprint(self) -> str:
        """Return SHA-256 (hex) over everything that the file says."""
        return sha256(canonical_bytes(self.now)).hexdigest()
