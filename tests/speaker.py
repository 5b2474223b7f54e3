"""A speaker that every model understands: text becomes the posteriors of a clear voice, or sound that stands for them.

Tests of everything behind the acoustic model speak with this voice, so that they hold for any model. `said` gives
posteriors; `sound_of` writes the same into samples (40 ms of a constant for each frame), which may go through files
and microphones, and `PlainModel` reads them again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from assistant.ears import phrase_words
from assistant.grammar.confidence import Calibration
from assistant.speech.model import AcousticModel, AcousticStream, ModelFacts
from assistant.speech.phones import INVENTORY
from assistant.speech.pronounce import Pronouncer
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE, Frames, Posteriors, Samples

FRAME = 0.04
FRAME_SAMPLES = int(FRAME * SAMPLE_RATE)
_STEPS = 128
"""A sample of `column / _STEPS` stands for a column; 16-bit files keep it exactly."""

FACTS = ModelFacts(
    path=Path("plain"),
    phones=INVENTORY,
    chunk_samples=CHUNK_SAMPLES,
    frame_seconds=FRAME,
    delay_seconds=0.0,
    precision="plain",
    bytes=1,
    more={
        "blank_penalty": "3",
        "wake_threshold": "0.5",
        "calibration": json.dumps(Calibration().as_mapping()),
    },
)
COLUMNS = FACTS.columns

Plan = list[int]
"""The phone's column of each frame, 0 for blank."""


@cache
def pronouncer() -> Pronouncer:
    return Pronouncer()


def frames(seconds: float) -> int:
    return round(seconds / FRAME)


def pause(seconds: float) -> Plan:
    return [0] * frames(seconds)


def plan(text: str, before: float = 0.0, after: float = 0.0) -> Plan:
    """Each phone for two frames and a blank, with silence around, in seconds."""
    language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"
    columns: Plan = []
    for word in phrase_words(text):
        for phone in pronouncer().pronounce(word, language)[0]:
            columns += [COLUMNS[phone]] * 2 + [0]
    return pause(before) + columns + pause(after)


def mumbling(seconds: float, seed: int = 5) -> Plan:
    """Speech that is no sentence of any home."""
    random = np.random.default_rng(seed)
    columns: Plan = []
    while len(columns) < frames(seconds):
        columns += [int(random.integers(1, len(INVENTORY)))] * 2 + [0]
    return columns


def posteriors(columns: Sequence[int], sure: float = 0.95) -> Posteriors:
    """Log-posteriors `[frames, phones]` of somebody who is understood so surely."""
    probabilities = np.full((len(columns), len(INVENTORY)), (1 - sure) / (len(INVENTORY) - 1))
    probabilities[np.arange(len(columns)), list(columns)] = sure
    rows: Posteriors = np.log(probabilities).astype(np.float32)
    return rows


def said(text: str, before: float = 0.2, after: float = 0.0, sure: float = 0.95) -> Posteriors:
    return posteriors(plan(text, before, after), sure)


def heard(columns: Sequence[int], sure: float = 0.95) -> Frames:
    """`posteriors` as they come from a model."""
    return Frames.of(posteriors(columns, sure))


def sound_of(columns: Sequence[int]) -> Samples:
    """Sound, float32 mono 16 kHz `[samples]`, that `PlainModel` understands.

    A frame's middle holds still, so that resampling keeps it; its ends flicker, for a gate that hears no 0 Hz.
    """
    time = np.arange(FRAME_SAMPLES)
    shape = np.where(abs(time - FRAME_SAMPLES // 2) < FRAME_SAMPLES // 4, 1, time // 8 % 2).astype(np.float32)
    return np.outer(np.array(columns, np.float32) / np.float32(_STEPS), shape).ravel()


class PlainModel(AcousticModel):
    """Understands `sound_of` and nothing else; silence, and what is not a number, is blank."""

    def __init__(self, facts: ModelFacts = FACTS) -> None:
        self.facts = facts

    def stream(self) -> PlainStream:
        return PlainStream(self)


class PlainStream(AcousticStream):
    """Two frames a chunk, as of a real model."""

    def __init__(self, model: PlainModel) -> None:
        self._plain = model
        self._rest = np.zeros(0, np.float32)

    def push(self, samples: Samples) -> Frames:
        joined = np.concatenate([self._rest, np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)])
        whole = len(joined) // CHUNK_SAMPLES * CHUNK_SAMPLES
        self._rest = joined[whole:]
        middles = joined[:whole].reshape(-1, FRAME_SAMPLES)[:, FRAME_SAMPLES // 2]
        columns = np.rint(middles * _STEPS).astype(int)
        return heard([column if 0 <= column < len(INVENTORY) else 0 for column in columns.tolist()])

    def finish(self) -> Frames:
        return self.push(np.zeros(-len(self._rest) % CHUNK_SAMPLES + CHUNK_SAMPLES, np.float32))
