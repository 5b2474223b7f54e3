"""Settings: microphone, languages, wake phrase, when to listen, answers, home, start, privacy, looks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QProgressBar, QSlider, QWidget

from assistant.audio.backend import MicrophoneInfo
from assistant.audio.devices import list_microphones
from assistant.builder import pronouncer_of
from assistant.home import load_home
from assistant.settings import Config, Mode
from ui import autostart, sound
from ui.bridge import Bridge
from ui.preferences import Preferences
from ui.state.names import Verdict, Weight, split
from ui.state.wake import judge
from ui.state.words import mode_meaning, mode_words, strictness_meaning
from ui.tasks import Report
from ui.texts import LANGUAGES, tr
from ui.theme import SPACE, Theme
from ui.widgets.basics import Card, Flow, Page, button, label, named, set_role
from ui.widgets.meter import Meter

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}

_ROLES = {Weight.GOOD: "good", Weight.NOTE: "warn", Weight.BAD: "bad"}


class SettingsScreen(Page):
    """One card for each subject; every change is kept and used at once."""

    language_chosen = Signal(str)
    first_run_wanted = Signal()

    _level = Signal(float, float)

    def __init__(self, bridge: Bridge, preferences: Preferences, theme: Theme, shown_language: str) -> None:
        super().__init__(tr("Settings"))
        self._bridge = bridge
        self._preferences = preferences
        self._theme = theme
        self._checks: list[tuple[QCheckBox, Callable[[Config], bool]]] = []
        for make in (
            self._microphone,
            self._languages,
            self._wake,
            self._listening,
            self._answers,
            self._home,
            self._privacy,
        ):
            self.column.addWidget(make())
        self.column.addWidget(self._looks(shown_language))
        self.column.addStretch(1)
        self._level.connect(self._show_level, Qt.ConnectionType.QueuedConnection)
        bridge.config_changed.connect(self._refresh)
        bridge.listening_changed.connect(self._heard)
        self._refresh()

    def shown(self) -> None:
        """Look which microphones there are now."""
        self.list_microphones()

    # microphone

    def _microphone(self) -> QWidget:
        card = Card(tr("Microphone"))
        self.microphones = QComboBox()
        named(self.microphones, tr("Microphone"))
        self.microphones.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.microphones.setMinimumContentsLength(16)
        self.microphones.activated.connect(self._choose_microphone)
        self.meter = Meter(self._theme)
        self.test = button(
            tr("Record 3 seconds and play them"), self._test, hint=tr("The recording is forgotten afterwards")
        )
        self.progress = QProgressBar(textVisible=False)
        named(self.progress, tr("Recording"))
        self.progress.hide()
        self.test_result = label(role="muted")
        self.test_result.hide()
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.microphones, 1)
        row.addWidget(button(tr("Look again"), self.list_microphones))
        card.column.addLayout(row)
        card.column.addWidget(self.meter)
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addWidget(self.progress, 1)
        row.addStretch(1)
        card.column.addLayout(row)
        card.column.addWidget(self.test_result)
        self._fill_microphones(())
        return card

    def list_microphones(self) -> None:
        """Ask the sound system, in the background."""
        self._bridge.tasks.run(
            lambda _: list_microphones(),
            self._fill_microphones,
            lambda _: self._fill_microphones(()),
            owner=self,
        )

    def _fill_microphones(self, found: tuple[MicrophoneInfo, ...]) -> None:
        wanted = str(self._bridge.config.listen.microphone)
        self.microphones.clear()
        default = next((one.name for one in found if one.is_default), "")
        text = (
            tr("The system's default ({name})").format(name=default)
            if default
            else tr("The system's default")
        )
        self.microphones.addItem(text, "")
        for one in found:
            self.microphones.addItem(f"{one.name} · {one.host_api}", one.name)
        at = self.microphones.findData(wanted)
        if at < 0:
            self.microphones.addItem(tr("{name} (not there)").format(name=wanted), wanted)
            at = self.microphones.count() - 1
        self.microphones.setCurrentIndex(at)

    def _choose_microphone(self) -> None:
        self._bridge.set("listen.microphone", str(self.microphones.currentData()))

    def _test(self) -> None:
        wanted = self.microphones.currentData() or None
        self.test.setEnabled(False)
        self.progress.setRange(0, 100)
        self.progress.setValue(0)
        self.progress.show()
        self.test_result.show()
        self.test_result.setText(tr("Say something…"))

        def work(report: Report) -> None:
            sound.play(sound.record(wanted, report, self._level.emit))

        def progress(share: float) -> None:
            self.progress.setValue(round(share * 100))
            if share >= 1.0:
                self.test_result.setText(tr("Playing…"))

        self._bridge.tasks.run(
            work,
            lambda _: self._tested(tr("That is what it hears.")),
            self._untested,
            progress,
            owner=self,
        )

    def _untested(self, error: Exception) -> None:
        self._tested(str(error))

    def _tested(self, text: str) -> None:
        self.test.setEnabled(True)
        self.progress.hide()
        self.test_result.setText(text)

    def _heard(self) -> None:
        if self.test.isEnabled():
            state = self._bridge.listening
            self.meter.set_level(state.level_db, state.peak)

    def _show_level(self, rms_db: float, peak: float) -> None:
        self.meter.set_level(rms_db, peak)

    # what is understood

    def _languages(self) -> QWidget:
        card = Card(tr("Languages that are understood"))
        self.spoken = {}
        row = Flow(2 * SPACE)
        for code, name in LANGUAGE_NAMES.items():
            box = QCheckBox(name)
            box.clicked.connect(self._set_languages)
            self.spoken[code] = box
            row.addWidget(box)
        card.column.addLayout(row)
        card.column.addWidget(label(tr("Both may be on; one alone is heard a little better."), "muted"))
        return card

    def _set_languages(self) -> None:
        wanted = [code for code, box in self.spoken.items() if box.isChecked()]
        if wanted:
            self._bridge.set("languages", wanted)
        self._refresh()

    def _wake(self) -> QWidget:
        card = Card(tr("Wake phrase"))
        self.phrases = QLineEdit()
        named(self.phrases, tr("Wake phrases, parted by commas"))
        self.phrase_hint = label(tr("Any words, English or Chinese; several are parted by commas."), "muted")
        self.phrase_save = button(tr("Use"), self._set_phrases)
        self._typing = QTimer(self, singleShot=True, interval=250)
        self._typing.timeout.connect(self._judge)
        self.phrases.textEdited.connect(lambda _text: self._typing.start())
        self.phrases.returnPressed.connect(self._set_phrases)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.phrases, 1)
        row.addWidget(self.phrase_save)
        card.column.addLayout(row)
        card.column.addWidget(self.phrase_hint)
        return card

    def _judge(self) -> None:
        texts, config = split(self.phrases.text()), self._bridge.config

        def work(_: object) -> list[Verdict]:
            pronouncer = pronouncer_of(config)
            return [judge(text, pronouncer) for text in texts or [""]]

        self._bridge.tasks.run(work, self._judged, self._bridge.fail)

    def _judged(self, verdicts: list[Verdict]) -> None:
        worst = max(verdicts, key=lambda one: list(Weight).index(one.weight))
        self.phrase_hint.setText(worst.text)
        set_role(self.phrase_hint, _ROLES[worst.weight])
        self.phrase_save.setEnabled(worst.weight is not Weight.BAD)

    def _set_phrases(self) -> None:
        phrases = split(self.phrases.text())
        if phrases and self.phrase_save.isEnabled():
            self._bridge.set("listen.wake_phrases", phrases)

    def _listening(self) -> QWidget:
        card = Card(tr("When it listens"))
        self.mode = QComboBox()
        named(self.mode, tr("When it listens"))
        for mode in Mode:
            self.mode.addItem(mode_words(mode), mode.value)
        self.mode.activated.connect(lambda _: self._bridge.set("listen.mode", str(self.mode.currentData())))
        self.mode_meaning = label(role="muted")
        self.strictness = QSlider(Qt.Orientation.Horizontal)
        self.strictness.setRange(0, 20)
        self.strictness.setPageStep(4)
        named(self.strictness, tr("Strictness"))
        self.strictness_meaning = label(role="muted")
        self.strictness.valueChanged.connect(self._say_strictness)
        self._settle = QTimer(self, singleShot=True, interval=500)
        self._settle.timeout.connect(self._set_strictness)
        card.column.addWidget(self.mode)
        card.column.addWidget(self.mode_meaning)
        card.column.addWidget(label(tr("Strictness")))
        card.column.addWidget(self.strictness)
        card.column.addWidget(self.strictness_meaning)
        return card

    def _say_strictness(self, value: int) -> None:
        self.strictness_meaning.setText(strictness_meaning(value / 20))
        self.strictness.setAccessibleDescription(self.strictness_meaning.text())
        self._settle.start()

    def _set_strictness(self) -> None:
        value = self.strictness.value() / 20
        if abs(value - self._bridge.config.listen.strictness) > 0.02:
            self._bridge.set("listen.strictness", value)

    def _answers(self) -> QWidget:
        card = Card(tr("Answers"))
        self.voice = QCheckBox(tr("Read answers aloud"))
        self.voice.setChecked(self._preferences.spoken_answers)
        self.voice.clicked.connect(self._set_voice)
        card.column.addWidget(self.voice)
        if sound.make_voice() is None:
            self.voice.setEnabled(False)
            self.voice.setChecked(False)
            card.column.addWidget(
                label(tr("There is no voice on this system (Qt TextToSpeech of PySide6-Addons)."), "muted")
            )
        return card

    def _set_voice(self) -> None:
        self._preferences.spoken_answers = self.voice.isChecked()

    def _home(self) -> QWidget:
        card = Card(tr("Home and start"))
        self.backend = QComboBox()
        named(self.backend, tr("Home"))
        self.backend.addItem(tr("Simulated home on this computer"), "simulated")
        self.home_result = label(role="muted")
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.backend, 1)
        row.addWidget(button(tr("Test the connection"), self._test_home))
        card.column.addLayout(row)
        card.column.addWidget(self.home_result)
        self.login = QCheckBox(tr("Start at login"))
        self.login.setEnabled(autostart.is_supported())
        self.login.setChecked(autostart.is_on())
        self.login.clicked.connect(self._set_login)
        card.column.addWidget(self.login)
        row = QHBoxLayout()
        row.addWidget(button(tr("Show the first steps again"), self.first_run_wanted.emit))
        row.addStretch(1)
        card.column.addLayout(row)
        return card

    def _test_home(self) -> None:
        path = self._bridge.config.home_path

        def count(_: object) -> int:
            return len(load_home(path).entities)

        self._bridge.tasks.run(
            count,
            lambda found: self.home_result.setText(tr("It answers: {count} devices.").format(count=found)),
            lambda error: self.home_result.setText(str(error)),
            owner=self,
        )

    def _set_login(self) -> None:
        try:
            autostart.set_on(self.login.isChecked())
        except OSError as error:
            self._bridge.fail(error)
        self.login.setChecked(autostart.is_on())

    # privacy and looks

    def _privacy(self) -> QWidget:
        card = Card(tr("Privacy"))
        state, folder = self._bridge.config.state, self._bridge.config.folder
        for text in (
            tr("Network: nothing. The sound, the text and your home never leave this computer."),
            tr(
                "Kept in {folder}: what was understood (text and scores), what devices are doing, corrections."
            ).format(folder=_short(state)),
            tr("Kept in {folder}: your settings, names and sentences.").format(folder=_short(folder)),
            tr(
                "Sound is held in memory for 20 seconds, to draw it; it is written only if you allow it below."
            ),
        ):
            card.column.addWidget(label(f"• {text}", select=True))
        for key, text, get in (
            ("history.enabled", tr("Keep a history of what was said"), lambda config: config.history.enabled),
            (
                "history.keep_sound",
                tr("Keep the sound of each command too"),
                lambda config: config.history.keep_sound,
            ),
        ):
            box = QCheckBox(text)
            box.clicked.connect(partial(self._set_check, box, key))
            self._checks.append((box, get))
            card.column.addWidget(box)
        return card

    def _set_check(self, box: QCheckBox, key: str) -> None:
        self._bridge.set(key, box.isChecked())

    def _looks(self, shown_language: str) -> QWidget:
        card = Card(tr("Language of this window"))
        self.screen_language = QComboBox()
        named(self.screen_language, tr("Language of this window"))
        for code, name in LANGUAGES.items():
            self.screen_language.addItem(name, code)
        self.screen_language.setCurrentIndex(self.screen_language.findData(shown_language))
        self.screen_language.activated.connect(
            lambda _: QTimer.singleShot(0, self, self._choose_language)  # the window is built anew
        )
        card.column.addWidget(self.screen_language)
        card.column.addWidget(label(tr("Light or dark is as your desktop says."), "muted"))
        return card

    def _choose_language(self) -> None:
        self.language_chosen.emit(str(self.screen_language.currentData()))

    def _refresh(self) -> None:
        config = self._bridge.config
        for code, box in self.spoken.items():
            box.setChecked(code in config.languages)
        if not self.phrases.hasFocus():
            self.phrases.setText(", ".join(config.listen.wake_phrases))
        self.mode.setCurrentIndex(self.mode.findData(config.listen.mode.value))
        self.mode_meaning.setText(mode_meaning(config.listen.mode))
        if not self.strictness.isSliderDown() and not self._settle.isActive():
            self.strictness.blockSignals(True)
            self.strictness.setValue(round(config.listen.strictness * 20))
            self.strictness.blockSignals(False)
            self.strictness_meaning.setText(strictness_meaning(config.listen.strictness))
        for check, get in self._checks:
            check.setChecked(get(config))


def _short(path: Path) -> str:
    """A path with ~ for the user's folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except ValueError:
        return str(path)
