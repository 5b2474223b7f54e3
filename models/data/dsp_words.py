"""Take DSPSpeech-20 (12 Mandarin and 8 English words by 34 students) out of a git snapshot.

    python -m models.data.dsp_words --git /work/.mirror/zhongyuchen+DSPSpeech-20/repo

Recordings are `speech_data/STUDENT/STUDENT-WORD-TAKE.wav`, two seconds each; the silence at their ends is cut.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from pathlib import Path, PurePosixPath

from models.data.git_snapshot import GitTree, decoded
from models.data.shards import ShardWriter
from models.data.silence import spoken_part

WORDS = (
    "数字", "语音", "语言", "识别", "中国", "总工", "北京", "背景", "上海", "商行", "复旦", "饭店",
    "speech", "speaker", "signal", "process", "print", "open", "close", "project",
)  # fmt: skip
"""By their number in the file names."""
APART = 4
"""Speakers of the split `valid`."""


def speakers_of(paths: list[PurePosixPath]) -> tuple[dict[str, str], set[str]]:
    """Speaker names without the students' numbers, by those; and the students held out, chosen by hash."""
    students = sorted({path.stem.split("-")[0] for path in paths})
    names = {student: f"dsp-{number:02d}" for number, student in enumerate(students, 1)}
    shuffled = sorted(students, key=lambda student: hashlib.sha256(student.encode()).hexdigest())
    return names, set(shuffled[:APART])


def take(tree: GitTree, writer: ShardWriter) -> Counter[str]:
    """Write all recordings of the snapshot; gives the numbers of those dropped, by reason."""
    dropped: Counter[str] = Counter()
    paths = [path for path in tree.paths if path.suffix == ".wav"]
    names, apart = speakers_of(paths)
    for path, sound in decoded(tree, paths, dropped, "words"):
        student, word, take_number = path.stem.split("-")
        part = spoken_part(sound)
        if part is None:
            dropped["no speech stands out"] += 1
            continue
        text = WORDS[int(word)]
        writer.add(
            sound[part],
            text=text,
            speaker=names[student],
            language="en" if text.isascii() else "zh",
            source="DSPSpeech-20",
            split="valid" if student in apart else "train",
            id=f"{names[student]}-{word}-{take_number}",
        )
    writer.close()
    return dropped


def main() -> None:
    """Read the corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--family", default="dsp-words")
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"))
    arguments = parser.parse_args()
    writer = ShardWriter(arguments.out, arguments.family)
    dropped = take(GitTree(arguments.git, "speech_data/"), writer)
    print(
        f"{arguments.family}: {len(writer.rows)} clips, {writer.seconds / 3600:.2f} h; dropped: {dict(dropped)}"
    )


if __name__ == "__main__":
    main()
