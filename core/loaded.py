"""What loading a reviewed file did, for the person who ran the command."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loaded:
    """Slugs or codes of what a load created and changed; both empty if nothing had to be done."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
