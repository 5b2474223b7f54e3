from __future__ import annotations

import numpy as np
import pytest
import soxr

from assistant.audio.converter import Converter
from assistant.audio.source import Chunker
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE


@pytest.mark.parametrize("size", [1, 640, 1_280, 3_001])
def test_chunks_do_not_depend_on_the_pieces(size: int) -> None:
    sound = np.random.default_rng(1).normal(size=5_000).astype(np.float32)
    chunker = Chunker()
    chunks = [c for begin in range(0, len(sound), size) for c in chunker.push(sound[begin : begin + size])]
    chunks += chunker.flush()
    assert [len(c.samples) for c in chunks] == [CHUNK_SAMPLES] * 3 + [1_160]
    assert [c.start for c in chunks] == [0.0, 0.08, 0.16, 0.24]
    np.testing.assert_array_equal(np.concatenate([c.samples for c in chunks]), sound)
    assert chunker.flush() == []


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("size", [101, 1_920])
def test_converting_in_pieces_is_converting_at_once(rate: int, size: int) -> None:
    sound = np.random.default_rng(2).uniform(-0.5, 0.5, (rate, 2)).astype(np.float32)
    converter = Converter(rate)
    pieces = [converter.convert(sound[begin : begin + size]) for begin in range(0, rate, size)]
    converted = np.concatenate([*pieces, converter.finish()])
    whole = soxr.resample(sound.mean(axis=1), rate, SAMPLE_RATE)
    assert converted.dtype == np.float32
    assert abs(len(converted) - SAMPLE_RATE) <= 1
    np.testing.assert_allclose(converted, whole[: len(converted)], atol=1e-4)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_what_is_no_number_becomes_silence(bad: float, rate: int) -> None:
    converter = Converter(rate)
    block = np.zeros((rate, 1), np.float32)
    block[100:110] = bad
    converted = np.concatenate([converter.convert(block), converter.finish()])
    np.testing.assert_array_equal(converted, np.zeros(len(converted)))
    assert converter.repaired == 10


def test_what_is_too_loud_is_clipped() -> None:
    loud = np.full((4_800, 1), 3e38, np.float32)
    converter = Converter(48_000)
    converted = np.concatenate([converter.convert(loud), converter.convert(-loud), converter.finish()])
    assert np.abs(converted).max() == 1.0
    assert converter.repaired == 0
