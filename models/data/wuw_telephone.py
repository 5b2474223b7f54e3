"""Take WUW Corpus II (telephone speech around five wake words) out of a git snapshot.

    python -m models.data.wuw_telephone --git /work/.mirror/wake-up-word+wuw-corpus-ii/repo

Recordings are raw mu-law at 8 kHz, transcripts one table with marks of noise in it. Own names (`*_000`) are not
taken, nor what is not transcribed cleanly. There is nothing above 4 kHz in these clips.
"""

from __future__ import annotations

import argparse
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr
from rich.progress import track

from models.data.git_snapshot import GitTree
from models.data.shards import RATE, ShardWriter
from models.data.transcripts import Transcripts

TABLE = "archive/WUWII_Transcriptions.txt"
TELEPHONE = 8_000
SHORTEST, LONGEST = 0.5, 15.0

_MARK = re.compile(r"\{([^{}\[\]]*)\}|\[([^{}\[\]]*)\]")
_NOISES = frozenset(
    "breath smack exhale inhale sniffle click clicks clicking static beep noise buzz buzzing fuzz humming humm "
    "crackling bang creak typing thunk lip phone background electronic".split()
)
"""Words of the marks that say of a noise, not of more or other speech."""
_UNCLEAN = re.compile(r"[(){}\[\]<>+~#/\\\d]|(?<!\S)-|-(?!\S)|\.\.")
"""Unsure or unintelligible words, asides, mispronounced and spelled words, broken marks, words cut off."""
_HARMLESS = str.maketrans("", "", "^_*%")
"""Marks of names, of wake words said in passing, of colloquial words, and of um."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line of the table."""

    name: str
    """Of the recording."""
    session: str
    dialect: str
    phone: str
    transcript: str


def utterances(table: str) -> Iterator[Utterance]:
    """The lines of the transcription table, own names left out."""
    for line in table.splitlines():
        columns = line.split("|", 10)
        if line.startswith("#") or len(columns) < 11:
            continue
        _, _, _, dialect, phone, session, kind, name, _, _, transcript = columns
        if kind != "000":
            yield Utterance(name, session, dialect, phone, transcript)


def words_of(transcript: str) -> str | None:
    """A transcript without its marks of noise; None where it does not say exactly what was said."""
    for mark in _MARK.finditer(transcript):
        words = re.findall(r"[a-z]+", (mark[1] or mark[2] or "").lower())
        if not words or not set(words) <= _NOISES:
            return None
    plain = _MARK.sub(" ", transcript)
    if _UNCLEAN.search(plain):
        return None
    plain = _CAMEL.sub(" ", plain.translate(_HARMLESS).replace("\ufffd", "'"))
    # The made-up wake word sounds like onward; "word" in it would be guessed at.
    return re.sub(r"(?i)\bonword", "onward", " ".join(plain.split()))


def decode_telephone(content: bytes) -> npt.NDArray[np.float32]:
    """Raw mu-law at 8 kHz as float32 at 16 kHz."""
    sound, _ = soundfile.read(
        io.BytesIO(content), dtype="float32", format="RAW", subtype="ULAW", samplerate=TELEPHONE, channels=1
    )
    wide: npt.NDArray[np.float32] = soxr.resample(sound, TELEPHONE, RATE).astype(np.float32)
    return wide


def take(tree: GitTree, writer: ShardWriter, table: str) -> Counter[str]:
    """Write what is transcribed cleanly; gives the numbers of those dropped, by reason."""
    dropped: Counter[str] = Counter()
    transcripts = Transcripts("en")
    there = {path.name: path for path in tree.paths}
    wanted = {}
    for utterance in utterances(table):
        words = words_of(utterance.transcript)
        text = transcripts.clean(words) if words else None
        if words is None:
            dropped["not transcribed cleanly"] += 1
        elif text is None:
            dropped["no text"] += 1
        elif transcripts.guessed(text):
            dropped["unknown or misspelt word"] += 1
        elif utterance.name not in there:
            dropped["no recording"] += 1
        else:
            wanted[there[utterance.name]] = (utterance, text)
    for path, content in track(tree.read(list(wanted)), total=len(wanted), description="calls"):
        utterance, text = wanted[path]
        sound = decode_telephone(content)
        if not SHORTEST * RATE <= len(sound) <= LONGEST * RATE:
            dropped["length"] += 1
            continue
        writer.add(
            sound,
            text=text,
            speaker=f"wuw-{utterance.session}",
            language="en",
            source="wuw-corpus-ii",
            split="train",
            id=path.stem,
            accent=utterance.dialect,
            phone=utterance.phone,
        )
    writer.close()
    return dropped


def main() -> None:
    """Read the corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--family", default="wuw-telephone")
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"))
    arguments = parser.parse_args()
    writer = ShardWriter(arguments.out, arguments.family)
    tree = GitTree(arguments.git, "calls/")
    dropped = take(tree, writer, tree.read_text(TABLE))
    print(
        f"{arguments.family}: {len(writer.rows)} clips, {writer.seconds / 3600:.2f} h; dropped: {dict(dropped)}"
    )


if __name__ == "__main__":
    main()
