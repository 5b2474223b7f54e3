"""Write a picture of every page, in both languages and palettes, at 100 and 200 %.

    python packaging/screenshots/take.py FOLDER [--only listen-en-light-100 ...]

Nothing is heard: a home on a temporary disk is told a few sentences, with the released model and a recording of the
demo as microphone. Each scale runs in a process of its own, offscreen, as Qt reads it at the start.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

from assistant.audio.file import FileSource, read_recording
from assistant.audio.source import Source
from assistant.demo import recordings
from assistant.events import Subscriber
from assistant.settings import Config, Listen, Mode
from assistant.types import CHUNK_SAMPLES
from ui.bridge import Bridge
from ui.garbage import Garbage
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.screens.home import HomeScreen
from ui.screens.listen import ListenScreen
from ui.screens.sentences import SentencesScreen
from ui.screens.why import WhyScreen
from ui.state.sentences import TEMPLATE
from ui.tap import Quiet
from ui.texts import Translations
from ui.theme import DARK, LIGHT
from ui.widgets.basics import Page

ROOT = Path(__file__).parents[2]
PAGES = ("listen", "why", "home", "sentences", "model", "history", "settings")
LANGUAGES = {"en": "en", "zh": "zh_CN"}
RECORDING = "kitchen-lights.opus"
TYPED = ("打开客厅的灯", "tell me a joke", "set the bedroom to 30 percent")
PATIENCE = 90.0


class Silence(Quiet):
    """A microphone in a quiet room."""

    name = "Built-in"


@dataclass
class Stage:
    """What is photographed, and the microphone behind it."""

    application: QApplication
    sources: list[Source] = field(default_factory=list)
    bridge: Bridge | None = None

    def open_source(self, _config: Config, _publish: Subscriber) -> Source:
        """The next source; the button is pressed as it begins."""
        assistant = self.bridge.assistant if self.bridge else None
        if not self.sources or assistant is None:
            return Silence()
        assistant.press()
        return self.sources.pop()

    def until(self, condition: Callable[[], object]) -> None:
        """Let events happen until `condition` holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition() and time.monotonic() < deadline:
            self.application.processEvents()
            time.sleep(0.01)

    def rest(self, seconds: float) -> None:
        """Let events happen for so long."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end)


def main() -> None:
    """Start one process for each scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="Names without .png; all otherwise.")
    parser.add_argument("--scale", type=int, help="Used inside: this process takes this scale.")
    options = parser.parse_args()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if options.scale:
        take(folder, options.scale, set(options.only))
        return
    for scale in (100, 200):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale / 100)}
        again = [sys.executable, __file__, str(folder), "--scale", str(scale), "--only", *options.only]
        subprocess.run(again, env=environment, cwd=ROOT, check=True)  # noqa: S603 - this script itself


def take(folder: Path, scale: int, only: set[str]) -> None:
    """Every page of this scale."""
    application = QApplication([])
    application.setStyle("Fusion")
    garbage = Garbage(application)
    stage = Stage(application)
    with tempfile.TemporaryDirectory(prefix="inglenook-") as place:
        here = Path(place)
        listen = Listen(mode=Mode.PUSH)
        config = Config(languages=("en", "zh"), listen=listen, folder=here, state=here / "state")
        stage.bridge = bridge = Bridge(config, open_source=stage.open_source)
        translations = Translations(application)
        window = MainWindow(bridge, Preferences(here), translations, LIGHT)
        window.resize(1000, 720)
        window.show()
        bridge.start()
        play(stage, bridge)
        for short, language in LANGUAGES.items():
            translations.use(language)
            for theme in (LIGHT, DARK):
                window.use_theme(theme)
                for number, page in enumerate(PAGES):
                    name = f"{page}-{short}-{'dark' if theme.dark else 'light'}-{scale}"
                    if not only or name in only:
                        window.show_page(number)
                        prepare(stage, window.pages[number], bridge)
                        window.grab().save(str(folder / f"{name}.png"))
                        print(name, flush=True)
        window.close()
        bridge.close()
        garbage.close()


def play(stage: Stage, bridge: Bridge) -> None:
    """Type a few sentences, then say one."""
    stage.until(lambda: bridge.listening.hearing)
    for text in TYPED:
        bridge.say(text)
        stage.rest(0.6)
    bridge.mute(muted=True)
    stage.sources.append(FileSource(_recording()))
    bridge.mute(muted=False)
    stage.until(lambda: bridge.moments and bridge.moments[0].picture is not None)


def prepare(stage: Stage, page: Page, bridge: Bridge) -> None:
    """Show what a page is for."""
    if isinstance(page, ListenScreen):
        sound = read_recording(str(_recording()))
        for start in range(0, len(sound), CHUNK_SAMPLES):
            bridge.heard.push(sound[start : start + CHUNK_SAMPLES])
            stage.rest(0.03)
    elif isinstance(page, HomeScreen):
        page.choose("light.dining_light")
    elif isinstance(page, WhyScreen):
        page.list.setCurrentRow(0)
    elif isinstance(page, SentencesScreen):
        page.tabs.setCurrentIndex(1)
        page.editor.setPlainText(TEMPLATE[page.code()])
        stage.rest(1.0)
        stage.until(page.save.isEnabled)
    stage.rest(0.7)


def _recording() -> Path:
    return next(one.file for one in recordings() if one.file.name == RECORDING)


if __name__ == "__main__":
    main()
