"""The loop of a training: updates until the time is spent, a line a minute, a checkpoint every few."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import torch
import torch.distributed as dist
from rich.console import Console


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
