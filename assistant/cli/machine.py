"""`devices`, `doctor`, `bench` and `model`: this machine and this installation."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from assistant.audio.devices import list_microphones
from assistant.audio.file import read_recording
from assistant.bench import measure
from assistant.cli.common import Json, ModelFile, add, configured, out, print_json
from assistant.demo import recordings as bundled
from assistant.doctor import Health, examine
from assistant.errors import NoMicrophone
from assistant.paths import bundled_model
from assistant.speech.model import AcousticModel

UNHEALTHY = 1
"""Exit code of doctor where something is bad."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add(app, devices, "inglenook devices", "inglenook devices --json")
    add(app, doctor, "inglenook doctor", "inglenook doctor --no-listen --json")
    add(app, bench, "inglenook bench --json", "inglenook bench --repeat 10 my-recording.wav")
    add(app, model, "inglenook model --json", "inglenook model --model mine.onnx")


def devices(*, json: Json = False) -> None:
    """List the microphones; any name, part of a name or number of the list can be chosen.

    Choose one for good with `microphone = "..."` in the config's listen section, or once with run --microphone.
    Exit code 1: there is none, or no sound library.
    """
    found = list_microphones()
    if not found:
        raise NoMicrophone(
            "There is no microphone",
            "Plug one in, or check that the sound server runs; recordings and say work without one",
        )
    if json:
        for device in found:
            print_json(asdict(device))
        return
    table = Table("", "name", "through", "channels", "Hz")
    for device in found:
        mark = "[green]default[/green]" if device.is_default else str(device.index)
        table.add_row(
            mark, escape(device.name), device.host_api, str(device.channels), str(device.default_rate)
        )
    out().print(table)


def doctor(
    *,
    listen: Annotated[bool, typer.Option(help="Open the microphone for a second.")] = True,
    json: Json = False,
) -> None:
    """Check config, folders, model, sentences, pronunciations and microphone, and say what to do about each.

    Names that no dictionary knows and ambiguous sentences are notes; exit code 1 where something is bad.
    """
    marks = {
        Health.GOOD: "[green]good[/green]",
        Health.NOTICE: "[yellow]note[/yellow]",
        Health.BAD: "[red]bad[/red]",
    }
    bad = False
    for finding in examine(listen=listen):
        bad = bad or finding.health is Health.BAD
        if json:
            print_json(asdict(finding))
            continue
        out().print(f"{marks[finding.health]}  {finding.subject}: {escape(finding.message)}")
        if finding.remedy:
            out().print(f"      {escape(finding.remedy)}")
    if bad:
        raise typer.Exit(UNHEALTHY)


def bench(
    recordings: Annotated[
        list[str] | None, typer.Argument(help="Recordings; the bundled ones otherwise.")
    ] = None,
    *,
    repeat: Annotated[int, typer.Option(min=1, help="Times that the recordings are heard.")] = 3,
    json: Json = False,
) -> None:
    """Measure what listening costs here: real-time factor by stage, latency, memory, load time.

    One thread, CPU seconds a second of sound; p50_ms and p95_ms are from the end of speech to the decision, beyond
    the silence that ends a sentence.
    """
    config = configured()
    names = recordings or [str(recording.file) for recording in bundled()]
    sounds = [read_recording(name) for name in names] * repeat
    found = measure(config, sounds)
    if json:
        print_json(
            {
                key: round(value, 5) if isinstance(value, float) else value
                for key, value in asdict(found).items()
            }
        )
        return
    table = Table("figure", "value", title=f"{found.machine}, Python {found.python}, one thread")
    for key, value in asdict(found).items():
        if key not in {"machine", "python"}:
            table.add_row(key, f"{value:.4f}" if isinstance(value, float) else str(value))
    out().print(table)


def model(*, model: ModelFile = None, json: Json = False) -> None:
    """Say what is known of the acoustic model in use: its file, phones, precision, and how it was trained."""
    facts = AcousticModel(model or configured().model_path or bundled_model()).facts
    values = {
        "path": str(facts.path),
        "bytes": facts.bytes,
        "precision": facts.precision,
        "phones": len(facts.phones) - 1,
        "delay_seconds": facts.delay_seconds,
        **facts.more,
    }
    if json:
        print_json(values)
        return
    table = Table("fact", "value", show_lines=False)
    for key, value in values.items():
        table.add_row(key, escape(str(value)))
    out().print(table)
