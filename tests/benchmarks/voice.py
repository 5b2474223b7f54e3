"""A made-up voice: random sentences of a grammar, and posteriors as a model might give for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assistant.grammar.acceptor import Acceptor, Symbol, Words
from assistant.grammar.network import Pronouncer
from assistant.types import Posteriors


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said, and what a model might have made of it."""

    words: Words
    posteriors: Posteriors


def walk(home: Acceptor, random: np.random.Generator) -> Words:
    """One random sentence."""
    leaving: dict[int, list[tuple[Symbol, int]]] = {}
    for source, symbol, target in home.arcs:
        if not symbol.is_list or home.lists[symbol.text]:
            leaving.setdefault(source, []).append((symbol, target))
    state = home.start
    words: Words = ()
    while state in leaving and not (state in home.finals and random.random() < 0.5):
        symbol, state = leaving[state][random.integers(len(leaving[state]))]
        entries = home.lists[symbol.text] if symbol.is_list else ((symbol.text,),)
        words += entries[random.integers(len(entries))]
    return words


def speak(
    words: Words,
    pronouncer: Pronouncer,
    inventory: Mapping[str, int],
    clarity: float,
    random: np.random.Generator,
) -> Utterance:
    """Posteriors of `words` by a model that sees a share `clarity` of the frames well.

    A phone is a spike of one or two frames among blanks, as CTC models give. In the other frames the truth is
    hardly ahead of one wrong phone, or behind it; every frame has noise.
    """
    plan = [0] * 10
    for word in words:
        ways = pronouncer.pronounce(word)
        for phone in ways[random.integers(len(ways))]:
            plan += [inventory[phone]] * int(random.integers(1, 3)) + [0] * int(random.integers(0, 3))
    plan += [0] * 12
    frames, phones = len(plan), max(inventory.values()) + 1
    logits = random.normal(0, 1.5, (frames, phones))
    logits[:, 0] += 3
    clear = random.random(frames) < clarity
    logits[np.arange(frames), plan] += random.normal(np.where(clear, 8, 3), 1)
    wrong = random.integers(0, phones, frames)
    logits[np.arange(frames), wrong] += np.where(clear, 0, random.normal(5, 1, frames))
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return Utterance(words, logits.astype(np.float32))
