"""Listening until the input ends or a signal comes: the same for `inglenook run` and for the service."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import closing

from assistant.app import Assistant
from assistant.audio.file import FileSource
from assistant.audio.microphone import Microphone
from assistant.audio.pcm import PcmSource
from assistant.audio.source import Source
from assistant.events import EventBus, Subscriber
from assistant.service.headless import StopSignals, notify_systemd
from assistant.settings import Config, Mode


def serve(
    config: Config,
    subscriber: Subscriber,
    *,
    mode: Mode | None = None,
    microphone: str | None = None,
    source: str | None = None,
) -> bool:
    """Listen and act; `subscriber` hears of everything. Whether it was Ctrl-C that ended it.

    `mode` and `microphone` go before the config's. `source` is a recording instead of a microphone, ``-`` raw 16 kHz
    s16le mono on standard input. Raises InglenookError for what cannot be opened or built.
    """
    bus = EventBus()
    bus.subscribe(subscriber)
    bus.subscribe(notify_systemd)
    with closing(Assistant(config, bus, mode=mode)) as assistant, StopSignals(assistant.stop) as signals:
        sound = _source(config, microphone, source, bus.publish)
        if assistant.mode is Mode.PUSH:
            _arrange_button(assistant, source)
        assistant.listen(sound)
    return signals.received is signal.SIGINT


def _source(config: Config, microphone: str | None, source: str | None, publish: Subscriber) -> Source:
    if source == "-":
        return PcmSource(sys.stdin.buffer)
    if source is not None:
        return FileSource(source)
    wanted = config.listen.microphone if microphone is None else microphone
    return Microphone(wanted if wanted != "" else None, publish)


def _arrange_button(assistant: Assistant, source: str | None) -> None:
    """Push mode: Enter is the button; a recording is taken for what was said while it was held."""
    if source is not None:
        assistant.press()
    else:
        threading.Thread(target=_press_on_lines, args=(assistant,), name="button", daemon=True).start()


def _press_on_lines(assistant: Assistant) -> None:
    """Read below Python's buffer: its lock must not be held by a waiting thread when the interpreter ends."""
    while typed := os.read(sys.stdin.fileno(), 256):
        if b"\n" in typed:
            assistant.press()
