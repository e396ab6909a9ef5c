"""The register of guarantees at the transit desk: what is drawn and free; entered, renewed, closed."""

from collections.abc import Mapping
from datetime import date

from officer_app.core.acts import ActKind
from officer_app.core.buddhist import iso_day
from officer_app.core.guarantees import UNLIMITED, GuaranteeState, GuaranteeType
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.guarantee_register import (
    Entry,
    Kept,
    close_guarantee,
    guarantee_state,
    guarantees,
    register_guarantee,
)
from officer_app.usecases.transit_desk import may
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_asking import Answers, Ask, Pick, Sheet, code, in_order, words
from officer_app.viewmodels.transit_places import Clerk, Key
from officer_app.viewmodels.transit_reading import day, money
from officer_app.viewmodels.transit_registers import Register
from officer_app.viewmodels.transit_taking_out import taking_out
from officer_app.viewmodels.transit_words import day_words
from officer_app.viewmodels.view import Line, Table, Tone

HEADS = ("number", "kind", "holder", "sum", "drawn", "free", "until", "state")


class Guarantees(Register):
    """Bonds, cash and bank guarantees."""

    name = "guarantees"

    def __init__(self, clerk: Clerk) -> None:
        super().__init__(clerk)
        self._rows: Mapping[str, GuaranteeState] = {}

    @property
    def count(self) -> int:
        """The guarantees."""
        return len(self._rows)

    def refresh(self) -> None:
        """Read the register again, off the main thread."""
        desk = self.clerk.office.desk

        def done(rows: Mapping[str, GuaranteeState]) -> None:
            self._rows = rows

        self.clerk.aside(lambda: guarantees(desk), done)

    def table(self, speech: Speech) -> Table:
        """A line for each guarantee."""
        today = self.clerk.office.desk.today
        lines = [guarantee_line(number, state, today, speech) for number, state in self._rows.items()]
        return self.listed(speech, HEADS, lines)

    def offers(self) -> tuple[Key, ...]:
        """Enter one or renew it, close it."""
        officer = self.clerk.officer
        why = may(officer, ActKind.GUARANTEE_REGISTERED) if officer else Refusal("role", {"role": "transit"})
        closing = why or (None if self._chosen else Refusal("transit_select"))
        return (
            Key("F5", "transit_guarantee_add", self._add, why),
            taking_out(self.clerk, self.name),
            Key("F8", "transit_guarantee_close", self._close, closing),
        )

    @property
    def _chosen(self) -> str:
        return list(self._rows)[self.selected] if self.selected < len(self._rows) else ""

    def _add(self) -> None:
        self.clerk.ask(Sheet(self._both("transit_guarantee_add"), self._next, self._register))

    def _next(self, answers: Answers) -> Ask | None:
        """What is asked depends on the kind: a general bond has no sum and hangs on a licence."""
        before = guarantee_state(self.clerk.office.desk, str(answers.get("number", "")))
        asks = [
            Ask("number", self._both("transit_ask_guarantee"), code(), scans=True),
            Ask("type", self._both("transit_ask_guarantee_kind"), words(), picks=self._kinds()),
            Ask("holder", self._both("transit_ask_holder"), code(default=before.holder), scans=True),
        ]
        if answers.get("type") in UNLIMITED:
            asks.append(Ask("licence", self._both("transit_ask_licence"), code(default=before.licence), scans=True))
            asks.append(Ask("licence_expiry", self._both("transit_ask_licence_expiry"), day(before.licence_expiry)))
        else:
            asks.append(Ask("satang", self._both("transit_ask_sum"), money(before.satang or None)))
            asks.append(Ask("expiry", self._both("transit_ask_expiry"), day(before.expiry, needed=False)))
            asks.append(Ask("trip", self._both("transit_ask_trip"), code(needed=False), scans=True))
        return in_order(*asks)(answers)

    def _kinds(self) -> tuple[Pick, ...]:
        return tuple(Pick(str(each), self._both(f"transit_guarantee_kind_{each}")) for each in GuaranteeType)

    def _register(self, answers: Answers) -> None:
        officer = self.clerk.officer
        if officer is None:
            return
        entry = Entry(
            number=answers["number"],
            type=GuaranteeType(answers["type"]),
            holder=answers["holder"],
            satang=answers.get("satang", 0),
            expiry=iso_day(answers.get("expiry", "")),
            licence=answers.get("licence", ""),
            licence_expiry=iso_day(answers.get("licence_expiry", "")),
            trip=answers.get("trip", ""),
        )
        self._said(register_guarantee(self.clerk.office.desk, officer, entry), "transit_guarantee_kept")

    def _close(self) -> None:
        number, officer = self._chosen, self.clerk.officer

        def done(answers: Answers) -> None:
            if officer is not None:
                desk = self.clerk.office.desk
                self._said(close_guarantee(desk, officer, number, answers["reason"]), "transit_guarantee_closed")

        ask = Ask("reason", self._both("transit_ask_reason"), words())
        self.clerk.ask(Sheet(self._both("transit_guarantee_close"), in_order(ask), done))

    def _said(self, answer: Kept | Refusal, said: str) -> None:
        if isinstance(answer, Refusal):
            self.clerk.refused(answer)
            return
        number = answer.act.subject.number
        self.clerk.recorded(self._both(said), Both(number, number))

    def _both(self, key: str) -> Both:
        return self.clerk.voices.both(lambda speech: speech.say(key))


def guarantee_line(number: str, state: GuaranteeState, today: date, speech: Speech) -> Line:
    """A guarantee in the order of HEADS; sums in baht."""
    ends = state.licence_expiry or state.expiry
    over = ends is not None and ends < today
    key = (
        "closed" if state.closed else "ended" if over else "exhausted" if state.limited and state.free <= 0 else "open"
    )
    cells = (
        number,
        speech.either(f"transit_guarantee_kind_{state.type}", "named", name=state.type),
        state.holder,
        f"{state.satang / 100:,.2f}" if state.limited else "–",
        f"{sum(state.drawn.values()) / 100:,.2f}" if state.limited else str(len(state.drawn) or "–"),
        f"{state.free / 100:,.2f}" if state.limited else speech.say("transit_unlimited"),
        day_words(ends),
        speech.say(f"transit_guarantee_{key}"),
    )
    return Line(cells, Tone.GOOD if key == "open" else Tone.REFUSE)
