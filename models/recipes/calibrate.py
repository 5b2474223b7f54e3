"""Set on validation data what a model needs besides weights, and write it into the model's metadata.

    python -m models.recipes.calibrate --model models/released/inglenook.onnx

- `blank_penalty`: what the decoder takes off blank, by accuracy on words and home sentences of held-out speakers and
  voices;
- `calibration`: from features of a sentence to the probability that it was said. Held-out voices say sentences that the
  default home knows and others that it does not, and held-out people read sentences that are no commands;
- `wake_threshold`: confidence of a wake phrase at which speech without it wakes no more than once in two hours.

No devtest clip is heard.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
from rich.console import Console
from rich.progress import track

from assistant.builder import said_of
from assistant.ears import EarMaker, Said
from assistant.grammar.confidence import Calibration, Features, Strictness, fit
from assistant.home import load_home
from assistant.recognizer import Recognizer
from assistant.settings import Config
from assistant.speech.model import AcousticModel, ModelFacts
from assistant.speech.pronounce import Pronouncer
from assistant.types import Posteriors
from models.data.manifest import Clip, read_manifest, read_sound
from models.recipes.evaluate import FORCED, TEN_WORDS, WAKE_PHRASES, write_grammar

PENALTIES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
FALSE_WAKES_AN_HOUR = 0.5
NEGATIVE_HOURS_LEAST = 0.5


@dataclass(frozen=True)
class Heard:
    """One validation clip as the model heard it."""

    clip: Clip
    posteriors: Posteriors


def hear(model: AcousticModel, speech: Path, family: str, split: str, most: int | None = None) -> list[Heard]:
    """Posteriors of the clips of one split, at most `most` of them, evenly spread."""
    manifest = speech / f"{family}.jsonl"
    if not manifest.exists():
        return []
    clips = [clip for clip in read_manifest(manifest) if clip.split == split]
    if most is not None and len(clips) > most:
        clips = [clips[round(place)] for place in np.linspace(0, len(clips) - 1, most)]
    sounds = track(read_sound(speech, clips), total=len(clips), description=f"hearing {family}")
    return [Heard(clip, model.posteriors(sound)) for clip, sound in sounds]


def with_facts(facts: ModelFacts, **more: float | str) -> ModelFacts:
    """The same model with other numbers in its metadata."""
    return replace(facts, more={**facts.more, **{name: str(value) for name, value in more.items()}})


def accuracy(recognizer: Recognizer, heard: Sequence[Heard], texts: Sequence[str]) -> float:
    """Share of clips whose sentence, number i of `texts` as intent `Sentence{i}`, is recognised."""
    names = {text: f"Sentence{number}" for number, text in enumerate(texts)}
    right = 0
    for one in heard:
        utterance = recognizer.begin()
        utterance.push(one.posteriors)
        right += utterance.recognize(FORCED).intent == names[str(one.clip.text)]
    return right / max(1, len(heard))


def best_penalty(
    facts: ModelFacts, sets: Sequence[tuple[str, list[Heard]]], scratch: Path, console: Console
) -> float:
    """The blank penalty with the best mean accuracy over the sets; the smallest within a quarter of a point."""
    found: dict[float, float] = {}
    for penalty in PENALTIES:
        maker = EarMaker(with_facts(facts, blank_penalty=penalty), Pronouncer())
        shares = []
        for language, heard in sets:
            texts = sorted({str(one.clip.text) for one in heard})
            grammar = write_grammar(scratch / "calibrate.yaml", language, texts)
            said = Said(language, (grammar,), packaged=False)
            shares.append(accuracy(maker.recognizer([maker.language(said)[0]]), heard, texts))
        found[penalty] = float(np.mean(shares))
        console.print(f"blank penalty {penalty}: {', '.join(f'{share:.1%}' for share in shares)}")
    best = max(found.values())
    return min(penalty for penalty, share in found.items() if share >= best - 0.0025)


def judged(recognizer: Recognizer, heard: Sequence[Heard]) -> Iterator[tuple[Features, bool]]:
    """Features of every clip's best sentence in the default home, and whether it is what was said."""
    (language,) = recognizer.languages
    understanding = language.sentences.understanding
    for one in track(heard, "judging"):
        utterance = recognizer.begin()
        utterance.push(one.posteriors)
        found = utterance.judge()
        if found is None:
            continue
        reading, features, _ = found
        meant = understanding.interpret(one.clip.text) if one.clip.text else ()
        right = any(
            meaning.intent == reading.meaning.intent
            and {(s.name, s.value) for s in meaning.slots}
            == {(s.name, s.value) for s in reading.meaning.slots}
            for meaning in meant
        )
        yield features, right


def wake_threshold(facts: ModelFacts, negatives: Sequence[Heard], phrases: Sequence[str]) -> float:
    """The least threshold at which each phrase wakes at most `FALSE_WAKES_AN_HOUR` in the negatives' hours."""
    hours = sum(len(one.posteriors) for one in negatives) * facts.frame_seconds / 3600
    allowed = max(0, int(hours * FALSE_WAKES_AN_HOUR * len(phrases)))
    spotter = EarMaker(facts, Pronouncer()).spotter(phrases, threshold=0.05)
    levels: list[float] = []
    for one in track(negatives, "waking"):
        levels += [hit.confidence for hit in spotter.push(one.posteriors)]
    levels = sorted([*levels, *(hit.confidence for hit in spotter.flush())], reverse=True)
    return round(min(0.95, levels[allowed] + 0.005 if len(levels) > allowed else 0.05), 3)


def write_metadata(path: Path, numbers: dict[str, str]) -> None:
    """Replace or add entries of an ONNX file's metadata, atomically."""
    model = onnx.load(path)
    kept = {entry.key: entry.value for entry in model.metadata_props} | numbers
    onnx.helper.set_model_props(model, kept)
    part = path.with_suffix(".part")
    onnx.save(model, part)
    part.replace(path)


def main() -> None:
    """Calibrate one model in place."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=Path("models/released/inglenook.onnx"))
    parser.add_argument("--speech", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--scratch", type=Path, default=Path(".cache"))
    arguments = parser.parse_args()
    console = Console()
    arguments.scratch.mkdir(parents=True, exist_ok=True)
    model = AcousticModel(arguments.model)
    facts = model.facts
    home_en = hear(model, arguments.speech, "kokoro-en", "valid")
    home_zh = hear(model, arguments.speech, "kokoro-zh", "valid")
    words = [
        one
        for one in hear(model, arguments.speech, "words-valid", "valid", 1500)
        if one.clip.text in TEN_WORDS
    ]
    penalty = best_penalty(
        facts, [("en", home_en), ("zh", home_zh), ("en", words)], arguments.scratch, console
    )
    facts = with_facts(facts, blank_penalty=penalty)

    maker, home = EarMaker(facts, Pronouncer()), load_home()
    readers = hear(model, arguments.speech, "speechocean", "valid")
    pairs: list[tuple[Features, bool]] = []
    for code, heard in (("en", [*home_en, *readers]), ("zh", home_zh)):
        recognizer = maker.recognizer([maker.language(said_of(Config(languages=(code,)), home, code))[0]])
        pairs += judged(recognizer, heard)
    calibration = fit([features for features, _ in pairs], [right for _, right in pairs])
    report(pairs, calibration, console)

    negatives = [
        *hear(model, arguments.speech, "speech-negative", "negative"),
        *readers,
        *hear(model, arguments.speech, "common-voice-en", "train", 600),
    ]
    threshold = wake_threshold(facts, negatives, ("hey inglenook", *WAKE_PHRASES))
    numbers = {
        "blank_penalty": str(penalty),
        "calibration": json.dumps(calibration.as_mapping()),
        "wake_threshold": str(threshold),
    }
    write_metadata(arguments.model, numbers)
    console.print(numbers)


def report(pairs: Sequence[tuple[Features, bool]], calibration: Calibration, console: Console) -> None:
    """How well the calibrated confidence parts right from wrong."""
    confidence = np.array([calibration.probability(features) for features, _ in pairs])
    right = np.array([good for _, good in pairs])
    console.print(f"{len(pairs)} utterances, {right.sum()} of them right")
    for level in (0.3, 0.5, 0.7, Strictness().accept, 0.85, 0.95):
        taken = confidence >= level
        console.print(
            f"confidence >= {level}: {taken[right].mean():.1%} of the right, {taken[~right].mean():.1%} of the rest"
        )


if __name__ == "__main__":
    main()
