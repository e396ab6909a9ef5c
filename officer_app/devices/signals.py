"""Signals: five verbs (good, refuse, attention, alarm, silence) that a speaker, a lamp or both understand."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from officer_app.devices.sound import SoundPlayer
from officer_app.devices.unheard import Unheard


class Signal(StrEnum):
    """What is signalled; `resources/sounds/` has one file for each."""

    GOOD = "good"
    REFUSE = "refuse"
    ATTENTION = "attention"
    ALARM = "alarm"


class Signals(Protocol):
    """A lamp, a speaker, or nothing at all. No verb blocks and none raises: a silent desk still works."""

    def good(self) -> None:
        """What was scanned may go on."""

    def refuse(self) -> None:
        """It may not, and someone must look."""

    def attention(self) -> None:
        """It was understood, and something wants a look: a warning, an X-ray, a doubt."""

    def alarm(self) -> None:
        """Somebody may be cheating: a command code that is not of this desk."""

    def silence(self) -> None:
        """Stop whatever is being signalled: the refusal was acknowledged."""

    def close(self) -> None:
        """Silence for good and let go of the device."""

    @property
    def available(self) -> bool:
        """Whether signals reach anyone."""

    @property
    def trouble(self) -> Unheard | None:
        """Why they do not, for the status bar; None while they do."""


class SoundSignals:
    """Signals as sounds. `folder` says where a WAV file for each signal is by now."""

    def __init__(self, folder: Callable[[], Path], player: SoundPlayer) -> None:
        self._folder = folder
        self._player = player

    @property
    def available(self) -> bool:
        """Whether sounds can be played."""
        return self.trouble is None

    @property
    def trouble(self) -> Unheard | None:
        """Why there is no sound, or None."""
        return self._player.trouble

    def good(self) -> None:
        """Two short rising tones."""
        self._play(Signal.GOOD)

    def refuse(self) -> None:
        """Two long low tones."""
        self._play(Signal.REFUSE)

    def attention(self) -> None:
        """Three even tones."""
        self._play(Signal.ATTENTION)

    def alarm(self) -> None:
        """A fast high to and fro."""
        self._play(Signal.ALARM)

    def silence(self) -> None:
        """Stop at once."""
        self._player.silence()

    def close(self) -> None:
        """Stop and end the player."""
        self._player.close()

    def _play(self, signal: Signal) -> None:
        self._player.play(self._folder() / f"{signal}.wav")


class RecordedSignals:
    """Silent signals that remember what was signalled, in order (demo without a speaker, training, tests)."""

    available = True
    trouble: Unheard | None = None

    def __init__(self) -> None:
        self.signalled: list[Signal] = []
        self.sounding: Signal | None = None
        self.closed = False

    def good(self) -> None:
        """Remember a good."""
        self._remember(Signal.GOOD)

    def refuse(self) -> None:
        """Remember a refusal."""
        self._remember(Signal.REFUSE)

    def attention(self) -> None:
        """Remember an attention."""
        self._remember(Signal.ATTENTION)

    def alarm(self) -> None:
        """Remember an alarm."""
        self._remember(Signal.ALARM)

    def silence(self) -> None:
        """Nothing sounds any more; what was signalled stays remembered."""
        self.sounding = None

    def close(self) -> None:
        """Silence, and say so."""
        self.silence()
        self.closed = True

    def _remember(self, signal: Signal) -> None:
        self.signalled.append(signal)
        self.sounding = signal


class AllSignals:
    """Several signals as one, such as a speaker and a lamp. They reach people while one of them does."""

    def __init__(self, *each: Signals) -> None:
        self._each = each

    @property
    def available(self) -> bool:
        """Whether one of them reaches anyone."""
        return any(signals.available for signals in self._each)

    @property
    def trouble(self) -> Unheard | None:
        """The first that does not, and why: a lamp that is away has to be seen though the sound plays."""
        return next((signals.trouble for signals in self._each if signals.trouble is not None), None)

    def good(self) -> None:
        """All of them."""
        for signals in self._each:
            signals.good()

    def refuse(self) -> None:
        """All of them."""
        for signals in self._each:
            signals.refuse()

    def attention(self) -> None:
        """All of them."""
        for signals in self._each:
            signals.attention()

    def alarm(self) -> None:
        """All of them."""
        for signals in self._each:
            signals.alarm()

    def silence(self) -> None:
        """All of them."""
        for signals in self._each:
            signals.silence()

    def close(self) -> None:
        """All of them."""
        for signals in self._each:
            signals.close()
