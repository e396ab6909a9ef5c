"""The clerk of the transit desk: what is shown, what is asked, what a scan means; places speak to it."""

from collections.abc import Callable, Iterable, Mapping

from officer_app.core.acts import ActKind
from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.texts import Both
from officer_app.usecases.transit_journey import case_of
from officer_app.viewmodels.desk_model import DeskModel
from officer_app.viewmodels.notices import Notice, refusal_notice
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.speech import Voices
from officer_app.viewmodels.transit_asking import Sheet
from officer_app.viewmodels.transit_case import CasePlace
from officer_app.viewmodels.transit_filing import Intake
from officer_app.viewmodels.transit_lists import CaseLists
from officer_app.viewmodels.transit_menu import registers_sheet
from officer_app.viewmodels.transit_places import Place
from officer_app.viewmodels.transit_ports import TransitOffice
from officer_app.viewmodels.transit_printing import TransitPrinting
from officer_app.viewmodels.transit_unknown import UnknownCase
from officer_app.viewmodels.transit_way import Way
from officer_app.viewmodels.view import Shape, Tone


def is_code(text: str) -> bool:
    """Whether a scan is the signed code of a transit paper."""
    reading = recognise(text)
    return not isinstance(reading, Unreadable) and reading.kind is Kind.TRANSIT_CODE


class TransitClerk(DeskModel):
    """Implements `transit_places.Clerk`. The lists are always beneath what is shown."""

    def __init__(self, tools: Tools, office: TransitOffice) -> None:
        super().__init__(tools)
        self.office = office
        self._lists = CaseLists(self, self._receive, self._from_paper, self._registers)
        self._stack: list[Place] = [self._lists]
        self._sheet: Sheet | None = None
        self._later: list[Sheet] = []
        self._code = ("", "")
        self._unheard = False
        """A key was pressed while a step was being recorded, and did nothing."""
        self._printing = TransitPrinting(self, office.papers, tools)

    @property
    def voices(self) -> Voices:
        """The two languages."""
        return self._voices

    @property
    def place(self) -> Place:
        """What is shown."""
        return self._stack[-1]

    # --- who

    def sign_in(self, officer: SignedIn, names: Mapping[str, str]) -> None:
        """`officer` is at the desk; what another one had begun is put away."""
        if self._last_officer != officer.person.name:
            self._sheet, self._stack[1:] = None, []
            self._later.clear()
            self._printing.forget()
        super().sign_in(officer, names)
        self.place.refresh()

    def lock(self) -> None:
        """Nobody is here: no list, no case is shown."""
        super().lock()
        self._lists.forget()

    # --- what a clerk does (see `Clerk`)

    def ask(self, sheet: Sheet) -> None:
        """Ask what a sheet asks."""
        self._sheet = sheet
        self._go_on()

    def ask_later(self, sheet: Sheet) -> None:
        """Ask it when nothing else is asked any more."""
        self._later.append(sheet)
        self._ask_next()

    def go(self, place: Place) -> None:
        """Show `place` over the one before."""
        place.refresh()
        self._stack.append(place)

    def back(self) -> None:
        """Leave what is shown."""
        if len(self._stack) > 1:
            self._stack.pop()
        self._printing.forget()
        self.place.refresh()

    def open_case(self, number: str) -> None:
        """Show a case over the lists; who sees it is noted."""
        officer = self.officer.person.name if self.officer else ""
        self._printing.forget()
        self.tools.counter.note_look(officer, "transit", number)
        self._stack[1:] = [CasePlace(self, number)]

    def code_of(self, case: str) -> str:
        """The code that was scanned for `case`."""
        return self._code[1] if self._code[0] == case else ""

    def second(self, what: Both, kind: ActKind, done: Callable[[SignedIn | None], None]) -> None:
        """Ask a second officer for an act of that kind."""
        officer = self.officer

        def signed(second: SignedIn | None) -> None:
            if officer is not None and self.officer is officer:
                done(second)
            self.tools.changed()

        if officer is not None:
            self.tools.ask_second(what, officer, kind, signed)

    def refused(self, refusal: Refusal) -> None:
        """Say why not."""
        self._refuse(refusal)

    def recorded(self, headline: Both, sentence: Both, *, good: bool = True) -> None:
        """Say what was recorded."""
        tone, shape = (Tone.GOOD, Shape.TICK) if good else (Tone.ATTENTION, Shape.BARRED)
        self.place.refresh()
        self._banner.show(Notice(tone, shape, headline, sentence, must_acknowledge=bool(self._waiting) or not good))

    def work(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Off the main thread, one thing at a time."""
        self._busy, asked_by = True, self.officer

        def ended(answer: object) -> None:
            self._busy = False
            if self.officer is asked_by and asked_by is not None:
                done(answer)
            self._ask_next()
            self._next()
            self.tools.changed()

        self.tools.run(work, ended, self._broke)

    def aside(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Off the main thread while the desk goes on; nobody else gets the answer."""
        asked_by = self.officer

        def ended(answer: object) -> None:
            if self.officer is asked_by and asked_by is not None:
                done(answer)
                self.tools.changed()

        self.tools.run(work, ended, self._broke)

    def print_papers(self, case: str, forms: Iterable[str], more: Mapping[str, str] | None = None) -> None:
        """Print papers of a case."""
        self._printing.begin(case, forms, more)

    def answer(self, text: str) -> None:
        """Enter in the question's field."""
        sheet = self._sheet
        if sheet is None or self._shut_now:
            return
        if sheet.answer(text):
            self._go_on()
        else:
            self.tools.signals.attention()

    def _go_on(self) -> None:
        """The next question, or the end of the sheet. Its end may open another one."""
        sheet = self._sheet
        if sheet is not None and sheet.ask is None:
            self._sheet = None
            self._banner.empty()
            sheet.finish()
            self._ask_next()
            self._next()

    def _ask_next(self) -> None:
        if self._sheet is None and self._later and not self._busy and self.officer is not None:
            self._sheet = self._later.pop(0)

    def _receive(self) -> None:
        Intake(self).receive()

    def _from_paper(self) -> None:
        Way(self, "").arrive_from_paper(self.open_case)

    def _registers(self) -> None:
        self.ask(registers_sheet(self))

    def _broke(self, sentence: Both) -> None:
        self.fail(sentence)
        self.tools.changed()

    @property
    def _shut_now(self) -> bool:
        return self._busy or self._held or self.officer is None

    # --- what a scanning desk asks of its model

    def _look_at(self, text: str) -> bool:
        """A scanned number: its case, wherever one is; a digit typed alone is one of the lists."""
        self._empty()
        if len(text) == 1 and text.isdecimal():
            self._lists.digit(int(text))
            return True
        number = case_of(self.tools.counter, text)
        if isinstance(number, Refusal):
            self._banner.show(refusal_notice(self._voices, number))
            self._lists.refresh()
            return False
        self._code = (number, text if is_code(text) else "")
        if self.tools.counter.journal.transit_state(number).phase is not Phase.NEW:
            self.open_case(number)
            self.tools.signals.good()
            return True
        self._stack[1:] = [UnknownCase(self, number)]
        self.tools.signals.attention()
        return self.office.record(number) is not None

    def _hide(self, text: str) -> None:
        self._stack[1:] = []
        super()._hide(text)

    def _answers(self, text: str) -> bool:
        """A scan answers a question for a number; any other question it leaves alone, and waits."""
        sheet = self._sheet
        ask = sheet.ask if sheet is not None else None
        if sheet is None or ask is None or not ask.scans or self._shut_now:
            return False
        self.answer(text)
        return True

    @property
    def _occupied(self) -> bool:
        return self._busy or self._held or self._sheet is not None or self.place.keeps

    @property
    def _empty_handed(self) -> bool:
        return len(self._stack) == 1 and self._sheet is None

    def _empty(self) -> None:
        super()._empty()
        self._sheet = None
        self._stack[1:] = []
