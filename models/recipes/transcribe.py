r"""Give clips without a transcript the words that a larger recogniser hears: more people to learn from.

    python -m models.recipes.transcribe .cache/extra/common-voice-untold.jsonl --family common-voice-heard \
        --python .cache/peers-venv/bin/python
    python -m models.recipes.align --only common-voice-heard --speech .cache/extra

Moonshine tiny (`pip install moonshine-voice==0.0.73 soundfile numpy`, in an environment of its own; newer ones lack
the model) hears each clip; what it writes is kept where it can be pronounced without a guess and has a likely number
of phones a second. `align` then scores how well words and sound agree, and training leaves out what agrees badly
(`Mix.worst_score`): a wrong word costs more there than a strange voice. A run that is cut goes on where it stopped.

Pseudo-labels, as in Xu et al. 2020, "Iterative Pseudo-Labeling for Speech Recognition".
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from assistant.errors import PronunciationError
from assistant.speech.pronounce import Pronouncer
from models.data.manifest import Clip, read_manifest
from models.data.transcripts import Transcripts

RATE = 16_000
SLOWEST, FASTEST = 4.0, 20.0
"""Phones a second between which somebody reads a sentence; outside, words were made up or left out."""
FEWEST = 3
"""Words of a sentence; shorter answers are mostly what Moonshine makes of noise."""
LOOK_EVERY = 2.0


def hear(manifest: Path, folder: Path, python: str, workers: int, console: Console) -> dict[int, str]:
    """Text of every clip without one, by line of the manifest; kept in `folder` as it comes."""
    folder.mkdir(parents=True, exist_ok=True)
    answers = [folder / f"{manifest.stem}.{number}.jsonl" for number in range(workers)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [python, "-m", "models.data.transcribe_worker", str(manifest)]
    running = [
        subprocess.Popen([*command, str(answer), "--share", f"{number}/{workers}"], env=environment)
        for number, answer in enumerate(answers)
    ]
    wanted = sum(not clip.text for clip in read_manifest(manifest))
    try:
        with Progress(console=console) as progress:
            task = progress.add_task("hearing", total=wanted)
            while any(worker.poll() is None for worker in running):
                progress.update(task, completed=len(read_answers(answers)))
                time.sleep(LOOK_EVERY)
    finally:
        for worker in running:
            worker.terminate()
    if any(worker.returncode for worker in running):
        sys.exit(f"a worker failed; has {python} moonshine-voice, soundfile and numpy?")
    return read_answers(answers)


def read_answers(answers: list[Path]) -> dict[int, str]:
    """What the workers have written so far."""
    found: dict[int, str] = {}
    for answer in answers:
        if answer.exists():
            for line in answer.read_text(encoding="utf-8").splitlines():
                if line.endswith("}"):  # the last line may be half written
                    row = json.loads(line)
                    found[int(row["index"])] = str(row["text"])
    return found


class Sieve:
    """Which texts are kept, and what became of the others."""

    def __init__(self) -> None:
        self._transcripts = Transcripts("en")
        self._pronouncer = Pronouncer()
        self.dropped: Counter[str] = Counter()

    def keep(self, clip: Clip, text: str) -> str | None:
        """The cleaned text; None where it is not kept."""
        cleaned = self._transcripts.clean(text)
        reason = self._against(clip, cleaned)
        if reason:
            self.dropped[reason] += 1
            return None
        return cleaned

    def _against(self, clip: Clip, cleaned: str | None) -> str:
        if cleaned is None:
            return "unpronounceable"
        if len(cleaned.split()) < FEWEST:
            return "too short"
        if self._transcripts.guessed(cleaned):
            return "words of no dictionary"
        try:
            phones = sum(len(word) for word in self._pronouncer.pronounce_text(cleaned, "en"))
        except PronunciationError:
            return "unpronounceable"
        return "" if SLOWEST <= phones / (clip.frames / RATE) <= FASTEST else "unlikely speed"


def main() -> None:
    """Hear, sieve, write the new family's manifest beside the old one (it shares its sound)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--family", required=True)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--answers", type=Path, default=Path(".cache/heard"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-hearing", action="store_true", help="use the answers that are there")
    arguments = parser.parse_args()
    console = Console()
    if arguments.no_hearing:
        texts = read_answers(sorted(arguments.answers.glob(f"{arguments.manifest.stem}.*.jsonl")))
    else:
        texts = hear(arguments.manifest, arguments.answers, arguments.python, arguments.workers, console)
    sieve = Sieve()
    rows, seconds = [], 0.0
    lines = arguments.manifest.read_text(encoding="utf-8").splitlines()
    for clip in read_manifest(arguments.manifest):
        text = sieve.keep(clip, texts[clip.index]) if clip.index in texts else None
        if text is not None:
            rows.append(json.dumps({**json.loads(lines[clip.index]), "text": text, "heard_by": "moonshine"}))
            seconds += clip.frames / RATE
    out = arguments.manifest.with_name(f"{arguments.family}.jsonl")
    out.write_text("\n".join(rows) + "\n", encoding="utf-8")
    console.print(
        f"{out}: {len(rows)} of {len(texts)} clips, {seconds / 3600:.1f} h; left out {sieve.dropped}"
    )


if __name__ == "__main__":
    main()
