"""The scrolling spectrogram: a ring of columns in one 8-bit image, so that a frame costs two blits."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.events import Picture
from ui.spectrum import BANDS, COLUMNS_A_SECOND, Spectrum
from ui.tap import Heard
from ui.theme import Theme

SHOWN_SECONDS = 6
COLUMNS = SHOWN_SECONDS * COLUMNS_A_SECOND

FRAME_MS = 16
"""Sixty frames a second."""

MOST_WAITING = 40
"""Columns that may wait to be shown: more means that the screen has fallen behind, and it catches up at once."""


def color_table(theme: Theme) -> list[int]:
    """256 colours from the window's ground over the accent to the text's colour."""
    ground, middle, top = QColor(theme.field), QColor(theme.accent), QColor(theme.text)
    table = []
    for level in range(256):
        share = (level / 255) ** 1.2
        low, high, at = (ground, middle, 2 * share) if share < 0.5 else (middle, top, 2 * share - 1)
        mixed = QColor.fromRgbF(
            low.redF() + at * (high.redF() - low.redF()),
            low.greenF() + at * (high.greenF() - low.greenF()),
            low.blueF() + at * (high.blueF() - low.blueF()),
        )
        table.append(mixed.rgb())
    return table


def image_of(picture: Picture, theme: Theme) -> QImage:
    """A whole spectrogram `[columns, bands]` as an image, time to the right and high bands on top."""
    columns, bands = picture.shape
    upright = np.ascontiguousarray(picture.T[::-1])
    image = QImage(upright.tobytes(), columns, bands, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(color_table(theme))
    return image.copy()


class Ring:
    """The newest columns, oldest first from `at` on; no Qt."""

    def __init__(self, columns: int = COLUMNS) -> None:
        self.rows = np.zeros((BANDS, columns), np.uint8)
        """High bands on top, as they are drawn."""
        self.at = 0

    def push(self, columns: Picture) -> None:
        """Write `[n, BANDS]` over the oldest ones."""
        total = self.rows.shape[1]
        newest = columns[-total:]
        places = (self.at + np.arange(len(newest))) % total
        self.rows[:, places] = newest.T[::-1]
        self.at = int((self.at + len(newest)) % total)

    def clear(self) -> None:
        """Silence."""
        self.rows[:] = 0


class Spectrogram(QWidget):
    """What is heard at the moment, moving to the left."""

    def __init__(self, heard: Heard, theme: Theme, name: str) -> None:
        super().__init__()
        self._heard = heard
        self._spectrum = Spectrum()
        self._ring = Ring()
        self._waiting = np.zeros((0, BANDS), np.uint8)
        self._moved = time.perf_counter()
        self._theme = theme
        self._table = color_table(theme)
        self.frames = 0
        """Frames drawn so far, for measurements."""
        self.setAccessibleName(name)
        self.setMinimumHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(480, 160)

    def showEvent(self, event: QShowEvent) -> None:
        """Move while it can be seen."""
        super().showEvent(event)
        self._heard.take()
        self._moved = time.perf_counter()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while it cannot."""
        super().hideEvent(event)
        self._timer.stop()

    def _tick(self) -> None:
        fresh = self._spectrum.push(self._heard.take())
        if len(fresh):
            self._waiting = np.concatenate([self._waiting, fresh])
        now = time.perf_counter()
        due = int((now - self._moved) * COLUMNS_A_SECOND)
        if not len(self._waiting):
            self._moved = now
            return
        if due == 0:
            return
        self._moved += due / COLUMNS_A_SECOND
        due = max(due, len(self._waiting) - MOST_WAITING)
        self._ring.push(self._waiting[:due])
        self._waiting = self._waiting[due:]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Two pieces of the ring, side by side."""
        del event
        self.frames += 1
        rows, at = self._ring.rows, self._ring.at
        total = rows.shape[1]
        # The image lives only here, while the array does; nothing is copied.
        image = QImage(rows.data, total, BANDS, total, QImage.Format.Format_Indexed8)
        image.setColorTable(self._table)
        painter = QPainter(self)
        width, height = self.width(), self.height()
        left = width * (total - at) / total
        painter.fillRect(self.rect(), QColor(self._theme.field))
        painter.drawImage(QRectF(0, 0, left, height), image, QRectF(at, 0, total - at, BANDS))
        painter.drawImage(QRectF(left, 0, width - left, height), image, QRectF(0, 0, at, BANDS))
        painter.setPen(QColor(self._theme.faint))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
