"""Make the four signal sounds: `python make_sounds.py` writes good, refuse, attention and alarm.wav beside itself.

They differ in pitch, rhythm and timbre, so that they are told apart without looking and in a noisy hall: good is
two short rising clear tones; refuse is two long low rough ones; attention is three even ones in the middle; alarm is
a fast high to and fro.
"""

import math
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

RATE = 16_000
"""Samples a second; 16 bit, one channel."""

_PEAK = 20_000
_FADE_S = 0.008


@dataclass(frozen=True)
class Tone:
    """A tone of `hertz` (0: silence) for `seconds`; `overtones` are the loudnesses of its multiples, from the first."""

    hertz: int
    seconds: float
    overtones: tuple[float, ...] = (1.0,)


_CLEAR = (1.0, 0.25)
_ROUGH = (1.0, 0.0, 0.6, 0.0, 0.45, 0.0, 0.35)
_HOLLOW = (1.0, 0.0, 0.3)

SOUNDS = {
    "good": (Tone(880, 0.09, _CLEAR), Tone(1320, 0.15, _CLEAR)),
    "refuse": (Tone(196, 0.28, _ROUGH), Tone(0, 0.07), Tone(165, 0.40, _ROUGH)),
    "attention": (
        Tone(587, 0.11, _HOLLOW),
        Tone(0, 0.08),
        Tone(587, 0.11, _HOLLOW),
        Tone(0, 0.08),
        Tone(587, 0.11, _HOLLOW),
    ),
    "alarm": (Tone(1568, 0.07, _ROUGH), Tone(1047, 0.07, _ROUGH)) * 6,
}


def samples(tone: Tone) -> list[int]:
    """The samples of `tone`, faded in and out so that it does not click."""
    count = round(tone.seconds * RATE)
    fade = round(_FADE_S * RATE)
    scale = _PEAK / sum(tone.overtones)
    made: list[int] = []
    for place in range(count):
        turn = 2 * math.pi * tone.hertz * place / RATE
        swing = sum(loudness * math.sin(turn * multiple) for multiple, loudness in enumerate(tone.overtones, start=1))
        made.append(round(swing * scale * min(1.0, place / fade, (count - place) / fade)))
    return made


def write(name: str, folder: Path) -> Path:
    """Write the sound `name` into `folder` and give its path back."""
    path = folder / f"{name}.wav"
    joined = array("h")
    for tone in SOUNDS[name]:
        joined.extend(samples(tone))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(joined.tobytes())
    return path


if __name__ == "__main__":
    for each in SOUNDS:
        write(each, Path(__file__).parent)
