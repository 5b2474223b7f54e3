"""Training windows: clips laid end to end with silences, made noisy, with a phone label for every 40 ms.

The product is an endless stream; a worker process makes it while another trains (`torch.utils.data`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch.utils.data import IterableDataset, get_worker_info

from models.data import augment
from models.data.embeddings import Embeddings
from models.data.embeddings import build as build_embeddings
from models.data.features import Features, build
from models.data.manifest import Clip
from models.data.whisper import WIDTH
from models.frontend import FrontEnd, pcen

Array = npt.NDArray[np.float32]
Labels = npt.NDArray[np.uint8]


HELD_OUT_NOISE = frozenset({"doing_the_dishes.wav", "running_tap.wav"})
"""Kitchen noises that only evaluation hears."""
VALIDATION_NOISE = frozenset({"crackling fire", "rain"})
"""Classes of ESC-10 on which penalties and thresholds are set: training must not know all noises of that either."""


NOISES = ("noise", "noise-esc10", "noise-home")
"""Families of recorded noise; families, and sources in a family, are drawn evenly."""
BABBLE = ("speech-negative", "common-voice-untold")
"""Families of people who talk, several at once, behind whoever is meant."""


@dataclass(frozen=True)
class Mix:
    """What a window is made of and what is done to it."""

    weights: dict[str, float] = field(
        default_factory=lambda: {
            "words-train": 0.14,
            "words-more": 0.03,
            "words-said": 0.03,
            "speechocean": 0.13,
            "kokoro-en": 0.09,
            "kokoro-zh": 0.05,
            "home-en": 0.05,
            "home-zh": 0.09,
            "common-voice-zh": 0.11,
            "common-voice-en": 0.10,
            "common-voice-korliu": 0.11,
            "common-voice-delta": 0.06,
            "common-voice-heard": 0.14,
            "common-voice-taught": 0.22,
            "common-voice-first": 0.10,
            "common-voice-omni-en": 0.01,
            "common-voice-zh-tw": 0.02,
            "librispeech": 0.02,
            "librispeech-many": 0.06,
            "librispeech-clean5": 0.10,
            "librispeech-dev": 0.08,
            "wuw-telephone": 0.03,
            "dsp-words": 0.02,
            "an4": 0.03,
            "mandarin-words": 0.03,
            "aishell": 0.02,
            "aishell-more": 0.04,
            "wake": 0.03,
        }
    )
    """Share of windows a family; families that are not there are left out."""
    frames: int = 600
    """Length of a window in 10 ms frames; a multiple of 8."""
    noisy: float = 0.6
    """Share of windows with noise."""
    snr: tuple[float, float] = (-3.0, 27.0)
    """Range of signal to noise, in dB of the loud parts of the speech against the mean of the noise."""
    pauses: float = 0.2
    """Share of pauses that last anything up to half a window."""
    empty: float = 0.04
    """Share of windows in which nobody speaks."""
    gated: float = 0.07
    """Share of windows without any hiss, as files and microphones behind a noise gate are: pauses are silent."""
    roomy: float = 0.3
    """Share of windows in a room."""
    masked: float = 0.1
    """Share of windows with SpecAugment's holes."""
    speed: float = 0.07
    """Deviation of the logarithm of a speaker's speed."""
    tract: float = 0.06
    """Deviation of the logarithm of a speaker's vocal tract length."""
    worst_score: float = -3.0
    """Clips whose transcript fits worse (mean log-likelihood a frame, align.py) are left out."""
    worst_mandarin: float = -5.5
    """The same for Mandarin: the aligner learned it from few people, so that all others fit worse."""

    def fits(self, clip: Clip, score: float) -> bool:
        """Whether a clip that aligned with this score may train."""
        return score > (self.worst_mandarin if clip.language == "zh" else self.worst_score)


@dataclass(frozen=True)
class Family:
    """Features and labels of one family, and which clips may train."""

    features: Features
    labels: Labels
    offsets: npt.NDArray[np.int64]
    groups: list[npt.NDArray[np.intp]]
    """Clips by transcript where transcripts recur (isolated words), else one group: groups are drawn evenly."""
    rows: Embeddings | None = None
    """What Whisper's encoder makes of each clip, for a teacher."""

    def clip(self, position: int) -> tuple[npt.NDArray[np.float16], Labels]:
        """Log energies and 20 ms labels of one clip."""
        logs = self.features.log_energies(position)
        labels = self.labels[self.offsets[position] : self.offsets[position + 1]]
        return logs[: 2 * len(labels)], labels


def load_families(
    speech: Path, cache: Path, alignments: Path, mix: Mix, embeddings: Path | None = None
) -> dict[str, Family]:
    """The families of a mix that exist, with the clips of their train split that align well.

    Where `embeddings` is a folder, with what Whisper hears in them (made where it is not there).
    """
    families = {}
    for name in mix.weights:
        manifest, aligned = speech / f"{name}.jsonl", alignments / f"{name}.npz"
        if not (manifest.exists() and aligned.exists()):
            continue
        features = build(manifest, cache, FrontEnd())
        stored = np.load(aligned)
        offsets, scores = stored["offsets"], stored["scores"]
        good = [
            i
            for i, clip in enumerate(features.clips)
            if clip.split == "train" and offsets[i + 1] > offsets[i] and mix.fits(clip, scores[i])
        ]
        if not good:
            continue
        texts: dict[str, list[int]] = {}
        for i in good:
            texts.setdefault(features.clips[i].text or "", []).append(i)
        # Words recur a hundred times and more; drawing words, not clips, keeps the rare ones (on, off) frequent.
        recurring = name.startswith(("words", "wake", "dsp-words"))
        groups = [np.array(group) for group in texts.values()] if recurring else [np.array(good)]
        rows = None if embeddings is None else build_embeddings(manifest, embeddings)
        families[name] = Family(features, stored["labels"], offsets, groups, rows)
    if not families:
        raise FileNotFoundError(
            f"no aligned family of {sorted(mix.weights)} in {alignments}: run align.py first"
        )
    return families


def phones_of(fine: Labels) -> Labels:
    """Phones in order of frame labels `[n]`: changes of label, without silence."""
    phones: Labels = fine[(fine != 0) & (fine != np.append(np.uint8(0), fine[:-1]))]
    return phones


def coarse_labels(fine: Labels) -> Labels:
    """20 ms labels `[2 n]` to 40 ms labels `[n]`: of two, the one that lasts shorter, silence last, so none is lost."""
    change = np.flatnonzero(np.diff(fine)) + 1
    bounds = np.concatenate([[0], change, [len(fine)]])
    runs = np.repeat(np.diff(bounds), np.diff(bounds)).astype(np.int64)
    runs[fine == 0] = 1 << 30
    pairs, lengths = fine.reshape(-1, 2), runs.reshape(-1, 2)
    second = lengths[:, 1] < lengths[:, 0]
    result: Labels = np.where(second, pairs[:, 1], pairs[:, 0])
    return result


def _all_logs(manifest: Path, cache: Path, front: FrontEnd) -> dict[str, list[npt.NDArray[np.float16]]]:
    """Log energies of every clip of an unlabelled family that training may hear, by source; none where it is absent."""
    found: dict[str, list[npt.NDArray[np.float16]]] = {}
    if not manifest.exists():
        return found
    features = build(manifest, cache, front)
    held_out = HELD_OUT_NOISE | VALIDATION_NOISE
    for i, clip in enumerate(features.clips):
        if clip.more.get("note") not in held_out:
            found.setdefault(str(clip.more.get("source")), []).append(features.log_energies(i))
    return found


def _excerpt(clips: list[npt.NDArray[np.float16]], frames: int, rng: np.random.Generator) -> Array:
    """Energies `[frames, bands]` from anywhere in a random clip, repeated where it is too short."""
    clip = clips[int(rng.integers(len(clips)))]
    start = int(rng.integers(len(clip)))
    rows = (start + np.arange(frames)) % len(clip)
    return np.exp(clip[rows].astype(np.float32))


def _loud(energies: Array) -> float:
    """Mean power of the loudest three tenths of the frames."""
    total = energies.sum(axis=1)
    return float(np.mean(total[total >= np.quantile(total, 0.7)])) + 1e-6


class Windows(IterableDataset[tuple[torch.Tensor, ...]]):
    """Endless `(features [frames, bands] float32, labels [frames // 4] int64)`, labels `delay` times 20 ms late.

    There are three where a teacher hears something else. With `clean` the last are the features of the same speech
    without room, noise and microphone; with `embeddings`, a folder, what Whisper's encoder hears in that speech, int8
    `[frames // 2, 512]`.
    """

    def __init__(
        self,
        speech: Path,
        cache: Path,
        alignments: Path,
        mix: Mix,
        seed: int,
        delay: int = 6,
        *,
        clean: bool = False,
        embeddings: Path | None = None,
    ) -> None:
        super().__init__()
        self._delay, self._clean = delay, clean
        self._whispered = embeddings is not None
        self._front = FrontEnd()
        self._mix, self._seed = mix, seed
        self._families = load_families(speech, cache, alignments, mix, embeddings)
        self._names = list(self._families)
        weights = np.array([mix.weights[name] for name in self._names])
        self._weights = weights / weights.sum()
        noises = (_all_logs(speech / f"{name}.jsonl", cache, self._front) for name in NOISES)
        self._noises = [list(some.values()) for some in noises if some]
        babble = (_all_logs(speech / f"{name}.jsonl", cache, self._front) for name in BABBLE)
        self._babble = [clip for some in babble for clips in some.values() for clip in clips]
        # Drawing them anew for every window would take as long as everything else together.
        self._waves = augment.waves(6000, self._front, np.random.default_rng(seed))

    def phone_sequences(self) -> Iterator[tuple[npt.NDArray[np.uint8], float]]:
        """All phones of every family, clip after clip in a random order, and the family's share of windows."""
        rng = np.random.default_rng(self._seed)
        for name, weight in zip(self._names, self._weights, strict=True):
            family = self._families[name]
            clips = rng.permutation(np.concatenate(family.groups))
            fine = np.concatenate([np.append(family.clip(int(clip))[1], np.uint8(0)) for clip in clips])
            yield phones_of(fine), float(weight)

    def __iter__(self) -> Iterator[tuple[torch.Tensor, ...]]:
        """Windows without end, different in every worker."""
        info = get_worker_info()
        rng = np.random.default_rng([self._seed, info.id if info else 0])
        while True:
            speech, fine, rows = self._speech(rng)
            features = pcen(self._surroundings(speech, rng), self._front)
            if rng.random() < self._mix.masked:
                augment.mask(features, rng)
            late = np.concatenate([np.zeros(self._delay, np.uint8), fine[: -self._delay]])
            window = torch.from_numpy(features), torch.from_numpy(coarse_labels(late).astype(np.int64))
            if self._whispered:
                yield *window, torch.from_numpy(rows)
            else:
                yield (*window, self._undisturbed(speech, rng)) if self._clean else window

    def _speech(self, rng: np.random.Generator) -> tuple[Array, Labels, npt.NDArray[np.int8]]:
        """Clips of one family (or a mixture) with silences between them, their labels and what Whisper hears."""
        frames, front = self._mix.frames, self._front
        energies = np.zeros((frames, front.bands), np.float32)
        labels = np.zeros(frames // 2, np.uint8)
        heard = np.zeros((frames // 2 if self._whispered else 0, WIDTH), np.int8)
        if rng.random() < self._mix.empty:
            return energies, labels, heard
        # The last labels come within the window, so that another may follow it (`Recipe.carry`).
        frames -= 2 * self._delay
        mixed = rng.random() < 0.15
        name = str(rng.choice(self._names, p=self._weights))
        place = 2 * self._pause(rng)
        while place < frames - 20:
            if mixed:
                name = str(rng.choice(self._names, p=self._weights))
            family = self._families[name]
            group = family.groups[int(rng.integers(len(family.groups)))]
            position = int(group[int(rng.integers(len(group)))])
            logs, fine = family.clip(position)
            skip = 0
            room_left = frames - place
            if len(logs) > 2 * room_left:  # a long clip: start anywhere in it
                skip = int(rng.integers(0, (len(logs) - room_left) // 2))
                logs, fine = logs[2 * skip :], fine[skip:]
            logs, fine = logs[: 2 * frames], fine[:frames]
            speed = float(np.exp(rng.normal(0.0, self._mix.speed)))
            tract = float(np.exp(rng.normal(0.0, self._mix.tract)))
            voiced, origin = augment.another_voice(logs.astype(np.float32), speed, tract, front)
            voiced, origin = voiced[:room_left], origin[:room_left]
            if len(voiced) % 2:
                voiced, origin = voiced[:-1], origin[:-1]
            energies[place : place + len(voiced)] += np.exp(voiced) * augment.decibel(
                float(rng.normal(0.0, 3.0))
            )
            span, source = slice(place // 2, (place + len(voiced)) // 2), origin[::2] // 2
            labels[span] = fine[np.minimum(source, len(fine) - 1)]
            if family.rows is not None:
                rows = family.rows.rows(position)
                heard[span] = rows[np.minimum(source + skip, len(rows) - 1)]
            place += len(voiced) + 2 * self._pause(rng)
        return energies, labels, heard

    def _pause(self, rng: np.random.Generator) -> int:
        """Labels of 20 ms between two clips; some pauses are long: nobody speaks most of the time, noise never ends."""
        longest = self._mix.frames // 4
        return int(rng.uniform(0, longest)) if rng.random() < self._mix.pauses else int(rng.exponential(12.0))

    def _undisturbed(self, energies: Array, rng: np.random.Generator) -> torch.Tensor:
        """Features of speech as a good microphone near by gives it."""
        hiss = self._stationary(len(energies), rng) * augment.decibel(-50.0)
        level = np.float32(10.0 / _loud(energies))
        return torch.from_numpy(pcen(self._waves.together(energies * level, hiss, rng), self._front))

    def _surroundings(self, energies: Array, rng: np.random.Generator) -> Array:
        """A room, a noise, a microphone and its gain."""
        frames, front = len(energies), self._front
        level = _loud(energies)
        if rng.random() < self._mix.roomy:
            energies = augment.room(energies, self._waves, rng)
        if rng.random() < self._mix.noisy:
            noise = self._some_noise(frames, rng)
            snr = float(rng.uniform(*self._mix.snr))
            noise = noise * (level * augment.decibel(-snr) / (float(noise.sum(axis=1).mean()) + 1e-9))
            energies = self._waves.together(energies, noise, rng)
        if rng.random() < 0.6:
            energies = energies * augment.colour(front, rng, 4.0)
        if rng.random() < 0.1:
            energies = energies * augment.band_limit(front, rng)
        loudness = 10.0 ** rng.uniform(-1.5, 2.5) / level  # 40 dB of gain around usual speech
        if rng.random() < self._mix.gated:
            return (energies * np.float32(loudness)).astype(np.float32)
        hiss = self._stationary(frames, rng) * augment.decibel(float(rng.uniform(-60.0, -30.0)))
        return self._waves.together(energies * np.float32(loudness), hiss, rng).astype(np.float32)

    def _stationary(self, frames: int, rng: np.random.Generator) -> Array:
        """Hiss of a random colour: what a fan, a road or a bad microphone adds, of mean power about 1."""
        colour = augment.colour(self._front, rng, 9.0) * augment.decibel(float(rng.uniform(-0.5, 0.1)))
        return self._waves.rows(self._waves.hiss, frames, rng) * colour

    def _some_noise(self, frames: int, rng: np.random.Generator) -> Array:
        """A recorded noise, things that knock, people talking, or hiss; 0 dB is arbitrary."""
        kind = rng.random()
        if kind < 0.45 and self._noises:
            sources = self._noises[int(rng.integers(len(self._noises)))]
            noise = _excerpt(sources[int(rng.integers(len(sources)))], frames, rng)
        elif kind < 0.6:
            noise = augment.clatter(self._waves.rows(self._waves.hiss, frames, rng), self._front, rng)
        elif kind < 0.75 and self._babble:
            noise = _excerpt(self._babble, frames, rng)
            for _ in range(int(rng.integers(1, 5))):
                noise = self._waves.together(noise, _excerpt(self._babble, frames, rng), rng)
        else:
            return self._stationary(frames, rng)
        if rng.random() < 0.5:
            noise *= augment.colour(self._front, rng, 3.0)
        if rng.random() < 0.3:
            hiss = self._stationary(frames, rng) * np.float32(noise.mean())
            noise = self._waves.together(noise, hiss, rng)
        return noise
