"""The steps of printing: look, be asked what is missing or why again, print; one at a time, off the main thread."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both, Texts
from officer_app.viewmodels.page_work import Message, PageTools, PageWork
from officer_app.viewmodels.paper_ports import NeedsText, PagePicture, PaperDesk, PrintRow, Wanted
from officer_app.viewmodels.ports import Run, Signals

__all__ = ["Answer", "Message", "Place", "PrintSteps", "Question"]

Answer = PrintRow | NeedsText | Refusal


class Place(StrEnum):
    """What the page shows."""

    QUEUE = "queue"
    PAPERS = "papers"
    LOOK = "look"


@dataclass(frozen=True)
class Question:
    """What the officer is asked for: `what` is reason or text; `after` goes on with the answer."""

    what: str
    label: Both
    after: Callable[[str], None]
    wrong: Refusal | None = None


class PrintSteps(PageWork):
    """State of what is being printed. Main thread only; what printers and papers take goes through `run`."""

    def __init__(
        self, papers: PaperDesk, texts: Texts, signals: Signals, run: Run, changed: Callable[[], None]
    ) -> None:
        super().__init__(PageTools(texts, signals, run, changed))
        self.place = Place.QUEUE
        self.pages: Sequence[PagePicture] = ()
        self.page = 0
        self.question: Question | None = None
        self.looked_at: Wanted | None = None
        self._papers = papers

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

    def _show_pages(self, pages: Sequence[PagePicture] | Refusal) -> None:
        if isinstance(pages, Refusal):
            self.looked_at = None
            self._refused(pages)
            return
        self.pages, self.page, self.place, self.message = pages, 0, Place.LOOK, None

    def _shut(self) -> bool:
        return self.busy or self.question is not None
