"""A plain text editor that marks one line as wrong."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFontDatabase, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ui.theme import Theme


class SentenceEditor(QPlainTextEdit):
    """YAML in a fixed-width font; Tab leaves the editor, as keyboards without a mouse need."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.marked: int | None = None

    def mark(self, line: int | None) -> None:
        """Show where the fault is, from 1; None: nowhere."""
        self.marked = line
        selections = []
        if line is not None:
            block = self.document().findBlockByLineNumber(min(line, self.blockCount()) - 1)
            selection = QTextEdit.ExtraSelection()
            ground = QColor(self._theme.bad)
            ground.setAlpha(60)
            selection.format.setBackground(ground)
            selection.format.setProperty(QTextFormat.Property.FullWidthSelection, 1)
            selection.cursor = QTextCursor(block)
            selections.append(selection)
        self.setExtraSelections(selections)
