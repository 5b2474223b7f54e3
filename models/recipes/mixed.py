"""Choose how many bits each matrix keeps, by what rounding it costs: a budget, spent where it helps.

    python -m models.recipes.mixed MODEL.pt .cache/runs/mixed.pt --bytes 1000000 --speech .cache/extra
    python -m models.recipes.mixed MODEL.pt .cache/runs/mixed.pt --distance 0.01 --speech .cache/extra
    python -m models.recipes.train --weights .cache/runs/mixed.pt --out .cache/runs/mixed --hours 0.5
    python -m models.recipes.export --run .cache/runs/mixed --out .cache/mixed.onnx

Training goes on with the bits that were chosen.

First a sweep: each matrix alone in each number of bits, all others in eight, and how far that takes the posteriors of
validation clips from what they are without any rounding, in a quiet room and in noise. (How much larger the CTC loss
gets is a worse guide: coarse weights make a model less sure of itself, which lowers that loss while errors rise.) Then
bits are given out as if what rounding costs adds up: the least distance plus a price of bytes, at the price at which
the budget is just kept. Shoham and Gersho 1988, "Efficient bit allocation for an arbitrary set of quantizers". What all
of it together costs is measured and said at the end.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table

from models.acoustic import FIRST, AcousticNet
from models.evaluation.bench import noises_of
from models.losses import distance
from models.recipes.measure_mixing import spoken
from models.recipes.measure_phones import FAMILIES, Said, count, in_room
from models.recipes.train import load_weights

BITS = (8, 7, 6, 5, 4, 3)
"""That a weight may have."""
DEAREST = 1.0
"""Nats a frame that a byte is worth at most: more than any model has of them."""
Heard = list[torch.Tensor]
"""Logits `[1, frames, phones]` of each clip."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """One matrix, and what rounding it costs."""

    name: str
    weights: int
    distances: dict[int, float]
    """From unrounded posteriors, in nats a frame more than with eight bits, by bits; never less for fewer."""

    def bytes(self, bits: int) -> int:
        """In the file."""
        return self.weights * bits // 8

    def best(self, price: float) -> int:
        """Bits at which distance and bytes together cost least, where a byte costs so many nats a frame."""
        return min(self.distances, key=lambda bits: (self.distances[bits] + price * self.bytes(bits), -bits))


def with_bits(net: AcousticNet, bits: Mapping[str, int]) -> AcousticNet:
    """The same weights, heard with so many bits of each matrix."""
    other = AcousticNet(replace(net.shape, bits=0, mixed=dict(bits)))
    other.load_state_dict(net.state_dict())
    return other.eval()


def names_of(net: AcousticNet) -> list[str]:
    """Matrices that may be rounded, by the parameter's name; the first convolution's is not, as it reads PCEN."""
    return [name for name, value in net.named_parameters() if value.ndim > 1 and name != FIRST]


def heard(net: AcousticNet, said: Sequence[Said]) -> Heard:
    """What a model makes of some clips."""
    with torch.inference_mode():
        return [net(torch.from_numpy(one.features)[None]) for one in said]


def distance_of(net: AcousticNet, said: Sequence[Said], unrounded: Heard) -> float:
    """Kullback-Leibler divergence from unrounded posteriors, in nats a frame."""
    found = [
        float(distance(mine, theirs)) * mine.shape[1]
        for mine, theirs in zip(heard(net, said), unrounded, strict=True)
    ]
    return sum(found) / max(1, sum(theirs.shape[1] for theirs in unrounded))


def sweep(net: AcousticNet, said: Sequence[Said]) -> list[Matrix]:
    """What rounding each matrix costs, all others in eight bits."""
    names, unrounded = names_of(net), heard(with_bits(net, {}), said)
    whole = dict.fromkeys(names, BITS[0])
    before = distance_of(with_bits(net, whole), said, unrounded)
    found: dict[str, list[float]] = {name: [0.0] for name in names}
    for name, bits in track([(name, bits) for name in names for bits in BITS[1:]], "rounding"):
        more = distance_of(with_bits(net, {**whole, name: bits}), said, unrounded) - before
        found[name].append(max(more, found[name][-1]))
    sizes = {name: net.get_parameter(name).numel() for name in names}
    return [Matrix(name, sizes[name], dict(zip(BITS, found[name], strict=True))) for name in names]


def choose(
    matrices: Sequence[Matrix], *, most_bytes: float = np.inf, farthest: float = np.inf
) -> dict[str, int]:
    """Bits of each matrix: as few bytes as nats a frame up to `farthest` allow, or as near as `most_bytes` allow.

    Raises ValueError where not even the fewest bits keep to the bytes.
    """

    def at(price: float) -> tuple[dict[str, int], int, float]:
        bits = {one.name: one.best(price) for one in matrices}
        size = sum(one.bytes(bits[one.name]) for one in matrices)
        return bits, size, sum(one.distances[bits[one.name]] for one in matrices)

    by_bytes = np.isfinite(most_bytes)
    if by_bytes and at(DEAREST)[1] > most_bytes:
        raise ValueError(f"{min(BITS)} bits a weight are {at(DEAREST)[1]} bytes, more than {most_bytes:.0f}")
    # A price that is too low for the bytes, or near enough, and one that is enough, or too far.
    low, high = 0.0, DEAREST
    for _ in range(80):
        price = (low + high) / 2
        _, size, far = at(price)
        beyond = size <= most_bytes if by_bytes else far > farthest
        low, high = (low, price) if beyond else (price, high)
    return at(high if by_bytes else low)[0]


def options() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, help="file that export.py --weights wrote")
    parser.add_argument("out", type=Path, help="the same weights, and how many bits each matrix is to have")
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--bytes", type=int, help="of these matrices in the file, at most")
    budget.add_argument(
        "--distance", type=float, help="from what is heard without rounding, nats a frame, at most"
    )
    parser.add_argument("--sweep", type=Path, help="JSON file of an earlier sweep, or for this one's")
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--alignments", type=Path, default=Path(".cache/alignments"))
    parser.add_argument("--clips", type=int, default=20, help="of each family, at most, in each room")
    parser.add_argument("--snr", type=float, default=8.0, help="decibels of speech against the noise")
    return parser


def main() -> None:
    """Sweep, choose, write."""
    parser = options()
    arguments, console = parser.parse_args(), Console()
    torch.set_num_threads(1)
    net, state = load_weights(arguments.weights)
    noises, said = noises_of(arguments.speech, "valid"), []
    for family in FAMILIES:
        clips = list(spoken(arguments.speech, arguments.alignments, family, arguments.clips))
        said += [*in_room(clips, noises, None), *(in_room(clips, noises, arguments.snr) if noises else ())]
    if not said:
        parser.error(f"{arguments.speech} has no aligned validation clips; align.py makes alignments")
    if arguments.sweep is not None and arguments.sweep.exists():
        stored = json.loads(arguments.sweep.read_text(encoding="utf-8"))
        read = [{int(bits): far for bits, far in one["distances"].items()} for one in stored]
        matrices = [Matrix(**one | {"distances": each}) for one, each in zip(stored, read, strict=True)]
    else:
        matrices = sweep(net, said)
        if arguments.sweep is not None:
            text = json.dumps([asdict(one) for one in matrices], indent=1) + "\n"
            arguments.sweep.write_text(text, encoding="utf-8")
    try:
        budget = arguments.bytes, arguments.distance
        most_bytes, farthest = (np.inf if one is None else one for one in budget)
        bits = choose(matrices, most_bytes=most_bytes, farthest=farthest)
    except ValueError as error:
        parser.error(str(error))
    small = with_bits(net, bits)
    console.print(table(matrices, bits))
    whole, unrounded = with_bits(net, dict.fromkeys(bits, BITS[0])), heard(with_bits(net, {}), said)
    for what, one in (("eight bits", whole), ("these bits", small)):
        errors, phones = count(one, said)
        size = sum(matrix.bytes(one.bits_of(matrix.name)) for matrix in matrices)
        console.print(
            f"{what}: {size / 1e6:.2f} MB, {distance_of(one, said, unrounded):.4f} nats a frame from no rounding, "
            f"phone errors {100 * errors / phones:.2f} %"
        )
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**state, "shape": asdict(small.shape), "averaged": small.state_dict()}, arguments.out)


def table(matrices: Sequence[Matrix], bits: Mapping[str, int]) -> Table:
    """What rounding costs, and what was chosen."""
    shown = Table(
        "matrix", "weights", *(f"{count} bits" for count in BITS[1:]), "chosen", title="nats a frame more"
    )
    for one in matrices:
        costs = (f"{one.distances[count]:.4f}" for count in BITS[1:])
        shown.add_row(one.name, f"{one.weights:,}", *costs, str(bits[one.name]))
    return shown


if __name__ == "__main__":
    main()
