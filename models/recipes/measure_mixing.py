"""Compare noise that training adds to energies with noise that a microphone adds to sound: is it as hard.

    python -m models.recipes.measure_mixing --weights models/released/inglenook.pt

CTC loss a phone of validation clips in the validation split's noises, the noise added in three ways: to the waveform
(the truth), to the energies as if powers just added, and by `augment.Waves.together`, as training does. The same
clips, noise and levels each time; a way of adding that differs from the truth teaches another noise than the one that
is met.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.types import Samples
from models.acoustic import AcousticNet
from models.data import augment
from models.data.batches import phones_of
from models.data.manifest import read_sound
from models.evaluation.bench import clips_of, noises_of
from models.evaluation.sound import cut
from models.frontend import FrontEnd, mel_energies, pcen
from models.losses import ctc_of
from models.recipes.train import load_weights

FAMILIES = ("kokoro-en", "common-voice-korliu", "speechocean")
LEVELS = (20.0, 5.0, 0.0)
"""Decibels of mean power, speech against noise."""
LOUD = 0.1
"""Root mean square of the speech."""
WAYS = ("in sound", "as sums of energies", "as training does")
AFTER = 24
"""Frames of 10 ms that the last ones are repeated for: the model answers late."""
Phones = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Spoken:
    """A clip and its phones."""

    sound: Samples
    phones: Phones


def spoken(speech: Path, alignments: Path, family: str, most: int) -> Iterator[Spoken]:
    """Up to `most` aligned clips of a family's validation split, evenly spread; none where it is absent."""
    clips, aligned = clips_of(speech, family), alignments / f"{family}.npz"
    if not (clips and aligned.exists()):
        return
    stored = np.load(aligned)
    labels, offsets = stored["labels"], stored["offsets"]
    chosen = [i for i, clip in enumerate(clips) if clip.split == "valid" and offsets[i + 1] > offsets[i]]
    chosen = [chosen[round(place)] for place in np.linspace(0, len(chosen) - 1, min(most, len(chosen)))]
    sounds = read_sound(speech, [clips[i] for i in chosen])
    for i, (_, sound) in zip(chosen, track(sounds, family, total=len(chosen)), strict=True):
        phones = phones_of(labels[offsets[i] : offsets[i + 1]])
        if len(phones):
            yield Spoken(sound * np.float32(LOUD / (_root_mean_square(sound) + 1e-9)), phones)


def loss(net: AcousticNet, energies: npt.NDArray[np.float32], phones: Phones) -> float:
    """CTC loss of the phones, in nats, given mel energies `[10 ms frames, bands]`."""
    features = pcen(energies, FrontEnd())
    features = np.pad(features, ((0, AFTER), (0, 0)), mode="edge")
    features = features[: len(features) // 8 * 8]
    return ctc_of(net, features, phones.tolist())


def compare(
    net: AcousticNet, clips: Sequence[Spoken], noises: Sequence[Samples], level: float, seed: int = 1
) -> tuple[float, ...]:
    """Loss a phone in noise that is added in each of `WAYS`."""
    front, rng = FrontEnd(), np.random.default_rng(seed)
    waves = augment.waves(6000, front, rng)
    sums, phones = np.zeros(len(WAYS)), 0
    for number, clip in enumerate(clips):
        noise = cut(noises[number % len(noises)], len(clip.sound), rng)
        noise = noise * np.float32(LOUD * 10 ** (-level / 20) / (_root_mean_square(noise) + 1e-9))
        speech, other = mel_energies(clip.sound, front), mel_energies(noise, front)
        mixed = (
            mel_energies(clip.sound + noise, front),
            speech + other,
            waves.together(speech, other, rng),
        )
        sums += [loss(net, energies, clip.phones) for energies in mixed]
        phones += len(clip.phones)
    return tuple((sums / max(1, phones)).tolist())


def _root_mean_square(sound: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, default=Path("models/released/inglenook.pt"))
    parser.add_argument("--speech", type=Path, default=Path(".cache/extra"))
    parser.add_argument("--alignments", type=Path, default=Path(".cache/alignments"))
    parser.add_argument("--clips", type=int, default=150, help="of each family, at most")
    arguments = parser.parse_args()
    net = load_weights(arguments.weights)[0].eval()
    noises = noises_of(arguments.speech, "valid")
    if not noises:
        parser.error(f"there is no noise in {arguments.speech}")
    table = Table("clips", "dB", *WAYS, title="CTC loss a phone")
    for family in FAMILIES:
        clips = list(spoken(arguments.speech, arguments.alignments, family, arguments.clips))
        for level in LEVELS if clips else ():
            found = compare(net, clips, noises, level)
            table.add_row(f"{len(clips)} {family}", f"{level:.0f}", *(f"{value:.3f}" for value in found))
    Console().print(table)


if __name__ == "__main__":
    main()
