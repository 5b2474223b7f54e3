"""The bundled recordings are what the list says, and the default home understands each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.answers import answer_file
from assistant.demo import FOLDER, DemoRecording, recordings
from assistant.grammar.compiler import compile_sentences
from assistant.grammar.lists import ListEntry
from assistant.grammar.meaning import Understanding
from assistant.home import load_home, sentence_file

EXPECTED = {
    "kitchen-lights.opus": ("HassTurnOn", {"area": "kitchen", "domain": "light"}),
    "bedroom-lights.opus": ("HassLightSet", {"area": "bedroom", "brightness": 30, "domain": "light"}),
    "temperature.opus": ("HassClimateGetTemperature", {"area": "living_room"}),
    "timer.opus": ("HassStartTimer", {"minutes": 10}),
    "shopping-list.opus": ("HassShoppingListAddItem", {"item": "milk"}),
    "garage-door.opus": ("HassTurnOn", {"name": "cover.garage_door"}),
    "weekend.opus": None,
    "zh-living-room-on.opus": ("HassTurnOn", {"area": "living_room", "domain": "light"}),
    "zh-living-room-dim.opus": ("HassLightSet", {"area": "living_room", "brightness": 30, "domain": "light"}),
    "zh-time.opus": ("HassGetCurrentTime", {}),
    "zh-lights-off.opus": ("HassTurnOff", {"domain": "light"}),
    "hey-inglenook.opus": ("HassTurnOff", {"area": "bedroom", "domain": "light"}),
}

every_recording = pytest.mark.parametrize(
    "recording", recordings(), ids=lambda recording: recording.file.stem
)


@pytest.fixture(scope="module")
def understandings() -> Mapping[str, Understanding]:
    home = load_home()
    return {
        language: compile_sentences(
            {"en": "en", "zh": "zh-CN"}[language],
            shipped=[sentence_file(language)],
            lists={
                name: [ListEntry(entry.text_in, entry.value_out, entry.context) for entry in entries]
                for name, entries in home.slot_lists(language).items()
            },
            context=home.intent_context(),
        ).understanding
        for language in ("en", "zh")
    }


@every_recording
def test_the_home_takes_each_text_as_meant(
    recording: DemoRecording, understandings: Mapping[str, Understanding]
) -> None:
    if recording.file.name == "yes.opus":
        answers = compile_sentences(files=[answer_file("en")], packaged=False).understanding
        assert [meaning.intent for meaning in answers.interpret(recording.text)] == ["AnswerYes"]
        return
    meanings = understandings[recording.language].interpret(recording.text)
    found = [(m.intent, {slot.name: slot.value for slot in m.slots}) for m in meanings[:1]]
    expected = EXPECTED[recording.file.name]
    assert found == ([expected] if expected else [])


@every_recording
def test_each_is_a_clear_sentence_in_a_quiet_room(recording: DemoRecording) -> None:
    assert recording.file.is_absolute()
    sound, rate = soundfile.read(recording.file, dtype="float32", always_2d=True)
    assert rate == 16_000
    assert sound.shape[1] == 1
    mono = sound[:, 0]
    peak = 20 * np.log10(np.abs(mono).max())
    assert -7.0 < peak < -4.5
    for quiet in (mono[: int(0.3 * rate)], mono[-int(0.6 * rate) :]):
        level = 20 * np.log10(quiet.std())
        assert -75.0 < level < -55.0  # quiet, but no digital silence
    assert 0.3 < len(mono) / rate - 1.2 < 4.0


def test_the_list_and_the_folder_agree() -> None:
    listed = [recording.file for recording in recordings()]
    assert len(set(listed)) == len(listed)
    assert {path.name for path in listed} == {
        path.name for path in FOLDER.iterdir() if path.suffix in {".opus", ".flac"}
    }
    assert sum(path.stat().st_size for path in listed) < 1_000_000
    languages = [recording.language for recording in recordings()]
    assert languages.count("zh") == 4
    assert [recording.wake for recording in recordings() if recording.wake] == ["hey inglenook"]
    assert all(recording.says for recording in recordings())


def test_yes_follows_what_must_be_confirmed() -> None:
    names = [Path(recording.file).stem for recording in recordings()]
    assert names[names.index("yes") - 1] == "garage-door"
