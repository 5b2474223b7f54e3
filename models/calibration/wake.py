"""Thresholds of wake phrases: four phones turn up by chance, ten hardly ever, and common ones sooner than rare ones.

Phrases that nobody chose, random words of the dictionary alone or in pairs, are looked for in hours of speech without
them. For groups of phrases whose phones are about as unlikely (`assistant.ears.surprise`) the threshold is where such a
phrase is found less than so often an hour, in each kind of speech that is tried: in clear speech everything is heard
more surely, also what is only near the phrase. How many are found there is measured on words of what held-out people
and voices say.

A model with a second look has two thresholds: one that a phrase passes more often, to be looked at again, and one for
what is heard then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.ears import CANDIDATES, EarMaker, phrase_words, stored_threshold, surprise
from assistant.errors import PronunciationError
from assistant.grammar.network import Speller
from assistant.grammar.spotter import Phrase, Spotter, SpotterOptions, phrase
from assistant.speech.cmudict import CmuDict
from assistant.speech.model import ModelFacts
from assistant.speech.phones import language_of
from assistant.speech.second_look import second_look_of
from assistant.types import Frames, Posteriors
from assistant.wake import Wake
from models.evaluation.bench import Heard

LENGTHS = range(4, 15)
"""Numbers of phones that are tried."""
PHRASES = 40
"""Random phrases of each length, and of each group of about the same surprise."""
LEAST = 0.03
"""Hits below this confidence are never of use."""
LONGEST = 3
"""Words of a phrase that is looked for where it is said."""
SHARE = 0.9
"""Share of the phrases of a group that keep to the rate: some are made of common words and are really said."""


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


def levels(spotter: Wake, phrases: Sequence[Phrase], negatives: Iterable[Frames]) -> dict[str, list[float]]:
    """Confidence of every hit of every phrase in one endless stream, highest first."""
    spotter.reset()
    found: dict[str, list[float]] = {one.text: [] for one in phrases}
    for frames in negatives:
        for hit in spotter.push(frames):
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
        found += bool(spotter.push(one.heard.frames) or spotter.flush())
    return found / max(1, len(spoken))


def phone_nats(heard: Mapping[str, Iterable[Posteriors]], columns: Mapping[str, int]) -> list[float]:
    """Negative logarithm of every phone's share among what is heard of its language, by column; 0 for blank.

    `heard` has speech by language. Phones count where they begin to be the most likely ones.
    """
    found = np.zeros(1 + max(columns.values()))
    for language, speech in heard.items():
        own = [column for phone, column in columns.items() if column and language_of(phone) == language]
        counts = np.ones(len(found))
        for rows in speech:
            best = rows.argmax(axis=1)
            np.add.at(counts, best[np.diff(best, prepend=0) != 0], 1.0)
        found[own] = -np.log(counts[own] / counts[own].sum())
    return [round(value, 2) for value in found.tolist()]


def wake_thresholds(
    maker: EarMaker, speller: Speller, kinds: Sequence[Sequence[Frames]], rate: float, seed: int = 5
) -> list[tuple[float, float]]:
    """Pairs of surprise and threshold; more surprising phrases never need more than less surprising ones.

    Of what is heard again, where the model looks again and has its `CANDIDATES`; else of what is heard at once.
    """
    facts = maker.facts
    by_length = random_phrases(speller, np.random.default_rng(seed))
    phrases = sorted(
        (one for some in by_length.values() for one in some), key=lambda one: surprise(facts, one)
    )
    spotter = _spotter(facts, phrases, maker.spotter_options(LEAST, ("en",), phrases))
    tried = [
        (
            sum(len(frames) for frames in negatives) * facts.frame_seconds / 3600,
            levels(spotter, phrases, negatives),
        )
        for negatives in kinds
    ]
    result: list[tuple[float, float]] = []
    lowest = 0.95
    for start in range(0, len(phrases), PHRASES):
        group = phrases[start : start + PHRASES]
        needed = (threshold_for([found[one.text] for one in group], hours, rate) for hours, found in tried)
        lowest = min(lowest, max(needed))
        middle = float(np.median([surprise(facts, one) for one in group]))
        result.append((round(middle, 1), round(lowest, 3)))
    return result


def _spotter(facts: ModelFacts, phrases: Sequence[Phrase], options: SpotterOptions) -> Wake:
    """All that `options` allow, or of what is to be looked at again all that it then allows."""
    phones, look = len(facts.phones), second_look_of(facts)
    if look is None or CANDIDATES not in facts.more:
        return Wake(Spotter(phrases, phones, options))
    heard = [replace(one, threshold=stored_threshold(facts, CANDIDATES, one)) for one in phrases]
    return Wake(
        Spotter(heard, phones, options), {one.text: Spotter([one], phones, options) for one in phrases}, look
    )


def as_metadata(thresholds: Sequence[tuple[float, float]]) -> str:
    """As the model's metadata keeps them."""
    return json.dumps(thresholds)
