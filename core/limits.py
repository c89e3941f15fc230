"""How much one address may ask of the API: a fixed window, counted in each process."""

import threading
import time

from django.conf import settings

MOST_ADDRESSES = 10_000  # remembered at once; a flood of addresses can't fill the memory


class Limiter:
    """Counts requests per address within windows of a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[str, int] = {}

    def wait(self, address: str) -> int:
        """Count one request; return the seconds to wait, 0 where it may pass."""
        limit: int = settings.API_REQUESTS_PER_MINUTE
        if not limit:
            return 0
        now = int(time.monotonic())
        with self._lock:
            if now // 60 != self._window or len(self._counts) > MOST_ADDRESSES:
                self._window, self._counts = now // 60, {}
            count = self._counts[address] = self._counts.get(address, 0) + 1
        return 60 - now % 60 if count > limit else 0


def policy() -> str:
    """Return the constant `RateLimit-Policy`, the same for everyone."""
    return f'"default";q={settings.API_REQUESTS_PER_MINUTE};w=60'


LIMITER = Limiter()
