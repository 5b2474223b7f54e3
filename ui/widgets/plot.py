"""Accuracy over size, one point for each released model, and a bar for each figure of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant.released import Released
from ui.texts import tr
from ui.theme import Theme

GAP = 8
"""Pixels between an axis and its labels."""


class ModelPlot(QWidget):
    """Size to the right, mean accuracy upwards."""

    def __init__(self, theme: Theme, models: tuple[Released, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._models = [model for model in models if model.accuracy is not None]
        self._chosen = ""
        self.setAccessibleName(tr("Accuracy and size of the models"))
        self.setAccessibleDescription(
            "; ".join(f"{m.name}: {m.accuracy:.1f} %, {m.bytes / 1e6:.1f} MB" for m in self._models)
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def choose(self, name: str) -> None:
        """Mark one."""
        self._chosen = name
        self.update()

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(420, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, points, names."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        left = self.fontMetrics().horizontalAdvance("100 %") + GAP
        area = QRectF(left, line / 2, self.width() - left - line, self.height() - 2.8 * line)
        most = max((model.bytes for model in self._models), default=1) * 1.25
        for share in (0, 25, 50, 75, 100):
            y = area.bottom() - share / 100 * area.height()
            painter.setPen(QPen(QColor(self._theme.faint), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(
                QRectF(0, y - line / 2, left - GAP, line), Qt.AlignmentFlag.AlignRight, f"{share} %"
            )
        painter.drawText(
            QRectF(area.left(), area.bottom() + 1.3 * line, area.width(), line),
            Qt.AlignmentFlag.AlignCenter,
            tr("size, MB (mean of all percentages upwards)"),
        )
        for model in self._models:
            x = area.left() + model.bytes / most * area.width()
            y = area.bottom() - (model.accuracy or 0.0) / 100 * area.height()
            chosen = model.name == self._chosen
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent if chosen else self._theme.line))
            painter.drawEllipse(QPointF(x, y), 6.0, 6.0)
            painter.setPen(QColor(self._theme.text))
            name = f"{model.name} {model.accuracy:.0f} %"
            width = self.fontMetrics().horizontalAdvance(name)
            at = x + 10 if x + 10 + width < area.right() else x - 10 - width
            painter.drawText(QPointF(at, y - 8), name)
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(x - line, area.bottom() + line * 0.9), f"{model.bytes / 1e6:.1f}")
        painter.end()
