"""The way of a case at the transit desk: keyed, handed over, arrived, gone, closed; each step with its questions."""

from collections.abc import Callable, Mapping
from datetime import date

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases import transit_ends, transit_journey
from officer_app.usecases.transit_consider import OPENING_GROUNDS, open_goods
from officer_app.usecases.transit_desk import Done, TransitDesk, declared_of
from officer_app.usecases.transit_journey import Arrival
from officer_app.viewmodels.speech import NOTHING
from officer_app.viewmodels.transit_asking import Answers, Ask, Pick, Sheet, code, in_order, words
from officer_app.viewmodels.transit_places import Clerk
from officer_app.viewmodels.transit_reading import day
from officer_app.viewmodels.transit_signing import control_sheets

Record = Callable[[TransitDesk, SignedIn, Answers], Done | Refusal]
RECEIPT = "hand-over-receipt"
_SURE = "sure"


class Way:
    """The steps of one case after its signature, and its other ends."""

    def __init__(self, clerk: Clerk, number: str) -> None:
        self._clerk = clerk
        self._number = number

    # --- the road

    def key(self) -> None:
        """The number that e-Import MANUAL gave."""
        ask = Ask("declaration", self._both("transit_ask_keyed"), code(), self._both("transit_keyed_hint"), scans=True)
        self._ask("key", lambda desk, by, said: transit_journey.key(desk, by, self._number, said["declaration"]), ask)

    def hand_over(self) -> None:
        """Who receives, under which seals, on which vehicle; the receipt is printed."""
        told = declared_of(self._clerk.office.desk, self._number)
        vehicle = str(told.get("vehicle") or "")
        asks = (
            Ask("to", self._both("transit_ask_to"), words(most=self._clerk.office.longest("handed_to"))),
            Ask(
                "seals",
                self._both("transit_ask_seals"),
                code(),
                self._both("transit_seals_hint"),
                scans=True,
                many=True,
            ),
            Ask("vehicle", self._both("transit_ask_vehicle"), code(default=vehicle), self._takes(vehicle), scans=True),
        )

        def record(desk: TransitDesk, by: SignedIn, said: Answers) -> Done | Refusal:
            return transit_journey.hand_over(desk, by, self._number, said["to"], said["seals"], said["vehicle"])

        papers = (*control_sheets(self._clerk.office.desk, self._number), RECEIPT)
        self._ask("hand_over", record, *asks, papers=papers)

    def depart(self) -> None:
        """Only where a crash came between hand-over and departure."""
        self._sure("depart", lambda desk, by, said: transit_journey.depart(desk, by, self._number))

    def arrive(self) -> None:
        """Seals and vehicle as they are read on the goods; what differs has to be said."""
        asks = (*self._found(),)
        self._ask("arrive", self._arrived(""), *asks)

    def arrive_from_paper(self, then: Callable[[str], None]) -> None:
        """A case that nobody here has heard of, from its paper; `then` gets its number."""
        reason = Ask("unverified", self._both("transit_ask_unverified"), words(), self._both("transit_unverified_hint"))
        number = Ask("number", self._both("transit_ask_number"), code(), scans=True)
        asks = (reason, *self._found()) if self._number else (number, reason, *self._found())

        def done(said: Answers) -> None:
            self._number = self._number or str(said["number"])
            then(self._number)
            self._take("arrive", self._arrived(""), said)

        self._clerk.ask(Sheet(self._both("transit_arrive_paper"), in_order(*asks), done))

    def leave(self) -> None:
        """The goods are out of the country; what differed before, or differs here, is asked for."""
        self._sure("exit", self._left)

    def close(self) -> None:
        """The return copy was matched, or the case came to another end."""
        usual = self._clerk.voices.speech("th").say("transit_return_copy")
        shown = self._both("transit_return_copy")
        hint = self._clerk.voices.both(
            lambda speech: speech.say("transit_enter_takes", what=shown.say(speech.language))
        )
        ask = Ask("reason", self._both("transit_ask_close"), words(default=usual), hint)
        self._ask("close", lambda desk, by, said: transit_journey.close(desk, by, self._number, said["reason"]), ask)

    # --- beside it

    def open_goods(self) -> None:
        """Transit goods were opened: on which ground, and what was found."""
        picks = tuple(Pick(each, self._both(f"transit_ground_{each}")) for each in OPENING_GROUNDS)
        asks = (
            Ask("ground", self._both("transit_ask_ground"), words(), self._both("transit_ground_hint"), picks),
            Ask("findings", self._both("transit_ask_findings"), words()),
        )

        def record(desk: TransitDesk, by: SignedIn, said: Answers) -> Done | Refusal:
            return open_goods(desk, by, self._number, said["ground"], said["findings"])

        self._ask("open_goods", record, *asks)

    def enquire(self) -> None:
        """Ask the exit office."""
        known = self._clerk.office.desk.counter.journal.transit_state(self._number).fact("exit_office")
        asks = (
            Ask("office", self._both("transit_ask_office"), code(default=known), self._takes(known)),
            Ask("reason", self._both("transit_ask_reason"), words()),
        )

        def record(desk: TransitDesk, by: SignedIn, said: Answers) -> Done | Refusal:
            return transit_ends.enquire(desk, by, self._number, said["office"], said["reason"])

        self._ask("enquire", record, *asks)

    def answer(self) -> None:
        """What the exit office answered."""
        self._reason("answer", transit_ends.answer, "transit_ask_answer")

    def mark_overdue(self) -> None:
        """The last day passed."""
        self._sure("overdue", lambda desk, by, said: transit_ends.mark_overdue(desk, by, self._number))

    def end(self) -> None:
        """Overdue goods become leftover, or State property."""
        self._reason("end", transit_ends.end_overdue, "transit_ask_reason")

    def convert(self) -> None:
        """The goods are imported instead."""
        ask = Ask("number", self._both("transit_ask_import"), code(), scans=True)
        self._ask("convert", lambda desk, by, said: transit_ends.convert(desk, by, self._number, said["number"]), ask)

    def extend(self) -> None:
        """Another last day by a regulation."""
        asks = (
            Ask("until", self._both("transit_ask_until"), day(), self._both("transit_day_hint")),
            Ask("reason", self._both("transit_ask_regulation"), words()),
        )

        def record(desk: TransitDesk, by: SignedIn, said: Answers) -> Done | Refusal:
            return transit_ends.extend(desk, by, self._number, date.fromisoformat(said["until"]), said["reason"])

        self._ask("extend", record, *asks)

    # --- how

    def _found(self) -> tuple[Ask, ...]:
        return (
            Ask(
                "seals",
                self._both("transit_ask_seals_found"),
                code(),
                self._both("transit_seals_hint"),
                scans=True,
                many=True,
            ),
            Ask("vehicle", self._both("transit_ask_vehicle_found"), code(needed=False), scans=True),
        )

    def _arrived(self, unverified: str) -> Record:
        def record(desk: TransitDesk, by: SignedIn, said: Answers) -> Done | Refusal:
            reason = said.get("unverified", unverified)
            told = {name: said.get(name, "") for name in ("discrepancies", "why_here")}
            found = Arrival(said["seals"], said["vehicle"], unverified=reason, **told)
            scanned = self._clerk.code_of(self._number) or self._number
            return transit_journey.arrive(desk, by, scanned, found)

        return record

    def _left(self, desk: TransitDesk, by: SignedIn, said: Answers) -> Done | Refusal:
        return transit_journey.leave(desk, by, self._number, said.get("findings", ""), said.get("why_here", ""))

    def _reason(self, name: str, record: Callable[[TransitDesk, SignedIn, str, str], Done | Refusal], key: str) -> None:
        ask = Ask("reason", self._both(key), words())
        self._ask(name, lambda desk, by, said: record(desk, by, self._number, said["reason"]), ask)

    def _sure(self, name: str, record: Record) -> None:
        """A step that asks nothing is taken by a digit: a key pressed twice takes no second step."""
        pick = Pick(_SURE, self._both(f"transit_{name}"), Both(self._number, self._number))
        self._ask(name, record, Ask(_SURE, self._both("transit_ask_sure"), words(), picks=(pick,)))

    def _ask(self, name: str, record: Record, *asks: Ask, papers: tuple[str, ...] = ()) -> None:
        def done(said: Answers) -> None:
            self._take(name, record, said, papers)

        self._clerk.ask(Sheet(self._both(f"transit_{name}"), in_order(*asks), done))

    def _take(self, name: str, record: Record, said: Answers, papers: tuple[str, ...] = ()) -> None:
        officer = self._clerk.officer
        if officer is None:
            return
        desk = self._clerk.office.desk

        def taken(done: Done | Refusal) -> None:
            if isinstance(done, Refusal):
                if not self._ask_more(name, record, said, done):
                    self._clerk.refused(done)
            else:
                headline = self._both(f"transit_did_{name}")
                self._clerk.recorded(headline, Both(self._number, self._number))
                if papers:
                    self._clerk.print_papers(self._number, papers)

        self._clerk.work(lambda: record(desk, officer, said), taken)

    def _ask_more(self, name: str, record: Record, said: Answers, why: Refusal) -> bool:
        """Ask what the rule wants to know and nobody said yet, the rule beside each question; False where it is none
        that words answer.
        """
        left = [each for each in _MORE.get(why.code, ()) if each not in said]
        if not left:
            return False
        hint = self._clerk.voices.both(lambda speech: speech.refusal(why))
        asks = (Ask(each, self._both(f"transit_ask_{each}"), words(), hint) for each in left)
        sheet = Sheet(
            self._both(f"transit_{name}"), in_order(*asks), lambda more: self._take(name, record, {**said, **more})
        )
        self._clerk.ask(sheet)
        return True

    def _takes(self, what: str) -> Both:
        if not what:
            return NOTHING
        return self._clerk.voices.both(lambda speech: speech.say("transit_enter_takes", what=what))

    def _both(self, key: str) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say(key))


_MORE: Mapping[str, tuple[str, ...]] = {
    "transit_seals_differ": ("discrepancies",),
    "transit_code_other_office": ("why_here",),
    "transit_arrival_differs": ("why_here", "discrepancies"),
    "transit_findings_needed": ("findings",),
    "transit_exit_other_office": ("why_here",),
}
"""Refusals that sentences of the officer's answer, and which; each is asked for by itself."""
