"""One order as the actions see it, and the plan they make of it.

An action is a pure function: it reads a `Request` and returns a `Plan`, and changes nothing. The back end
decides what to do with the plan: carry it out, ask first, or keep what was before for an undo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from assistant.errors import HomeError
from assistant.home.domains import State
from assistant.home.model import Entity, Home, language_key, squash
from assistant.home.responses import Phrasebook, StateView, spoken_number
from assistant.types import Recognition, Slot, SlotValue


@dataclass(frozen=True, slots=True)
class Write:
    """One state that an action wants; None removes it (a timer that is cancelled)."""

    entity: str
    after: State | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an order comes to."""

    message: str
    """What to say when it is done."""
    writes: tuple[Write, ...] = ()
    broadcast: str | None = None
    """A text to announce in the whole house."""


@dataclass(frozen=True, slots=True)
class Request:
    """An order with everything that it may depend on."""

    recognition: Recognition
    home: Home
    states: Mapping[str, State]
    book: Phrasebook
    now: float
    """Unix seconds."""
    area: str | None = None
    """Where it was said, if known; else the home's `here`."""
    zone: tzinfo | None = None
    """Time zone of spoken times; None is the computer's."""
    commands: bool = False
    """Whether a sentence can be carried out later ("turn off the lights in ten minutes")."""

    @property
    def language(self) -> str:
        """`en` or `zh`."""
        return language_key(self.recognition.language)

    @property
    def time(self) -> datetime:
        """The wall clock."""
        return datetime.fromtimestamp(self.now, tz=UTC).astimezone(self.zone)

    def slot(self, name: str) -> Slot | None:
        """A filled slot, or None."""
        return next((slot for slot in self.recognition.slots if slot.name == name), None)

    def value(self, name: str) -> SlotValue | None:
        """What a slot means, or None where the sentence did not fill it."""
        return self.recognition.slot(name)

    def number(self, name: str) -> float | None:
        """A slot's number, or None; raises `HomeError` for one that holds something else."""
        value = self.value(name)
        if value is None:
            return None
        try:
            return float(value)
        except ValueError:
            raise HomeError(self.book.say("nothing_said")) from None

    def was_said(self, name: str) -> bool:
        """Whether a slot's words are in the sentence; an area that only the context supplied is not."""
        slot = self.slot(name)
        if slot is None:
            return False
        sentence = squash(self.recognition.text)
        return not sentence or (bool(slot.text) and squash(slot.text) in sentence)

    def state(self, entity: Entity) -> State:
        """What an entity is doing."""
        return self.states.get(entity.id, entity.initial)

    def name(self, entity: Entity) -> str:
        """What people call it, in the language of the sentence."""
        return self.home.display(entity.id, self.language)

    def view(self, entity: Entity) -> StateView:
        """An entity for a template; a person is where the home's zones say."""
        view = self.book.view(entity, self.name(entity), self.state(entity))
        zone = self.home.zones.get(view.state) if entity.domain == "person" else None
        names = zone.get(self.language, ()) if zone else ()
        return replace(view, state_with_unit=names[0]) if names else view

    def reply(
        self,
        key: str | None = None,
        *,
        entity: Entity | None = None,
        matched: Iterable[Entity] = (),
        unmatched: Iterable[Entity] = (),
        **slots: object,
    ) -> str:
        """The package's answer: `key`, else the one the sentence names; `slots` add to the sentence's own."""
        variables: dict[str, object] = {
            "slots": {**self._template_slots(), **slots},
            "state": self.view(entity) if entity else StateView(),
            "query": {
                "matched": [self.view(item) for item in matched],
                "unmatched": [self.view(item) for item in unmatched],
            },
            "state_attr": self._state_attr,
            "states": self._state_of,
            "context": self.recognition.context,
        }
        intent = self.recognition.intent or ""
        return self.book.answer(intent, key or self.recognition.response, variables)

    def refusal(self, key: str, **variables: object) -> HomeError:
        """A polite no in the home's own words."""
        return HomeError(self.book.say(key, **variables))

    def _template_slots(self) -> dict[str, object]:
        """Numbers as digits, places by their name, everything else as it was said."""
        found: dict[str, object] = {}
        for slot in self.recognition.slots:
            if isinstance(slot.value, (int, float)):
                found[slot.name] = spoken_number(slot.value)
            elif slot.name in {"area", "floor", "name"} and not slot.text:
                found[slot.name] = self.home.display(slot.value, self.language)
            else:
                found[slot.name] = slot.text or slot.value
        return found

    def _state_attr(self, entity_id: str, attribute: str) -> object:
        return self.states.get(entity_id, {}).get(attribute)

    def _state_of(self, entity_id: str) -> object:
        return self.states.get(entity_id, {}).get("state", "unknown")


Action = Callable[[Request], Plan]
"""Raises `HomeError` to decline (its message is what is said) and `BackendError` where something broke."""
