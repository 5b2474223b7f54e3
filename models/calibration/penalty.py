"""What the decoder takes off blank and charges for sound before a sentence, by accuracy on held-out speakers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from assistant.ears import EarMaker, Said
from assistant.recognizer import Recognizer
from assistant.speech.model import ModelFacts
from assistant.speech.pronounce import Pronouncer
from models.evaluation.bench import Heard, listen
from models.evaluation.grammars import FORCED, write_grammar

PENALTIES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
LEAD_INS = (float("inf"), 3.0, 1.5)
NEAR = 0.0025
"""Shares that differ by less are equal."""

Set = tuple[str, Sequence[Heard]]
"""A language, and clips whose texts make a grammar."""


def with_facts(facts: ModelFacts, **more: float | str) -> ModelFacts:
    """The same model with other numbers in its metadata."""
    return replace(facts, more={**facts.more, **{name: str(value) for name, value in more.items()}})


def texts_grammar(
    maker: EarMaker, scratch: Path, language: str, texts: Iterable[str]
) -> tuple[Recognizer, dict[str, str]]:
    """A grammar of whole sentences, and the intent of each."""
    ordered = sorted(set(texts))
    path = write_grammar(scratch / "calibrate.yaml", language, ordered)
    made = maker.language(Said(language, (path,), packaged=False))[0]
    return maker.recognizer([made]), {text: f"Sentence{number}" for number, text in enumerate(ordered)}


def accuracy(facts: ModelFacts, one: Set, scratch: Path, label: str) -> float:
    """Share of clips whose sentence is recognised among all of the set's sentences."""
    language, heard = one
    maker = EarMaker(facts, Pronouncer())
    recognizer, intents = texts_grammar(maker, scratch, language, (str(h.clip.text) for h in heard))
    right = sum(
        listen(recognizer, h.posteriors).recognize(FORCED).intent == intents[str(h.clip.text)]
        for h in track(heard, label)
    )
    return right / max(1, len(heard))


def best_number(
    facts: ModelFacts, name: str, tried: Sequence[float], sets: Sequence[Set], scratch: Path, console: Console
) -> float:
    """The value of the metadata's `name` with the best mean accuracy; the first of those that are about as good."""
    found: dict[float, float] = {}
    for value in tried:
        shares = [
            accuracy(with_facts(facts, **{name: value}), one, scratch, f"{name} {value}") for one in sets
        ]
        found[value] = float(np.mean(shares))
        console.print(f"{name} {value}: {', '.join(f'{share:.1%}' for share in shares)}")
    return next(value for value in tried if found[value] >= max(found.values()) - NEAR)
