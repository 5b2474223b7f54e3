"""How soon the window can be used, and how smooth it is: ``python -m tests.benchmarks.bench_window [--json]``.

Each run is a process of its own with an empty config folder, offscreen or on the display there is. `usable` is when
the first page has been painted and the event loop is idle, counted from the start of the process; `listening` when
the model behind it hears. Then a recording of the demo is played in real time in always mode, and every paint of the
spectrogram is timed: frames a second while there is sound, and how long one took. `waited` is how late a timer of
16 ms came, which is what the GUI thread was kept from.

`import` is what importing Qt takes of the start.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console

if TYPE_CHECKING:  # Qt is imported by the run itself, which times it
    from PySide6.QtGui import QPaintEvent

    from ui.bridge import Bridge

SECONDS = 8.0
"""Of sound."""
TIMER_MS = 16


@dataclass(frozen=True, slots=True)
class Smoothness:
    """One run."""

    import_seconds: float
    usable_seconds: float
    listening_seconds: float
    frames_a_second: float
    paint_ms_median: float
    paint_ms_p99: float
    waited_ms_p99: float
    waited_ms_most: float


class Watch:
    """Times what the window does, from outside."""

    def __init__(self) -> None:
        from PySide6.QtCore import QEvent, QObject, Qt, QTimer

        from ui.widgets.spectrogram import Spectrogram

        self.usable = 0.0
        self.paints: list[tuple[float, float]] = []
        """When each painting began, and how long it took."""
        self.waits: list[float] = []
        """Milliseconds that a timer came late."""
        watch = self

        class FirstPaint(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
                del watched
                if event.type() == QEvent.Type.Paint and not watch.usable:
                    watch.usable = time.time()
                    QTimer.singleShot(0, lambda: setattr(watch, "usable", time.time()))
                return False

        plain = Spectrogram.paintEvent

        def timed(self: Spectrogram, event: QPaintEvent) -> None:
            before = time.perf_counter()
            plain(self, event)
            watch.paints.append((before, time.perf_counter() - before))

        Spectrogram.paintEvent = timed  # type: ignore[method-assign]  # measured from outside
        self.first = FirstPaint()
        self._timer = QTimer(interval=TIMER_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0

    def start(self) -> None:
        """Forget what was painted so far, and count."""
        self.paints.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.waits.append((now - self._last) * 1000.0 - TIMER_MS)
        self._last = now


def child(begun: float) -> Smoothness:
    """Run the app in this process, which was started at the wall-clock time `begun`."""
    importing = time.time()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    imported = time.time() - importing
    from ui.garbage import Garbage
    from ui.main_window import MainWindow
    from ui.preferences import Preferences
    from ui.texts import Translations

    application = QApplication([])
    application.setStyle("Fusion")
    garbage, watch = Garbage(application), Watch()
    with tempfile.TemporaryDirectory(prefix="inglenook-") as place:
        bridge = speaking(Path(place))
        translations = Translations(application)
        translations.use("en")
        window = MainWindow(bridge, Preferences(Path(place)), translations)
        window.installEventFilter(watch.first)
        window.show()
        bridge.start()
        while not bridge.listening.hearing:
            application.processEvents()
            time.sleep(0.001)
        listening = time.time()
        window.show_page(0)
        watch.start()
        QTimer.singleShot(round(SECONDS * 1000), application.quit)
        application.exec()
        window.close()
        bridge.close()
        garbage.close()
    took = np.array([seconds for _, seconds in watch.paints]) * 1000.0
    return Smoothness(
        import_seconds=imported,
        usable_seconds=watch.usable - begun,
        listening_seconds=listening - begun,
        frames_a_second=(len(took) - 1) / (watch.paints[-1][0] - watch.paints[0][0]),
        paint_ms_median=float(np.median(took)),
        paint_ms_p99=float(np.percentile(took, 99)),
        waited_ms_p99=float(np.percentile(watch.waits, 99)),
        waited_ms_most=float(max(watch.waits)),
    )


def speaking(folder: Path) -> Bridge:
    """A bridge, always listening, whose microphone plays the demo's recordings in real time; then it is quiet."""
    from assistant.audio.file import FileSource
    from assistant.audio.source import Source
    from assistant.demo import recordings
    from assistant.events import Subscriber
    from assistant.settings import Config, Listen, Mode
    from ui.bridge import Bridge
    from ui.tap import Quiet

    class Silence(Quiet):
        name = "silence"

    sources: list[Source] = [FileSource(one.file, realtime=True) for one in recordings()]

    def open_source(_config: Config, _publish: Subscriber) -> Source:
        return sources.pop() if sources else Silence()

    config = Config(listen=Listen(mode=Mode.ALWAYS), folder=folder, state=folder / "state")
    return Bridge(config, open_source=open_source)


def main() -> None:
    """Run it a few times and show the best, the median and the worst."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--begun", type=float, help="Used inside: this process is a run.")
    options = parser.parse_args()
    if options.begun:
        sys.stdout.write(json.dumps(asdict(child(options.begun))) + "\n")
        return
    environment = dict(os.environ)
    if not any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    runs: list[dict[str, float]] = []
    for _ in range(options.runs):
        command = [sys.executable, "-m", "tests.benchmarks.bench_window", "--begun", str(time.time())]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    if options.json:
        sys.stdout.write(json.dumps(runs, indent=1) + "\n")
        return
    for name in runs[0]:
        values = sorted(run[name] for run in runs)
        Console().print(f"{name:20} {values[0]:8.2f} to {values[-1]:.2f}, median {np.median(values):.2f}")


if __name__ == "__main__":
    main()
