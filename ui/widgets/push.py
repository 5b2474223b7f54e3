"""Push-to-talk: a button that is held, or clicked once; and the same by Space or Ctrl+Space."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.bridge import Bridge
from ui.texts import tr

CLICK_SECONDS = 0.35
"""Held shorter than this it was a click: then the end of the sentence is found by its silence."""

_SPACE_IS_THEIRS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)


class Push:
    """What is held down, however it is."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._since: float | None = None

    def down(self) -> None:
        """Held from now on."""
        if self._since is None:
            self._since = time.monotonic()
            self._bridge.press()

    def up(self) -> None:
        """Let go."""
        since, self._since = self._since, None
        if since is not None and time.monotonic() - since >= CLICK_SECONDS:
            self._bridge.release()


class PushButton(QPushButton):
    """The large button."""

    def __init__(self, push: Push) -> None:
        super().__init__(tr("Hold to talk"))
        self.setProperty("role", "primary")
        self.setAccessibleName(tr("Hold to talk"))
        hint = tr("Hold it while you speak, or click it once and speak. Keys: Space, Ctrl+Space.")
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)
        self.setAutoDefault(False)
        self.pressed.connect(push.down)
        self.released.connect(push.up)


class PushKeys(QObject):
    """Space where nothing else wants it, and Ctrl+Space anywhere in the window."""

    def __init__(self, push: Push, window: QWidget) -> None:
        super().__init__(window)
        self._push = push
        self._window = window
        self._held = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See keys before the widgets do."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space:
            return False
        if event.type() == QEvent.Type.KeyPress and (self._held or self._is_ours(event)):
            if not self._held and not event.isAutoRepeat():
                self._held = True
                self._push.down()
            return True
        if event.type() == QEvent.Type.KeyRelease and self._held:
            if not event.isAutoRepeat():
                self._held = False
                self._push.up()
            return True
        del watched
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        if QApplication.activeWindow() is not self._window:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return True
        return not isinstance(QApplication.focusWidget(), _SPACE_IS_THEIRS)
