"""Registers of the transit desk as papers and lists: cases, guarantees, sequence numbers, figures by month."""

from collections.abc import Mapping
from dataclasses import dataclass

from officer_app.core.acts import format_time
from officer_app.core.buddhist import ERA_OFFSET, date_be
from officer_app.core.guarantees import GuaranteeState
from officer_app.core.transit import Phase
from officer_app.core.transit_numbers import Stretch, series_of, written
from officer_app.core.transit_service import ServiceClock
from officer_app.texts import Texts
from officer_app.usecases.guarantee_register import guarantees
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_lists import (
    SERVICE_STEPS,
    Case,
    Listing,
    figures,
    listed,
    minutes_text,
    per_month,
)
from officer_app.usecases.transit_numbers import left_in_blocks, number_register

CASES, GUARANTEES, NUMBERS, FIGURES = "transit-cases", "guarantee-register", "number-register", "transit-figures"
TRANSIT_REGISTERS = (CASES, GUARANTEES, NUMBERS, FIGURES)
_OPEN = (Listing.WAITING, Listing.IN_PROGRESS, Listing.EN_ROUTE, Listing.OVERDUE, Listing.ENDED)
_MONTH = ("filed", "signed", "refused", "exited", "overdue", "converted", "late")


@dataclass(frozen=True)
class TransitRegisters:
    """The registers as one workstation's desk knows them; each method gives the data of its form."""

    desk: TransitDesk
    texts: Texts
    officer: str
    """Who makes them, as people read it."""

    def of(self, form: str) -> Mapping[str, object]:
        """The register `form`, one of TRANSIT_REGISTERS, as it is made without further wishes: the cases of all lists,
        this year's numbers.
        """
        made = {CASES: self.cases, GUARANTEES: self.guarantees, NUMBERS: self.numbers, FIGURES: self.figures}
        return made[form]()

    def cases(self, which: Listing | None = None, within: int | None = None) -> dict[str, object]:
        """The cases of a list, or of all but the closed and refused ones. `within`: days, for those due soon."""
        days = self.desk.rules.remind_days if within is None else within
        found: dict[str, Case] = {}
        for each in [which] if which is not None else _OPEN:
            found |= {case.number: case for case in listed(self.desk, each, days)}
        rows = [self._case(line, case) for line, case in enumerate(found.values(), start=1)]
        name = f"transit_list_{which}" if which is not None else "transit_list_open"
        said = self._said(f"window.{name}", str(which or "ที่ยังไม่ปิด open"))
        return self._head() | {"which": said, "cases_total": len(rows), "cases": rows}

    def guarantees(self) -> dict[str, object]:
        """Every guarantee there is, with what open cases draw on it."""
        states = guarantees(self.desk)
        rows = [self._guarantee(line, name, states[name]) for line, name in enumerate(states, start=1)]
        drawn = sum(sum(state.drawn.values()) for state in states.values() if state.limited)
        return self._head() | {"guarantees_total": len(rows), "drawn_total": drawn, "guarantees": rows}

    def numbers(self, series: str = "") -> dict[str, object]:
        """What became of every number of a series, and of the contingency numbers that workstations wrote beside it."""
        name = series or series_of(self.desk.office, self.desk.counter.clock())
        beside = self.desk.counter.journal.series_written(f"{name}/")
        rows: list[dict[str, object]] = []
        for each in (name, *beside):
            rows += [_stretch(len(rows) + place, one, each, name) for place, one in enumerate(self._of(each), start=1)]
        return self._head() | {"series": name, "left": left_in_blocks(self.desk), "numbers": rows}

    def figures(self) -> dict[str, object]:
        """What each month brought, the latest first; filings by month as the manual publishes them."""
        months = figures(self.desk)
        rows = [
            {
                "month": f"{month.month:02d}-{month.year + ERA_OFFSET}",
                **{name: getattr(month, name) for name in _MONTH},
                **{f"{step}_mean": minutes_text(getattr(month, f"{step}_s")) for step in SERVICE_STEPS},
            }
            for month in reversed(months)
        ]
        filed = per_month(months)
        by_month = {"filed_mean": f"{filed.mean_tenths / 10:.1f}", "filed_most": filed.most, "filed_least": filed.least}
        return self._head() | {"months_total": len(rows), "months": rows, **by_month}

    def handed_on(self) -> tuple[list[dict[str, object]], int]:
        """What a shift leaves to the next, and how many cases are only under way: each case somebody has to do
        something about now, those due soon and those at this office as their exit among them.
        """
        matters: list[dict[str, object]] = []
        under_way = 0
        for case in {case.number: case for each in _OPEN for case in listed(self.desk, each)}.values():
            state, ours = case.state, case.state.fact("office") in ("", self.desk.office)
            soon = case.left is not None and case.left <= self.desk.rules.remind_days
            waits = state.phase is not Phase.EN_ROUTE or soon
            if ours and not waits and not state.held_by:
                under_way += 1
            elif ours or state.phase is Phase.ARRIVED:
                last = f"ครบกำหนด last day {date_be(state.limit)}" if state.limit else ""
                words = " · ".join(filter(None, (state.fact("applicant"), last, state.hold_reason)))
                where = self._said(f"phase.{state.phase}", str(state.phase))
                since = {"since": format_time(state.path[-1].at)} if state.path else {}
                matters.append({"number": case.number, "state": where, "words": words, **since})
        return matters, under_way

    # --- rows

    def _of(self, series: str) -> list[Stretch]:
        return number_register(self.desk, series)

    def _head(self) -> dict[str, object]:
        station = self.desk.counter.journal.station
        return {
            "day": self.desk.today.isoformat(),
            "office": f"{self.desk.office} ({station.site} {station.name})",
            "officer_name": self.officer or station.name,
        }

    def _case(self, line: int, case: Case) -> dict[str, object]:
        state = case.state
        row: dict[str, object] = {
            "line": line,
            "case_no": case.number,
            "decl_no": state.fact("declaration_no"),
            "sequence_no": state.fact("sequence_no"),
            "applicant_name": state.fact("applicant"),
            "applicant_class": state.fact("applicant_class"),
            "exit_office": state.fact("exit_office"),
            "state": self._said(f"phase.{state.phase}", str(state.phase)),
            "filed_at": format_time(case.filed) if case.filed else "",
            "date_entry": state.fact("entry_date"),
            "date_limit": state.limit.isoformat() if state.limit else "",
            "left": _left(case.left),
            "clock": self._clock(case.clock),
        }
        return {name: value for name, value in row.items() if value != ""}

    def _clock(self, clock: ServiceClock | None) -> str:
        if clock is None:
            return ""
        used, given = (int(each.total_seconds() // 60) for each in (clock.used, clock.given))
        return f"{used}/{given} นาที min{' – เกินเวลา LATE' if clock.late else ''}"

    def _guarantee(self, line: int, number: str, state: GuaranteeState) -> dict[str, object]:
        days = {"expiry": state.expiry, "licence_expiry": state.licence_expiry}
        row: dict[str, object] = {
            "line": line,
            "number": number,
            "kind": state.type,
            "holder": state.holder,
            **{name: day.isoformat() for name, day in days.items() if day},
            "state": self._standing(state),
        }
        if state.limited:
            drawn = sum(state.drawn.values())
            row |= {"amount": state.satang, "drawn": drawn, "free": max(0, state.free)}
        more = {"cases": ", ".join(sorted(state.drawn)), "licence": state.licence}
        return row | {name: text for name, text in more.items() if text}

    def _standing(self, state: GuaranteeState) -> str:
        if state.closed:
            return f"ปิดแล้ว closed: {state.closed}"
        ends = [day for day in (state.expiry, state.licence_expiry) if day is not None]
        if ends and min(ends) < self.desk.today:
            return "หมดอายุ expired"
        return "เบิกเกินวงเงิน OVERDRAWN" if state.limited and state.free < 0 else "ใช้ได้ in force"

    def _said(self, key: str, name: str) -> str:
        said = self.texts.either(key, "window.named", name=name)
        return said.th if said.th == said.en else f"{said.th} {said.en}"


def _left(days: int | None) -> str:
    if days is None:
        return ""
    return str(days) if days >= 0 else f"เกิน over {-days}"


def _stretch(line: int, each: Stretch, series: str, main: str) -> dict[str, object]:
    """Neighbouring numbers of one fate; a workstation's own contingency numbers bear its name, as on the paper."""
    head = "" if series == main else f"{series.removeprefix(f'{main}/')}-"
    first, last = (f"{head}{written(number, main)}" for number in (each.first, each.last))
    return {
        "line": line,
        "numbers": first if each.first == each.last else f"{first} – {last}",
        "count": each.last - each.first + 1,
        "fate": str(each.fate),
        **{name: text for name, text in (("station", each.station), ("case_no", each.case)) if text},
    }
