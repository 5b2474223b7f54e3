r"""Count what listening costs on an ARM processor, and estimate a Raspberry Pi Zero 2 and a Pi 4 from it.

    dpkg --add-architecture arm64 && apt-get update && apt-get install qemu-user gcc      # once, as root
    python -m models.recipes.bench_arm --write models/released/arm.json

The runtime itself runs, with Debian's Python and the same packages for aarch64, in qemu as the processor of either Pi
(neither has the dot product instructions of newer ones); a plugin counts the instructions of the whole process. A
recording is heard once in one run and three times in another: the difference is what hearing costs, what is left
is what starting costs, with the sentences that an earlier start has kept and without. Counts do not depend on the
machine this runs on; the speed of a Pi is an assumption (`PIS`), so that seconds on one are estimates and are given as
a range. ONNX Runtime is the newest that runs in Debian 12's qemu.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from assistant.audio.file import read_recording
from assistant.demo import recordings
from assistant.paths import CACHE_VARIABLE
from assistant.types import SAMPLE_RATE

DEBS = (
    "libc6", "libgcc-s1", "libstdc++6", "zlib1g", "libexpat1", "libpython3.11-minimal", "libpython3.11-stdlib",
    "python3.11-minimal", "libssl3", "libffi8", "libbz2-1.0", "liblzma5", "libsqlite3-0", "libuuid1", "libcrypt1",
)  # fmt: skip
"""Of Debian 12: Python and what its modules are linked with."""
WHEELS = ("numpy", "onnxruntime==1.23.2", "pyyaml", "markupsafe")
"""Packages with machine code; those in Python alone are taken from this environment."""
PLATFORMS = (
    "manylinux2014_aarch64",
    "manylinux_2_17_aarch64",
    "manylinux_2_27_aarch64",
    "manylinux_2_28_aarch64",
)
FEW, MANY = 1, 3
"""Times that the sound is heard in the two runs."""
SECONDS = 12
"""Of sound at most."""

PLUGIN = r"""
#include <inttypes.h>
#include <stdio.h>
typedef uint64_t plugin_id;
struct block;
struct info;
extern int qemu_plugin_version;
int qemu_plugin_version = 1;
void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, void (*)(plugin_id, struct block *));
void qemu_plugin_register_atexit_cb(plugin_id, void (*)(plugin_id, void *), void *);
void qemu_plugin_register_vcpu_tb_exec_inline(struct block *, int, void *, uint64_t);
unsigned long qemu_plugin_tb_n_insns(const struct block *);
static uint64_t count;
static void translated(plugin_id id, struct block *block) {
  (void)id;
  qemu_plugin_register_vcpu_tb_exec_inline(block, 0, &count, qemu_plugin_tb_n_insns(block));
}
static void done(plugin_id id, void *data) {
  (void)id, (void)data;
  fprintf(stderr, "instructions %" PRIu64 "\n", count);
}
int qemu_plugin_install(plugin_id id, const struct info *info, int argc, char **argv) {
  (void)info, (void)argc, (void)argv;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, done, 0);
  return 0;
}
"""
"""Counts instructions, not atomically: the process that is counted has one thread that works."""

DRIVER = """
import sys
import numpy as np
from pathlib import Path
from assistant.audio.level import measure
from assistant.grammar.confidence import AFTER_WAKE
from assistant.speech.gate import gated
from assistant.speech.model import AcousticModel
from assistant.types import CHUNK_SAMPLES

model_file, sound_file, what, times = sys.argv[1:]
model = AcousticModel(Path(model_file))
sound = np.load(sound_file)
chunks = sound[: len(sound) // CHUNK_SAMPLES * CHUNK_SAMPLES].reshape(-1, CHUNK_SAMPLES)
stream = gated(model)
spotter = utterance = None
if what != "model":
    from assistant.builder import keeper, pronouncer_of, said_of
    from assistant.ears import EarMaker
    from assistant.home import load_home
    from assistant.settings import Config

    config = Config(languages=("en",))
    maker = EarMaker(model.facts, pronouncer_of(config), None if what == "first" else keeper())
    spotter = maker.spotter(config.listen.wake_phrases, languages=config.languages)
    if what in {"command", "first"}:
        recognizer = maker.recognizer([maker.language(said_of(config, load_home(), "en"))[0]])
for _ in range(int(times)):
    if what in {"command", "first"}:
        utterance = recognizer.begin()
    for chunk in chunks:
        measure(chunk)
        rows = stream.push(chunk, at_rest=what == "silence")
        if spotter is not None and len(rows):
            spotter.push(rows)
        if utterance is not None:
            utterance.push(rows)
            utterance.partial()
    if utterance is not None:
        utterance.recognize(AFTER_WAKE)
"""
"""What runs on the other processor; as `assistant/bench.py`, without clocks."""


@dataclass(frozen=True, slots=True)
class Pi:
    """A computer that people have, and how fast it may be."""

    name: str
    processor: str
    """As qemu calls it."""
    hertz: float
    least: float
    most: float
    """Instructions a cycle, in code that misses its caches and in code that does not."""


PIS = (
    Pi("Raspberry Pi Zero 2 W", "cortex-a53", 1.0e9, 0.6, 1.0),
    Pi("Raspberry Pi 4", "cortex-a72", 1.5e9, 1.0, 1.7),
)
"""An A53 begins two instructions a cycle at most, in order, an A72 three, out of order. The upper ends are, from memory
and not looked up, those of CoreMark (some 3.2 and 5.5 a MHz, of 0.3 million instructions each), which stays in its
caches; the lower ones are 0.6 of that, for code that does not. Assumptions: nobody has measured this on either."""

KINDS = {
    "model": "the graph, while people speak",
    "silence": "waiting in a quiet room",
    "waiting": "waiting for the wake phrase while people speak",
    "command": "while a command is spoken and decided, with the decoder",
    "first": "the same, where no earlier start has kept the sentences",
}


@dataclass(frozen=True, slots=True)
class Count:
    """Instructions of one way of listening on one processor."""

    kind: str
    processor: str
    a_second: float
    """Instructions a second of sound."""
    to_start: float
    """Instructions of everything before the first sound."""


class Arm:
    """A folder with another processor's Python and packages, and qemu to run them."""

    def __init__(self, folder: Path) -> None:
        self._root, self._site, self._plugin = folder / "root", folder / "site", folder / "count.so"
        self._cache = folder / "cache"

    def install(self) -> None:
        """Fetch and unpack what is not there yet; raises subprocess.CalledProcessError where that fails."""
        if not self._plugin.exists():
            for part in (self._root, self._site):
                part.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory() as name:
                place = Path(name)
                names = [f"{deb}:arm64" for deb in DEBS]
                subprocess.run(["apt-get", "download", "-qq", *names], cwd=place, check=True)
                for deb in track(sorted(place.glob("*.deb")), "Python for aarch64"):
                    subprocess.run(["dpkg", "-x", deb, self._root], check=True)
                pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
                for platform in PLATFORMS:
                    pip += ["--platform", platform]
                subprocess.run([*pip, "--python-version", "3.11", "-d", name, *WHEELS], check=True)
                for wheel in sorted(place.glob("*.whl")):
                    shutil.unpack_archive(wheel, self._site, "zip")
            source = self._plugin.with_suffix(".c")
            source.write_text(PLUGIN, encoding="utf-8")
            subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", self._plugin, source], check=True)

    def instructions(self, processor: str, arguments: list[str]) -> int:
        """How many the driver needs with these arguments; raises RuntimeError where it fails."""
        pure = next(path for path in map(Path, sys.path) if (path / "hassil").is_dir())
        paths = [str(path.resolve()) for path in (self._site, Path(), pure)]
        command = [
            "qemu-aarch64",
            "-cpu",
            processor,
            "-L",
            str(self._root),
            "-plugin",
            str(self._plugin.resolve()),
        ]
        python = [str(self._root / "usr/bin/python3.11"), "-c", DRIVER, *arguments]
        environment = {
            "PYTHONPATH": ":".join(paths),
            "OMP_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "PATH": "/usr/bin",
            "HOME": "/nowhere",
            CACHE_VARIABLE: str(self._cache.resolve()),
        }
        ran = subprocess.run(
            [*command, *python], env=environment, capture_output=True, text=True, check=False
        )
        counted = [line.split()[1] for line in ran.stderr.splitlines() if line.startswith("instructions ")]
        if ran.returncode or not counted:
            raise RuntimeError(f"{processor} {arguments}: {ran.stderr[-2000:]}")
        return int(counted[-1])


def measure(arm: Arm, model: Path, processor: str, kind: str, sound: Path, seconds: float) -> Count:
    """One way of listening to the sound of a .npy file."""
    few, many = (
        arm.instructions(processor, [str(model), str(sound), kind, str(times)]) for times in (FEW, MANY)
    )
    a_time = (many - few) / (MANY - FEW)
    return Count(kind, processor, a_time / seconds, few - FEW * a_time)


def table(counts: list[Count]) -> Table:
    """Counts, and what they would be on each Pi."""
    shown = Table(
        "", "computer", "million instructions a second", "real-time factor, estimated", "ready, estimated"
    )
    for pi in PIS:
        for count in (one for one in counts if one.processor == pi.processor):
            fast, slow = pi.hertz * pi.most, pi.hertz * pi.least
            shown.add_row(
                KINDS[count.kind],
                pi.name,
                f"{count.a_second / 1e6:.1f}",
                f"{count.a_second / fast:.3f} to {count.a_second / slow:.3f}",
                f"{count.to_start / fast:.1f} to {count.to_start / slow:.1f} s",
            )
    return shown


def main() -> None:
    """Count everything on both processors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=Path("models/released/inglenook.onnx"))
    parser.add_argument("--folder", type=Path, default=Path(".cache/arm"))
    parser.add_argument("--write", type=Path, help="file for the counts, .json")
    arguments = parser.parse_args()
    missing = [tool for tool in ("qemu-aarch64", "gcc", "dpkg", "apt-get") if shutil.which(tool) is None]
    if missing:
        parser.error(f"no {', '.join(missing)} here: see the top of this file")
    arm = Arm(arguments.folder)
    arm.install()
    counts: list[Count] = []
    with tempfile.TemporaryDirectory() as name:
        spoken = np.concatenate([read_recording(one.file) for one in recordings() if one.language == "en"])
        spoken = spoken[: SECONDS * SAMPLE_RATE]
        quiet = np.random.default_rng(0).normal(0.0, 1e-3, SECONDS * SAMPLE_RATE).astype(np.float32)
        for file, sound in (("speech", spoken), ("quiet", quiet)):
            np.save(Path(name) / f"{file}.npy", sound)
        # Compiles all modules and sentences, which would else be counted in whatever is counted first.
        arm.instructions(PIS[0].processor, [str(arguments.model), f"{name}/quiet.npy", "command", "0"])
        jobs = [(pi.processor, kind) for pi in PIS for kind in KINDS]
        for processor, kind in track(jobs, "counting"):
            sound, file = (quiet, "quiet") if kind == "silence" else (spoken, "speech")
            counts.append(
                measure(
                    arm,
                    arguments.model,
                    processor,
                    kind,
                    Path(name) / f"{file}.npy",
                    len(sound) / SAMPLE_RATE,
                )
            )
    Console().print(table(counts))
    if arguments.write is not None:
        found = {
            "date": datetime.now(UTC).date().isoformat(),
            "model": arguments.model.name,
            "counts": [asdict(count) for count in counts],
            "computers": [asdict(pi) for pi in PIS],
        }
        arguments.write.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
