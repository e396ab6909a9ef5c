"""The transit desk as the window works with it: the desk, its papers, declared data from files and mirrored records."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property

from officer_app.core.acts import format_time
from officer_app.core.buddhist import in_bangkok
from officer_app.core.canonical import NotCanonical, Value, encode
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise
from officer_app.print.template import Field
from officer_app.texts import Both
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_lists import Listing
from officer_app.viewmodels.paper_ports import PaperDesk
from officer_app.viewmodels.register_ports import TakenOut
from officer_app.workstation.listing_files import KINDS, write_listing
from officer_app.workstation.opening import Workstation
from officer_app.workstation.transit import transit_desk
from officer_app.workstation.transit_registers import CASES, FIGURES, GUARANTEES, NUMBERS, TransitRegisters
from officer_app.workstation.transit_tables import read_table

FOLDER = "transit-data"
"""In the workstation's home: what a broker or another system leaves here as JSON is offered at the intake."""
_REGISTERS = {"cases": CASES, "guarantees": GUARANTEES, "numbers": NUMBERS, "figures": FIGURES}
"""The forms of what the window calls its registers."""
_FORMS = ("448-1", "container-list", "hand-over-receipt")


class StationTransit:
    """Implements `viewmodels.transit_ports.TransitOffice`. Raises Trouble where office or rules are not in order."""

    def __init__(self, workstation: Workstation, papers: PaperDesk | None) -> None:
        self._workstation = workstation
        self._desk = transit_desk(workstation)
        self._papers = papers
        self._folder = workstation.home.folder / FOLDER

    @property
    def desk(self) -> TransitDesk:
        """See `TransitOffice`."""
        return self._desk

    @property
    def papers(self) -> PaperDesk | None:
        """See `TransitOffice`."""
        return self._papers

    @property
    def kinds(self) -> Sequence[str]:
        """See `TransitOffice`."""
        return KINDS

    def take_out(self, officer: Person, register: str, kind: str, which: Listing | None = None) -> TakenOut:
        """See `TransitOffice`. Raises Trouble where it cannot be written."""
        opened, form = self._workstation, _REGISTERS[register]
        at, name = opened.counter.clock(), f"{form}-{which}" if which is not None else form
        registers = TransitRegisters(self._desk, opened.texts, officer.display or officer.name)
        data = registers.cases(which) if form == CASES else dict(registers.of(form))
        by = f"{officer.display or officer.name} ({opened.journal.station.name})"
        data |= {"printed_by": by, "printed_at": format_time(at)}
        path = opened.home.registers / f"{name}-{in_bangkok(at):%Y%m%d-%H%M%S}.{kind}"
        opened.counter.note_look(officer.name, "register", form)
        return TakenOut(str(path), write_listing(path, opened.papers, form, data, at))

    def label(self, field: str) -> Both | None:
        """See `TransitOffice`."""
        found = self._fields.get(field)
        return Both(found.th, found.en) if found is not None else None

    def longest(self, field: str) -> int:
        """See `TransitOffice`."""
        found = self._fields.get(field)
        return found.max if found is not None else 0

    @cached_property
    def _fields(self) -> Mapping[str, Field]:
        found: dict[str, Field] = {}
        for form in _FORMS:
            for name, field in self._workstation.papers.forms.template(form).fields.items():
                found.setdefault(name, field)
                for part, cell in field.row.items():
                    found.setdefault(f"{name}.{part}", cell)
        return found

    def files(self) -> Sequence[str]:
        """See `TransitOffice`."""
        try:
            found = [(path.stat().st_mtime_ns, path.name) for path in self._folder.glob("*.json")]
        except OSError:
            return ()
        return [name for _, name in sorted(found, reverse=True)]

    def load(self, name: str) -> Mapping[str, Value] | Refusal:
        """See `TransitOffice`. A relative name is one of the folder."""
        path = self._folder / name.strip()
        return read_table(path.name, path)

    def record(self, number: str) -> Mapping[str, Value] | None:
        """See `TransitOffice`."""
        found = self._workstation.mirror.find(normalise(number))
        record = next((each for each in found if each.kind == "transit"), None)
        try:
            table = None if record is None else json.loads(record.doc)
            if not isinstance(table, dict):
                return None
            encode(table)
        except (ValueError, RecursionError, NotCanonical):
            return None
        return table or None
