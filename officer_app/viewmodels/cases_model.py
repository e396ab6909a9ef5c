"""The page of reconciliation: cases with both sides side by side, closed by two officers on the spot with a reason."""

from functools import partial

from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.core.scanned_text import normalise, unwrap
from officer_app.core.shelf import Shelf
from officer_app.usecases.allowed import good_reason, may_act
from officer_app.usecases.counter import Counter
from officer_app.usecases.reconcile import Matter, Matters, Sides, close_matter, read_matters, read_sides
from officer_app.viewmodels.asked import Asked
from officer_app.viewmodels.cases_view import cases_view
from officer_app.viewmodels.entrances import AskSecond
from officer_app.viewmodels.list_view import ListModel, ListView
from officer_app.viewmodels.page_work import Message, PageTools

CLOSE = "close_case"


class CasesModel(ListModel):
    """State of the page. `closed_too`: whether closed cases are listed as well."""

    def __init__(self, counter: Counter, shelf: Shelf, ask_second: AskSecond, tools: PageTools) -> None:
        super().__init__(tools)
        self.closed_too = False
        self.asked_centre = True
        self.sides: Sides | None = None
        self.shown: Matter | None = None
        self.asked = Asked()
        self._matters: tuple[Matter, ...] = ()
        self._counter = counter
        self._shelf = shelf
        self._ask_second = ask_second

    @property
    def listed(self) -> tuple[Matter, ...]:
        """The cases of the list."""
        return tuple(each for each in self._matters if self.closed_too or each.is_open)

    def refresh(self) -> None:
        """Read the cases anew; the centre is asked for rights that were not used."""
        if self.officer is not None and not self.busy and not self.asked.what:
            self._work(lambda: read_matters(self._counter, self._shelf), self._take)

    def _forget(self) -> None:
        self._matters, self.sides, self.shown, self.closed_too = (), None, None, False
        self.asked_centre = True
        self.asked.stop()

    # --- keys

    def on_scan(self, text: str) -> None:
        """A scan: the case about that number. It answers no question."""
        if self.asked.what:
            self.asked.is_scan(unwrap(text))
            self._signals.refuse()
        elif self.officer is None or self.busy:
            self._signals.refuse()
        else:
            self._find(unwrap(text))

    def enter(self, text: str) -> None:
        """The reason that was asked for; a number that was typed; else the case that is selected."""
        if self.asked.what:
            self._answer(text)
        elif self.officer is None or self.busy:
            self._signals.refuse()
        elif text.strip():
            self._find(text)
        else:
            self._look()

    def escape(self) -> bool:
        """From the question to its case, from the case to the list, from there out."""
        if self.asked.what:
            self.asked.stop()
        elif self.shown is not None:
            self.shown, self.sides = None, None
        else:
            return False
        self.message = None
        return True

    def press(self, name: str) -> None:
        """look, close, all, refresh, back."""
        match name:
            case "look":
                self.enter("")
            case "close":
                self._close()
            case "all":
                self.closed_too, self.selected = not self.closed_too, 0
                self.shown, self.sides = None, None
            case "refresh":
                self.refresh()
            case "back":
                self.escape()

    def move(self, steps: int) -> None:
        """Up or down the list; what lies open is put away."""
        if not self.asked.what and not self.busy:
            super().move(steps)
            self.shown, self.sides = None, None

    def matter(self) -> Matter | None:
        """The case that is selected."""
        return self.listed[self.selected] if self.selected < len(self.listed) else None

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        return cases_view(self, language, *self._said(language))

    # --- how

    def _length(self) -> int:
        return len(self.listed)

    def _find(self, text: str) -> None:
        wanted = normalise(text)
        place = next((place for place, each in enumerate(self.listed) if wanted in _numbers(each)), None)
        if place is None:
            self._refused(Refusal("no_case_of", {"number": wanted}))
            return
        self.selected = place
        self._look()

    def _look(self) -> None:
        matter = self.matter()
        if matter is None:
            self._signals.attention()
            return
        self._work(lambda: read_sides(self._counter, matter), partial(self._show, matter))

    def _show(self, matter: Matter, sides: Sides) -> None:
        self.shown, self.sides = matter, sides

    def _close(self) -> None:
        matter, officer = self.shown, self.officer
        if matter is None or officer is None or not matter.is_open or self.busy or self.asked.what:
            self._signals.attention()
        elif refusal := may_act(officer, ACT_ROLES[ActKind.CASE_CLOSED]):
            self._refused(refusal)
        else:
            self.message = None
            self.asked.ask(CLOSE)

    def _answer(self, text: str) -> None:
        matter, first = self.shown, self.officer
        if self.asked.is_scan(text) or self.asked.is_empty(text) or matter is None or first is None:
            self._signals.attention()
            return
        if refusal := good_reason(self._counter, text):
            self._refused(refusal)
            return
        self.asked.stop()
        self.busy = True
        title = self._voices.both(lambda speech: speech.say("second_close_case", case=matter.case.subject))
        seconded = partial(self._seconded, self._turn, matter, text, first)
        self._ask_second(title, first, ActKind.CASE_CLOSED, seconded)

    def _seconded(self, turn: int, matter: Matter, reason: str, first: SignedIn, second: SignedIn | None) -> None:
        if turn != self._turn:
            return
        if second is None:
            self.busy = False
            self._refused(Refusal("second_needed"))
            self._changed()
            return
        two = first, second
        self._work(lambda: close_matter(self._counter, self._shelf, two, matter, reason), self._closed)

    def _closed(self, done: Act | Refusal) -> None:
        if isinstance(done, Refusal):
            self._refused(done)
            return
        self._signals.good()
        self.message = Message(self._voices.both(lambda speech: speech.say("cases_closed")), good=True)
        self.shown, self.sides, self.selected = None, None, 0
        self._ask(lambda: read_matters(self._counter, self._shelf), self._take_quietly)

    def _take(self, found: Matters) -> None:
        chosen = self.matter()
        self._matters, self.asked_centre = found.matters, found.asked
        ids = [each.case.case_id for each in self.listed]
        self.selected = ids.index(chosen.case.case_id) if chosen and chosen.case.case_id in ids else 0
        self.shown, self.sides = None, None

    def _take_quietly(self, found: Matters) -> None:
        self._take(found)
        self._changed()


def _numbers(matter: Matter) -> set[str]:
    numbers = {matter.case.subject, matter.case.case_id, *matter.case.evidence.get("cases", "").split(", ")}
    if matter.set_aside is not None:
        numbers.add(matter.set_aside.act.subject.number)
    return {normalise(number) for number in numbers}
