"""From a typed sentence to a `Recognition`, as the grammar room does it: hassil over the home's lists."""

from __future__ import annotations

import functools

from hassil import Intents, RecognizeResult, SlotList, TextSlotList, recognize_best

from assistant.home import Home, default_intents
from assistant.types import Recognition, Slot


@functools.cache
def intents(language: str) -> Intents:
    return Intents.from_dict(default_intents(language))


def match(home: Home, text: str, language: str, area: str | None = None) -> RecognizeResult | None:
    lists: dict[str, SlotList] = {
        name: TextSlotList.from_tuples(
            [(entry.text_in, entry.value_out, dict(entry.context)) for entry in entries],
            allow_template=False,
            name=name,
        )
        for name, entries in home.slot_lists(language).items()
    }
    return recognize_best(
        text,
        intents(language),
        slot_lists=lists,
        intent_context=home.intent_context(area),
        best_slot_name="name",
    )


def recognition(home: Home, text: str, area: str | None = None) -> Recognition:
    """What hassil takes `text` for; Mandarin is recognised by its characters."""
    language = "zh-CN" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"
    result = match(home, text, language, area)
    if result is None:
        return Recognition(None, text=text, language=language)
    return Recognition(
        intent=result.intent.name,
        slots=tuple(Slot(e.name, e.text, e.value) for e in result.entities_list),
        text=text,
        language=language,
        confidence=1.0,
        context={key: value for key, value in result.context.items() if isinstance(value, str)},
        response=result.response,
    )
