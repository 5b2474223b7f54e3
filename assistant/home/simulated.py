"""The simulated home: the embedded default, and the reference for what every other back end should do."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import partial

from assistant.errors import BackendError, HomeError, StateError, UnknownTarget
from assistant.events import Event, Failed, TimerRang
from assistant.home.actions import ACTIONS
from assistant.home.backend import Watcher
from assistant.home.domains import State, fault
from assistant.home.model import Home, language_key
from assistant.home.nearest import hint
from assistant.home.request import Plan, Request, Write
from assistant.home.responses import Phrasebook, phrasebook
from assistant.home.safety import question
from assistant.home.store import StateStore
from assistant.home.timers import due_timers, timers_of
from assistant.home.world import World
from assistant.types import Change, Outcome, Recognition, Status

CONFIRM_SECONDS = 15.0
"""How long a question waits for its yes."""

UNDO_DEPTH = 20
"""How many actions can be taken back, one after the other."""

UNDO_INTENT = "InglenookUndo"


@dataclass(frozen=True, slots=True)
class _Order:
    """Something to carry out, perhaps after a yes: planned anew then, because the home may have changed."""

    plan: Callable[[], Plan]
    language: str
    keep: Callable[[tuple[Change, ...]], None]
    """What to do with the changes for a later undo."""
    until: float = 0.0


class SimulatedHome:
    """Devices that exist only here; every intent is carried out or declined. Thread-safe.

    `store` keeps states over restarts (None: in memory only). `publish` takes `TimerRang`, and `Failed`
    when states can no longer be saved. `on_command` carries out a sentence when its timer ends (text,
    language); without it such timers are declined. `on_broadcast` announces a text. `clock` gives Unix
    seconds. `warnings` says what was wrong with the stored states.
    """

    def __init__(
        self,
        home: Home,
        *,
        store: StateStore | None = None,
        publish: Callable[[Event], None] | None = None,
        clock: Callable[[], float] = time.time,
        zone: tzinfo | None = None,
        on_command: Callable[[str, str], None] | None = None,
        on_broadcast: Callable[[str], None] | None = None,
    ) -> None:
        self._store = store
        self._publish = publish
        self._clock = clock
        self._zone = zone
        self._on_command = on_command
        self._on_broadcast = on_broadcast
        self._lock = threading.RLock()
        self._watchers: list[Watcher] = []
        self._history: deque[tuple[Change, ...]] = deque(maxlen=UNDO_DEPTH)
        self._pending: _Order | None = None
        self._language = "en"
        self._unsaved = False
        self._notices: list[Callable[[], None]] = []
        stored = store.load() if store else None
        self._world = World(home, stored.states if stored else {})
        problems = [stored.warning] if stored and stored.warning else []
        self.warnings: tuple[str, ...] = (*problems, *self._world.warnings)

    @property
    def home(self) -> Home:
        """What there is, and what it is called."""
        return self._world.home

    def use(self, home: Home) -> None:
        """Go on with changed names or devices; states of devices that are gone are kept for their return."""
        with self._lock:
            self._pending = None
            self._world = World(home, self._world.everything())

    def execute(self, recognition: Recognition, *, area: str | None = None) -> Outcome:
        """Do it, decline it, or ask first; see `Backend.execute`."""
        with self._lock:
            self._pending = None
            self._language = recognition.language
            outcome = self._execute(recognition, area)
        self._deliver()
        return outcome

    def confirm(self, yes: bool) -> Outcome:
        """Answer the question of the last outcome; after 15 seconds there is nothing to answer any more."""
        with self._lock:
            order, self._pending = self._pending, None
            book = phrasebook(language_key(order.language if order else self._language))
            if order is None:
                outcome = Outcome(Status.REFUSED, book.say("confirm_nothing"))
            elif not yes:
                outcome = Outcome(Status.REFUSED, book.say("confirm_refused"))
            elif self._clock() > order.until:
                outcome = Outcome(Status.REFUSED, book.say("confirm_expired"))
            else:
                outcome = self._carry_out(order, sure=True)
        self._deliver()
        return outcome

    def undo(self) -> Outcome:
        """Bring back what the last action changed, asking first where that opens something."""
        with self._lock:
            self._pending = None
            outcome = self._undo(self._language)
        self._deliver()
        return outcome

    def states(self) -> Mapping[str, State]:
        """A copy of all states by entity id, timers included."""
        with self._lock:
            return self._world.present()

    def set_state(self, entity: str, **values: object) -> Change | None:
        """Change a device by hand, as a switch on the wall or a sensor would; None where nothing changed.

        Raises `UnknownTarget` for an id this home does not have, `HomeError` for a value it cannot have.
        """
        with self._lock:
            known = self._world.home.entities
            if entity not in known:
                raise UnknownTarget(f'This home has no "{entity}"', hint(entity, known))
            if problem := fault(known[entity].domain, values):
                raise HomeError(f"{entity}: {problem[0]} {problem[1]}")
            changes = self._apply((Write(entity, {**self._world.states[entity], **values}),), "en")
        self._deliver()
        return changes[0] if changes else None

    def subscribe(self, watcher: Watcher) -> Callable[[], None]:
        """Hear of every change; the returned function ends that."""
        with self._lock:
            self._watchers.append(watcher)

        def cancel() -> None:
            with self._lock, suppress(ValueError):
                self._watchers.remove(watcher)

        return cancel

    def tick(self, now: float | None = None) -> tuple[TimerRang, ...]:
        """Ring what is due and tell `publish`; commands of timers are carried out."""
        with self._lock:
            moment = self._clock() if now is None else now
            due = due_timers(self._world.states, moment)
            self._apply(tuple(Write(timer.id, None) for timer in due), self._language)
            rang = tuple(timer.rings(moment, phrasebook(language_key(timer.language))) for timer in due)
            if self._publish:
                self._notices.extend(partial(self._publish, event) for event in rang)
            if self._on_command:
                commands = [(timer.command, timer.language) for timer in due if timer.command]
                self._notices.extend(partial(self._on_command, *command) for command in commands)
        self._deliver()
        return rang

    def next_alarm(self) -> float | None:
        """Unix seconds when the next timer rings, or None."""
        with self._lock:
            return min(
                (timer.ends for timer in timers_of(self._world.states) if timer.ends is not None),
                default=None,
            )

    def save(self) -> None:
        """Write the states now; raises `StateError` where that is not possible. Nothing without a store."""
        with self._lock:
            if self._store:
                self._store.save(self._world.everything())
                self._unsaved = False

    def _execute(self, recognition: Recognition, area: str | None) -> Outcome:
        book = phrasebook(language_key(recognition.language))
        intent = recognition.intent
        if intent is None:
            return Outcome(Status.REFUSED, book.error("no_intent"))
        if intent == UNDO_INTENT:
            return self._undo(recognition.language)
        action = ACTIONS.get(intent)
        if action is None:
            return Outcome(Status.REFUSED, book.say("unknown_intent", text=recognition.text, intent=intent))
        if area is not None and area not in self._world.home.areas:
            return Outcome(Status.REFUSED, book.error("no_area", area=area))

        def plan() -> Plan:
            return action(
                Request(
                    recognition=recognition,
                    home=self._world.home,
                    states=self._world.states,
                    book=book,
                    now=self._clock(),
                    area=area,
                    zone=self._zone,
                    commands=self._on_command is not None,
                )
            )

        return self._carry_out(_Order(plan, recognition.language, self._remember), sure=False)

    def _undo(self, language: str) -> Outcome:
        book = phrasebook(language_key(language))
        if not self._history:
            return Outcome(Status.REFUSED, book.say("undo_nothing"))
        last = self._history[-1]

        def plan() -> Plan:
            known = (change for change in reversed(last) if self._world.knows(change.entity))
            writes = tuple(Write(change.entity, change.before or None) for change in known)
            return Plan(book.say("undo_done"), writes)

        return self._carry_out(_Order(plan, language, lambda _: self._forget(last)), sure=False)

    def _remember(self, changes: tuple[Change, ...]) -> None:
        if changes:
            self._history.append(changes)

    def _forget(self, changes: tuple[Change, ...]) -> None:
        if self._history and self._history[-1] is changes:
            self._history.pop()

    def _carry_out(self, order: _Order, *, sure: bool) -> Outcome:
        book = phrasebook(language_key(order.language))
        try:
            plan = order.plan()
        except BackendError as error:
            return Outcome(Status.FAILED, error.message)
        except HomeError as error:
            return Outcome(Status.REFUSED, error.message)
        writes, silent = self._world.reachable(plan.writes)
        if silent and not writes:
            return Outcome(Status.FAILED, self._no_answer(book, silent))
        asked = None if sure else question(self._world.home, self._world.states, writes, book)
        if asked is not None:
            self._pending = replace(order, until=self._clock() + CONFIRM_SECONDS)
            return Outcome(Status.CONFIRM, asked)
        changes = self._apply(writes, order.language)
        order.keep(changes)
        if plan.broadcast is not None and self._on_broadcast:
            self._notices.append(partial(self._on_broadcast, plan.broadcast))
        message = book.sentences(plan.message, self._no_answer(book, silent)) if silent else plan.message
        return Outcome(Status.DONE, message, changes)

    def _no_answer(self, book: Phrasebook, silent: tuple[str, ...]) -> str:
        names = [self._world.home.display(entity, book.language) for entity in silent]
        joined = book.join(names)
        return book.say("no_answer", names=joined[:1].upper() + joined[1:], many=len(names) > 1)

    def _apply(self, writes: tuple[Write, ...], language: str) -> tuple[Change, ...]:
        changes = self._world.write(writes, language)
        if changes:
            self._keep()
            self._notices.extend(partial(watcher, changes) for watcher in self._watchers)
        return changes

    def _keep(self) -> None:
        """Save after a change; where that fails the home goes on in memory and says so once."""
        try:
            self.save()
        except StateError as error:
            if not self._unsaved and self._publish:
                self._notices.append(
                    partial(self._publish, Failed(message=error.message, remedy=error.remedy))
                )
            self._unsaved = True

    def _deliver(self) -> None:
        """Tell subscribers outside the lock, so that they may call back from any thread."""
        with self._lock:
            notices, self._notices = self._notices, []
        for notice in notices:
            notice()
