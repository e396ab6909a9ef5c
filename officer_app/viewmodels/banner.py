"""The banner of a desk: what it says now, what it interrupted, and the sound that goes with it."""

from dataclasses import replace

from officer_app.texts import Both
from officer_app.viewmodels.commanding import is_alarm
from officer_app.viewmodels.notices import Notice
from officer_app.viewmodels.ports import Signals
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Tone


class Banner:
    """One notice at a time. A refusal that must be acknowledged stays; what it covered comes back afterwards."""

    def __init__(self, signals: Signals) -> None:
        self._signals = signals
        self.notice: Notice | None = None
        self._beneath: Notice | None = None
        self.repeats = 0

    @property
    def held(self) -> bool:
        """Whether nothing goes on before somebody acknowledged it."""
        return self.notice is not None and self.notice.must_acknowledge

    def show(self, notice: Notice) -> None:
        """Say it, with its sound."""
        self.notice, self._beneath, self.repeats = notice, None, 0
        signals = self._signals
        sounds = {Tone.REFUSE: signals.refuse, Tone.ATTENTION: signals.attention}
        sound = signals.alarm if is_alarm(notice.code) else sounds.get(notice.sound or notice.tone, signals.good)
        sound()

    def show_quietly(self, notice: Notice) -> None:
        """Say it without a sound: something is under way."""
        self.notice = notice

    def add(self, note: Both) -> None:
        """Say something more under what is said; in place of what was added before."""
        if self.notice is not None:
            self.notice = replace(self.notice, note=note)

    def let_pass(self) -> None:
        """What is said need not be acknowledged."""
        if self.notice is not None:
            self.notice = replace(self.notice, must_acknowledge=False)

    def interrupt(self, notice: Notice) -> None:
        """Say it, and let what it said before come back when this one was seen."""
        beneath = self.notice
        self.show(notice)
        self._beneath = beneath

    def seen(self) -> bool:
        """It was acknowledged; False where nothing is left to say."""
        self._signals.silence()
        self.notice, self._beneath = self._beneath, None
        return self.notice is not None

    def empty(self) -> None:
        """Say nothing."""
        self.notice, self._beneath, self.repeats = None, None, 0

    def note(self, notice: Notice, waiting: int, speech: Speech, *, free: bool) -> str:
        """The small line under the sentence: the notice's own, repeated reads, scans that wait; where nothing else
        is open (`free`), how to come to the first of them.
        """
        again = speech.say("read_again", n=str(self.repeats)) if self.repeats else ""
        waits = speech.say("scans_wait_esc" if free else "scans_wait", n=str(waiting)) if waiting else ""
        return " · ".join(part for part in (notice.note.say(speech.language), again, waits) if part)
