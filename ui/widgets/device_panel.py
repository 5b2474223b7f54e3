"""One device: its switch and number, what it is called, and whether it asks first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSlider, QWidget

from assistant.builder import pronouncer_of
from assistant.home import set_names, set_sensitive
from assistant.home.model import LANGUAGES, Entity
from assistant.speech.pronounce import Pronouncer
from assistant.types import Recognition, Status
from ui.bridge import Bridge
from ui.events import Ordered
from ui.state import orders
from ui.state.names import Verdict, Weight, judge, split
from ui.state.orders import Control, Dial
from ui.state.words import state_line
from ui.texts import tr
from ui.theme import SPACE
from ui.widgets.basics import Card, Elided, breakable, button, label, named, set_role

HOME_FILE = "home.yaml"
"""The user's own copy of the home, made when the first name is changed."""

TYPING_MS = 250
"""How long after the last letter a name is judged."""

_ROLES = {Weight.GOOD: "good", Weight.NOTE: "warn", Weight.BAD: "bad"}


class DevicePanel(Card):
    """Shows the device that was chosen, or asks to choose one."""

    def __init__(self, bridge: Bridge, language: str) -> None:
        super().__init__()
        self._bridge = bridge
        self._language = language
        self._entity: Entity | None = None
        self._dial: Dial | None = None
        self._filled: dict[str, str] = {}
        """What stands in the fields of names by itself, by language."""
        self._pronouncer: Pronouncer | None = None
        self.setAccessibleName(tr("Device"))
        self.title = Elided(role="heading")
        self.state = label(role="muted")
        self.on = button("", lambda: self._switch(on=True))
        self.off = button("", lambda: self._switch(on=False))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self._turn)
        self.number = label(wrap=False)
        self.answer = label()
        self.yes = button(tr("Yes"), lambda: self._answer(yes=True), "primary")
        self.no = button(tr("No"), lambda: self._answer(yes=False))
        self.names = {code: QLineEdit() for code in LANGUAGES}
        self.verdict = label()
        self.save = button(tr("Save names"), self._save)
        self.sensitive = QCheckBox(tr("Ask before it opens or turns on"))
        self.sensitive.clicked.connect(self._set_sensitive)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._judge)
        self._arrange()
        bridge.happened.connect(self._heard)
        self.show_device(None)

    def _arrange(self) -> None:
        named(self.slider, tr("Value"))
        self.column.addWidget(self.title)
        self.column.addWidget(self.state)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        for one in (self.on, self.off):
            row.addWidget(one)
        row.addStretch(1)
        self.column.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(self.slider, 1)
        row.addWidget(self.number)
        self.column.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(self.answer, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.column.addLayout(row)
        self.editing = QWidget()
        names = Card(tr("Names"))
        names.setProperty("role", "")
        names.column.setContentsMargins(0, 0, 0, 0)
        for code, field in self.names.items():
            title = tr("English, parted by commas") if code == "en" else tr("Chinese, parted by commas")
            names.column.addWidget(label(title, "muted"))
            named(field, title)
            field.textEdited.connect(lambda _text: self._typing.start())
            field.returnPressed.connect(self._save)
            names.column.addWidget(field)
        names.column.addWidget(self.verdict)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        names.column.addLayout(row)
        names.column.addWidget(self.sensitive)
        self.editing = names
        self.column.addWidget(names)
        self.column.addStretch(1)

    def show_device(self, entity: Entity | None) -> None:
        """Show another device; None: none is chosen.

        The same one shown again, because its home was read again, keeps the names that are being typed.
        """
        again = entity is not None and self._entity is not None and entity.id == self._entity.id
        if not again:
            self._ask(None)
        self._entity = entity
        home = self._bridge.home
        self.title.set_whole(home.display(entity.id, self._language) if entity else tr("No device is chosen"))
        self.editing.setVisible(entity is not None)
        if entity is None:
            self.state.setText(tr("Choose one in the list to work it or to name it."))
            for one in (self.on, self.off, self.slider, self.number):
                one.hide()
            return
        typed = again and self._typed()
        for code, field in self.names.items():
            text = ", ".join(entity.names.get(code, ()))
            if not (typed and field.text() != self._filled.get(code)):
                field.setText(text)
            self._filled[code] = text
        if typed:
            self._typing.start()
        elif not again:
            self.verdict.setText("")
            self.save.setEnabled(True)
        self.sensitive.setChecked(entity.sensitive)
        self.refresh()

    def _typed(self) -> bool:
        """Whether a name differs from what was filled in."""
        return any(field.text() != self._filled.get(code) for code, field in self.names.items())

    def refresh(self) -> None:
        """The device's state may have changed."""
        entity = self._entity
        if entity is None:
            return
        state = self._bridge.states().get(entity.id, entity.initial)
        self.state.setText(breakable(f"{state_line(entity, state)}   {entity.id}".strip()))
        control, on = orders.control_of(entity), orders.is_on(entity, state)
        for one, turns_on in ((self.on, True), (self.off, False)):
            text = orders.switch_words(entity, on=turns_on)
            one.setText(text)
            one.setAccessibleName(text)
            switch = control is Control.SWITCH and on is not turns_on
            one.setVisible(switch or (control is Control.PRESS and turns_on))
        self._dial = orders.dial_of(entity, state)
        self.slider.setVisible(self._dial is not None)
        self.number.setVisible(self._dial is not None)
        if self._dial is not None and not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setRange(round(self._dial.low), round(self._dial.high))
            self.slider.setValue(round(self._dial.value))
            self.slider.blockSignals(False)
            self.slider.setAccessibleName(self._dial.name)
            self._show_number(round(self._dial.value))

    def _switch(self, *, on: bool) -> None:
        if self._entity is not None:
            self._order(orders.switch(self._entity, on=on, language=self._language))

    def _slid(self, value: int) -> None:
        self._show_number(value)
        if not self.slider.isSliderDown():  # by key or wheel
            self._turn()

    def _show_number(self, value: int) -> None:
        if self._dial is not None:
            self.number.setText(f"{self._dial.name} {value} {self._dial.unit}")

    def _turn(self) -> None:
        if self._entity is not None and self._dial is not None:
            self._order(orders.turn(self._entity, self._dial, self.slider.value(), self._language))

    def _order(self, recognition: Recognition) -> None:
        self._ask(None)
        self._bridge.order(recognition)

    def _answer(self, *, yes: bool) -> None:
        self._ask(None)
        self._bridge.answer(yes)

    def _heard(self, event: object) -> None:
        if isinstance(event, Ordered) and self.isVisible():
            outcome = event.outcome
            self._ask(outcome.message, question=outcome.status is Status.CONFIRM)

    def _ask(self, text: str | None, *, question: bool = False) -> None:
        self.answer.setText(breakable(text or ""))
        self.answer.setVisible(text is not None)
        self.yes.setVisible(question)
        self.no.setVisible(question)

    def _judge(self) -> None:
        """Judge what is typed, in the background: the dictionaries take a moment the first time."""
        entity, home, config = self._entity, self._bridge.home, self._bridge.config
        texts = {code: field.text() for code, field in self.names.items()}
        if entity is None:
            return

        def work(_: object) -> list[Verdict]:
            if self._pronouncer is None:
                self._pronouncer = pronouncer_of(config)
            changed = {
                code: text for code, text in texts.items() if split(text) != list(entity.names.get(code, ()))
            }
            return [
                verdict
                for code, text in changed.items()
                for verdict in judge(home, entity, code, text, self._pronouncer)
            ]

        self._bridge.tasks.run(work, self._judged, self._bridge.fail)

    def _judged(self, verdicts: list[Verdict]) -> None:
        ranks = list(Weight)
        worst = max((one.weight for one in verdicts), key=ranks.index, default=Weight.GOOD)
        texts = dict.fromkeys(one.text for one in verdicts if one.weight is worst)
        self.verdict.setText(breakable("\n".join(texts)))
        set_role(self.verdict, _ROLES[worst])
        self.save.setEnabled(worst is not Weight.BAD)

    def _save(self) -> None:
        entity = self._entity
        if entity is None or not self.save.isEnabled():
            return
        wanted = {code: split(field.text()) for code, field in self.names.items()}
        changed = {
            code: names
            for code, names in wanted.items()
            if names and names != list(entity.names.get(code, ()))
        }

        def work(path: Path) -> None:
            for code, names in changed.items():
                set_names(path, entity.id, code, names)

        self._edit(work, names=True) if changed else self.verdict.setText(tr("Nothing has changed."))

    def _set_sensitive(self) -> None:
        entity, wanted = self._entity, self.sensitive.isChecked()
        if entity is not None:
            self._edit(lambda path: set_sensitive(path, entity.id, wanted))

    def _edit(self, change: Callable[[Path], object], *, names: bool = False) -> None:
        """Change the user's home file, made on the first change, and use it; with `names`, what is typed is in it."""
        bridge = self._bridge
        path = bridge.config.home_path or bridge.config.folder / HOME_FILE

        def saved(_: object) -> None:
            if names:
                self._filled = {code: field.text() for code, field in self.names.items()}
            self.verdict.setText(tr("Saved; it is understood at once."))
            set_role(self.verdict, "good")
            if bridge.config.home_path is None:
                bridge.set("home.file", HOME_FILE)
            else:
                bridge.rebuild()

        bridge.tasks.run(lambda _: change(path), saved, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self.verdict.setText(breakable(str(error)))
        set_role(self.verdict, "bad")
        if self._entity is not None:
            self.sensitive.setChecked(self._entity.sensitive)
