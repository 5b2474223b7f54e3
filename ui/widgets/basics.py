"""Labels, buttons, cards and pages in the app's one style, each with the name that screen readers say."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import SPACE

LONGEST_WORD = 24
"""Letters that fit into the narrowest label."""


def breakable(text: str) -> str:
    """`text` with places where a very long word may go on in the next line; they cannot be seen."""
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", "\\1\u200b", text)


def label(text: str = "", role: str = "", *, wrap: bool = True, select: bool = False) -> QLabel:
    """A text; `role` is one of the style sheet's."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # what was said or named by people is never markup
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if select:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Let a widget look otherwise."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(text: str, clicked: Callable[[], object], role: str = "", *, hint: str = "") -> QPushButton:
    """A push button; `hint` says more than its text, on hovering and to screen readers."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    made.setAccessibleName(text)
    if hint:
        made.setToolTip(hint)
        made.setAccessibleDescription(hint)

    def call() -> None:  # Qt would hand over whether the button is checked
        clicked()

    made.clicked.connect(call)
    return made


def named(widget: QWidget, name: str) -> QWidget:
    """`widget` with the name that screen readers say."""
    widget.setAccessibleName(name)
    return widget


class Card(QFrame):
    """A frame with a column of things in it."""

    def __init__(self, heading: str = "", role: str = "card") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        self.column.setSpacing(SPACE)
        if heading:
            self.column.addWidget(label(heading, "heading"))
            self.setAccessibleName(heading)


class Page(QScrollArea):
    """A page of the window: a title and a column that scrolls where the window is small."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        inside = QWidget()
        inside.setObjectName("page")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 3 * SPACE)
        self.column.setSpacing(2 * SPACE)
        self.column.addWidget(label(title, "title"))
        self.setWidget(inside)

    def shown(self) -> None:
        """The page has come to the front."""


class Elided(QLabel):
    """One line that is cut with an ellipsis where there is no room; the whole text is its tool tip."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Show `text`, or as much as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    @property
    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cut anew where the font has changed meanwhile."""
        self._fit()
        super().paintEvent(event)

    def _fit(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(
            self._whole, Qt.TextElideMode.ElideRight, max(0, self.contentsRect().width())
        )
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Flow(QLayout):
    """Things side by side, in as many rows as they need."""

    def __init__(self, gap: int = SPACE) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way to add."""
        self._items.append(item)

    def count(self) -> int:
        """How many things there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take one out, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """As wide as the widest thing."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """As wide as the widest thing."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def clear(self) -> None:
        """Remove all of them for good."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, row = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            size = item.sizeHint()
            width = min(size.width(), rect.width()) if rect.width() > 0 else size.width()
            if x > rect.x() and x + width > rect.right() + 1:
                x, y, row = rect.x(), y + row + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + self._gap
            row = max(row, size.height())
        return y + row - rect.y()
