r"""Let a teacher say the phones of speech that has no transcript, so that more people can be learned from.

    python -m models.recipes.label .cache/extra/common-voice-untold.jsonl --family common-voice-taught \
        --without .cache/extra/common-voice-heard.jsonl --teacher .cache/teacher.pt

Writes the new family's manifest beside the old one, whose sound it shares, and its alignments (as `align.py` does).
Of a clip the best phone of each frame is taken. What the teacher is not sure of is left out: `scores` hold the mean log
posterior of its phones, and clips below `--least` come out without labels.

Pseudo-labels, as in Kahn et al. 2020, "Self-training for end-to-end speech recognition".
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from rich.console import Console
from rich.progress import track

from models.data.batches import Labels
from models.data.embeddings import build
from models.data.manifest import read_manifest
from models.teacher import Teacher, load_teacher

LATE = 10
"""Rows of 20 ms: a phone lasts no longer than this before and after the frame in which it is heard."""
TAIL = 20
"""Rows of silence after a clip, in which late answers come."""


def heard(
    net: Teacher, rows: npt.NDArray[np.int8]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], float]:
    """Phones of a clip, the row in which each is heard, and the mean log posterior of them."""
    sound = np.zeros((len(rows) // 2 * 2 + TAIL, rows.shape[1]), np.int8)
    sound[: len(rows)] = rows[: len(sound)]
    with torch.inference_mode():
        logs = net(torch.from_numpy(sound)[None])[0].float().log_softmax(1)
    likely, best = logs.max(dim=1)
    phones, sure = best.numpy().astype(np.uint8), likely.numpy()
    starts = np.flatnonzero((phones != 0) & (phones != np.append(np.uint8(0), phones[:-1])))
    if len(starts) == 0:
        return phones[starts], starts, -np.inf
    # A phone may be heard for several frames: the surest counts.
    runs = np.maximum.reduceat(np.where(phones == 0, -np.inf, sure), starts)
    return phones[starts], 2 * starts - net.delay, float(runs.mean())


def spread(phones: npt.NDArray[np.uint8], places: npt.NDArray[np.int64], rows: int) -> Labels:
    """Labels `[rows]`: each phone from half-way to the one before to half-way to the next, silence in long gaps."""
    labels = np.zeros(rows, np.uint8)
    if len(phones) == 0:
        return labels
    # No two in one row, and all within the clip: CTC's targets are read off the labels.
    order = np.arange(len(phones))
    placed = np.maximum.accumulate(places - order) + order
    placed = np.minimum(placed, rows - len(phones) + order)
    placed = np.maximum(placed, order)
    halves = (placed[1:] + placed[:-1] + 1) // 2
    starts = np.maximum(np.append(0, halves), placed - LATE)
    ends = np.minimum(np.append(halves, rows), placed + LATE)
    for number, (phone, start, end) in enumerate(zip(phones, starts, ends, strict=True)):
        labels[start:end] = phone
        if number and phone == phones[number - 1] and end - start > 1:
            labels[start] = 0  # or the two would be one
    return labels


def main() -> None:
    """Label the clips of one manifest that have no transcript."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("manifest", type=Path)
    parser.add_argument(
        "--without", type=Path, nargs="*", default=[], help="manifests whose clips are left out"
    )
    parser.add_argument("--family", required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--embeddings", type=Path, default=Path(".cache/embeddings"))
    parser.add_argument("--alignments", type=Path, default=Path(".cache/alignments"))
    parser.add_argument("--least", type=float, default=-0.45)
    arguments = parser.parse_args()
    net = load_teacher(arguments.teacher)
    if net is None:
        parser.error(f"{arguments.teacher} is no teacher: teach.py makes one")
    torch.set_num_threads(1)
    known = {(clip.file, clip.start) for other in arguments.without for clip in read_manifest(other)}
    lines = arguments.manifest.read_text(encoding="utf-8").splitlines()
    chosen = [
        clip.index for clip in read_manifest(arguments.manifest) if (clip.file, clip.start) not in known
    ]
    target = arguments.manifest.with_name(f"{arguments.family}.jsonl")
    target.write_text("".join(f"{lines[index]}\n" for index in chosen), encoding="utf-8")
    rows = build(target, arguments.embeddings)
    found: list[Labels] = []
    scores: list[float] = []
    for index in track(range(len(chosen)), description="labelling"):
        sound = rows.rows(index)
        phones, places, score = heard(net, sound)
        fits = score >= arguments.least and 0 < len(phones) <= len(sound)
        found.append(spread(phones, places, len(sound)) if fits else np.zeros(0, np.uint8))
        scores.append(score)
    offsets = np.concatenate([[0], np.cumsum([len(one) for one in found])]).astype(np.int64)
    np.savez(
        arguments.alignments / f"{target.stem}.npz",
        labels=np.concatenate([np.zeros(0, np.uint8), *found]),
        offsets=offsets,
        scores=np.array(scores, np.float32),
    )
    quantiles = np.quantile(
        [score for score in scores if np.isfinite(score)], [0.1, 0.25, 0.5, 0.75, 0.9]
    ).round(3)
    Console().print(
        f"{target}: {sum(len(one) > 0 for one in found)} of {len(found)} clips, {offsets[-1] * 0.02 / 3600:.2f} h; "
        f"scores at 10, 25, 50, 75 and 90 %: {quantiles.tolist()}"
    )


if __name__ == "__main__":
    main()
