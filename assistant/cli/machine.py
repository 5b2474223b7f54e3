"""`devices`, `doctor`, `bench` and `model`: this machine and this installation."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from assistant.audio.devices import list_microphones
from assistant.audio.file import read_recording
from assistant.bench import measure
from assistant.cli.common import Json, ModelFile, add, configured, out, print_json
from assistant.config import FILE_NAME, set_value
from assistant.demo import recordings as bundled
from assistant.doctor import Health, examine
from assistant.errors import ModelError, NoMicrophone
from assistant.paths import bundled_model
from assistant.released import released
from assistant.settings import Config
from assistant.speech.model import AcousticModel
from assistant.speech.second_look import ENTRY, second_look_of

UNHEALTHY = 1
"""Exit code of doctor where something is bad."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add(app, devices, "inglenook devices", "inglenook devices --json")
    add(app, doctor, "inglenook doctor", "inglenook doctor --no-listen --json")
    add(app, bench, "inglenook bench --json", "inglenook bench --repeat 10 my-recording.wav")
    add(app, model, "inglenook model --json", "inglenook model list", "inglenook model use large")


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
    model: ModelFile = None,
    json: Json = False,
) -> None:
    """Measure what listening costs here: real-time factor by stage, latency, memory, load time.

    One thread, CPU seconds a second of sound; p50_ms and p95_ms are from the end of speech to the decision, beyond
    the silence that ends a sentence. Energy (RAPL, as root) and instructions are of waiting while people speak, and
    null where this machine does not count them.
    """
    config = configured()
    names = recordings or [str(recording.file) for recording in bundled()]
    sounds = [read_recording(name) for name in names] * repeat
    found = measure(config, sounds, model)
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
            shown = "not counted here" if value is None else str(value)
            table.add_row(key, f"{value:.4f}" if isinstance(value, float) else shown)
    out().print(table)


class What(StrEnum):
    """What to do about models."""

    SHOW = "show"
    LIST = "list"
    USE = "use"


def model(
    what: Annotated[
        What, typer.Argument(help="show the one in use, list the released ones, or use another.")
    ] = (What.SHOW),
    name: Annotated[str, typer.Argument(help="For use: a name of the list, or an .onnx file.")] = "",
    *,
    model: ModelFile = None,
    json: Json = False,
) -> None:
    """Say what is known of the acoustic model in use, list those that came with Inglenook, or change to another.

    A model that is to be used is loaded first; where it cannot be, nothing changes. A running assistant takes it with
    its next start.
    """
    if (what is What.USE) != bool(name):
        raise typer.BadParameter("name the model to use: inglenook model use NAME", param_hint="NAME")
    config = configured()
    if what is What.USE:
        config = _use_model(config, name)
    elif what is What.LIST:
        _list_models(config.model_path or bundled_model(), json=json)
        return
    facts = AcousticModel(model or config.model_path or bundled_model()).facts
    values = {
        "path": str(facts.path),
        "bytes": facts.bytes,
        "precision": facts.precision,
        "phones": len(facts.phones) - 1,
        "delay_seconds": facts.delay_seconds,
        **facts.more,
    }
    if ENTRY in values:
        values[ENTRY] = f"{len(facts.more[ENTRY])} bytes of the file"
    if json:
        print_json(values)
        return
    table = Table("fact", "value", show_lines=False)
    for key, value in values.items():
        table.add_row(key, escape(str(value)))
    out().print(table)


def _use_model(config: Config, name: str) -> Config:
    """Keep another model in the config; raises ModelError where it is none, or not for the languages spoken here."""
    known = {one.name: one.path for one in released()}
    path = known.get(name, Path(name)).resolve()
    if name not in known and not path.exists():
        raise ModelError(
            f"There is no model {name}", f"Take one of {', '.join(known)}, or the path of an .onnx file"
        )
    facts = AcousticModel(path).facts
    facts.check_hears(config.languages)
    second_look_of(facts)
    value = "" if path == bundled_model().resolve() else str(path)
    return set_value(config.folder / FILE_NAME, "speech.model", value)


def _list_models(in_use: Path, *, json: bool) -> None:
    table = Table("", "name", "MB", "right", "measured", title="right: mean of the percentages of its card")
    for one in released():
        used = one.path.resolve() == in_use.resolve()
        right = round(one.accuracy, 1) if one.accuracy is not None else None
        if json:
            print_json(
                {"name": one.name, "bytes": one.bytes, "right": right, "date": one.date, "in_use": used}
            )
        mark = "[green]in use[/green]" if used else ""
        table.add_row(mark, escape(one.name), f"{one.bytes / 1e6:.2f}", f"{right} %", one.date)
    if not json:
        out().print(table)
