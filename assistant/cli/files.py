"""`recognize` and `spot`: recordings in, one result a recording out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from assistant.app import said_of
from assistant.audio.file import read_recording
from assistant.audio.pcm import PcmSource
from assistant.cli.common import Json, ModelFile, Phrases, Recordings, complain, configured, out, print_json
from assistant.cli.show import slots, why
from assistant.ears import EarMaker, Said, file_language
from assistant.errors import BadRecording
from assistant.grammar.confidence import AFTER_WAKE
from assistant.home import load_home
from assistant.listener import stricter
from assistant.paths import bundled_model
from assistant.recognizer import Recognizer
from assistant.settings import Config
from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from assistant.types import SAMPLE_RATE, Candidate, Recognition, Samples, Slot

UNREADABLE = 1
"""Exit code where some recording could not be read."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(recognize)
    app.command()(spot)


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

    The sentences are those of the configured home, or only those of --intents FILE.yaml (hassil's form).
    """
    config = configured()
    acoustic, maker = _prepare(config, model)
    chosen = _said(config, intents, lists, language)
    recognizer = maker.recognizer([maker.language(said)[0] for said in chosen])
    failed = False
    for name, sound in _sounds(recordings):
        if isinstance(sound, BadRecording):
            failed = True
            _tell_fault(name, sound, json=json)
            continue
        begun = time.process_time()
        found = hear(recognizer, acoustic, sound, strictness)
        used = time.process_time() - begun
        if json:
            print_json(
                recognition_json(name, found)
                | {"audio_seconds": round(len(sound) / SAMPLE_RATE, 3), "cpu_seconds": round(used, 4)}
            )
        elif found.intent is None:
            out().print(f"{escape(name)}: [yellow]refused[/yellow], {escape(why(found))}")
        else:
            out().print(
                f'{escape(name)}: [bold]"{escape(found.text)}"[/bold] → {found.intent} {escape(slots(found))} '
                f"[dim]{found.confidence:.0%}[/dim]"
            )
    if failed:
        raise typer.Exit(UNREADABLE)


def spot(
    recordings: Recordings,
    phrase: Phrases,
    *,
    threshold: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Least confidence; the model's own otherwise.")
    ] = None,
    model: ModelFile = None,
    json: Json = False,
) -> None:
    """Find phrases, given as text, in recordings."""
    config = configured()
    acoustic, maker = _prepare(config, model)
    facts = acoustic.facts
    spotter = maker.spotter(phrase, threshold)
    failed = False
    for name, sound in _sounds(recordings):
        if isinstance(sound, BadRecording):
            failed = True
            _tell_fault(name, sound, json=json)
            continue
        begun = time.process_time()
        spotter.reset()
        found = (*spotter.push(acoustic.posteriors(sound)), *spotter.flush())
        used = time.process_time() - begun
        hits = [
            {
                "phrase": hit.phrase,
                "start": round(max(0.0, hit.start * facts.frame_seconds - facts.delay_seconds), 2),
                "end": round(max(0.0, hit.end * facts.frame_seconds - facts.delay_seconds), 2),
                "confidence": round(hit.confidence, 4),
            }
            for hit in found
        ]
        if json:
            seconds = round(len(sound) / SAMPLE_RATE, 3)
            print_json({"file": name, "hits": hits, "audio_seconds": seconds, "cpu_seconds": round(used, 4)})
        elif not hits:
            out().print(f"{escape(name)}: nothing heard")
        for hit in [] if json else hits:
            text = f'"{hit["phrase"]}" from {hit["start"]} to {hit["end"]} s ({hit["confidence"]})'
            out().print(f"{escape(name)}: {escape(text)}")
    if failed:
        raise typer.Exit(UNREADABLE)


def hear(recognizer: Recognizer, model: AcousticModel, sound: Samples, strictness: float) -> Recognition:
    """Take a whole recording, float32 mono 16 kHz `[samples]`, for one utterance."""
    utterance = recognizer.begin()
    utterance.push(model.posteriors(sound))
    return utterance.recognize(stricter(AFTER_WAKE, strictness))


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
    lexicon = config.lexicon_path
    return acoustic, EarMaker(acoustic.facts, Pronouncer(lexicon if lexicon.exists() else None))


def _said(config: Config, intents: Path | None, lists: Path | None, language: str | None) -> list[Said]:
    replaced = (lists,) if lists else ()
    if intents is not None:
        code = (language or file_language(intents) or "en")[:2]
        return [Said(code, (intents,), packaged=False, list_files=replaced)]
    home = load_home(config.home_path)
    languages = (language[:2],) if language else config.languages
    made = (said_of(config, home, code) for code in languages)
    return [
        Said(said.language, said.files, lists=said.lists, list_files=replaced, context=said.context)
        for said in made
    ]


def _sounds(names: list[str]) -> Iterator[tuple[str, Samples | BadRecording]]:
    for name in names:
        try:
            yield name, _read_standard_input() if name == "-" else read_recording(name)
        except BadRecording as error:
            yield name, error


def _read_standard_input() -> Samples:
    import numpy as np

    with PcmSource(sys.stdin.buffer) as source:
        return np.concatenate([np.zeros(0, np.float32), *(chunk.samples for chunk in source)])


def _tell_fault(name: str, error: BadRecording, *, json: bool) -> None:
    if json:
        print_json({"file": name, "error": error.message, "remedy": error.remedy})
    complain(error.message, error.remedy)
