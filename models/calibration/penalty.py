"""What the decoder takes off blank and charges for sound before a sentence, by accuracy on held-out speakers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
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

PENALTIES = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
LONG = 4
"""Letters of a word that may be optional: short ones hardly sound."""
WORD_COSTS = (0.0, 1.0, 2.0, 4.0)
LEAD_INS = (float("inf"), 3.0, 1.5)
NEAR = 0.005
"""Means that differ by less are equal: about what some hundred clips of each set can tell apart. The smaller number is
taken, since too high a penalty makes words out of noises that nobody tried, and too low a one only misses some."""

ENDINGS = 3
"""Phrases that a sentence may go on with, at each of two places."""

OPTIONAL = 3
"""Words of a loose sentence that may be left out, and as many that were not said and may be put in."""


@dataclass(frozen=True)
class Trial:
    """Clips whose texts make a grammar."""

    language: str
    heard: Sequence[Heard]
    templates: Callable[[Iterable[str]], dict[str, str]] | None = None
    """Sentences become templates with optional words; then every word counts, not only which sentence it was."""


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


def loosened(text: str, others: Sequence[str], rng: np.random.Generator) -> str:
    """A template of the sentence in which a few words are optional, said ones and as many of `others`.

    Whole sentences do not tell a decoder that leaves words out, or makes them up, from one that hears them.
    """
    words = text.split()
    said = rng.permutation([place for place, word in enumerate(words) if len(word) >= LONG])[
        : min(OPTIONAL, len(words) // 2)
    ]
    places = rng.permutation(len(words) + 1)[:OPTIONAL].tolist()
    new = {place: others[int(rng.integers(len(others)))] for place in places}
    parts = []
    for place, word in enumerate([*words, ""]):
        parts += [f"[{new[place]}]"] if place in new else []
        parts += [f"[{word}]"] if place in said else [word]
    return " ".join(parts).strip()


def loose_texts(texts: Iterable[str]) -> dict[str, str]:
    """Sentences and their loosened templates; the same ones for the same texts."""
    ordered = sorted(set(texts))
    vocabulary = sorted({word for text in ordered for word in text.split() if len(word) >= LONG})
    rng = np.random.default_rng(23)
    return {text: loosened(text, vocabulary, rng) for text in ordered}


def ending_texts(texts: Iterable[str]) -> dict[str, str]:
    """Sentences, and templates that may go on with one or two phrases that nobody said; the same for the same texts.

    Noise goes on where a sentence ends, and must not be taken for the rest of a longer one.
    """
    ordered = sorted(set(texts))
    vocabulary = sorted({word for text in ordered for word in text.split() if len(word) >= LONG})
    rng = np.random.default_rng(5)

    def phrases() -> str:
        drawn = (rng.choice(vocabulary, int(rng.integers(1, 4))) for _ in range(ENDINGS))
        return "|".join(" ".join(words) for words in drawn)

    return {text: f"{text} [and ({phrases()})] [with ({phrases()})]" for text in ordered}


def accuracy(facts: ModelFacts, one: Trial, scratch: Path, label: str) -> float:
    """Share of clips whose sentence is recognised among all of the trial's sentences."""
    maker = EarMaker(facts, Pronouncer())
    texts = [str(each.clip.text) for each in one.heard]
    if not one.heard:
        return 0.0
    if one.templates is not None:
        recognizer, _ = texts_grammar(maker, scratch, one.language, one.templates(texts).values())
        wanted = texts
    else:
        recognizer, intents = texts_grammar(maker, scratch, one.language, texts)
        wanted = [intents[text] for text in texts]
    right = 0
    for each, want in zip(track(one.heard, label), wanted, strict=True):
        found = listen(recognizer, each).recognize(FORCED)
        right += (found.text if one.templates is not None else found.intent) == want
    return right / len(one.heard)


def best_number(
    facts: ModelFacts,
    name: str,
    tried: Sequence[float],
    sets: Sequence[Trial],
    scratch: Path,
    console: Console,
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
