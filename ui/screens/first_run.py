"""The first steps: microphone, language, wake phrase, home. Each has a default, all can be skipped and done again."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget, QWizard, QWizardPage

from assistant.audio.backend import MicrophoneInfo
from assistant.audio.devices import list_microphones
from assistant.builder import pronouncer_of
from ui.bridge import Bridge
from ui.state.names import Verdict, Weight, split
from ui.state.wake import judge
from ui.texts import tr
from ui.theme import SPACE, Theme
from ui.widgets.basics import label, named, set_role
from ui.widgets.meter import Meter

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
_ROLES = {Weight.GOOD: "good", Weight.NOTE: "warn", Weight.BAD: "bad"}


class FirstRun(QWizard):
    """Four short pages; nothing is changed before the last one is finished."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setWindowTitle(tr("First steps"))
        self.setWizardStyle(QWizard.WizardStyle.ModernStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setButtonText(QWizard.WizardButton.CancelButton, tr("Skip"))
        self.setButtonText(QWizard.WizardButton.NextButton, tr("Next"))
        self.setButtonText(QWizard.WizardButton.BackButton, tr("Back"))
        self.setButtonText(QWizard.WizardButton.FinishButton, tr("Finish"))
        config = bridge.config
        self.microphones = QComboBox()
        named(self.microphones, tr("Microphone"))
        self.microphones.addItem(tr("The system's default"), "")
        self.meter = Meter(theme)
        self.spoken = {code: QCheckBox(name) for code, name in LANGUAGE_NAMES.items()}
        for code, box in self.spoken.items():
            box.setChecked(code in config.languages)
        self.phrase = QLineEdit(", ".join(config.listen.wake_phrases))
        named(self.phrase, tr("Wake phrases, parted by commas"))
        self.hint = label(role="muted")
        self.phrase.textEdited.connect(self._judge)
        self._page(
            tr("Which microphone?"),
            tr("Say something: the bar moves where it hears you. Another microphone is used after “Finish”."),
            self.microphones,
            self.meter,
        )
        self._page(
            tr("Which languages do you speak?"), tr("Both may be on at the same time."), *self.spoken.values()
        )
        self._page(
            tr("What wakes it?"),
            tr("Any words. Longer phrases are heard by mistake less often."),
            self.phrase,
            self.hint,
        )
        self._page(
            tr("Your home"),
            tr(
                "A simulated home is ready to play with. Its rooms and devices are on the page Home; there you can "
                "give them your own names. Then say, for example, “turn on the kitchen lights”."
            ),
        )
        bridge.listening_changed.connect(self._heard)
        bridge.tasks.run(lambda _: list_microphones(), self._fill, lambda _: None)
        self._judge()

    def accept(self) -> None:
        """Use what was chosen."""
        bridge, config = self._bridge, self._bridge.config
        languages = [code for code, box in self.spoken.items() if box.isChecked()] or list(config.languages)
        phrases = split(self.phrase.text()) or list(config.listen.wake_phrases)
        wanted = str(self.microphones.currentData())
        if tuple(languages) != config.languages:
            bridge.set("languages", languages)
        if tuple(phrases) != config.listen.wake_phrases:
            bridge.set("listen.wake_phrases", phrases)
        if wanted != str(config.listen.microphone):
            bridge.set("listen.microphone", wanted)
        super().accept()

    def _page(self, title: str, text: str, *widgets: QWidget) -> None:
        page = QWizardPage()
        page.setTitle(title)
        column = QVBoxLayout(page)
        column.setSpacing(2 * SPACE)
        column.addWidget(label(text))
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        self.addPage(page)

    def _fill(self, found: tuple[MicrophoneInfo, ...]) -> None:
        for one in found:
            self.microphones.addItem(f"{one.name} · {one.host_api}", one.name)
        at = self.microphones.findData(str(self._bridge.config.listen.microphone))
        self.microphones.setCurrentIndex(max(0, at))

    def _heard(self) -> None:
        state = self._bridge.listening
        self.meter.set_level(state.level_db, state.peak)

    def _judge(self) -> None:
        texts, config = split(self.phrase.text()) or [""], self._bridge.config

        def work(_: object) -> Verdict:
            pronouncer = pronouncer_of(config)
            return max(
                (judge(text, pronouncer) for text in texts), key=lambda one: list(Weight).index(one.weight)
            )

        self._bridge.tasks.run(work, self._judged, self._bridge.fail)

    def _judged(self, verdict: Verdict) -> None:
        self.hint.setText(verdict.text)
        set_role(self.hint, _ROLES[verdict.weight])
