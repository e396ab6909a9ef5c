"""What pages beside the desk share: who is there, what the last step came to, one thing at a time in the background."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both, Texts
from officer_app.viewmodels.ports import Run, Signals
from officer_app.viewmodels.speech import Speech, Voices

T = TypeVar("T")
Names = Callable[[], Mapping[str, str]]
"""Account → the name people read, of everybody known here."""


def no_names() -> Mapping[str, str]:
    """Names of a page that shows none."""
    return {}


@dataclass(frozen=True)
class Message:
    """What the last step came to; `good` is None for what is only said."""

    text: Both
    good: bool | None = None


@dataclass(frozen=True)
class PageTools:
    """What a page's model works with. `changed` is called when an answer came that no key asked for."""

    texts: Texts
    signals: Signals
    run: Run
    changed: Callable[[], None]
    names: Names = no_names


class PageWork(ABC):
    """State of a page. Main thread only; what takes time goes through `tools.run`, and comes back only to the officer
    who asked for it: what comes after a lock is dropped.
    """

    def __init__(self, tools: PageTools) -> None:
        self.officer: SignedIn | None = None
        self.message: Message | None = None
        self.selected = 0
        self.busy = False
        self._tools = tools
        self._signals = tools.signals
        self._changed = tools.changed
        self._voices = Voices(tools.texts)
        self._turn = 0

    def sign_in(self, officer: SignedIn) -> None:
        """`officer` is at the page from now on."""
        self.officer = officer
        self._voices = Voices(self._tools.texts, self._tools.names())

    def lock(self) -> None:
        """Nobody is here: nothing of any record stays, and nothing that is under way comes back."""
        self._turn += 1
        self.officer, self.message, self.busy, self.selected = None, None, False, 0
        self._forget()

    @abstractmethod
    def _forget(self) -> None:
        """Drop whatever the page shows."""

    def speech(self, language: str) -> Speech:
        """What the page says, in `language`."""
        return self._voices.speech(language)

    def _ask(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Off the main thread, while everything else goes on."""
        turn = self._turn

        def ended(answer: T) -> None:
            if turn == self._turn:
                done(answer)

        def failed(sentence: Both) -> None:
            if turn == self._turn:
                self._failed(sentence)

        self._tools.run(work, ended, failed)

    def _work(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Off the main thread, one thing at a time."""
        self.busy, self.message = True, None

        def ended(answer: T) -> None:
            self.busy = False
            done(answer)
            self._changed()

        self._ask(work, ended)

    def _refused(self, refusal: Refusal) -> None:
        self.message = Message(self._voices.both(lambda speech: speech.refusal(refusal)), good=False)
        self._signals.refuse()

    def _failed(self, sentence: Both) -> None:
        self.busy = False
        self.message = Message(sentence, good=False)
        self._signals.refuse()
        self._changed()
