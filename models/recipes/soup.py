"""Average the weights of models that come from each other: better than any of them, at no cost.

    python -m models.recipes.soup before.pt after.pt --out .cache/runs/soup.pt

Wortsman et al. 2022, "Model soups: averaging weights of multiple fine-tuned models improves accuracy without increasing
inference time". It works where one model was trained on from the other, so that no hill lies between them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from models.acoustic import Shape


def average(states: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean of `averaged` of files that `export.py --weights` wrote; all else is the last one's.

    Raises ValueError for models of different shapes.
    """
    shapes = [Shape(**state["shape"]) for state in states]  # older files do not name all there is
    if any(shape != shapes[-1] for shape in shapes):
        raise ValueError("only models of the same shape have an average")
    mean = {
        name: torch.stack([state["averaged"][name].float() for state in states]).mean(dim=0).half()
        for name in states[-1]["averaged"]
    }
    return {**states[-1], "averaged": mean}


def main() -> None:
    """Average some files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    states = [torch.load(path, weights_only=True, map_location="cpu") for path in arguments.weights]
    torch.save(average(states), arguments.out)


if __name__ == "__main__":
    main()
