"""What every training does: its options, its rate, its averaged weights, and the loop.

The loop updates until the time is spent, with a line a minute and a checkpoint every few.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
import torch.distributed as dist
from rich.console import Console
from torch import nn

Made = TypeVar("Made")


class Learner(Protocol):
    """What learns, one batch an update."""

    @property
    def out(self) -> Path:
        """Folder of its log and its checkpoint."""

    @property
    def update(self) -> int:
        """Updates so far."""

    @property
    def seconds(self) -> float:
        """Time spent so far."""

    @property
    def progress(self) -> float:
        """Share of the run that is done."""

    @property
    def batch(self) -> int:
        """Windows an update."""

    @property
    def frames(self) -> int:
        """10 ms frames a window."""

    @property
    def learn(self) -> Callable[..., dict[str, float]]:
        """One update with the tensors of a batch; what to write down of it, `dense` and `ctc` among it."""

    def save(self) -> None:
        """Write the checkpoint."""


def add_options(parser: argparse.ArgumentParser, recipe: type[Any]) -> None:
    """An option for every field of a recipe, a dataclass whose fields all have defaults."""
    for entry in fields(recipe):
        flag = f"--{entry.name.replace('_', '-')}"
        if isinstance(entry.default, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=entry.default)
        else:
            parser.add_argument(flag, type=type(entry.default), default=entry.default)


def recipe_of(arguments: argparse.Namespace, recipe: Callable[..., Made]) -> Made:
    """The recipe that the options of `add_options` ask for."""
    return recipe(**{entry.name: getattr(arguments, entry.name) for entry in fields(recipe)})  # type: ignore[arg-type]


def share_done(update: int, seconds: float, *, updates: int, hours: float) -> float:
    """Share of a run that is done, of its updates where their number is given, else of its hours."""
    return update / updates if updates else seconds / (3600.0 * hours)


def rate_at(highest: float, update: int, warm_up: int, progress: float) -> float:
    """The learning rate: it rises for `warm_up` updates and falls along a cosine to next to nothing."""
    falling = 0.5 * (1.0 + math.cos(math.pi * min(1.0, progress))) + 0.003
    return highest * min(1.0, (update + 1) / warm_up) * falling


def average(averaged: nn.Module, learning: nn.Module, update: int, decay: float) -> None:
    """Move the averaged weights towards those that learn, faster in the first updates than `decay` would."""
    decay = min(decay, (1 + update) / (10 + update))
    with torch.no_grad():
        for mean, value in zip(averaged.parameters(), learning.parameters(), strict=True):
            mean.lerp_(value, 1.0 - decay)


def run(trainer: Learner, batches: Iterator[tuple[torch.Tensor, ...]], console: Console) -> None:
    """Update until the time is spent; a line a minute, a checkpoint every five."""
    shown = saved = time.monotonic()
    sums: dict[str, float] = {}
    count, leads = 0, rank() == 0
    with (trainer.out / f"log-{rank()}.jsonl").open("a", encoding="utf-8") as log:
        while trainer.progress < 1.0:
            for key, value in trainer.learn(*next(batches)).items():
                sums[key] = sums.get(key, 0.0) + value
            count += 1
            now = time.monotonic()
            if now - shown > 60:
                line = {"update": trainer.update, "minutes": trainer.seconds / 60}
                line["speed"] = count * trainer.batch * trainer.frames / 100 / (now - shown)
                line |= {key: value / count for key, value in sums.items()}
                log.write(json.dumps({key: round(value, 5) for key, value in line.items()}) + "\n")
                log.flush()
                if leads:
                    console.print(
                        f"{trainer.progress:4.0%} update {trainer.update}: cross-entropy {line['dense']:.3f}, "
                        f"ctc {line['ctc']:.3f} a phone, {line['speed']:.0f} x real time"
                    )
                sums, count, shown = {}, 0, now
            if leads and now - saved > 300:
                trainer.save()
                saved = now


def rank() -> int:
    """Number of this process among those that train together, 0 when alone."""
    return dist.get_rank() if dist.is_initialized() else 0
