"""When everything in the story happens. Every answer is asked for at `NOW`."""

from datetime import UTC, datetime, timedelta

FIRST_OPENS = datetime(2026, 9, 1, 7, tzinfo=UTC)
FIRST_CLOSES = datetime(2026, 9, 15, 16, tzinfo=UTC)
SECOND_OPENS = datetime(2026, 10, 1, 7, tzinfo=UTC)
SECOND_CLOSES = datetime(2026, 11, 15, 17, tzinfo=UTC)
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
YESTERDAY = NOW - timedelta(days=1)
IN_FIRST = FIRST_OPENS + timedelta(days=2)
AFTER_FIRST = FIRST_CLOSES + timedelta(hours=1)
IN_SECOND = SECOND_OPENS + timedelta(days=2)
