"""The pages beside the desk with their models: loaded when the first of them is opened, not at every start."""

from collections.abc import Callable

from officer_app.core.scans import ScanCount
from officer_app.core.shelf import Shelf
from officer_app.ui.desk import Desk
from officer_app.ui.errors import Faults
from officer_app.ui.pages.list_page import ListPage
from officer_app.ui.pages.prints_page import PrintsPage
from officer_app.viewmodels.cases_model import CasesModel
from officer_app.viewmodels.entrances import AskSecond
from officer_app.viewmodels.list_view import ListModel
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.paper_ports import PaperDesk
from officer_app.viewmodels.ports import Run
from officer_app.viewmodels.prints import PrintsModel
from officer_app.viewmodels.register_ports import RegisterDesk
from officer_app.viewmodels.registers_model import RegistersModel
from officer_app.viewmodels.track_model import TrackModel


def track(desk: Desk, tools: PageTools) -> ListModel:
    """The time line of any number."""
    return TrackModel(desk.counter, tools)


def cases(desk: Desk, shelf: Shelf, ask_second: AskSecond, tools: PageTools) -> ListModel:
    """Reconciliation."""
    return CasesModel(desk.counter, shelf, ask_second, tools)


def registers(desk: Desk, office: RegisterDesk, scans: Callable[[], ScanCount], tools: PageTools) -> ListModel:
    """Registers and charts."""
    return RegistersModel(office, desk.counter.clock, scans, tools)


def list_page(model: ListModel, desk: Desk, faults: Faults, back: Callable[[], None]) -> ListPage:
    """The page of any of these models."""
    return ListPage(model, desk.segment, faults, back)


def prints_page(
    papers: PaperDesk, desk: Desk, run: Run, changed: Callable[[], None], faults: Faults, back: Callable[[], None]
) -> PrintsPage:
    """The page of prints."""
    model = PrintsModel(papers, desk.texts, desk.signals, run, changed)
    return PrintsPage(model, desk.segment, faults, back)
