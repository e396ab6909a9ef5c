"""The lamp on a real line, the volume of our own sounds, and a recording that is played again."""

import os
import wave
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.scanner_guess import Chunk
from officer_app.devices.lamp import BadCode, SerialLamp, code_bytes
from officer_app.devices.recording import BadRecording, Step, steps_for, steps_of, written
from officer_app.devices.signals import AllSignals, RecordedSignals, Signal
from officer_app.devices.unheard import Unheard
from officer_app.devices.volume import Sounds, quieter

SOUNDS = Path(__file__).resolve().parents[2] / "resources" / "sounds"


def test_each_verb_sends_its_bytes_and_closing_goes_dark() -> None:
    outer, inner = os.openpty()
    lamp = SerialLamp(os.ttyname(inner), {"good": "\\xA1", "silence": "-"})
    lamp.good()
    lamp.refuse()
    lamp.attention()
    lamp.alarm()
    lamp.close()

    sent = b""
    while not sent.endswith(b"A\n-"):
        sent += os.read(outer, 100)
    os.close(outer)
    os.close(inner)
    assert sent == b"-\xa1R\nY\nA\n-"
    assert lamp.available


def test_a_lamp_that_is_away_says_so_and_holds_nothing_up() -> None:
    lamp = SerialLamp("/dev/no-such-lamp", {})
    for _ in range(100):
        lamp.refuse()
    lamp.close()

    assert not lamp.available
    assert lamp.trouble == Unheard("lamp_away", {"port": "/dev/no-such-lamp"})


@pytest.mark.parametrize("code", ["\\x", "ไฟ", "\\N{DIGIT ONE"])
def test_a_code_that_stands_for_no_bytes_is_said(code: str) -> None:
    with pytest.raises(BadCode):
        code_bytes(code)


def test_speaker_and_lamp_are_one_and_the_trouble_of_either_is_seen() -> None:
    speaker, lamp = RecordedSignals(), RecordedSignals()
    both = AllSignals(speaker, lamp)
    for verb in (both.good, both.refuse, both.attention, both.alarm):
        verb()
    lamp.trouble = Unheard("lamp_away", {"port": "lamp"})

    assert speaker.signalled == lamp.signalled == [Signal.GOOD, Signal.REFUSE, Signal.ATTENTION, Signal.ALARM]
    assert both.trouble == lamp.trouble
    both.close()
    assert speaker.closed
    assert lamp.closed


def loudest(sound: bytes) -> int:
    with wave.open(BytesIO(sound)) as opened:
        return max(abs(sample) for sample in memoryview(opened.readframes(opened.getnframes())).cast("h"))


@pytest.mark.parametrize("signal", list(Signal))
def test_half_the_volume_is_half_the_swing(signal: Signal) -> None:
    sound = (SOUNDS / f"{signal}.wav").read_bytes()

    assert loudest(quieter(sound, 0)) == 0
    assert abs(loudest(quieter(sound, 50)) - loudest(sound) / 2) <= 1
    assert quieter(sound, 100) == sound


def test_quieter_sounds_are_beside_and_removed() -> None:
    assert Sounds(SOUNDS, 100).folder == SOUNDS
    sounds = Sounds(SOUNDS, 30)
    assert sorted(each.name for each in sounds.folder.iterdir()) == sorted(f"{signal}.wav" for signal in Signal)
    sounds.close()
    assert not sounds.folder.exists()


@given(parts=st.lists(st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=20)), min_size=1, max_size=10))
def test_what_was_recorded_is_what_is_played_again(parts: list[tuple[int, bytes]]) -> None:
    at, chunks = 0.0, []
    for pause_ms, data in parts:
        at += pause_ms / 1000
        chunks.append(Chunk(100.0 + at, data))

    steps = steps_of(written(chunks).encode())

    assert [step.data for step in steps] == [data for _, data in parts]
    assert sum(step.after_s for step in steps) == pytest.approx(at - parts[0][0] / 1000, abs=0.01)


def test_a_file_that_is_no_recording_is_sent_as_it_is() -> None:
    assert steps_of(b"9911A0000001\r\xff") == [Step(0.0, b"9911A0000001\r\xff")]
    assert steps_of(b"") == []


@pytest.mark.parametrize(
    "content",
    [b'{"at": 0, "hex": "zz"}', b'{"at": 1, "hex": ""}\n{"at": 0, "hex": ""}', b'{"at"', b'{"at": 99999, "hex": "39"}'],
)
def test_a_broken_recording_names_its_line(content: bytes) -> None:
    with pytest.raises(BadRecording, match=r"line \d"):
        steps_of(content)


def test_numbers_are_scans_with_a_pause_between() -> None:
    assert steps_for(["A1", "B2"], b"\r", 0.5) == [Step(0.0, b"A1\r"), Step(0.5, b"B2\r")]
