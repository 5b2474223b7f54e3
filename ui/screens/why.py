"""Why: the last utterances, what each could have been, and why it was taken or refused."""

from __future__ import annotations

import json
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
)

from assistant.paths import write_atomically
from ui.bridge import Bridge
from ui.state.moments import Moment, bundle, why
from ui.state.words import intent_words, reason_words
from ui.texts import tr
from ui.theme import SPACE, Theme
from ui.widgets.basics import Card, Page, button, label, named
from ui.widgets.timeline import Timeline

TIME = Qt.ItemDataRole.UserRole + 1


class WhyScreen(Page):
    """A list of utterances, and everything known of the chosen one."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(tr("Why"))
        self._bridge = bridge
        self._shown: Moment | None = None
        self.list = QListWidget()
        self.list.setObjectName("utterances")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        named(self.list, tr("The last utterances"))
        self.empty = label(
            tr("Nothing was said yet. Say or type something, and this page explains what came of it."),
            "muted",
        )
        self.details = Card()
        self.text = label(role="partial", select=True)
        self.reason = label(select=True)
        self.timeline = Timeline(theme)
        self.scores = label(role="muted")
        self.table = QTableWidget(0, 4)
        named(self.table, tr("What it could have been"))
        self.wrong = button(
            tr("This was wrong"), self._wrong, hint=tr("Choose in the list what was meant first")
        )
        self.none_of_them = button(tr("None of these was meant"), lambda: self._correct(listed=False))
        self.export = button(
            tr("Export a diagnosis…"), self._export, hint=tr("Text and scores, without sound")
        )
        self.thanks = label(role="good")
        self._arrange()
        self.list.currentRowChanged.connect(self._choose)
        self.table.itemSelectionChanged.connect(self._selected)
        bridge.moments_changed.connect(self._fill)
        self._fill()

    def _arrange(self) -> None:
        self.column.addWidget(self.empty)
        both = QHBoxLayout()
        both.setSpacing(2 * SPACE)
        both.addWidget(self.list, 1)
        both.addWidget(self.details, 3)
        self.list.setMinimumWidth(150)
        self.column.addLayout(both, 1)
        table = self.table
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setMinimumHeight(7 * (table.fontMetrics().height() + 8))
        for one in (self.text, self.reason, self.timeline, self.scores, table):
            self.details.column.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.wrong)
        row.addWidget(self.none_of_them)
        row.addStretch(1)
        row.addWidget(self.export)
        self.details.column.addLayout(row)
        self.details.column.addWidget(self.thanks)

    def _fill(self) -> None:
        chosen = self._shown.time if self._shown else None
        newest = self.list.currentRow() <= 0
        moments = self._bridge.moments
        self.list.blockSignals(True)
        self.list.clear()
        for moment in moments:
            item = QListWidgetItem(_line(moment))
            item.setData(TIME, moment.time)
            item.setToolTip(_line(moment))
            self.list.addItem(item)
        row = next((n for n, one in enumerate(moments) if one.time == chosen), 0)
        self.list.setCurrentRow(0 if newest else row)
        self.list.blockSignals(False)
        for widget in (self.list, self.details):
            widget.setVisible(bool(moments))
        self.empty.setVisible(not moments)
        self._choose(self.list.currentRow())

    def _choose(self, row: int) -> None:
        moments = self._bridge.moments
        self._shown = moment = moments[row] if 0 <= row < len(moments) else None
        self.timeline.show_moment(moment)
        if moment is None:
            return
        self.text.setText(_line(moment))
        self.reason.setText(why(moment))
        self.scores.setText(
            tr("Not a command: {score} · needed for a command: {threshold}").format(
                score=f"{moment.not_a_command:.0%}", threshold=f"{moment.threshold:.0%}"
            )
        )
        self.scores.setVisible(moment.audio_seconds > 0)
        self._fill_table(moment)
        self.wrong.setEnabled(False)
        self.none_of_them.setEnabled(not moment.corrected)
        self.thanks.setText(_thanks(moment))
        self.thanks.setVisible(bool(self.thanks.text()))

    def _fill_table(self, moment: Moment) -> None:
        table = self.table
        table.clear()
        table.setHorizontalHeaderLabels([tr("Sentence"), tr("Meaning"), tr("Sure"), tr("Fit")])
        table.setRowCount(len(moment.candidates))
        for row, one in enumerate(moment.candidates):
            slots = ", ".join(f"{slot.name}={slot.value}" for slot in one.slots)
            fit = f"{one.score:.2f}" if one.score else "–"
            for at, text in enumerate(
                (one.text, f"{intent_words(one.intent)} {slots}", f"{one.confidence:.0%}", fit)
            ):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, at, item)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for at in (2, 3):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)

    def _selected(self) -> None:
        moment = self._shown
        self.wrong.setEnabled(
            moment is not None and not moment.corrected and bool(self.table.selectedItems())
        )

    def _wrong(self) -> None:
        self._correct(listed=True)

    def _correct(self, *, listed: bool) -> None:
        moment, row = self._shown, self.table.currentRow()
        if moment is None:
            return
        meant = moment.candidates[row] if listed and 0 <= row < len(moment.candidates) else None
        self._bridge.correct(moment, meant)

    def _export(self) -> None:
        stamp = time.strftime("%Y%m%d-%H%M%S")
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Export a diagnosis"), f"inglenook-{stamp}.json", "*.json"
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write everything known of the chosen utterance but its sound."""
        if self._shown is None:
            return
        text = json.dumps(bundle(self._shown, self._bridge.facts()), ensure_ascii=False, indent=1)
        self._bridge.tasks.run(
            lambda _: write_atomically(path, text + "\n"),
            lambda _: self.thanks.setText(tr("Written to {file}").format(file=path.name)),
            self._bridge.fail,
            owner=self,
        )
        self.thanks.show()


def _line(moment: Moment) -> str:
    recognition = moment.recognition
    if recognition.text:
        return f"“{recognition.text}”"
    if moment.candidates:
        return f"{reason_words(recognition.reason)}: “{moment.candidates[0].text}”?"
    return reason_words(recognition.reason)


def _thanks(moment: Moment) -> str:
    if not moment.corrected:
        return ""
    if moment.meant is None:
        return tr("Noted: none of these was meant.")
    return tr("Noted: “{text}” was meant.").format(text=moment.meant.text)
