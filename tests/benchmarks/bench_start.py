"""How long the service takes to be ready, and its memory: ``python -m tests.benchmarks.bench_start [--json]``.

`inglenook-service` (with `--command-line`, `inglenook run --headless`) is started a few times in a row with an empty
cache: the first start compiles the sentences, the others read what it has kept. Seconds are of the wall clock, from
before Python starts, and of CPU time; memory is what is resident when it says that it is ready, and after it has
heard the demo's recordings, in always mode. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from assistant.audio.file import read_recording
from assistant.demo import recordings
from assistant.paths import CACHE_VARIABLE, CONFIG_VARIABLE, STATE_VARIABLE
from assistant.settings import LANGUAGES
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE

SERVICE = ("-m", "assistant.service")
COMMAND_LINE = ("-m", "assistant", "run", "--headless")
PAUSE_SECONDS = 2.0
"""Silence after each recording."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start."""

    number: int
    seconds: float
    cpu_seconds: float
    rss_mb: float
    used_mb: float
    """After `acted` of the demo's recordings had come true."""
    acted: int


def start(number: int, pcm: bytes, environment: dict[str, str], program: Sequence[str]) -> Start:
    """Start the service, let it hear `pcm`, and end it. Raises RuntimeError where it ends before that."""
    begun = time.perf_counter()
    command = [sys.executable, *program, "--mode", "always", "--levels", "--input", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("no pipes")
        kinds = (json.loads(line)["event"] for line in process.stdout)
        if "ready" not in kinds:
            raise RuntimeError("the service ended without being ready")
        seconds, place = time.perf_counter() - begun, Path("/proc") / str(process.pid)
        ticks = (place / "stat").read_text().rpartition(")")[2].split()[11:13]
        ready = _resident(place)
        threading.Thread(target=process.stdin.write, args=(pcm,), daemon=True).start()
        chunks, acted = len(pcm) // (2 * CHUNK_SAMPLES), 0
        while chunks > 1:  # the last one waits for more
            kind = next(kinds, None)
            if kind is None:
                raise RuntimeError("the service ended before it had heard everything")
            chunks -= kind == "level"
            acted += kind == "acted"
        used = _resident(place)
        process.kill()
    return Start(number, seconds, sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), ready, used, acted)


def _resident(place: Path) -> float:
    status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]) * 1024 / 1e6


def commands(languages: tuple[str, ...]) -> bytes:
    """The demo's recordings in these languages, 16 kHz s16le mono."""
    quiet = np.random.default_rng(0).normal(0.0, 1e-3, round(PAUSE_SECONDS * SAMPLE_RATE))
    pieces: list[npt.NDArray[np.floating]] = [quiet]
    for recording in recordings():
        if recording.language in languages and not recording.wake:
            pieces += [read_recording(recording.file), quiet]
    return (np.concatenate(pieces) * 32767).astype("<i2").tobytes()


def measure(languages: tuple[str, ...], starts: int, program: Sequence[str] = SERVICE) -> list[Start]:
    """Starts one after the other, in folders of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config").mkdir()
        (folder / "config" / "config.toml").write_text(
            f"languages = {json.dumps(languages)}\n", encoding="utf-8"
        )
        places = {CONFIG_VARIABLE: "config", STATE_VARIABLE: "state", CACHE_VARIABLE: "cache"}
        environment = {**os.environ, **{key: str(folder / value) for key, value in places.items()}}
        pcm = commands(languages)
        return [start(number, pcm, environment, program) for number in range(1, starts + 1)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--command-line", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    program = COMMAND_LINE if arguments.command_line else SERVICE
    found = measure(tuple(arguments.languages), arguments.starts, program)
    if arguments.json:
        sys.stdout.write(json.dumps([asdict(one) for one in found], indent=1) + "\n")
        return
    table = Table("start", "ready, s", "CPU, s", "resident, MB", "after commands, MB", "commands")
    for one in found:
        row = (one.seconds, one.cpu_seconds, one.rss_mb, one.used_mb)
        table.add_row(str(one.number), *(f"{value:.2f}" for value in row), str(one.acted))
    Console().print(table)


if __name__ == "__main__":
    main()
