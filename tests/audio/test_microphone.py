from __future__ import annotations

import threading
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from assistant.audio.backend import MicrophoneInfo
from assistant.audio.microphone import Microphone
from assistant.errors import AudioError, DeviceFailed, NoMicrophone
from assistant.events import DeviceBack, DeviceLost, Event
from assistant.types import CHUNK_SAMPLES, SAMPLE_RATE, AudioChunk
from tests.audio.fakes import FakeBackend, FakeClock, device, tone

BUILT_IN = device(0, "Built-in", is_default=True)
USB = device(1, "USB microphone")


class Scene:
    """A microphone in front of a fake sound system, and everything that came out of it."""

    def __init__(self, *devices: MicrophoneInfo, wanted: str | int | None = None) -> None:
        self.clock = FakeClock()
        self.backend = FakeBackend(self.clock, *devices)
        self.events: list[Event] = []
        self.chunks: list[AudioChunk] = []
        self.microphone = Microphone(wanted, self.events.append, backend=self.backend, clock=self.clock)

    def listen(self, until: float) -> None:
        """Listen until the clock says so."""
        self.clock.at(until, self.microphone.close)
        with self.microphone:
            self.chunks.extend(self.microphone)

    @property
    def heard(self) -> np.ndarray:
        return np.concatenate([np.empty(0, np.float32), *(chunk.samples for chunk in self.chunks)])


def test_sound_comes_as_whole_chunks_one_after_the_other() -> None:
    scene = Scene(BUILT_IN)
    sound = tone(2.0)
    scene.listen(scene.backend.speak(0.0, sound) + 1.0)
    assert [len(chunk.samples) for chunk in scene.chunks] == [CHUNK_SAMPLES] * 25
    assert all(b.start - a.start == pytest.approx(0.08) for a, b in pairwise(scene.chunks))
    np.testing.assert_array_equal(scene.heard, sound[:, 0])
    assert scene.chunks[0].samples.dtype == np.float32
    assert scene.events == []
    assert scene.backend.stream.closed


def test_16_khz_mono_is_preferred() -> None:
    scene = Scene(BUILT_IN)
    scene.listen(until=1.0)
    assert (scene.backend.stream.rate, scene.backend.stream.channels) == (16_000, 1)


def test_a_device_that_only_opens_at_48_khz_stereo_is_resampled() -> None:
    scene = Scene(BUILT_IN)
    scene.backend.formats = {(48_000, 2)}
    stereo = tone(2.0, rate=48_000, channels=2)
    stereo[:, 1] = 0.0  # the mean of both channels halves the tone
    scene.listen(scene.backend.speak(0.0, stereo, rate=48_000) + 1.0)
    expected = 0.5 * tone(2.0)[: len(scene.heard), 0]
    assert len(scene.heard) > 1.8 * SAMPLE_RATE
    np.testing.assert_allclose(scene.heard[400:-400], expected[400:-400], atol=0.01)


def test_an_array_of_microphones_gives_its_first_channel() -> None:
    array = device(0, "array", channels=6, default_rate=16_000, is_default=True)
    scene = Scene(array)
    scene.backend.formats = {(16_000, 6)}
    sound = np.random.default_rng(0).uniform(-1, 1, (16_000, 6)).astype(np.float32)
    scene.listen(scene.backend.speak(0.0, sound) + 1.0)
    np.testing.assert_array_equal(scene.heard, sound[: len(scene.heard), 0])


def test_a_rate_that_the_device_did_not_name_is_found() -> None:
    scene = Scene(device(0, "odd", default_rate=96_000, is_default=True))
    scene.backend.formats = {(44_100, 1)}
    scene.listen(until=1.0)
    assert scene.backend.stream.rate == 44_100


def test_no_microphone_is_a_clear_error() -> None:
    scene = Scene()
    with pytest.raises(NoMicrophone, match="There is no microphone") as caught:
        scene.listen(until=1.0)
    assert "Plug one in" in caught.value.remedy


def test_a_device_without_a_usable_format_is_a_clear_error() -> None:
    scene = Scene(BUILT_IN)
    scene.backend.formats = set()
    with pytest.raises(DeviceFailed, match=r"'Built-in' does not open .*48000 Hz x 2") as caught:
        scene.listen(until=1.0)
    assert caught.value.remedy == "take another one"


def test_a_device_lost_in_mid_sentence_comes_back_with_one_event_each() -> None:
    scene = Scene(BUILT_IN)
    first, second = tone(1.0, hertz=300), tone(1.0, hertz=600)
    scene.backend.speak(0.0, first)
    scene.clock.at(1.0, scene.backend.lose)
    scene.clock.at(30.0, lambda: scene.backend.plugged.append(BUILT_IN))
    scene.backend.speak(40.0, second)
    scene.listen(until=42.0)
    lost, back = scene.events
    assert isinstance(lost, DeviceLost)
    assert lost.device == "Built-in"
    assert "as soon as it is back" in lost.message
    assert isinstance(back, DeviceBack)
    assert back.device == "Built-in"
    assert back.seconds_away == pytest.approx(39.04)  # from the last sound to the next
    np.testing.assert_array_equal(scene.heard, np.concatenate([first, second])[: len(scene.heard), 0])
    assert scene.chunks[-1].start == pytest.approx(len(scene.heard) / SAMPLE_RATE - 0.08)
    assert scene.backend.streams[0].closed


def test_reopening_backs_off() -> None:
    scene = Scene(BUILT_IN)
    scene.clock.at(1.0, scene.backend.lose)
    scene.listen(until=60.0)
    pauses = [b - a for a, b in pairwise([1.0, *scene.backend.rescans])]
    assert pauses == pytest.approx([0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0, 10.0])
    assert [event.kind for event in scene.events] == ["device_lost"]


def test_back_off_starts_anew_after_a_return() -> None:
    scene = Scene(BUILT_IN)
    for loss in (1.0, 100.0):
        scene.clock.at(loss, scene.backend.lose)
        scene.clock.at(loss + 5.0, lambda: scene.backend.plugged.append(BUILT_IN))
        scene.backend.speak(loss + 8.0, tone(100.0 - 8.0 - 1.0 if loss == 1.0 else 1.0))
    scene.listen(until=109.5)
    assert [event.kind for event in scene.events] == ["device_lost", "device_back"] * 2
    assert scene.backend.rescans == pytest.approx([1.5, 2.5, 4.5, 8.5, 100.5, 101.5, 103.5, 107.5])


def test_a_device_that_goes_quiet_without_a_word_is_lost() -> None:
    scene = Scene(BUILT_IN)
    scene.backend.speak(0.0, tone(1.0))
    scene.backend.speak(10.0, tone(1.0))
    scene.listen(until=12.0)
    assert [event.kind for event in scene.events] == ["device_lost", "device_back"]
    assert scene.backend.rescans == pytest.approx([1.0 + 3.0 + 0.5])
    assert [stream.closed for stream in scene.backend.streams] == [True, True]


def test_a_device_that_opens_but_delivers_nothing_is_lost_once() -> None:
    scene = Scene(BUILT_IN)
    scene.listen(until=60.0)
    assert [event.kind for event in scene.events] == ["device_lost"]
    assert len(scene.backend.streams) > 2  # it was opened again and again, with growing pauses


def test_the_default_device_is_followed() -> None:
    scene = Scene(BUILT_IN, USB)
    scene.backend.speak(0.0, tone(1.0))

    def plug_out() -> None:
        scene.backend.lose()
        scene.backend.plugged.append(device(0, "USB microphone", is_default=True))

    scene.clock.at(1.0, plug_out)
    scene.backend.speak(2.0, tone(1.0))
    scene.listen(until=4.0)
    back = scene.events[-1]
    assert isinstance(back, DeviceBack)
    assert back.device == scene.microphone.name == "USB microphone"


def test_a_named_device_is_waited_for_while_others_are_there() -> None:
    scene = Scene(BUILT_IN, USB, wanted="usb")
    scene.clock.at(1.0, lambda: scene.backend.plugged.remove(USB))
    scene.clock.at(1.0, scene.backend.end)
    scene.clock.at(5.0, lambda: scene.backend.plugged.append(device(7, "USB microphone")))
    scene.listen(until=20.0)
    assert [stream.device.index for stream in scene.backend.streams[:2]] == [1, 7]


def test_an_index_means_the_same_device_after_the_list_has_changed() -> None:
    scene = Scene(BUILT_IN, USB, wanted=1)

    def shift() -> None:
        scene.backend.plugged[:] = [BUILT_IN, device(1, "webcam"), device(2, "USB microphone")]
        scene.backend.stream.receiver.end()

    scene.clock.at(1.0, shift)
    scene.listen(until=5.0)
    assert [stream.device.name for stream in scene.backend.streams] == ["USB microphone", "USB microphone"]


def test_overruns_of_the_device_are_counted() -> None:
    scene = Scene(BUILT_IN)
    blocks = np.split(tone(0.4), 10)
    for number, block in enumerate(blocks):
        deliver = partial(scene.backend.feed, block, overflowed=number in (3, 4))
        scene.clock.at(0.04 * (number + 1), deliver)
    scene.listen(until=1.0)
    assert [chunk.overruns for chunk in scene.chunks] == [0, 1, 2, 2, 2]
    assert scene.microphone.overruns == 2


def test_a_reader_that_is_too_slow_loses_sound_and_is_told() -> None:
    scene = Scene(BUILT_IN)

    def burst() -> None:
        for block in np.split(tone(5.0), 125):
            scene.backend.stream.feed(block)

    scene.clock.at(0.5, burst)
    scene.listen(until=1.0)
    assert len(scene.heard) == 4 * SAMPLE_RATE
    assert scene.chunks[-1].overruns == 25


def test_overruns_are_carried_across_a_loss() -> None:
    scene = Scene(BUILT_IN)
    scene.clock.at(0.1, lambda: scene.backend.stream.feed(tone(0.04), overflowed=True))
    scene.clock.at(1.0, scene.backend.end)
    scene.backend.speak(2.0, tone(1.0))
    scene.listen(until=3.5)
    assert scene.chunks[-1].overruns == 1


def test_sound_from_before_listening_is_forgotten() -> None:
    scene = Scene(BUILT_IN)
    with scene.microphone:
        scene.backend.stream.feed(tone(1.0), overflowed=True)
        scene.clock.at(0.5, lambda: scene.backend.stream.feed(tone(0.08, hertz=900)))
        scene.clock.at(1.0, scene.microphone.close)
        scene.chunks.extend(scene.microphone)
    np.testing.assert_array_equal(scene.heard, tone(0.08, hertz=900)[:, 0])
    assert scene.chunks[0].overruns == 0


@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_a_buffer_full_of_nan_is_silence(rate: int) -> None:
    scene = Scene(BUILT_IN)
    scene.backend.formats = {(rate, 1)}
    bad = np.full((round(0.4 * rate), 1), np.nan, dtype=np.float32)
    bad[5] = np.inf
    end = scene.backend.speak(0.0, bad, rate=rate)
    scene.backend.speak(end, tone(1.0, rate=rate), rate=rate)
    scene.listen(until=3.0)
    assert np.isfinite(scene.heard).all()
    assert np.abs(scene.heard[:CHUNK_SAMPLES]).max() == 0.0
    assert np.abs(scene.heard[-CHUNK_SAMPLES:]).max() > 0.4
    assert scene.microphone.repaired == len(bad)


def test_close_from_another_thread_ends_a_waiting_iteration() -> None:
    """With the real clock: nothing is ever delivered, so only `close` can end this."""
    backend = FakeBackend(FakeClock(), BUILT_IN)
    entered = threading.Event()
    ended: list[int] = []

    def listen() -> None:
        with Microphone(None, lambda _: None, backend=backend) as microphone:
            microphones.append(microphone)
            entered.set()
            ended.append(sum(1 for _ in microphone))

    microphones: list[Microphone] = []
    thread = threading.Thread(target=listen)
    thread.start()
    assert entered.wait(60)
    microphones[0].close()
    thread.join()
    assert ended == [0]
    assert backend.stream.closed


@pytest.mark.parametrize("moment", [0.5, 3.0])
def test_close_ends_at_any_time(moment: float) -> None:
    scene = Scene(BUILT_IN)
    scene.clock.at(1.0, scene.backend.lose)
    scene.listen(until=moment)
    assert scene.chunks == []
    scene.microphone.close()  # again, harmless
    assert list(scene.microphone) == []


def test_a_stream_that_opens_while_the_microphone_is_closed_is_not_leaked() -> None:
    scene = Scene(BUILT_IN)
    open_stream = scene.backend.open

    def close_meanwhile(info: MicrophoneInfo, *rest: object) -> object:
        stream = open_stream(info, *rest)  # type: ignore[arg-type] # passed on as they came
        scene.microphone.close()
        return stream

    scene.backend.open = close_meanwhile  # type: ignore[method-assign, assignment] # the test's own object
    with scene.microphone:
        assert list(scene.microphone) == []
    assert scene.backend.stream.closed


def test_an_error_of_a_subscriber_reaches_the_listener() -> None:
    clock = FakeClock()
    backend = FakeBackend(clock, BUILT_IN)

    def fail(_: Event) -> None:
        raise AudioError("the screen is gone")

    clock.at(1.0, backend.lose)
    with (
        pytest.raises(AudioError, match="the screen"),
        Microphone(None, fail, backend=backend, clock=clock) as mic,
    ):
        list(mic)
    assert backend.stream.closed


def test_iterating_without_entering_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="with"):
        list(Scene(BUILT_IN).microphone)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [(None, "default microphone"), ("usb", "usb"), (3, "3")],
    ids=["default", "name", "index"],
)
def test_name_before_opening(wanted: str | int | None, name: str) -> None:
    assert Scene(wanted=wanted).microphone.name == name
