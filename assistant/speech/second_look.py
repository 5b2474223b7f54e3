"""A second look at an utterance that is over: its posteriors again, corrected by what came after.

The model that listens knows a fraction of a second of the future, or it would answer late. Once somebody has stopped
speaking all of it is there, and a small network that reads backwards what the last layer passed on can tell better
what each frame was. It travels in the metadata of the model it corrects. After Sainath et al. 2019, "Two-pass
end-to-end speech recognition".
"""

from __future__ import annotations

import base64
import lzma
from typing import Any

import onnxruntime

from assistant.errors import ModelError
from assistant.speech.model import ModelFacts, quiet_session
from assistant.types import Frames, Posteriors

ENTRY = "second_look"
"""Its place in the metadata: an ONNX graph, LZMA, base 85."""

_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 1 << 20, "lc": 0, "lp": 0, "pb": 0}]
"""What is smallest for numbers without order; a reader needs little memory."""
_LARGEST = 64_000_000
"""Bytes of a graph; more is no second look, but something that is made to fill the memory."""


class SecondLook:
    """The frames of a whole utterance to better log-posteriors `[frames, phones]`."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session

    def __call__(self, frames: Frames) -> Posteriors:
        """The utterance again."""
        if not len(frames):
            return frames.posteriors
        outputs: list[Any] = self._session.run(
            None, {"log_posteriors": frames.posteriors, "inner": frames.inner}
        )
        again: Posteriors = outputs[0]
        return again


def second_look_of(facts: ModelFacts) -> SecondLook | None:
    """The second look that a model brings, None where it brings none.

    Raises ModelError where it is broken, or made for other phones.
    """
    stored = facts.more.get(ENTRY)
    if stored is None:
        return None
    try:
        session = quiet_session(unpacked(stored))
    except Exception as error:
        raise _broken(facts, str(error).partition("\n")[0]) from error
    shapes = {value.name: value.shape[1:] for value in (*session.get_inputs(), *session.get_outputs())}
    phones = [len(facts.phones)]
    if shapes != {"log_posteriors": phones, "inner": [facts.inner], "again": phones}:
        raise _broken(facts, f"made for something else, {shapes}")
    return SecondLook(session)


def packed(graph: bytes) -> str:
    """A graph as metadata holds it."""
    return base64.b85encode(lzma.compress(graph, lzma.FORMAT_XZ, filters=_FILTERS)).decode("ascii")


def unpacked(text: str) -> bytes:
    """The graph of `packed`. Raises ValueError or LZMAError where it is none."""
    opened = lzma.LZMADecompressor(lzma.FORMAT_XZ)
    graph = opened.decompress(base64.b85decode(text), _LARGEST)
    if not opened.eof:
        raise ValueError("it ends early, or does not end")
    return graph


def _broken(facts: ModelFacts, why: str) -> ModelError:
    return ModelError(
        f"The second look in the model {facts.path} is broken: {why}",
        "Export the model again, or install Inglenook again",
    )
