"""Home: rooms and devices as they are now, each worked by mouse or keys, and named."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QHBoxLayout, QHeaderView, QLineEdit, QTreeView

from assistant.home.model import Entity
from ui.bridge import Bridge
from ui.state import orders
from ui.state.words import state_line
from ui.texts import tr
from ui.theme import SPACE, Theme
from ui.widgets.basics import Page, button, label, named
from ui.widgets.device_panel import DevicePanel

ENTITY = Qt.ItemDataRole.UserRole + 1

NAME_WIDTH = 220
"""Pixels of the list's first column."""

SIDE_BY_SIDE = 660
"""Pixels of a page from which the chosen device is beside the list, not below it."""


class HomeScreen(Page):
    """A list of rooms, and the chosen device on its right; below it in a narrow window."""

    def __init__(self, bridge: Bridge, theme: Theme, language: str) -> None:
        super().__init__(tr("Home"))
        del theme
        self._bridge = bridge
        self._language = language
        self._rows: dict[str, QStandardItem] = {}
        self.search = QLineEdit(placeholderText=tr("Find a room or device"), clearButtonEnabled=True)
        named(self.search, tr("Find a room or device"))
        self.model = QStandardItemModel(self)
        self.filter = QSortFilterProxyModel(self)
        self.filter.setSourceModel(self.model)
        self.filter.setRecursiveFilteringEnabled(True)
        self.filter.setAutoAcceptChildRows(True)
        self.filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tree = QTreeView()
        named(self.tree, tr("Rooms and devices"))
        self.tree.setModel(self.filter)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setMinimumHeight(220)
        self.panel = DevicePanel(bridge, language)
        self.undo = button(tr("Undo"), bridge.undo, hint=tr("Takes back what was done last"))
        self.empty = label(tr("The home is being loaded."), "muted")
        self._arrange()
        self.search.textChanged.connect(self._filter)
        self.tree.selectionModel().currentChanged.connect(self._chosen)
        self.tree.activated.connect(self._activated)
        bridge.home_changed.connect(self._changed)
        self._fill()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.search, 1)
        row.addWidget(self.undo)
        self.column.addLayout(row)
        self.column.addWidget(self.empty)
        both = self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        both.setSpacing(2 * SPACE)
        both.addWidget(self.tree, 3)
        both.addWidget(self.panel, 2)
        self.column.addLayout(both, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the device is below the list: names and states stay in sight."""
        wide = event.size().width() >= SIDE_BY_SIDE
        self._both.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
        super().resizeEvent(event)

    def chosen(self) -> str:
        """The id of the chosen device, or nothing."""
        return str(self.tree.currentIndex().siblingAtColumn(0).data(ENTITY) or "")

    def choose(self, entity: str) -> None:
        """Choose a device by its id."""
        item = self._rows.get(entity)
        if item is not None:
            place = self.filter.mapFromSource(self.model.indexFromItem(item)).siblingAtColumn(0)
            self.tree.setCurrentIndex(place)

    def row_text(self, entity: str) -> str:
        """What the list says of a device's state."""
        item = self._rows.get(entity)
        return item.text() if item is not None else ""

    def _fill(self) -> None:
        chosen = self.chosen()
        home, states = self._bridge.home, self._bridge.states()
        self.model.clear()
        self.model.setHorizontalHeaderLabels([tr("Name"), tr("State")])
        self._rows.clear()
        for _, name, entities in orders.rooms_of(home, self._language):
            room = QStandardItem(name)
            font = room.font()
            font.setBold(True)
            room.setFont(font)
            for entity in entities:
                first = QStandardItem(home.display(entity.id, self._language))
                first.setData(entity.id, ENTITY)
                first.setToolTip(f"{first.text()}\n{entity.id}")
                state = QStandardItem(state_line(entity, states.get(entity.id, entity.initial)))
                room.appendRow([first, state])
                self._rows[entity.id] = state
            self.model.appendRow([room, QStandardItem(_count(entities))])
        self.empty.setVisible(not home.entities)
        self.tree.expandAll()
        header = self.tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, NAME_WIDTH)
        self.choose(chosen)
        self.panel.show_device(home.entities.get(self.chosen()))

    def _changed(self, ids: tuple[str, ...] | None) -> None:
        if ids is None:
            self._fill()
            return
        states, entities = self._bridge.states(), self._bridge.home.entities
        for one in ids:
            if one in self._rows and one in entities:
                self._rows[one].setText(state_line(entities[one], states.get(one, {})))
        if self.chosen() in ids:
            self.panel.refresh()

    def _filter(self, text: str) -> None:
        self.filter.setFilterFixedString(text.strip())
        self.tree.expandAll()

    def _chosen(self, current: QModelIndex) -> None:
        self.panel.show_device(
            self._bridge.home.entities.get(str(current.siblingAtColumn(0).data(ENTITY) or ""))
        )

    def _activated(self, index: QModelIndex) -> None:
        """Double click or Enter: the other way round."""
        entity = self._bridge.home.entities.get(str(index.siblingAtColumn(0).data(ENTITY) or ""))
        if entity is None or orders.control_of(entity) is orders.Control.LOOK:
            return
        state = self._bridge.states().get(entity.id, entity.initial)
        on = orders.control_of(entity) is orders.Control.PRESS or not orders.is_on(entity, state)
        self._bridge.order(orders.switch(entity, on=on, language=self._language))


def _count(entities: list[Entity]) -> str:
    return tr("{count} devices").format(count=len(entities))
