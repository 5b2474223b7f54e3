"""Thresholds of wake phrases by their length: a phrase of four phones turns up by chance, one of ten hardly ever.

Phrases that nobody chose, random words of the dictionary alone or in pairs, are looked for in hours of speech without
them. For every number of phones the threshold is where such a phrase is found less than so often an hour, in each kind
of speech that is tried: in clear speech everything is heard more surely, also what is only near the phrase. How many
are found there is measured on words of what held-out people and voices say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.ears import EarMaker, phrase_words
from assistant.errors import PronunciationError
from assistant.grammar.network import Speller
from assistant.grammar.spotter import Phrase, Spotter, SpotterOptions, phrase
from assistant.speech.cmudict import CmuDict
from assistant.types import Posteriors
from models.evaluation.bench import Heard

LENGTHS = range(4, 15)
"""Numbers of phones that are tried."""
PHRASES = 40
"""Random phrases of each length."""
LEAST = 0.03
"""Hits below this confidence are never of use."""
LONGEST = 3
"""Words of a phrase that is looked for where it is said."""
SHARE = 0.8
"""Share of the phrases of a length that keep to the rate: some are made of common words and are really said."""


def random_phrases(speller: Speller, rng: np.random.Generator) -> dict[int, list[Phrase]]:
    """English phrases of one or two words by number of phones; none is said in two ways of different length."""
    vocabulary = [line.partition("\t")[0] for line in CmuDict().text().splitlines()]
    vocabulary = [word for word in vocabulary if word.isalpha() and len(word) > 2]
    found: dict[int, list[Phrase]] = {length: [] for length in LENGTHS}
    while any(len(some) < PHRASES for some in found.values()):
        text = " ".join(vocabulary[place] for place in rng.integers(len(vocabulary), size=rng.integers(1, 3)))
        try:
            one = phrase(phrase_words(text), speller)
        except PronunciationError:
            continue
        lengths = {len(way) for way in one.spellings}
        if len(lengths) == 1 and len(some := found.get(lengths.pop(), [])) < PHRASES:
            some.append(one)
    return {length: some[:PHRASES] for length, some in found.items()}


def levels(
    phrases: Sequence[Phrase], negatives: Iterable[Posteriors], phones: int, options: SpotterOptions
) -> dict[str, list[float]]:
    """Confidence of every hit of every phrase in one endless stream, highest first."""
    spotter = Spotter(phrases, phones, options)
    found: dict[str, list[float]] = {one.text: [] for one in phrases}
    for posteriors in negatives:
        for hit in spotter.push(posteriors):
            found[hit.phrase].append(hit.confidence)
    return {text: sorted(some, reverse=True) for text, some in found.items()}


def threshold_for(found: Sequence[Sequence[float]], hours: float, rate: float) -> float:
    """Where `SHARE` of the phrases, given the confidences of their hits, are found less than `rate` times an hour."""
    allowed = int(hours * rate)
    needed = [some[allowed] if len(some) > allowed else LEAST for some in found]
    return float(np.quantile(needed, SHARE))


@dataclass(frozen=True)
class Spoken:
    """A phrase, and somebody who says it, perhaps among other words."""

    phrase: Phrase
    heard: Heard


def spoken_phrases(heard: Iterable[Heard], speller: Speller, rng: np.random.Generator) -> list[Spoken]:
    """One to three words in a row of every clip that has such of a length that is tried, at random."""
    found: list[Spoken] = []
    for one in heard:
        words = phrase_words(str(one.clip.text))
        spans = [
            words[i : i + count] for count in range(1, LONGEST + 1) for i in range(len(words) - count + 1)
        ]
        for place in rng.permutation(len(spans)).tolist():
            try:
                made = phrase(spans[place], speller)
            except PronunciationError:
                continue
            lengths = {len(way) for way in made.spellings}
            if len(lengths) == 1 and lengths.pop() in LENGTHS:
                found.append(Spoken(made, one))
                break
    return found


def share_found(maker: EarMaker, spoken: Sequence[Spoken]) -> float:
    """Share of the phrases that are found in the clips that hold them, at the model's thresholds."""
    found = 0
    for one in spoken:
        spotter = maker.spotter([one.phrase.text])
        found += bool(spotter.push(one.heard.posteriors) or spotter.flush())
    return found / max(1, len(spoken))


def wake_thresholds(
    maker: EarMaker, speller: Speller, kinds: Sequence[Sequence[Posteriors]], rate: float, seed: int = 5
) -> list[tuple[int, float]]:
    """Pairs of number of phones and threshold; longer phrases never need more than shorter ones."""
    facts = maker.facts
    result: list[tuple[int, float]] = []
    lowest = 0.95
    for length, phrases in random_phrases(speller, np.random.default_rng(seed)).items():
        options = maker.spotter_options(LEAST, ("en",), phrases)
        needed = LEAST
        for negatives in kinds:
            hours = sum(len(rows) for rows in negatives) * facts.frame_seconds / 3600
            found = levels(phrases, negatives, len(facts.phones), options)
            needed = max(needed, threshold_for(list(found.values()), hours, rate))
        lowest = min(lowest, needed)
        result.append((length, round(lowest, 3)))
    return result


def as_metadata(thresholds: Sequence[tuple[int, float]]) -> str:
    """As the model's metadata keeps them."""
    return json.dumps(thresholds)
