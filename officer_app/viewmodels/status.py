"""The status bar that never lies: how old the data are, what waits, whether the trouble is here."""

from collections.abc import Callable, Mapping, Sequence

from officer_app.core.ports import Queue
from officer_app.core.scans import ScanCount
from officer_app.texts import Texts
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import data_age_s
from officer_app.viewmodels.ports import Link, Scanner, Sentence, Signals, Storage
from officer_app.viewmodels.speech import MINUTE_S, Speech, Voices
from officer_app.viewmodels.view import Shape, StatusItem, Tone

OLD_S = 15 * MINUTE_S
"""Data older than this want a look [inferred: a flight is announced six hours ahead, a hold acts at once]."""

PLENTY, SPENT = "plenty", "spent"


class StatusModel:
    """Reads the stores when told to (`refresh`), never while painting."""

    def __init__(
        self,
        counter: Counter,
        texts: Texts,
        signals: Signals,
        link: Link,
        scanner: Scanner,
        storage: Callable[[], Storage] = Storage,
    ) -> None:
        self._counter = counter
        self._voices = Voices(texts)
        self._signals = signals
        self.link = link
        self.scanner = scanner
        self.waiting_settings: Sequence[str] = ()
        self._texts = texts
        self._age_s: int | None = None
        self._queue = Queue(0, 0)
        self._look_at_storage = storage
        self._storage = Storage()

    def refresh(self) -> None:
        """Read age and queue anew. Raises what the stores raise."""
        self._age_s = data_age_s(self._counter)
        self._queue = self._counter.journal.queue()
        before, self._storage = self._storage, self._look_at_storage()
        if self._storage.room == SPENT != before.room:
            self._signals.alarm()

    def items(self, language: str, counts: ScanCount) -> tuple[StatusItem, ...]:
        """The sentences, most important first."""
        speech = self._voices.speech(language)
        return (
            *self._room(speech),
            self._link(speech),
            *self._mirror(speech),
            self._age(speech),
            self._unsent(speech),
            *self._copy(speech),
            *self._quarantined(speech),
            *self._unsigned(speech),
            *self._encryption(speech),
            *self._settings(speech),
            self._scanner(speech, counts),
            self._sound(speech),
        )

    def _link(self, speech: Speech) -> StatusItem:
        trouble = self.link.trouble
        if trouble == "alone" and self._counter.central is not None:
            # A centre is set, and nothing was heard of it yet.
            return StatusItem("link", speech.say("link_first"), Tone.ATTENTION, Shape.CLOCK)
        text = speech.either(f"link_{trouble}", "link_here")
        tone = Tone.GOOD if trouble == "none" else Tone.NEUTRAL if trouble == "alone" else Tone.REFUSE
        shape = {Tone.GOOD: Shape.CIRCLE, Tone.NEUTRAL: Shape.HOLLOW}.get(tone, Shape.CROSS)
        sentence = self.link.sentence
        if tone is not Tone.REFUSE or (sentence is not None and sentence.th != sentence.en):
            return StatusItem("link", text, tone, shape, _said(sentence, speech))
        # What a driver said is no sentence for an officer: it stands behind ours.
        more = speech.either(f"link_{trouble}_more", "link_here_more")
        return StatusItem("link", text, tone, shape, more, _said(sentence, speech))

    def _age(self, speech: Speech) -> StatusItem:
        if self._age_s is None:
            alone = self._counter.central is None
            text = speech.say("age_alone" if alone else "age_never")
            return StatusItem("age", text, Tone.NEUTRAL if alone else Tone.ATTENTION, Shape.CLOCK)
        old = self._age_s > OLD_S
        text = speech.say("age", age=speech.duration(self._age_s))
        return StatusItem("age", text, Tone.ATTENTION if old else Tone.NEUTRAL, Shape.CLOCK)

    def _unsent(self, speech: Speech) -> StatusItem:
        if self._counter.central is None and self.link.trouble == "alone":
            # Nothing is ever sent: a number that only grows would look like a fault.
            return StatusItem("unsent", speech.say("unsent_alone"), Tone.NEUTRAL, Shape.CIRCLE)
        number = self._queue.unsent
        tone = Tone.ATTENTION if number else Tone.NEUTRAL
        return StatusItem("unsent", speech.say("unsent", n=str(number)), tone, Shape.TRIANGLE)

    def _room(self, speech: Speech) -> tuple[StatusItem, ...]:
        """The disk, once it fills; when only acts are written any more, before anything else."""
        if self._storage.room == PLENTY:
            return ()
        free = str(self._storage.free_mb)
        text, more = speech.say(f"room_{self._storage.room}", free=free), speech.say(f"room_{self._storage.room}_more")
        tone = Tone.REFUSE if self._storage.room == SPENT else Tone.ATTENTION
        return (StatusItem("room", text, tone, Shape.EXCLAMATION, more),)

    def _mirror(self, speech: Speech) -> tuple[StatusItem, ...]:
        if not self._storage.mirror_lost:
            return ()
        more = speech.say("mirror_lost_alone" if self._counter.central is None else "mirror_lost_more")
        return (StatusItem("mirror", speech.say("mirror_lost"), Tone.ATTENTION, Shape.EXCLAMATION, more),)

    def _copy(self, speech: Speech) -> tuple[StatusItem, ...]:
        """The second medium, where one is set."""
        copy = self._storage.copy
        if copy == "none":
            return ()
        text = speech.say("copy_good" if copy == "good" else "copy_bad", n=str(self._storage.behind))
        if copy == "good":
            return (StatusItem("copy", text, Tone.NEUTRAL, Shape.CIRCLE),)
        return (StatusItem("copy", text, Tone.ATTENTION, Shape.TRIANGLE, speech.say(f"copy_{copy}_more")),)

    def _quarantined(self, speech: Speech) -> tuple[StatusItem, ...]:
        number = self._queue.quarantined
        if not number:
            return ()
        text = speech.say("quarantined", n=str(number))
        return (StatusItem("quarantined", text, Tone.REFUSE, Shape.EXCLAMATION, speech.say("quarantined_more")),)

    def _unsigned(self, speech: Speech) -> tuple[StatusItem, ...]:
        """Acts that wait for their officers' signatures; nothing while every signer works."""
        number = self._queue.unsigned
        if not number:
            return ()
        text, more = speech.say("unsigned", n=str(number)), speech.say("unsigned_more")
        return (StatusItem("unsigned", text, Tone.REFUSE, Shape.EXCLAMATION, more),)

    def _encryption(self, speech: Speech) -> tuple[StatusItem, ...]:
        if self.link.encrypted is not False:
            return ()
        text, more = speech.say("unencrypted"), speech.say("unencrypted_more")
        return (StatusItem("encryption", text, Tone.ATTENTION, Shape.EXCLAMATION, more),)

    def _settings(self, speech: Speech) -> tuple[StatusItem, ...]:
        """Somebody changed settings, and the program still works with the ones before."""
        if not self.waiting_settings:
            return ()
        titles = [self._texts.either(f"setting.{key}", "window.named", name=key) for key in self.waiting_settings]
        more = ", ".join(title.say(speech.language) for title in titles)
        text = speech.say("settings_wait", n=str(len(titles)))
        return (
            StatusItem("settings", text, Tone.ATTENTION, Shape.CLOCK, speech.say("settings_wait_more", names=more)),
        )

    def _scanner(self, speech: Speech, counts: ScanCount) -> StatusItem:
        numbers = {
            "read": str(counts.read),
            "understood": str(counts.understood),
            "refused": str(counts.refused + counts.dropped_total),
            "repeats": str(counts.repeats),
        }
        counted = speech.say("scan_counts", **numbers)
        state, tone = "scanner_absent", Tone.REFUSE
        if not self.scanner.name:
            state, tone = "scanner_none", Tone.NEUTRAL
        elif self.scanner.ready:
            state, tone = "scanner_ready", Tone.GOOD
        elif self.scanner.another:
            state = "scanner_some"
        shape = Shape.CROSS if tone is Tone.REFUSE else Shape.SCAN
        text, more = f"{speech.say(state)}: {counted}", _said(self.scanner.sentence, speech)
        return StatusItem("scanner", text, tone, shape, more, _dropped(counts, speech))

    def _sound(self, speech: Speech) -> StatusItem:
        trouble = self._signals.trouble
        if trouble is None:
            return StatusItem("sound", speech.say("sound_on"), Tone.NEUTRAL, Shape.CIRCLE)
        why = speech.texts.say(f"unheard.{trouble.code}", speech.language, **trouble.params)
        return StatusItem("sound", speech.say("sound_off"), Tone.ATTENTION, Shape.CROSS, why)


def _said(sentence: Sentence | None, speech: Speech) -> str:
    if sentence is None:
        return ""
    return sentence.en if speech.language == "en" else sentence.th


def _dropped(counts: ScanCount, speech: Speech) -> str:
    numbers: Mapping[str, int] = dict(counts.dropped)
    return " · ".join(f"{speech.either(f'drop_{name}', 'named', name=name)} {n}" for name, n in numbers.items())
