"""Home sentences: in the default home's whole grammar, and which of a list of sentences was said."""

from __future__ import annotations

from collections.abc import Iterator

from rich.progress import track

from assistant.types import Recognition
from models.evaluation.bench import Bench, Heard, listen
from models.evaluation.figures import Row, most_frequent
from models.evaluation.grammars import FORCED, TAKING, is_meant, label, write_grammar

BARS = {"en": 98.0, "zh": 96.0}
"""Intent and slots at 10 dB."""
MANDARIN_BAR = 95.0


def home_sentences(bench: Bench, language: str, snr: float | None) -> Iterator[Row]:
    """Intent and slots right among everything that can be said to the default home; synthetic voices, held out.

    Two rows: with the product's refusals after a wake phrase, which are misses, and without. Clips whose text is no
    sentence of the default home, such as other people's device names, are left out.
    """
    home = bench.home((language,)).commands
    understanding = home.languages[0].sentences.understanding
    heard = bench.hear(f"kokoro-{language}", "valid", snr)
    taken, forced = 0, 0
    sentences, left_out = 0, 0
    wrong: list[dict[str, object]] = []
    reasons: dict[str, int] = {}
    for one in track(heard, f"home {language} {label(snr)}"):
        meant = understanding.interpret(str(one.clip.text))
        if not meant:
            left_out += 1
            continue
        sentences += 1
        utterance = listen(home, one)
        found, best = utterance.recognize(TAKING), utterance.recognize(FORCED)
        taken += is_meant(found, meant)
        forced += is_meant(best, meant)
        if found.intent is None:
            reasons[str(found.reason)] = reasons.get(str(found.reason), 0) + 1
        if not is_meant(best, meant):
            wrong.append({"said": one.clip.text, "heard": _heard(best)})
    if not sentences:
        return
    name = f"home sentences {label(snr)} (kokoro-{language}, held-out voices"
    bar = BARS[language] if snr is not None else None
    details: dict[str, object] = {"no sentence of the default home": left_out}
    refused = {"refused": sum(reasons.values()), "reasons": most_frequent(reasons)}
    yield Row(f"{name})", taken, sentences, details=details | refused, bar=bar)
    yield Row(f"{name}, without refusals)", forced, sentences, details=details | {"wrong": wrong[:20]})


def which_of_home(bench: Bench, language: str) -> Iterator[Row]:
    """Which of all the validation sentences of the synthetic voices was said."""
    family = f"kokoro-{language}"
    yield from _which(bench, bench.hear(family, "valid"), "home sentences", f"{family}, held-out voices")


def which_of_mandarin(bench: Bench) -> Iterator[Row]:
    """Which of a hundred sentences many people read, none of them heard in training."""
    family = "common-voice-zh-cn"
    yield from _which(bench, bench.hear(family, "devtest"), "Mandarin sentences", family, MANDARIN_BAR)


def _which(
    bench: Bench, heard: list[Heard], what: str, family: str, bar: float | None = None
) -> Iterator[Row]:
    if not heard:
        return
    language = heard[0].clip.language[:2]
    texts = sorted({str(one.clip.text) for one in heard})
    path = write_grammar(bench.scratch / f"{heard[0].clip.family}.yaml", language, texts)
    recognizer = bench.grammar(path, language)
    numbers = {text: f"Sentence{number}" for number, text in enumerate(texts)}
    right, wrong = 0, []
    for one in track(heard, f"which of {len(texts)} ({family})"):
        found = listen(recognizer, one).recognize(FORCED)
        good = found.intent == numbers[str(one.clip.text)]
        right += good
        if not good:
            wrong.append({"said": one.clip.text, "heard": _heard(found)})
    yield Row(
        f"which of {len(texts)} {what} ({family})", right, len(heard), details={"wrong": wrong[:20]}, bar=bar
    )


def _heard(found: Recognition) -> str:
    return found.text or str(found.reason)
