"""Train the acoustic model: frame cross-entropy on alignments first, CTC joins later.

    python -m models.data.features                       # once: mel energies of every clip
    python -m models.recipes.align                       # once: which phone each 20 ms are
    python -m models.recipes.train --out .cache/runs/first --hours 1.5
    torchrun --nproc-per-node 2 -m models.recipes.train --out .cache/runs/first --hours 1.5    # two cores

A GRU's small products do not gain from threads (a second one mostly waits); processes that average their gradients
do. Each process makes its own windows.

Dense targets teach in a tenth of the updates CTC needs (FINDINGS), CTC then lets the model place its phones where it
hears them. Weights are averaged (an exponential moving average); checkpoints are written every few minutes and at
Ctrl-C, and the same command goes on from the last one.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from rich.console import Console
from torch import nn
from torch.utils.data import DataLoader

from models.acoustic import AcousticNet, Shape
from models.data.batches import Mix, Windows
from models.learning import add_options, average, rank, rate_at, recipe_of, run, share_done
from models.losses import distance, losses
from models.rivals import phone_bigram, weakened
from models.teacher import Hints, Teacher, load_teacher


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every hyperparameter and why it is what it is."""

    units: int = 320
    layers: int = 3
    channels: int = 160
    batch: int = 64
    """Windows an update, of all processes together."""
    frames: int = 600
    """A window is 6 s: long enough for a sentence, short enough to mix many speakers in an update."""
    hours: float = 1.5
    """Wall-clock time to train; the learning rate ends at zero then."""
    updates: int = 0
    """Train for so many updates instead, where it is not 0: the same on every machine."""
    rate: float = 2e-3
    warm_up: int = 100
    weight_decay: float = 0.01
    clip: float = 1.0
    """Largest gradient norm; GRUs over 150 steps need one."""
    ctc_from: float = 0.6
    """Share of the time after which CTC joins the loss."""
    ctc_weight: float = 0.5
    dense_weight: float = 1.0
    """Weight of the frame cross-entropy while CTC has not joined; it falls to a fifth of that at the end."""
    average: float = 0.998
    """Decay of the averaged weights, an update."""
    half: bool = False
    """Products in bfloat16: 1.7 times as fast where the processor has AVX-512 BF16 (AMD), slower where it has not."""
    bits: int = 0
    """Of a weight, as the model hears with it while it learns; 0: all, or as in the weights to begin with."""
    keep_zeros: bool = False
    """Weights of matrices that are zero at the beginning stay so (`mask.py`)."""
    muon: bool = False
    """Matrices learn by Muon (momentum, orthogonalised), everything else by AdamW."""
    teacher_weight: float = 1.0
    """Weight of the distance to a teacher's posteriors a frame, where there is a teacher."""
    hints_weight: float = 0.0
    """Weight at the beginning of the error at which the last layer but one guesses Whisper's rows; it falls to 0."""
    clean: bool = False
    """A teacher hears the speech without the noise, room and microphone that its pupil hears."""
    dropout: float = 0.0
    """Share of what each GRU and the last layer read that a window does without."""
    rivals_weight: float = 0.0
    """Weight of `rivals.py`'s loss a phone, from where CTC joins; 0: not computed."""
    rivals_language: float = 0.5
    """Power of the phone bigram among rivals. At 1 those that say more than was said are too unlikely to be learnt
    from; at 0 the loss is CTC's."""
    noisy: float = Mix.noisy
    """Share of windows with noise."""
    empty: float = Mix.empty
    """Share of windows in which nobody speaks."""
    pauses: float = Mix.pauses
    """Share of pauses that last anything up to half a window."""
    carry: float = 0.7
    """Share of windows that go on with the GRUs' states where one of the update before left them: a microphone is open
    for days, and a model that knows only what comes within a window of its start hears phones in noise later on.
    A teacher hears every window from its beginning."""
    threads: int = 1
    feeders: int = 0
    """Processes that make windows, beside the one that learns; 0: it makes them itself."""
    seed: int = 1


def load_weights(path: Path) -> tuple[AcousticNet, dict[str, Any]]:
    """A model of the weights that `export.py --weights` wrote, and what else the file says of it."""
    state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
    net = AcousticNet(Shape(**state["shape"]))
    net.load_state_dict({name: value.float() for name, value in state.pop("averaged").items()})
    return net, state


def share(net: nn.Module, seconds: float) -> float:
    """Average gradients, and `seconds`, over all processes; returns the mean of `seconds`."""
    if not dist.is_initialized():
        return seconds
    gradients = [value.grad for value in net.parameters() if value.grad is not None]
    flat = torch.cat([*(gradient.flatten() for gradient in gradients), torch.tensor([seconds])])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    start = 0
    for gradient in gradients:
        gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
        start += gradient.numel()
    return float(flat[-1])


def optimizers(
    net: AcousticNet, recipe: Recipe, beside: Sequence[nn.Module] = ()
) -> list[torch.optim.Optimizer]:
    """Who updates what; `beside` are modules that learn beside the network.

    Muon: Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks", with the update's size of Liu
    et al. 2025, so that one learning rate serves both.
    """
    hidden = [
        value
        for name, value in net.named_parameters()
        if recipe.muon and name.startswith("grus.") and value.ndim == 2
    ]
    rest = [value for value in net.parameters() if not any(value is other for other in hidden)]
    rest += [value for module in beside for value in module.parameters()]
    found: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(rest, lr=recipe.rate, weight_decay=recipe.weight_decay, fused=True)
    ]
    if hidden:
        found.append(
            torch.optim.Muon(
                hidden, lr=recipe.rate, weight_decay=recipe.weight_decay, adjust_lr_fn="match_rms_adamw"
            )
        )
    return found


class Trainer:
    """State of one run; everything that a checkpoint holds."""

    def __init__(
        self,
        recipe: Recipe,
        out: Path,
        teacher: AcousticNet | Teacher | None = None,
        shape: Shape | None = None,
    ) -> None:
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(recipe.threads)
        self.recipe, self.out, self.teacher = recipe, out, teacher
        if shape is None:
            shape = Shape(units=recipe.units, layers=recipe.layers, channels=recipe.channels)
        if recipe.bits:
            shape = replace(shape, bits=recipe.bits, mixed={})
        self.net = AcousticNet(shape)
        self.net.dropped = recipe.dropout
        self.averaged = AcousticNet(shape)
        self.averaged.load_state_dict(self.net.state_dict())
        self.hints = Hints(shape.units, shape.delay) if recipe.hints_weight else None
        beside = [] if self.hints is None else [self.hints]
        self.learners = nn.ModuleList([self.net, *beside])
        self.optimizers = optimizers(self.net, recipe, beside)
        self.follows: torch.Tensor | None = None
        """`phone_bigram`'s matrix where the recipe has rivals; not in the checkpoint: it comes from the data."""
        self.update, self.seconds = 0, 0.0
        self._past: torch.Tensor | None = None
        self._zeros: list[torch.Tensor] = []
        self._clock = time.monotonic()

    def save(self) -> None:
        """Write the checkpoint atomically."""
        self.out.mkdir(parents=True, exist_ok=True)
        state = {
            "recipe": asdict(self.recipe),
            "shape": asdict(self.net.shape),
            "net": self.net.state_dict(),
            "averaged": self.averaged.state_dict(),
            "hints": {} if self.hints is None else self.hints.state_dict(),
            "optimizers": [one.state_dict() for one in self.optimizers],
            "update": self.update,
            "seconds": self.seconds,
        }
        part = self.out / "checkpoint.pt.part"
        torch.save(state, part)
        part.replace(self.out / "checkpoint.pt")

    def resume(self) -> bool:
        """Go on from the checkpoint where there is one."""
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return False
        state: dict[str, Any] = torch.load(path, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.averaged.load_state_dict(state["averaged"])
        if self.hints is not None:
            self.hints.load_state_dict(state["hints"])
        for one, kept in zip(self.optimizers, state["optimizers"], strict=True):
            one.load_state_dict(kept)
        self.update, self.seconds = state["update"], state["seconds"]
        return True

    def start_from(self, path: Path) -> None:
        """Begin with the weights of a released `.pt` file, of the same shape, in place of random ones."""
        weights = load_weights(path)[0].state_dict()
        self.net.load_state_dict(weights)
        self.averaged.load_state_dict(weights)

    @property
    def batch(self) -> int:
        """Windows an update, of all processes together."""
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

    def learn(
        self, features: torch.Tensor, labels: torch.Tensor, heard: torch.Tensor | None = None
    ) -> dict[str, float]:
        """One update; a teacher hears `heard` where it is given, else `features`."""
        progress = min(1.0, self.progress)
        rate = rate_at(self.recipe.rate, self.update, self.recipe.warm_up, progress)
        for group in (group for one in self.optimizers for group in one.param_groups):
            group["lr"] = rate
        with_ctc = progress > self.recipe.ctc_from
        with torch.autocast("cpu", torch.bfloat16, enabled=self.recipe.half):
            logits, inner, last = self.net.through(features, self._past)
            away = astray = torch.zeros(())
            if self.hints is not None and heard is not None:
                astray = self.hints(inner[-2], heard)
            if self.teacher is not None:
                with torch.no_grad():
                    taught = self.teacher(features if heard is None else heard)
                away = distance(logits, taught, (self.net.delay - self.teacher.delay) // 2)
        stays = torch.rand(len(features)) < self.recipe.carry
        self._past = last.detach().float() * stays[None, :, None]
        dense, spikes, rivals = losses(logits, labels, with_ctc, self.follows)
        # Towards the end CTC decides most: alignments are a means, phones in order are the aim.
        left = 0.2 + 0.8 * (1.0 - progress) / (1.0 - self.recipe.ctc_from) if with_ctc else 1.0
        loss = left * self.recipe.dense_weight * dense + self.recipe.ctc_weight * spikes
        loss = loss + self.recipe.teacher_weight * away + self.recipe.rivals_weight * rivals
        loss = loss + (1.0 - progress) * self.recipe.hints_weight * astray
        self.learners.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        now = time.monotonic()
        self.seconds += share(self.learners, now - self._clock)
        self._clock = now
        norm = nn.utils.clip_grad_norm_(self.learners.parameters(), self.recipe.clip)
        matrices = (
            [value for value in self.net.parameters() if value.ndim > 1] if self.recipe.keep_zeros else []
        )
        if matrices and not self._zeros:
            self._zeros = [value == 0 for value in matrices]
        for one in self.optimizers:
            one.step()
        for value, zeros in zip(matrices, self._zeros, strict=True):
            value.data.masked_fill_(zeros, 0.0)
        average(self.averaged, self.net, self.update, self.recipe.average)
        self.update += 1
        return {
            "dense": float(dense.detach()),
            "ctc": float(spikes.detach()),
            "away": float(away.detach()),
            "astray": float(astray.detach()),
            "rivals": float(rivals.detach()),
            "rate": rate,
            "norm": float(norm),
        }


def options() -> argparse.ArgumentParser:
    """The command line: every field of `Recipe`, and where things are."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/features"))
    parser.add_argument("--alignments", type=Path, default=Path(".cache/alignments"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--weights",
        type=Path,
        help="weights to begin with, such as models/released/inglenook.pt; the sizes are theirs",
    )
    parser.add_argument(
        "--teacher",
        type=Path,
        help="weights whose posteriors are learned too: of a model, or of teach.py, which hears through Whisper",
    )
    parser.add_argument("--embeddings", type=Path, default=Path(".cache/embeddings"))
    add_options(parser, Recipe)
    return parser


def main() -> None:
    """Train, or go on training."""
    parser = options()
    arguments = parser.parse_args()
    recipe = recipe_of(arguments, Recipe)
    shape = None
    if arguments.weights is not None:
        shape = load_weights(arguments.weights)[0].shape
        recipe = replace(recipe, units=shape.units, layers=shape.layers, channels=shape.channels)
    console = Console()
    if "WORLD_SIZE" in os.environ:
        dist.init_process_group("gloo")
    processes = dist.get_world_size() if dist.is_initialized() else 1
    if recipe.batch % processes:
        parser.error(f"--batch {recipe.batch} cannot be shared by {processes} processes")
    teacher: AcousticNet | Teacher | None = None
    if arguments.teacher is not None:
        teacher = load_teacher(arguments.teacher) or load_weights(arguments.teacher)[0].eval()
    if recipe.hints_weight and isinstance(teacher, AcousticNet):
        parser.error(
            "hints are what Whisper hears, and so must the --teacher hear, if there is one: see teach.py"
        )
    if recipe.clean and (teacher is None or recipe.hints_weight or isinstance(teacher, Teacher)):
        parser.error("--clean is what a --teacher hears; one that hears through Whisper does so anyway")
    trainer = Trainer(recipe, arguments.out, teacher, shape)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if trainer.resume():
        console.print(f"going on from update {trainer.update}")
    elif arguments.weights is not None:
        trainer.start_from(arguments.weights)
    # A resumed run draws other windows than those it has seen.
    seed = (recipe.seed + trainer.update) * 64 + rank()
    mix = Mix(frames=recipe.frames, noisy=recipe.noisy, empty=recipe.empty, pauses=recipe.pauses)
    windows = Windows(
        arguments.speech,
        arguments.cache,
        arguments.alignments,
        mix,
        seed,
        trainer.net.delay,
        clean=recipe.clean,
        embeddings=arguments.embeddings if isinstance(teacher, Teacher) or recipe.hints_weight else None,
    )
    if recipe.rivals_weight:
        bigram = phone_bigram(windows.phone_sequences(), trainer.net.shape.phones)
        trainer.follows = weakened(bigram, recipe.rivals_language)
    loader = DataLoader(windows, batch_size=recipe.batch // processes, num_workers=recipe.feeders)
    try:
        run(trainer, iter(loader), console)
    except KeyboardInterrupt:
        console.print("interrupted; the same command goes on from here")
    finally:
        if rank() == 0:
            trainer.save()


if __name__ == "__main__":
    main()
