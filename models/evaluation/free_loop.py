"""Phones without a grammar: any after any, as likely as one follows the other in what people say.

The decoder's penalty of blank is set for grammars, where it makes up for words that are skipped; without one it puts
phones in. So a loop of its own has its own penalty, and a bigram of phones: the loss that models are trained with
(`models/rivals.py`) weighs all sequences by a power of one, so that frames alone were never meant to decide.
Best path over CTC's states, as in Miao et al. 2015, "EESEN", with a phone bigram in place of words.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.types import Posteriors

ENTRY = "free_loop"
"""Of the metadata."""
_STEP = 1.0 / 16.0
"""Nats of the bytes that a bigram is kept in."""
_FAR = np.float32(-1e9)
_STAYED, _BEGAN = -1, -2


@dataclass(frozen=True)
class FreeLoop:
    """Any phone after any other."""

    follows: npt.NDArray[np.float32]
    """Log-probabilities `[phones, phones]` that a column follows a row; row 0 is what begins, column 0 not used."""
    power: float
    """Of the bigram."""
    penalty: float
    """Taken off blank's log-posterior."""

    def phones(self, posteriors: Posteriors, allowed: npt.NDArray[np.bool_] | None = None) -> list[int]:
        """Columns of the best sequence for log-posteriors `[frames, phones]`; of `allowed` columns, where given."""
        frames, count = posteriors.shape
        if frames == 0:
            return []
        step = self.power * self.follows
        step[:, 0] = _FAR
        begins = step[0].copy()
        np.fill_diagonal(step, _FAR)  # again only after blank
        again = self.power * np.diagonal(self.follows)
        rows = posteriors.astype(np.float32)
        if allowed is not None:
            rows[:, ~allowed] = _FAR
        blank = rows[:, 0] - np.float32(self.penalty)
        inside, after = np.full(count, _FAR), np.full(count, _FAR)
        start = np.float32(0.0)
        # Where a phone was come to from: itself (_STAYED), nothing (_BEGAN), the column of another, or its own plus
        # `count` where it is said twice; and whether its blank was come to from the phone, not from that blank.
        into = np.zeros((frames, count), np.int16)
        rests = np.zeros((frames, count), np.bool_)
        for frame in range(frames):
            best = np.maximum(inside, after)
            came = (best[:, None] + step).argmax(axis=0)
            new = best[came] + step[came, np.arange(count)]
            twice = after + again
            came = np.where(twice > new, np.arange(count) + count, came)
            new = np.maximum(new, twice)
            first = start + begins
            came = np.where(first > new, _BEGAN, came)
            new = np.maximum(new, first)
            into[frame] = np.where(inside >= new, _STAYED, came)
            rests[frame] = inside > after
            after = best + blank[frame]
            inside = np.maximum(inside, new) + rows[frame]
            inside[0] = _FAR
            start += blank[frame]
        return _walk(into, rests, inside, after, float(start))


def _walk(
    into: npt.NDArray[np.int16],
    rests: npt.NDArray[np.bool_],
    inside: npt.NDArray[np.float32],
    after: npt.NDArray[np.float32],
    nothing: float,
) -> list[int]:
    """Backwards from the best end; `rests`: whether a phone's blank was reached from the phone, not from its blank."""
    count = len(inside)
    best = np.maximum(inside, after)
    phone = int(best.argmax())
    if nothing >= best[phone]:
        return []
    resting = bool(after[phone] > inside[phone])
    found = [phone]
    for frame in range(len(into) - 1, -1, -1):
        if resting:
            resting = not rests[frame, phone]
            continue
        came = int(into[frame, phone])
        if came == _STAYED:
            continue
        if came == _BEGAN:
            break
        # Into a phone from another's better state, or from its own blank.
        if came >= count:
            resting = True
        else:
            phone = came
            resting = not rests[frame, phone]
        found.append(phone)
    return found[::-1]


def as_metadata(loop: FreeLoop) -> str:
    """As the model's metadata keeps it: 6 KB for 98 phones."""
    steps = np.clip(np.round(-loop.follows / _STEP), 0, 255).astype(np.uint8)
    packed = base64.b85encode(zlib.compress(steps.tobytes(), 9)).decode()
    return json.dumps({"power": loop.power, "penalty": loop.penalty, "bigram": packed})


def from_metadata(metadata: Mapping[str, str], phones: int) -> FreeLoop | None:
    """What `as_metadata` wrote; None where a model has none."""
    if ENTRY not in metadata:
        return None
    stored = json.loads(metadata[ENTRY])
    steps = np.frombuffer(zlib.decompress(base64.b85decode(stored["bigram"])), np.uint8)
    follows = -_STEP * steps.reshape(phones, phones).astype(np.float32)
    return FreeLoop(follows, float(stored["power"]), float(stored["penalty"]))
