"""How much one address, or one token, may ask: a fixed window, counted in each process."""

import threading
import time
from dataclasses import dataclass

from django.conf import settings

MOST_ADDRESSES = 10_000  # remembered at once; a flood of addresses can't fill the memory


@dataclass(frozen=True, slots=True)
class Spent:
    """What a request left: `left` more may follow in the next `seconds`; `passes` tells whether
    it may itself be answered.
    """

    left: int
    seconds: int
    passes: bool


class Limiter:
    """Counts requests per address, or per whatever asks, within windows of a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[str, int] = {}

    def wait(self, address: str) -> int:
        """Count one request; return the seconds to wait, 0 where it may pass."""
        limit: int = settings.API_REQUESTS_PER_MINUTE
        if not limit:
            return 0
        spent = self.spend(address, limit)
        return 0 if spent.passes else spent.seconds

    def spend(self, who: str, limit: int) -> Spent:
        """Count one request of `who`, who may make `limit` of them in a window."""
        now = int(time.monotonic())
        with self._lock:
            if now // 60 != self._window or len(self._counts) > MOST_ADDRESSES:
                self._window, self._counts = now // 60, {}
            count = self._counts[who] = self._counts.get(who, 0) + 1
        return Spent(max(0, limit - count), 60 - now % 60, count <= limit)


def policy() -> str:
    """Return the constant `RateLimit-Policy`, the same for everyone."""
    return f'"default";q={settings.API_REQUESTS_PER_MINUTE};w=60'


LIMITER = Limiter()
