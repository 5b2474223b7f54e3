"""Always listening in the default home: commands taken from speech that holds none, and what refusing them costs."""

from __future__ import annotations

from collections.abc import Iterator

from rich.progress import track

from assistant.events import Event, Recognized
from assistant.listener import Listener
from assistant.settings import Mode
from models.evaluation.bench import Bench, hours, listen
from models.evaluation.figures import Row, most_frequent
from models.evaluation.grammars import TAKING, TAKING_ALWAYS, is_meant

FALSE_BAR, REFUSAL_BAR = 1.0, 3.0
"""Commands an hour; per cent of real commands."""


def false_commands(bench: Bench, family: str) -> Iterator[Row]:
    """Commands taken in always mode while people say something else; the default home in English."""
    heard = bench.stream(family)
    if not heard:
        return
    taken: list[dict[str, object]] = []

    def note(event: Event) -> None:
        if isinstance(event, Recognized):
            found = event.recognition
            taken.append({"taken for": found.text, "confidence": round(found.confidence, 3), "said": said})

    listener = Listener(bench.home(), Mode.ALWAYS, note)
    said = ""
    for one in track(heard, f"commands in {family}"):
        said = one.clip.text or str(one.clip.more.get("note", ""))
        listener.hear(one.frames)
    listener.finish()
    yield Row(
        f"false commands, always listening ({family})",
        len(taken),
        len(heard),
        hours(heard),
        {"taken": taken[:20]},
        bar=FALSE_BAR,
        at_most=True,
    )


def extra_refusals(bench: Bench) -> Iterator[Row]:
    """Sentences of the default home, right and taken after a wake phrase, that always mode refuses.

    Voices that no model learned from, each clip as one utterance.
    """
    home = bench.home().commands
    understanding = home.languages[0].sentences.understanding
    sentences, right, refused, reasons = 0, 0, 0, dict[str, int]()
    for one in track(bench.hear("kokoro-en", "valid"), "extra refusals"):
        meant = understanding.interpret(str(one.clip.text))
        if not meant:
            continue
        sentences += 1
        utterance = listen(home, one)
        if not is_meant(utterance.recognize(TAKING), meant):
            continue
        right += 1
        strict = utterance.recognize(TAKING_ALWAYS)
        if strict.intent is None:
            refused += 1
            reasons[str(strict.reason)] = reasons.get(str(strict.reason), 0) + 1
    if sentences:
        details = {
            "right after a wake phrase": right,
            "of these refused, %": round(100 * refused / max(1, right), 1),
        }
        details["strictness"] = TAKING_ALWAYS.accept
        yield Row(
            "extra refusals when always listening (kokoro-en, held-out voices)",
            refused,
            sentences,
            details=details | {"reasons": most_frequent(reasons)},
            bar=REFUSAL_BAR,
            at_most=True,
        )
