r"""What a second of listening costs a Raspberry Pi, in instructions counted by an emulator.

::

    apt install qemu-user gcc
    python -m tests.benchmarks.bench_arm --fetch .cache/arm     # once: an ARM Python and the runtime's packages, 200 MB
    python -m tests.benchmarks.bench_arm .cache/arm

Nothing here was measured on a Pi. qemu runs the same ARM code that a Pi would (ONNX Runtime's kernels for a Cortex-A72,
which has no int8 dot products; the A53 of a Pi Zero 2 runs the same ones) and counts instructions, exactly: each stage
is run for N and for 2 N chunks, and what both have in common, loading and Python's start, falls out. Seconds are
estimated from the instructions with the clock and the instructions a cycle in `BOARDS`, which are assumptions.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

PLUGIN = r"""
#include <inttypes.h>
#include <stdio.h>
/* Declarations of qemu's plugin API, version 1. */
typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_info_t;
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
extern void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t,
    void (*)(qemu_plugin_id_t, struct qemu_plugin_tb *));
extern void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *, int, void *, uint64_t);
extern void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, void (*)(qemu_plugin_id_t, void *), void *);
int qemu_plugin_version = 1;
static uint64_t count;
static char path[4096];
static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb) {
    qemu_plugin_register_vcpu_tb_exec_inline(tb, 0, &count, qemu_plugin_tb_n_insns(tb));
}
static void done(qemu_plugin_id_t id, void *unused) {
    FILE *out = fopen(path, "w");
    if (out) { fprintf(out, "%" PRIu64 "\n", count); fclose(out); }
}
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc, char **argv) {
    for (int i = 0; i < argc; i++) sscanf(argv[i], "out=%4095s", path);
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, done, NULL);
    return 0;
}
"""
DEBS = (
    "libc6 libstdc++6 libgcc-s1 zlib1g libexpat1 libssl3 libffi8 libbz2-1.0 liblzma5 libuuid1 libcrypt1 "
    "python3.11-minimal libpython3.11-minimal libpython3.11-stdlib"
).split()
PACKAGES = [
    "numpy",
    "onnxruntime==1.23.2",
    "hassil",
    "home-assistant-intents>=2026.10.27",
    "pypinyin",
    "unicode-rbnf",
]
PACKAGES += [
    "pyyaml",
    "platformdirs",
    "tomlkit",
    "jinja2",
    "typer",
    "rich",
    "sounddevice",
    "soxr",
    "soundfile",
]
"""onnxruntime 1.24 and later crash in qemu 7.2 while being imported."""
PLATFORMS = (
    "manylinux_2_28_aarch64",
    "manylinux_2_27_aarch64",
    "manylinux_2_17_aarch64",
    "manylinux2014_aarch64",
)
CPU = "cortex-a72"
CHUNKS_A_SECOND = 12.5


@dataclass(frozen=True, slots=True)
class Board:
    """One core of a board."""

    name: str
    hertz: float
    a_cycle: tuple[float, float]
    """Instructions a cycle, at least and at most, of code like this."""


BOARDS = (
    # Clocks are Raspberry Pi's own. Instructions a cycle are an assumption, to be replaced by a measurement on a board:
    # an A72 issues three out of order, an A53 two in order.
    Board("Raspberry Pi 4 (Cortex-A72, 1.8 GHz)", 1.8e9, (0.9, 1.6)),
    Board("Raspberry Pi Zero 2 W (Cortex-A53, 1.0 GHz)", 1.0e9, (0.5, 0.9)),
)


def stages(model_file: Path, chunks: int) -> dict[str, Callable[[], None]]:
    """What may be run; each goes through `chunks` chunks of 80 ms."""
    from assistant.audio.level import measure as measure_level
    from assistant.builder import said_of
    from assistant.ears import EarMaker
    from assistant.home import load_home
    from assistant.settings import Config
    from assistant.speech.gate import Gate
    from assistant.speech.model import AcousticModel
    from assistant.speech.pronounce import Pronouncer

    model = AcousticModel(model_file)
    size = model.facts.chunk_samples
    rng = np.random.default_rng(0)
    sound = (0.1 * rng.standard_normal((50, size))).astype(np.float32)
    sound *= np.sin(np.arange(50 * size, dtype=np.float32).reshape(50, size) / 2000.0)  # syllables of noise
    posteriors = rng.normal(-5.0, 2.0, (50, 2, len(model.facts.phones))).astype(np.float32)
    posteriors[..., 0] = -0.1
    loud = rng.random((50, 2)) < 0.5
    posteriors[loud, rng.integers(1, posteriors.shape[2], int(loud.sum()))] = 0.0
    posteriors -= np.log(np.exp(posteriors).sum(axis=2, keepdims=True))

    def gate() -> None:
        one = Gate(size)
        for number in range(chunks):
            measure_level(sound[number % 50])
            one.is_loud(sound[number % 50])

    def graph() -> None:
        stream = model.stream()
        for number in range(chunks):
            stream.push(sound[number % 50])

    def spotter() -> None:
        config = Config()
        maker = EarMaker(model.facts, Pronouncer())
        one = maker.spotter(config.listen.wake_phrases, languages=("en",))
        for number in range(chunks):
            one.push(posteriors[number % 50])

    def decoder() -> None:
        config = Config()
        maker = EarMaker(model.facts, Pronouncer())
        utterance = maker.recognizer(
            [maker.language(said_of(config, load_home(config.home_path), "en"))[0]]
        ).begin()
        for number in range(chunks):
            utterance.push(posteriors[number % 50])
            utterance.partial()

    return {"gate": gate, "graph": graph, "spotter": spotter, "decoder": decoder}


def fetch(folder: Path) -> None:
    """An ARM Python and the packages that it needs, beside this machine's own."""
    for tool in ("apt-get", "dpkg", "qemu-aarch64", "gcc"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is missing; on Debian: apt install qemu-user gcc")
    debs, system = folder / "debs", folder / "system"
    debs.mkdir(parents=True, exist_ok=True)
    subprocess.run(["dpkg", "--add-architecture", "arm64"], check=True)
    subprocess.run(["apt-get", "-qq", "update"], check=True)
    subprocess.run(["apt-get", "-qq", "download", *(f"{name}:arm64" for name in DEBS)], check=True, cwd=debs)
    for deb in sorted(debs.glob("*.deb")):
        subprocess.run(["dpkg", "-x", deb, system], check=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--target",
        str(folder / "site"),
        "--only-binary=:all:",
    ]
    pip += ["--python-version", "3.11", *(word for name in PLATFORMS for word in ("--platform", name))]
    subprocess.run([*pip, *PACKAGES], check=True)
    source = folder / "count.c"
    source.write_text(PLUGIN, encoding="utf-8")
    plugin = folder / "count.so"
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", plugin, source], check=True)


def counted(folder: Path, stage: str, chunks: int, model: Path) -> int:
    """Instructions of a whole process that runs a stage."""
    out = (folder / "count.txt").resolve()
    out.unlink(missing_ok=True)
    system = (folder / "system").resolve()
    plugin = f"{(folder / 'count.so').resolve()},out={out}"
    command = ["qemu-aarch64", "-cpu", CPU, "-plugin", plugin, "-L", str(system)]
    command += [str(system / "usr/bin/python3.11"), "-S", str(Path(__file__).resolve())]
    command += ["--stage", stage, "--chunks", str(chunks), "--model", str(model.resolve()), "-"]
    root = Path(__file__).resolve().parents[2]
    environment = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME"}}
    environment |= {"PYTHONHOME": str(system / "usr"), "PYTHONPATH": f"{root}:{(folder / 'site').resolve()}"}
    environment |= {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode or not out.exists():
        sys.exit(f"{stage} failed in the emulator:\n{result.stderr[-1500:]}")
    return int(out.read_text())


def main() -> None:
    """Count every stage, and say what that may mean on a board."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="what --fetch filled")
    parser.add_argument("--fetch", action="store_true")
    parser.add_argument("--model", type=Path, default=Path("models/released/inglenook.onnx"))
    parser.add_argument("--chunks", type=int, default=250)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stage", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.fetch:
        fetch(arguments.folder)
        return
    if arguments.stage:
        stages(arguments.model, arguments.chunks)[arguments.stage]()
        return
    found: dict[str, float] = {}
    for stage in ("gate", "graph", "spotter", "decoder"):
        once, twice = (
            counted(arguments.folder, stage, n * arguments.chunks, arguments.model) for n in (1, 2)
        )
        found[stage] = (twice - once) / arguments.chunks * CHUNKS_A_SECOND
    waiting = found["gate"] + found["graph"] + found["spotter"]
    rows = found | {"waiting while people speak": waiting, "with the decoder": waiting + found["decoder"]}
    if arguments.json:
        sys.stdout.write(json.dumps({"instructions a second of sound": rows, "cpu": CPU}) + "\n")
        return
    table = Table(title=f"millions of instructions a second of sound, {arguments.model.name}, {CPU} in qemu")
    for column in ("stage", "millions", *(f"{board.name}, share of a core" for board in BOARDS)):
        table.add_column(column)
    for name, count in rows.items():
        shares = [
            f"{count / (board.hertz * board.a_cycle[1]):.2%} to {count / (board.hertz * board.a_cycle[0]):.2%}"
            for board in BOARDS
        ]
        table.add_row(name, f"{count / 1e6:.1f}", *shares)
    Console().print(table)


if __name__ == "__main__":
    main()
