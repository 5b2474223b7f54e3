"""Take whole hidden units and channels out of a trained model, the ones its loss misses least.

    python -m models.recipes.prune models/released/large.pt .cache/runs/small.pt --units 256 --channels 128
    torchrun --nproc-per-node 2 -m models.recipes.train --weights .cache/runs/small.pt --out .cache/runs/small \
        --teacher models/released/large.pt --hours 0.5 --ctc-from 0.0 --rate 0.0008

Zeros in a matrix save nothing in ONNX Runtime; smaller matrices do (FINDINGS). The GRUs are joined by residual
connections, so a unit leaves all of them at once: its three gates, its column in every next product, its column in the
output. A unit's importance is what a first-order expansion says the loss would change by if it were zero, squared and
summed over moments and layers: Molchanov et al. 2019, "Importance Estimation for Neural Network Pruning". Halving at
once costs more than going there in steps of a fifth or so with some training between.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track
from torch.utils.data import DataLoader

from models.acoustic import AcousticNet
from models.data.batches import Mix, Windows
from models.losses import losses
from models.recipes.train import load_weights

Batch = tuple[torch.Tensor, torch.Tensor]


def importance(net: AcousticNet, batches: Iterable[Batch]) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """How much the loss needs each unit `[units]`, and each channel of both convolutions `[channels]`."""
    shape = net.shape
    units = torch.zeros(shape.units)
    channels = [torch.zeros(shape.channels), torch.zeros(shape.channels)]
    for features, labels in batches:
        logits, inner = net.with_inner(features)
        for value in inner:
            value.retain_grad()
        dense, spikes, _ = losses(logits, labels, with_ctc=True)
        net.zero_grad(set_to_none=True)
        torch.autograd.backward(dense + spikes)
        for number, value in enumerate(inner):
            if value.grad is None:
                raise RuntimeError("a layer does not reach the loss")
            change = (value.detach() * value.grad).square().sum(dim=(0, 1))
            if number < len(channels):
                channels[number] += change
            else:
                units += change
    return units, channels


def kept(scores: torch.Tensor, count: int) -> torch.Tensor:
    """The `count` most important places, in their old order; raises ValueError where there are not so many."""
    if not 0 < count <= len(scores):
        raise ValueError(f"{count} of {len(scores)} cannot be kept")
    return scores.topk(count).indices.sort().values


def prune(net: AcousticNet, units: torch.Tensor, first: torch.Tensor, second: torch.Tensor) -> AcousticNet:
    """The network of just these units, and these channels of the two convolutions."""
    if len(first) != len(second):
        raise ValueError("both convolutions have the same number of channels")
    if len(units) == len(second):
        raise ValueError(
            "as many channels as units would join the first GRU to the others' residual connections"
        )
    small = AcousticNet(replace(net.shape, units=len(units), channels=len(second)))
    gates = torch.cat([units + gate * net.shape.units for gate in range(3)])
    with torch.no_grad():
        small.conv_1.weight.copy_(net.conv_1.weight[first])
        small.conv_2.weight.copy_(net.conv_2.weight[second][:, first])
        for new, old, places in ((small.conv_1, net.conv_1, first), (small.conv_2, net.conv_2, second)):
            if new.bias is not None and old.bias is not None:
                new.bias.copy_(old.bias[places])
        entry = second
        for small_gru, gru in zip(small.grus, net.grus, strict=True):
            state = gru.state_dict()
            small_gru.load_state_dict(
                {
                    "weight_ih_l0": state["weight_ih_l0"][gates][:, entry],
                    "weight_hh_l0": state["weight_hh_l0"][gates][:, units],
                    "bias_ih_l0": state["bias_ih_l0"][gates],
                    "bias_hh_l0": state["bias_hh_l0"][gates],
                }
            )
            entry = units
        small.output.weight.copy_(net.output.weight[:, units])
        small.output.bias.copy_(net.output.bias)
    return small


def main() -> None:
    """Prune one file of weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, help="file that export.py --weights wrote")
    parser.add_argument("out", type=Path)
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--channels", type=int, required=True)
    parser.add_argument("--batches", type=int, default=30, help="of 16 windows, to find out what matters")
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/features"))
    parser.add_argument("--alignments", type=Path, default=Path(".cache/alignments"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    net, facts = load_weights(arguments.weights)
    windows = Windows(arguments.speech, arguments.cache, arguments.alignments, Mix(), seed=1, delay=net.delay)
    batches = islice(iter(DataLoader(windows, batch_size=16)), arguments.batches)
    units, channels = importance(net, track(batches, "what matters", total=arguments.batches))
    small = prune(
        net, kept(units, arguments.units), *(kept(scores, arguments.channels) for scores in channels)
    )
    state = {**facts, "shape": asdict(small.shape), "averaged": small.state_dict()}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, arguments.out)
    before, after = (sum(value.numel() for value in one.parameters()) for one in (net, small))
    share = float(units[kept(units, arguments.units)].sum() / units.sum())
    Console().print(
        f"{arguments.out}: {after / 1e6:.2f} of {before / 1e6:.2f} million weights; the units left make up "
        f"{share:.0%} of the importance"
    )


if __name__ == "__main__":
    main()
