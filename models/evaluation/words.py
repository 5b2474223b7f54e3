"""The ten command words: which of ten, and the twelve labels of Speech Commands with unknown words and silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rich.progress import track

from assistant.types import Reason, Recognition
from models.evaluation.bench import Bench, Heard, listen
from models.evaluation.figures import Row, most_frequent
from models.evaluation.grammars import FORCED, TAKING, TEN_WORDS, write_grammar
from models.evaluation.sound import silence_clips

UNKNOWN, SILENCE = "unknown", "silence"
BAR, BAR_SWITCH = 96.5, 93.0
"""Of all twelve labels, and of "on" and "off" each."""


@dataclass(frozen=True)
class Answer:
    """What a clip is, and what it was taken for."""

    expected: str
    heard: str


def label_of(found: Recognition) -> str:
    """Which of the twelve labels the product's decision is.

    A word that is taken is itself; what is refused for silence (too little speech) is silence; whatever else is refused
    was speech, but none of the ten.
    """
    if found.intent is not None:
        return found.text
    return SILENCE if found.reason is Reason.SILENCE else UNKNOWN


def ten_words(bench: Bench) -> Iterator[Row]:
    """Which of the ten, where the best is always taken; every clip is one of them."""
    family, clips = _clips(bench)
    chosen = [one for one in clips if one.clip.text in TEN_WORDS]
    if not chosen:
        return
    recognizer = bench.grammar(write_grammar(bench.scratch / "ten-words.yaml", "en", TEN_WORDS))
    answers = [
        Answer(str(one.clip.text), listen(recognizer, one).recognize(FORCED).text or "nothing")
        for one in track(chosen, "ten words")
    ]
    yield summary(f"ten words ({family})", answers)


def twelve_labels(bench: Bench) -> Iterator[Row]:
    """Ten words, unknown words and silence, decided as the product decides after a wake phrase.

    The frames come as they do from a microphone, 80 ms at a time. The set has no clips of silence: as many as there
    are unknown words are made the way Speech Commands makes them, a second of background noise at a random volume, of
    noises that training does not hear.
    """
    family, clips = _clips(bench)
    said = [(str(one.clip.text), one.frames) for one in clips]
    words = [one for one in said if one[0] in TEN_WORDS]
    others = [one for one in said if one[0] not in TEN_WORDS]
    if not words:
        return
    rng = np.random.default_rng(12)
    limit = max(1, len(words) // 10)  # one in twelve, as in the canonical set, where the split has more
    if len(others) > limit:
        others = [others[number] for number in sorted(rng.permutation(len(others))[:limit])]
    quiet = [(SILENCE, bench.model.hear(sound)) for sound in silence_clips(bench.noises(), len(others), rng)]
    recognizer = bench.grammar(write_grammar(bench.scratch / "ten-words.yaml", "en", TEN_WORDS))
    step = round(bench.model.facts.chunk_samples / 16_000 / bench.model.facts.frame_seconds)
    answers = []
    for text, frames in track([*words, *others, *quiet], "twelve labels"):
        utterance = recognizer.begin()
        for start in range(0, len(frames), step):
            utterance.push(frames[start : start + step])
        expected = text if text in {*TEN_WORDS, SILENCE} else UNKNOWN
        answers.append(Answer(expected, label_of(utterance.recognize(TAKING))))
    yield summary(f"twelve labels ({family})", answers, bar=BAR)
    for word in ("on", "off"):
        yield summary(
            f'"{word}" among twelve labels ({family})',
            [answer for answer in answers if answer.expected == word],
            bar=BAR_SWITCH,
        )


def summary(name: str, answers: list[Answer], bar: float | None = None) -> Row:
    """Share of right answers; by label and the worst confusions in the details."""
    by_label: dict[str, list[int]] = {}
    confusions: dict[str, int] = {}
    for answer in answers:
        counts = by_label.setdefault(answer.expected, [0, 0])
        counts[0] += answer.expected == answer.heard
        counts[1] += 1
        if answer.expected != answer.heard:
            pair = f"{answer.expected} as {answer.heard}"
            confusions[pair] = confusions.get(pair, 0) + 1
    details = {
        "by_word": {word: round(100 * good / total, 1) for word, (good, total) in by_label.items()},
        "clips": {word: total for word, (_, total) in by_label.items()},
        "confusions": most_frequent(confusions),
    }
    return Row(name, sum(good for good, _ in by_label.values()), len(answers), details=details, bar=bar)


def _clips(bench: Bench) -> tuple[str, list[Heard]]:
    family = "words-devtest" if bench.split == "devtest" else "words-valid"
    return family, bench.hear(family, bench.split)
