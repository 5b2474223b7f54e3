"""Speech to calibrate on: held-out people and voices, half of it in noise, and hours of speech that orders nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.progress import track

from assistant.types import SAMPLE_RATE, Frames
from models.data.manifest import Clip, read_sound
from models.evaluation.bench import PAUSE, Bench, Heard
from models.evaluation.grammars import TEN_WORDS
from models.evaluation.sound import silence_clips, with_noise

AROUND = (0.3, 0.8)
"""Seconds of quiet, or of the noise, before and after a clip: whoever listens hears more than the sentence."""
NOISES = (18.0, 9.0)
"""Decibels of the two noisy quarters; what is set must hold in a quiet room and in a kitchen."""
HISS = 1e-4
"""Root mean square of what a good microphone adds to quiet."""
NEGATIVE = (("speech-negative", "negative"), ("common-voice-untold", "train"))
"""Families without transcripts, and their splits. Training hears both as babble behind others, and
sentences of the second that two recognisers agree on (`transcribe.py`)."""
CLEAR = (("librispeech-dev", "train"), ("librispeech-clean5", "train"))
"""Families of people who read clearly, as on the radio: what is near a wake phrase is heard as surely as the phrase."""
HOME = {"en": ("home-en-unheard", "kokoro-en"), "zh": ("home-zh-unheard", "kokoro-zh")}
"""Sentences of the home by held-out voices: the first family that is there. The second ones are also measured on
(`models.evaluation.home`), so that what was set on them flatters those rows."""


@dataclass(frozen=True)
class Material:
    """What was heard of each kind."""

    home_en: list[Heard]
    home_zh: list[Heard]
    words: list[Heard]
    """The ten command words and as many others."""
    readers: list[Heard]
    """People reading sentences: accents, children."""
    readers_zh: list[Heard]
    """The same in Mandarin."""
    quiet: list[Heard]
    """Noise at any volume, and nobody speaks."""

    @property
    def command_words(self) -> list[Heard]:
        """Only the ten."""
        return [one for one in self.words if one.clip.text in TEN_WORDS]


def half_noisy(bench: Bench, family: str, most: int) -> list[Heard]:
    """Up to `most` valid clips of a family, evenly spread: every second one clean, the others in noise."""
    clips = bench.clips(family, lambda clip: clip.split == "valid" and bool(clip.text))
    if len(clips) > most:
        clips = [clips[round(place)] for place in np.linspace(0, len(clips) - 1, most)]
    noises, rng, found = bench.noises(), np.random.default_rng(17), []
    sounds = track(read_sound(bench.speech, clips), total=len(clips), description=f"hearing {family}")
    for number, (clip, sound) in enumerate(sounds):
        level = (None, NOISES[0], None, NOISES[1])[number % 4]
        before, after = (rng.normal(0.0, HISS, round(AROUND[i] * SAMPLE_RATE)) for i in (0, 1))
        sound = np.concatenate([before, sound, after]).astype(np.float32)  # noqa: PLW2901
        heard = sound if level is None else with_noise(sound, noises[number % len(noises)], level, rng)
        found.append(Heard(clip, bench.model.hear(heard)))
    return found


def home_family(bench: Bench, language: str) -> str:
    """The family of `HOME` to take."""
    first, second = HOME[language]
    return first if bench.clips(first) else second


def quiet(bench: Bench, count: int) -> list[Heard]:
    """A second of noise each, as nobody's utterances."""
    sounds = silence_clips(bench.noises(), count, np.random.default_rng(29))
    return [
        Heard(Clip("quiet", number, "", 0, len(sound), None, "en", "valid", ""), bench.model.hear(sound))
        for number, sound in enumerate(sounds)
    ]


def gather(bench: Bench) -> Material:
    """Hear everything once."""
    words = half_noisy(bench, "words-valid", 2400)
    ten = [one for one in words if one.clip.text in TEN_WORDS]
    others = [one for one in words if one.clip.text not in TEN_WORDS]
    readers = [
        one
        for family, most in (("speechocean", 400), ("common-voice-korliu", 100), ("common-voice-delta", 100))
        for one in half_noisy(bench, family, most)
        if "UNK" not in str(one.clip.text)
    ]
    return Material(
        home_en=half_noisy(bench, home_family(bench, "en"), 500),
        home_zh=half_noisy(bench, home_family(bench, "zh"), 400),
        words=[*ten, *others[: len(ten)]],
        readers=readers,
        readers_zh=half_noisy(bench, "common-voice-zh", 300),
        quiet=quiet(bench, 150),
    )


def negatives(bench: Bench, hours: float, families: Sequence[tuple[str, str]] = NEGATIVE) -> list[Frames]:
    """Speech that orders nothing, as one stream with a pause behind each clip: up to so many hours of it."""
    clips = [clip for family, split in families for clip in bench.clips(family) if clip.split == split]
    ends = np.cumsum([clip.frames for clip in clips]) / SAMPLE_RATE / 3600
    clips = clips[: int(np.searchsorted(ends, hours)) + 1]
    stream, pause = bench.model.stream(), np.zeros(round(PAUSE * SAMPLE_RATE), np.float32)
    sounds = track(read_sound(bench.speech, clips), total=len(clips), description="hearing other speech")
    return [stream.push(np.concatenate([sound, pause])) for _, sound in sounds]
