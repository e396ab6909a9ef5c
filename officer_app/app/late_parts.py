"""What a window needs for papers, registers and transit cases: loaded and made when first wanted, not at the start."""

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.viewmodels.ports import Printed

if TYPE_CHECKING:
    from officer_app.print.pictures import Pictures
    from officer_app.viewmodels.paper_ports import Pages, PaperDesk
    from officer_app.viewmodels.ports import PrintSlip
    from officer_app.viewmodels.register_ports import RegisterDesk
    from officer_app.viewmodels.station_ports import StationOffice
    from officer_app.viewmodels.transit_ports import TransitOffice
    from officer_app.workstation.opening import Workstation
    from officer_app.workstation.printers import Drawing

WANTED_SOON = (
    "officer_app.workstation.transit_codes",
    "officer_app.workstation.slips",
    "officer_app.print.pictures",
    "officer_app.workstation.drawing",
    "officer_app.ui.beside_pages",
    "officer_app.ui.pages.bench_page",
    "officer_app.workstation.paper_desk",
    "officer_app.workstation.register_desk",
    "officer_app.ui.station_pages",
    "officer_app.workstation.station_office",
)
"""Loaded behind the open desk, so that the first paper and the first page are no slower than the second."""


class LateParts:
    """The parts of one window on `workstation`."""

    def __init__(self, workstation: "Workstation") -> None:
        self._workstation = workstation

    @cached_property
    def _pictures(self) -> "Pictures":
        # One for all: what reads PDFs takes one at a time.
        made: Pictures = import_module("officer_app.print.pictures").Pictures()
        return made

    @cached_property
    def _drawing(self) -> "Drawing":
        made: Drawing = import_module("officer_app.workstation.drawing").drawing_with(self._pictures, draw_on_printer)
        return made

    @cached_property
    def _slips(self) -> "PrintSlip":
        made: PrintSlip = import_module("officer_app.workstation.slips").slip_printer(self._workstation, self._drawing)
        return made

    @cached_property
    def _papers(self) -> "PaperDesk":
        made: PaperDesk = import_module("officer_app.workstation.paper_desk").StationPapers(
            self._workstation, self._pictures, draw_on_printer
        )
        return made

    def print_slip(self, officer: SignedIn, number: str, act_id: str, reason: str) -> Printed | Refusal:
        """See `viewmodels.ports.PrintSlip`; off the main thread."""
        return self._slips(officer, number, act_id, reason)

    def papers(self) -> "PaperDesk":
        """The page of prints."""
        return self._papers

    def registers(self) -> "RegisterDesk":
        """The page of registers."""
        made: RegisterDesk = import_module("officer_app.workstation.register_desk").StationRegisters(self._workstation)
        return made

    def transit(self) -> "TransitOffice":
        """The transit desk."""
        made: TransitOffice = import_module("officer_app.workstation.transit_window").StationTransit(
            self._workstation, self._papers
        )
        return made

    def office(self) -> "StationOffice":
        """The pages of "this workstation"."""
        made: StationOffice = import_module("officer_app.workstation.station_office").station_office(
            self._workstation, self._drawing
        )
        return made


def draw_on_printer(printer: str, title: str, dpi: int, pages: "Pages") -> str:
    """See `viewmodels.paper_ports.Painting`. Qt's printing is loaded for the first paper, not at every start."""
    refused: str = import_module("officer_app.ui.paper_printer").draw_on_printer(printer, title, dpi, pages)
    return refused
