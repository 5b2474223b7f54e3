"""The app without a screen: a made-up voice, a handful of sentences, and nothing left behind."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded; also where there is a display

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

import assistant.app
from assistant.app import Assistant
from assistant.audio.source import Source
from assistant.events import EventBus, Subscriber
from assistant.settings import Config, Listen, Mode
from tests.few_sentences import use_few_sentences
from tests.pulse import virtual_microphone
from tests.script import Script
from tests.speaker import PlainModel
from ui.bridge import Bridge
from ui.garbage import Garbage
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.tap import Quiet
from ui.texts import Translations
from ui.theme import LIGHT

__all__ = ["virtual_microphone"]

Sources = list[Source | Exception]


PATIENCE = 60.0
"""Seconds to wait for what must come at last, on a machine that is busy with other things."""


@pytest.fixture(autouse=True, scope="package")
def garbage(qapp: QApplication) -> Iterator[Garbage]:
    """Widgets that went in circles end on this thread, as in the app."""
    found = Garbage()
    yield found
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found.close()


@pytest.fixture(autouse=True)
def no_threads_left(qapp: QApplication) -> Iterator[None]:
    """A thread that outlives its test fails it."""
    before = set(threading.enumerate())
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    deadline = time.monotonic() + PATIENCE
    left: list[str] = []
    while time.monotonic() < deadline:
        # The sound library's worker is one for the whole process.
        left = [t.name for t in set(threading.enumerate()) - before if t.is_alive() and t.name != "portaudio"]
        if not left:
            return
        time.sleep(0.02)
    pytest.fail(f"threads left: {left}")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    use_few_sentences(monkeypatch, tmp_path_factory.mktemp("few"))
    monkeypatch.setattr(assistant.app, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(assistant.app, "TICK_SECONDS", 0.02)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "config").mkdir()
    return Config(listen=Listen(mode=Mode.ALWAYS), folder=tmp_path / "config", state=tmp_path / "state")


class House:
    """A bridge whose microphone is a list of sources, one after the other; then it is quiet."""

    def __init__(self, config: Config, *sources: Source | Exception) -> None:
        self.sources: Sources = list(sources)
        self.opened = 0
        (config.folder / "config.toml").write_text(f'[listen]\nmode = "{config.listen.mode}"\n')
        self.bridge = Bridge(
            config, open_assistant=self.open_assistant, open_source=self.open_source, retry_seconds=0.05
        )

    def open_assistant(self, config: Config, bus: EventBus) -> Assistant:
        return Assistant(config, bus, model=PlainModel())

    def open_source(self, config: Config, publish: Subscriber) -> Source:
        del config, publish
        self.opened += 1
        found = self.sources.pop(0) if self.sources else Silence()
        if isinstance(found, Exception):
            raise found
        return found


class Silence(Quiet):
    """A microphone that hears nothing, until it is closed."""

    name = "silence"


Open = Callable[..., House]


@pytest.fixture
def opened(config: Config, qapp: QApplication) -> Iterator[Open]:
    """Opens houses, and closes them."""
    del qapp
    made: list[House] = []

    def open_(*sources: Source | Exception | str, **changes: object) -> House:
        given = [Script(one) if isinstance(one, str) else one for one in sources]
        made.append(House(replace(config, **changes), *given))  # type: ignore[arg-type]  # a test's own
        made[-1].bridge.start()
        return made[-1]

    yield open_
    for one in made:
        one.bridge.close()


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[Translations]:
    qapp.setStyle("Fusion")
    found = Translations(qapp)
    found.use("en")
    yield found
    found.use("en")


@pytest.fixture
def preferences(config: Config) -> Preferences:
    found = Preferences(config.folder)
    found.language = "en"
    found.first_run_done = True
    return found


Show = Callable[[House], MainWindow]


@pytest.fixture
def show(preferences: Preferences, translations: Translations, qapp: QApplication) -> Iterator[Show]:
    """Shows a house in a window."""
    made: list[MainWindow] = []

    def show_(house: House) -> MainWindow:
        window = MainWindow(house.bridge, preferences, translations, LIGHT)
        made.append(window)
        window.show()
        return window

    yield show_
    for window in made:
        qapp.removeEventFilter(window._keys)
        window.close()
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def until(condition: Callable[[], object], what: str = "what was waited for") -> None:
    """Let events happen until `condition` holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come")
        QCoreApplication.processEvents()
        time.sleep(0.005)
