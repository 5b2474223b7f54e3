"""What listening costs on this machine: real-time factor by stage, latency, memory, time to load.

    inglenook bench --json

Every figure is of this process and one thread. `rtf` is CPU seconds a second of sound while a command is being spoken
(graph, wake spotter, decoder); `rtf_waiting` while people speak all the time and nobody is listened to: level, gate,
graph and spotter, which is what runs all day. Energy and instructions are of that, where this machine counts them.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio.level import measure as measure_level
from assistant.builder import keeper, pronouncer_of, said_of
from assistant.ears import EarMaker
from assistant.grammar.confidence import AFTER_WAKE
from assistant.home import load_home
from assistant.meters import EnergyCounter, InstructionCounter
from assistant.paths import bundled_model
from assistant.settings import Config
from assistant.speech.gate import Gate, gated
from assistant.speech.model import AcousticModel
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE, Samples
from assistant.wake import Wake

IDLE_SECONDS = 2.0
"""Over which it is measured what the machine takes while nobody works."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The figures, and what they were measured on."""

    rtf: float
    """The whole path while a command is spoken."""
    rtf_waiting: float
    """Waiting for the wake phrase while people speak."""
    rtf_model: float
    rtf_spotter: float
    rtf_decoder: float
    rtf_silence: float
    """Waiting for the wake phrase in silence: level, gate, and what of graph and spotter the gate lets run."""
    rtf_gate: float
    """Level and gate, of all sound."""
    rss_mb: float
    """Largest resident memory of this process."""
    load_seconds: float
    """Model, pronunciations and grammar."""
    kept: bool
    """Whether the grammar was kept from an earlier start; the first one takes longer, and more memory."""
    model_bytes: int
    p50_ms: float
    """End of speech to decision, beyond the endpoint's silence: n best, meaning, confidence."""
    p95_ms: float
    joules_an_hour: float | None
    """Energy of waiting for an hour while people speak, beyond an idle machine's; None where nobody counts it."""
    instructions_a_second: float | None
    """Instructions of waiting for a second while people speak; None where nobody counts."""
    audio_seconds: float
    utterances: int
    languages: str
    machine: str
    python: str


def measure(config: Config, sounds: Sequence[Samples], model_file: Path | None = None) -> Benchmark:
    """Run the path over `sounds`, each float32 mono 16 kHz `[samples]` and one utterance.

    `model_file` is heard in place of the config's; raises ModelError where it is none.
    """
    begun = time.perf_counter()
    model = AcousticModel(model_file or config.model_path or bundled_model())
    maker = EarMaker(model.facts, pronouncer_of(config), keeper())
    home = load_home(config.home_path)
    made = [maker.language(said_of(config, home, code)) for code in config.languages]
    recognizer = maker.recognizer([language for language, _ in made])
    spotter = maker.spotter(config.listen.wake_phrases, languages=config.languages)
    loaded = time.perf_counter() - begun
    cost = {"model": 0.0, "spotter": 0.0, "decoder": 0.0}
    decisions: list[float] = []
    for sound in sounds:
        stream, utterance = model.stream(), recognizer.begin()
        for start in range(0, len(sound), CHUNK_SAMPLES):
            marks = [time.process_time()]
            frames = stream.push(sound[start : start + CHUNK_SAMPLES])
            marks.append(time.process_time())
            spotter.push(frames)
            marks.append(time.process_time())
            utterance.push(frames)
            utterance.partial()
            marks.append(time.process_time())
            for stage, spent in zip(cost, np.diff(marks), strict=True):
                cost[stage] += float(spent)
        decided = time.perf_counter()
        utterance.recognize(AFTER_WAKE)
        decisions.append((time.perf_counter() - decided) * 1000.0)
    seconds = sum(len(sound) for sound in sounds) / SAMPLE_RATE
    gate = _gate(model.facts.chunk_samples, sounds)
    joules, instructions = _metered(model, spotter, sounds)
    return Benchmark(
        rtf=sum(cost.values()) / seconds,
        rtf_waiting=gate + (cost["model"] + cost["spotter"]) / seconds,
        rtf_model=cost["model"] / seconds,
        rtf_spotter=cost["spotter"] / seconds,
        rtf_decoder=cost["decoder"] / seconds,
        rtf_silence=_silence(model, maker, config),
        rtf_gate=gate,
        rss_mb=_resident_mb(),
        load_seconds=loaded,
        kept=all(built.kept for _, built in made),
        model_bytes=model.facts.bytes,
        p50_ms=float(np.percentile(decisions, 50)),
        p95_ms=float(np.percentile(decisions, 95)),
        joules_an_hour=None if joules is None else 3600.0 * joules / seconds,
        instructions_a_second=None if instructions is None else instructions / seconds,
        audio_seconds=seconds,
        utterances=len(sounds),
        languages=", ".join(config.languages),
        machine=f"{platform.system()} {platform.machine()}, {_processor()}",
        python=platform.python_version(),
    )


def _silence(model: AcousticModel, maker: EarMaker, config: Config, seconds: float = 60.0) -> float:
    """Real-time factor of waiting, on the faint noise of a quiet room, from when the gate has closed."""
    noise = np.random.default_rng(0).normal(0.0, 1e-3, int(seconds * SAMPLE_RATE)).astype(np.float32)
    chunks = noise[: len(noise) // CHUNK_SAMPLES * CHUNK_SAMPLES].reshape(-1, CHUNK_SAMPLES)
    stream = gated(model)
    spotter = maker.spotter(config.listen.wake_phrases, languages=config.languages)
    half = len(chunks) // 2
    for number, chunk in enumerate(chunks):
        if number == half:
            begun = time.process_time()
        measure_level(chunk)
        frames = stream.push(chunk, at_rest=True)
        if len(frames):
            spotter.push(frames)
    return (time.process_time() - begun) / ((len(chunks) - half) * CHUNK_SAMPLES / SAMPLE_RATE)


def _metered(
    model: AcousticModel, spotter: Wake, sounds: Sequence[Samples]
) -> tuple[float | None, float | None]:
    """Joules beyond those of an idle machine, and instructions, of waiting through `sounds`."""
    energy, counter = EnergyCounter.open(), InstructionCounter.open()
    if energy is None and counter is None:
        return None, None
    idle = 0.0
    if energy is not None:
        time.sleep(IDLE_SECONDS)
        idle = energy.spent() / IDLE_SECONDS
    begun, stream = time.perf_counter(), gated(model)
    if counter is not None:
        counter.spent()
    for sound in sounds:
        for start in range(0, len(sound), CHUNK_SAMPLES):
            chunk = sound[start : start + CHUNK_SAMPLES]
            measure_level(chunk)
            spotter.push(stream.push(chunk, at_rest=True))
    instructions = None
    if counter is not None:
        instructions = float(counter.spent())
        counter.close()
    took = time.perf_counter() - begun
    return None if energy is None else max(0.0, energy.spent() - idle * took), instructions


def _gate(chunk_samples: int, sounds: Sequence[Samples]) -> float:
    """Real-time factor of level and gate alone."""
    gate, heard = Gate(chunk_samples), 0
    begun = time.process_time()
    for sound in sounds:
        for start in range(0, len(sound) - chunk_samples + 1, chunk_samples):
            chunk = sound[start : start + chunk_samples]
            measure_level(chunk)
            gate.is_loud(chunk)
            heard += chunk_samples
    return (time.process_time() - begun) / (heard / SAMPLE_RATE)


def _resident_mb() -> float:
    """Peak resident memory in MB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"
