"""Prefix trees over phones, many at once: words and lists spelled out, common beginnings only once.

All trees are laid side by side in flat arrays, breadth first, so that the roots of a tree and the children
of a node are neighbours: "all children of node 7" is a start and a count, not a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.intp]
"""Integer indices, in the type that numpy gathers with directly."""


@dataclass(frozen=True, slots=True, order=True)
class Spelling:
    """One way to say one label: which tree it belongs to, its phones, and what its end means."""

    tree: int
    phones: str
    """Phone columns as characters (`chr(column)`): strings sort, compare and hash fast."""
    label: int


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Prefix trees side by side; node numbers run through all trees, breadth first within each."""

    start: Indices
    """First node of each tree, shape `[trees + 1]`; the last element is the number of nodes."""
    roots: Indices
    """How many of a tree's first nodes are roots, shape `[trees]`."""
    phone: Indices
    """The phone's column in the posteriors, shape `[nodes]`."""
    parent: Indices
    """Node before, -1 for roots, shape `[nodes]`."""
    first_child: Indices
    """First of a node's neighbouring children; without meaning where it has none, shape `[nodes]`."""
    children: Indices
    """Number of children, shape `[nodes]`."""
    end_start: Indices
    """Where a node's labels begin in `end_label`, shape `[nodes + 1]`."""
    end_label: Indices
    """Labels of all spellings that end in a node; more than one where two labels sound alike."""

    def labels(self, node: int) -> list[int]:
        """Labels of the spellings that end in `node`."""
        return [int(label) for label in self.end_label[self.end_start[node] : self.end_start[node + 1]]]

    def path(self, node: int) -> tuple[int, ...]:
        """Phone columns from the root to `node`."""
        phones: list[int] = []
        while node >= 0:
            phones.append(int(self.phone[node]))
            node = int(self.parent[node])
        return tuple(reversed(phones))


def plant(spellings: Sequence[Spelling], trees: int) -> Forest:
    """Build the prefix trees `0 .. trees - 1`; no spelling may be empty."""
    rows = sorted(spellings)
    if not rows:
        return _empty(trees)
    tree = np.fromiter((row.tree for row in rows), np.intp, len(rows))
    lengths = np.fromiter((len(row.phones) for row in rows), np.intp, len(rows))
    width = int(lengths.max())
    phones = np.array([row.phones for row in rows], dtype=f"<U{width}").view(np.uint32).reshape(-1, width)

    # Rows are sorted, so a row adds nodes from the first column on where it differs from the row above.
    differs = np.ones((len(rows), width), bool)
    differs[1:] = (phones[1:] != phones[:-1]) | (tree[1:] != tree[:-1])[:, None]
    fresh = np.logical_or.accumulate(differs, axis=1) & (np.arange(width) < lengths[:, None])
    row, depth = np.nonzero(fresh)
    order = np.lexsort((row, depth, tree[row]))
    number = np.empty(len(order), np.intp)
    number[order] = np.arange(len(order))
    node_at = np.full((len(rows), width), -1, np.intp)
    node_at[row, depth] = np.arange(len(row))
    node_at = np.maximum.accumulate(node_at, axis=0)  # a shared beginning belongs to the row that added it

    parent = np.full(len(order), -1, np.intp)
    deeper = depth > 0
    parent[number[deeper]] = number[node_at[row[deeper], depth[deeper] - 1]]
    ends = number[node_at[np.arange(len(rows)), lengths - 1]]
    by_end = np.argsort(ends, kind="stable")
    labels = np.fromiter((row.label for row in rows), np.intp, len(rows))
    children, first_child = _children(parent)
    return Forest(
        start=_offsets(np.bincount(tree[row], minlength=trees)),
        roots=np.bincount(tree[row[depth == 0]], minlength=trees).astype(np.intp),
        phone=phones[row, depth].astype(np.intp)[order],
        parent=parent,
        first_child=first_child,
        children=children,
        end_start=_offsets(np.bincount(ends, minlength=len(order))),
        end_label=labels[by_end],
    )


def _children(parent: Indices) -> tuple[Indices, Indices]:
    """Number of children and first child of each node; breadth first, children of one node are neighbours."""
    nodes = np.flatnonzero(parent >= 0)
    children = np.bincount(parent[nodes], minlength=len(parent)).astype(np.intp)
    first = np.zeros(len(parent), np.intp)
    first[parent[nodes[::-1]]] = nodes[::-1]  # the last of repeated assignments stays: the smallest child
    return children, first


def _offsets(counts: npt.NDArray[np.integer]) -> Indices:
    """Start of each run of `counts`, and the total at the end."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.intp)


def _empty(trees: int) -> Forest:
    none = np.zeros(0, np.intp)
    return Forest(
        start=np.zeros(trees + 1, np.intp),
        roots=np.zeros(trees, np.intp),
        phone=none,
        parent=none,
        first_child=none,
        children=none,
        end_start=np.zeros(1, np.intp),
        end_label=none,
    )
