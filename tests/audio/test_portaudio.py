"""The backend in use, over a fake of the module sounddevice."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from assistant.audio.converter import Block
from assistant.audio.library import Library, import_sounddevice
from assistant.audio.portaudio import PortAudio
from assistant.audio.sounddevice_types import DeviceEntry, HostApiEntry, SoundDevice
from assistant.errors import AudioError, DeviceFailed
from tests.audio.fakes import device


class PortAudioError(Exception):
    pass


class FakeRawStream:
    def __init__(self, module: FakeModule, **options: object) -> None:
        self.module = module
        self.options = options
        self.history: list[str] = []

    def start(self) -> None:
        self.module.gate.wait()
        if self.module.fail_start:
            raise PortAudioError("Device unavailable")
        self.history.append("start")

    def abort(self) -> None:
        self.history.append("abort")

    def close(self) -> None:
        self.history.append("close")
        self.module.closed.set()


class FakeModule:
    """sounddevice with two inputs and an output; while `gate` is clear, calls hang."""

    PortAudioError = PortAudioError
    default = SimpleNamespace(device=[2, 0])

    def __init__(self) -> None:
        self.streams: list[FakeRawStream] = []
        self.restarts = 0
        self.fail_start = False
        self.fail_initialize = False
        self.gate = threading.Event()
        self.gate.set()
        self.closed = threading.Event()
        self.threads: set[str] = set()
        self._initialized = 1

    def InputStream(self, **options: object) -> FakeRawStream:  # noqa: N802 - sounddevice calls it so
        if options["samplerate"] == 8_000:
            raise PortAudioError("Invalid sample rate")
        self.streams.append(FakeRawStream(self, **options))
        return self.streams[-1]

    def query_devices(self) -> Sequence[DeviceEntry]:
        self.gate.wait()
        self.threads.add(threading.current_thread().name)
        return [
            entry(0, "speakers", inputs=0),
            entry(1, "webcam", inputs=2),
            entry(2, "headset", inputs=1, host_api=1),
        ]

    def query_hostapis(self) -> Sequence[HostApiEntry]:
        return [{"name": "ALSA"}, {"name": "JACK"}]

    def _initialize(self) -> None:
        if self.fail_initialize:
            raise PortAudioError("no sound server")
        self._initialized += 1
        self.restarts += 1

    def _terminate(self) -> None:
        self._initialized -= 1

    def _exit_handler(self) -> None:
        self._initialized = 0


def entry(index: int, name: str, *, inputs: int, host_api: int = 0) -> DeviceEntry:
    return {
        "index": index,
        "name": name,
        "hostapi": host_api,
        "max_input_channels": inputs,
        "default_samplerate": 44_100.0,
    }


class Receiver:
    def __init__(self) -> None:
        self.blocks: list[tuple[Block, bool]] = []
        self.ended = 0

    def put(self, block: Block, overflowed: bool) -> None:
        self.blocks.append((block, overflowed))

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def module() -> Iterator[FakeModule]:
    module = FakeModule()
    yield module
    module.gate.set()


@pytest.fixture
def library(module: FakeModule) -> Library:
    return Library(lambda: cast("SoundDevice", module))


WEBCAM = device(1, "webcam")


def test_devices(library: Library, module: FakeModule) -> None:
    assert PortAudio(library).devices() == (
        device(1, "webcam", channels=2, default_rate=44_100),
        device(2, "headset", host_api="JACK", channels=1, default_rate=44_100, is_default=True),
    )
    assert module.threads == {"portaudio"}


def test_open_delivers_copies_and_flags(library: Library, module: FakeModule) -> None:
    receiver = Receiver()
    stream = PortAudio(library).open(WEBCAM, 48_000, 2, receiver)
    options = module.streams[0].options
    assert (options["device"], options["samplerate"], options["channels"]) == (1, 48_000, 2)
    assert (options["dtype"], options["blocksize"]) == ("float32", 1_920)
    buffer = np.ones((1_920, 2), np.float32)
    deliver = cast("Callable[..., None]", options["callback"])
    deliver(buffer, 1_920, None, SimpleNamespace(input_overflow=0))
    buffer[:] = 2.0  # PortAudio uses its buffer again
    deliver(buffer, 1_920, None, SimpleNamespace(input_overflow=2))
    assert [(block.max(), flag) for block, flag in receiver.blocks] == [(1.0, False), (2.0, True)]
    cast("Callable[[], None]", options["finished_callback"])()
    assert receiver.ended == 1
    stream.close()
    stream.close()
    assert module.streams[0].history == ["start", "abort", "close"]


def test_a_format_that_is_refused(library: Library) -> None:
    with pytest.raises(DeviceFailed, match="Invalid sample rate") as caught:
        PortAudio(library).open(WEBCAM, 8_000, 1, Receiver())
    assert "inglenook devices" in caught.value.remedy


def test_a_stream_that_does_not_start_is_closed(library: Library, module: FakeModule) -> None:
    module.fail_start = True
    with pytest.raises(DeviceFailed, match="Device unavailable"):
        PortAudio(library).open(WEBCAM, 16_000, 1, Receiver())
    assert module.streams[0].history == ["abort", "close"]


def test_rescan_restarts_portaudio_unless_a_stream_is_open(library: Library, module: FakeModule) -> None:
    backend = PortAudio(library)
    backend.rescan()
    assert (module.restarts, module._initialized) == (1, 1)
    stream = backend.open(WEBCAM, 16_000, 1, Receiver())
    backend.rescan()
    assert module.restarts == 1
    stream.close()
    backend.rescan()
    assert module.restarts == 2


def test_rescan_recovers_from_a_failed_start_of_portaudio(library: Library, module: FakeModule) -> None:
    backend = PortAudio(library)
    module.fail_initialize = True
    with pytest.raises(DeviceFailed, match="no sound server"):
        backend.rescan()
    module.fail_initialize = False
    backend.rescan()
    assert module._initialized == 1


def test_a_sound_system_that_hangs_is_an_error_and_works_again_later(
    library: Library, module: FakeModule
) -> None:
    module.gate.clear()
    with pytest.raises(AudioError, match=r"did not answer for 0\.1 seconds") as caught:
        PortAudio(library, call_seconds=0.1).devices()
    assert "Restart" in caught.value.remedy
    module.gate.set()
    assert len(PortAudio(library).devices()) == 2


def test_a_stream_that_opens_too_late_is_closed(library: Library, module: FakeModule) -> None:
    module.gate.clear()
    with pytest.raises(AudioError, match="did not answer"):
        PortAudio(library, call_seconds=0.1).open(WEBCAM, 16_000, 1, Receiver())
    module.gate.set()
    assert module.closed.wait(60)
    assert module.streams[0].history == ["start", "abort", "close"]


def test_interrupt_ends_a_call_that_hangs(library: Library, module: FakeModule) -> None:
    module.gate.clear()
    backend = PortAudio(library, call_seconds=10_000.0)
    threading.Timer(0.1, backend.interrupt).start()
    with pytest.raises(AudioError, match="closed while it was being opened"):
        backend.devices()
    module.gate.set()
    assert len(PortAudio(library).devices()) == 2  # others are not concerned


def test_without_portaudio_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    with pytest.raises(AudioError, match="PortAudio, the library that reaches microphones") as caught:
        import_sounddevice()
    assert "install" in caught.value.remedy.lower()
    with pytest.raises(AudioError, match="PortAudio"):  # through the worker, twice
        PortAudio(Library()).devices()


def test_the_room_is_imported_without_portaudio() -> None:
    code = (
        "import sys\n"
        "import assistant.audio.microphone, assistant.audio.file, assistant.audio.pcm\n"
        "sys.exit('sounddevice' in sys.modules)\n"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2]).returncode
        == 0
    )
