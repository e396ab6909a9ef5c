"""The page of registers: figures of a period by day, shift, officer, lane or counter; who waits; what is not in the
core; taken out as PDF or spreadsheet. Reading a long period shows how far it is, and can be stopped.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from officer_app.core.buddhist import bangkok_day, typed_day
from officer_app.core.refusals import Refusal
from officer_app.core.register import By, Only
from officer_app.core.scanned_text import normalise, unwrap
from officer_app.core.scans import ScanCount
from officer_app.texts import Both
from officer_app.usecases.progress import Progress, Stopped
from officer_app.usecases.read_register import Register, Wanted, days
from officer_app.viewmodels.list_view import ListModel, ListView
from officer_app.viewmodels.page_work import Message, PageTools
from officer_app.viewmodels.periods import Period, Shows, moved, period_of
from officer_app.viewmodels.register_ports import RegisterDesk, TakenOut
from officer_app.viewmodels.registers_view import registers_view

Choice = TypeVar("Choice", Period, By, Shows)
_KINDS = {"1": "pdf", "2": "xlsx"}


class RegistersModel(ListModel):
    """State of the page. `scans` tells what was scanned since the window was opened: all that is known of scans where
    their log cannot be read.
    """

    def __init__(
        self, desk: RegisterDesk, clock: Callable[[], datetime], scans: Callable[[], ScanCount], tools: PageTools
    ) -> None:
        super().__init__(tools)
        self.period, self.by, self.only = Period.DAY, By.SHIFT, Only()
        self.shows = Shows.LINES
        self.register: Register | None = None
        self.progress: Progress | None = None
        self.asking = False
        self.wrong = False
        self._desk = desk
        self._clock = clock
        self._scans = scans
        self._read_as = (self.period, self.by, self.only)
        self._read_day: date | None = None
        self._day: date | None = None

    @property
    def day(self) -> date:
        """A day of the period that is shown."""
        return self._day or bangkok_day(self._clock())

    @property
    def scans(self) -> ScanCount:
        """What was scanned at this desk since its window was opened."""
        return self._scans()

    def refresh(self) -> None:
        """Read the register that is wanted; one that is being read is given up."""
        if self.officer is None:
            return
        self._give_up()
        progress = self.progress = Progress()
        wanted = Wanted(days(*period_of(self.day, self.period)), self.by, self.only)
        self._work(lambda: self._read(wanted, progress), self._take)

    def _forget(self) -> None:
        self._give_up()
        self.register, self._day, self.asking, self.wrong = None, None, False, False
        self.only, self.shows = Only(), Shows.LINES

    # --- keys

    def on_scan(self, text: str) -> None:
        """A scan: whether that permit waits, or is not confirmed by the core."""
        self._find(normalise(unwrap(text)))

    def enter(self, text: str) -> None:
        """The kind of file that was asked for; a day that was typed; else only the line that is selected."""
        if self.officer is None:
            self._signals.refuse()
        elif self.asking:
            self._answer(text.strip())
        elif text.strip():
            self._go_to(text)
        else:
            self.press("only")

    def escape(self) -> bool:
        """Stop what is being read; leave the question, the other list, what the register was narrowed to; then out."""
        if self.asking:
            self.asking = self.wrong = False
        elif self.busy:
            self._give_up()
            self._stay()
            self.message = Message(self._voices.both(lambda speech: speech.say("register_stopped")))
        elif self.shows is not Shows.LINES:
            self.shows, self.selected = Shows.LINES, 0
        elif self.only != Only():
            self.only, self.selected = Only(), 0
            self.refresh()
        else:
            return False
        return True

    def press(self, name: str) -> None:
        """period, earlier, later, by, shows, only, out, back."""
        if self.asking and name != "back":
            self._signals.attention()
            return
        match name:
            case "period":
                self._again(period=_next(Period, self.period))
            case "earlier" | "later":
                self._day = moved(self.day, self.period, -1 if name == "earlier" else 1)
                self._again()
            case "by":
                self._again(by=_next(By, self.by))
            case "shows":
                self.shows, self.selected = _next(Shows, self.shows), 0
            case "only":
                self._narrow()
            case "out":
                self._ask_kind()
            case "back":
                self.escape()

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        return registers_view(self, language, *self._said(language))

    # --- how

    def _length(self) -> int:
        register = self.register
        if register is None:
            return 0
        return len(
            {
                Shows.LINES: register.lines,
                Shows.WAITING: register.waiting,
                Shows.UNCONFIRMED: register.unconfirmed,
                Shows.SCANS: register.odd_scans or (),
            }[self.shows]
        )

    def _again(self, period: Period | None = None, by: By | None = None) -> None:
        self.period, self.by, self.selected = period or self.period, by or self.by, 0
        self.refresh()

    def _narrow(self) -> None:
        """Only the line that is selected, shown by the next thing that tells lines apart."""
        register = self.register
        if register is None or self.shows is not Shows.LINES or self.selected >= len(register.lines) or self.busy:
            self._signals.attention()
            return
        key = register.lines[self.selected].key
        by = register.wanted.by
        if by is By.DAY:
            self._day, self.period, self.by = date.fromisoformat(key), Period.DAY, By.SHIFT
        elif key:
            name = key.rpartition(" ")[2] if by is By.SHIFT else key
            self.only = replace(self.only, **{str(by): name})
            self.by = By.LANE if by is By.OFFICER else By.OFFICER
        else:
            self._signals.attention()
            return
        self._again()

    def _go_to(self, text: str) -> None:
        try:
            day = typed_day(text)
            days(day, day)
        except ValueError:
            self._find(normalise(text))
            return
        self._day = day
        self.period = Period.DAY
        self._again()

    def _find(self, number: str) -> None:
        register = self.register
        if register is not None and not self.asking:
            waiting = [row.number for row in register.waiting]
            unconfirmed = [row.number for row in register.unconfirmed]
            for shows, numbers in ((Shows.WAITING, waiting), (Shows.UNCONFIRMED, unconfirmed)):
                if number in numbers:
                    self.shows, self.selected = shows, numbers.index(number)
                    return
        self._refused(Refusal("not_in_register", {"number": number[:40]}))

    def _ask_kind(self) -> None:
        if self.register is None or self.busy:
            self._signals.attention()
        else:
            self.asking, self.message = True, None

    def _answer(self, text: str) -> None:
        register, officer = self.register, self.officer
        if text not in _KINDS or register is None or officer is None:
            self.wrong = True
            self._signals.attention()
            return
        self.asking = self.wrong = False
        kind, name = _KINDS[text], officer.person.name
        self._work(lambda: self._desk.take_out(name, register, kind), self._taken_out)

    def _taken_out(self, done: TakenOut | Refusal) -> None:
        if isinstance(done, Refusal):
            self._refused(done)
            return
        params = {"file": done.file, "n": str(done.rows)}
        self.message = Message(self._voices.both(lambda speech: speech.say("register_taken_out", **params)), good=True)
        self._signals.good()

    def _read(self, wanted: Wanted, progress: Progress) -> Register | None:
        try:
            return self._desk.read(wanted, progress)
        except Stopped:
            return None

    def _take(self, register: Register | None) -> None:
        self.progress = None
        self.register = register
        self.selected = max(0, min(self.selected, self._length() - 1))
        self._read_as, self._read_day = (self.period, self.by, self.only), self._day

    def _stay(self) -> None:
        """Back to what the register that is still shown was read as: its title must not name another."""
        if self.register is not None:
            (self.period, self.by, self.only), self._day = self._read_as, self._read_day

    def _give_up(self) -> None:
        """What is being read stops at its next step, and does not come back."""
        if self.progress is not None:
            self.progress.stop()
            self.progress, self.busy = None, False
            self._turn += 1

    def _failed(self, sentence: Both) -> None:
        self.progress = None
        super()._failed(sentence)


def _next(among: type[Choice], now: Choice) -> Choice:
    """The one after `now`, and after the last the first."""
    each = list(among)
    return each[(each.index(now) + 1) % len(each)]
