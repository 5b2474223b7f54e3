"""An utterance as it looked: its spectrogram with the words on a line of time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.events import Picture
from ui.runner import BEFORE_SECONDS
from ui.spectrum import COLUMNS_A_SECOND
from ui.state.moments import Moment
from ui.texts import tr
from ui.theme import Theme
from ui.widgets.spectrogram import image_of


class Timeline(QWidget):
    """Shows one moment."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._moment: Moment | None = None
        self.setAccessibleName(tr("Spectrogram and words"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the picture, the words and the seconds."""
        return QSize(400, 110 + 4 * self.fontMetrics().height())

    def show_moment(self, moment: Moment | None) -> None:
        """Show another one."""
        self._moment = moment
        words = moment.recognition.words if moment else ()
        self.setAccessibleDescription(", ".join(f"{w.text} {w.start:.1f}–{w.end:.1f} s" for w in words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, words, seconds."""
        del event
        painter = QPainter(self)
        line = self.fontMetrics().height()
        area = QRectF(0, 0, self.width(), self.height() - 4 * line)
        painter.fillRect(area, QColor(self._theme.field))
        picture = self._moment.picture if self._moment else None
        if picture is None or not len(picture):
            painter.setPen(QColor(self._theme.muted))
            text = tr("It was typed: there is no sound to show.") if self._moment else ""
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        else:
            self._draw(painter, area, picture)
        painter.setPen(QColor(self._theme.faint))
        painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.end()

    def _draw(self, painter: QPainter, area: QRectF, picture: Picture) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, image_of(picture, self._theme))
        seconds = len(picture) / COLUMNS_A_SECOND
        scale = area.width() / seconds
        # The picture begins a little before the utterance, or where the sound does.
        offset = min(
            BEFORE_SECONDS, max(0.0, seconds - (self._moment.audio_seconds if self._moment else 0.0))
        )
        line = self.fontMetrics().height()
        pen = QPen(QColor(self._theme.accent), 1.5)
        ends = [0.0, 0.0]
        """Where the words of both rows end: a short word must not lie under the next one."""
        for word in self._moment.recognition.words if self._moment else ():
            left, right = (word.start + offset) * scale, (word.end + offset) * scale
            row = 0 if left >= ends[0] else 1
            ends[row] = left + 8 + self.fontMetrics().horizontalAdvance(word.text)
            painter.setPen(pen)
            painter.drawLine(
                int(left), int(area.bottom()) - 6, int(left), int(area.bottom()) + (row + 1) * line
            )
            painter.setPen(QColor(self._theme.text))
            box = QRectF(left + 3, area.bottom() + 2 + row * line, max(right - left, 12.0), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip, word.text)
        painter.setPen(QColor(self._theme.muted))
        for second in range(int(seconds - offset) + 1):
            at = (second + offset) * scale
            painter.drawText(int(at), int(area.bottom()) + 3 * line + 6, f"{second} s")
