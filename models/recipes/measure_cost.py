"""What exported models weigh and take, beside each other: bytes, bytes that a compressor leaves, time of the graph.

    python -m models.recipes.measure_cost models/released/inglenook.onnx .cache/pruned.onnx .cache/masked.onnx

The demo's recordings go through each model in turn, round after round, so that whatever else a machine does slows all
of them alike; times are medians of CPU time over the rounds, as shares of the first model's. A second look, which
works only when an utterance is over, is not counted in times, but is in sizes.
"""

from __future__ import annotations

import argparse
import json
import lzma
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.audio.file import read_recording
from assistant.demo import recordings
from assistant.speech.model import AcousticModel
from assistant.types import SAMPLE_RATE, Samples


@dataclass(frozen=True, slots=True)
class Cost:
    """One file."""

    name: str
    bytes: int
    compressed: int
    """By LZMA, as .xz files are: what a download takes."""
    rtf: float
    """CPU seconds of the graph a second of sound, here."""
    ratio: float
    """The same as a share of the first file's."""


def seconds_of(model: AcousticModel, sound: Samples) -> float:
    """CPU seconds in which the graph hears it."""
    stream = model.stream()
    begun = time.process_time()
    stream.push(sound)
    return time.process_time() - begun


def compare(models: Mapping[Path, AcousticModel], sound: Samples, rounds: int) -> list[Cost]:
    """Costs of models that hear the same sound in turn; the first is what others are compared with."""
    taken: dict[Path, list[float]] = {path: [] for path in models}
    for model in models.values():
        seconds_of(model, sound[:SAMPLE_RATE])  # the first run allocates
    for _ in track(range(rounds), "hearing"):
        for path, model in models.items():
            taken[path].append(seconds_of(model, sound))
    medians = [statistics.median(each) for each in taken.values()]
    return [
        Cost(
            path.stem,
            path.stat().st_size,
            len(lzma.compress(path.read_bytes())),
            median / (len(sound) / SAMPLE_RATE),
            median / medians[0],
        )
        for path, median in zip(models, medians, strict=True)
    ]


def table(costs: Sequence[Cost]) -> Table:
    """As people read it."""
    shown = Table("model", "MB", "MB, compressed", "real-time factor", "time, of the first's")
    for one in costs:
        shown.add_row(
            one.name,
            f"{one.bytes / 1e6:.3f}",
            f"{one.compressed / 1e6:.3f}",
            f"{one.rtf:.5f}",
            f"{one.ratio:.2f}",
        )
    return shown


def main() -> None:
    """Compare some files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "models", type=Path, nargs="+", help=".onnx; the first is what others are compared with"
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--write", type=Path, help="JSON file for the figures")
    arguments = parser.parse_args()
    sound = np.concatenate([read_recording(one.file) for one in recordings()])
    found = compare({path: AcousticModel(path) for path in arguments.models}, sound, arguments.rounds)
    Console().print(table(found))
    if arguments.write is not None:
        text = json.dumps([asdict(one) for one in found], indent=1) + "\n"
        arguments.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
