"""What the decoder remembers: which words could end where, as a lattice that grows frame by frame.

A *node* is a junction at the end of a frame. Its *edges* are all tokens of the beam that reached it there,
each with the position it left (which says the words) and the node at which it had entered. Tokens that
merge inside an instance forget the worse history, so an edge knows one beginning only, the best: the
word-pair approximation (Ney and Aubert, "A word graph algorithm for large vocabulary continuous speech
recognition", 1994).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from assistant.grammar.beam import Crossings, Exits, Scores
from assistant.grammar.forest import Indices

_T = TypeVar("_T", np.intp, np.float64)

LEAD_IN = -1
"""Position of the edge that starts a sentence: nothing was said yet."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One way to reach a node."""

    position: int
    """Position that was left, or LEAD_IN."""
    source: int
    """Node at which its word or entry began; -1 for LEAD_IN."""
    score: float
    """Score of the whole path up to here, on the best way to `source`."""


@dataclass(slots=True)
class Lattice:
    """Nodes and edges in arrays that grow by doubling."""

    nodes: int = 0
    edges: int = 0
    node_frame: Indices = field(default_factory=lambda: np.zeros(64, np.intp))
    """Last frame of what was said before the node, -1 for the very first."""
    node_score: Scores = field(default_factory=lambda: np.zeros(64))
    node_began: Indices = field(default_factory=lambda: np.zeros(64, np.intp))
    """Frame of the lead-in node where the best path to here began."""
    edge_start: Indices = field(default_factory=lambda: np.zeros(64, np.intp))
    """Where a node's edges begin; they end where the next node's begin."""
    edge_position: Indices = field(default_factory=lambda: np.zeros(256, np.intp))
    edge_source: Indices = field(default_factory=lambda: np.zeros(256, np.intp))
    edge_score: Scores = field(default_factory=lambda: np.zeros(256))

    def cross(self, frame: int, exits: Exits, start: int, lead_in: float | None) -> Crossings:
        """Add the nodes of `frame`: one for each junction that `exits` reach, with all of them as its edges.

        `lead_in` is the score of having said nothing so far; it makes an edge into the junction `start`.
        """
        junction, position, source, score = exits.junction, exits.position, exits.node, exits.score
        if lead_in is not None:
            junction = np.concatenate((junction, (start,)))
            position = np.concatenate((position, (LEAD_IN,)))
            source = np.concatenate((source, (-1,)))
            score = np.concatenate((score, (lead_in,)))
        order = np.lexsort((score, junction))  # each junction's edges together, the best one last
        junction = junction[order]
        is_last = np.ones(len(junction), bool)
        np.not_equal(junction[1:], junction[:-1], out=is_last[:-1])
        last = is_last.nonzero()[0]
        return self._add(frame, junction[last], last, position[order], source[order], score[order])

    def edges_of(self, node: int) -> list[Edge]:
        """All ways to reach `node`, worst first."""
        span = slice(int(self.edge_start[node]), self._edge_end(node))
        return [
            Edge(position, source, score)
            for position, source, score in zip(
                self.edge_position[span].tolist(),
                self.edge_source[span].tolist(),
                self.edge_score[span].tolist(),
                strict=True,
            )
        ]

    def best_edge(self, node: int) -> Edge:
        """The best way to reach `node`."""
        at = self._edge_end(node) - 1
        return Edge(int(self.edge_position[at]), int(self.edge_source[at]), float(self.edge_score[at]))

    def compact(self, live: Indices) -> Indices:
        """Forget all nodes that none of the `live` ones descends from.

        Returns the new number of each old node, -1 for those that are gone.
        """
        kept = self._ancestors(live)
        old = np.flatnonzero(kept)
        numbers = np.full(self.nodes, -1, np.intp)
        numbers[old] = np.arange(len(old))
        starts = self.edge_start[: self.nodes]
        counts = np.diff(np.append(starts, self.edges))
        edges = np.flatnonzero(np.repeat(kept, counts))
        ends = np.cumsum(counts[old])
        self.nodes, self.edges = len(old), len(edges)
        self.node_frame = self.node_frame[old]
        self.node_score = self.node_score[old]
        self.node_began = self.node_began[old]
        self.edge_start = ends - counts[old]
        self.edge_position = self.edge_position[edges]
        source = self.edge_source[edges]
        self.edge_source = np.where(source >= 0, numbers[source], -1)
        self.edge_score = self.edge_score[edges]
        return numbers

    def _ancestors(self, live: Indices) -> npt.NDArray[np.bool_]:
        """Which nodes are `live` or lie on a path to one that is."""
        kept = np.zeros(self.nodes, bool)
        ends = np.append(self.edge_start[1 : self.nodes], self.edges)
        fresh = np.unique(live)
        while len(fresh):
            kept[fresh] = True
            counts = ends[fresh] - self.edge_start[fresh]
            first = np.repeat(self.edge_start[fresh] - np.cumsum(counts) + counts, counts)
            sources = np.unique(self.edge_source[first + np.arange(counts.sum())])
            sources = sources[sources >= 0]
            fresh = sources[~kept[sources]]
        return kept

    def _edge_end(self, node: int) -> int:
        return int(self.edge_start[node + 1]) if node + 1 < self.nodes else self.edges

    def _add(
        self, frame: int, junction: Indices, last: Indices, position: Indices, source: Indices, score: Scores
    ) -> Crossings:
        first_node, first_edge = self.nodes, self.edges
        self.nodes += len(junction)
        self.edges += len(position)
        self._make_room()
        nodes = slice(first_node, self.nodes)
        edges = slice(first_edge, self.edges)
        best = score[last]
        best_source = source[last]
        self.node_frame[nodes] = frame
        self.node_score[nodes] = best
        self.node_began[nodes] = np.where(best_source < 0, frame, self.node_began[best_source])
        self.edge_start[first_node] = first_edge
        self.edge_start[first_node + 1 : self.nodes] = first_edge + last[:-1] + 1
        self.edge_position[edges] = position
        self.edge_source[edges] = source
        self.edge_score[edges] = score
        return Crossings(junction, best, np.arange(first_node, self.nodes))

    def _make_room(self) -> None:
        if self.nodes >= len(self.node_frame):
            size = 2 * self.nodes + 64
            self.node_frame = _grown(self.node_frame, size)
            self.node_score = _grown(self.node_score, size)
            self.node_began = _grown(self.node_began, size)
            self.edge_start = _grown(self.edge_start, size)
        if self.edges >= len(self.edge_position):
            size = 2 * self.edges + 64
            self.edge_position = _grown(self.edge_position, size)
            self.edge_source = _grown(self.edge_source, size)
            self.edge_score = _grown(self.edge_score, size)


def _grown(array: npt.NDArray[_T], size: int) -> npt.NDArray[_T]:
    grown = np.zeros(size, array.dtype)
    grown[: len(array)] = array
    return grown
