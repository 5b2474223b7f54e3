"""Phone errors of weights in torch, on people and voices that no training has: which of several runs is the better one.

    python -m models.recipes.measure_phones models/released/inglenook.pt .cache/runs/new.pt --speech .cache/extra
    python -m models.recipes.measure_phones models/released/inglenook.pt --look models/released/inglenook-look.pt

Up to `--clips` aligned clips of the validation split of each family, in a quiet room and in fires and rain, which no
training hears: the best phone of every frame, repeats collapsed, against the aligner's phones. Minutes, where
`calibrate.py` and `evaluate.py` take an hour; but a grammar corrects much of what is counted here.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.types import Samples
from models.acoustic import AcousticNet
from models.evaluation.bench import noises_of
from models.evaluation.distance import edits
from models.evaluation.sound import with_noise
from models.frontend import FrontEnd, mel_energies, pcen
from models.recipes.measure_mixing import AFTER, Spoken, spoken
from models.recipes.train import load_weights
from models.second_look import SecondLook, load_look

FAMILIES = (
    "common-voice-korliu",
    "common-voice-delta",
    "common-voice-zh",
    "speechocean",
    "kokoro-en",
    "kokoro-zh",
    "words-valid",
    "mandarin-words",
)
QUIET = "quiet"
Features = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Said:
    """One clip as the model gets it, and its phones."""

    features: Features
    phones: list[int]


@dataclass(frozen=True)
class Errors:
    """Phone errors of one family in one room."""

    family: str
    room: str
    errors: int
    phones: int

    @property
    def share(self) -> float:
        """Errors in a hundred phones."""
        return 100.0 * self.errors / max(1, self.phones)


def features_of(sound: Samples) -> Features:
    """PCEN `[frames, bands]` of 16 kHz sound, as many frames behind it as the model answers late."""
    rows = pcen(mel_energies(sound, FrontEnd()), FrontEnd())
    rows = np.pad(rows, ((0, AFTER + -len(rows) % 8), (0, 0)), mode="edge")
    return rows[: len(rows) // 8 * 8]


def in_room(clips: Sequence[Spoken], noises: Sequence[Samples], snr: float | None) -> list[Said]:
    """The clips as they sound at so many decibels of speech against noise, in turn of all noises; None: without any."""
    rng, found = np.random.default_rng(17), []
    for number, one in enumerate(clips):
        sound = one.sound
        if snr is not None:
            sound = with_noise(sound, noises[number % len(noises)], snr, rng)
        found.append(Said(features_of(sound), one.phones.astype(int).tolist()))
    return found


def heard(net: AcousticNet, features: Features, look: SecondLook | None = None) -> list[int]:
    """Columns of the phones that are the best of their frames, repeats collapsed, without blank."""
    with torch.inference_mode():
        logits, inner = net.with_inner(torch.from_numpy(features)[None])
        if look is not None:
            logits = look(inner[-1], logits)
    best = logits[0].argmax(1).tolist()
    return [column for column, _ in itertools.groupby(best) if column]


def count(net: AcousticNet, said: Sequence[Said], look: SecondLook | None = None) -> tuple[int, int]:
    """Errors and phones of some clips."""
    errors = sum(edits(one.phones, heard(net, one.features, look)).errors for one in said)
    return errors, sum(len(one.phones) for one in said)


def options() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, nargs="+", help="files that export.py --weights wrote")
    parser.add_argument("--look", type=Path, help="a second look, of the same units, behind each of them")
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--alignments", type=Path, default=Path(".cache/alignments"))
    parser.add_argument("--clips", type=int, default=100, help="of a family, at most")
    parser.add_argument("--snr", type=float, default=8.0, help="decibels of speech against the noise")
    parser.add_argument("--write", type=Path, help="JSON file for the figures")
    return parser


def main() -> None:
    """Measure some weights on the same clips."""
    parser = options()
    arguments, console = parser.parse_args(), Console()
    torch.set_num_threads(1)
    nets = {path: load_weights(path)[0].eval() for path in arguments.weights}
    look = None if arguments.look is None else load_look(arguments.look)
    noises = noises_of(arguments.speech, "valid")
    found: dict[str, list[Errors]] = {str(path): [] for path in nets}
    for family in FAMILIES:
        clips = list(spoken(arguments.speech, arguments.alignments, family, arguments.clips))
        for room, snr in ((QUIET, None), (f"{arguments.snr:g} dB", arguments.snr)):
            if not clips or (snr is not None and not noises):
                continue
            said = in_room(clips, noises, snr)
            for path, net in track(nets.items(), f"{family}, {room}"):
                found[str(path)].append(Errors(family, room, *count(net, said, look)))
    if not any(found.values()):
        parser.error(f"{arguments.speech} has no aligned validation clips; align.py makes alignments")
    print_table(found, console)
    if arguments.write is not None:
        listed = {
            path: [
                {"family": one.family, "room": one.room, "errors": one.errors, "phones": one.phones}
                for one in each
            ]
            for path, each in found.items()
        }
        arguments.write.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def print_table(found: dict[str, list[Errors]], console: Console) -> None:
    """A row for each file and room, the mean of its families last."""
    families = list(dict.fromkeys(one.family for each in found.values() for one in each))
    table = Table("weights", "room", *families, "mean", title="phone errors, %")
    for path, each in found.items():
        for room in dict.fromkeys(one.room for one in each):
            shares = {one.family: one.share for one in each if one.room == room}
            shown = (f"{shares[family]:.1f}" if family in shares else "" for family in families)
            table.add_row(path, room, *shown, f"{np.mean(list(shares.values())):.1f}")
    console.print(table)


if __name__ == "__main__":
    main()
