"""From features of the best sentence to the probability that it was said; and what that lets through in long speech."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from rich.console import Console
from rich.progress import track

from assistant.ears import EarMaker, Ears
from assistant.events import Event, Recognized, Rejected
from assistant.grammar.confidence import AFTER_WAKE, ON_REQUEST, Calibration, Features, fit
from assistant.listener import Listener
from assistant.recognizer import Recognizer
from assistant.settings import Mode
from assistant.types import Frames
from models.calibration.material import Material
from models.calibration.penalty import texts_grammar
from models.evaluation.bench import PAUSE, Bench, Heard, listen
from models.evaluation.grammars import TEN_WORDS

Pair = tuple[Features, bool]
"""Features of an utterance's best sentence, and whether it was said."""


def judged(recognizer: Recognizer, heard: Sequence[Heard], what: str) -> Iterator[Pair]:
    """Features of every clip's best sentence, and whether it is what was said."""
    (language,) = recognizer.languages
    understanding = language.sentences.understanding
    for one in track(heard, f"judging {what}"):
        found = listen(recognizer, one).judge()
        if found is None:
            continue
        reading, features, _ = found
        meant = understanding.interpret(one.clip.text) if one.clip.text else ()
        said = {(slot.name, slot.value) for slot in reading.meaning.slots}
        right = any(
            meaning.intent == reading.meaning.intent
            and {(slot.name, slot.value) for slot in meaning.slots} == said
            for meaning in meant
        )
        yield features, right


def broken_off(recognizer: Recognizer, heard: Sequence[Heard]) -> Iterator[Heard]:
    """Every third clip that is understood, without its last word: somebody thinks again, or is interrupted."""
    (language,) = recognizer.languages
    between = "" if language.code == "zh" else " "
    for one in track(heard[::3], "breaking off"):
        found = listen(recognizer, one).judge()
        if found is None:
            continue
        words = found[0].hypothesis.words
        if len(words) < 2 or found[0].text != one.clip.text:
            continue
        end = (words[-2].end + words[-1].start) // 2
        still = [one.frames[:1]] * round(PAUSE / recognizer.frame_seconds)
        text = between.join(word.text for word in words[:-1])
        yield Heard(replace(one.clip, text=text), Frames.joined([one.frames[:end], *still]))


def all_judged(bench: Bench, maker: EarMaker, material: Material) -> list[Pair]:
    """Commands and other speech, by synthetic and by real voices alike: else a real voice would speak against.

    The default home's sentences against others and against reading; half of the readers' sentences as a grammar against
    the other half; the ten command words against other words; all but the reading against noise.
    """
    pairs: list[Pair] = []
    said = {
        "en": [*material.home_en, *material.readers],
        "zh": [*material.home_zh, *material.readers_zh],
    }
    for code, heard in said.items():
        commands = bench.home((code,)).commands
        pairs += judged(commands, heard, f"home {code}")
        pairs += judged(commands, list(broken_off(commands, heard)), f"half of home {code}")
        pairs += judged(commands, material.quiet, f"nobody at home {code}")
    for code, readers in (("en", material.readers), ("zh", material.readers_zh)):
        texts = sorted({str(one.clip.text) for one in readers})[::2]
        if not texts:
            continue
        reading = texts_grammar(maker, bench.scratch, code, texts)[0]
        pairs += judged(reading, readers, f"readers {code}")
        pairs += judged(reading, list(broken_off(reading, readers)), f"half of readers {code}")
    ten = texts_grammar(maker, bench.scratch, "en", TEN_WORDS)[0]
    pairs += judged(ten, [*material.words, *material.quiet], "words")
    return pairs


def balanced(pairs: Sequence[Pair]) -> Calibration:
    """The calibration as if half of the utterances were right, whatever their share here is."""
    fitted = fit([features for features, _ in pairs], [right for _, right in pairs])
    share = float(np.mean([right for _, right in pairs]))
    return replace(fitted, bias=fitted.bias + float(np.log((1 - share) / share)))


def report(pairs: Sequence[Pair], calibration: Calibration, console: Console) -> None:
    """How well the calibrated confidence parts right from wrong."""
    confidence = np.array([calibration.probability(features) for features, _ in pairs])
    right = np.array([good for _, good in pairs])
    console.print(f"{len(pairs)} utterances, {right.sum()} of them right")
    for level in (ON_REQUEST.accept, 0.1, AFTER_WAKE.accept, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995):
        taken = confidence >= level
        console.print(
            f"confidence >= {level}: {taken[right].mean():.1%} of the right, {taken[~right].mean():.1%} of the rest"
        )


def heard_always(ears: Ears, negatives: Sequence[Frames]) -> list[tuple[float, str]]:
    """Confidence and text of whatever was nearest in speech that orders nothing, always listening; highest first."""
    found: list[tuple[float, str]] = []

    def note(event: Event) -> None:
        if isinstance(event, Recognized):
            found.append((event.recognition.confidence, event.recognition.text))
        elif isinstance(event, Rejected) and event.recognition.alternatives:
            found.append((event.recognition.confidence, event.recognition.alternatives[0].text))

    listener = Listener(ears, Mode.ALWAYS, note)
    for frames in track(negatives, "always listening"):
        listener.hear(frames)
    listener.finish()
    return sorted(found, reverse=True)
