"""Say the sentences of `assistant/demo/recordings/recordings.yaml`, the recordings that `inglenook demo` plays.

    python -m models.recipes.synthesize --fetch
    python -m models.recipes.demo_recordings --voices .cache/voices

Each gets 0.4 s of a quiet room before its words and 0.8 s after them; the words peak at -6 dB of full scale.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import yaml
from rich.console import Console

from assistant.demo import FOLDER
from models.data.kokoro import KOKORO_RATE, Kokoro, Language, Sound, Voice, speller
from models.data.voice_sound import RATE, to_clip

BEFORE, BETWEEN, AFTER = 0.4, 0.5, 0.8
"""Seconds of quiet: before, between wake phrase and command, after."""
ROOM_DB = -66.0
"""RMS of the room's noise, dB of full scale: what is there when nothing is, but no digital zeros."""
OPUS_LEVEL = 0.85
"""libsndfile's compression, about 43 kbit/s."""


def room(samples: int, rng: np.random.Generator) -> Sound:
    """A quiet room: noise that falls by 6 dB an octave above 60 Hz."""
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    spectrum /= np.maximum(60.0, np.fft.rfftfreq(samples, 1 / RATE))
    noise = np.fft.irfft(spectrum, samples)
    return np.asarray(noise * 10 ** (ROOM_DB / 20) / noise.std(), np.float32)


def quiet(seconds: float) -> Sound:
    """Nothing, where the room will be heard."""
    return np.zeros(int(seconds * RATE), np.float32)


def recording(row: dict[str, Any], folder: Path, kokoro: Kokoro, rng: np.random.Generator) -> Sound:
    """One row of the list, spoken."""
    name: str = row["voice"]
    language: Language = row["language"]
    spell = speller(folder, language, british=name.startswith("b"))
    voice = Voice({name: 1.0}, name, float(row.get("speed", 1.0)))
    spoken = []
    for text in filter(None, [row.get("wake"), row["text"]]):
        spoken += [quiet(BETWEEN), to_clip(kokoro.say(spell(text + "."), voice), KOKORO_RATE)]
    sound = np.concatenate([quiet(BEFORE), *spoken[1:], quiet(AFTER)])
    return np.asarray(sound + room(len(sound), rng), np.float32)


def main() -> None:
    """Write every recording of the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--voices", type=Path, default=Path(".cache/voices"))
    parser.add_argument("--out", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    console = Console()
    kokoro = Kokoro(arguments.voices)
    rng = np.random.default_rng(1)
    for row in yaml.safe_load((FOLDER / "recordings.yaml").read_text(encoding="utf-8")):
        sound = recording(row, arguments.voices, kokoro, rng)
        path = arguments.out / row["file"]
        soundfile.write(path, sound, RATE, format="OGG", subtype="OPUS", compression_level=OPUS_LEVEL)
        console.print(f"{path.name}: {len(sound) / RATE:.1f} s, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
