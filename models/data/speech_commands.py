"""Take more clips of Speech Commands out of a git snapshot: other words of people who train already, and new people.

    python -m models.data.speech_commands --git /work/.mirror/OWNER+NAME/repo --path FOLDER/ --family words-more

Recordings are `FOLDER/WORD/SPEAKER_nohash_TAKE.wav`, a second each. The data set's own rule says who is tested
(Warden 2018, "Speech Commands: A Dataset for Limited-Vocabulary Speech Recognition": a hash of the speaker); those are
left out, as are the people of `words-valid` and `words-devtest`, and the words of a speaker that `words-train` has.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from models.data.git_snapshot import GitTree, decoded
from models.data.manifest import read_manifest
from models.data.shards import ShardWriter

_PEOPLE = (1 << 27) - 1
"""Largest remainder that a hash can leave in the data set's rule."""
TESTED = (10.0, 20.0)
"""Of a speaker's hash in per cent, the test list; those below validate, those above train."""
SHORTEST = 4_000
"""Samples; shorter recordings are cut words."""


def hashed(speaker: str) -> float:
    """Where a speaker stands among all, in per cent: `which_set` of the data set's README."""
    number = int(hashlib.sha1(speaker.encode(), usedforsecurity=False).hexdigest(), 16)
    return (number % (_PEOPLE + 1)) * (100.0 / _PEOPLE)


@dataclass(frozen=True)
class Known:
    """What other families have, so that no clip comes twice and nobody is on two sides."""

    speakers: frozenset[str]
    """Who is left out altogether."""
    said: frozenset[tuple[str, str]]
    """Speakers and words that are there already."""

    @classmethod
    def of(cls, apart: Iterable[Path], again: Iterable[Path]) -> Known:
        """By the manifests of held-out families, and of those that train; raises OSError for one that is absent."""
        speakers = {clip.speaker for path in apart for clip in read_manifest(path) if clip.speaker}
        said = {(clip.speaker or "", clip.text or "") for path in again for clip in read_manifest(path)}
        return cls(frozenset(speakers), frozenset(said))


def take(tree: GitTree, writer: ShardWriter, known: Known) -> Counter[str]:
    """Write all clips of the snapshot that may train; gives the numbers of those dropped, by reason."""
    dropped: Counter[str] = Counter()
    wanted: list[PurePosixPath] = []
    for path in tree.paths:
        speaker, marked, _ = path.stem.partition("_nohash_")
        if path.suffix != ".wav" or not marked:
            dropped["no clip of a word"] += 1
        elif TESTED[0] <= hashed(speaker) < TESTED[1]:
            dropped["test list"] += 1
        elif speaker in known.speakers:
            dropped["held out here"] += 1
        elif (speaker, path.parent.name) in known.said:
            dropped["said already"] += 1
        else:
            wanted.append(path)
    for path, sound in decoded(tree, wanted, dropped, "words"):
        if len(sound) < SHORTEST:
            dropped["length"] += 1
            continue
        writer.add(
            sound,
            text=path.parent.name,
            speaker=path.stem.partition("_nohash_")[0],
            language="en",
            source="speech-commands",
            split="train",
            id=path.stem,
        )
    writer.close()
    return dropped


def main() -> None:
    """Read one folder of words."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--path", required=True, help="folder of the words' folders inside the repository")
    parser.add_argument("--family", default="words-more")
    parser.add_argument("--append", action="store_true", help="add to the family instead of writing it anew")
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"))
    arguments = parser.parse_args()
    again = [arguments.out / "words-train.jsonl"]
    if arguments.append:
        again.append(arguments.out / f"{arguments.family}.jsonl")
    apart = [arguments.out / f"{name}.jsonl" for name in ("words-valid", "words-devtest")]
    writer = ShardWriter(arguments.out, arguments.family, resume=arguments.append)
    dropped = take(GitTree(arguments.git, arguments.path), writer, Known.of(apart, again))
    print(
        f"{arguments.family}: {len(writer.rows)} clips of {len({row['speaker'] for row in writer.rows})} people, "
        f"{writer.seconds / 3600:.2f} h; dropped: {dict(dropped)}"
    )


if __name__ == "__main__":
    main()
