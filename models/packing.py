"""Whole numbers of a few bits as an ONNX graph keeps them: without the bits they do not use.

A number of five bits is four bits of one byte and one of another. Standard operators on constants put it together,
which ONNX Runtime does once, while loading: the file is small, and what runs is the int8 that would have been there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int8]
Bytes = npt.NDArray[np.uint8]

BYTE = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bits of every number; `8 / bits` numbers share a byte."""

    bits: int
    """1, 2 or 4."""
    shift: int
    """How many bits of the number are below these."""
    packed: Bytes
    """`[numbers * bits / 8]`; number `i` is in byte `i % len(packed)`, above `i // len(packed)` others."""

    @property
    def places(self) -> npt.NDArray[np.int32]:
        """What a byte is to be divided by for each number that it holds, `[8 / bits, 1]`."""
        return (1 << self.bits * np.arange(BYTE // self.bits, dtype=np.int32))[:, None]


def offset(bits: int) -> int:
    """What is added to a signed number of so many bits so that none is negative."""
    return 1 << bits - 1


def pieces(whole: Whole, bits: int) -> list[Piece]:
    """Numbers of so many bits (up to 7), any shape whose size is a multiple of eight, in pieces of 4, 2 and 1 bits.

    Raises ValueError where a number has more bits, or the size does not fit.
    """
    if whole.size % BYTE:
        raise ValueError(f"{whole.size} numbers do not fill whole bytes")
    numbers = whole.astype(np.int32).ravel() + offset(bits)
    if numbers.min() < 0 or numbers.max() >= 1 << bits:
        raise ValueError(f"numbers from {whole.min()} to {whole.max()} are not of {bits} bits")
    found, shift = [], 0
    for width in (4, 2, 1):
        if not bits & width:
            continue
        part = (numbers >> shift) & ((1 << width) - 1)
        rows = part.reshape(BYTE // width, -1) << width * np.arange(BYTE // width)[:, None]
        found.append(Piece(width, shift, rows.sum(axis=0).astype(np.uint8)))
        shift += width
    return found
