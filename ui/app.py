"""Where the desktop app begins; `inglenook run` comes here when there is a display."""

from __future__ import annotations

import signal
import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from assistant.settings import Config
from ui.bridge import Bridge
from ui.garbage import Garbage
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.single import SingleInstance
from ui.texts import Translations
from ui.tray import Tray, app_icon

INTERRUPTED = 130


def start(config: Config) -> int:
    """Show the window, load behind it, and go on until it is closed; the exit code."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("inglenook")
    application.setApplicationDisplayName("Inglenook")
    application.setDesktopFileName("inglenook")
    application.setStyle("Fusion")
    application.setWindowIcon(app_icon())
    preferences = Preferences(config.folder)
    translations = Translations(application)
    translations.use(preferences.language)
    bridge = Bridge(config)
    single = SingleInstance(config.state, lambda: _to_front(window))
    if not single.is_first():
        bridge.close()
        return 0
    garbage = Garbage(application)
    window = MainWindow(bridge, preferences, translations)
    tray = Tray(bridge, window) if QSystemTrayIcon.isSystemTrayAvailable() else None
    if tray is not None:
        tray.icon.show()
    interrupts = Interrupts(application)
    window.closed.connect(application.quit)
    window.show()
    bridge.start()
    if not preferences.first_run_done:
        window.show_first_run()
    try:
        code = application.exec()
    finally:
        bridge.close()
        single.close()
        interrupts.close()
        garbage.close()
    return INTERRUPTED if interrupts.received else code


def _to_front(window: MainWindow) -> None:
    window.showNormal()
    window.raise_()
    window.activateWindow()


class Interrupts(QObject):
    """Ctrl-C and SIGTERM close the window: Python hears of signals through a socket while Qt waits."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.received = False
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in self._before:
            signal.signal(number, lambda *_: None)
        self._wakeup = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._received)
        self._application = application

    def close(self) -> None:
        """Let signals do what they did before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._ours.close()
        self._theirs.close()

    def _received(self) -> None:
        numbers = self._ours.recv(64)
        self.received = self.received or signal.SIGINT in numbers
        self._application.quit()
