"""The transit desk as the window works with it: the desk, its papers, declared data from files and mirrored records."""

import json
from collections.abc import Mapping, Sequence
from functools import cached_property

from officer_app.core.buddhist import in_bangkok
from officer_app.core.canonical import NotCanonical, Value, encode
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import normalise
from officer_app.texts import Both
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.viewmodels.paper_ports import PaperDesk
from officer_app.viewmodels.register_ports import TakenOut
from officer_app.viewmodels.transit_ports import TransitSheet
from officer_app.workstation.opening import Workstation
from officer_app.workstation.spreadsheet import Sheet, write_spreadsheet
from officer_app.workstation.transit import transit_desk
from officer_app.workstation.transit_texts import one_line
from officer_app.workstation.trouble import Trouble

FOLDER = "transit-data"
"""In the workstation's home: what a broker or another system leaves here as JSON is offered at the intake."""
MOST_BYTES = 2**20
_WIDTH, _LONGEST_NAME = 24, 28
"""Of a column in characters; of a sheet's name."""
_FORMS = ("448-1", "container-list")


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

    def take_out(self, officer: str, sheet: TransitSheet) -> TakenOut:
        """See `TransitOffice`. Raises Trouble where it cannot be written."""
        opened = self._workstation
        at = opened.counter.clock()
        path = opened.home.registers / f"transit-{sheet.name}-{in_bangkok(at):%Y%m%d-%H%M%S}.xlsx"
        opened.counter.note_look(officer, "register", f"transit {sheet.name}")
        heads = tuple((f"{head.th} / {head.en}", _WIDTH) for head in sheet.heads)
        try:
            rows = write_spreadsheet(path, sheet.title.th, at, [Sheet(sheet.name[:_LONGEST_NAME], heads, sheet.rows)])
        except OSError as error:
            detail = error.strerror or type(error).__name__
            raise Trouble("file_unwritable", path=str(path), detail=detail) from error
        return TakenOut(str(path), rows)

    def label(self, field: str) -> Both | None:
        """See `TransitOffice`."""
        return self._labels.get(field)

    @cached_property
    def _labels(self) -> Mapping[str, Both]:
        found: dict[str, Both] = {}
        for form in _FORMS:
            for name, field in self._workstation.papers.forms.template(form).fields.items():
                found.setdefault(name, Both(field.th, field.en))
                for part, cell in field.row.items():
                    found.setdefault(f"{name}.{part}", Both(cell.th, cell.en))
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
        try:
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
            table = json.loads(data)
            if len(data) > MOST_BYTES or not isinstance(table, dict):
                return Refusal("transit_bad_file", {"file": path.name, "detail": "-"})
            said: Mapping[str, Value] = one_line(table)
            encode(said)
        except (OSError, ValueError, RecursionError, NotCanonical) as error:
            return Refusal("transit_bad_file", {"file": path.name, "detail": str(error)[:120]})
        return said

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
