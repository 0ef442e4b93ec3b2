"""Count failed tries in memory, so that nobody can guess codes and passwords quickly."""

import threading
import time
from collections import defaultdict, deque

WINDOW = 15 * 60.0
"""Seconds for which a failure is remembered."""


class Attempts:
    """Failures per name; success is never counted, so a school behind one address may enter."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._failures: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def too_many(self, name: str) -> bool:
        """Say whether this name has failed too often lately."""
        with self._lock:
            return len(self._recent(name)) >= self._most

    def failed(self, name: str) -> None:
        """Note a failure."""
        with self._lock:
            self._recent(name).append(time.monotonic())

    def _recent(self, name: str) -> deque[float]:
        failures = self._failures[name]
        while failures and time.monotonic() - failures[0] > WINDOW:
            failures.popleft()
        return failures
