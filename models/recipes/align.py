"""Say which phone each moment of a transcribed clip is: targets that teach faster than CTC alone.

A small network on 150 ms of log-mel and an HMM of one state a phone with optional silence between words are
trained in turns from a flat start (phones spread evenly over the part of the clip that has energy): label,
train, realign. This is hybrid training as in Bourlard and Morgan, "Connectionist Speech Recognition", 1994; no
other recogniser is needed.

    python -m models.recipes.align --speech ../shared/speech --cache .cache/features --out .cache/alignments

    python -m models.recipes.align --only common-voice-delta    # more speech, by the same network

Writes `labeller.pt`, the network, and `FAMILY.npz` a family: `labels` (uint8, one a 20 ms frame, columns of the
phone inventory, 0 is silence) and `offsets` (`[clips + 1]`; a clip without a usable transcript has no labels),
`scores` (mean log-likelihood a frame, a measure of how well clip and transcript agree).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from rich.console import Console
from torch import nn

from assistant.errors import PronunciationError
from assistant.speech.phones import INVENTORY
from assistant.speech.pronounce import Pronouncer
from models.data.features import Features, build
from models.frontend import FrontEnd

Labels = npt.NDArray[np.uint8]
CONTEXT = 7
"""Frames of 10 ms on either side that the network sees."""
STRIDE = 2
"""Frames of 10 ms a label."""
POOL = 16_384
"""Labels that are mixed before they are cut into batches, so that a batch holds many clips."""


@dataclass(frozen=True)
class Transcribed:
    """One clip ready to be aligned."""

    family: str
    position: int
    features: npt.NDArray[np.float16]
    """Log mel energies `[frames, bands]`."""
    states: npt.NDArray[np.int64]
    """Phone columns in order, 0 for silence: at both ends and between words."""

    @property
    def length(self) -> int:
        """Labels of the clip."""
        return len(self.features) // STRIDE


def phone_states(words: list[tuple[str, ...]], columns: dict[str, int]) -> npt.NDArray[np.int64]:
    """States of a transcript: silence, word, optional silence, word ... silence."""
    states = [0]
    for word in words:
        states += [columns[phone] for phone in word]
        states.append(0)
    return np.array(states)


def collect(features: dict[str, Features], pronouncer: Pronouncer) -> list[Transcribed]:
    """Every clip of the train and valid splits whose transcript can be pronounced."""
    columns = {phone: column for column, phone in enumerate(INVENTORY)}
    usable = []
    for family, data in features.items():
        for position, clip in enumerate(data.clips):
            if not clip.text or clip.split not in {"train", "valid"} or "UNK" in clip.text:
                continue
            try:
                words = pronouncer.pronounce_text(clip.text, clip.language)
            except PronunciationError:
                continue
            states = phone_states([tuple(word) for word in words], columns)
            values = data.log_energies(position)
            if len(values) // STRIDE > len(states) + 2:
                usable.append(Transcribed(family, position, values, states))
    return usable


def flat_labels(clip: Transcribed) -> Labels:
    """The flat start: phones spread evenly over the energetic part of the clip."""
    energy = np.asarray(clip.features, np.float32).mean(axis=1)[: clip.length * STRIDE]
    energy = energy.reshape(-1, STRIDE).mean(axis=1)
    low, high = np.percentile(energy, [10, 95])
    loud = np.flatnonzero(energy > low + 0.35 * (high - low))
    first, last = (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, clip.length)
    phones = clip.states[clip.states > 0]
    labels = np.zeros(clip.length, np.uint8)
    spread = np.arange(last - first) * len(phones) // max(1, last - first)
    labels[first:last] = phones[spread]
    return labels


def normalised(clip: Transcribed) -> npt.NDArray[np.float32]:
    """Log mel with the clip's own mean and deviation a band, padded for context."""
    values = np.asarray(clip.features, np.float32)
    values = np.maximum(values, values.max() - 14.0)
    values = (values - values.mean(axis=0)) / (values.std(axis=0) + 0.5)
    return np.pad(values, ((CONTEXT, CONTEXT), (0, 0)), mode="edge")


def windows(clip: Transcribed) -> torch.Tensor:
    """Inputs of the network, every second frame of the context: `[labels, bands * (CONTEXT + 1)]`."""
    padded = torch.from_numpy(normalised(clip))
    return padded.unfold(0, 2 * CONTEXT + 1, STRIDE)[: clip.length, :, ::2].flatten(1)


class Labeller(nn.Module):
    """The small network of the aligner."""

    def __init__(self, bands: int, phones: int, width: int = 384) -> None:
        super().__init__()
        size = (CONTEXT + 1) * bands
        self.layers = nn.Sequential(
            nn.Linear(size, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, phones)
        )

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Logits `[frames, phones]`."""
        logits: torch.Tensor = self.layers(inputs)
        return logits


def mixed_batches(
    clips: list[Transcribed], labels: list[Labels], frames: int, rng: np.random.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Batches of about 1,024 labels of many clips, `frames` labels in all; clips come again where they are few."""
    seen = pooled = 0
    pool: list[tuple[torch.Tensor, torch.Tensor]] = []
    while seen < frames:
        for number, place in enumerate(rng.permutation(len(clips)), 1):
            pool.append((windows(clips[place]), torch.from_numpy(labels[place].astype(np.int64))))
            pooled += clips[place].length
            if pooled < POOL and number < len(clips):
                continue
            x, y = torch.cat([part for part, _ in pool]), torch.cat([part for _, part in pool])
            for batch in torch.chunk(torch.randperm(len(x)), max(1, len(x) // 1024)):
                yield x[batch], y[batch]
            seen += pooled
            pool, pooled = [], 0
            if seen >= frames:
                break


def train_labeller(
    net: Labeller, clips: list[Transcribed], labels: list[Labels], frames: int, rng: np.random.Generator
) -> float:
    """Train on about `frames` labels of random clips; the mean cross-entropy of the second half."""
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    losses: list[float] = []
    seen = 0
    for x, y in mixed_batches(clips, labels, frames, rng):
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * max(0.1, 1.0 - seen / frames)
        loss = nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        optimizer.step()
        losses.append(float(loss.detach()))
        seen += len(x)
    return float(np.mean(losses[len(losses) // 2 :]))


def viterbi(
    scores: npt.NDArray[np.float32], states: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], float]:
    """Best state a frame for `scores` `[frames, phones]`; silence between words may be skipped.

    The path starts in the first state or the first phone and ends in the last state or the last phone.
    """
    emitted = scores[:, states]
    frames, count = emitted.shape
    skippable = np.zeros(count, bool)
    skippable[2:] = states[1:-1] == 0
    skippable[1] = True
    total = np.full(count, -np.inf, np.float32)
    total[:2] = emitted[0, :2]
    back = np.zeros((frames, count), np.int8)
    stacked = np.full((3, count), -np.inf, np.float32)
    for t in range(1, frames):
        stacked[0] = total
        stacked[1, 1:] = total[:-1]
        stacked[2, 2:] = np.where(skippable[2:], total[:-2], -np.inf)
        back[t] = choice = stacked.argmax(axis=0)
        total = stacked[choice, np.arange(count)] + emitted[t]
    place = count - 1 if total[-1] >= total[-2] else count - 2
    score = float(total[place]) / frames
    path = np.empty(frames, np.int64)
    for t in range(frames - 1, -1, -1):
        path[t] = place
        place -= int(back[t, place])
    return path, score


def realign(
    net: Labeller, clips: list[Transcribed], prior: npt.NDArray[np.float32], console: Console
) -> tuple[list[Labels], list[float]]:
    """New labels for every clip, with the mean score a frame."""
    labels: list[Labels] = []
    scores: list[float] = []
    begun = time.monotonic()
    penalty = 0.6 * np.log(prior)  # posteriors over priors: likelihoods up to a factor, softened
    with torch.inference_mode():
        for clip in clips:
            likelihood = net(windows(clip)).log_softmax(1).numpy() - penalty
            path, score = viterbi(likelihood, clip.states)
            labels.append(clip.states[path].astype(np.uint8))
            scores.append(score)
    console.print(f"  realigned {len(clips)} clips in {time.monotonic() - begun:.0f} s")
    return labels, scores


def write(
    out: Path,
    features: dict[str, Features],
    clips: list[Transcribed],
    labels: list[Labels],
    scores: list[float],
) -> None:
    """One file a family, in the manifest's order."""
    out.mkdir(parents=True, exist_ok=True)
    for family, data in features.items():
        rows: list[Labels] = [np.zeros(0, np.uint8)] * len(data.clips)
        quality = np.full(len(data.clips), -np.inf, np.float32)
        for clip, label, score in zip(clips, labels, scores, strict=True):
            if clip.family == family:
                rows[clip.position], quality[clip.position] = label, score
        offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        np.savez(
            out / f"{family}.npz",
            labels=np.concatenate([np.zeros(0, np.uint8), *rows]),
            offsets=offsets,
            scores=quality,
        )


def train_in_turns(
    net: Labeller,
    clips: list[Transcribed],
    rounds: int,
    frames: int,
    rng: np.random.Generator,
    console: Console,
) -> npt.NDArray[np.float32]:
    """Train from a flat start, then label and train again `rounds` times; returns how frequent each phone is."""
    # Isolated words are many and alike: a few thousand teach the labeller as well as all of them.
    words = [c for c in clips if c.family.startswith("words")]
    keep = {id(words[i]) for i in rng.permutation(len(words))[:5000]}
    chosen = [c for c in clips if not c.family.startswith("words") or id(c) in keep]
    console.print(f"{len(clips)} clips with a transcript, {len(chosen)} of them for training")
    # The flat start is fair only where a clip is short; longer clips come in once the labeller knows a little.
    short = [c for c in chosen if c.length < 125 and len(c.states) <= 40]
    loss = train_labeller(net, short, [flat_labels(c) for c in short], frames // 2, rng)
    console.print(f"flat start on {len(short)} clips: cross-entropy {loss:.2f}")
    prior = np.ones(len(INVENTORY), np.float32)
    for turn in range(rounds):
        subset = short if turn == 0 else chosen
        pick = [subset[i] for i in rng.permutation(len(subset))[: max(6000, len(subset) // 2)]]
        labels, scores = realign(net, pick, prior, console)
        prior = np.bincount(np.concatenate(labels), minlength=len(INVENTORY)).astype(np.float32) + 50.0
        prior = prior / prior.mean()
        loss = train_labeller(net, pick, labels, frames, rng)
        console.print(f"round {turn + 1}: score {np.mean(scores):.3f}, cross-entropy {loss:.3f}")
    return prior


def save_labeller(path: Path, net: Labeller, prior: npt.NDArray[np.float32]) -> None:
    """Keep the network for speech that comes later."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"net": net.state_dict(), "prior": torch.from_numpy(prior)}, path)


def load_labeller(path: Path, net: Labeller) -> npt.NDArray[np.float32]:
    """Fill `net` with what `save_labeller` kept; returns the prior."""
    state = torch.load(path, weights_only=True)
    net.load_state_dict(state["net"])
    prior: npt.NDArray[np.float32] = state["prior"].numpy()
    return prior


def main() -> None:
    """Align every family of a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path(".cache/features"))
    parser.add_argument("--out", type=Path, default=Path(".cache/alignments"))
    parser.add_argument("--rounds", type=int, default=4, help="times that labels are made anew")
    parser.add_argument("--frames", type=int, default=800_000, help="labels trained on in each round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", nargs="+", metavar="FAMILY", help="label just these, with the network of an earlier run"
    )
    arguments = parser.parse_args()
    console = Console()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)  # matrices are small: a second thread waits more than it works
    rng = np.random.default_rng(arguments.seed)
    front = FrontEnd()
    manifests = [m for m in sorted(arguments.speech.glob("*.jsonl")) if "devtest" not in m.stem]
    if arguments.only:
        manifests = [m for m in manifests if m.stem in arguments.only]
    features = {m.stem: build(m, arguments.cache, front) for m in manifests}
    everything = collect(features, Pronouncer())
    net = Labeller(front.bands, len(INVENTORY))
    if arguments.only:
        prior = load_labeller(arguments.out / "labeller.pt", net)
    else:
        prior = train_in_turns(net, everything, arguments.rounds, arguments.frames, rng, console)
        save_labeller(arguments.out / "labeller.pt", net, prior)
    labels, scores = realign(net, everything, prior, console)
    write(arguments.out, features, everything, labels, scores)
    console.print(f"wrote {arguments.out}")


if __name__ == "__main__":
    main()
