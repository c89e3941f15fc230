"""The forms in which entries of the record and manifests say things."""

from datetime import UTC, datetime

from provisions.services.payloads import salted_digest

from .models import Window


def instant_text(at: datetime) -> str:
    """Return an aware instant in UTC: `2026-11-22T13:40:00Z`."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def window_payload(window: Window) -> dict[str, object]:
    """Return a setting of a round's window for the public chain; its reason is public elsewhere."""
    return {
        "window": window.number,
        "opens_at": instant_text(window.opens_at),
        "closes_at": instant_text(window.closes_at),
        "reason": salted_digest(str(window.pk), window.reason),
    }
