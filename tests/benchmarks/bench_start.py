"""How long the service takes to be ready, and its memory then: ``python -m tests.benchmarks.bench_start [--json]``.

`inglenook run --headless` on a recording of a quiet room, started a few times in a row with an empty cache: the first
start compiles the sentences, the others read what it has kept. Seconds are of the wall clock, from before Python
starts, and of CPU time; memory is what is resident when it says that it is ready, and at most until then. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile
from rich.console import Console
from rich.table import Table

from assistant.paths import CACHE_VARIABLE, CONFIG_VARIABLE, STATE_VARIABLE
from assistant.settings import LANGUAGES
from assistant.types import SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Start:
    """One start."""

    number: int
    seconds: float
    cpu_seconds: float
    rss_mb: float
    peak_mb: float


def start(number: int, recording: Path, environment: dict[str, str]) -> Start:
    """Start the service, wait until it is ready, and end it. Raises RuntimeError where it never is."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "assistant", "run", "--headless", "--input", str(recording)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        if process.stdout is None or not any('"ready"' in line for line in process.stdout):
            raise RuntimeError("the service ended without being ready")
        seconds = time.perf_counter() - begun
        place = Path("/proc") / str(process.pid)
        status = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
        ticks = (place / "stat").read_text().rpartition(")")[2].split()[11:13]
        process.kill()
    cpu = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    memory = (int(status[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))
    return Start(number, seconds, cpu, *memory)


def measure(languages: tuple[str, ...], starts: int) -> list[Start]:
    """Starts one after the other, in folders of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quiet = np.random.default_rng(0).normal(0.0, 1e-3, 120 * SAMPLE_RATE).astype(np.float32)
        soundfile.write(folder / "quiet.wav", quiet, SAMPLE_RATE)
        (folder / "config").mkdir()
        (folder / "config" / "config.toml").write_text(
            f"languages = {json.dumps(languages)}\n", encoding="utf-8"
        )
        places = {CONFIG_VARIABLE: "config", STATE_VARIABLE: "state", CACHE_VARIABLE: "cache"}
        environment = {**os.environ, **{key: str(folder / value) for key, value in places.items()}}
        return [start(number, folder / "quiet.wav", environment) for number in range(1, starts + 1)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(tuple(arguments.languages), arguments.starts)
    if arguments.json:
        sys.stdout.write(json.dumps([asdict(one) for one in found], indent=1) + "\n")
        return
    table = Table("start", "ready, s", "CPU, s", "resident, MB", "at most, MB")
    for one in found:
        row = (one.seconds, one.cpu_seconds, one.rss_mb, one.peak_mb)
        table.add_row(str(one.number), *(f"{value:.2f}" for value in row))
    Console().print(table)


if __name__ == "__main__":
    main()
