"""A model on the bench: sound of a family in, posteriors out, each heard once however many rows need it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.progress import track

from assistant.builder import said_of
from assistant.ears import EarMaker, Ears, Said
from assistant.home import load_home
from assistant.recognizer import Recognizer, Utterance
from assistant.settings import Config
from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from assistant.types import SAMPLE_RATE, Frames, Posteriors, Samples
from models.data.batches import HELD_OUT_NOISE, VALIDATION_NOISE
from models.data.manifest import Clip, read_manifest, read_sound
from models.evaluation.grammars import label
from models.evaluation.sound import with_noise

PAUSE = 0.5
"""Seconds of quiet between the clips of a stream, as between people's sentences."""


@dataclass(frozen=True)
class Heard:
    """One clip as the model heard it."""

    clip: Clip
    frames: Frames

    @property
    def posteriors(self) -> Posteriors:
        """Log-posteriors `[frames, phones]`, as they came while it was heard."""
        return self.frames.posteriors


def clips_of(speech: Path, family: str) -> list[Clip]:
    """Clips of a family in a folder of manifests; none where the family is not there."""
    manifest = speech / f"{family}.jsonl"
    return read_manifest(manifest) if manifest.exists() else []


def noises_of(speech: Path, split: str) -> list[Samples]:
    """Noises that no model was trained with: of kitchens, or for the `valid` split ESC-10's fires and rain.

    The first thirty of each of those; where ESC-10 is not there, the noises that training hears.
    """
    recorded = clips_of(speech, "noise") + clips_of(speech, "noise-esc10")
    chosen: list[Clip] = []
    for note in sorted(HELD_OUT_NOISE if split == "devtest" else VALIDATION_NOISE):
        chosen += [clip for clip in recorded if clip.more.get("note") == note][:30]
    if not chosen:
        chosen = [clip for clip in clips_of(speech, "noise") if _is_noise(clip) and clip.frames > SAMPLE_RATE]
    return [sound for _, sound in read_sound(speech, chosen)]


@dataclass(frozen=True)
class Bench:
    """A model, where the sound is, and what was heard so far."""

    speech: Path
    """Folder of manifests and shards."""
    model: AcousticModel
    maker: EarMaker
    scratch: Path
    """Folder for grammars that are written on the way."""
    split: str = "devtest"
    """`devtest`, or `valid` on which penalties and thresholds may be set."""
    pronouncer: Pronouncer = field(default_factory=Pronouncer)
    per_clips: int | None = None
    """Phone errors on a random part of so many clips, for quick runs."""
    _heard: dict[tuple[object, ...], list[Heard]] = field(default_factory=dict, repr=False)

    def clips(self, family: str, keep: Callable[[Clip], bool] = lambda _: True) -> list[Clip]:
        """Clips of a family; none where the family is not there."""
        return [clip for clip in clips_of(self.speech, family) if keep(clip)]

    def noises(self) -> list[Samples]:
        """Noises that no model was trained with, of this bench's split."""
        return noises_of(self.speech, self.split)

    def hear(
        self, family: str, split: str, snr: float | None = None, *, most: int | None = None, seed: int = 11
    ) -> list[Heard]:
        """Clips of one split, at most the first `most`, each as a recording of its own; with noise where `snr` is set.

        The noise of each clip depends on `seed` and the clip's place only.
        """
        key = (family, split, snr, most, seed)
        if key not in self._heard:
            clips = self.clips(family, lambda clip: clip.split == split)[:most]
            noises = self.noises() if snr is not None and clips else []
            if snr is not None and clips and not noises:
                raise FileNotFoundError(f"{self.speech}: no noise to mix {family} with; it needs noise.jsonl")
            rng, found = np.random.default_rng(seed), []
            for number, (clip, sound) in enumerate(self._read(clips, f"{family} {label(snr)}")):
                if snr is not None:
                    sound = with_noise(sound, noises[number % len(noises)], snr, rng)  # noqa: PLW2901
                found.append(Heard(clip, self.model.hear(sound)))
            self._heard[key] = found
        return self._heard[key]

    def stream(self, family: str) -> list[Heard]:
        """All clips as one endless stream with `PAUSE` between them; each clip's rows go on until the next begins."""
        key = (family, "stream")
        if key not in self._heard:
            stream, found = self.model.stream(), []
            chunk = self.model.facts.chunk_samples
            for clip, sound in self._read(self.clips(family), family):
                # Whole chunks, so that no clip's sound is left over for the next one's rows.
                length = -(-(len(sound) + round(PAUSE * SAMPLE_RATE)) // chunk) * chunk
                padded = np.zeros(length, np.float32)
                padded[: len(sound)] = sound
                found.append(Heard(clip, stream.push(padded)))
            self._heard[key] = found
        return self._heard[key]

    def _read(self, clips: list[Clip], what: str) -> Iterator[tuple[Clip, Samples]]:
        yield from track(read_sound(self.speech, clips), total=len(clips), description=f"hearing {what}")

    def grammar(self, intents: Path, language: str = "en") -> Recognizer:
        """Only the sentences of one file."""
        return self.maker.recognizer([self.maker.language(Said(language, (intents,), packaged=False))[0]])

    def home(self, languages: Sequence[str] = ("en",)) -> Ears:
        """The default home's sentences."""
        config, home = Config(languages=tuple(languages)), load_home()
        made = [self.maker.language(said_of(config, home, code))[0] for code in languages]
        return Ears(self.maker.recognizer(made), self.maker.answers(languages), None)


def _is_noise(clip: Clip) -> bool:
    note = str(clip.more.get("note"))
    return note not in HELD_OUT_NOISE and not note.startswith(("speech", "music"))


def listen(recognizer: Recognizer, one: Heard) -> Utterance:
    """One whole recording as one utterance; decisions may be asked of it."""
    return recognizer.whole(one.frames)


def hours(heard: Sequence[Heard]) -> float:
    """Hours of sound in the clips, without the pauses between them."""
    return sum(one.clip.frames for one in heard) / SAMPLE_RATE / 3600
