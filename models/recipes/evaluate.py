"""Measure an exported model on every set there is, through the runtime's own code, and write what was found.

    python -m models.recipes.evaluate --model models/released/inglenook.onnx --write models/released/inglenook.json

Rows: spoken orders clean and with kitchen noise (intent and every slot right), the ten command words, wake phrases
given as text, and false accepts an hour on speech that holds no command. `--split valid` measures the validation
splits instead, on which penalties and thresholds may be set; nothing is ever set on devtest.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.builder import said_of
from assistant.ears import EarMaker, Ears, Said
from assistant.events import Event, Recognized
from assistant.grammar.confidence import AFTER_WAKE, Strictness
from assistant.home import load_home
from assistant.listener import Listener, stricter
from assistant.recognizer import Recognizer
from assistant.settings import Config, Mode
from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from assistant.types import Recognition, Samples
from models.data.batches import HELD_OUT_NOISE
from models.data.manifest import Clip, read_manifest, read_sound

TEN_WORDS = ("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go")
WAKE_PHRASES = ("alexa", "computer", "jarvis")
FORCED = Strictness(accept=0.0, margin=0.0, least_speech=0)
"""Take the best sentence, however bad: accuracy without refusals."""


@dataclass(frozen=True)
class Row:
    """One figure: how many of how many, or events in so many hours."""

    name: str
    good: int
    total: int
    hours: float = 0.0
    """Where it is set, `good` counts false accepts and `total` clips."""
    details: dict[str, object] = field(default_factory=dict)

    @property
    def value(self) -> float:
        """Per cent, or events an hour."""
        return self.good / self.hours if self.hours else 100.0 * self.good / max(1, self.total)

    @property
    def interval(self) -> tuple[float, float]:
        """95 %: Wilson's score interval for shares, the square root rule for counts an hour."""
        if self.hours:
            spread = 1.96 * math.sqrt(self.good + 1.0)
            return max(0.0, self.good - spread) / self.hours, (self.good + spread) / self.hours
        n, p, z = max(1, self.total), self.good / max(1, self.total), 1.96
        centre, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return 100 * (centre - spread) / (1 + z * z / n), 100 * (centre + spread) / (1 + z * z / n)


@dataclass(frozen=True)
class Bench:
    """A model and where the sound is."""

    speech: Path
    model: AcousticModel
    maker: EarMaker

    def clips(self, family: str, keep: Callable[[Clip], bool] = lambda _: True) -> list[tuple[Clip, Samples]]:
        """Clips of a family with their sound; none where the family is not there."""
        manifest = self.speech / f"{family}.jsonl"
        if not manifest.exists():
            return []
        return list(read_sound(self.speech, [clip for clip in read_manifest(manifest) if keep(clip)]))

    def hear(self, recognizer: Recognizer, sound: Samples, strictness: Strictness) -> Recognition:
        """One whole recording as one utterance."""
        utterance = recognizer.begin()
        utterance.push(self.model.posteriors(sound))
        return utterance.recognize(strictness)

    def grammar(self, intents: Path, language: str = "en") -> Recognizer:
        """Only the sentences of one file."""
        return self.maker.recognizer([self.maker.language(Said(language, (intents,), packaged=False))[0]])


def with_noise(sound: Samples, noise: Samples, snr: float, rng: np.random.Generator) -> Samples:
    """Add noise so that the ratio of the largest energies of 2048-sample frames is `snr` dB.

    That is how the public speech-to-intent benchmark mixes (FINDINGS), so that figures can be compared.
    """
    start = int(rng.integers(0, max(1, len(noise) - len(sound))))
    piece = np.resize(noise[start : start + len(sound)], len(sound))

    def loudest(values: Samples) -> float:
        frames = values[: len(values) // 2048 * 2048].reshape(-1, 2048)
        return float((frames.astype(np.float64) ** 2).sum(axis=1).max()) if len(frames) else 1e-9

    gain = math.sqrt(loudest(sound) / (loudest(piece) + 1e-12) / 10 ** (snr / 10))
    mixed = sound + np.float32(gain) * piece
    result: Samples = (mixed / max(1.0, float(np.abs(mixed).max()))).astype(np.float32)
    return result


def orders(bench: Bench, snr: float | None, strictness: Strictness) -> Iterator[Row]:
    """Spoken coffee orders: intent and every slot right."""
    clips = bench.clips("orders-devtest")
    if not clips:
        return
    noises = [s for _, s in bench.clips("noise", lambda clip: clip.more.get("note") in HELD_OUT_NOISE)]
    recognizer, rng = bench.grammar(bench.speech / "orders.yaml"), np.random.default_rng(7)
    right, refused, mistakes = 0, 0, []
    wrong_slots: dict[str, int] = {}
    label = "clean" if snr is None else f"{snr:.0f} dB"
    for number, (clip, sound) in enumerate(track(clips, f"orders {label}")):
        heard = sound if snr is None else with_noise(sound, noises[number % len(noises)], snr, rng)
        found = bench.hear(recognizer, heard, strictness)
        expected: dict[str, str] = clip.more["slots"]
        slots = {slot.name: slot.text for slot in found.slots}
        good = found.intent == clip.more["intent"] and slots == expected
        right += good
        refused += found.intent is None
        if not good:
            mistakes.append(
                {"id": clip.more["id"], "expected": expected, "heard": found.text or str(found.reason)}
            )
            for name in {*expected, *slots}:
                if slots.get(name) != expected.get(name):
                    wrong_slots[name] = wrong_slots.get(name, 0) + 1
    yield Row(
        f"orders {label}",
        right,
        len(clips),
        details={"refused": refused, "wrong_slots": wrong_slots, "mistakes": mistakes[:20]},
    )


def words(bench: Bench, split: str, scratch: Path) -> Iterator[Row]:
    """The ten command words, in a grammar of just these."""
    family = "words-devtest" if split == "devtest" else "words-valid"
    clips = bench.clips(family, lambda clip: clip.text in TEN_WORDS)
    if not clips:
        return
    grammar = write_grammar(scratch / "ten-words.yaml", "en", TEN_WORDS)
    recognizer = bench.grammar(grammar)
    by_word = {word: [0, 0] for word in TEN_WORDS}
    confusions: dict[str, int] = {}
    for clip, sound in track(clips, family):
        found = bench.hear(recognizer, sound, FORCED).text
        by_word[str(clip.text)][0] += found == clip.text
        by_word[str(clip.text)][1] += 1
        if found != clip.text:
            pair = f"{clip.text} as {found or 'nothing'}"
            confusions[pair] = confusions.get(pair, 0) + 1
    good, total = (sum(count[i] for count in by_word.values()) for i in (0, 1))
    share = {word: round(100 * good / max(1, total), 1) for word, (good, total) in by_word.items()}
    worst = dict(sorted(confusions.items(), key=lambda item: -item[1])[:8])
    yield Row(f"ten words ({family})", good, total, details={"by_word": share, "confusions": worst})


def wake(bench: Bench, split: str, snr: float | None) -> Iterator[Row]:
    """Wake phrases as text: found in their own clips, and never another one."""
    family = "wake-devtest" if split == "devtest" else "wake"
    clips = bench.clips(family)[: 300 if split != "devtest" else None]
    noises = [s for _, s in bench.clips("noise", lambda clip: clip.more.get("note") in HELD_OUT_NOISE)]
    if not clips:
        return
    rng, spotter = np.random.default_rng(11), bench.maker.spotter(WAKE_PHRASES)
    hits, others = 0, 0
    for number, (clip, sound) in enumerate(track(clips, family)):
        heard = sound if snr is None else with_noise(sound, noises[number % len(noises)], snr, rng)
        spotter.reset()
        found = {hit.phrase for hit in (*spotter.push(bench.model.posteriors(heard)), *spotter.flush())}
        hits += clip.text in found
        others += bool(found - {clip.text})
    label = "clean" if snr is None else f"{snr:.0f} dB"
    yield Row(f"wake phrases {label} ({family})", hits, len(clips), details={"other_phrase_too": others})


def false_wakes(bench: Bench, family: str, phrases: Sequence[str]) -> Iterator[Row]:
    """Hits of wake phrases in speech without them, all clips in one endless stream."""
    clips = bench.clips(family, lambda clip: clip.more.get("note") not in {*WAKE_PHRASES})
    if not clips:
        return
    spotter, stream = bench.maker.spotter(phrases), bench.model.stream()
    hits: list[str] = []
    for _, sound in track(clips, f"{family} wakes"):
        hits += [hit.phrase for hit in spotter.push(stream.push(sound))]
    by_phrase = {phrase: hits.count(phrase) for phrase in phrases}
    yield Row(
        f"false wakes, {', '.join(phrases)} ({family})",
        len(hits),
        len(clips),
        _hours(clips),
        {"by_phrase": by_phrase},
    )


def false_commands(bench: Bench, family: str, ears: Ears) -> Iterator[Row]:
    """Commands taken while always listening to speech that holds none, in the default home."""
    clips = bench.clips(family)
    if not clips:
        return
    taken: list[str] = []

    def note(event: Event) -> None:
        if isinstance(event, Recognized):
            taken.append(event.recognition.text)

    listener, stream = Listener(ears, Mode.ALWAYS, note), bench.model.stream()
    for _, sound in track(clips, f"{family} commands"):
        # Half a second of quiet between clips, as between people's sentences.
        listener.hear(stream.push(np.concatenate([sound, np.zeros(8000, np.float32)])))
    listener.finish()
    yield Row(
        f"false commands, always listening ({family})",
        len(taken),
        len(clips),
        _hours(clips),
        {"taken": taken[:20]},
    )


def home_sentences(bench: Bench, language: str, scratch: Path) -> Iterator[Row]:
    """Which of all the validation sentences of the synthetic voices was said; voices never trained on."""
    family = f"kokoro-{language}"
    clips = bench.clips(family, lambda clip: clip.split == "valid")
    if not clips:
        return
    texts = sorted({str(clip.text) for clip, _ in clips})
    grammar = write_grammar(scratch / f"{family}.yaml", language, texts)
    recognizer = bench.grammar(grammar, language)
    numbers = {text: f"Sentence{number}" for number, text in enumerate(texts)}
    right = sum(
        bench.hear(recognizer, sound, FORCED).intent == numbers[str(clip.text)]
        for clip, sound in track(clips, family)
    )
    yield Row(f"which of {len(texts)} home sentences ({family}, held-out voices)", right, len(clips))


def write_grammar(path: Path, language: str, texts: Iterable[str]) -> Path:
    """A sentence file with one intent a text, `Sentence0`, `Sentence1` ..."""
    lines = [f"language: {language}", "intents:"]
    for number, text in enumerate(texts):
        quoted = text.replace("'", "''")
        lines.append(f"  Sentence{number}: {{data: [{{sentences: ['{quoted}']}}]}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _hours(clips: Sequence[tuple[Clip, npt.NDArray[np.float32]]]) -> float:
    return sum(len(sound) for _, sound in clips) / 16_000 / 3600


def default_ears(bench: Bench, languages: tuple[str, ...] = ("en",)) -> Ears:
    """The default home's sentences."""
    config, home = Config(languages=languages), load_home()
    made = [bench.maker.language(said_of(config, home, code))[0] for code in languages]
    return Ears(bench.maker.recognizer(made), bench.maker.answers(languages), None)


def evaluate(bench: Bench, split: str, scratch: Path, only: str) -> Iterator[Row]:
    """All rows of a split whose name contains `only`."""
    taking = stricter(AFTER_WAKE, 0.5)
    makers: dict[str, Callable[[], Iterator[Row]]] = {
        "words": lambda: words(bench, split, scratch),
        "wake": lambda: wake(bench, split, None),
        "wake 10 dB": lambda: wake(bench, split, 10.0),
        "home en": lambda: home_sentences(bench, "en", scratch),
        "home zh": lambda: home_sentences(bench, "zh", scratch),
    }
    if split == "devtest":
        makers |= {
            "orders clean": lambda: orders(bench, None, taking),
            "orders 24 dB": lambda: orders(bench, 24.0, taking),
            "orders 6 dB": lambda: orders(bench, 6.0, taking),
            "false wakes near-wake": lambda: false_wakes(
                bench, "near-wake", ("hey inglenook", *WAKE_PHRASES)
            ),
            "false wakes librispeech": lambda: false_wakes(
                bench, "librispeech", ("hey inglenook", *WAKE_PHRASES)
            ),
            "false commands near-wake": lambda: false_commands(bench, "near-wake", default_ears(bench)),
            "false commands librispeech": lambda: false_commands(bench, "librispeech", default_ears(bench)),
        }
    for name, make in makers.items():
        if only in name:
            yield from make()


def main() -> None:
    """Print a table, and write it where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=Path("models/released/inglenook.onnx"))
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--split", choices=["devtest", "valid"], default="devtest")
    parser.add_argument(
        "--only", default="", help="rows whose name contains this: orders, words, wake, false, home"
    )
    parser.add_argument("--scratch", type=Path, default=Path(".cache"))
    parser.add_argument("--write", type=Path, help="JSON file for the figures")
    arguments = parser.parse_args()
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    model = AcousticModel(arguments.model)
    bench = Bench(arguments.speech, model, EarMaker(model.facts, Pronouncer()))
    rows = list(evaluate(bench, arguments.split, arguments.scratch, arguments.only))
    table = Table("row", "value", "95 % interval", "of")
    for row in rows:
        unit = " /h" if row.hours else " %"
        low, high = row.interval
        of = f"{row.hours:.2f} h" if row.hours else str(row.total)
        table.add_row(row.name, f"{row.value:.1f}{unit}", f"{low:.1f} – {high:.1f}", of)
    Console().print(table)
    for row in rows:
        Console().print(f"{row.name}: {json.dumps(row.details, ensure_ascii=False)[:600]}", highlight=False)
    if arguments.write:
        about = {
            "model": arguments.model.name,
            "bytes": model.facts.bytes,
            "date": datetime.now(UTC).date().isoformat(),
        }
        about |= {"machine": f"{platform.system()} {platform.machine()}", "split": arguments.split}
        measured = [asdict(row) | {"value": round(row.value, 2), "interval": row.interval} for row in rows]
        arguments.write.write_text(
            json.dumps(about | {"rows": measured}, indent=1, ensure_ascii=False) + "\n"
        )


if __name__ == "__main__":
    main()
