"""The printers of a workstation: what is against each is named, and a specimen tries one out and is no print."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind, Mode
from officer_app.devices.printers.simulated import NAME, PAPER_OUT, REFUSES, UNPLUGGED, SimulatedPrinter
from officer_app.settings import Settings
from officer_app.usecases.progress import Progress, Stopped
from officer_app.viewmodels.ports import Finding
from officer_app.workstation.opening import Workstation, create, open_workstation
from officer_app.workstation.printer_check import StationPrinters, printer_findings
from officer_app.workstation.station_checkup import StationCheckup
from officer_app.workstation.trouble import Trouble

SETTINGS = Settings(site="CE", desk="inspection", name="CE-1", mode=Mode.SAMPLE.value)
TWO = f'default = "{NAME}"\n[forms]\nstamp-slip = "LABEL-9"\n' + "".join(
    f'[printers."{name}"]\nvia = "simulated"\n' for name in (NAME, "LABEL-9")
)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Workstation]:
    create(tmp_path / "home", SETTINGS)
    made = open_workstation(tmp_path / "home")
    (made.home.folder / "printers.toml").write_text(TWO, "utf-8")
    yield made
    made.close()


def printer_of(opened: Workstation) -> SimulatedPrinter:
    return SimulatedPrinter(opened.home.folder / "simulated-printer")


def whys(opened: Workstation) -> dict[str, str]:
    return {row.name: row.why for row in StationPrinters(opened).printers()}


@pytest.mark.parametrize(
    ("trouble", "why", "state"),
    [(UNPLUGGED, "offline", "waiting"), (PAPER_OUT, "media_empty", "waiting"), (REFUSES, "not_accepting", "failed")],
)
def test_what_is_against_a_printer_is_known_before_and_after_a_page_is_sent(
    opened: Workstation, trouble: str, why: str, state: str
) -> None:
    assert whys(opened) == {NAME: "", "LABEL-9": "unknown_printer"}
    printer_of(opened).trouble(trouble, on=True)
    assert whys(opened)[NAME] == why
    tried = StationPrinters(opened, patience_s=0).try_out(NAME)
    assert (tried.state, tried.why) == (state, why)
    said = {each.sentence.en for each in printer_findings(opened) if each.state != "good"}
    assert len([each for each in said if NAME in each]) == 1


def test_a_specimen_is_printed_and_is_no_print_of_any_record(opened: Workstation) -> None:
    tried = StationPrinters(opened).try_out(NAME)
    assert (tried.state, tried.form.en) == ("printed", "Daily register")
    (paper,) = (opened.home.folder / "simulated-printer" / "printed").iterdir()
    assert paper.read_bytes().startswith(b"%PDF")
    assert opened.journal.acts_of_kind(ActKind.PRINT) == []


def test_a_printer_of_labels_gets_a_label(opened: Workstation) -> None:
    assert "slip" in StationPrinters(opened).try_out("LABEL-9").form.en.casefold()


def test_a_broken_list_of_printers_is_a_finding_and_a_trouble(opened: Workstation) -> None:
    (opened.home.folder / "printers.toml").write_text("[[[", "utf-8")
    with pytest.raises(Trouble, match="printers_unreadable"):
        StationPrinters(opened).printers()
    (found,) = printer_findings(opened)
    assert (found.state, "printers.toml" in found.sentence.en) == ("bad", True)


def test_the_doctor_of_a_window_tells_one_after_the_other_and_can_be_stopped(opened: Workstation) -> None:
    found: list[Finding] = []
    desk = StationCheckup(opened.home, opened.texts)
    desk.look(found.append, Progress())
    assert {"home", "journal", "printer", "fonts"} <= {each.name for each in found}
    assert "scanner" not in {each.name for each in found}, "the window reads them itself"
    first: list[Finding] = []
    progress = Progress()

    def told(finding: Finding) -> None:
        first.append(finding)
        progress.stop()

    with pytest.raises(Stopped):
        desk.look(told, progress)
    assert len(first) == 1
