"""Set on validation data what a model needs besides weights, and write it into the model's metadata.

    python -m models.recipes.calibrate --model models/released/inglenook.onnx

- `blank_penalty`: what the decoder takes off blank, by accuracy on words and home sentences of held-out speakers and
  voices;
- `calibration`: from features of a sentence to the probability that it was said, where commands and other speech are
  equally frequent; held-out people and voices say sentences that are in a grammar and others that are not;
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
from assistant.grammar.confidence import AFTER_WAKE, ALWAYS_LISTENING, Calibration, Features, fit
from assistant.home import load_home
from assistant.recognizer import Recognizer
from assistant.settings import Config
from assistant.speech.model import AcousticModel, ModelFacts
from assistant.speech.pronounce import Pronouncer
from assistant.types import Posteriors
from models.data.manifest import Clip, read_manifest, read_sound
from models.recipes.evaluate import FORCED, TEN_WORDS, WAKE_PHRASES, write_grammar

PENALTIES = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
FALSE_WAKES_AN_HOUR = 0.5


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
    """Features of every clip's best sentence, and whether it is what was said."""
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


def all_judged(
    maker: EarMaker,
    scratch: Path,
    home: tuple[list[Heard], list[Heard]],
    readers: list[Heard],
    words: list[Heard],
) -> Iterator[tuple[Features, bool]]:
    """Commands and other speech, by synthetic and by real voices alike: else a real voice would speak against.

    The default home's sentences against others and against reading; half of the readers' sentences as a grammar against
    the other half; the ten command words against other words.
    """
    for code, heard in (("en", [*home[0], *readers]), ("zh", home[1])):
        said = said_of(Config(languages=(code,)), load_home(), code)
        yield from judged(maker.recognizer([maker.language(said)[0]]), heard)
    for heard, texts in (
        (readers, sorted({str(one.clip.text) for one in readers})[::2]),
        (words, list(TEN_WORDS)),
    ):
        grammar = write_grammar(scratch / "calibrate.yaml", "en", texts)
        yield from judged(
            maker.recognizer([maker.language(Said("en", (grammar,), packaged=False))[0]]), heard
        )


def balanced(pairs: Sequence[tuple[Features, bool]]) -> Calibration:
    """The calibration as if half of the utterances were right, whatever their share here is."""
    fitted = fit([features for features, _ in pairs], [right for _, right in pairs])
    share = float(np.mean([right for _, right in pairs]))
    return replace(fitted, bias=fitted.bias + float(np.log((1 - share) / share)))


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
    all_words = hear(model, arguments.speech, "words-valid", "valid", 1500)
    words = [one for one in all_words if one.clip.text in TEN_WORDS]
    other_words = [one for one in all_words if one.clip.text not in TEN_WORDS][: len(words)]
    readers = hear(model, arguments.speech, "speechocean", "valid")
    sets = [("en", home_en), ("zh", home_zh), ("en", words), ("en", readers)]
    penalty = best_penalty(facts, sets, arguments.scratch, console)
    facts = with_facts(facts, blank_penalty=penalty)

    maker = EarMaker(facts, Pronouncer())
    pairs = list(all_judged(maker, arguments.scratch, (home_en, home_zh), readers, [*words, *other_words]))
    calibration = balanced(pairs)
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
    for level in (0.1, AFTER_WAKE.accept, 0.5, 0.8, 0.9, 0.95, ALWAYS_LISTENING.accept, 0.99):
        taken = confidence >= level
        console.print(
            f"confidence >= {level}: {taken[right].mean():.1%} of the right, {taken[~right].mean():.1%} of the rest"
        )


if __name__ == "__main__":
    main()
