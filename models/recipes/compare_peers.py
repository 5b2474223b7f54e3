"""Inglenook and PocketSphinx on the same spoken orders, one after the other, each in a process of its own.

    pip install -e .[peers]
    python -m models.recipes.compare_peers --clips 60

For each: orders understood (intent and every slot), CPU seconds a second of sound, largest resident memory, seconds to
load. Both get the same grammar: `orders.yaml` through our own compiler, and the same templates as JSGF.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table

from assistant.types import SAMPLE_RATE, Samples
from models.data.manifest import Clip, read_manifest, read_sound


@dataclass(frozen=True)
class Result:
    """What one recogniser did."""

    name: str
    right: int
    clips: int
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


def inglenook(speech: Path, clips: list[tuple[Clip, Samples]]) -> Result:
    """Ours, with the released model."""
    begun = time.perf_counter()
    from assistant.ears import EarMaker, Said
    from assistant.grammar.confidence import AFTER_WAKE
    from assistant.paths import bundled_model
    from assistant.speech.model import AcousticModel
    from assistant.speech.pronounce import Pronouncer

    model = AcousticModel(bundled_model())
    maker = EarMaker(model.facts, Pronouncer())
    recognizer = maker.recognizer([maker.language(Said("en", (speech / "orders.yaml",), packaged=False))[0]])
    loaded = time.perf_counter() - begun

    def understand(sound: Samples) -> dict[str, str] | None:
        utterance = recognizer.begin()
        utterance.push(model.posteriors(sound))
        found = utterance.recognize(AFTER_WAKE)
        return {slot.name: slot.text for slot in found.slots} if found.intent else None

    return _run("inglenook", understand, clips, loaded)


def pocketsphinx(speech: Path, clips: list[tuple[Clip, Samples]]) -> Result:
    """PocketSphinx 5 with its own English model and the same grammar."""
    begun = time.perf_counter()
    from pocketsphinx import Decoder

    from assistant.grammar.compiler import compile_sentences

    with TemporaryDirectory() as folder:
        grammar = Path(folder) / "orders.gram"
        grammar.write_text(jsgf(speech / "orders.yaml"), encoding="utf-8")
        decoder = Decoder(jsgf=str(grammar), lm=None, loglevel="FATAL")
    loaded = time.perf_counter() - begun
    meaning = compile_sentences(files=[speech / "orders.yaml"], packaged=False).understanding

    def understand(sound: Samples) -> dict[str, str] | None:
        decoder.start_utt()
        decoder.process_raw((sound * 32767).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        text = decoder.hyp().hypstr if decoder.hyp() else ""
        found = meaning.interpret(text)
        return {slot.name: slot.text for slot in found[0].slots} if found else None

    return _run("PocketSphinx 5", understand, clips, loaded)


def _run(
    name: str,
    understand: Callable[[Samples], dict[str, str] | None],
    clips: list[tuple[Clip, Samples]],
    loaded: float,
) -> Result:
    begun = time.process_time()
    right = sum(understand(sound) == clip.more["slots"] for clip, sound in clips)
    spent = time.process_time() - begun
    seconds = sum(len(sound) for _, sound in clips) / SAMPLE_RATE
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return Result(name, right, len(clips), spent / seconds, peak, loaded)


PEERS = {"inglenook": inglenook, "pocketsphinx": pocketsphinx}


def _process(peer: str, speech: Path, count: int, answer: Any) -> None:
    chosen = read_manifest(speech / "orders-devtest.jsonl")[:count]
    answer.put(PEERS[peer](speech, list(read_sound(speech, chosen))))


def main() -> None:
    """Run every peer and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--clips", type=int, default=60)
    parser.add_argument("--write", type=Path, help="JSON file for the figures")
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    results: list[Result] = []
    for peer in PEERS:
        answer = context.Queue()
        process = context.Process(target=_process, args=(peer, arguments.speech, arguments.clips, answer))
        process.start()
        results.append(answer.get())
        process.join()
    table = Table("recogniser", "orders right", "RTF", "RSS MB", "load s")
    for result in results:
        share = f"{100 * result.right / result.clips:.1f} % of {result.clips}"
        table.add_row(
            result.name, share, f"{result.rtf:.4f}", f"{result.rss_mb:.0f}", f"{result.load_seconds:.2f}"
        )
    Console().print(table)
    if arguments.write:
        arguments.write.write_text(json.dumps([asdict(result) for result in results], indent=1) + "\n")


if __name__ == "__main__":
    main()
