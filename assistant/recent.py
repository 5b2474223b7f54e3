"""The sound of the last seconds, for those who want to keep what a command sounded like."""

from __future__ import annotations

from collections import deque

import numpy as np

from assistant.types import SAMPLE_RATE, Samples


class RecentSound:
    """Remembers at most `seconds` of sound, float32 mono 16 kHz; 0 remembers nothing."""

    def __init__(self, seconds: float) -> None:
        self._most = round(seconds * SAMPLE_RATE)
        self._pieces: deque[Samples] = deque()
        self._length = 0

    def push(self, samples: Samples) -> None:
        """Append `[samples]` and forget the oldest pieces that are not needed any more."""
        if not self._most:
            return
        self._pieces.append(samples)
        self._length += len(samples)
        while self._length - len(self._pieces[0]) >= self._most:
            self._length -= len(self._pieces.popleft())

    def last(self, seconds: float) -> Samples:
        """The newest `seconds` of it, `[samples]`, or as much as there is."""
        joined = np.concatenate([np.zeros(0, np.float32), *self._pieces])
        return joined[max(0, len(joined) - round(seconds * SAMPLE_RATE)) :]
