"""Train a second look (`models/second_look.py`) behind a model that is finished and stays as it is.

    python -m models.recipes.look --weights models/released/inglenook.pt --out .cache/runs/look --hours 0.7

It hears what `train.py` plays, with more noise and more silence, and learns by CTC and against rivals above all: it may
put a phone where it likes.
Interrupt it whenever you like; the same command goes on.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from torch import nn
from torch.utils.data import DataLoader

from models.acoustic import AcousticNet
from models.data.batches import Mix, Windows
from models.learning import add_options, average, rate_at, recipe_of, run, share_done
from models.losses import losses
from models.recipes.train import load_weights
from models.rivals import phone_bigram, weakened
from models.second_look import LookShape, SecondLook, load_look, save_look


@dataclass(frozen=True, slots=True)
class LookRecipe:
    """Every hyperparameter."""

    units: int = 144
    bits: int = 5
    """Of a weight."""
    batch: int = 40
    """Windows an update."""
    frames: int = 800
    """Of 10 ms a window."""
    hours: float = 0.7
    """Wall-clock time to train; the learning rate ends at zero then."""
    updates: int = 0
    """Train for so many updates instead, where it is not 0: the same on every machine."""
    rate: float = 2e-3
    warm_up: int = 50
    weight_decay: float = 0.01
    clip: float = 1.0
    ctc_weight: float = 0.1
    dense_weight: float = 0.05
    """Of the cross-entropy with the aligner's phones. Without any of it a second look hears phones in noise that nobody
    said anything in, four times as many as the model that it corrects."""
    rivals_weight: float = 0.5
    rivals_language: float = 0.5
    """Power of the phone bigram among rivals, as in `train.py`."""
    noisy: float = 0.75
    """Share of windows with noise, more of them than the model learned with, as of the next two."""
    empty: float = 0.1
    """Share of windows in which nobody speaks."""
    pauses: float = 0.35
    """Share of pauses that last anything up to half a window."""
    average: float = 0.995
    """Decay of the averaged weights, an update."""
    feeders: int = 0
    """Processes that make windows, beside the one that learns; 0: it makes them itself."""
    half: bool = True
    """The finished model's products in bfloat16."""
    seed: int = 7


class LookTrainer:
    """State of one run."""

    def __init__(
        self,
        recipe: LookRecipe,
        net: AcousticNet,
        out: Path,
        follows: torch.Tensor,
        look: SecondLook | None = None,
    ) -> None:
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(1)
        self.recipe, self.net, self.out = recipe, net.eval(), out
        shape = LookShape(net.shape.units, recipe.units, recipe.bits, net.shape.phones)
        self.look, self.averaged = SecondLook(shape), SecondLook(shape)
        if look is not None:
            self.look.load_state_dict(look.state_dict())
        self.averaged.load_state_dict(self.look.state_dict())
        self.optimizer = torch.optim.AdamW(
            self.look.parameters(), lr=recipe.rate, weight_decay=recipe.weight_decay, fused=True
        )
        self.update, self.seconds = 0, 0.0
        self._follows = follows
        self._clock = time.monotonic()

    @property
    def batch(self) -> int:
        """Windows an update."""
        return self.recipe.batch

    @property
    def frames(self) -> int:
        """10 ms frames a window."""
        return self.recipe.frames

    @property
    def progress(self) -> float:
        """Share of the run that is done."""
        recipe = self.recipe
        return share_done(self.update, self.seconds, updates=recipe.updates, hours=recipe.hours)

    def learn(self, features: torch.Tensor, labels: torch.Tensor) -> dict[str, float]:
        """One update."""
        recipe = self.recipe
        rate = rate_at(recipe.rate, self.update, recipe.warm_up, self.progress)
        self.optimizer.param_groups[0]["lr"] = rate
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=recipe.half):
            logits, inner = self.net.with_inner(features)
        with torch.autocast("cpu", torch.bfloat16, enabled=recipe.half):
            corrected = self.look(inner[-1], logits)
        dense, spikes, rivals = losses(corrected, labels, True, self._follows)
        self.look.zero_grad(set_to_none=True)
        loss = recipe.dense_weight * dense + recipe.ctc_weight * spikes + recipe.rivals_weight * rivals
        torch.autograd.backward(loss)
        norm = nn.utils.clip_grad_norm_(self.look.parameters(), recipe.clip)
        self.optimizer.step()
        average(self.averaged, self.look, self.update, recipe.average)
        self.update += 1
        now = time.monotonic()
        self.seconds, self._clock = self.seconds + now - self._clock, now
        found = {"dense": dense, "ctc": spikes, "rivals": rivals, "norm": norm}
        return {name: float(value.detach()) for name, value in found.items()} | {"rate": rate}

    def save(self) -> None:
        """Write the checkpoint atomically, and the averaged weights beside it."""
        self.out.mkdir(parents=True, exist_ok=True)
        state = {
            "look": self.look.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "update": self.update,
            "seconds": self.seconds,
        }
        part = self.out / "checkpoint.pt.part"
        torch.save(state, part)
        part.replace(self.out / "checkpoint.pt")
        about = {"recipe": asdict(self.recipe), "update": self.update, "seconds": self.seconds}
        save_look(self.averaged, self.out / "look.pt", about)

    def resume(self) -> bool:
        """Go on from the checkpoint where there is one."""
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return False
        state: dict[str, Any] = torch.load(path, weights_only=True)
        self.look.load_state_dict(state["look"])
        self.averaged.load_state_dict(state["averaged"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.update, self.seconds = state["update"], state["seconds"]
        return True


def options() -> argparse.ArgumentParser:
    """The command line: every field of `LookRecipe`, and where things are."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, required=True, help="the finished model, .pt")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.pt and look.pt")
    parser.add_argument(
        "--look", type=Path, help="a second look to begin with, of another version of the model; its size"
    )
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/features"))
    parser.add_argument("--alignments", type=Path, default=Path(".cache/alignments"))
    add_options(parser, LookRecipe)
    return parser


def main() -> None:
    """Train, or go on training."""
    arguments, console = options().parse_args(), Console()
    recipe = recipe_of(arguments, LookRecipe)
    net, _ = load_weights(arguments.weights)
    look = None if arguments.look is None else load_look(arguments.look)
    if look is not None:
        recipe = replace(recipe, units=look.shape.units, bits=look.shape.bits)
    mix = Mix(frames=recipe.frames, noisy=recipe.noisy, empty=recipe.empty, pauses=recipe.pauses)
    folders = arguments.speech, arguments.cache, arguments.alignments
    windows = Windows(*folders, mix, recipe.seed, net.delay)
    bigram = phone_bigram(windows.phone_sequences(), net.shape.phones)
    trainer = LookTrainer(recipe, net, arguments.out, weakened(bigram, recipe.rivals_language), look)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if trainer.resume():
        console.print(f"going on from update {trainer.update}")
        # A resumed run draws other windows than those it has seen.
        windows = Windows(*folders, mix, recipe.seed + 64 * trainer.update, net.delay)
    try:
        feed = DataLoader(windows, batch_size=recipe.batch, num_workers=recipe.feeders)
        run(trainer, iter(feed), console)
    except KeyboardInterrupt:
        console.print("interrupted; the same command goes on from here")
    finally:
        trainer.save()


if __name__ == "__main__":
    main()
