"""The printing page: what was printed and what became of it; papers of a number, looked at before they are printed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise
from officer_app.texts import Texts
from officer_app.viewmodels.paper_ports import Choice, PaperDesk, PrintRow, Wanted
from officer_app.viewmodels.ports import Run, Signals
from officer_app.viewmodels.print_steps import Place, PrintSteps, Question
from officer_app.viewmodels.reprinting import is_scan, reason_of


class PrintsModel(PrintSteps):
    """State of the printing page: the list, the papers of a number, what is looked at."""

    def __init__(
        self, papers: PaperDesk, texts: Texts, signals: Signals, run: Run, changed: Callable[[], None]
    ) -> None:
        super().__init__(papers, texts, signals, run, changed)
        self.rows: Sequence[PrintRow] = ()
        self.choices: Sequence[Choice] = ()
        self.number = ""

    # --- who

    def _forget(self) -> None:
        self.question = None
        self.rows, self.choices, self.pages = (), (), ()
        self.place, self.number, self.looked_at = Place.QUEUE, "", None

    # --- the list

    def refresh(self) -> None:
        """Ask the printers what became of everything."""
        if self.officer is not None and not self.busy:
            self._ask(self._papers.rows, self._take_rows)

    def move(self, steps: int) -> None:
        """Up or down the list that is shown."""
        most = len(self.choices if self.place is Place.PAPERS else self.rows) - 1
        self.selected = max(0, min(most, self.selected + steps))

    def row(self) -> PrintRow | None:
        """The print that is selected."""
        listed = self.place is Place.QUEUE and self.selected < len(self.rows)
        return self.rows[self.selected] if listed else None

    def cancel(self) -> None:
        """Take the selected print out of its queue."""
        row = self.row()
        if row is None or not row.open or self._shut():
            self._signals.attention()
            return
        act_id = row.act_id
        self._work(lambda: self._papers.cancel(act_id), self._cancelled)

    def again(self) -> None:
        """Print the selected one again; why is asked where it counts as printed."""
        row, officer = self.row(), self.officer
        if row is None or officer is None or self._shut():
            self._signals.attention()
            return
        self._again(officer, row.act_id, "")

    def look(self) -> None:
        """Show how the selected paper looks, or would."""
        row, officer = self.row(), self.officer
        if officer is None or self._shut():
            return
        if row is not None:
            act_id = row.act_id
            self.looked_at = None
            self._work(lambda: self._papers.pictures_of(act_id), self._show_pages)
        elif self.place is Place.PAPERS and self.selected < len(self.choices):
            self._preview(officer, Wanted(self.choices[self.selected].form, self.number))

    # --- papers of a number

    def on_scan(self, text: str) -> None:
        """A scan: the papers of that number. While a question is open nothing happens but that it is said."""
        if self.officer is None:
            self._signals.refuse()
        elif self.question is not None or self.busy:
            self._signals.refuse()
            if self.question is not None:
                self.question = replace(self.question, wrong=Refusal("scan_waits"))
        else:
            self.papers_of(text)

    def papers_of(self, text: str) -> None:
        """List the papers that the number `text` may have; empty: the registers of today."""
        if self.officer is None or self._shut():
            return
        number = normalise(text)
        self._work(lambda: self._papers.choices(number), lambda found: self._show_choices(number, found))

    def print_it(self) -> None:
        """Print what is looked at, where it is a paper that was not yet printed."""
        wanted, officer = self.looked_at, self.officer
        if wanted is None or officer is None or self._shut():
            self._signals.attention()
            return
        self._print(officer, wanted, "")

    # --- keys

    def enter(self, text: str) -> None:
        """Enter: the answer to a question; a number that was typed; else the next step."""
        if self.question is not None:
            self._answer(self.question, text)
        elif text.strip():
            self.papers_of(text)
        elif self.place is Place.LOOK:
            self.print_it()
        else:
            self.look()

    def escape(self) -> bool:
        """One step back; False where there is none."""
        if self.question is not None:
            self.question = None
        elif self.place is Place.LOOK:
            self.place = Place.PAPERS if self.looked_at is not None else Place.QUEUE
            self.pages, self.looked_at = (), None
        elif self.place is Place.PAPERS:
            self.place, self.selected, self.choices, self.number = Place.QUEUE, 0, (), ""
        else:
            return False
        return True

    def turn(self, pages: int) -> None:
        """Other pages of what is looked at."""
        self.page = max(0, min(len(self.pages) - 1, self.page + pages))

    # --- what comes back

    def _answer(self, question: Question, text: str) -> None:
        if question.what == "text":
            answer: str | Refusal = " ".join(text.split()) or Refusal("reason_needed")
            if is_scan(text):
                answer = Refusal("scan_waits")
        else:
            # The paper's own language is Thai; the reason stands on it.
            answer = reason_of(text, self._voices.speech("th"))
        if isinstance(answer, Refusal):
            self.question = replace(question, wrong=answer)
            self._signals.attention()
            return
        self.question = None
        question.after(answer)

    def _cancelled(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._refused(refusal)
        self.refresh()

    def _show_choices(self, number: str, found: Sequence[Choice]) -> None:
        if not found:
            self._refused(Refusal("no_papers", {"number": number}))
            return
        self.place, self.number, self.choices, self.selected = Place.PAPERS, number, found, 0
        self.message = None

    def _take_rows(self, rows: Sequence[PrintRow]) -> None:
        chosen = self.row()
        self.rows = rows
        if self.place is Place.QUEUE:
            ids = [row.act_id for row in rows]
            self.selected = ids.index(chosen.act_id) if chosen is not None and chosen.act_id in ids else 0
        self._changed()
