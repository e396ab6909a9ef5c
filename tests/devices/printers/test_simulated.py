"""The simulated printer has the troubles of a real one."""

from pathlib import Path

import pytest

from officer_app.devices.printers.jobs import JobReport, JobState, PrinterRefuses, Why
from officer_app.devices.printers.simulated import NAME, PAPER_OUT, REFUSES, UNPLUGGED, SimulatedPrinter


@pytest.fixture
def printer(tmp_path: Path) -> SimulatedPrinter:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF")
    return SimulatedPrinter(tmp_path / "printer")


@pytest.mark.parametrize(("trouble", "why"), [(PAPER_OUT, Why.MEDIA_EMPTY), (UNPLUGGED, Why.OFFLINE)])
def test_a_job_waits_out_its_trouble(printer: SimulatedPrinter, tmp_path: Path, trouble: str, why: Why) -> None:
    printer.trouble(trouble, on=True)
    job = printer.submit(NAME, tmp_path / "paper.pdf", "act")
    assert printer.report(NAME, job) == JobReport(JobState.WAITING, why)
    printer.trouble(trouble, on=False)
    assert printer.report(NAME, job) == JobReport(JobState.PRINTED)
    assert printer.job_named(NAME, "act") == job


def test_a_refusing_printer_and_another_name_take_nothing(printer: SimulatedPrinter, tmp_path: Path) -> None:
    printer.trouble(REFUSES, on=True)
    with pytest.raises(PrinterRefuses) as refused:
        printer.submit(NAME, tmp_path / "paper.pdf", "act")
    assert refused.value.why is Why.NOT_ACCEPTING
    with pytest.raises(PrinterRefuses):
        printer.submit("OTHER", tmp_path / "paper.pdf", "act")


def test_a_cancelled_job_has_failed(printer: SimulatedPrinter, tmp_path: Path) -> None:
    printer.trouble(PAPER_OUT, on=True)
    job = printer.submit(NAME, tmp_path / "paper.pdf", "act")
    printer.cancel(NAME, job)
    assert printer.report(NAME, job) == JobReport(JobState.FAILED, Why.CANCELLED)
