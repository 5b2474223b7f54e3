"""Wake phrases in a stream of frames: spotted as they come, and looked at again before anybody is woken.

Something sounds near enough a few times an hour, and the model's second look at the last seconds, which knows how the
phrase ended, is the better judge of it (models/RESULTS.md).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.grammar.spotter import SpotHit, Spotter
from assistant.types import Frames, Posteriors

BEHIND = 70
"""Frames that are looked at again at least; more where a slow and long phrase takes more."""


class Wake:
    """Listens for phrases in one stream; not for several threads at once."""

    def __init__(
        self,
        spotter: Spotter,
        doubters: Mapping[str, Spotter] | None = None,
        look: Callable[[Frames], Posteriors] | None = None,
    ) -> None:
        """`spotter` hears the stream.

        Where there is a `look`, what it spots must be heard in that, too, by the phrase's own one of `doubters`.
        """
        self._spotter = spotter
        self._doubters = doubters or {}
        self._look = look
        self._recent: deque[Frames] = deque(maxlen=max(BEHIND, spotter.longest))

    @property
    def frames(self) -> int:
        """Frames heard so far."""
        return self._spotter.frames

    def reset(self) -> None:
        """Forget everything heard; frames count from 0 again."""
        self._spotter.reset()
        self._recent.clear()

    def push(self, frames: Frames) -> tuple[SpotHit, ...]:
        """Hear the next frames; what has been said. Raises ModelError for frames of another model."""
        if self._look is None:
            return self._spotter.push(frames.posteriors)
        found: list[SpotHit] = []
        for number in range(len(frames)):
            frame = frames[number : number + 1]
            self._recent.append(frame)
            found += self._sure(self._spotter.push(frame.posteriors))
        return tuple(found)

    def flush(self) -> tuple[SpotHit, ...]:
        """The stream has ended: whatever was heard and not yet told."""
        return self._sure(self._spotter.flush())

    def _sure(self, hits: tuple[SpotHit, ...]) -> tuple[SpotHit, ...]:
        """Those of `hits` that are heard again, as surely as then."""
        if self._look is None or not hits:
            return hits
        again = self._look(Frames.joined(list(self._recent)))
        found: list[SpotHit] = []
        for hit in hits:
            doubter = self._doubters[hit.phrase]
            doubter.reset()
            once_more = (*doubter.push(again), *doubter.flush())
            if once_more:
                best = max(once_more, key=lambda one: one.confidence)
                found.append(replace(hit, confidence=best.confidence, score=best.score))
        return tuple(found)
