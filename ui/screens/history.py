"""History: everything that was said and what came of it, to search and to clear."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QHeaderView, QLineEdit, QTableView

from assistant.history_rows import Entry, Kind
from assistant.home import Home
from assistant.types import Reason, Status
from ui.bridge import Bridge
from ui.state.words import intent_words, reason_words, status_words
from ui.texts import tr
from ui.theme import SPACE, Theme
from ui.widgets.basics import Flow, Page, button, label, named

SHOWN = 500
"""Lines at most; searching finds older ones."""

Index = QModelIndex | QPersistentModelIndex


class HistoryTable(QAbstractTableModel):
    """Entries as rows."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One row an entry."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """When, what was said, what it meant, what came of it, how sure."""
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (tr("Time"), tr("Said"), tr("Meaning"), tr("What came of it"), tr("Sure"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, also as its tool tip."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        entry = self.entries[index.row()]
        when = time.strftime("%m-%d %H:%M:%S", time.localtime(entry.time))
        sure = f"{entry.confidence:.0%}" if entry.text else ""
        return (when, entry.text, intent_words(entry.intent), _outcome(entry), sure)[index.column()]


class HistoryScreen(Page):
    """The table with its filters."""

    def __init__(self, bridge: Bridge, theme: Theme, language: str) -> None:
        super().__init__(tr("History"))
        del theme
        self._bridge = bridge
        self.search = QLineEdit(placeholderText=tr("Search"), clearButtonEnabled=True)
        named(self.search, tr("Search the history"))
        self.kind = QComboBox()
        for text, kinds in (
            (tr("Everything"), ()),
            (tr("Understood"), (Kind.RECOGNIZED,)),
            (tr("Refused"), (Kind.REJECTED,)),
            (tr("Done or declined"), (Kind.ACTED,)),
            (tr("Faults"), (Kind.FAILED,)),
        ):
            self.kind.addItem(text, kinds)
        named(self.kind, tr("Which lines"))
        self.intent = QComboBox()
        named(self.intent, tr("Which meaning"))
        self.room = QComboBox()
        named(self.room, tr("Which room"))
        self._language = language
        self.model = HistoryTable()
        self.model.setParent(self)
        self.table = QTableView()
        named(self.table, tr("What was said"))
        self.table.setModel(self.model)
        self.empty = label("", "muted")
        self.clear = button(tr("Clear the history…"), lambda: self._ask(asks=True))
        self.sure = label(tr("Forget everything that was said, and the recordings?"))
        self.yes = button(tr("Forget it"), self._clear)
        self.no = button(tr("Keep it"), lambda: self._ask(asks=False))
        self._arrange()
        self._wait = QTimer(self, singleShot=True, interval=120)
        self._wait.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda _: self._wait.start())
        for box in (self.kind, self.intent, self.room):
            box.activated.connect(lambda _: self.reload())
        bridge.history_changed.connect(self._news)
        bridge.home_changed.connect(self._home_changed)
        self._fill_filters()
        self._ask(asks=False)

    def _arrange(self) -> None:
        self.column.addWidget(self.search)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for box in (self.kind, self.intent, self.room):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            row.addWidget(box, 1)
        self.column.addLayout(row)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.setMinimumHeight(200)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at in (0, 4):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        for at in (1, 2, 3):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.table, 1)
        asking = Flow()
        for one in (self.clear, self.sure, self.yes, self.no):
            asking.addWidget(one)
        self.column.addLayout(asking)

    def shown(self) -> None:
        """Read anew."""
        self.reload()

    def _news(self) -> None:
        if self.isVisible():
            self._wait.start()

    def _home_changed(self, ids: object) -> None:
        if ids is None:
            self._fill_filters()

    def _fill_filters(self) -> None:
        home = self._bridge.home
        for box, rest in ((self.intent, tr("Any meaning")), (self.room, tr("Any room"))):
            box.clear()
            box.addItem(rest, "")
        for area in home.areas:
            self.room.addItem(home.display(area, self._language), area)

    def reload(self) -> None:
        """Read what fits the filters."""
        history = self._bridge.history
        if history is None:
            loading = self._bridge.assistant is None
            text = (
                tr("The history is being opened.")
                if loading
                else tr("No history is kept; see Settings, Privacy.")
            )
            self._show((), text)
            return
        search, intent = self.search.text().strip(), str(self.intent.currentData() or "")
        kinds, room, home = (
            self.kind.currentData() or (),
            str(self.room.currentData() or ""),
            self._bridge.home,
        )

        def read(_: object) -> list[Entry]:
            found = history.entries(search=search, kinds=kinds, intent=intent, limit=SHOWN)
            return [entry for entry in found if not room or room_of(entry, home) == room]

        self._bridge.tasks.run(read, self._loaded, self._bridge.fail)

    def _loaded(self, entries: Sequence[Entry]) -> None:
        filtered = self.search.text() or self.kind.currentIndex() or self.room.currentIndex()
        self._show(entries, tr("Nothing fits.") if filtered else tr("Nothing has been said yet."))
        known = {self.intent.itemData(at) for at in range(self.intent.count())}
        for intent in sorted({entry.intent for entry in entries if entry.intent} - known):
            self.intent.addItem(intent_words(intent), intent)

    def _show(self, entries: Sequence[Entry], empty: str) -> None:
        self.model.show(entries)
        self.empty.setText(empty)
        self.empty.setVisible(not entries)

    def _ask(self, *, asks: bool) -> None:
        self.clear.setVisible(not asks)
        for one in (self.sure, self.yes, self.no):
            one.setVisible(asks)

    def _clear(self) -> None:
        self._ask(asks=False)
        history, corrections = self._bridge.history, self._bridge.corrections
        if history is None:
            return

        def forget(_: object) -> int:
            corrections.clear()
            return history.clear()

        self._bridge.tasks.run(forget, lambda _: self.reload(), self._bridge.fail, owner=self)


def room_of(entry: Entry, home: Home) -> str:
    """The room that an entry is about: the one it names, or that of the device it names."""
    area = str(entry.slots.get("area", ""))
    entity = home.entities.get(str(entry.slots.get("name", "")))
    return area or (entity.area or "" if entity else "")


def _outcome(entry: Entry) -> str:
    if entry.kind is Kind.REJECTED:
        return reason_words(Reason(entry.outcome)) if entry.outcome else tr("Refused")
    if entry.outcome:
        return f"{status_words(Status(entry.outcome))}: {entry.message}"
    return entry.message
