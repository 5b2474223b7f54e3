"""Media players: playing, pausing, skipping, volume, muting."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from assistant.home.domains import State
from assistant.home.model import Entity
from assistant.home.request import Action, Plan, Request, Write
from assistant.home.targets import select, spoken_place
from assistant.home.transitions import number, tidy

VOLUME_STEP = 10
"""Percent that "louder" and "quieter" change."""


def _players(request: Request, feature: str) -> tuple[Entity, ...]:
    """The players meant: named or in the place said, else what plays here, else what plays anywhere."""
    players = select(request, ("media_player",), widen=True)
    if request.slot("name") is None and spoken_place(request) is None:
        everywhere = tuple(e for e in request.home.entities.values() if e.domain == "media_player")
        here_playing = _in_state(request, players, "playing")
        players = here_playing or _in_state(request, everywhere, "playing") or players
    able = tuple(player for player in players if feature in player.features)
    if not able:
        raise request.refusal("cannot", name=request.name(players[0]))
    return able


def _in_state(request: Request, players: tuple[Entity, ...], state: str) -> tuple[Entity, ...]:
    return tuple(player for player in players if request.state(player).get("state") == state)


def _change(request: Request, players: tuple[Entity, ...], change: Callable[[State], State]) -> Plan:
    writes = tuple(Write(player.id, change(request.state(player))) for player in players)
    return Plan(request.reply(entity=players[0], name=request.name(players[0])), writes)


def pause(request: Request) -> Plan:
    """Pause what plays."""
    playing = _in_state(request, _players(request, "media"), "playing")
    if not playing:
        raise request.refusal("nothing_playing")
    return _change(request, playing, lambda state: {**state, "state": "paused"})


def unpause(request: Request) -> Plan:
    """Go on with what is paused; a player that is on and has something to play starts it."""
    players = select(request, ("media_player",), widen=True)
    everywhere = tuple(e for e in request.home.entities.values() if e.domain == "media_player")
    paused = _in_state(request, players, "paused")
    if not paused and request.slot("name") is None and spoken_place(request) is None:
        paused = _in_state(request, everywhere, "paused")
    chosen = paused or tuple(player for player in players if request.state(player).get("media"))
    if not chosen:
        raise request.refusal("nothing_paused")
    return _change(request, chosen, lambda state: {**state, "state": "playing"})


def following(request: Request) -> Plan:
    """The next track."""
    return _skip(request, 1)


def previous(request: Request) -> Plan:
    """The track before."""
    return _skip(request, -1)


def _skip(request: Request, step: int) -> Plan:
    players = _players(request, "media")
    running = _in_state(request, players, "playing") or _in_state(request, players, "paused")
    if not running:
        raise request.refusal("nothing_playing")
    return _change(
        request,
        running,
        lambda state: {**state, "state": "playing", "track": max(int(number(state, "track", 1)) + step, 1)},
    )


def search_and_play(request: Request) -> Plan:
    """Play what the sentence names. The simulated home has everything that the home file lists."""
    players = _players(request, "media")
    query = request.slot("search_query")
    if query is None:
        raise request.refusal("nothing_said")
    chosen = players[:1]
    media = str(query.value or query.text)
    plan = _change(
        request,
        chosen,
        lambda state: {**state, "state": "playing", "media": media, "track": 1, "muted": False},
    )
    answer = request.reply(entity=chosen[0], media=True, name=request.name(chosen[0]))
    return Plan(answer, plan.writes)


def set_volume(request: Request) -> Plan:
    """Set the volume to a percentage."""
    level = request.number("volume_level")
    if level is None:
        raise request.refusal("nothing_said")
    level = min(max(level, 0), 100)
    players = _players(request, "volume")
    plan = _change(request, players, lambda state: {**state, "volume": tidy(level), "muted": False})
    # The name belongs into the answer only where it was said: "volume of the bedroom set to 30".
    return Plan(request.reply(entity=players[0]), plan.writes)


def set_volume_relative(request: Request) -> Plan:
    """Louder or quieter, by a step or by a number of percent."""
    value = request.value("volume_step")
    if value is None:
        raise request.refusal("nothing_said")
    steps = {"up": float(VOLUME_STEP), "down": -float(VOLUME_STEP)}
    step = steps[str(value)] if value in steps else request.number("volume_step") or 0.0

    def change(state: State) -> State:
        volume = min(max(number(state, "volume") + step, 0), 100)
        return {**state, "volume": tidy(volume), "muted": False if step > 0 else state.get("muted", False)}

    return _change(request, _players(request, "volume"), change)


def mute(request: Request) -> Plan:
    """Silence, without losing the volume."""
    return _change(request, _players(request, "volume"), lambda state: {**state, "muted": True})


def unmute(request: Request) -> Plan:
    """Sound again; without a name, wherever it was muted."""
    players = _players(request, "volume")
    if request.slot("name") is None and not any(request.state(player).get("muted") for player in players):
        muted = tuple(
            e
            for e in request.home.entities.values()
            if e.domain == "media_player" and request.state(e).get("muted")
        )
        players = muted or players
    return _change(request, players, lambda state: {**state, "muted": False})


ACTIONS: Mapping[str, Action] = {
    "HassMediaPause": pause,
    "HassMediaUnpause": unpause,
    "HassMediaNext": following,
    "HassMediaPrevious": previous,
    "HassMediaSearchAndPlay": search_and_play,
    "HassSetVolume": set_volume,
    "HassSetVolumeRelative": set_volume_relative,
    "HassMediaPlayerMute": mute,
    "HassMediaPlayerUnmute": unmute,
}
