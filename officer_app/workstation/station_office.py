"""All that the pages of "this workstation" work with, of an open workstation."""

from functools import partial

from officer_app.viewmodels.station_ports import StationOffice
from officer_app.workstation.about import about
from officer_app.workstation.log_reading import StationLog
from officer_app.workstation.opening import Workstation
from officer_app.workstation.printer_check import StationPrinters
from officer_app.workstation.printers import Drawing, nothing_draws
from officer_app.workstation.station_checkup import StationCheckup
from officer_app.workstation.station_settings import settings_of_station


def station_office(opened: Workstation, drawing: Drawing = nothing_draws) -> StationOffice:
    """`drawing`: for printers that take no PDF."""
    return StationOffice(
        settings=settings_of_station(opened),
        log=StationLog(opened.home),
        checkup=StationCheckup(opened.home, opened.texts),
        printers=StationPrinters(opened, drawing),
        about=partial(about, opened),
    )
