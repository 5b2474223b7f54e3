"""The input level: a bar in dB with the recent peak."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.texts import tr
from ui.theme import Theme

LOWEST_DB, HIGHEST_DB = -70.0, 0.0
CLIPPED = 0.99
FALL_DB = 1.2
"""How far the bar falls in a frame: it rises at once."""


class Meter(QWidget):
    """Takes levels as they come and moves smoothly."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._target = LOWEST_DB
        self._shown = LOWEST_DB
        self._clipped = False
        self.setAccessibleName(tr("Input level"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, interval=16)
        self._timer.timeout.connect(self._tick)

    @property
    def shown_db(self) -> float:
        """What the bar shows."""
        return self._shown

    def sizeHint(self) -> QSize:
        """A thin bar."""
        return QSize(200, 12)

    def set_level(self, rms_db: float, peak: float) -> None:
        """A new level: dB of full scale, and the largest absolute sample."""
        self._target = min(max(rms_db, LOWEST_DB), HIGHEST_DB)
        self._clipped = peak >= CLIPPED
        loudness = tr("too loud") if self._clipped else tr("{level} dB").format(level=round(rms_db))
        self.setAccessibleDescription(loudness)
        if self._target != self._shown and not self._timer.isActive():
            self._timer.start()

    def _tick(self) -> None:
        self._shown = max(self._target, self._shown - FALL_DB)
        if self._shown == self._target:
            self._timer.stop()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, bar."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = float(self.height())
        painter.setBrush(QColor(self._theme.faint))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), height), height / 2, height / 2)
        share = (self._shown - LOWEST_DB) / (HIGHEST_DB - LOWEST_DB)
        if share > 0:
            painter.setBrush(QColor(self._theme.bad if self._clipped else self._theme.accent))
            painter.drawRoundedRect(
                QRectF(0, 0, max(height, share * self.width()), height), height / 2, height / 2
            )
        painter.end()
