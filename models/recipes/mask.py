"""Make the smallest weights of every matrix zero: a smaller download, the same arithmetic.

    python -m models.recipes.mask models/released/inglenook.pt .cache/runs/masked.pt --zeros 0.5
    python -m models.recipes.train --weights .cache/runs/masked.pt --keep-zeros --out .cache/runs/masked --hours 0.5
    python -m models.recipes.export --run .cache/runs/masked --out .cache/masked.onnx && xz --keep .cache/masked.onnx

ONNX Runtime multiplies zeros like other numbers (FINDINGS), so that this saves no time, and no memory: only what a
compressor makes of the file. Whole units that leave (`prune.py`) save all three. Han et al. 2015, "Learning both
weights and connections for efficient neural networks".
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch
from rich.console import Console


def masked(weights: torch.Tensor, zeros: float) -> torch.Tensor:
    """A matrix of any shape whose smallest weights are zero, so many of them as a share; biases stay as they are.

    Raises ValueError unless the share is from 0 to below 1.
    """
    if not 0.0 <= zeros < 1.0:
        raise ValueError(f"{zeros} is not a share of weights that leaves some")
    count = round(zeros * weights.numel())
    if weights.ndim < 2 or not count:
        return weights
    highest = weights.abs().flatten().kthvalue(count).values
    return weights.masked_fill(weights.abs() <= highest, 0.0)


def main() -> None:
    """Mask one file of weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, help="file that export.py --weights wrote")
    parser.add_argument("out", type=Path)
    parser.add_argument("--zeros", type=float, required=True, help="share of the weights of each matrix")
    arguments = parser.parse_args()
    state: dict[str, Any] = torch.load(arguments.weights, weights_only=True, map_location="cpu")
    found = {name: masked(value.float(), arguments.zeros).half() for name, value in state["averaged"].items()}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**state, "averaged": found}, arguments.out)
    zeros = sum(int((value == 0).sum()) for value in found.values())
    total = sum(value.numel() for value in found.values())
    Console().print(f"{arguments.out}: {zeros / total:.0%} of {total / 1e6:.2f} million weights are zero")


if __name__ == "__main__":
    main()
