"""What the home says: the package's answers, rendered as Home Assistant does, and the home's own words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from assistant.errors import BackendError
from assistant.home.domains import State
from assistant.home.model import Entity, language_key
from assistant.home.sentences import default_intents

if TYPE_CHECKING:
    from jinja2 import Environment

_SPACES = re.compile(r"\s+")
_BEFORE_COMMA = re.compile(r"\s+([,.?!])")


@dataclass(frozen=True, slots=True)
class StateView:
    """One device as the answer templates see it; like Home Assistant's ``State``."""

    entity_id: str = ""
    domain: str = ""
    name: str = ""
    state: str = ""
    state_with_unit: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.state

    def __eq__(self, other: object) -> bool:
        """Equal to its own state as text, as the package's English ``where`` answer takes for granted."""
        if isinstance(other, str):
            return self.state == other
        return (
            isinstance(other, StateView) and self.entity_id == other.entity_id and self.state == other.state
        )

    def __hash__(self) -> int:
        return hash((self.entity_id, self.state))


def spoken_number(value: float) -> str:
    """21.0 -> ``21``, 21.5 -> ``21.5``."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"


class Phrasebook:
    """All answers of one language. Raises `BackendError` for a template that cannot be rendered."""

    def __init__(self, language: str) -> None:
        self.language = language_key(language)
        responses = default_intents(language)["responses"]
        self._answers: Mapping[str, Mapping[str, str]] = responses["intents"]
        self._errors: Mapping[str, str] = responses["errors"]
        self._messages: Mapping[str, str] = _read("messages.yaml")[self.language]
        self._words: Mapping[str, Any] = _read("words.yaml")[self.language]

    def answer(self, intent: str, key: str | None, variables: Mapping[str, object]) -> str:
        """The package's (or the additions') answer of an intent; a short generic one where there is none."""
        templates = self._answers.get(intent, {})
        template = templates.get(key or "default")
        if template is None:
            return self.say("done")
        return self._render(f"{intent}/{key}", template, variables)

    def has_answer(self, intent: str, key: str | None) -> bool:
        """Whether `answer` has more to say than the generic sentence."""
        return (key or "default") in self._answers.get(intent, {})

    def error(self, key: str, **variables: object) -> str:
        """One of the package's error sentences, such as ``no_entity``."""
        return self._render(f"errors/{key}", self._errors[key], variables)

    def say(self, key: str, **variables: object) -> str:
        """One of the home's own sentences (messages.yaml)."""
        return self._render(f"messages/{key}", self._messages[key], variables)

    def join(self, words: Iterable[str]) -> str:
        """``a, b and c``."""
        items = list(words)
        if len(items) < 2:
            return "".join(items)
        return str(self._words["comma"]).join(items[:-1]) + str(self._words["and"]) + items[-1]

    def sentences(self, *sentences: str) -> str:
        """One after the other; the package's answers often come without a full stop."""
        stop, space = ("。", "") if self.language == "zh" else (".", " ")
        *others, last = [sentence for sentence in sentences if sentence]
        ended = [sentence if sentence[-1] in ".?!。？！" else sentence + stop for sentence in others]
        return space.join([*ended, last])

    def action(self, kind: str, name: str) -> str:
        """What a confirmation asks about: ``unlock the front door``."""
        return str(self._words["actions"][kind]).format(name)

    def domain(self, name: str) -> str:
        """What people call a kind or class of device."""
        return str(self._words["domains"].get(name, name))

    def weekday(self, number: int) -> str:
        """0 is Monday."""
        return str(self._words["weekdays"][number])

    def duration(self, seconds: float) -> str:
        """``1 hour 30 minute``, as in "your 30 minute timer"."""
        rest = round(seconds)
        parts = (("hours", rest // 3600), ("minutes", rest % 3600 // 60), ("seconds", rest % 60))
        spoken = [str(self._words[unit]).format(amount) for unit, amount in parts if amount]
        return str(self._words["join"]).join(spoken)

    def state_word(self, entity: Entity, state: State) -> str:
        """A state as one says it, with its unit: ``open``, ``heating``, ``12 °C``."""
        value = state.get("state", "")
        if isinstance(value, (int, float)):
            unit = entity.attributes.get("unit")
            return f"{spoken_number(value)} {unit}" if unit else spoken_number(value)
        by_class = self._words["class_states"].get(entity.domain, {}).get(entity.device_class or "", {})
        return str(by_class.get(value) or self._words["states"].get(value, value))

    def view(self, entity: Entity, name: str, state: State) -> StateView:
        """`entity` in `state`, for a template."""
        value = state.get("state", "")
        attributes = {**entity.attributes, **{key: item for key, item in state.items() if key != "state"}}
        return StateView(
            entity_id=entity.id,
            domain=entity.domain,
            name=name,
            state=spoken_number(value) if isinstance(value, (int, float)) else str(value),
            state_with_unit=self.state_word(entity, state),
            attributes=attributes,
        )

    def _render(self, label: str, template: str, variables: Mapping[str, object]) -> str:
        from jinja2 import TemplateError  # 3 MB that a home which only listens can do without

        try:
            text = _environment().from_string(template).render(variables)
        except (TemplateError, TypeError, ValueError, AttributeError) as error:
            raise BackendError(f"The answer {label} cannot be rendered: {error}") from error
        return _BEFORE_COMMA.sub(r"\1", _SPACES.sub(" ", text)).strip()


def _read(name: str) -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load(files("assistant.home").joinpath(name).read_text(encoding="utf-8")))


@functools.cache
def _environment() -> Environment:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        autoescape=False
    )  # spoken text, not HTML: escaping would say "&#39;"


@functools.cache
def phrasebook(language: str) -> Phrasebook:
    """The answers of a language, read once."""
    return Phrasebook(language)
