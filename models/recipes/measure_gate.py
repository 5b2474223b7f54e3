"""What the gate before the model lets through, what it misses and what it costs, in quiet and in noise.

    python -m models.recipes.measure_gate --speech ../shared/speech

Clips of the validation split, each between pauses, in one endless stream per condition. A chunk of 80 ms is speech
where the model, without a gate and without the noise, hears a phone in it. `missed` are speech chunks that the gate
kept from the model; `open` is the share of pauses that the model had to hear.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.audio.level import measure as measure_level
from assistant.ears import EarMaker
from assistant.paths import bundled_model
from assistant.speech.gate import Gate, GatedStream, gated
from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE, Samples
from models.data.manifest import read_sound
from models.evaluation.bench import Bench
from models.evaluation.sound import with_noise

FAMILIES = ("kokoro-en", "kokoro-zh", "words-valid", "speechocean")
PAUSE = 4.0
"""Seconds before each clip: the gate closes after one."""
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Condition:
    """One kind of room."""

    name: str
    snr: float
    noise: Samples


@dataclass(frozen=True)
class Found:
    """What the gate did in it."""

    name: str
    speech: int
    """Chunks of speech."""
    missed: int
    clips: int
    clips_hurt: int
    """Clips with a chunk missed."""
    open_in_pauses: float
    """Share of the pauses' chunks that the model heard."""
    rtf: float
    """CPU seconds a second of sound, level and gate alone."""


def spoken(model: AcousticModel, sound: Samples) -> Flags:
    """Chunks of whole-chunk `sound` in which the model hears a phone, its delay taken back."""
    late = round(model.facts.delay_seconds / model.facts.frame_seconds)
    chunks = len(sound) // CHUNK_SAMPLES
    phones = model.posteriors(sound).argmax(axis=1)[late:] > 0
    phones = np.concatenate([phones, np.zeros(2 * chunks, bool)])[: 2 * chunks]
    flags: Flags = phones[::2] | phones[1::2]
    return flags


def let_through(stream: GatedStream, sound: Samples) -> Flags:
    """Chunks of `sound` that the model was given."""
    chunks = sound.reshape(-1, CHUNK_SAMPLES)
    flags = np.zeros(len(chunks), bool)
    for number, chunk in enumerate(chunks):
        given = len(stream.push(chunk, at_rest=True)) // 2  # two rows a chunk
        flags[max(0, number + 1 - given) : number + 1] = True
    return flags


def cost(sound: Samples) -> float:
    """Real-time factor of level and gate alone."""
    gate = Gate(CHUNK_SAMPLES)
    begun = time.process_time()
    for chunk in sound.reshape(-1, CHUNK_SAMPLES):
        measure_level(chunk)
        gate.is_loud(chunk)
    return (time.process_time() - begun) / (len(sound) / SAMPLE_RATE)


def measure(model: AcousticModel, clips: Sequence[tuple[Samples, Flags]], condition: Condition) -> Found:
    """Hear all clips, `(sound, which chunks are speech)` with their pauses, in one room."""
    rng = np.random.default_rng(3)
    stream = gated(model)
    missed = clips_hurt = 0
    opened: list[Flags] = []
    last = np.zeros(0, np.float32)
    for sound, speech in track(clips, condition.name):
        last = with_noise(sound, condition.noise, condition.snr, rng)
        heard = let_through(stream, last)
        lost = int((speech & ~heard).sum())
        missed, clips_hurt = missed + lost, clips_hurt + (lost > 0)
        # The first chunks of a pause are held open by the clip before; they are part of what a pause costs.
        opened.append(heard[: round(PAUSE * SAMPLE_RATE) // CHUNK_SAMPLES])
    return Found(
        condition.name,
        speech=int(sum(speech.sum() for _, speech in clips)),
        missed=missed,
        clips=len(clips),
        clips_hurt=clips_hurt,
        open_in_pauses=float(np.concatenate(opened).mean()),
        rtf=cost(last),
    )


def conditions(bench: Bench) -> Iterator[Condition]:
    """White noise as of a microphone, far below and near speech, and every noise that is kept from training."""
    white = np.random.default_rng(1).normal(0.0, 0.1, 60 * SAMPLE_RATE).astype(np.float32)
    for snr in (60.0, 30.0, 10.0):
        yield Condition(f"white noise {snr:.0f} dB", snr, white)
    for number, noise in enumerate(bench.noises(), 1):
        yield Condition(f"kitchen {number} 10 dB", 10.0, noise)


def clips_of(bench: Bench, count: int) -> Iterator[tuple[Samples, Flags]]:
    """Some clips of each family's validation split, as many of each, a pause before each."""
    pause = np.zeros(round(PAUSE * SAMPLE_RATE) // CHUNK_SAMPLES * CHUNK_SAMPLES, np.float32)
    for family in FAMILIES:
        clips = bench.clips(family, lambda clip: clip.split == "valid")
        chosen = clips[:: max(1, len(clips) // count)][:count]
        for _, sound in read_sound(bench.speech, chosen):
            whole = np.pad(sound, (0, -len(sound) % CHUNK_SAMPLES)).astype(np.float32)
            sound_with_pause = np.concatenate([pause, whole])
            yield sound_with_pause, spoken(bench.model, sound_with_pause)


def main() -> None:
    """Measure, show, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=bundled_model())
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--clips", type=int, default=20, help="of each family")
    parser.add_argument("--write", type=Path, help="JSON file for the figures")
    arguments = parser.parse_args()
    model = AcousticModel(arguments.model)
    # The split says which noises are mixed in: here those that training does not hear.
    maker = EarMaker(model.facts, Pronouncer())
    bench = Bench(arguments.speech, model, maker, Path(".cache"), split="devtest")
    clips = list(clips_of(bench, arguments.clips))
    if not clips:
        parser.error(f"{arguments.speech} has none of: {', '.join(FAMILIES)}")
    found = [measure(model, clips, one) for one in conditions(bench)]
    table = Table("", "missed", "clips hurt", "open in pauses", "RTF of gate and level")
    for one in found:
        table.add_row(
            one.name,
            f"{one.missed} of {one.speech}",
            f"{one.clips_hurt} of {one.clips}",
            f"{one.open_in_pauses:.0%}",
            f"{one.rtf:.5f}",
        )
    Console().print(table)
    if arguments.write:
        arguments.write.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n")


if __name__ == "__main__":
    main()
