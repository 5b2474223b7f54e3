"""How an English word that no dictionary has is probably said: a small network tags each letter with its phones.

`models/data/make_g2p.py` trains it on CMUdict and says how well it does.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from functools import cached_property
from importlib import resources

import numpy as np
import numpy.typing as npt
import onnxruntime

from assistant.speech.phones import Phones

_FILE = "data/g2p.onnx"

MOST_GUESSES = 3
_WORTH_KEEPING = 0.35
"""A further guess must be at least this likely, compared with the best one."""

_LONGEST_WORD = 40  # letters; longer "words" are cut, nobody says them


class Guesser:
    """The letter-to-sound model; it is loaded at the first guess."""

    def __init__(self, model: bytes | None = None) -> None:
        """`model`: an ONNX graph as the recipe writes it; the bundled one by default."""
        self._model = model

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False  # a few words when a grammar is built do not pay for one
        model = self._model or resources.files("assistant.speech").joinpath(_FILE).read_bytes()
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _inventory(self) -> tuple[str, tuple[Phones, ...]]:
        properties = self._session.get_modelmeta().custom_metadata_map
        chunks = properties["chunks"].split(",")
        return properties["letters"], tuple(tuple(chunk.split()) for chunk in chunks)

    def guess(self, word: str) -> tuple[Phones, ...]:
        """Up to `MOST_GUESSES` pronunciations of a word of a-z, the likeliest first."""
        letters, chunks = self._inventory
        numbers = np.asarray([1 + letters.index(letter) for letter in word[:_LONGEST_WORD]], np.int64)
        scores = self._session.run(None, {"letters": numbers})[0]
        found: dict[Phones, float] = {}
        for score, choice in _best_choices(scores):
            best = next(iter(found.values()), score)
            if len(found) == MOST_GUESSES or score < best + np.log(_WORTH_KEEPING):
                break
            phones = tuple(phone for chunk in choice for phone in chunks[chunk])
            if phones:
                found.setdefault(phones, score)
        return tuple(found)


def _best_choices(scores: npt.NDArray[np.float32]) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield `(log-probability, a chunk for each letter)`, best first; `scores` is `[letters, chunks]`.

    Letters are independent, so the next best differs from one before it by the next choice of one letter.
    """
    order = np.argsort(-scores, axis=1)
    ranked = np.take_along_axis(scores, order, axis=1)
    first = (0,) * len(scores)
    queue = [(-float(ranked[:, 0].sum()), first)]
    seen = {first}
    while queue:
        cost, ranks = heapq.heappop(queue)
        yield -cost, tuple(int(order[letter, rank]) for letter, rank in enumerate(ranks))
        for letter, rank in enumerate(ranks):
            after = (*ranks[:letter], rank + 1, *ranks[letter + 1 :])
            if rank + 1 < scores.shape[1] and after not in seen:
                seen.add(after)
                step = float(ranked[letter, rank] - ranked[letter, rank + 1])
                heapq.heappush(queue, (cost + step, after))
