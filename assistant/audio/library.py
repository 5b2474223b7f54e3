"""PortAudio, which a process has only once: loaded late, called from one thread, shut down in bounded time.

PortAudio is not thread-safe, its calls block for as long as a hung sound server wants (closing a stream of a
stopped PulseAudio never returns), and shutting it down ends every stream of the process. So all streams of
the process must be opened here, where they are known.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import sys
from collections.abc import Callable

from assistant.audio.sounddevice_types import RawStream, SoundDevice
from assistant.audio.worker import GaveUp, Worker
from assistant.errors import AudioError

CLOSE_SECONDS = 2.0
"""Limit for closing streams and the library; the sound server may be dead."""


def import_sounddevice() -> SoundDevice:
    """The module sounddevice, imported now; `AudioError` when the PortAudio library is not installed."""
    try:
        import sounddevice
    except OSError as error:
        remedy = (
            "Install it with: sudo apt install libportaudio2"
            if sys.platform.startswith("linux")
            else "Install it again with: pip install --force-reinstall sounddevice"
        )
        raise AudioError(
            "PortAudio, the library that reaches microphones, is not installed", remedy
        ) from error
    module: SoundDevice = sounddevice
    return module


class Library:
    """The module sounddevice, the thread that calls it, and its open streams.

    All methods belong on the worker's thread. sounddevice has no public way to restart PortAudio or to keep
    it from being shut down at exit, hence its private names here.
    """

    def __init__(self, load: Callable[[], SoundDevice] = import_sounddevice) -> None:
        self.worker = Worker("portaudio")
        self._load = load
        self._module: SoundDevice | None = None
        self._streams: set[RawStream] = set()

    def module(self) -> SoundDevice:
        """sounddevice, loaded at the first call; raises what loading raises."""
        if self._module is None:
            self._module = self._load()
            exit_handler = self._module._exit_handler  # noqa: SLF001
            atexit.unregister(exit_handler)  # it hangs when the sound server does
            atexit.register(self._at_exit, exit_handler)
        return self._module

    def restart(self) -> None:
        """Let PortAudio look for devices again, which is possible only while no stream is open."""
        module = self.module()
        if self._streams:
            return
        if module._initialized:  # noqa: SLF001
            module._terminate()  # noqa: SLF001
        module._initialize()  # noqa: SLF001

    def start(self, stream: RawStream) -> RawStream:
        """Start a stream; when that fails it is closed."""
        self._streams.add(stream)
        try:
            stream.start()
        except self.module().PortAudioError:
            self.close(stream)
            raise
        return stream

    def close(self, stream: RawStream) -> None:
        """Close a started stream; harmless when repeated."""
        if stream in self._streams:
            self._streams.remove(stream)
            stream.abort()
            stream.close()

    def _at_exit(self, exit_handler: Callable[[], None]) -> None:
        with contextlib.suppress(GaveUp):  # the system takes everything back from a process that ends
            self.worker.call(exit_handler, CLOSE_SECONDS)


@functools.cache
def shared_library() -> Library:
    """The process's one PortAudio; nothing is loaded before its first use."""
    return Library()
