"""Write a picture of every page, in both languages and palettes, at 100 and 200 %.

    python packaging/screenshots/take.py FOLDER [--only listen-en-light-100 ...]

Nothing is heard: a made-up home on a temporary disk is told a few sentences, with the released model and a recording of
the demo as microphone. Each scale runs in a process of its own, offscreen, as Qt reads it at the start.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("listen", "why", "home", "sentences", "model", "history", "settings")
LANGUAGES = {"en": "en", "zh": "zh_CN"}
PATIENCE = 90.0


def main() -> None:
    """Start one process for each scale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="Names without .png; all otherwise.")
    parser.add_argument("--scale", type=int, help="Used inside: this process takes this scale.")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.scale:
        take(options.folder, options.scale, set(options.only))
        return
    for scale in (100, 200):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale / 100)}
        again = [sys.executable, __file__, str(options.folder), "--scale", str(scale), "--only", *options.only]
        subprocess.run(again, env=environment, cwd=ROOT, check=True)  # noqa: S603 - this script itself


def take(folder: Path, scale: int, only: set[str]) -> None:
    """Every page of this scale."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtWidgets import QApplication

    from assistant.audio.file import FileSource
    from assistant.demo import recordings
    from assistant.settings import Config, Listen, Mode
    from ui.bridge import Bridge
    from ui.main_window import MainWindow
    from ui.preferences import Preferences
    from ui.refcounts import guard_singletons
    from ui.tap import Quiet
    from ui.texts import Translations
    from ui.theme import DARK, LIGHT

    guard_singletons()
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)  # noqa: S101 - for the type checker
    application.setStyle("Fusion")
    with tempfile.TemporaryDirectory(prefix="inglenook-") as place:
        config = Config(
            languages=("en", "zh"), listen=Listen(mode=Mode.PUSH), folder=Path(place), state=Path(place) / "state"
        )
        played = next(one for one in recordings() if one.file.name == "kitchen-lights.opus")

        class Silence(Quiet):
            name = "Microphone"

        sources = [FileSource(played.file)]

        def source(_config: object, _publish: object) -> object:
            if not sources:
                return Silence()
            assistant = bridge.assistant
            if assistant is not None:
                assistant.press()
            return sources.pop()

        bridge = Bridge(config, open_source=source)  # type: ignore[arg-type]  # a made-up microphone
        preferences, translations = Preferences(Path(place)), Translations(application)
        window = MainWindow(bridge, preferences, translations, LIGHT)
        window.resize(1000, 700)
        window.show()
        bridge.start()

        def until(condition: Callable[[], object]) -> None:
            deadline = time.monotonic() + PATIENCE
            while not condition() and time.monotonic() < deadline:
                application.processEvents()
                time.sleep(0.01)

        def rest(seconds: float) -> None:
            end = time.monotonic() + seconds
            until(lambda: time.monotonic() > end)

        until(lambda: bridge.moments and bridge.moments[0].picture is not None)
        for text in ("打开客厅的灯", "tell me a joke", "set the bedroom to 30 percent"):
            bridge.say(text)
            rest(0.6)
        for short, language in LANGUAGES.items():
            translations.use(language)
            for theme in (LIGHT, DARK):
                window.use_theme(theme)
                for number, page in enumerate(PAGES):
                    name = f"{page}-{short}-{'dark' if theme.dark else 'light'}-{scale}"
                    if only and name not in only:
                        continue
                    window.show_page(number)
                    shown = window.pages[number]
                    if page == "home":
                        shown.choose("light.dining_light")  # type: ignore[attr-defined]
                    if page == "why":
                        shown.list.setCurrentRow(len(bridge.moments) - 1)  # type: ignore[attr-defined]
                    if page == "sentences":
                        shown.tabs.setCurrentIndex(1)  # type: ignore[attr-defined]
                        shown._begin()  # type: ignore[attr-defined]  # noqa: SLF001 - as its button does
                        rest(1.0)
                        until(shown.save.isEnabled)  # type: ignore[attr-defined]
                    rest(0.7)
                    window.grab().save(str(folder / f"{name}.png"))
                    print(name, flush=True)
        window.close()
        bridge.close()


if __name__ == "__main__":
    main()
