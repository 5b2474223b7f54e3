"""The acoustic model at run time: one ONNX graph, its facts, and a stream through it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from assistant.errors import ModelError
from assistant.speech.phones import BLANK
from assistant.types import SAMPLE_RATE, Frames, Inner, Posteriors, Samples

FORMAT = "1"
"""Version of the graph's contract that this runtime understands."""

_REMEDY = "Install Inglenook again, or name another file with `model` in the config (see `inglenook model`)"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model says of itself in its metadata."""

    path: Path
    phones: tuple[str, ...]
    """Phone of every column; the blank is column 0."""
    chunk_samples: int
    frame_seconds: float
    delay_seconds: float
    """How much later than the sound a phone shows up in the posteriors."""
    precision: str
    bytes: int
    more: dict[str, str]
    """Everything else: training summary, `blank_penalty`, calibration."""
    inner: int = 0
    """Units of the last layer that come with every frame, for a second look; 0 where there is none."""

    @property
    def columns(self) -> dict[str, int]:
        """Column of every phone."""
        return {phone: column for column, phone in enumerate(self.phones)}

    def check_hears(self, languages: Iterable[str]) -> None:
        """Raise ModelError where the model learned some languages only (``en``, ``zh``), and not one of these."""
        learned = self.more.get("languages", "").split()
        missing = [code for code in languages if code not in learned]
        if learned and missing:
            raise ModelError(
                f"The acoustic model {self.path.name} learned {_named(learned)}, and not {_named(missing)}",
                f'Use another (inglenook model use inglenook), or set languages = ["{learned[0]}"] in the config',
            )


def _named(codes: Iterable[str]) -> str:
    return " and ".join({"en": "English", "zh": "Mandarin"}.get(code, code) for code in codes)


def quiet_session(model: Path | bytes) -> onnxruntime.InferenceSession:
    """One thread, no spinning: the default settings burn a third of a core while idle (FINDINGS)."""
    source = model if isinstance(model, bytes) else str(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])


class AcousticModel:
    """A loaded model; make a stream of it for each source of sound.

    Raises:
        ModelError: the file is missing, broken, or of another version.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ModelError(f"There is no acoustic model at {path}", _REMEDY)
        try:
            self._session = quiet_session(path)
            metadata = dict(self._session.get_modelmeta().custom_metadata_map)
        except Exception as error:
            raise ModelError(
                f"The acoustic model {path} cannot be loaded: {_first_line(error)}", _REMEDY
            ) from error
        self.facts = _facts(path, metadata)
        graph = [*self._session.get_inputs(), *self._session.get_outputs()]
        shapes = {value.name: value.shape for value in graph}
        state = shapes.get("state", [1, 0])
        frames = round(self.facts.chunk_samples / SAMPLE_RATE / self.facts.frame_seconds)
        expected = {
            "pcm": [1, self.facts.chunk_samples],
            "state": state,
            "log_posteriors": [frames, len(self.facts.phones)],
            "next_state": state,
        }
        inner = shapes.get("inner", [frames, 0])
        if len(inner) == 2 and isinstance(inner[1], int) and "inner" in shapes:
            expected["inner"] = [frames, inner[1]]
        if shapes != expected:
            raise ModelError(f"The graph of {path} is not what its metadata says: {shapes}", _REMEDY)
        self._state_size = int(state[1])
        self._outputs = ["log_posteriors", "next_state", *(["inner"] if inner[1] else [])]
        self._no_inner = np.zeros((frames, 0), np.float32)
        self.facts = replace(self.facts, inner=inner[1])

    def stream(self) -> AcousticStream:
        """A new stream, as after silence."""
        return AcousticStream(self, self._state_size)

    def hear(self, samples: Samples) -> Frames:
        """The frames of a whole clip, float32 mono 16 kHz `[n]`, its delay flushed."""
        stream = self.stream()
        return Frames.joined([stream.push(samples), stream.finish()])

    def posteriors(self, samples: Samples) -> Posteriors:
        """Log-posteriors of a whole clip `[frames, phones]`, its delay flushed."""
        return self.hear(samples).posteriors

    def step(self, chunk: Samples, state: Samples) -> tuple[Posteriors, Samples, Inner]:
        """One run of the graph: `pcm [1, chunk_samples]` and `state [1, S]`.

        To posteriors `[2, phones]`, the next state and what the last layer said `[2, ModelFacts.inner]`.
        """
        outputs: list[Any] = self._session.run(self._outputs, {"pcm": chunk, "state": state})
        return outputs[0], outputs[1], outputs[2] if len(outputs) > 2 else self._no_inner


class AcousticStream:
    """Sound in pieces of any length, posteriors out; the carried state lives here."""

    def __init__(self, model: AcousticModel, state_size: int) -> None:
        self._model = model
        self._state = np.zeros((1, state_size), np.float32)
        self._rest = np.zeros(0, np.float32)

    def push(self, samples: Samples) -> Frames:
        """Frames of all chunks that `samples`, float32 mono 16 kHz `[n]`, completes.

        What is not a number counts as silence: one broken buffer must not poison the carried state.
        """
        if not np.isfinite(samples).all():
            samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
        joined = np.concatenate([self._rest, np.clip(samples, -1.0, 1.0)], dtype=np.float32)
        size = self._model.facts.chunk_samples
        whole = len(joined) // size
        self._rest = joined[whole * size :]
        pieces = [no_frames(self._model.facts)]
        for chunk in joined[: whole * size].reshape(whole, 1, size):
            posteriors, self._state, inner = self._model.step(chunk, self._state)
            pieces.append(Frames(posteriors, inner))
        return Frames.joined(pieces)

    def finish(self) -> Frames:
        """Frames of what is left: the rest is filled with silence, and the model's delay is waited for."""
        size = self._model.facts.chunk_samples
        delay = round(self._model.facts.delay_seconds * SAMPLE_RATE) + size
        missing = -(len(self._rest) + delay) % size
        return self.push(np.zeros(delay + missing, np.float32))


def no_frames(facts: ModelFacts) -> Frames:
    """None, as wide as this model's."""
    return Frames(np.zeros((0, len(facts.phones)), np.float32), np.zeros((0, facts.inner), np.float32))


def _facts(path: Path, metadata: dict[str, str]) -> ModelFacts:
    version = metadata.get("inglenook_format")
    if version != FORMAT:
        found = "is not an Inglenook model" if version is None else f"has format {version}"
        raise ModelError(f"The acoustic model {path} {found}; this version reads format {FORMAT}", _REMEDY)
    try:
        if int(metadata["sample_rate"]) != SAMPLE_RATE:
            raise ValueError(f"{metadata['sample_rate']} Hz")
        known = {
            "inglenook_format",
            "phones",
            "sample_rate",
            "chunk_samples",
            "frame_shift_ms",
            "delay_ms",
            "precision",
        }
        phones = json.loads(metadata["phones"])
        if not isinstance(phones, list) or phones[:1] != [BLANK]:
            raise ValueError(f"phones that do not begin with {BLANK}")
        return ModelFacts(
            path=path,
            phones=tuple(map(str, phones)),
            chunk_samples=int(metadata["chunk_samples"]),
            frame_seconds=float(metadata["frame_shift_ms"]) / 1000.0,
            delay_seconds=float(metadata["delay_ms"]) / 1000.0,
            precision=metadata["precision"],
            bytes=path.stat().st_size,
            more={key: value for key, value in metadata.items() if key not in known},
        )
    except (KeyError, ValueError) as error:
        raise ModelError(
            f"The metadata of the acoustic model {path} is broken: {error!r}", _REMEDY
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
