"""Consideration at the transit desk's window: papers beside what is declared, differences resolved or refused."""

from collections.abc import Callable, Mapping, Sequence

from officer_app.core.canonical import Value
from officer_app.core.refusals import Refusal
from officer_app.core.transit_declared import BadDeclared, Unfit, read_declared
from officer_app.core.transit_match import Against, Difference, Paper
from officer_app.texts import Both
from officer_app.usecases.transit_consider import Considered, Differs, consider, key_of, refuse, unprintable
from officer_app.usecases.transit_desk import Done, declared_of
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_asking import Answers, Ask, Sheet, in_order, words
from officer_app.viewmodels.transit_checking import NOTICE, ask_why_now
from officer_app.viewmodels.transit_comparing import CompareGrid
from officer_app.viewmodels.transit_filing import Intake
from officer_app.viewmodels.transit_filling import fill
from officer_app.viewmodels.transit_places import Clerk, Key, Place
from officer_app.viewmodels.transit_reading import figure_text
from officer_app.viewmodels.transit_words import iso_words
from officer_app.viewmodels.view import Line, Table, Tone

_HEADS = ("against", "line", "field", "declared", "found", "reason")


class Considering:
    """The consideration of one case."""

    def __init__(self, clerk: Clerk, number: str) -> None:
        self._clerk = clerk
        self._number = number
        self._told: Mapping[str, Value] = {}
        self._papers: Mapping[Against, Paper] = {}
        self._why_now = ""

    def begin(self) -> None:
        """Compare what is declared; where nothing is declared yet, ask for it first."""
        told = declared_of(self._clerk.office.desk, self._number)
        if told:
            self.compare(told)
        else:
            Intake(self._clerk).data(self._number, self.compare)

    def anew(self) -> None:
        """Compare other declared data than those that were filed: they were keyed wrongly."""
        Intake(self._clerk).data(self._number, self.compare)

    def compare(self, told: Mapping[str, Value]) -> None:
        """Show the lines of invoice and bill of lading beside the declared ones."""
        try:
            declared = read_declared(told)
        except BadDeclared as error:
            self._clerk.refused(Refusal("transit_field_needed", {"field": error.field}))
            return
        desk, number = self._clerk.office.desk, self._number
        code = desk.counter.journal.transit_state(number).fact("applicant_class")

        def tried() -> tuple[tuple[Unfit, ...], Refusal | None]:
            unfit = desk.tried(code, told)
            return unfit, unprintable(desk, code, told) if unfit else None

        def done(found: tuple[tuple[Unfit, ...], Refusal | None]) -> None:
            unfit, refusal = found
            if refusal is None:
                self._told = told
                self._clerk.go(CompareGrid(self._clerk, declared.paper, self._compared))
            elif not fill(self._clerk, number, told, unfit, self.compare):
                # What is missing cannot be asked for by itself: the data have to be keyed anew.
                self._clerk.refused(refusal)

        # Before line after line is compared. All papers are made for it: off the main thread.
        self._clerk.work(tried, done)

    def record(self, resolved: Mapping[str, str]) -> None:
        """Record it, with why the differences are none after all; what is left of them is listed."""
        officer = self._clerk.officer
        if officer is None:
            return
        looked = Considered(self._told, self._papers, resolved, self._why_now)
        desk, number = self._clerk.office.desk, self._number

        def recorded(done: Done | Differs | Refusal) -> None:
            if isinstance(done, Refusal) and done.code == "transit_out_of_turn":
                ask_why_now(self._clerk, done, lambda why: self._now(why, resolved))
            elif isinstance(done, Refusal):
                self._clerk.refused(done)
            elif isinstance(done, Differs):
                self._clerk.go(Differences(self._clerk, self, done.differences))
            else:
                self._clerk.open_case(number)
                self._clerk.recorded(self._both("transit_did_consider"), self._both("transit_did_consider_by"))

        self._clerk.work(lambda: consider(desk, officer, number, looked), recorded)

    def ask_refusal(self) -> None:
        """Ask for the grounds, then refuse the case."""
        label = self._both("transit_ask_refuse")
        ask = Ask("reason", label, words())
        self._clerk.ask(Sheet(label, in_order(ask), lambda said: self.refuse(said["reason"])))

    def refuse(self, reason: str, found: Sequence[Difference] = ()) -> None:
        """Refuse the case, and print why."""
        officer = self._clerk.officer
        if officer is None:
            return
        desk, number = self._clerk.office.desk, self._number

        def refused(done: Done | Refusal) -> None:
            if isinstance(done, Refusal):
                self._clerk.refused(done)
                return
            self._clerk.open_case(number)
            self._clerk.recorded(self._both("transit_did_refuse"), Both(reason, reason), good=False)
            self._clerk.print_papers(number, (NOTICE,))

        self._clerk.work(lambda: refuse(desk, officer, number, reason, found), refused)

    def _compared(self, papers: Mapping[Against, Paper]) -> None:
        self._papers = papers
        self.record({})

    def _now(self, why: str, resolved: Mapping[str, str]) -> None:
        self._why_now = why
        self.record(resolved)

    def _both(self, key: str) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say(key))


class Differences(Place):
    """What does not agree: each is resolved with a reason, or the case is refused."""

    keeps = True

    def __init__(self, clerk: Clerk, considering: Considering, found: Sequence[Difference]) -> None:
        self._clerk = clerk
        self._considering = considering
        self._found = found
        self._reasons: dict[str, str] = {}
        self._row = 0

    def title(self, speech: Speech) -> str:
        """How many are open."""
        left = len(self._found) - len(self._reasons)
        return speech.say("transit_differences", n=str(left)) if left else speech.say("transit_resolved_all")

    def hint(self, speech: Speech) -> str:
        """The keys."""
        return speech.say("transit_differences_hint")

    def table(self, speech: Speech) -> Table:
        """A line for each difference."""
        heads = tuple(speech.say(f"transit_head_{name}") for name in _HEADS)
        return Table(
            self.title(speech), heads, tuple(self._line(each, speech) for each in self._found), self._row, grid=True
        )

    def offers(self) -> tuple[Key, ...]:
        """Give a reason; refuse; record."""
        closed = None if len(self._reasons) == len(self._found) else Refusal("transit_unresolved")
        return (
            Key("Enter", "transit_resolve", self.enter, wanted=closed is not None),
            Key("F5", "transit_consider", self._record, closed, wanted=closed is None),
            Key("F8", "transit_refuse", self._refuse),
        )

    def move(self, rows: int) -> None:
        """Another difference."""
        self._row = max(0, min(len(self._found) - 1, self._row + rows))

    def enter(self) -> None:
        """Why the selected one is none after all."""
        difference = self._found[self._row]

        def done(answers: Answers) -> None:
            self._reasons[key_of(difference)] = answers["reason"]
            self.move(1)

        self._ask_reason("transit_ask_resolve", done)

    def _record(self) -> None:
        self._considering.record(dict(self._reasons))

    def _refuse(self) -> None:
        self._ask_reason("transit_ask_refuse", lambda answers: self._considering.refuse(answers["reason"], self._found))

    def _ask_reason(self, key: str, done: Callable[[Answers], None]) -> None:
        label = self._clerk.voices.both(lambda speech: speech.say(key))
        self._clerk.ask(Sheet(label, in_order(Ask("reason", label, words())), done))

    def _line(self, each: Difference, speech: Speech) -> Line:
        reason = self._reasons.get(key_of(each), "")
        line = speech.say("transit_total") if each.line == 0 else str(each.line)
        declared, found = (_figure(each.field, text) for text in (each.declared, each.found))
        cells = (
            speech.say(f"transit_against_{each.against}"),
            line,
            speech.say(f"transit_goods_{each.field}"),
            declared,
            found,
            f"✓ {reason}" if reason else speech.say("transit_unresolved"),
        )
        return Line(cells, Tone.GOOD if reason else Tone.REFUSE)


def _figure(field: str, text: str) -> str:
    named = field in ("applicant_class", "office_entry_code", "office_exit_code", "dlt_licence_no")
    return figure_text(field, int(text)) if text.isdecimal() and not named else iso_words(text) or "–"
