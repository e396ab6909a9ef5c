"""A real workstation behind the pages "this workstation": its home, its settings file, its log, a simulated printer."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path

from officer_app.core.acts import Mode
from officer_app.devices.printers.simulated import NAME, SimulatedPrinter
from officer_app.logs import close_log, open_log
from officer_app.paths import Home
from officer_app.settings import Settings
from officer_app.viewmodels.station_ports import StationOffice
from officer_app.workstation.opening import Workstation, create, open_workstation
from officer_app.workstation.station_office import station_office

SETTINGS = Settings(site="CE", desk="inspection", name="CE-1", mode=Mode.SAMPLE.value, contact="ฝ่ายไอที โทร. 99999")
PAGES = {"settings": "F5", "checkup": "F6", "printers": "F7", "log": "F8", "about": "F9"}
REFERENCE = "0ffee1"


@dataclass
class StationAt:
    """An open workstation in a folder of its own."""

    opened: Workstation
    home: Home
    printer: SimulatedPrinter
    _log: logging.Handler

    @property
    def office(self) -> StationOffice:
        """What the pages are handed."""
        return station_office(self.opened)

    def close(self) -> None:
        close_log(self._log)
        self.opened.close()


def make_station(folder: Path, settings: Settings = SETTINGS) -> StationAt:
    """A workstation with a log, a simulated printer that is ready and one that nobody has."""
    create(folder, settings)
    home = Home(folder)
    (folder / "printers.toml").write_text(
        f'default = "{NAME}"\n[forms]\nstamp-slip = "LABEL-9"\n'
        f'[printers."{NAME}"]\nvia = "simulated"\n[printers."LABEL-9"]\nvia = "simulated"\n',
        encoding="utf-8",
    )
    handler = open_log(home.log)
    home.log.write_text("".join(f"{line}\n" for line in _lines()), encoding="utf-8")
    return StationAt(open_workstation(folder), home, SimulatedPrinter(folder / "simulated-printer"), handler)


def _lines() -> list[str]:
    made = [("INFO", "officer_app.cli.main", f"look-up: 0 {place}", "") for place in range(30)]
    made.append(("WARNING", "officer_app.workstation.attendance", "a sign-in could not be recorded", ""))
    made.append(("ERROR", "officer_app.ui.errors", f"reference {REFERENCE}", "ZeroDivisionError in page.py:7 press"))
    at = "2026-11-21T03:04:05.000006+00:00"
    return [
        json.dumps({"at": at, "level": level, "where": where, "text": text, **({"error": error} if error else {})})
        for level, where, text, error in made
    ]
