"""The window with the default microphone, in a process of its own: ``python -m tests.ui.spoken_window FOLDER ENTITY``.

Prints one JSON line for each change: ``{"hearing": true}`` when it listens, then what the Home screen's list says of
the entity. A line on standard input presses push-to-talk; its end closes the window.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from assistant.settings import Config, Listen, Mode
from ui.bridge import Bridge
from ui.garbage import Garbage
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.screens.home import HomeScreen
from ui.texts import Translations

LOOK_MS = 50


def main(folder: Path, entity: str) -> None:
    """Show the window until standard input ends."""
    application = QApplication([])
    application.setStyle("Fusion")
    garbage = Garbage(application)
    config = Config(listen=Listen(mode=Mode.PUSH), folder=folder, state=folder / "state")
    bridge = Bridge(config)
    translations = Translations(application)
    translations.use("en")
    window = MainWindow(bridge, Preferences(folder), translations)
    home = next(page for page in window.pages if isinstance(page, HomeScreen))
    window.show_page(window.pages.index(home))
    window.show()
    bridge.start()
    shown: list[dict[str, object]] = []

    def look() -> None:
        found: dict[str, object] = {"hearing": bridge.listening.hearing}
        if bridge.listening.hearing:
            found["row"] = home.row_text(entity)
        if not shown or shown[-1] != found:
            shown.append(found)
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()

    def told() -> None:
        if not os.read(sys.stdin.fileno(), 100):
            application.quit()
        elif bridge.assistant is not None:
            bridge.assistant.press()

    timer = QTimer(interval=LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(told)
    application.exec()
    timer.stop()
    notifier.setEnabled(False)
    window.close()
    bridge.close()
    garbage.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
