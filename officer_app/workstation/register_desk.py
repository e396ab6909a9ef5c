"""The registers of one workstation: read for window and command line, and taken out as PDF or spreadsheet."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from officer_app.core.acts import Act
from officer_app.core.buddhist import datetime_be
from officer_app.core.figures import Figures
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.progress import Progress
from officer_app.usecases.read_register import Register, Unconfirmed, Wanted, acts_of, days_of, read_register
from officer_app.viewmodels.register_ports import TakenOut
from officer_app.workstation.opening import Workstation
from officer_app.workstation.paper_words import ActWords
from officer_app.workstation.period_paper import PERIOD_FORM, PeriodWords, period_data
from officer_app.workstation.spreadsheet import Cell, Sheet, write_spreadsheet
from officer_app.workstation.whole_files import write_whole

DAY_FORM = "daily-register"
KINDS = ("pdf", "xlsx")
NUMBERS = (
    *("acts", "green", "red", "xray", "releases", "holds", "refused", "annulled"),
    *("papers", "copies", "failed", "cleared", "p50_s", "p95_s"),
    *("scans", "scans_unknown", "scans_refused"),
)
"""The figures of a register in the order of its columns; their names are `window.register_head_<figure>`."""


@dataclass(frozen=True)
class StationRegisters:
    """Implements `viewmodels.register_ports.RegisterDesk`."""

    workstation: Workstation

    @property
    def shifts(self) -> Mapping[str, str]:
        """See `RegisterDesk`."""
        return self.workstation.settings.shifts

    def read(self, wanted: Wanted, progress: Progress) -> Register:
        """See `RegisterDesk`."""
        opened = self.workstation
        shifts = opened.settings.shifts
        return read_register(opened.counter, opened.journal, wanted, shifts, progress, opened.scans)

    def take_out(self, officer: str, register: Register, kind: str) -> TakenOut | Refusal:
        """See `RegisterDesk`. The file lies in the home, under `registers`."""
        first, last = days_of(register.wanted.span)
        days = first.isoformat() if first == last else f"{first.isoformat()}_{last.isoformat()}"
        return self.write(self.workstation.home.registers / f"register-{days}.{kind}", officer, register)

    def write(self, path: Path, officer: str, register: Register) -> TakenOut | Refusal:
        """Write `register` to `path`, as its ending says. Raises Trouble."""
        first, last = days_of(register.wanted.span)
        self.workstation.counter.note_look(officer, "register", f"{first.isoformat()} {last.isoformat()}")
        if path.suffix.lower() == ".pdf":
            return self._pdf(path, officer, register)
        rows = write_spreadsheet(path, self._say("register_title").th, register.read_at, self._sheets(register))
        return TakenOut(str(path), rows)

    def _pdf(self, path: Path, officer: str, register: Register) -> TakenOut | Refusal:
        """The register of a day is the workstation's own, in the order of its chain, with nothing left out; of several
        days it is their figures.
        """
        first, last = days_of(register.wanted.span)
        papers, by = self.workstation.papers, self._name(officer) or self.workstation.settings.name
        if first != last:
            data = period_data(
                register, self.workstation.counter.journal.station, by, self.workstation.texts, self._name
            )
            write_whole(path, papers.render(PERIOD_FORM, data).data)
            return TakenOut(str(path), len(register.lines))
        found = papers.gather(DAY_FORM, first.isoformat(), Person(officer, by, frozenset()))
        if isinstance(found, Refusal):
            return found
        write_whole(path, papers.render(DAY_FORM, found.data).data)
        acts = found.data.get("acts")
        return TakenOut(str(path), len(acts) if isinstance(acts, list) else 0)

    # --- the sheets

    def _sheets(self, register: Register) -> Iterator[Sheet]:
        words = PeriodWords(self.workstation.texts, self._name)
        named = ((words.key(register.wanted.by, line.key), line) for line in register.lines)
        figures = (*named, (words.both("register_all"), register.total))
        yield self._sheet("lines", "key", NUMBERS, itertools.starmap(_figures, figures))
        told = ActWords(self.workstation.texts, self.workstation.papers.forms)
        acts = (self._act(act, told) for act in self._acts(register))
        yield self._sheet("acts", "at", _ACT_HEADS, acts)
        yield self._sheet(
            "waiting",
            "number",
            ("state", "lane", "since"),
            ((each.number, self._state(each.state), self._lane(each.lane), each.since) for each in register.waiting),
        )
        yield self._sheet(
            "unconfirmed",
            "number",
            ("lane", "officer", "counter", "moment", "core_status", "core_as_of"),
            (self._unconfirmed(row) for row in register.unconfirmed),
        )
        yield self._sheet(
            "scans",
            "read_when",
            ("officer", "read_text", "read_why"),
            ((scan.at, self._name(scan.officer), scan.text, self._why(scan.why)) for scan in register.odd_scans or ()),
        )

    def _unconfirmed(self, row: Unconfirmed) -> tuple[Cell, ...]:
        who = (row.number, self._lane(row.outcome), self._name(row.officer), row.counter)
        return (*who, row.at, row.core_status, row.core_as_of)

    def _sheet(self, name: str, first: str, heads: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]) -> Sheet:
        named = tuple((self._both(f"register_head_{head}"), _WIDTHS.get(head, 14)) for head in (first, *heads))
        return Sheet(self._say(f"register_sheet_{name}").th, named, rows)

    def _acts(self, register: Register) -> list[Act]:
        # Read anew: a register that is only looked at need not hold a year of them.
        return acts_of(self.workstation.journal, register.wanted, self.shifts, Progress())

    def _act(self, act: Act, words: ActWords) -> tuple[Cell, ...]:
        return (
            *(datetime_be(act.at), act.at, act.station, act.station_seq, act.subject.number, act.subject.round),
            *(words.what(act), act.kind, self._lane(act.text("outcome")), self._name(act.officer)),
            words.details(act),
            *("✕" if act.signer_failed else "✓", act.act_id, act.hash.hex()),
        )

    def _name(self, account: str) -> str:
        return self.workstation.officers.names().get(account, account)

    def _lane(self, lane: str) -> str:
        return self._both(f"outcome_{lane}") if lane else ""

    def _state(self, state: str) -> str:
        return self.workstation.texts.either(f"state.{state}", "window.named", name=state).th

    def _why(self, why: str) -> str:
        said = self.workstation.texts.either(f"window.read_why_{why}", "window.named", name=why)
        return said.on_a_line

    def _say(self, key: str) -> Both:
        return self.workstation.texts.both(f"window.{key}")

    def _both(self, key: str) -> str:
        said = self.workstation.texts.either(f"window.{key}", "window.named", name=key)
        return said.th if said.th == said.en else said.on_a_line


def _figures(key: str, line: Figures) -> tuple[Cell, ...]:
    return (key, *(getattr(line, name) for name in NUMBERS))


_ACT_HEADS = (
    *("moment", "counter", "seq", "number", "round", "what", "kind", "lane", "officer", "words"),
    *("signed", "act_id", "hash"),
)
_WIDTHS: Mapping[str, int] = {
    "at": 20,
    "moment": 20,
    "number": 18,
    "what": 28,
    "officer": 24,
    "words": 50,
    "act_id": 38,
    "hash": 60,
    "key": 24,
    "read_when": 20,
    "read_text": 44,
    "read_why": 44,
}
