"""Train `assistant/speech/data/g2p.onnx`, which guesses how an unknown English word is said.

::

    python -m models.data.make_g2p               # align, train, export, evaluate: 25 minutes on a shared core
    python -m models.data.make_g2p --evaluate    # measure what is there

Each letter of a word says no phone, one or two ("x" is K S). EM finds which letter says what over CMUdict (epsilon
alignment: Black, Lenzo and Pagel 1998, "Issues in building general letter to sound rules"); a bidirectional GRU then
tags every letter with what it says (compare Rao et al. 2015, "Grapheme-to-phoneme conversion using long short-term
memory recurrent neural networks"). Weights are stored in int8 and widened when the graph is loaded.

models/data/G2P.md has its figures, and why no library is used.
"""

from __future__ import annotations

import argparse
import math
import random
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from assistant.speech.cmudict import CmuDict
from assistant.speech.guess import Guesser
from assistant.speech.phones import Phones
from models.data.g2p_align import Example, align
from models.data.g2p_graph import write_graph

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TARGET = Path(__file__).parents[2] / "assistant" / "speech" / "data" / "g2p.onnx"

HELD_OUT = 30  # one word in so many is kept for the evaluation, by a hash that never changes
RAREST_CHUNK = 20  # examples with a letter that says something rarer are noise: acronyms, misprints


@dataclass(frozen=True)
class Settings:
    """Hyperparameters."""

    embedding: int = 48
    units: int = 128  # each way
    layers: int = 2
    dropout: float = 0.2
    batch: int = 256
    epochs: int = 16
    peak_rate: float = 4e-3
    label_smoothing: float = 0.05  # CMUdict contradicts itself in unstressed vowels
    seed: int = 1


class Tagger(nn.Module):
    """Letters `[batch, letters]` (0 is padding) to scores `[batch, letters, chunks]`."""

    def __init__(self, chunks: int, settings: Settings) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(LETTERS) + 1, settings.embedding, padding_idx=0)
        self.gru = nn.GRU(
            settings.embedding,
            settings.units,
            settings.layers,
            batch_first=True,
            bidirectional=True,
            dropout=settings.dropout,
        )
        self.dropout = nn.Dropout(settings.dropout)
        self.output = nn.Linear(2 * settings.units, chunks)

    def forward(self, letters: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Score what each letter says."""
        packed = nn.utils.rnn.pack_padded_sequence(
            self.embedding(letters), lengths, batch_first=True, enforce_sorted=False
        )
        hidden, _ = nn.utils.rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True)
        scores: torch.Tensor = self.output(self.dropout(hidden))
        return scores


def dictionary_words() -> dict[str, tuple[Phones, ...]]:
    """CMUdict's words of plain letters."""
    dictionary = CmuDict()
    words = (line.split("\t")[0] for line in dictionary.text().splitlines())
    return {word: dictionary.look_up(word) for word in words if set(word) <= set(LETTERS) and len(word) > 1}


def is_held_out(word: str) -> bool:
    """Whether `word` is for evaluation only; a plural is held out with its singular."""
    return zlib.crc32(word.removesuffix("s").encode()) % HELD_OUT == 0


def batches(
    examples: Sequence[Example], chunk_ids: dict[Phones, int], size: int, shuffle: random.Random
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Yield letters, lengths and targets (-100 where padded) of words of similar length."""
    keyed = sorted(examples, key=lambda example: len(example.word) + shuffle.random())
    groups = [keyed[at : at + size] for at in range(0, len(keyed), size)]
    shuffle.shuffle(groups)
    for group in groups:
        longest = max(len(example.word) for example in group)
        letters = np.zeros((len(group), longest), np.int64)
        targets = np.full((len(group), longest), -100, np.int64)
        for row, example in enumerate(group):
            letters[row, : len(example.word)] = [1 + LETTERS.index(letter) for letter in example.word]
            targets[row, : len(example.word)] = [chunk_ids[chunk] for chunk in example.chunks]
        lengths = torch.tensor([len(example.word) for example in group])
        yield torch.from_numpy(letters), lengths, torch.from_numpy(targets)


def train(examples: Sequence[Example], chunks: Sequence[Phones], settings: Settings) -> Tagger:
    """Train a tagger on aligned words."""
    torch.manual_seed(settings.seed)
    shuffle = random.Random(settings.seed)
    chunk_ids = {chunk: index for index, chunk in enumerate(chunks)}
    model = Tagger(len(chunks), settings)
    optimizer = torch.optim.AdamW(model.parameters(), settings.peak_rate, weight_decay=0.01)
    steps = settings.epochs * math.ceil(len(examples) / settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.peak_rate, steps, pct_start=0.1)
    loss_of = nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=settings.label_smoothing)
    for epoch in range(settings.epochs):
        began, total, count = time.monotonic(), 0.0, 0
        for letters, lengths, targets in batches(examples, chunk_ids, settings.batch, shuffle):
            optimizer.zero_grad()
            loss = loss_of(model(letters, lengths).transpose(1, 2), targets)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        print(f"epoch {epoch + 1}: loss {total / count:.4f}, {time.monotonic() - began:.0f} s", flush=True)
    return model.eval()


def distance(one: Phones, other: Phones) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, phone in enumerate(one, 1):
        above, row = row, [i]
        for j, wanted in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (phone != wanted)))
    return row[-1]


def evaluate(guesser: Guesser, words: dict[str, tuple[Phones, ...]]) -> str:
    """Errors of the best guess, and of the best of all guesses, against the nearest variant of the dictionary."""
    errors = phones = wrong = wrong_of_all = guesses = 0
    for word, variants in words.items():
        found = guesser.guess(word)
        best = min(variants, key=lambda variant: distance(found[0], variant))
        errors += distance(found[0], best)
        phones += len(best)
        wrong += found[0] not in variants
        wrong_of_all += not set(found) & set(variants)
        guesses += len(found)
    count = len(words)
    return (
        f"{count} words: phone errors {errors / phones:.1%}, words wrong {wrong / count:.1%}, "
        f"wrong in all of {guesses / count:.2f} guesses {wrong_of_all / count:.1%}"
    )


def main() -> None:
    """Run the whole procedure, or only the evaluation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--target", type=Path, default=TARGET)
    parser.add_argument("--evaluate", action="store_true", help="only measure what is there")
    options = parser.parse_args()
    torch.set_num_threads(1)
    words = dictionary_words()
    held_out = {word: variants for word, variants in words.items() if is_held_out(word)}
    if not options.evaluate:
        known = [
            (word, phones) for word, variants in words.items() for phones in variants if word not in held_out
        ]
        examples = align(known)
        counts = Counter(chunk for example in examples for chunk in example.chunks)
        chunks = sorted(chunk for chunk, count in counts.items() if count >= RAREST_CHUNK)
        examples = [example for example in examples if set(example.chunks) <= set(chunks)]
        print(f"{len(known)} pronunciations, {len(examples)} aligned with {len(chunks)} chunks", flush=True)
        write_graph(train(examples, chunks, Settings()), LETTERS, chunks, options.target)
        print(f"{options.target}: {options.target.stat().st_size} bytes")
    print(evaluate(Guesser(options.target.read_bytes()), held_out))


if __name__ == "__main__":
    main()
