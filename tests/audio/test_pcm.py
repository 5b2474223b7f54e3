from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.audio.pcm import PcmSource
from assistant.errors import AudioError, BadRecording
from assistant.types import CHUNK_SAMPLES, Samples
from tests.audio.fakes import tone

SOUND = np.round(tone(1.0)[:, 0] * 32_768).astype("<i2")


def hear(data: bytes) -> Samples:
    with PcmSource(io.BytesIO(data)) as source:
        chunks = list(source)
    assert all(len(chunk.samples) == CHUNK_SAMPLES for chunk in chunks[:-1])
    return np.concatenate([np.empty(0, np.float32), *(chunk.samples for chunk in chunks)])


def test_samples_come_as_they_are() -> None:
    heard = hear(SOUND.tobytes())
    assert heard.dtype == np.float32
    np.testing.assert_array_equal(heard, SOUND / np.float32(32_768))
    assert hear(np.array([-32_768, 32_767], "<i2").tobytes()).tolist() == [-1.0, 32_767 / 32_768]


def test_a_lone_byte_at_the_end_is_dropped() -> None:
    np.testing.assert_array_equal(hear(SOUND.tobytes() + b"\x7f"), hear(SOUND.tobytes()))
    assert len(hear(b"\x00\x01\x02")) == 1


@pytest.mark.parametrize("data", [b"", b"\x01"], ids=["empty", "one byte"])
def test_nothing_at_all(data: bytes) -> None:
    with pytest.raises(BadRecording, match="Nothing came from standard input") as caught:
        hear(data)
    assert "s16le" in caught.value.remedy


@pytest.mark.parametrize(
    ("header", "kind"), [(b"RIFF", "WAV"), (b"fLaC", "FLAC"), (b"OggS", "Ogg"), (b"ID3\x03", "MP3")]
)
def test_a_file_instead_of_samples(header: bytes, kind: str) -> None:
    with pytest.raises(BadRecording, match=f"standard input is an? {kind} file") as caught:
        hear(header + bytes(1_000))
    assert "Name the file itself" in caught.value.remedy


def test_a_pipe_is_read_as_it_comes_in_pieces_of_any_size() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as stream, PcmSource(stream, name="pipe") as source:
        chunks = iter(source)
        data = SOUND.tobytes()
        os.write(writer, data[:1])
        os.write(writer, data[1:2_561])
        first = next(chunks)  # although the pipe is still open and half a sample is under way
        os.write(writer, data[2_561:])
        os.close(writer)
        rest = [chunk.samples for chunk in chunks]
        assert source.name == "pipe"
    np.testing.assert_array_equal(np.concatenate([first.samples, *rest]), SOUND / np.float32(32_768))


def test_a_reader_that_is_slow_makes_the_writer_wait() -> None:
    class Counting(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.reads += 1
            return super().read(size)

    stream = Counting(bytes(200 * 2 * CHUNK_SAMPLES))
    with PcmSource(stream) as source:
        chunks = iter(source)
        for number in range(1, 101):
            next(chunks)
            assert stream.reads <= number + 18  # sixteen wait, one is being read, one is being put
        assert len(list(chunks)) == 100


def test_close_ends_a_wait_for_a_pipe_nobody_writes_to() -> None:
    reader, writer = os.pipe()
    stream = os.fdopen(reader, "rb")
    with PcmSource(stream) as source:
        os.write(writer, SOUND[: 2 * CHUNK_SAMPLES].tobytes())
        heard = 0
        for _ in source:
            heard += 1
            if heard == 2:
                source.close()
    assert heard == 2
    os.close(writer)  # lets the reading thread go
    stream.close()


def test_a_process_ends_while_its_standard_input_stays_open(tmp_path: Path) -> None:
    """A thread that waits inside Python's own buffer of standard input would abort the interpreter here."""
    script = tmp_path / "listen.py"
    script.write_text(
        "import sys\n"
        "from assistant.audio.pcm import PcmSource\n"
        "with PcmSource(sys.stdin.buffer) as source:\n"
        "    print(len(next(iter(source)).samples))\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(SOUND[:CHUNK_SAMPLES].tobytes())
        process.stdin.flush()
        assert process.stdout.read().split() == [b"1280"]
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_stream_that_cannot_be_read() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with PcmSource(Broken()) as source, pytest.raises(AudioError, match="Input/output error"):
        list(source)
