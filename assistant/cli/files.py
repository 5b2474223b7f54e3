"""`recognize` and `spot`: recordings in, one result a recording out."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.markup import escape

from assistant.audio.file import read_recording
from assistant.audio.pcm import PcmSource
from assistant.builder import pronouncer_of, said_of
from assistant.cli.common import (
    Json,
    ModelFile,
    Phrases,
    Recordings,
    add,
    configured,
    language_code,
    out,
    print_json,
)
from assistant.cli.show import slots, why
from assistant.ears import EarMaker, Said, file_language
from assistant.entry import FAILED, complain
from assistant.errors import BadRecording
from assistant.grammar.confidence import ON_REQUEST
from assistant.grammar.spotter import SpotHit
from assistant.home import load_home
from assistant.listener import stricter
from assistant.paths import bundled_model
from assistant.recognizer import Recognizer
from assistant.settings import Config
from assistant.speech.model import AcousticModel
from assistant.types import SAMPLE_RATE, Candidate, Recognition, Samples, Slot

UNREADABLE_REASON = "unreadable"
"""Stands for a `Reason` where a recording could not be read."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add(
        app,
        recognize,
        "inglenook recognize --json *.wav",
        "inglenook recognize --intents coffee.yaml order.flac",
        "ffmpeg -i call.mp3 -f s16le -ar 16000 -ac 1 - | inglenook recognize -",
    )
    add(app, spot, 'inglenook spot --phrase computer --phrase "hey inglenook" --json *.wav')


def recognize(
    recordings: Recordings,
    *,
    intents: Annotated[
        Path | None, typer.Option(help="Sentences in hassil's YAML form instead of the home's.")
    ] = None,
    lists: Annotated[
        Path | None, typer.Option(help="YAML file whose lists (name, area, ...) replace the home's.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="en or zh; the config or the file says otherwise.")
    ] = None,
    strictness: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="0 takes more for a command, 1 refuses more.")
    ] = 0.5,
    model: ModelFile = None,
    json: Json = False,
) -> None:
    """Say which command each recording is, what else it may be, and why it was refused.

    The sentences are those of the configured home, or only those of --intents FILE.yaml (hassil's form: language,
    intents.NAME.data[].sentences, lists, expansion_rules).

    With --json each line has: file, intent (null where it was refused), slots (the spoken words), values (what they
    mean), text, language, confidence, reason, alternatives, audio_seconds, cpu_seconds. A recording that cannot be
    read has the reason "unreadable" and an error; the others are recognised all the same, and the exit code is 1.
    """
    config = configured()
    code = language_code(language)
    acoustic, maker = _prepare(config, model)
    recognizer = maker.recognizer([maker.language(said)[0] for said in _said(config, intents, lists, code)])

    def answer(name: str, sound: Samples) -> dict[str, object]:
        found = hear(recognizer, acoustic, sound, strictness)
        if not json:
            out().print(f"{escape(name)}: {_verdict(found)}")
        return recognition_json(name, found)

    unreadable = recognition_json("", Recognition(None)) | {"reason": UNREADABLE_REASON}
    _each(recordings, answer, unreadable, json=json)


def spot(
    recordings: Recordings,
    phrase: Phrases,
    *,
    threshold: Annotated[
        float | None, typer.Option(min=0.01, max=1.0, help="Least confidence; the model's own otherwise.")
    ] = None,
    model: ModelFile = None,
    json: Json = False,
) -> None:
    """Find phrases, given as text in English or Mandarin, in recordings.

    With --json each line has: file, hits (phrase, start and end in seconds, confidence), audio_seconds, cpu_seconds; a
    recording that cannot be read has an error instead of hits, and the exit code is 1.
    """
    acoustic, maker = _prepare(configured(), model)
    facts = acoustic.facts
    spotter = maker.spotter(phrase, threshold)

    def seconds(frame: int) -> float:
        return round(max(0.0, frame * facts.frame_seconds - facts.delay_seconds), 2)

    def answer(name: str, sound: Samples) -> dict[str, object]:
        spotter.reset()
        found = (*spotter.push(acoustic.hear(sound)), *spotter.flush())
        if not json:
            _print_hits(name, [(hit, seconds(hit.start), seconds(hit.end)) for hit in found])
        hits = [
            {
                "phrase": hit.phrase,
                "start": seconds(hit.start),
                "end": seconds(hit.end),
                "confidence": round(hit.confidence, 4),
            }
            for hit in found
        ]
        return {"file": name, "hits": hits}

    _each(recordings, answer, {"hits": []}, json=json)


def _each(
    recordings: list[str],
    answer: Callable[[str, Samples], dict[str, object]],
    unreadable: dict[str, object],
    *,
    json: bool,
) -> None:
    """Answer every recording, the unreadable ones too; then exit with 1 where there was one."""
    failed = False
    for name in recordings:
        seconds = used = 0.0
        try:
            sound = _read_standard_input() if name == "-" else read_recording(name)
        except BadRecording as error:
            failed = True
            complain(error.message, error.remedy)
            row = {**unreadable, "file": name, "error": error.message, "remedy": error.remedy}
        else:
            begun = time.process_time()
            row = answer(name, sound)
            seconds, used = len(sound) / SAMPLE_RATE, time.process_time() - begun
        if json:
            print_json({**row, "audio_seconds": round(seconds, 3), "cpu_seconds": round(used, 4)})
    if failed:
        raise typer.Exit(FAILED)


def _verdict(found: Recognition) -> str:
    if found.intent is None:
        return f"[yellow]refused[/yellow], {escape(why(found))}"
    return (
        f'[bold]"{escape(found.text)}"[/bold] → {found.intent} {escape(slots(found))} '
        f"[dim]{found.confidence:.0%}[/dim]"
    )


def _print_hits(name: str, hits: list[tuple[SpotHit, float, float]]) -> None:
    if not hits:
        out().print(f"{escape(name)}: nothing heard")
    for hit, start, end in hits:
        text = f'"{hit.phrase}" from {start:.2f} to {end:.2f} s ({hit.confidence:.0%})'
        out().print(f"{escape(name)}: {escape(text)}")


def hear(recognizer: Recognizer, model: AcousticModel, sound: Samples, strictness: float) -> Recognition:
    """Take a whole recording, float32 mono 16 kHz `[samples]`, for one utterance."""
    return recognizer.whole(model.hear(sound)).recognize(stricter(ON_REQUEST, strictness))


def recognition_json(name: str, found: Recognition) -> dict[str, object]:
    """The result in the form that DESIGN.md fixes; `values` holds what the slots mean."""
    return {
        "file": name,
        "intent": found.intent,
        "slots": _texts(found.slots),
        "values": {slot.name: slot.value for slot in found.slots},
        "text": found.text,
        "language": found.language,
        "confidence": round(found.confidence, 4),
        "reason": found.reason.value if found.reason else None,
        "alternatives": [_candidate_json(candidate) for candidate in found.alternatives],
    }


def _candidate_json(candidate: Candidate) -> dict[str, object]:
    return {
        "intent": candidate.intent,
        "slots": _texts(candidate.slots),
        "text": candidate.text,
        "confidence": round(candidate.confidence, 4),
    }


def _texts(found: tuple[Slot, ...]) -> dict[str, str]:
    return {slot.name: slot.text or str(slot.value) for slot in found}


def _prepare(config: Config, model: Path | None) -> tuple[AcousticModel, EarMaker]:
    acoustic = AcousticModel(model or config.model_path or bundled_model())
    return acoustic, EarMaker(acoustic.facts, pronouncer_of(config))


def _said(config: Config, intents: Path | None, lists: Path | None, language: str | None) -> list[Said]:
    replaced = (lists,) if lists else ()
    if intents is not None:
        code = language or file_language(intents) or "en"
        return [Said(code, (intents,), packaged=False, list_files=replaced)]
    home = load_home(config.home_path)
    languages = (language,) if language else config.languages
    return [replace(said_of(config, home, code), list_files=replaced) for code in languages]


def _read_standard_input() -> Samples:
    with PcmSource(sys.stdin.buffer) as source:
        return np.concatenate([np.zeros(0, np.float32), *(chunk.samples for chunk in source)])
