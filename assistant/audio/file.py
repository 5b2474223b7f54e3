"""Recordings of any format, rate and channel count that libsndfile reads."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soundfile

from assistant.audio.clock import Clock, SystemClock
from assistant.audio.converter import Block, Converter
from assistant.audio.source import Chunker
from assistant.errors import BadRecording
from assistant.types import SAMPLE_RATE, AudioChunk, Samples

READABLE_RATES = range(1_000, 768_001)
"""Hz; a rate outside is a broken header, and resampling from it would fill the memory."""

_CONVERT = "Convert it first, for example with: ffmpeg -i RECORDING recording.wav"
_COPY_AGAIN = f"Copy it again from where it came. To use what is there: {_CONVERT[0].lower()}{_CONVERT[1:]}"

_CUT_SHORT = re.compile(r"^\s*(?:data|SSND|Data Size)\s*:\s*(\d+) \(should be (\d+)\)", re.MULTILINE)
"""libsndfile's log of a WAV, AIFF or AU header that promises more bytes than the file holds."""

_LONGEST_OGG_PAGE = 27 + 255 + 255 * 255

_LENGTH_UNKNOWN = 0x7FFF_0000
"""From here on the promise is a place-holder: programs that write into a pipe cannot know the length."""


class FileSource:
    """A recording as a source of sound.

    With `realtime` each chunk comes when a microphone would have it: after it was spoken.
    A recording that was cut short is refused, except for MP3, which carries no trustworthy length: what is
    there is what is read.
    """

    def __init__(self, path: str | Path, *, realtime: bool = False, clock: Clock | None = None) -> None:
        self._path = Path(path)
        self._realtime = realtime
        self._clock = clock or SystemClock()
        self._condition = threading.Condition()
        self._file: soundfile.SoundFile | None = None
        self._converter = Converter(SAMPLE_RATE)
        self._closed = False

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return self._path.name

    @property
    def repaired(self) -> int:
        """Samples so far that were not numbers and were replaced by silence."""
        return self._converter.repaired

    def __enter__(self) -> Self:
        """Open the file; raises `BadRecording` when it is missing, empty, broken, cut short or not sound."""
        self._file = _open(self._path)
        self._converter = Converter(self._file.samplerate)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        with self._condition:  # nobody reads any more
            if self._file is not None:
                self._file.close()
                self._file = None

    def __iter__(self) -> Iterator[AudioChunk]:
        """Yield the recording from its start.

        Raises `BadRecording` where the data ends early or cannot be decoded; what was before it was yielded.
        """
        began = self._clock.now()
        for chunk in self._chunks():
            if self._realtime:
                self._wait_until(began + chunk.start + len(chunk.samples) / SAMPLE_RATE)
            if self._closed:
                return
            yield chunk

    def close(self) -> None:
        """End the iteration soon, from any thread."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _chunks(self) -> Iterator[AudioChunk]:
        chunker = Chunker()
        while (block := self._read()) is not None:
            yield from chunker.push(self._converter.convert(block))
        yield from chunker.push(self._converter.finish())
        yield from chunker.flush()

    def _read(self) -> Block | None:
        with self._condition:  # so that leaving the `with` block never closes the file under a read
            if self._closed:
                return None
            if self._file is None:
                raise RuntimeError("a FileSource is iterated inside its `with` block")
            try:
                block: Block = self._file.read(self._file.samplerate, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError as error:
                raise BadRecording(
                    f"{self._path} is broken or cut short: {_said(error)}", _COPY_AGAIN
                ) from error
            if len(block) > 0:
                return block
            if self._file.tell() < self._file.frames and self._file.format != "MP3":  # MP3 guesses its length
                missing = (self._file.frames - self._file.tell()) / self._file.samplerate
                raise BadRecording(
                    f"{self._path} is cut short: {missing:.1f} seconds are missing", _COPY_AGAIN
                )
            return None

    def _wait_until(self, moment: float) -> None:
        with self._condition:
            while not self._closed and (left := moment - self._clock.now()) > 0:
                self._clock.wait(self._condition, left)


def read_recording(path: str | Path) -> Samples:
    """The whole recording, mono 16 kHz, `[samples]`: what `FileSource` yields, in one piece.

    Raises `BadRecording` when it is missing, empty, broken, cut short or not sound.
    """
    with FileSource(path) as source:
        return np.concatenate([chunk.samples for chunk in source])


def _open(path: Path) -> soundfile.SoundFile:
    try:
        if path.is_dir():
            raise BadRecording(f"{path} is a folder", "Name the recordings themselves, such as FOLDER/*.wav")
        with path.open("rb") as content:  # libsndfile says only "System error" of what this finds
            if not content.read(1):
                raise BadRecording(f"{path} is empty (0 bytes)", "Record it again")
        file = soundfile.SoundFile(path)
    except FileNotFoundError as error:
        raise BadRecording(f"{path} does not exist", "Check the name and the folder") from error
    except OSError as error:
        raise BadRecording(f"{path} cannot be read: {error.strerror}", "Check who may read it") from error
    except TypeError as error:  # soundfile takes .raw by its name for samples without a header
        raise BadRecording(
            f"{path} says nothing of its rate and format",
            "Raw 16 kHz 16-bit mono is read from standard input: name it - and add < FILE",
        ) from error
    except soundfile.LibsndfileError as error:
        raise BadRecording(f"{path} is not a recording that can be read: {_said(error)}", _CONVERT) from error
    try:
        _check(path, file)
    except BadRecording:
        file.close()
        raise
    return file


def _check(path: Path, file: soundfile.SoundFile) -> None:
    if file.samplerate not in READABLE_RATES:
        raise BadRecording(f"{path} claims a rate of {file.samplerate} Hz", _CONVERT)
    if file.frames == 0:
        raise BadRecording(f"{path} has no sound in it (0 samples)", "Record it again")
    if cut := _CUT_SHORT.search(file.extra_info):
        promised, present = int(cut[1]), int(cut[2])
        if present < promised < _LENGTH_UNKNOWN:
            raise BadRecording(
                f"{path} is cut short: {present} of {promised} bytes of sound are there", _COPY_AGAIN
            )
    if file.format == "OGG" and not _ogg_is_whole(path):
        raise BadRecording(f"{path} is cut short: its last page is missing", _COPY_AGAIN)


def _ogg_is_whole(path: Path) -> bool:
    """Whether the last page is marked as such and all there (RFC 3533, section 6)."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _LONGEST_OGG_PAGE), os.SEEK_END)
        tail = file.read()
    page = tail[tail.rfind(b"OggS") :]
    if len(page) < 27:
        return False
    segments = page[26]
    is_last = bool(page[5] & 0x04)
    return is_last and len(page) >= 27 + segments + sum(page[27 : 27 + segments])


def _said(error: soundfile.LibsndfileError) -> str:
    return str(error.error_string).rstrip(".")
