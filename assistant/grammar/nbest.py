"""The n best word sequences of a lattice, found lazily.

Huang and Chiang, "Better k-best parsing" (2005), algorithm 3, on a lattice: a node's second-best derivation
is only computed when somebody asks for it, so the work depends on n and not on the number of paths.
Derivations of a node that say the same words are one: the better of them is kept, which loses nothing,
since whatever follows is the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.grammar.acceptor import Words
from assistant.grammar.lattice import LEAD_IN, Edge, Lattice
from assistant.grammar.network import Network, Output


@dataclass(frozen=True, slots=True)
class Derivation:
    """One way to have come to a node, as a chain to the sentence's beginning."""

    score: float
    words: Words
    before: Derivation | None
    """The chain up to the last word or entry; None where nothing was said yet."""
    position: int
    """Position whose end reached the node, or LEAD_IN."""
    output: Output | None
    """What was said last."""


@dataclass(frozen=True, slots=True)
class _Step:
    """An edge with one of its outputs, where several sound alike."""

    source: int
    position: int
    output: Output
    cost: float
    """Score from `source` to here."""


class Derivations:
    """Derivations of every node of a lattice, best first, made when asked for."""

    def __init__(self, lattice: Lattice, network: Network, word_cost: float) -> None:
        self._lattice = lattice
        self._network = network
        self._word_cost = word_cost
        self._nodes: dict[int, _Node] = {}

    def best_first(self, nodes: Iterable[int]) -> Iterator[Derivation]:
        """Derivations of all of `nodes` together, best first, each word sequence once."""
        heap = [(-float(self._lattice.node_score[node]), node, 0) for node in nodes]
        seen: set[Words] = set()
        heapq.heapify(heap)
        while heap:
            _, node, rank = heapq.heappop(heap)
            derivation = self.get(node, rank)
            if derivation is None:  # pragma: no cover - ranks are queued only where they exist
                continue
            following = self.get(node, rank + 1)
            if following is not None:
                heapq.heappush(heap, (-following.score, node, rank + 1))
            if derivation.words not in seen:
                seen.add(derivation.words)
                yield derivation

    def get(self, node: int, rank: int) -> Derivation | None:
        """The node's derivation number `rank` (0 is the best), or None where it has fewer."""
        if node not in self._nodes:
            self._nodes[node] = _Node(self._steps(node))
        state = self._nodes[node]
        while len(state.found) <= rank and state.heap:
            self._next(state)
        return state.found[rank] if rank < len(state.found) else None

    def _next(self, state: _Node) -> None:
        """Take the node's best queued derivation, queue the one behind it."""
        negative, at, rank = heapq.heappop(state.heap)
        if at == LEAD_IN:
            state.add(Derivation(-negative, (), None, LEAD_IN, None))
            return
        step = state.steps[at]
        before = self.get(step.source, rank)
        if before is None:  # pragma: no cover - ranks are queued only where they exist
            return
        words = before.words + step.output.words
        state.add(Derivation(-negative, words, before, step.position, step.output))
        following = self.get(step.source, rank + 1)
        if following is not None:
            heapq.heappush(state.heap, (-(following.score + step.cost), at, rank + 1))

    def _steps(self, node: int) -> tuple[list[_Step], list[tuple[float, int, int]]]:
        """The node's steps, and the queue of each one's best derivation."""
        steps: list[_Step] = []
        heap: list[tuple[float, int, int]] = []
        for edge in self._lattice.edges_of(node):
            if edge.position == LEAD_IN:
                heap.append((-edge.score, LEAD_IN, 0))
                continue
            for step in self._outputs(edge):
                heap.append((-(float(self._lattice.node_score[step.source]) + step.cost), len(steps), 0))
                steps.append(step)
        return steps, heap

    def _outputs(self, edge: Edge) -> Iterator[_Step]:
        cost = edge.score - float(self._lattice.node_score[edge.source])
        outputs = self._network.ends(edge.position)
        fewest = min(len(output.words) for output in outputs)
        for output in outputs:
            more = self._word_cost * (len(output.words) - fewest)
            yield _Step(edge.source, edge.position, output, cost - more)


class _Node:
    """What is known of one node's derivations so far."""

    def __init__(self, steps_and_heap: tuple[list[_Step], list[tuple[float, int, int]]]) -> None:
        self.steps, self.heap = steps_and_heap
        heapq.heapify(self.heap)
        self.found: list[Derivation] = []
        self._seen: set[Words] = set()

    def add(self, derivation: Derivation) -> None:
        if derivation.words not in self._seen:
            self._seen.add(derivation.words)
            self.found.append(derivation)
