"""Take Common Voice clips out of a git snapshot, as a family of the same form as `../shared/speech`.

    python -m models.data.common_voice --git /work/.mirror/OWNER+NAME/repo --clips dataset/clips \
        --table dataset/validated.tsv --reported dataset/reported.tsv --refused dataset/invalidated.tsv \
        --family common-voice-more --split train --hold-out 5

With `--untold` the clips that no table names are taken, without a text. Speakers are held out by a hash of their
id, so the same speaker is on the same side in every release.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt
import soundfile
from rich.progress import track

from models.data.git_snapshot import GitTree, decode
from models.data.manifest import read_manifest
from models.data.shards import RATE, ShardWriter
from models.data.transcripts import Transcripts

Row = dict[str, str]

QUIETEST = 0.003
"""Peak below which a clip is an empty recording; the quietest clip with a text lies at seven times that."""
SESSION = 500
"""Clip numbers, which count up with time, that a session of one speaker may span."""


@dataclass(frozen=True)
class Wanted:
    """Which clips of a table are taken, and where they go."""

    language: str = "en"
    split: str = "train"
    hold_out: int = 0
    """Percent of the speakers that are of the split `valid` instead."""
    reported: frozenset[str] = frozenset()
    """Sentences that people complained of."""
    refused: frozenset[str] = frozenset()
    """File names of clips voted down."""
    elsewhere: frozenset[str] = frozenset()
    """Client ids of speakers that belong to another split altogether."""
    apart: frozenset[str] = frozenset()
    """Speakers and texts, as manifests have them, of clips that another split has taken elsewhere."""
    shortest: float = 0.5
    longest: float = 15.0
    """Limits in seconds."""


@dataclass
class Tally:
    """What was taken and what was dropped, for the report."""

    taken: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    speakers: set[str] = field(default_factory=set)


def rows_of(table: str) -> list[Row]:
    """Rows of a Common Voice table, by column; quotation marks in it mean nothing."""
    return list(csv.DictReader(table.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE))


def rows_of_first_release(table: str) -> list[Row]:
    """Rows of a table of the release of 2017 (`cv-valid-dev.csv` and the like), which knows no speakers."""
    return [
        {
            "path": PurePosixPath(row["filename"]).name,
            "sentence": row["text"],
            "client_id": "",
            "age": row["age"],
            "accent": row["accent"],
        }
        for row in csv.DictReader(table.split("\n"))
    ]


def held_out(client: str, percent: int) -> bool:
    """Whether this speaker is among the `percent` that no model learns from."""
    return int(hashlib.sha256(client.encode()).hexdigest()[:8], 16) % 100 < percent


def describe(row: Row, transcripts: Transcripts, wanted: Wanted) -> dict[str, object] | str:
    """What the manifest says of a row's clip, or the reason why it is not taken."""
    if row["path"] in wanted.refused:
        return "voted down"
    if row["sentence"] in wanted.reported:
        return "reported"
    if row["client_id"] in wanted.elsewhere:
        return "speaker of another split"
    text = transcripts.clean(row["sentence"])
    if text is None:
        return "text"
    speaker = f"cv-{row['client_id'][:12]}" if row["client_id"] else ""
    if wanted.apart & {text, speaker}:
        return "speaker or text of another split"
    about: dict[str, object] = {
        "text": text,
        "speaker": speaker,
        "language": wanted.language,
        "source": "common-voice",
        "split": "valid" if held_out(row["client_id"], wanted.hold_out) else wanted.split,
        "id": PurePosixPath(row["path"]).stem,
    }
    accent = row.get("accents") or row.get("accent")
    if row.get("age"):
        about["age"] = row["age"]
    if accent:
        about["accent"] = accent
    return about


def sound_or_reason(content: bytes, wanted: Wanted) -> npt.NDArray[np.float32] | str:
    """A recording, or the reason why it is not taken."""
    try:
        sound = decode(content)
    except soundfile.LibsndfileError:
        return "cannot be decoded"
    if not wanted.shortest * RATE <= len(sound) <= wanted.longest * RATE:
        return "length"
    if np.abs(sound).max() < QUIETEST:
        return "silence"
    return sound


def take(
    tree: GitTree, rows: Iterable[Row], writer: ShardWriter, transcripts: Transcripts, wanted: Wanted
) -> Tally:
    """Write the clips of `rows` that are in the snapshot."""
    tally = Tally()
    there = {path.name: path for path in tree.paths}
    clips: dict[PurePosixPath, dict[str, object]] = {}
    for row in rows:
        if row["path"] not in there:
            continue
        about = describe(row, transcripts, wanted)
        if isinstance(about, str):
            tally.dropped[about] += 1
        else:
            clips[there[row["path"]]] = about
    _write(tree, clips, writer, wanted, tally)
    return tally


def take_untold(
    tree: GitTree, rows: Iterable[Row], writer: ShardWriter, wanted: Wanted, percent: int
) -> Tally:
    """Write the clips that no row names, without text or speaker.

    Held-out speakers (`percent` of those in `rows`) may have recorded some of them: what was recorded within the
    same hours as a clip of theirs is dropped.
    """
    tally = Tally()
    rows = list(rows)
    named = {row["path"] for row in rows}
    numbers = np.array(sorted(_number(row["path"]) for row in rows if held_out(row["client_id"], percent)))
    clips: dict[PurePosixPath, dict[str, object]] = {}
    for path in tree.paths:
        if path.name in named or path.suffix != ".mp3":
            continue
        if len(numbers) and np.abs(numbers - _number(path.name)).min() <= SESSION:
            tally.dropped["near a held-out speaker's"] += 1
            continue
        about = {"text": None, "language": wanted.language, "source": "common-voice", "split": wanted.split}
        clips[path] = {**about, "id": path.stem}
    _write(tree, clips, writer, wanted, tally)
    return tally


def _number(name: str) -> int:
    found = re.search(r"_(\d+)\.", name)
    if found is None:
        raise ValueError(f"{name}: a Common Voice clip has a number in its name")
    return int(found[1])


def _write(
    tree: GitTree,
    clips: dict[PurePosixPath, dict[str, object]],
    writer: ShardWriter,
    wanted: Wanted,
    tally: Tally,
) -> None:
    for path, content in track(tree.read(list(clips)), total=len(clips), description="clips"):
        sound = sound_or_reason(content, wanted)
        if isinstance(sound, str):
            tally.dropped[sound] += 1
            continue
        writer.add(sound, **clips[path])
        tally.taken += 1
        if clips[path].get("speaker"):
            tally.speakers.add(str(clips[path]["speaker"]))
    writer.close()


def _tables(tree: GitTree, paths: Iterable[str]) -> Iterator[Row]:
    for path in paths:
        yield from rows_of(tree.read_text(path))


def main() -> None:
    """Read one release."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--clips", required=True, help="folder of recordings inside the repository")
    parser.add_argument(
        "--table", required=True, help="validated.tsv inside the repository, or a .csv of the release of 2017"
    )
    parser.add_argument("--refused", nargs="*", default=[], help="tables of clips voted down")
    parser.add_argument("--reported", nargs="*", default=[], help="tables of sentences complained of")
    parser.add_argument("--elsewhere", nargs="*", default=[], help="tables whose speakers are left out")
    parser.add_argument(
        "--apart",
        nargs="*",
        default=[],
        metavar="FAMILY",
        help="families whose speakers and texts are left out",
    )
    parser.add_argument("--language", choices=["en", "zh"], default="en")
    parser.add_argument("--family", required=True)
    parser.add_argument("--split", choices=["train", "valid", "devtest"], required=True)
    parser.add_argument("--hold-out", type=int, default=0, help="percent of speakers for validation")
    parser.add_argument("--untold", action="store_true", help="the clips that no table names, 1.5 to 12 s")
    parser.add_argument("--append", action="store_true", help="add to the family instead of writing it anew")
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"))
    arguments = parser.parse_args()
    tree = GitTree(arguments.git, arguments.clips)
    read = rows_of_first_release if arguments.table.endswith(".csv") else rows_of
    rows, refused = read(tree.read_text(arguments.table)), list(_tables(tree, arguments.refused))
    wanted = Wanted(
        language=arguments.language,
        split=arguments.split,
        hold_out=arguments.hold_out,
        reported=frozenset(row["sentence"] for row in _tables(tree, arguments.reported)),
        refused=frozenset(row["path"] for row in refused),
        elsewhere=frozenset(row["client_id"] for row in _tables(tree, arguments.elsewhere)),
        apart=frozenset(
            str(value)
            for family in arguments.apart
            for clip in read_manifest(arguments.out / f"{family}.jsonl")
            for value in (clip.speaker, clip.text)
            if value
        ),
        shortest=1.5 if arguments.untold else 0.5,
        longest=12.0 if arguments.untold else 15.0,
    )
    writer = ShardWriter(arguments.out, arguments.family, resume=arguments.append)
    if arguments.untold:
        tally = take_untold(tree, [*rows, *refused], writer, wanted, arguments.hold_out)
    else:
        tally = take(tree, rows, writer, Transcripts(arguments.language), wanted)
    speakers = len(tally.speakers) or "unknown"
    print(f"{arguments.family}: {tally.taken} clips of {speakers} speakers taken")
    print(
        f"the family: {len(writer.rows)} clips, {writer.seconds / 3600:.2f} h; dropped: {dict(tally.dropped)}"
    )


if __name__ == "__main__":
    main()
