"""Sentences: all that can be said, to search; and the user's own, checked while one types."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QTabWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from assistant.paths import write_atomically
from assistant.settings import LANGUAGES
from ui.bridge import Bridge
from ui.state.sentences import TEMPLATE, Checked, Checker, Line, in_force, own_path
from ui.state.words import intent_words
from ui.tasks import Task
from ui.texts import tr
from ui.theme import SPACE, Theme
from ui.widgets.basics import Page, button, label, named, set_role
from ui.widgets.editor import SentenceEditor

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
TYPING_MS = 500
SHOWN_EXAMPLES = 8

Found = dict[str, dict[str, list[Line]]]


class SentencesScreen(Page):
    """Two tabs: in force, and your own."""

    def __init__(self, bridge: Bridge, theme: Theme, language: str) -> None:
        super().__init__(tr("Sentences"))
        self._bridge = bridge
        self._language = language
        self._checker: Checker | None = None
        self._checking: Task | None = None
        self._stale = True
        self.checked = Checked()
        self.tabs = QTabWidget(documentMode=True)
        named(self.tabs, tr("Sentences"))
        self.tabs.addTab(self._in_force(), tr("In force"))
        self.tabs.addTab(self._own(theme), tr("Your own"))
        self.column.addWidget(self.tabs, 1)
        bridge.home_changed.connect(self._home_changed)

    def shown(self) -> None:
        """Read what is in force, where it may have changed."""
        if self._stale:
            self._stale = False
            self._load()
            if self.file.text():
                self.check()  # what is typed there stays
            else:
                self._open_own()

    def _home_changed(self, ids: object) -> None:
        if ids is None:
            self._stale, self._checker = True, None
            if self.isVisible():
                self.shown()

    # in force

    def _in_force(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, SPACE, 0, 0)
        self.search = QLineEdit(placeholderText=tr("Find a sentence or a meaning"), clearButtonEnabled=True)
        named(self.search, tr("Find a sentence or a meaning"))
        self.count = label(tr("Reading the sentences…"), "muted")
        self.model = QStandardItemModel(self)
        self.filter = QSortFilterProxyModel(self)
        self.filter.setSourceModel(self.model)
        self.filter.setRecursiveFilteringEnabled(True)
        self.filter.setAutoAcceptChildRows(True)
        self.filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tree = QTreeView(headerHidden=True, uniformRowHeights=True)
        named(self.tree, tr("Sentences by language and meaning"))
        self.tree.setModel(self.filter)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setMinimumHeight(200)
        self.search.textChanged.connect(self._search)
        column.addWidget(self.search)
        column.addWidget(self.count)
        column.addWidget(self.tree, 1)
        return page

    def _load(self) -> None:
        config, home = self._bridge.config, self._bridge.home
        if not home.entities:
            return

        def work(_: object) -> Found:
            return {code: in_force(config, home, code) for code in config.languages}

        self._bridge.tasks.run(work, self._fill, self._bridge.fail)

    def _fill(self, found: Found) -> None:
        self.model.clear()
        total = 0
        for code, intents in found.items():
            language = QStandardItem(LANGUAGE_NAMES.get(code, code))
            for intent, lines in intents.items():
                words = intent_words(intent)
                title = f"{words} ({intent})" if words != intent else intent
                group = QStandardItem(f"{title} · {len(lines)}")
                for line in lines:
                    item = QStandardItem(f"{line.text}   ★" if line.own else line.text)
                    item.setToolTip(line.place)
                    group.appendRow(item)
                total += len(lines)
                language.appendRow(group)
            self.model.appendRow(language)
        self.count.setText(tr("{count} templates are in force; ★ are your own.").format(count=total))
        self._search(self.search.text())

    def _search(self, text: str) -> None:
        self.filter.setFilterFixedString(text.strip())
        if text.strip():
            self.tree.expandAll()
        else:
            self.tree.collapseAll()
            self.tree.expandToDepth(0)

    # the user's own

    def _own(self, theme: Theme) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, SPACE, 0, 0)
        column.setSpacing(SPACE)
        self.language = QComboBox()
        named(self.language, tr("Language of the sentences"))
        for code in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[code], code)
        self.language.setCurrentIndex(self.language.findData(self._language))
        self.language.activated.connect(self._open_own)
        self.file = label(role="muted", select=True)
        self.editor = SentenceEditor(theme)
        named(self.editor, tr("Your own sentences"))
        self.editor.setMinimumHeight(160)
        self.verdict = label(select=True)
        self.examples = label(role="muted", select=True)
        self.growth = label(role="muted")
        self.save = button(tr("Save and use"), self._save, "primary")
        self.save.setEnabled(False)
        self.begin = button(tr("Begin with an example"), self._begin)
        self.try_text = QLineEdit(placeholderText=tr("Say it now: type a sentence to see what it would mean"))
        named(self.try_text, tr("Try a sentence"))
        self.try_text.textChanged.connect(self._try)
        self.meaning = label()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.check)
        self.editor.textChanged.connect(self._typing.start)
        row = QHBoxLayout()
        row.addWidget(self.language)
        row.addWidget(self.file, 1)
        column.addLayout(row)
        column.addWidget(self.editor, 1)
        column.addWidget(self.verdict)
        column.addWidget(self.growth)
        column.addWidget(self.examples)
        column.addWidget(self.try_text)
        column.addWidget(self.meaning)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.save)
        row.addWidget(self.begin)
        row.addStretch(1)
        column.addLayout(row)
        return page

    def code(self) -> str:
        """The language of the editor."""
        return str(self.language.currentData())

    def _open_own(self) -> None:
        path = own_path(self._bridge.config, self.code())
        self.file.setText(path.name)
        self.file.setToolTip(str(path))
        self._checker = None
        try:
            text = path.read_text(encoding="utf-8") if path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            self.verdict.setText(str(error))
            return
        if text != self.editor.toPlainText():
            self.editor.setPlainText(text)
        self.begin.setVisible(not text)
        self.check()

    def _begin(self) -> None:
        self.editor.setPlainText(TEMPLATE[self.code()])
        self.begin.hide()

    def check(self) -> None:
        """Compile what is typed, in the background; an older check that still runs is forgotten."""
        bridge, text, code = self._bridge, self.editor.toPlainText(), self.code()
        if not bridge.home.entities:
            return
        if self._checking is not None:
            self._checking.cancel()
        checker, self._checker = self._checker, None  # it is for one thread at a time
        config, home = bridge.config, bridge.home

        def work(_: object) -> tuple[Checker, Checked]:
            used = checker or Checker(config, home, code)
            return used, used.check(text)

        self.save.setEnabled(False)
        self._checking = bridge.tasks.run(work, self._show_checked, bridge.fail)

    def _show_checked(self, found: tuple[Checker, Checked]) -> None:
        self._checker, self.checked = found
        checked = self.checked
        fault = checked.fault
        self.editor.mark(fault.line if fault else None)
        self.save.setEnabled(fault is None)
        if fault is not None:
            where = tr("Line {line}: ").format(line=fault.line) if fault.line else ""
            self.verdict.setText(f"{where}{fault.message}. {fault.remedy}".strip())
            set_role(self.verdict, "bad")
        elif checked.warnings:
            self.verdict.setText("\n".join(checked.warnings[:4]))
            set_role(self.verdict, "warn")
        elif self.editor.toPlainText().strip():
            self.verdict.setText(tr("No faults, and nothing ambiguous."))
            set_role(self.verdict, "good")
        else:
            self.verdict.setText(tr("Sentences of your own come before all others. Begin with an example."))
            set_role(self.verdict, "muted")
        self.growth.setText(_size(checked))
        self.growth.setVisible(bool(self.growth.text()))
        shown = " · ".join(checked.examples[:SHOWN_EXAMPLES])
        self.examples.setText(tr("For example: {sentences}").format(sentences=shown) if shown else "")
        self.examples.setVisible(bool(shown))
        self._try(self.try_text.text())

    def _try(self, text: str) -> None:
        if not text.strip():
            self.meaning.setText("")
            return
        meanings = self.checked.understand(text)
        if not meanings:
            self.meaning.setText(tr("That would not be understood."))
            set_role(self.meaning, "warn")
            return
        best = meanings[0]
        slots = ", ".join(f"{slot.name}={slot.value}" for slot in best.slots)
        own = tr("your own sentence") if best.custom else tr("a sentence that came with it")
        self.meaning.setText(f"{intent_words(best.intent)} {slots} · {own}")
        set_role(self.meaning, "good")

    def _save(self) -> None:
        path, text = own_path(self._bridge.config, self.code()), self.editor.toPlainText()

        def work(_: object) -> None:
            if text.strip():
                write_atomically(path, text if text.endswith("\n") else text + "\n")
            else:
                path.unlink(missing_ok=True)

        self._bridge.tasks.run(work, lambda _: self._saved(), self._bridge.fail, owner=self)

    def _saved(self) -> None:
        self._bridge.rebuild()
        self.verdict.setText(tr("Saved; it is understood at once."))
        set_role(self.verdict, "good")


def _size(checked: Checked) -> str:
    before, after = checked.before, checked.after
    if before is None or after is None:
        return ""
    if before == after:
        return tr("Size of the grammar: {count} templates, {states} states.").format(
            count=after.sentences, states=after.states
        )
    return tr(
        "Size of the grammar: {before} → {count} templates, {states_before} → {states} states, "
        "{arcs_before} → {arcs} arcs."
    ).format(
        before=before.sentences,
        count=after.sentences,
        states_before=before.states,
        states=after.states,
        arcs_before=before.arcs,
        arcs=after.arcs,
    )
