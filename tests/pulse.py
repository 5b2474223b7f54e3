"""A microphone without hardware: a private PulseAudio server whose null sink is the default input.

The server, its socket and the ALSA configuration live in a temporary folder, so the user's own server and devices
are never touched. PortAudio reads the environment when it starts, so what listens must be a process of its own,
started with `VirtualMicrophone.environment`::

    from tests.pulse import virtual_microphone  # in a conftest.py, with __all__ = ["virtual_microphone"]

    @pytest.mark.pulse
    def test_something(virtual_microphone: VirtualMicrophone) -> None:
        child = subprocess.Popen([...], env=virtual_microphone.environment)
        virtual_microphone.play(samples)  # mono 16 kHz

Without PulseAudio, its ALSA plugin or PortAudio such tests skip, except where the variable CI is set: there they
fail.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import soundfile

from assistant.types import SAMPLE_RATE, Samples

PACKAGES = "libportaudio2 pulseaudio pulseaudio-utils libasound2-plugins"

_DEADLINE = 60.0
"""Seconds for the server to come up or to go: generous, as only a fault uses them up."""

_SERVER_SCRIPT = """\
load-module module-native-protocol-unix auth-anonymous=1 auth-cookie-enabled=0 socket={socket}
load-module module-null-sink sink_name=mic rate={rate} channels=1
set-default-sink mic
set-default-source mic.monitor
"""

_ALSA_CONFIG = """\
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


class VirtualMicrophone:
    """The server, up or down; `environment` is for every process that shall hear or play."""

    def __init__(self, folder: Path) -> None:
        """Lay out `folder`, which must be short: socket names have at most 108 characters."""
        self._folder = folder
        self._server: subprocess.Popen[bytes] | None = None
        socket = folder / "socket"
        (folder / "server.pa").write_text(_SERVER_SCRIPT.format(socket=socket, rate=SAMPLE_RATE))
        (folder / "alsa.conf").write_text(_ALSA_CONFIG)
        inherited = {
            k: v for k, v in os.environ.items() if not k.startswith(("PULSE_", "DBUS_", "PIPEWIRE_"))
        }
        self.environment: Mapping[str, str] = {
            **inherited,
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_STATE_PATH": str(folder),
            "PULSE_CONFIG_PATH": str(folder),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{socket}",  # also keeps clients from starting a server of their own
            "ALSA_CONFIG_PATH": str(folder / "alsa.conf"),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [
            "pulseaudio",
            "-n",
            "-F",
            str(self._folder / "server.pa"),
            "--daemonize=no",
            "--use-pid-file=no",
        ]
        command += ["--exit-idle-time=-1", "--disable-shm=yes", "--realtime=no", "--high-priority=no"]
        with (self._folder / "server.log").open("ab") as log:
            self._server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + _DEADLINE
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"pulseaudio did not start:\n{(self._folder / 'server.log').read_text()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the server at once, as a crash would; the microphone is lost."""
        if self._server is not None:
            self._server.kill()
            self._server.wait(_DEADLINE)
            self._server = None
        (self._folder / "socket").unlink(missing_ok=True)

    def freeze(self) -> None:
        """Stop the server from running without ending it: its clients hang."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server run again."""
        self._signal(signal.SIGCONT)

    def play(self, samples: Samples) -> None:
        """Say `[samples]`, mono 16 kHz, into the microphone; returns when the server has taken all of it."""
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".wav") as file:
            soundfile.write(file, samples, SAMPLE_RATE, format="WAV", subtype="PCM_16")
            file.flush()
            self.play_file(Path(file.name))

    def play_file(self, path: Path) -> None:
        """Say a WAV, FLAC or Ogg file into the microphone; returns when the server has taken all of it."""
        subprocess.run(["paplay", "--device=mic", str(path)], env=self.environment, check=True)

    def _answers(self) -> bool:
        return (
            subprocess.run(
                ["pactl", "info"], env=self.environment, capture_output=True, check=False
            ).returncode
            == 0
        )

    def _signal(self, number: signal.Signals) -> None:
        if self._server is None:
            raise RuntimeError("the server does not run")
        self._server.send_signal(number)


def missing() -> list[str]:
    """What a virtual microphone needs and this machine lacks."""
    lacking = [program for program in ("pulseaudio", "pactl", "paplay") if shutil.which(program) is None]
    if ctypes.util.find_library("portaudio") is None:
        lacking.append("libportaudio")
    plugins = ("lib*/alsa-lib", "lib/*/alsa-lib")  # Fedora's and Debian's places
    if not any(found for folder in plugins for found in Path("/usr").glob(f"{folder}/*_pcm_pulse.so")):
        lacking.append("the ALSA plugin for PulseAudio")
    return lacking


@pytest.fixture
def virtual_microphone() -> Iterator[VirtualMicrophone]:
    """A running virtual microphone, gone after the test."""
    if lacking := missing():
        reason = f"no virtual microphone without {', '.join(lacking)}: apt install {PACKAGES}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="inglenook-"))
    microphone = VirtualMicrophone(folder)
    try:
        microphone.start()
        yield microphone
    finally:
        microphone.kill()
        shutil.rmtree(folder)
