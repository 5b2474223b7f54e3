"""Names of intents, slots and states as people say them; what is not known is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.home import Home
from assistant.home.domains import State
from assistant.home.model import Entity
from assistant.settings import Mode
from assistant.types import Reason, Slot, Status
from ui.texts import tr


def intent_words(intent: str) -> str:
    """What an intent does, in words."""
    known = {
        "HassTurnOn": tr("Turn on"),
        "HassTurnOff": tr("Turn off"),
        "HassToggle": tr("Toggle"),
        "HassLightSet": tr("Set the light"),
        "HassSetPosition": tr("Move to a position"),
        "HassClimateSetTemperature": tr("Set the temperature"),
        "HassClimateGetTemperature": tr("Tell the temperature"),
        "HassClimateSetFanMode": tr("Set the fan mode"),
        "HassFanSetSpeed": tr("Set the fan speed"),
        "HassGetState": tr("Tell a state"),
        "HassGetWeather": tr("Tell the weather"),
        "HassGetCurrentTime": tr("Tell the time"),
        "HassGetCurrentDate": tr("Tell the date"),
        "HassStartTimer": tr("Start a timer"),
        "HassCancelTimer": tr("Cancel a timer"),
        "HassCancelAllTimers": tr("Cancel all timers"),
        "HassIncreaseTimer": tr("Lengthen a timer"),
        "HassDecreaseTimer": tr("Shorten a timer"),
        "HassPauseTimer": tr("Pause a timer"),
        "HassUnpauseTimer": tr("Resume a timer"),
        "HassTimerStatus": tr("Tell a timer"),
        "HassShoppingListAddItem": tr("Add to the shopping list"),
        "HassShoppingListCompleteItem": tr("Tick off the shopping list"),
        "HassListAddItem": tr("Add to a list"),
        "HassListCompleteItem": tr("Tick off a list"),
        "HassListRemoveItem": tr("Remove from a list"),
        "HassMediaPause": tr("Pause"),
        "HassMediaUnpause": tr("Play on"),
        "HassMediaNext": tr("Next track"),
        "HassMediaPrevious": tr("Previous track"),
        "HassMediaSearchAndPlay": tr("Play music"),
        "HassSetVolume": tr("Set the volume"),
        "HassSetVolumeRelative": tr("Change the volume"),
        "HassMediaPlayerMute": tr("Mute a player"),
        "HassMediaPlayerUnmute": tr("Unmute a player"),
        "HassVacuumStart": tr("Vacuum"),
        "HassVacuumCleanArea": tr("Vacuum a room"),
        "HassVacuumReturnToBase": tr("Send the vacuum home"),
        "HassLawnMowerStartMowing": tr("Mow the lawn"),
        "HassLawnMowerDock": tr("Send the mower home"),
        "HassBroadcast": tr("Announce"),
        "HassRespond": tr("Answer"),
        "HassNevermind": tr("Never mind"),
        "InglenookUndo": tr("Undo"),
    }
    return known.get(intent, intent)


def slot_words(slot: Slot, home: Home, language: str) -> str:
    """A slot as a chip says it: ``area: kitchen``."""
    names = {
        "name": tr("name"),
        "area": tr("room"),
        "floor": tr("floor"),
        "domain": tr("kind"),
        "device_class": tr("kind"),
        "brightness": tr("brightness"),
        "temperature": tr("temperature"),
        "color": tr("colour"),
        "position": tr("position"),
        "minutes": tr("minutes"),
        "seconds": tr("seconds"),
        "hours": tr("hours"),
        "item": tr("item"),
        "volume_level": tr("volume"),
    }
    value = slot.text or str(slot.value)
    if not slot.text and slot.name in {"name", "area", "floor"}:
        value = home.display(str(slot.value), language)
    return f"{names.get(slot.name, slot.name)}: {value}"


def reason_words(reason: Reason | None) -> str:
    """Why an utterance was refused, in a few words."""
    known = {
        Reason.SILENCE: tr("Nothing was said"),
        Reason.NOT_A_COMMAND: tr("That is no sentence of this home"),
        Reason.UNSURE: tr("Not sure enough"),
        Reason.AMBIGUOUS: tr("Two orders fit about as well"),
        Reason.TIMED_OUT: tr("The sentence took too long"),
        Reason.CANCELLED: tr("Cancelled"),
    }
    return known[reason] if reason else tr("Refused")


def status_words(status: Status) -> str:
    """How an action ended."""
    return {
        Status.DONE: tr("Done"),
        Status.REFUSED: tr("Declined"),
        Status.FAILED: tr("Failed"),
        Status.CONFIRM: tr("Asks first"),
    }[status]


def mode_words(mode: Mode) -> str:
    """A mode's short name."""
    return {
        Mode.PUSH: tr("Push to talk"),
        Mode.WAKE: tr("Wake phrase"),
        Mode.ALWAYS: tr("Always listening"),
    }[mode]


def mode_meaning(mode: Mode) -> str:
    """What a mode means for people in the room."""
    return {
        Mode.PUSH: tr("It listens only while you hold the button or press the key."),
        Mode.WAKE: tr("It waits for the wake phrase, then listens to one command."),
        Mode.ALWAYS: tr("Everything said in the room is judged, more strictly; no wake phrase is needed."),
    }[mode]


def strictness_meaning(strictness: float) -> str:
    """What a strictness means in daily life."""
    if strictness < 0.3:
        return tr("Takes almost anything for a command: fewer repeats, more mistakes.")
    if strictness < 0.45:
        return tr("Lenient: asks you to repeat less often, acts wrongly a little more often.")
    if strictness <= 0.55:
        return tr("Balanced, as calibrated on recordings.")
    if strictness <= 0.8:
        return tr("Strict: acts wrongly less often, asks you to repeat more often.")
    return tr("Acts only when it is nearly certain; you will repeat yourself often.")


def state_words(value: object) -> str:
    """A device's state."""
    known = {
        "on": tr("on"),
        "off": tr("off"),
        "open": tr("open"),
        "closed": tr("closed"),
        "opening": tr("opening"),
        "closing": tr("closing"),
        "locked": tr("locked"),
        "unlocked": tr("unlocked"),
        "heat": tr("heating"),
        "cool": tr("cooling"),
        "auto": tr("automatic"),
        "idle": tr("idle"),
        "playing": tr("playing"),
        "paused": tr("paused"),
        "docked": tr("docked"),
        "cleaning": tr("cleaning"),
        "returning": tr("returning"),
        "mowing": tr("mowing"),
        "disarmed": tr("disarmed"),
        "armed_home": tr("armed, at home"),
        "armed_away": tr("armed, away"),
        "armed_night": tr("armed, night"),
        "triggered": tr("alarm!"),
        "unavailable": tr("does not answer"),
        "home": tr("at home"),
        "ready": "",
    }
    text = str(value)
    return known.get(text, text)


def state_line(entity: Entity, state: State) -> str:
    """A device's state in one line, with the number that matters."""
    value = state.get("state", "")
    if entity.domain == "todo":
        lines = state.get("lines")
        return tr("{count} items").format(count=len(lines) if isinstance(lines, list) else 0)
    if entity.domain == "button":
        return ""
    text = state_words(value)
    if unit := entity.attributes.get("unit"):
        text = f"{text} {unit}"
    return ", ".join(filter(None, (text, _number(entity, state))))


def _number(entity: Entity, state: Mapping[str, object]) -> str:
    value = state.get("state")
    shown: list[str] = []
    if value in {"on", "open"}:
        key = {"light": "brightness", "fan": "percentage", "cover": "position", "valve": "position"}.get(
            entity.domain
        )
        if key and state.get(key) is not None and not (key == "position" and state[key] == 100):
            shown.append(f"{state[key]} %")
        if state.get("color"):
            shown.append(str(state["color"]))
    if entity.domain in {"climate", "weather"} and state.get("temperature") is not None:
        shown.append(f"{state['temperature']} °C")
    if entity.domain == "media_player" and value == "playing" and state.get("media"):
        shown.append(str(state["media"]))
    return ", ".join(shown)
