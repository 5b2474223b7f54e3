"""Give a trained model more units and more of the future, so that what it learned is not lost.

    python -m models.recipes.grow models/released/inglenook.pt .cache/runs/grown.pt --units 320 --look-ahead 2
    torchrun --nproc-per-node 2 -m models.recipes.train --weights .cache/runs/grown.pt --out .cache/runs/grown

The grown model computes what the old one did: nothing old listens to a new unit yet (Chen et al. 2016, "Net2Net", has
copies of old units there; units that begin at random and are not heard break the symmetry at once). Looking ahead
needs nothing but a longer second convolution, whose newest taps begin at zero, and targets that are as much later.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path

import torch
from rich.console import Console

from models.acoustic import AcousticNet
from models.recipes.train import load_weights


def grow(net: AcousticNet, units: int, look_ahead: int) -> AcousticNet:
    """A network of `units` units a layer that hears `look_ahead` frames of 40 ms more before it answers.

    Raises ValueError where it would have fewer units, or as many as channels.
    """
    old = net.shape
    if units < old.units or look_ahead < 0:
        raise ValueError(f"{old.units} units can grow, not shrink to {units} (prune.py)")
    if units == old.channels:
        raise ValueError(
            "as many units as channels would join the first GRU to the others' residual connections"
        )
    shape = replace(
        old,
        units=units,
        kernel_2=old.kernel_2 + look_ahead * old.stride,
        delay=old.delay + 2 * look_ahead,
    )
    large = AcousticNet(shape)
    with torch.no_grad():
        large.conv_1.load_state_dict(net.conv_1.state_dict())
        large.conv_2.weight.zero_()
        large.conv_2.weight[:, :, : old.kernel_2] = net.conv_2.weight
        if large.conv_2.bias is not None and net.conv_2.bias is not None:
            large.conv_2.bias.copy_(net.conv_2.bias)
        # Rows of a GRU's matrices are three gates of all units.
        rows = torch.cat([torch.arange(old.units) + gate * units for gate in range(3)])
        entry = old.channels
        for large_gru, gru in zip(large.grus, net.grus, strict=True):
            new, state = large_gru.state_dict(), gru.state_dict()
            for name, width in (("weight_ih_l0", entry), ("weight_hh_l0", old.units)):
                new[name][rows] = 0.0
                new[name][rows[:, None], torch.arange(width)] = state[name]
            for name in ("bias_ih_l0", "bias_hh_l0"):
                new[name][rows] = state[name]
            large_gru.load_state_dict(new)
            entry = old.units
        large.output.weight.zero_()
        large.output.weight[:, : old.units] = net.output.weight
        large.output.bias.copy_(net.output.bias)
    return large


def main() -> None:
    """Grow one file of weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path, help="file that export.py --weights wrote")
    parser.add_argument("out", type=Path)
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--look-ahead", type=int, default=0, help="frames of 40 ms that it hears more")
    parser.add_argument("--seed", type=int, default=1, help="of the new units' weights")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    net, facts = load_weights(arguments.weights)
    large = grow(net, arguments.units, arguments.look_ahead)
    state = {**facts, "shape": asdict(large.shape), "averaged": large.state_dict()}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, arguments.out)
    before, after = (sum(value.numel() for value in one.parameters()) for one in (net, large))
    Console().print(f"{arguments.out}: {after / 1e6:.2f} million weights, {before / 1e6:.2f} before")


if __name__ == "__main__":
    main()
