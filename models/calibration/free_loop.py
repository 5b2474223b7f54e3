"""The loop of phones without a grammar: how phones follow each other in transcripts, and its two numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track

from assistant.errors import PronunciationError
from assistant.speech.model import ModelFacts
from assistant.speech.pronounce import Pronouncer
from models.data.batches import Mix
from models.evaluation.bench import Heard, clips_of
from models.evaluation.distance import edits
from models.evaluation.free_loop import FreeLoop
from models.rivals import phone_bigram

PENALTIES = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
POWERS = (0.0, 0.3, 0.5, 0.7, 1.0)
MOST = 1500
"""Transcripts of a family that are counted."""


def said(pronouncer: Pronouncer, text: str, language: str, columns: dict[str, int]) -> list[int] | None:
    """Columns of a transcript's phones; None where it cannot be pronounced or the model lacks a phone."""
    try:
        words = pronouncer.pronounce_text(text, language[:2] or "en")
        return [columns[phone] for word in words for phone in word]
    except (PronunciationError, KeyError):
        return None


def sequences(
    speech: Path, pronouncer: Pronouncer, columns: dict[str, int]
) -> Iterator[tuple[npt.NDArray[np.uint8], float]]:
    """Phones of the train splits' transcripts, a family after the other, with the share that it has in training."""
    for family, weight in Mix().weights.items():
        clips = [one for one in clips_of(speech, family) if one.split == "train" and one.text]
        if len(clips) > MOST:
            clips = [clips[round(place)] for place in np.linspace(0, len(clips) - 1, MOST)]
        found = (said(pronouncer, str(clip.text), clip.language, columns) for clip in clips)
        phones = [phone for some in found if some is not None for phone in some]
        if phones:
            yield np.array(phones, np.uint8), weight


def errors(loop: FreeLoop, sets: Sequence[Sequence[tuple[Heard, list[int]]]]) -> float:
    """Share of wrong phones, the mean of some sets of clips and what is said in them."""
    shares = []
    for some in sets:
        wrong = sum(edits(right, loop.phones(one.posteriors)).errors for one, right in some)
        shares.append(wrong / max(1, sum(len(right) for _, right in some)))
    return float(np.mean(shares))


def best_loop(
    speech: Path,
    facts: ModelFacts,
    pronouncer: Pronouncer,
    heard: Sequence[Sequence[Heard]],
    console: Console,
) -> FreeLoop:
    """The loop with the fewest errors on what held-out people and voices say; power and penalty in turns."""
    columns = facts.columns
    bigram = phone_bigram(sequences(speech, pronouncer, columns), len(facts.phones))
    sets = []
    for some in heard:
        pairs = ((one, said(pronouncer, str(one.clip.text), one.clip.language, columns)) for one in some)
        sets.append([(one, right) for one, right in pairs if right])
    with np.errstate(divide="ignore"):
        follows = np.maximum(np.log(bigram), -15.9).astype(np.float32)
    best = FreeLoop(follows, power=0.5, penalty=0.5)
    tried: dict[tuple[float, float], float] = {}
    for name, values in (("penalty", PENALTIES), ("power", POWERS), ("penalty", PENALTIES)):
        for value in track(values, description=f"phones without a grammar, {name}"):
            one = replace(best, power=value) if name == "power" else replace(best, penalty=value)
            if (key := (one.power, one.penalty)) not in tried:
                tried[key] = errors(one, sets)
        power, penalty = min(tried, key=lambda key: tried[key])
        best = replace(best, power=power, penalty=penalty)
    for (power, penalty), share in sorted(tried.items()):
        console.print(f"phones without a grammar, power {power}, penalty {penalty}: {share:.1%} errors")
    return best
