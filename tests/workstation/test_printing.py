"""From paper to printer: the screen and the act say what happened, and nothing is called printed that is not."""

from pathlib import Path

import pytest

from officer_app.core.refusals import Refusal
from officer_app.devices.printers.jobs import JobReport, JobState, Why
from officer_app.devices.printers.simulated import NAME, PAPER_OUT, REFUSES, UNPLUGGED, SimulatedPrinter
from officer_app.usecases.record_print import FAILED, PRINTED, QUEUED, UNKNOWN, prints_of
from officer_app.workstation.papers import Made, Wish
from officer_app.workstation.printers import Printers, PrinterSetup, load_printers
from officer_app.workstation.trouble import Trouble
from tests.workstation.paper_station import AIR, PaperStation

SIMULATED = Printers(NAME, setups={NAME: PrinterSetup(via="simulated"), "AWAY": PrinterSetup(via="simulated")})


@pytest.fixture
def printer(station: PaperStation) -> SimulatedPrinter:
    return SimulatedPrinter(station.opened.home.folder / "simulated-printer")


def paper(station: PaperStation, printer: str = NAME) -> Made:
    papers = station.opened.papers
    found = papers.gather("air-permit", AIR, station.inspector.person)
    assert not isinstance(found, Refusal)
    made = papers.make("air-permit", found.data, station.inspector, found.subject, Wish(printer=printer))
    assert not isinstance(made, Refusal)
    return made


def statuses(station: PaperStation) -> list[tuple[str, str]]:
    return [(done.status, done.why) for done in prints_of(station.prints())]


def test_a_paper_that_came_out_is_recorded_as_printed(station: PaperStation, printer: SimulatedPrinter) -> None:
    said: list[JobReport] = []
    made = paper(station)
    assert statuses(station) == [(QUEUED, "")]
    report = station.printing(SIMULATED).send(made, NAME, 10.0, said.append)
    assert report.state is JobState.PRINTED
    assert said == [report]
    assert statuses(station) == [(PRINTED, "")]
    assert [act.officer for act in station.prints()] == ["somchai", ""]


@pytest.mark.parametrize(("trouble", "why"), [(PAPER_OUT, Why.MEDIA_EMPTY), (UNPLUGGED, Why.OFFLINE)])
def test_what_waits_is_not_printed_until_it_is(
    station: PaperStation, printer: SimulatedPrinter, trouble: str, why: Why
) -> None:
    printing = station.printing(SIMULATED)
    printer.trouble(trouble, on=True)
    assert printing.send(paper(station), NAME, 0.0) == JobReport(JobState.WAITING, why)
    assert [job.report.why for job in printing.settle()] == [why]
    assert statuses(station) == [(QUEUED, "")]
    printer.trouble(trouble, on=False)
    assert [job.report.state for job in printing.settle()] == [JobState.PRINTED]
    assert statuses(station) == [(PRINTED, "")]
    assert printing.settle() == []


def test_a_refused_paper_has_failed_and_its_next_print_is_no_copy(
    station: PaperStation, printer: SimulatedPrinter
) -> None:
    printer.trouble(REFUSES, on=True)
    report = station.printing(SIMULATED).send(paper(station), NAME, 1.0)
    assert (report.state, report.why) == (JobState.FAILED, Why.NOT_ACCEPTING)
    assert statuses(station) == [(FAILED, "not_accepting")]
    assert paper(station).act.fields["copy"] == 1


def test_a_printer_that_is_not_there_is_said(station: PaperStation, printer: SimulatedPrinter) -> None:
    assert station.printing(SIMULATED).send(paper(station, "AWAY"), "AWAY", 1.0).why is Why.UNKNOWN_PRINTER


def test_a_crash_before_the_printer_had_it_prints_no_second_original(
    station: PaperStation, printer: SimulatedPrinter
) -> None:
    paper(station)  # recorded, then the program died before it reached the queue
    jobs = station.printing(SIMULATED).settle()
    assert [job.report for job in jobs] == [JobReport(JobState.UNKNOWN, Why.GONE)]
    assert statuses(station) == [(UNKNOWN, "gone")]
    assert not list(station.opened.home.folder.glob("simulated-printer/*/*.pdf"))
    assert paper(station).act.fields["copy"] == 2


def test_a_crash_after_the_printer_had_it_is_found_again_in_the_queue(
    station: PaperStation, printer: SimulatedPrinter
) -> None:
    made = paper(station)
    printer.submit(NAME, made.file, made.act.act_id)  # and then the program died
    assert [job.report.state for job in station.printing(SIMULATED).settle()] == [JobState.PRINTED]
    assert statuses(station) == [(PRINTED, "")]


def test_an_open_job_can_be_taken_back(station: PaperStation, printer: SimulatedPrinter) -> None:
    printing = station.printing(SIMULATED)
    printer.trouble(PAPER_OUT, on=True)
    printing.send(paper(station), NAME, 0.0)
    printing.cancel(printing.open_jobs()[0])
    printing.settle()
    assert statuses(station) == [(FAILED, "cancelled")]


def test_printers_are_set_up_per_paper_and_calibrated(tmp_path: Path) -> None:
    (tmp_path / "printers.toml").write_text(
        'default = "OFFICE"\noverlay = [100, 200, 210, 297]\n[forms]\nstamp-slip = "LABEL"\n'
        "[printers.LABEL]\ndpi = 300\nright_mm = 0.5\ndown_mm = -1\n",
        encoding="utf-8",
    )
    printers = load_printers(tmp_path)
    assert (printers.for_form("stamp-slip"), printers.for_form("448-1")) == ("LABEL", "OFFICE")
    assert (printers.setup("LABEL").dots("stamp-slip"), printers.setup("OTHER").dots("stamp-slip")) == (300, 203)
    placing = printers.setup("LABEL").placing(printers.overlaid())
    assert (placing.right, placing.down, placing.paper) == (100.5, 199.0, (210.0, 297.0))


@pytest.mark.parametrize(
    "text",
    [
        "= ",
        "nonsense = 1",
        '[printers.A]\ndpi = "many"',
        "[printers.A]\nvia = 'magic'",
        "[printers.A]\nright_mm = 99.0",
        "overlay = [1, 2]",
        "[printers.A]\nunknown = 1",
    ],
)
def test_settings_that_will_not_do_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "printers.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Trouble) as raised:
        load_printers(tmp_path)
    assert raised.value.code == "printers_unreadable"
