"""Answers kept as bytes, in this process, for one revision of the public chain.

Never in the broker's Valkey: pages for random queries would fill it and stop the jobs.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings

from record.revision import public_revision

LARGEST_SHARE = 2  # an answer is kept if that many of its size would fit


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer: its bytes as they are, gzipped where that is worth it, and its headers."""

    body: bytes
    gzipped: bytes | None
    content_type: str
    headers: tuple[tuple[str, str], ...]

    @property
    def weight(self) -> int:
        return len(self.body) + len(self.gzipped or b"") + 500


class AnswerCache:
    """A bounded store; the answers least recently used leave first, older revisions at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._revision = -1
        self._weight = 0

    def get(self, revision: int, address: str) -> Kept | None:
        """Return the answer at `address` for `revision`, or None."""
        with self._lock:
            if revision != self._revision:
                return None
            kept = self._kept.get(address)
            if kept is not None:
                self._kept.move_to_end(address)
            return kept

    def put(self, revision: int, address: str, kept: Kept) -> None:
        """Keep an answer, unless its revision is older than the newest seen or it is so large
        that many others would have to leave for it."""
        if kept.weight > settings.PUBLIC_CACHE_BYTES // LARGEST_SHARE:
            return
        with self._lock:
            if revision < self._revision:
                return
            if revision > self._revision:
                self._kept.clear()
                self._revision, self._weight = revision, 0
            previous = self._kept.pop(address, None)
            self._weight += kept.weight - (previous.weight if previous else 0)
            self._kept[address] = kept
            while self._weight > settings.PUBLIC_CACHE_BYTES:
                _, dropped = self._kept.popitem(last=False)
                self._weight -= dropped.weight

    def clear(self) -> None:
        """Forget everything, revisions included (tests, a restored database)."""
        with self._lock:
            self._kept.clear()
            self._revision, self._weight = -1, 0


class RevisionMemory:
    """The public revision, remembered for at most `REVISION_MEMORY_SECONDS`."""

    def __init__(self) -> None:
        self._seen: tuple[int, float] | None = None

    def read(self) -> int:
        """Return the revision, at most a second old; one query when it isn't remembered."""
        now = time.monotonic()
        seen = self._seen
        if seen is not None and now - seen[1] < settings.REVISION_MEMORY_SECONDS:
            return seen[0]
        revision = public_revision()
        self._seen = (revision, now)
        return revision

    def forget(self) -> None:
        self._seen = None


ANSWERS = AnswerCache()
REVISION = RevisionMemory()
