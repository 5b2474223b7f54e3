"""The cheap path to silence: most of a day nobody speaks, and then the model need not run.

`Gate` compares the energy of a few bands with the noise that the room usually has there; it costs a hundredth of the
model. It is quick to believe in speech and slow to doubt it: wrongly open costs time, wrongly closed costs a word.
`GatedStream` puts it before an `AcousticStream`, keeps the sound of the last moments while it is closed, and gives
that to the model first when it opens, so that a word's beginning is heard though it is noticed late.

The noise is followed by its quiet moments, as in Martin 2001, "Noise power spectral density estimation based on
optimal smoothing and minimum statistics", here as a floor that falls fast and rises slowly.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.speech.model import AcousticModel, AcousticStream, ModelFacts, no_frames
from assistant.types import SAMPLE_RATE, Frames, Samples

EDGES_HZ = (100, 250, 450, 750, 1150, 1700, 2500, 3700, 5500, 7800)
"""Borders of the bands; below is mains hum and rumble."""

PARTS = 2
"""A chunk is judged in halves of 40 ms, shorter than most syllables."""

FAINT_DB = -95.0
"""Band power, dB of full scale, below which nothing counts as louder than anything: dither and digital silence."""


@dataclass(frozen=True, slots=True)
class GateOptions:
    """When sound is more than the room's noise. Levels in dB, times in chunks of 80 ms."""

    above: float = 6.0
    """A band must be so much above its floor; the noise of a band varies by less."""
    bands: int = 2
    """So many bands must be."""
    fall: float = 0.1
    """Share of the way down to a quieter chunk that a floor goes at once."""
    rise: float = 0.1
    """How much a floor rises in a chunk that is louder."""
    learn: float = 0.5
    """How much it rises where the model has heard the sound and takes it for silence."""
    hold: int = 12
    """Quiet chunks, for gate and model, until the gate closes: about a second."""
    before: int = 5
    """Chunks kept from before it opens: 400 ms."""


class Gate:
    """Tells chunks that are louder somewhere than the room's noise; pieces of one stream in order."""

    def __init__(self, chunk_samples: int, options: GateOptions | None = None) -> None:
        """`chunk_samples`: length of every chunk, at 16 kHz; even."""
        self.options = options or GateOptions()
        part = chunk_samples // PARTS
        self._window = np.hanning(part).astype(np.float32)
        edges = np.round(np.array(EDGES_HZ) * part / SAMPLE_RATE).astype(np.intp)
        self._edges = edges
        width = np.diff(edges) * float(np.square(self._window).sum()) * part / 2
        self._offset = 10.0 * np.log10(width)
        self._floor: npt.NDArray[np.float64] | None = None

    def is_loud(self, chunk: Samples) -> bool:
        """Whether somebody may speak in this chunk, float32 `[chunk_samples]`; the first one is loud.

        The floor follows; call `learn` too where the model hears silence in it.
        """
        options = self.options
        level = self._level(chunk)
        if self._floor is None:
            self._floor = level.min(axis=0)
            return True
        over = level - self._floor
        low = over.min(axis=0)
        self._floor += np.where(low < 0.0, options.fall * low, np.minimum(low, options.rise))
        return bool(((over > options.above).sum(axis=1) >= options.bands).any())

    def learn(self) -> None:
        """What was heard last is no speech, says the model: take it for noise sooner."""
        if self._floor is not None:
            self._floor += self.options.learn

    def _level(self, chunk: Samples) -> npt.NDArray[np.float64]:
        """Mean power of each band in dB of full scale, `[PARTS, bands]`."""
        spectrum = np.fft.rfft(chunk.reshape(PARTS, -1) * self._window)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        summed = np.add.reduceat(power, self._edges, axis=1)[:, :-1]
        level: npt.NDArray[np.float64] = np.maximum(10.0 * np.log10(summed + 1e-12) - self._offset, FAINT_DB)
        return level


_SILENT = math.log(0.5)
"""A frame whose blank is likelier than this is silence."""


class GatedStream:
    """An `AcousticStream` that does not run in a quiet room; the carried state waits meanwhile."""

    def __init__(self, stream: AcousticStream, gate: Gate, facts: ModelFacts) -> None:
        self._stream = stream
        self._gate = gate
        self._size = facts.chunk_samples
        self._nothing = no_frames(facts)
        self._hold = gate.options.hold
        self._before: deque[Samples] = deque(maxlen=gate.options.before)
        self._quiet = 0
        self._open = True

    @property
    def is_open(self) -> bool:
        """Whether the model runs."""
        return self._open

    def push(self, samples: Samples, *, at_rest: bool) -> Frames:
        """Frames of what `samples`, float32 mono 16 kHz `[n]`, completes.

        None while the gate is closed: their time is left out. `at_rest` says that nobody is being listened to; only
        then may it close, and it opens where it is not so. Pieces that are no whole chunk open it, too.
        """
        if len(samples) != self._size:
            return self._run(samples)
        samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
        loud = self._gate.is_loud(samples)
        if not self._open and (loud or not at_rest):
            return self._run(samples)
        if not self._open:
            self._before.append(samples)
            return self._nothing
        frames = self._run(samples)
        silent = bool((frames.posteriors[:, 0] > _SILENT).all())
        if silent:
            self._gate.learn()
        self._quiet = self._quiet + 1 if silent and at_rest and not loud else 0
        self._open = self._quiet < self._hold
        return frames

    def finish(self) -> Frames:
        """Frames of what is left, the model's delay waited for."""
        return Frames.joined([self._run(np.zeros(0, np.float32)), self._stream.finish()])

    def _run(self, samples: Samples) -> Frames:
        """Let the model hear what was kept, and this."""
        if not self._open:
            self._open, self._quiet = True, 0
        kept = [*self._before, samples]
        self._before.clear()
        return self._stream.push(np.concatenate(kept))


def gated(model: AcousticModel, options: GateOptions | None = None) -> GatedStream:
    """A new stream of `model` behind a gate, as after silence."""
    return GatedStream(model.stream(), Gate(model.facts.chunk_samples, options), model.facts)
