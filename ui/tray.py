"""An icon in the tray where the desktop has one: show, mute, talk, quit. Everything works without it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from ui.bridge import Bridge
from ui.main_window import MainWindow
from ui.state.listening import Phase
from ui.texts import tr
from ui.theme import LIGHT


def app_icon(color: str = LIGHT.accent, *, muted: bool = False) -> QIcon:
    """An arch with a flame in it: the fire in the inglenook; crossed out where it is muted."""
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / 64, size / 64)
        arch = QPainterPath()
        arch.moveTo(8, 60)
        arch.lineTo(8, 30)
        arch.arcTo(QRectF(8, 6, 48, 48), 180, -180)
        arch.lineTo(56, 60)
        painter.setPen(QPen(QColor(color), 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(arch)
        flame = QPainterPath()
        flame.moveTo(32, 22)
        flame.cubicTo(48, 38, 46, 58, 32, 58)
        flame.cubicTo(18, 58, 16, 38, 32, 22)
        painter.fillPath(flame, QColor(color))
        if muted:
            painter.setPen(QPen(QColor(color), 6))
            painter.drawLine(6, 58, 58, 6)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class Tray(QObject):
    """The icon and its menu."""

    def __init__(self, bridge: Bridge, window: MainWindow) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._window = window
        self.menu = QMenu()
        self.icon = QSystemTrayIcon(app_icon(), self)
        self.show_action = self.menu.addAction("", self._show)
        self.talk_action = self.menu.addAction("", bridge.press)
        self.mute_action = self.menu.addAction("", lambda: bridge.mute(not bridge.listening.muted))
        self.menu.addSeparator()
        self.quit_action = self.menu.addAction("", window.close)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        bridge.listening_changed.connect(self.refresh)
        self._muted: bool | None = None
        self.refresh()

    def refresh(self) -> None:
        """Words and icon as things are."""
        state = self._bridge.listening
        self.show_action.setText(tr("Show the window"))
        self.talk_action.setText(tr("Talk now"))
        self.talk_action.setEnabled(state.hearing and not state.muted)
        self.mute_action.setText(tr("Unmute") if state.muted else tr("Mute"))
        self.quit_action.setText(tr("Quit"))
        if state.muted != self._muted:
            self._muted = state.muted
            self.icon.setIcon(app_icon(muted=state.muted))
        listening = state.phase in (Phase.LISTENING, Phase.THINKING)
        self.icon.setToolTip(f"Inglenook: {tr('Listening…')}" if listening else "Inglenook")

    def _show(self) -> None:
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._show()
