"""What is wrong, in calm lines on top of every page, each with what to do about it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.bridge import Bridge
from ui.state.notices import Notice
from ui.texts import tr
from ui.theme import SPACE
from ui.widgets.basics import button, label


class Banner(QWidget):
    """All notices; hidden where there is none."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, 0)
        self.setAccessibleName(tr("Notices"))
        bridge.notices_changed.connect(self._show_all)
        self._show_all()

    def _show_all(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for notice in self._bridge.notices.values():
            self._column.addWidget(self._line(notice))
        self.setVisible(bool(self._bridge.notices))

    def _line(self, notice: Notice) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "notice")
        frame.setAccessibleName(f"{notice.message}. {notice.remedy}")
        row = QHBoxLayout(frame)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(notice.message, select=True))
        if notice.remedy:
            words.addWidget(label(notice.remedy, "muted", select=True))
        row.addLayout(words, 1)
        if notice.can_retry:
            row.addWidget(button(tr("Try again"), self._bridge.retry))
        row.addWidget(button(tr("Dismiss"), lambda: self._bridge.dismiss(notice.part)))
        return frame
