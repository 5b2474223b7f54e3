"""Between the GUI thread and everything else: events come in as signals, commands are calls that return at once.

It also holds what the screens show of the present: the `Listening`, the notices, the last utterances, the home.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from assistant.app import Assistant
from assistant.config import FILE_NAME, Value, set_value
from assistant.corrections import FILE_NAME as CORRECTIONS
from assistant.corrections import Corrections
from assistant.errors import ConfigError
from assistant.events import Acted, Event, Failed, Level
from assistant.history import History
from assistant.home import Home
from assistant.home.domains import State
from assistant.home.simulated import UNDO_INTENT
from assistant.settings import Config, Mode
from assistant.types import Candidate, Outcome, Recognition
from ui.events import HomeChanged, HomeRenamed, Loaded, Ordered
from ui.runner import OpenAssistant, OpenSource, Runner, microphone
from ui.state import listening, moments, notices
from ui.state.listening import Listening, Phase
from ui.state.moments import Moment, Moments
from ui.state.notices import Notices, Part
from ui.tap import Heard
from ui.tasks import Tasks

DONE_SECONDS = 5.0
"""How long "done" is shown before the screen waits again."""


class Bridge(QObject):
    """All that a screen may know and do. Signals are emitted on the GUI thread, after the state has changed."""

    happened = Signal(object)
    """Every event, levels too."""
    listening_changed = Signal()
    notices_changed = Signal()
    moments_changed = Signal()
    home_changed = Signal(object)
    """The ids of devices that changed, or None where the home has other devices or names."""
    config_changed = Signal()
    history_changed = Signal()

    _arrived = Signal(object)

    def __init__(
        self,
        config: Config,
        *,
        open_assistant: OpenAssistant = Assistant,
        open_source: OpenSource = microphone,
        retry_seconds: float | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        more = {} if retry_seconds is None else {"retry_seconds": retry_seconds}
        self.config = config
        self.tasks = Tasks(self)
        self.listening = Listening(mode=config.listen.mode.value)
        self.notices: Notices = {}
        self._all_notices: Notices = {}
        self._dismissed: Notices = {}
        self.moments: Moments = ()
        self.home = Home()
        self._runner = Runner(
            config, self._arrived.emit, open_assistant=open_assistant, open_source=open_source, **more
        )
        self._arrived.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._settle = QTimer(self, singleShot=True, interval=round(DONE_SECONDS * 1000))
        self._settle.timeout.connect(self._settled)

    @property
    def assistant(self) -> Assistant | None:
        """What runs, if it does."""
        return self._runner.assistant

    @property
    def heard(self) -> Heard:
        """The last seconds of sound."""
        return self._runner.heard

    @property
    def history(self) -> History | None:
        """What was said before, where it is kept and open."""
        assistant = self.assistant
        return assistant.history if assistant else None

    @property
    def corrections(self) -> Corrections:
        """What was understood wrongly."""
        return Corrections(self.config.state / CORRECTIONS)

    @property
    def config_path(self) -> Path:
        """The config file."""
        return self.config.folder / FILE_NAME

    def states(self) -> Mapping[str, State]:
        """What the devices are doing."""
        assistant = self.assistant
        return assistant.home.states() if assistant else {}

    def start(self) -> None:
        """Load and listen, behind the window."""
        self._runner.start()

    def close(self) -> None:
        """Stop everything, in bounded time."""
        self._settle.stop()
        self._runner.stop()
        self.tasks.close()

    # commands

    def press(self) -> None:
        """Push-to-talk."""
        self._runner.press()

    def release(self) -> None:
        """The button was let go."""
        self._runner.release()

    def mute(self, muted: bool) -> None:
        """Let go of the microphone, or take it again."""
        self._runner.mute(muted)

    def retry(self) -> None:
        """Look again for what is missing."""
        self._runner.retry()

    def dismiss(self, part: Part) -> None:
        """The user has read a notice; it does not come back until things have been well meanwhile."""
        notice = self.notices.get(part)
        if notice is not None:
            self._dismissed = {**self._dismissed, part: notice}
            self._note(notices.without(self._all_notices, part) if part is Part.TIMER else self._all_notices)

    def say(self, text: str) -> None:
        """Type instead of speaking."""
        assistant = self.assistant
        if assistant is not None and text.strip():
            self.tasks.run(lambda _: assistant.say(text), lambda _: None, self.fail)

    def answer(self, yes: bool) -> None:
        """Answer the home's question."""
        assistant = self.assistant
        if assistant is not None:
            self.tasks.run(lambda _: assistant.confirm(yes), lambda _: None, self.fail)

    def undo(self) -> None:
        """Take back what the last action changed."""
        assistant = self.assistant
        if assistant is None:
            return

        def take_back(_: object) -> Outcome:
            outcome = assistant.home.undo()
            assistant.bus.publish(Acted(outcome=outcome, intent=UNDO_INTENT))
            return outcome

        self.tasks.run(take_back, lambda _: None, self.fail)

    def order(self, recognition: Recognition) -> None:
        """An order given by mouse: carried out as if it had been said, with the same questions and the same undo."""
        assistant = self.assistant
        if assistant is None:
            return

        self.tasks.run(
            lambda _: assistant.home.execute(recognition),
            lambda outcome: self._receive(Ordered(outcome=outcome)),
            self.fail,
        )

    def rebuild(self) -> None:
        """Names or sentences changed: use them now."""
        assistant = self.assistant
        if assistant is not None:
            self.tasks.run(lambda _: assistant.rebuild(), lambda _: None, self.fail)

    def correct(self, moment: Moment, meant: Candidate | None) -> None:
        """It was understood wrongly; `meant` is None where it is none of the sentences shown."""
        self.moments = moments.corrected(self.moments, moment.time, meant)
        self.moments_changed.emit()
        history = self.history
        record = {
            "time": moment.time,
            "heard": moment.recognition.text,
            "intent": moment.recognition.intent,
            "language": moment.recognition.language,
            "meant": moments.as_json(meant) if meant else None,
            "sound": _sound_of(history, moment.time) if self.config.history.keep_sound else "",
        }
        self.tasks.run(lambda _: self.corrections.add(record), lambda _: None, self.fail)

    def set(self, key: str, value: Value) -> bool:
        """Change a setting in the config file and use it; False (and a notice) where that is not possible."""
        try:
            config = replace(set_value(self.config_path, key, value), state=self.config.state)
        except ConfigError as error:
            self.fail(error)
            return False
        if config == self.config:
            return True
        only_mode = key == "listen.mode"
        self.config = config
        if only_mode:
            self._runner.set_mode(Mode(str(value)), config)
        else:
            self._runner.use(config)
        self.config_changed.emit()
        return True

    def fail(self, error: Exception) -> None:
        """Show what went wrong as a notice."""
        self._receive(
            Failed(message=getattr(error, "message", str(error)), remedy=getattr(error, "remedy", ""))
        )

    def facts(self) -> dict[str, object]:
        """What a diagnosis needs besides the utterance: settings and model, no names of people or devices."""
        assistant = self.assistant
        model = assistant.model.facts if assistant else None
        return {
            "languages": list(self.config.languages),
            "listen": {k: str(v) for k, v in asdict(self.config.listen).items() if k != "microphone"},
            "model": model.path.name if model else None,
            "model_bytes": model.bytes if model else None,
        }

    # events

    def _receive(self, event: Event) -> None:
        if isinstance(event, Loaded):
            self.config, self.home = event.config, event.home
        elif isinstance(event, HomeRenamed):
            self.home = event.home
        before = self.listening
        self.listening = listening.after(before, event)
        seen = moments.after(self.moments, event, self.config)
        if seen is not self.moments:
            self.moments = seen
            self.moments_changed.emit()
        self._note(notices.after(self._all_notices, event))
        if self.listening.phase is Phase.DONE and not isinstance(event, Level):
            self._settle.start()
        self.happened.emit(event)
        if self.listening != before:
            self.listening_changed.emit()
        self._announce(event)

    def _announce(self, event: Event) -> None:
        if isinstance(event, Loaded):
            self.config_changed.emit()
        if isinstance(event, Loaded | HomeRenamed):
            self.home_changed.emit(None)
        elif isinstance(event, HomeChanged):
            self.home_changed.emit(tuple(change.entity for change in event.changes))
        if event.kind in {"recognized", "rejected", "acted", "failed", "loaded"}:
            self.history_changed.emit()

    def _note(self, found: Notices) -> None:
        self._all_notices = found
        self._dismissed = {part: one for part, one in self._dismissed.items() if found.get(part) == one}
        shown = {part: one for part, one in found.items() if part not in self._dismissed}
        if shown != self.notices:
            self.notices = shown
            self.notices_changed.emit()

    def _settled(self) -> None:
        settled = self.listening.settled()
        if settled != self.listening:
            self.listening = settled
            self.listening_changed.emit()


def _sound_of(history: History | None, time: float) -> str:
    """The file of an utterance's recording, if sound is kept."""
    entries = history.entries(since=time - 1.0, limit=20) if history else ()
    return next((entry.sound for entry in entries if entry.sound and abs(entry.time - time) < 1.0), "")
