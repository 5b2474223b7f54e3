"""Keeps an assistant loaded and listening on one thread of its own, whatever goes wrong. No Qt.

The microphone may be missing, the home file broken, the model replaced: the thread says so once, tries again, and
takes the user's wishes from any other thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing

from assistant.app import Assistant
from assistant.audio.microphone import Microphone
from assistant.audio.source import Source
from assistant.errors import AudioError, InglenookError
from assistant.events import Event, EventBus, GrammarBuilt, Recognized, Rejected, Subscriber
from assistant.settings import Config, Mode
from ui.events import (
    HomeChanged,
    HomeRenamed,
    Loaded,
    LoadFailed,
    Loading,
    Muted,
    NoSound,
    Pictured,
    Released,
)
from ui.spectrum import picture_of
from ui.tap import Heard, Quiet, Tap

RETRY_SECONDS = 4.0
"""How long after a missing microphone the next look comes; a failed load waits as long, then twice, four times."""

LONGEST_RETRY = 60.0

JOIN_SECONDS = 20.0
"""How long `stop` waits for the thread at most; a sound system that hangs takes half of that."""

BEFORE_SECONDS = 0.2
"""Sound drawn from before an utterance."""

OpenAssistant = Callable[[Config, EventBus], Assistant]
OpenSource = Callable[[Config, Subscriber], Source]


def microphone(config: Config, publish: Subscriber) -> Source:
    """The microphone of the config."""
    wanted = config.listen.microphone
    return Microphone(wanted if wanted != "" else None, publish)


class Runner:
    """The thread that listens; `tell` gets every event, on whichever thread it happens."""

    def __init__(
        self,
        config: Config,
        tell: Subscriber,
        *,
        open_assistant: OpenAssistant = Assistant,
        open_source: OpenSource = microphone,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self.heard = Heard()
        self._tell = tell
        self._open_assistant = open_assistant
        self._open_source = open_source
        self._retry_seconds = retry_seconds
        self._lock = threading.Condition()
        self._config = config
        self._good: Config | None = None
        """The last settings that worked."""
        self._muted = False
        self._quitting = False
        self._changed = False
        """Whether the settings, or the wish to try again, are newer than what runs."""
        self._waiting = False
        """Whether a failed load is waited for."""
        self._assistant: Assistant | None = None
        self._source: Source | None = None
        self._thread = threading.Thread(target=self._run, name="runner", daemon=True)

    @property
    def assistant(self) -> Assistant | None:
        """The one that runs, if any."""
        return self._assistant

    @property
    def is_hearing(self) -> bool:
        """Whether a microphone is open."""
        return isinstance(self._source, Tap)

    def start(self) -> None:
        """Begin to load, then to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End, in bounded time; what is being said is dropped."""
        with self._lock:
            self._quitting = True
            self._interrupt()
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)

    def use(self, config: Config) -> None:
        """Go on with other settings; ones that fail are told, and the last good ones come back."""
        with self._lock:
            self._config, self._changed = config, True
            self._interrupt()

    def retry(self) -> None:
        """Look for the microphone, or load, again now."""
        with self._lock:
            self._changed = self._changed or self._waiting
            self._lock.notify_all()
            if isinstance(self._source, Quiet):
                self._source.close()

    def set_mode(self, mode: Mode, config: Config) -> None:
        """Listen at other times; `config` is the one that says so. Nothing is loaded anew."""
        with self._lock:
            self._config = config
            if self._assistant is None:
                return
            self._good = config
            self._assistant.mode = mode
            if self.is_hearing and self._source is not None:
                self._assistant.cancel()
                self._source.close()  # begun anew at once, which says what is listened for now

    def mute(self, muted: bool) -> None:
        """Let go of the microphone, or take it again."""
        with self._lock:
            if muted == self._muted:
                return
            self._muted = muted
            if muted and self._assistant is not None and self.is_hearing:
                self._assistant.cancel()
            if self._source is not None:
                self._source.close()
        self._tell(Muted(muted=muted))

    def press(self) -> None:
        """Push-to-talk; nothing where no microphone is open."""
        if self.is_hearing and self._assistant is not None:
            self._assistant.press()

    def release(self) -> None:
        """The button was let go."""
        if self.is_hearing and self._assistant is not None:
            self._assistant.release()
            self._tell(Released())

    def _interrupt(self) -> None:
        self._lock.notify_all()
        if self._assistant is not None:
            self._assistant.stop()
        if self._source is not None:
            self._source.close()

    def _run(self) -> None:
        pause = self._retry_seconds
        while not self._quitting:
            try:
                self._load_and_listen()
                pause = self._retry_seconds
            except InglenookError as error:
                self._say_why(error.message, error.remedy)
            except Exception as error:  # noqa: BLE001 - a fault must show, and must not end listening for good
                self._say_why(f"{type(error).__name__}: {error}", "")
            else:
                continue
            if not self._fall_back():
                self._wait(pause)
                pause = min(2 * pause, LONGEST_RETRY)

    def _load_and_listen(self) -> None:
        with self._lock:
            config, self._changed = self._config, False
        self._tell(Loading())
        bus = EventBus()
        bus.subscribe(self._pass_on)
        with closing(self._open_assistant(config, bus)) as assistant:
            watching = assistant.home.subscribe(lambda changes: self._tell(HomeChanged(changes=changes)))
            with self._lock:
                self._good, self._assistant = config, assistant
            self._tell(Loaded(config=config, home=assistant.home.home))
            try:
                while not self._is_over():
                    self._listen(assistant, config)
            finally:
                watching()
                self._assistant = None

    def _is_over(self) -> bool:
        return self._quitting or self._changed

    def _listen(self, assistant: Assistant, config: Config) -> None:
        """Hear the microphone until it is closed; without one the home goes on, and it is looked for again."""
        if self._muted:
            self._hear(assistant, Quiet(), muted=True)
            return
        try:
            tap = Tap(self._open_source(config, self._tell_sound), self.heard)
            self._hear(assistant, tap, muted=False)
        except AudioError as error:
            if not self._is_over() and not self._muted:
                self._tell(NoSound(message=error.message, remedy=error.remedy))
                self._hear(assistant, Quiet(self._retry_seconds), muted=False)

    def _hear(self, assistant: Assistant, source: Source, *, muted: bool) -> None:
        with self._lock:
            if self._is_over() or self._muted != muted:
                return
            self._source = source
        try:
            assistant.listen(source)
        finally:
            self._source = None
            self.heard.forget()

    def _tell_sound(self, event: Event) -> None:
        """The microphone's own events also concern the listener."""
        assistant = self._assistant
        if assistant is not None:
            assistant.bus.publish(event)

    def _pass_on(self, event: Event) -> None:
        self._tell(event)
        if isinstance(event, Recognized | Rejected) and event.audio_seconds > 0:
            sound = self.heard.last(event.audio_seconds + BEFORE_SECONDS)
            self._tell(Pictured(recognition=event.recognition, picture=picture_of(sound)))
        elif isinstance(event, GrammarBuilt) and self._assistant is not None:
            self._tell(HomeRenamed(home=self._assistant.home.home))

    def _say_why(self, message: str, remedy: str) -> None:
        if not self._quitting:
            self._tell(LoadFailed(message=message, remedy=remedy))

    def _fall_back(self) -> bool:
        """Whether there are older settings that worked, and go on now."""
        with self._lock:
            if self._changed or self._good is None or self._good is self._config:
                return False
            self._config = self._good
            return True

    def _wait(self, seconds: float) -> None:
        with self._lock:
            self._waiting = True
            self._lock.wait_for(self._is_over, timeout=seconds)
            self._waiting = False
