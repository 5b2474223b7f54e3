"""The states of a home in memory: put in place at the start, changed by writes. No lock and no disk."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping

from assistant.home.domains import UNAVAILABLE, State, fault
from assistant.home.model import Home, language_key
from assistant.home.request import Write
from assistant.home.responses import phrasebook
from assistant.home.timers import PREFIX, from_state
from assistant.types import Change


class World:
    """All states by entity id, timers included. States are replaced, never changed in place."""

    def __init__(self, home: Home, known: Mapping[str, State]) -> None:
        """Every device gets its `known` state if that is valid, else the one of the home file.

        `warnings` says which stored states were not used; states of devices this home does not have are
        kept for their return.
        """
        self.home = home
        self.states: dict[str, State] = {}
        self.warnings: list[str] = []
        self._strangers: dict[str, State] = {}
        for key, entity in home.entities.items():
            self.states[key] = dict(self._valid(key, entity.domain, known.get(key)) or entity.initial)
        for key, state in known.items():
            if key.startswith(PREFIX):
                self._restore_timer(key, state)
            elif key not in home.entities:
                self._strangers[key] = dict(state)

    def everything(self) -> dict[str, dict[str, object]]:
        """A deep copy of all states, those of absent devices included: what is stored."""
        return {key: copy.deepcopy(dict(state)) for key, state in {**self._strangers, **self.states}.items()}

    def present(self) -> dict[str, dict[str, object]]:
        """A deep copy of the states of this home's devices and timers."""
        return {key: copy.deepcopy(dict(state)) for key, state in self.states.items()}

    def knows(self, entity: str) -> bool:
        """Whether `entity` may be written."""
        return entity in self.home.entities or entity.startswith(PREFIX)

    def reachable(self, writes: Iterable[Write]) -> tuple[tuple[Write, ...], tuple[str, ...]]:
        """The writes to devices that answer, and the devices that do not."""
        able: list[Write] = []
        silent: list[str] = []
        for write in writes:
            if self.states.get(write.entity, {}).get("state") == UNAVAILABLE:
                silent.append(write.entity)
            else:
                able.append(write)
        return tuple(able), tuple(silent)

    def write(self, writes: Iterable[Write], language: str) -> tuple[Change, ...]:
        """Carry out `writes`; what they really changed, named in `language`."""
        changes: list[Change] = []
        for write in writes:
            before = self.states.get(write.entity, {})
            after = dict(write.after or {})
            if dict(before) == after:
                continue
            if after:
                self.states[write.entity] = after
            else:
                del self.states[write.entity]
            name = self._name(write.entity, after or before, language)
            changes.append(Change(write.entity, name, before, after))
        return tuple(changes)

    def _name(self, entity: str, state: State, language: str) -> str:
        timer = from_state(entity, state) if entity.startswith(PREFIX) else None
        return (
            timer.label(phrasebook(language_key(language))) if timer else self.home.display(entity, language)
        )

    def _valid(self, key: str, domain: str, state: State | None) -> State | None:
        if state is None:
            return None
        problem = fault(domain, state) if "state" in state else ("state", "is missing")
        if problem is None:
            return state
        self.warnings.append(f"The stored state of {key} was not used: {problem[0]} {problem[1]}")
        return None

    def _restore_timer(self, key: str, state: State) -> None:
        timer = from_state(key, state)
        if timer is None:
            self.warnings.append(f"The stored timer {key} was not used: it has no valid length or end")
        else:
            self.states[key] = timer.to_state()
