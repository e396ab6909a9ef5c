"""The models of the pages of "this workstation": loaded when the first of them is opened, not at every start."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QGuiApplication

from officer_app.ui.errors import Faults
from officer_app.viewmodels.about_model import AboutModel
from officer_app.viewmodels.checkup_model import CheckupModel
from officer_app.viewmodels.list_view import ListModel
from officer_app.viewmodels.log_model import LogModel
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.printers_model import PrintersModel
from officer_app.viewmodels.settings_model import SettingsModel
from officer_app.viewmodels.station_menu import StationMenu
from officer_app.viewmodels.station_ports import StationOffice


def make_model(
    name: str,
    office: StationOffice,
    tools: PageTools,
    faults: Faults,
    clock: Callable[[], datetime],
    go: Callable[[str], None],
) -> ListModel:
    """The model of the page `name`; `go` opens another of them."""
    made: dict[str, Callable[[], ListModel]] = {
        "station": lambda: StationMenu(go, tools),
        "settings": lambda: SettingsModel(office.settings, tools),
        "checkup": lambda: CheckupModel(office.checkup, clock, _copy, tools),
        "printers": lambda: PrintersModel(office.printers, tools),
        "log": lambda: LogModel(office.log, lambda: faults.last, _copy, tools),
        "about": lambda: AboutModel(office.about, tools),
    }
    return made[name]()


def _copy(text: str) -> None:
    """Where other programs can take it."""
    QGuiApplication.clipboard().setText(text)
