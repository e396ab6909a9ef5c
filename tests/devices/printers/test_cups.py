"""A real CUPS with a printer that runs out of paper, is unplugged, refuses: what is said is what happened."""

from pathlib import Path

import pytest

from officer_app.devices.printers.cups import Cups
from officer_app.devices.printers.jobs import JobReport, JobState, PrinterRefuses, Why
from tests.devices.printers.cups_server import PRINTER, CupsServer, until

PAPER = b"%PDF-1.4 a paper\n%%EOF\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "paper.pdf"
    file.write_bytes(PAPER)
    return file


def ends(queue: Cups, job: str) -> JobReport:
    until(lambda: queue.report(PRINTER, job).ended)
    return queue.report(PRINTER, job)


def test_a_job_that_came_out_is_printed_and_not_before(cups: CupsServer, paper: Path) -> None:
    queue = Cups(cups.socket)
    assert PRINTER in queue.printers()
    job = queue.submit(PRINTER, paper, "act-1")
    assert ends(queue, job) == JobReport(JobState.PRINTED, detail=ends(queue, job).detail)
    assert (cups.device / f"job-{job}.pdf").read_bytes() == PAPER
    assert queue.job_named(PRINTER, "act-1") == job


def test_out_of_paper_in_mid_job_is_said_and_goes_on_when_there_is_paper(cups: CupsServer, paper: Path) -> None:
    queue = Cups(cups.socket)
    cups.trouble("paper-out", on=True)
    job = queue.submit(PRINTER, paper, "act-2")
    until(lambda: queue.report(PRINTER, job).why is Why.MEDIA_EMPTY)
    assert queue.report(PRINTER, job).state is JobState.WAITING
    assert not (cups.device / f"job-{job}.pdf").exists()
    cups.trouble("paper-out", on=False)
    assert ends(queue, job).state is JobState.PRINTED


def test_an_unplugged_printer_is_not_connected_and_its_job_waits(cups: CupsServer, paper: Path) -> None:
    queue = Cups(cups.socket)
    cups.trouble("unplugged", on=True)
    job = queue.submit(PRINTER, paper, "act-3")
    until(lambda: queue.report(PRINTER, job).why is Why.OFFLINE)
    assert queue.report(PRINTER, job).state is JobState.WAITING
    cups.trouble("unplugged", on=False)
    cups.run("cupsenable", PRINTER)
    assert ends(queue, job).state is JobState.PRINTED


def test_a_job_that_the_printer_gave_up_has_failed(cups: CupsServer, paper: Path) -> None:
    queue = Cups(cups.socket)
    cups.trouble("refuses", on=True)
    report = ends(queue, job := queue.submit(PRINTER, paper, "act-4"))
    # CUPS ends a job that its backend cancels as cancelled or aborted; printed it is never.
    assert report.state is JobState.FAILED
    assert report.why in {Why.CANCELLED, Why.ABORTED}
    assert not (cups.device / f"job-{job}.pdf").exists()


def test_a_cancelled_job_has_failed_and_says_so(cups: CupsServer, paper: Path) -> None:
    queue = Cups(cups.socket)
    cups.trouble("paper-out", on=True)
    job = queue.submit(PRINTER, paper, "act-5")
    until(lambda: queue.report(PRINTER, job).why is Why.MEDIA_EMPTY)
    queue.cancel(PRINTER, job)
    assert ends(queue, job) == JobReport(JobState.FAILED, Why.CANCELLED, ends(queue, job).detail)


def test_a_finished_job_is_found_by_its_name_after_others_came(cups: CupsServer, paper: Path) -> None:
    queue = Cups(cups.socket)
    jobs = [queue.submit(PRINTER, paper, f"act-in-a-row-{number}") for number in range(4)]
    for job in jobs:
        ends(queue, job)
    cups.trouble("paper-out", on=True)
    waiting = queue.submit(PRINTER, paper, "act-that-waits")
    until(lambda: queue.report(PRINTER, waiting).why is Why.MEDIA_EMPTY)
    assert [queue.job_named(PRINTER, f"act-in-a-row-{number}") for number in range(4)] == jobs
    assert queue.job_named(PRINTER, "act-that-waits") == waiting


def test_a_queue_that_takes_nothing_and_one_that_is_not_there_refuse_at_once(cups: CupsServer, paper: Path) -> None:
    queue = Cups(cups.socket)
    cups.run("cupsreject", PRINTER)
    with pytest.raises(PrinterRefuses) as closed:
        queue.submit(PRINTER, paper, "act-6")
    assert closed.value.why is Why.NOT_ACCEPTING
    with pytest.raises(PrinterRefuses) as nobody:
        queue.submit("NOBODY", paper, "act-6")
    assert nobody.value.why is Why.UNKNOWN_PRINTER


def test_a_job_nobody_knows_is_unknown_not_printed(cups: CupsServer) -> None:
    assert Cups(cups.socket).report(PRINTER, "99999") == JobReport(JobState.UNKNOWN, Why.GONE)
    assert Cups(cups.socket).job_named(PRINTER, "act-none") == ""


def test_a_print_system_that_is_away_is_unknown_not_printed(tmp_path: Path, paper: Path) -> None:
    away = Cups(str(tmp_path / "no.sock"))
    assert away.report(PRINTER, "1").why is Why.NO_ANSWER
    assert away.printers() == []
    with pytest.raises(PrinterRefuses) as refused:
        away.submit(PRINTER, paper, "act-7")
    assert refused.value.why is Why.NO_PRINT_SYSTEM
