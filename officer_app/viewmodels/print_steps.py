"""The steps of printing: look, be asked what is missing or why again, print; one at a time, off the main thread."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both, Texts
from officer_app.viewmodels.paper_ports import NeedsText, PagePicture, PaperDesk, PrintRow, Wanted
from officer_app.viewmodels.ports import Run, Signals
from officer_app.viewmodels.speech import Voices

Answer = PrintRow | NeedsText | Refusal


class Place(StrEnum):
    """What the page shows."""

    QUEUE = "queue"
    PAPERS = "papers"
    LOOK = "look"


@dataclass(frozen=True)
class Message:
    """What the last step came to; `good` is None for what is only said."""

    text: Both
    good: bool | None = None


@dataclass(frozen=True)
class Question:
    """What the officer is asked for: `what` is reason or text; `after` goes on with the answer."""

    what: str
    label: Both
    after: Callable[[str], None]
    wrong: Refusal | None = None


class PrintSteps(ABC):
    """State of what is being printed. Main thread only; what printers and papers take goes through `run`."""

    def __init__(
        self, papers: PaperDesk, texts: Texts, signals: Signals, run: Run, changed: Callable[[], None]
    ) -> None:
        self.officer: SignedIn | None = None
        self.place = Place.QUEUE
        self.pages: Sequence[PagePicture] = ()
        self.selected = self.page = 0
        self.message: Message | None = None
        self.question: Question | None = None
        self.busy = False
        self.looked_at: Wanted | None = None
        self._papers = papers
        self._signals = signals
        self._run = run
        self._changed = changed
        self._voices = Voices(texts)

    @abstractmethod
    def refresh(self) -> None:
        """Ask the printers what became of everything."""

    def _again(self, officer: SignedIn, act_id: str, reason: str) -> None:
        def done(answer: Answer) -> None:
            if isinstance(answer, Refusal) and answer.code == "reprint_reason":
                self._ask_reason(lambda said: self._again(officer, act_id, said))
            else:
                self._printed(answer)

        self._work(lambda: self._papers.again(officer, act_id, reason), done)

    def _print(self, officer: SignedIn, wanted: Wanted, reason: str) -> None:
        def done(answer: Answer) -> None:
            if isinstance(answer, Refusal) and answer.code == "reprint_reason":
                self._ask_reason(lambda said: self._print(officer, wanted, said))
            else:
                self._printed(answer)

        self._work(lambda: self._papers.print_paper(officer, wanted, reason), done)

    def _preview(self, officer: SignedIn, wanted: Wanted) -> None:
        def done(answer: Sequence[PagePicture] | NeedsText | Refusal) -> None:
            if isinstance(answer, NeedsText):
                self._ask_text(officer, wanted, answer)
            else:
                self.looked_at = wanted
                self._show_pages(answer)

        self._work(lambda: self._papers.preview(officer, wanted), done)

    def _ask_text(self, officer: SignedIn, wanted: Wanted, needed: NeedsText) -> None:
        def after(said: str) -> None:
            self._preview(officer, replace(wanted, more={**wanted.more, needed.field: said}))

        self.question = Question("text", Both(needed.label.th, needed.label.en), after)

    def _ask_reason(self, after: Callable[[str], None]) -> None:
        self.question = Question("reason", self._voices.both(lambda speech: speech.say("ask_reprint")), after)

    def _printed(self, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            self._refused(answer)
            return
        if isinstance(answer, NeedsText):
            return
        good = {"printed": True, "failed": False}.get(answer.status)
        said = answer.said
        title, number = answer.title, answer.number
        self.message = Message(Both(f"{title.th} {number}: {said.th}", f"{title.en} {number}: {said.en}"), good)
        (self._signals.good if good else self._signals.attention)()
        self.place, self.selected, self.pages, self.looked_at = Place.QUEUE, 0, (), None
        self.refresh()

    def _refused(self, refusal: Refusal) -> None:
        self.message = Message(self._voices.both(lambda speech: speech.refusal(refusal)), good=False)
        self._signals.refuse()

    def _show_pages(self, pages: Sequence[PagePicture] | Refusal) -> None:
        if isinstance(pages, Refusal):
            self.looked_at = None
            self._refused(pages)
            return
        self.pages, self.page, self.place, self.message = pages, 0, Place.LOOK, None

    def _shut(self) -> bool:
        return self.busy or self.question is not None

    def _work(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Off the main thread, one thing at a time."""
        self.busy, self.message = True, None

        def ended(answer: object) -> None:
            self.busy = False
            done(answer)
            self._changed()

        self._run(work, ended, self._failed)

    def _failed(self, sentence: Both) -> None:
        self.busy = False
        self.message = Message(sentence, good=False)
        self._signals.refuse()
        self._changed()
