"""The wiring: the only module that knows all rooms. Sound goes in, the home acts, events tell of it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answers import NO, YES
from assistant.audio.level import level_of
from assistant.audio.source import Source
from assistant.ears import EarMaker, Ears, Said, file_language
from assistant.errors import InglenookError, StateError
from assistant.events import Acted, Event, EventBus, Failed, GrammarBuilt, Ready, Recognized, Rejected
from assistant.grammar.lists import ListEntry
from assistant.history import History
from assistant.home import Backend, Home, SimulatedHome, StateStore, load_home, sentence_file
from assistant.listener import Listener, Timing
from assistant.paths import bundled_model
from assistant.recognizer import Language
from assistant.settings import Config, Mode
from assistant.speech.model import AcousticModel
from assistant.speech.pronounce import Pronouncer
from assistant.types import AudioChunk, Outcome, Reason, Recognition, Status

LOOK_SECONDS = 2.0
"""How often the user's files are looked at for changes while listening."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is understood: every language's commands, and what was noticed when they were built."""

    languages: tuple[Language, ...]
    built: tuple[GrammarBuilt, ...]


class Assistant:
    """One home, one model, one listener.

    Opening raises InglenookError for a model, sentence, lexicon or home file that cannot be used. Everything that
    happens later is published on `bus`; a fault in a file that changes while running is a `Failed` event, and the old
    sentences go on.
    """

    def __init__(self, config: Config, bus: EventBus | None = None, *, mode: Mode | None = None) -> None:
        self.config = config
        self.bus = bus or EventBus()
        self._mode = mode or config.listen.mode
        self._todo: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._rebuilding: threading.Thread | None = None
        self._stopped = False
        self._source: Source | None = None
        self._history = self._open_history() if config.history.enabled else None
        self._model = AcousticModel(config.model_path or bundled_model())
        self._maker = EarMaker(self._model.facts, self._pronouncer())
        self.home: Backend = self._open_home()
        self._seen = self._files()
        self.sentences, ears = self._build(self.home.home)
        self._listener = Listener(
            ears,
            self._mode,
            self._publish,
            timing=_timing(config),
            strictness=config.listen.strictness,
        )

    @property
    def model(self) -> AcousticModel:
        """The model that listens."""
        return self._model

    @property
    def history(self) -> History | None:
        """What was said before, where it is kept."""
        return self._history

    def listen(self, source: Source) -> None:
        """Hear `source` to its end, or until `stop`; blocks. Raises AudioError where it cannot be opened."""
        stream = self._model.stream()
        with source:
            self._source = source
            self._publish(
                Ready(mode=self._mode.value, device=source.name, wake_phrases=self.config.listen.wake_phrases)
            )
            looked = 0.0
            for chunk in source:
                if self._stopped:
                    break
                self._chores(chunk)
                if chunk.start - looked >= LOOK_SECONDS:
                    looked = chunk.start
                    self._look_for_changes()
                self._listener.hear(stream.push(chunk.samples))
            else:
                self._listener.hear(stream.finish())
                self._listener.finish()
                self._run_todo()
        self._source = None

    def stop(self) -> None:
        """End `listen` soon, from any thread."""
        self._stopped = True
        if self._source is not None:
            self._source.close()

    def close(self) -> None:
        """Let go of files."""
        self.stop()
        if self._rebuilding is not None:
            self._rebuilding.join()
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
        """The text path: the same sentences and the same home, no sound. The outcome is None if it is no command."""
        for language in self.sentences.languages:
            meanings = language.sentences.understanding.interpret(text)
            if meanings:
                best = meanings[0]
                recognition = Recognition(
                    best.intent,
                    best.slots,
                    text,
                    language.code,
                    1.0,
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
        """Read names, lexicon and sentence files anew; raises InglenookError and keeps the old ones on a fault."""
        home = load_home(self.config.home_path)
        self._maker.use_pronouncer(self._pronouncer())
        sentences, ears = self._build(home)
        if isinstance(self.home, SimulatedHome):
            self.home.use(home)
        self.sentences = sentences
        self._listener.replace_ears(ears)
        for built in sentences.built:
            self.bus.publish(built)
        return sentences

    def _publish(self, event: Event) -> None:
        """Events of the listener: tell everybody, then act on commands."""
        self.bus.publish(event)
        if not isinstance(event, Recognized):
            return
        intent = event.recognition.intent
        if intent in (YES, NO):
            self.confirm(intent == YES)
        else:
            self._act(event.recognition)

    def _act(self, recognition: Recognition) -> Outcome:
        outcome = self.home.execute(recognition)
        self.bus.publish(Acted(outcome=outcome, intent=recognition.intent or ""))
        if outcome.status is Status.CONFIRM:
            self._todo.put(self._listener.ask)
        return outcome

    def _chores(self, chunk: AudioChunk) -> None:
        """What is due between two chunks: buttons, timers, the level."""
        self._run_todo()
        self.home.tick()
        self.bus.publish(level_of(chunk))

    def _run_todo(self) -> None:
        with suppress(queue.Empty):
            while True:
                self._todo.get_nowait()()

    def _look_for_changes(self) -> None:
        if self._rebuilding is not None and self._rebuilding.is_alive():
            return
        files = self._files()
        if files != self._seen:
            self._seen = files
            self._rebuilding = threading.Thread(target=self._rebuild_quietly, name="rebuild", daemon=True)
            self._rebuilding.start()

    def _rebuild_quietly(self) -> None:
        try:
            self.rebuild()
        except InglenookError as error:
            self.bus.publish(Failed(message=f"The old sentences go on: {error.message}", remedy=error.remedy))

    def _files(self) -> tuple[tuple[Path, float], ...]:
        """Everything the user may edit, and when it was."""
        config = self.config
        paths: Iterable[Path | None] = (*config.sentence_paths(), config.lexicon_path, config.home_path)
        return tuple((path, path.stat().st_mtime) for path in paths if path is not None and path.exists())

    def _pronouncer(self) -> Pronouncer:
        path = self.config.lexicon_path
        return Pronouncer(path if path.exists() else None)

    def _open_home(self) -> SimulatedHome:
        home = SimulatedHome(
            load_home(self.config.home_path),
            store=StateStore(self.config.home_state_path),
            publish=self.bus.publish,
            on_command=lambda text, _language: self._todo.put(lambda: self._say_later(text)),
        )
        for warning in home.warnings:
            self.bus.publish(Failed(message=warning))
        return home

    def _say_later(self, text: str) -> None:
        self.say(text)

    def _open_history(self) -> History:
        config = self.config
        history = History(
            config.history_path,
            self._report,
            max_rows=config.history.max_rows,
            sound_folder=config.sound_folder if config.history.keep_sound else None,
        )
        self.bus.subscribe(history)
        return history

    def _report(self, error: StateError) -> None:
        self.bus.publish(Failed(message=error.message, remedy=error.remedy))

    def _build(self, home: Home) -> tuple[Sentences, Ears]:
        """Grammars of all languages for the names of `home`."""
        config = self.config
        made = [self._maker.language(said_of(config, home, language)) for language in config.languages]
        sentences = Sentences(tuple(language for language, _ in made), tuple(built for _, built in made))
        wake = self._maker.spotter(config.listen.wake_phrases) if self._mode is Mode.WAKE else None
        ears = Ears(self._maker.recognizer(sentences.languages), self._maker.answers(config.languages), wake)
        return sentences, ears


def said_of(config: Config, home: Home, language: str) -> Said:
    """What can be said to `home` in one language: the package's sentences, ours, the user's, and the home's names."""
    own = [path for path in config.sentence_paths() if file_language(path) in {None, language}]
    lists = {
        name: [ListEntry(entry.text_in, entry.value_out, entry.context) for entry in entries]
        for name, entries in home.slot_lists(language).items()
    }
    return Said(language, (sentence_file(language), *own), lists=lists, context=home.intent_context())


def _timing(config: Config) -> Timing:
    listen, usual = config.listen, Timing()
    return replace(
        usual,
        after_end=min(usual.after_end, listen.silence_after_sentence),
        after_sentence=listen.silence_after_sentence,
        after_part=listen.silence_after_part,
        patience=listen.timeout,
    )
