"""The lists: a day's register, what a shift hands over, transit goods past their last day."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from officer_app.core.acts import Act, ActKind, Subject, format_time
from officer_app.core.buddhist import BANGKOK, bangkok_day
from officer_app.core.export import State
from officer_app.core.refusals import Refusal
from officer_app.usecases.counter import Counter
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.workstation.late_cases import late_cases
from officer_app.workstation.paper_records import Gathered
from officer_app.workstation.paper_words import ActWords
from officer_app.workstation.transit_registers import TRANSIT_REGISTERS, TransitRegisters

REGISTERS = ("daily-register", "shift-handover", "overdue-list", *TRANSIT_REGISTERS)
SHIFT = timedelta(hours=8)
AGREEMENT_DAYS = 90
"""Transit under an agreement (Lao PDR) may stay so long, other transit 30 days (brief 004 §12)."""
_OPEN = frozenset({State.PRESENTED, State.INSPECTING, State.XRAY_PENDING, State.HELD})
_MOST_CASES = 100_000
_PIECE = 1000


class Registers:
    """Lists of one workstation. `names`: the names people read, by account."""

    def __init__(
        self,
        counter: Counter,
        names: Callable[[], Mapping[str, str]],
        words: ActWords,
        desk: Callable[[], TransitDesk | None] = lambda: None,
    ) -> None:
        self._counter = counter
        self._names = names
        self._words = words
        self._desk = desk

    def of(self, form: str, day: str, officer: str) -> Gathered | Refusal:
        """The register `form` of a day (ISO date; empty: today), made by `officer`."""
        try:
            when = date.fromisoformat(day) if day else bangkok_day(self._counter.clock())
        except ValueError:
            return Refusal("bad_format", {"number": day[:40], "reason": "YYYY-MM-DD"})
        if when > bangkok_day(self._counter.clock()):
            # Most likely a Buddhist year: an empty register of it would say that nothing was done.
            return Refusal("day_to_come", {"day": when.isoformat()})
        if form in TRANSIT_REGISTERS:
            return self._transit(form, when, officer)
        made = {"daily-register": self._day, "shift-handover": self._shift, "overdue-list": self._overdue}[form]
        station = self._counter.journal.station.name
        data = made(when, officer or station)
        # Each day's register is a paper of its own: the next day's is no reprint.
        return Gathered(data, Subject("day", f"{when.isoformat()} {station}"))

    def _transit(self, form: str, day: date, officer: str) -> Gathered | Refusal:
        """A register of the transit desk: as it stands now, never as it stood on an earlier day."""
        desk = self._desk()
        if desk is None or day != desk.today:
            return Refusal("not_available", {"what": f"print {form} {day.isoformat()}"})
        data = TransitRegisters(desk, self._words.texts, officer).of(form)
        return Gathered(data, Subject("day", f"{day.isoformat()} {self._counter.journal.station.name}"))

    def _acts(self, begin: datetime, end: datetime) -> list[Act]:
        """Own acts of a stretch of time, in the order of the chain. All of the chain is looked at, as clocks are set;
        in pieces, as it may be years long.
        """
        found: list[Act] = []
        last = 0
        while acts := self._counter.journal.own_acts(last, _PIECE):
            found += [act for act in acts if begin <= act.at < end]
            last = acts[-1].station_seq
        return found

    def _day(self, day: date, officer: str) -> Mapping[str, object]:
        begin = datetime.combine(day, time.min, BANGKOK).astimezone(UTC)
        acts = self._acts(begin, begin + timedelta(days=1))
        station = self._counter.journal.station
        data: dict[str, object] = {
            "day": day.isoformat(),
            "site": station.site,
            "station": station.name,
            "acts": [self._row(act) for act in acts],
            "officer_name": officer,
            **self._counts(acts),
        }
        if acts:
            last = acts[-1]
            data |= {"first_seq": acts[0].station_seq, "last_seq": last.station_seq, "head_hash": last.hash.hex()}
        return data

    def _row(self, act: Act) -> Mapping[str, object]:
        words = self._words.details(act)
        row: dict[str, object] = {
            "seq": act.station_seq,
            "at": format_time(act.at),
            "number": act.subject.number,
            "what": self._words.what(act),
            "signed": "ลงนามไม่ได้ failed" if act.fields.get("signer_failed") is True else "ลงนามแล้ว signed",
        }
        more = {"officer": self._names().get(act.officer, act.officer), "words": words[:1500]}
        return row | {key: value for key, value in more.items() if value}

    def _counts(self, acts: list[Act]) -> dict[str, object]:
        def of(kind: ActKind) -> int:
            return sum(1 for act in acts if act.kind == kind)

        return {
            "acts_total": len(acts),
            "stamps_total": of(ActKind.STAMP),
            "releases_total": of(ActKind.RELEASE),
            "holds_total": of(ActKind.HOLD),
        }

    def _shift(self, day: date, officer: str) -> Mapping[str, object]:
        now = self._counter.clock()
        midnight = datetime.combine(day + timedelta(days=1), time.min, BANGKOK).astimezone(UTC)
        end = min(now, midnight)
        acts = self._acts(end - SHIFT, end + timedelta(microseconds=1))
        station, queue = self._counter.journal.station, self._counter.journal.queue()
        counts, matters, said = self._counts(acts), self._open_matters(), {}
        if (desk := self._desk()) is not None:
            cases, under_way = TransitRegisters(desk, self._words.texts, officer).handed_on()
            matters += [{"line": place, **case} for place, case in enumerate(cases, start=len(matters) + 1)]
            said = {"remarks": f"สินค้าผ่านแดนระหว่างทางที่ยังไม่ใกล้ครบกำหนด {under_way} เรื่อง under way"}
        return {
            "site": station.site,
            "station": station.name,
            "from_at": format_time(end - SHIFT),
            "handed_at": format_time(end),
            "unsent": queue.unsent,
            "quarantined": queue.quarantined,
            "last_seq": max((act.station_seq for act in acts), default=0),
            "open": matters,
            "giver_name": officer,
            **said,
            **{key: counts[key] for key in ("acts_total", "stamps_total", "releases_total")},
        }

    def _open_matters(self) -> list[Mapping[str, object]]:
        journal = self._counter.journal
        rows: list[Mapping[str, object]] = []
        for number, state in journal.permits_in({str(each) for each in _OPEN}, _MOST_CASES):
            row = {
                "line": len(rows) + 1,
                "number": number,
                "state": self._words.state(str(state.state)),
                "since": format_time(journal.time_line("permit", number)[-1].at),
            }
            rows.append(row | ({"words": state.hold_reason} if state.hold_reason else {}))
        return rows

    def _overdue(self, day: date, officer: str) -> Mapping[str, object]:
        rows: list[Mapping[str, object]] = []
        rows += late_cases(self._counter.journal, day)
        ours = {str(row["decl_no"]) for row in rows}
        value = 0
        for record in self._counter.mirror.listed("transit", _MOST_CASES):
            if record.number in ours:
                continue
            try:
                table = json.loads(record.doc)
                entry, limit = date.fromisoformat(table["date_entry"]), date.fromisoformat(table["date_limit"])
            except (ValueError, KeyError, TypeError, RecursionError):
                continue
            if limit >= day or table.get("exit_exported_at"):
                continue
            goods = ", ".join(str(item.get("description_th", "")) for item in table.get("items", []))
            lao = (limit - entry).days >= AGREEMENT_DAYS or "agreement_name" in table
            row = {
                "line": len(rows) + 1,
                "decl_no": record.number,
                "applicant_name": str(table.get("applicant_name", "-")),
                "goods": goods[:600],
                "date_entry": entry.isoformat(),
                "date_limit": limit.isoformat(),
                "days_over": (day - limit).days,
                "consequence": "leftover" if lao else "state",
            }
            rows.append(row | ({"sequence_no": table["sequence_no"]} if table.get("sequence_no") else {}))
            value += int(table.get("cif_total", 0))
        return {
            "day": day.isoformat(),
            "office": self._counter.journal.station.site,
            "cases": rows,
            "cases_total": len(rows),
            "cif_total": value,
            "officer_name": officer,
        }
