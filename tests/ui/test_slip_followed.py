"""The line about a slip follows what became of it: real workstation, simulated printer, the counter's own window."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from officer_app import settings as settings_file
from officer_app.app.stage import fill_desk
from officer_app.core.acts import ActKind
from officer_app.devices.printers.simulated import NAME, PAPER_OUT, REFUSES, SimulatedPrinter
from officer_app.devices.signals import RecordedSignals
from officer_app.print.pictures import Pictures
from officer_app.ui.main_window import MainWindow
from officer_app.ui.paper_printer import draw_on_printer
from officer_app.ui.player import Player
from officer_app.usecases.record_print import prints_of
from officer_app.viewmodels.ports import Storage
from officer_app.workstation.desk_devices import DeskDevices
from officer_app.workstation.paper_desk import StationPapers
from officer_app.workstation.slips import slip_printer
from tests.ui.conftest import unmake
from tests.workstation.paper_station import AIR, PASSWORD, ROAD, Base, PaperStation, make_base

TOML = f'default = "{NAME}"\n[printers.{NAME}]\nvia = "simulated"\n'
NOT_OUT = f"The slip of {AIR} has not come out of {NAME}: held up: out of paper · The stamp stands."


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return make_base(tmp_path_factory.mktemp("base") / "home")


class AtCounter:
    """The counter's window on a real workstation; nobody waits for its printer."""

    def __init__(self, station: PaperStation) -> None:
        self.station = station
        opened = station.opened
        (opened.home.folder / "printers.toml").write_text(TOML, encoding="utf-8")
        self.device = SimulatedPrinter(opened.home.folder / "simulated-printer")
        desk = fill_desk(opened, RecordedSignals(), lambda: 0.0, DeskDevices(opened))
        slips = slip_printer(opened, patience_s=0.0)
        self.window = MainWindow(replace(desk, language="en", print_slip=slips, storage=Storage))
        self.player = Player(self.window)
        self.window.show()
        assert self.player.sign_in("somchai", PASSWORD, 30.0)

    def scan(self, number: str) -> None:
        wanted = self.window.desk_page.model.arrived + 1
        self.player.scan(number)
        assert self.player.wait_painted(wanted)

    def line(self) -> str:
        """What the page says of the slip, as it stands on the screen."""
        said = [each.accessibleName() for each in self.window.findChildren(QLabel) if each.isVisible()]
        return next((text for text in said if text.startswith(("The slip of", "Slip of"))), "")

    def says(self, text: str) -> bool:
        """Whether the line says so by now, or soon; the printer is asked by the window itself, every other second."""
        return self.player.wait_until(lambda: self.line().startswith(text), 20.0)

    def statuses(self) -> list[str]:
        return [done.status for done in prints_of(self.station.opened.journal.acts_of_kind(ActKind.PRINT))]

    def close(self) -> None:
        self.window.close()
        unmake(self.window)
        self.station.opened.close()


@pytest.fixture
def at(base: Base, tmp_path: Path, dressed: QApplication) -> Iterator[AtCounter]:
    made = AtCounter(base.copy(tmp_path / "home"))
    yield made
    made.close()


def stamp(at: AtCounter, number: str = AIR) -> None:
    at.scan(number)
    at.player.press("F5")


def test_a_slip_that_came_out_late_is_no_longer_said_to_be_missing(at: AtCounter) -> None:
    at.device.trouble(PAPER_OUT, on=True)
    stamp(at)
    assert at.says(NOT_OUT)
    at.device.trouble(PAPER_OUT, on=False)
    assert at.says(f"Slip of {AIR} printed at {NAME} (copy 1)")
    assert at.player.view().printing == "printed"
    assert at.statuses() == ["printed"], "and its end is recorded"


def test_the_line_stays_with_the_next_permit_until_the_slip_is_out(at: AtCounter) -> None:
    at.device.trouble(PAPER_OUT, on=True)
    stamp(at)
    assert at.says(NOT_OUT)
    at.scan(ROAD)
    assert at.line() == NOT_OUT
    at.device.trouble(PAPER_OUT, on=False)
    assert at.says(f"Slip of {AIR} printed")
    at.scan(ROAD)
    assert at.line() == "", "what is out need not be said any longer"


def test_a_slip_taken_out_of_the_queue_is_said_not_to_come(at: AtCounter) -> None:
    at.device.trouble(PAPER_OUT, on=True)
    stamp(at)
    assert at.says(NOT_OUT)
    at.device.cancel(NAME, "1")
    assert at.says(f"Slip of {AIR} at {NAME}: not printed: the job was cancelled")
    assert at.line().endswith("F9 on its card prints it again.")


def test_a_slip_that_was_refused_and_printed_again_elsewhere_is_said_to_be_printed(at: AtCounter) -> None:
    at.device.trouble(REFUSES, on=True)
    stamp(at)
    assert at.says(f"Slip of {AIR} at {NAME}: not printed: the printer's queue takes no jobs")
    at.device.trouble(REFUSES, on=False)
    papers = StationPapers(at.station.opened, Pictures(), draw_on_printer, patience_s=0.0)
    papers.again(at.station.inspector, papers.rows()[0].act_id, "")
    assert at.says(f"Slip of {AIR} printed at {NAME}")


def test_a_slip_asked_for_anew_is_not_overtaken_by_an_answer_about_the_one_before(at: AtCounter) -> None:
    at.device.trouble(PAPER_OUT, on=True)
    stamp(at)
    assert at.says(NOT_OUT)
    at.device.cancel(NAME, "1")
    assert at.says(f"Slip of {AIR} at {NAME}: not printed")
    at.device.trouble(PAPER_OUT, on=False)
    at.player.press("F9")
    assert at.says(f"Slip of {AIR} printed at {NAME} (copy 1)")
    assert at.statuses() == ["failed", "printed"]


def test_the_next_slip_goes_to_the_printer_that_was_set_meanwhile(at: AtCounter) -> None:
    home = at.station.opened.home
    (home.folder / "printers.toml").write_text(TOML.split("\n", 1)[1], encoding="utf-8")
    stamp(at)
    assert at.says(f"Slip of {AIR} made as a file")
    settings_file.save(replace(at.station.opened.settings, printer=NAME), home.settings)
    at.window.refresh()
    at.player.press("F9")
    at.player.type_text("1")
    at.player.press("Return")
    assert at.says(f"Slip of {AIR} printed at {NAME} (copy 2)")
