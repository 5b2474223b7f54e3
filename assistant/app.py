"""The wiring: the only module that knows all rooms. Sound goes in, the home acts, events tell of it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from assistant.answers import NO, YES
from assistant.audio.level import level_of
from assistant.audio.source import Source
from assistant.builder import Builder, Sentences
from assistant.endpoint import Timing
from assistant.errors import InglenookError, StateError
from assistant.events import (
    Acted,
    DeviceLost,
    Event,
    EventBus,
    Failed,
    Ready,
    Recognized,
    Rejected,
)
from assistant.history import History
from assistant.home import Backend, Home, SimulatedHome, StateStore
from assistant.listener import Listener
from assistant.paths import bundled_model
from assistant.recent import RecentSound
from assistant.settings import Config, Mode
from assistant.speech.gate import GatedStream, gated
from assistant.speech.model import AcousticModel
from assistant.types import AudioChunk, Candidate, Outcome, Reason, Recognition, Status
from assistant.upkeep import Upkeep

TICK_SECONDS = 0.2
"""How often timers are looked at."""

LOOK_SECONDS = 2.0
"""How often the user's files are looked at for changes while listening."""

BEFORE_SECONDS = 0.3
"""Sound kept from before an utterance, where sound is kept."""


class Assistant:
    """One home, one model, one listener.

    Opening raises InglenookError for a model, sentence, lexicon or home file that cannot be used. Everything that
    happens later is published on `bus`, from the thread that listens, a thread that looks after timers and files, or
    the caller's; a fault in a file that changes while running is a `Failed` event, and the old sentences go on.
    """

    def __init__(
        self,
        config: Config,
        bus: EventBus | None = None,
        *,
        mode: Mode | None = None,
        model: AcousticModel | None = None,
    ) -> None:
        self.config = config
        self.bus = bus or EventBus()
        self._todo: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._building = threading.Lock()
        self._stopped = threading.Event()
        self._source: Source | None = None
        self._model = model or AcousticModel(config.model_path or bundled_model())
        self._stream = self._new_stream()
        self._builder = Builder(config, self._model.facts)
        house = self._builder.build()
        self.sentences = house.sentences
        self._untold = house.sentences.built
        timing = _timing(config, self._model.facts.frame_seconds)
        self._listener = Listener(
            house.ears,
            mode or config.listen.mode,
            self._publish,
            timing=timing,
            strictness=config.listen.strictness,
        )
        self._sound_seconds = timing.patience + timing.longest if config.history.keep_sound else 0.0
        self._recent = RecentSound(self._sound_seconds)
        self._history = self._open_history() if config.history.enabled else None
        self._unsubscribe = [self.bus.subscribe(self._notice)]
        if self._history is not None:
            self._unsubscribe.append(self.bus.subscribe(self._history))
        self.home: Backend = self._open_home(house.home)

    @property
    def model(self) -> AcousticModel:
        """The model that listens."""
        return self._model

    @property
    def history(self) -> History | None:
        """What was said before, where it is kept."""
        return self._history

    @property
    def mode(self) -> Mode:
        """When it listens to commands; may be changed at any time, from any thread."""
        return self._listener.mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._listener.mode = mode

    def listen(self, source: Source) -> None:
        """Hear `source` to its end, or until `stop`; blocks. Raises AudioError where it cannot be opened."""
        self._source = source
        self._stream = self._new_stream()
        tasks = ((TICK_SECONDS, self.home.tick), (LOOK_SECONDS, self._look_for_changes))
        try:
            with source, Upkeep(*tasks, failed=self.stop):
                self._begin(source.name)
                for chunk in source:
                    if self._stopped.is_set():
                        break
                    self._hear(chunk)
                if not self._stopped.is_set():  # what was said half when it was stopped is dropped
                    self._listener.hear(self._stream.finish())
                    self._listener.finish()
                    self._run_todo()
        finally:
            self._source = None

    def stop(self) -> None:
        """End `listen` soon and for good, from any thread."""
        self._stopped.set()
        source = self._source
        if source is not None:
            source.close()

    def close(self) -> None:
        """Stop, and let go of files."""
        self.stop()
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        if self._history is not None:
            self._history.close()

    def press(self) -> None:
        """Push-to-talk: listen from now on; from any thread."""
        self._todo.put(self._listener.press)

    def release(self) -> None:
        """The button was let go; from any thread."""
        self._todo.put(self._listener.release)

    def cancel(self) -> None:
        """Forget what is being said; from any thread."""
        self._todo.put(self._listener.cancel)

    def say(self, text: str) -> tuple[Recognition, Outcome | None]:
        """The text path: the same sentences and the same home, no sound; from any thread.

        The outcome is None where it is no command.
        """
        for language in self.sentences.languages:
            meanings = language.sentences.understanding.interpret(text)
            if meanings:
                best, *others = meanings
                recognition = Recognition(
                    best.intent,
                    best.slots,
                    text,
                    language.code,
                    1.0,
                    alternatives=tuple(Candidate(other.intent, other.slots, text, 1.0) for other in others),
                    context=best.context,
                    response=best.response,
                )
                self.bus.publish(Recognized(recognition=recognition))
                return recognition, self._act(recognition)
        refused = Recognition(None, text=text, reason=Reason.NOT_A_COMMAND)
        self.bus.publish(Rejected(recognition=refused))
        return refused, None

    def confirm(self, yes: bool) -> Outcome:
        """Answer the home's question."""
        outcome = self.home.confirm(yes)
        self.bus.publish(Acted(outcome=outcome, intent=YES if yes else NO))
        return outcome

    def rebuild(self) -> Sentences:
        """Read names, lexicon and sentence files anew; raises InglenookError and keeps the old ones on a fault.

        From any thread; what is being said meanwhile ends with the old sentences.
        """
        with self._building:
            house = self._builder.build()
            if isinstance(self.home, SimulatedHome) and house.home != self.home.home:
                self.home.use(house.home)
            self.sentences = house.sentences
            self._listener.replace_ears(house.ears)
        for built in () if self._stopped.is_set() else house.sentences.built:
            self.bus.publish(built)
        return house.sentences

    def _hear(self, chunk: AudioChunk) -> None:
        self._run_todo()
        self.bus.publish(level_of(chunk))
        self._recent.push(chunk.samples)
        self._listener.hear(self._stream.push(chunk.samples, at_rest=self._listener.at_rest))

    def _new_stream(self) -> GatedStream:
        """The model behind its gate, as after silence."""
        return gated(self._model)

    def _publish(self, event: Event) -> None:
        """Events of the listener: tell everybody, then act on commands."""
        self.bus.publish(event)
        if isinstance(event, Recognized | Rejected) and self._history is not None:
            self._history.keep_sound(self._recent.last(event.audio_seconds + BEFORE_SECONDS))
        if isinstance(event, Recognized):
            if event.recognition.intent in (YES, NO):
                self.confirm(event.recognition.intent == YES)
            else:
                self._act(event.recognition)

    def _notice(self, event: Event) -> None:
        """Half a sentence is none: what was said when the microphone went away is dropped, on its own thread."""
        if isinstance(event, DeviceLost):
            self._stream = self._new_stream()
            self._recent = RecentSound(self._sound_seconds)
            self._listener.reset()

    def _act(self, recognition: Recognition) -> Outcome:
        outcome = self.home.execute(recognition)
        self.bus.publish(Acted(outcome=outcome, intent=recognition.intent or ""))
        if outcome.status is Status.CONFIRM:
            self._todo.put(self._listener.ask)
        return outcome

    def _begin(self, device: str) -> None:
        """Say what is listened to, and the first time what was built for that."""
        built, self._untold = self._untold, ()
        phrases = self.config.listen.wake_phrases if self.mode is Mode.WAKE else ()
        for event in (*built, Ready(mode=self.mode.value, device=device, wake_phrases=phrases)):
            self.bus.publish(event)

    def _run_todo(self) -> None:
        with suppress(queue.Empty):
            while True:
                self._todo.get_nowait()()

    def _look_for_changes(self) -> None:
        if not self._builder.changed():
            return
        try:
            self.rebuild()
        except InglenookError as error:
            self.bus.publish(Failed(message=f"{error.message}. The old sentences go on", remedy=error.remedy))

    def _open_home(self, home: Home) -> SimulatedHome:
        simulated = SimulatedHome(
            home,
            store=StateStore(self.config.home_state_path),
            publish=self.bus.publish,
            on_command=self._say_for_a_timer,
        )
        for warning in simulated.warnings:
            remedy = f"The state is kept in {self.config.state}; inglenook doctor checks that folder"
            self.bus.publish(Failed(message=warning, remedy=remedy))
        return simulated

    def _say_for_a_timer(self, text: str, _language: str) -> None:
        self.say(text)

    def _open_history(self) -> History:
        config = self.config
        return History(
            config.history_path,
            self._report,
            max_rows=config.history.max_rows,
            sound_folder=config.sound_folder if config.history.keep_sound else None,
        )

    def _report(self, error: StateError) -> None:
        self.bus.publish(Failed(message=error.message, remedy=error.remedy))


def _timing(config: Config, frame: float) -> Timing:
    listen, usual = config.listen, Timing()
    return replace(
        usual,
        after_end=min(usual.after_end, listen.silence_after_sentence),
        after_sentence=listen.silence_after_sentence,
        after_part=listen.silence_after_part,
        patience=listen.timeout,
        frame=frame,
    )
