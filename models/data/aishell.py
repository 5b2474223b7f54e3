"""Take AISHELL's sample (two people's Mandarin queries and orders, 500 each) out of a git snapshot.

    python -m models.data.aishell --git /work/.mirror/OWNER+NAME/repo --path AISHELL_Sample_data/ \
        --speakers S0252

Bu et al. 2017, "AISHELL-1: An Open-Source Mandarin Speech Corpus and A Speech Recognition Baseline". Recordings are
`BAC009SPEAKERWNUMBER.wav` with the words in a `.txt` of the same name beside each. `--speakers` names those to take:
the other one may be in the speech that is there already.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from models.data.git_snapshot import GitTree, decoded
from models.data.shards import ShardWriter
from models.data.transcripts import Transcripts

_NAME = re.compile(r"BAC009(S\d{4})W\d{4}")


def speaker_of(path: PurePosixPath) -> str | None:
    """Who speaks in a recording of the corpus; None for other files."""
    found = _NAME.fullmatch(path.stem)
    return found[1] if found else None


def take(tree: GitTree, writer: ShardWriter, speakers: Collection[str]) -> Counter[str]:
    """Write the recordings of these speakers (of all, where none is named); the numbers of those dropped, by reason."""
    wanted = [path for path in tree.paths if (who := speaker_of(path)) and (not speakers or who in speakers)]
    texts = {
        path.stem: content.decode("utf-8-sig").strip()
        for path, content in tree.read([path for path in wanted if path.suffix == ".txt"])
    }
    sounds = [path for path in wanted if path.suffix == ".wav"]
    transcripts, dropped = Transcripts("zh"), Counter[str]()
    for path, sound in decoded(tree, sounds, dropped, "aishell"):
        text = transcripts.clean(texts.get(path.stem, ""))
        if text is None:
            dropped["text"] += 1
            continue
        writer.add(
            sound,
            text=text,
            speaker=f"aishell-{speaker_of(path)}",
            language="zh",
            source="aishell-sample",
            split="train",
            id=path.stem,
        )
    writer.close()
    return dropped


def main() -> None:
    """Read the snapshot."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--git", type=Path, required=True)
    parser.add_argument("--path", default="AISHELL_Sample_data/", help="folder of recordings")
    parser.add_argument("--speakers", nargs="*", default=[], help="only these, such as S0252")
    parser.add_argument("--family", default="aishell-more")
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"))
    arguments = parser.parse_args()
    writer = ShardWriter(arguments.out, arguments.family)
    dropped = take(GitTree(arguments.git, arguments.path), writer, arguments.speakers)
    print(
        f"{arguments.family}: {len(writer.rows)} clips, {writer.seconds / 3600:.2f} h; dropped: {dict(dropped)}"
    )


if __name__ == "__main__":
    main()
