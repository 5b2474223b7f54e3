"""Train a teacher: phones of what Whisper's encoder hears, for `train.py --teacher`.

    python -m models.data.embeddings --speech .cache/extra        # once: half an hour on two busy cores, 50 h
    python -m models.recipes.teach --speech .cache/extra --pupil models/released/inglenook.pt --out .cache/teacher.pt
    python -m models.recipes.train --teacher .cache/teacher.pt ...

The encoder knows sounds of hundreds of thousands of hours, and a small network tells its phones after minutes. It
learns by the same losses as its pupil, and at first by the pupil's own posteriors too: a CTC model may put a phone
into any frame, and a pupil can only learn from a teacher that puts it where itself does (Kurata and Audhkhasi 2019,
"Guiding CTC posterior spike timings for improved posterior fusion and knowledge distillation").

Every few minutes, and at Ctrl-C, all of a run is kept beside the teacher; the same command goes on from there.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from rich.console import Console
from torch import nn
from torch.utils.data import DataLoader

from models.acoustic import AcousticNet
from models.data.batches import Mix, Windows, phones_of
from models.data.embeddings import build
from models.data.manifest import read_manifest
from models.evaluation.distance import edits
from models.losses import distance, losses
from models.recipes.train import load_weights
from models.rivals import phone_bigram, weakened
from models.teacher import Sizes, Teacher, save_teacher

GUIDED = (1.0, 0.1)
"""Weight of the distance to the pupil, at the beginning and from half of the time on."""
DENSE, CTC, RIVALS = 0.1, 0.1, 0.8
"""As in the recipes of RESULTS.md."""
LANGUAGE = 0.5
SAVE_EVERY = 300.0
"""Seconds between checkpoints."""


def heard_phones(logits: torch.Tensor) -> npt.NDArray[np.uint8]:
    """The best phone of each frame, repetitions and blanks taken out."""
    return phones_of(logits.argmax(dim=-1).numpy().astype(np.uint8))


def phone_errors(net: Teacher, manifest: Path, embeddings: Path, alignments: Path, clips: int) -> float:
    """Greedy phone errors in per cent of the first clips of a family's valid split, against their alignments."""
    rows, stored = build(manifest, embeddings), np.load(alignments / f"{manifest.stem}.npz")
    wrong = total = 0
    valid = [clip.index for clip in read_manifest(manifest) if clip.split == "valid"]
    for index in valid[:clips]:
        labels = stored["labels"][stored["offsets"][index] : stored["offsets"][index + 1]]
        if len(labels) == 0:
            continue
        sound = np.zeros((len(labels) // 2 * 2 + 30, rows.values.shape[1]), np.int8)
        found = rows.rows(index)[: len(sound)]
        sound[: len(found)] = found
        with torch.inference_mode():
            answer = heard_phones(net(torch.from_numpy(sound)[None])[0])
        right = phones_of(labels)
        wrong += edits(right.tolist(), answer.tolist()).errors
        total += len(right)
    return 100.0 * wrong / max(1, total)


class Lessons:
    """One run: the teacher, its pupil, and how they are compared."""

    def __init__(self, pupil: AcousticNet, rate: float, sizes: Sizes) -> None:
        self.pupil, self.rate = pupil.eval(), rate
        self.follows: torch.Tensor | None = None
        """`phone_bigram`'s matrix; it comes from the data."""
        self.net = Teacher(sizes)
        self.update = 0
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=rate, weight_decay=0.01, fused=True)

    def save(self, path: Path) -> None:
        """Keep the run, atomically."""
        part = path.with_suffix(".part")
        state = {
            "net": self.net.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "update": self.update,
        }
        torch.save(state, part)
        part.replace(path)

    def resume(self, path: Path) -> bool:
        """Go on from what `save` kept, where it is there."""
        if not path.exists():
            return False
        state = torch.load(path, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.update = state["update"]
        return True

    def learn(self, batch: tuple[torch.Tensor, ...], progress: float) -> tuple[float, float, float]:
        """One update; CTC a phone, the loss against rivals a phone, and how far the pupil is away."""
        features, labels, rows = batch
        for group in self.optimizer.param_groups:
            group["lr"] = (
                self.rate * min(1.0, 20 * progress + 0.02) * 0.5 * (1.0 + math.cos(math.pi * progress))
            )
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                guide = self.pupil(features)
            logits = self.net(rows)
        dense, spikes, rivals = losses(logits, labels, True, self.follows)
        away = distance(logits, guide)
        guided = GUIDED[0] + (GUIDED[1] - GUIDED[0]) * min(1.0, 2 * progress)
        self.net.zero_grad(set_to_none=True)
        torch.autograd.backward(DENSE * dense + CTC * spikes + RIVALS * rivals + guided * away)
        nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        return float(spikes.detach()), float(rivals.detach()), float(away.detach())


def run(
    lessons: Lessons,
    batches: Iterator[tuple[torch.Tensor, ...]],
    updates: int,
    checkpoint: Path,
    console: Console,
) -> None:
    """Update until there were so many; a line a minute, a checkpoint every five."""
    shown = saved = time.monotonic()
    sums, count = np.zeros(3), 0
    lessons.net.train()
    for batch in islice(batches, max(0, updates - lessons.update)):
        sums += lessons.learn(batch, lessons.update / updates)
        lessons.update += 1
        count += 1
        now = time.monotonic()
        if now - shown > 60 or lessons.update == updates:
            spikes, rivals, away = sums / count
            console.print(
                f"update {lessons.update} of {updates}: ctc {spikes:.3f} and rivals {rivals:.3f} a phone, "
                f"{away:.3f} from the pupil"
            )
            shown, sums, count = now, np.zeros(3), 0
        if now - saved > SAVE_EVERY:
            lessons.save(checkpoint)
            saved = now
    lessons.net.eval()


def main() -> None:
    """Train a teacher, and say how it hears people of the valid splits."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/features"))
    parser.add_argument("--alignments", type=Path, default=Path(".cache/alignments"))
    parser.add_argument("--embeddings", type=Path, default=Path(".cache/embeddings"))
    parser.add_argument("--pupil", type=Path, default=Path("models/released/inglenook.pt"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    pupil = load_weights(arguments.pupil)[0]
    # The room is quiet: the pupil says where it puts phones that it hears well.
    mix = replace(Mix(), frames=800, noisy=0.0, roomy=0.0, masked=0.0, pauses=0.1)
    sizes = Sizes(phones=pupil.shape.phones, delay=pupil.delay)
    lessons = Lessons(pupil, arguments.rate, sizes)
    console, checkpoint = Console(), arguments.out.with_suffix(".checkpoint")
    if lessons.resume(checkpoint):
        console.print(f"going on from update {lessons.update}")
    windows = Windows(
        arguments.speech,
        arguments.cache,
        arguments.alignments,
        mix,
        arguments.seed + lessons.update,  # a resumed run draws other windows than those it has seen
        pupil.delay,
        embeddings=arguments.embeddings,
    )
    lessons.follows = weakened(phone_bigram(windows.phone_sequences(), sizes.phones), LANGUAGE)
    batches = iter(DataLoader(windows, batch_size=arguments.batch))
    try:
        run(lessons, batches, arguments.updates, checkpoint, console)
    except KeyboardInterrupt:
        lessons.save(checkpoint)
        console.print("interrupted; the same command goes on from here")
        return
    save_teacher(lessons.net, arguments.out)
    checkpoint.unlink(missing_ok=True)
    known = ((arguments.embeddings, ".npy"), (arguments.alignments, ".npz"))
    for manifest in sorted(arguments.speech.glob("*.jsonl")):
        if all((at / f"{manifest.stem}{kind}").exists() for at, kind in known):
            errors = phone_errors(lessons.net, manifest, arguments.embeddings, arguments.alignments, 100)
            if errors:
                console.print(f"{manifest.stem}: {errors:.1f} % phone errors (valid)")


if __name__ == "__main__":
    main()
