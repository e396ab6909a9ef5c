"""Windows' queue, as far as it can be tried without one: a stand-in for PowerShell that answers as documented."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from officer_app.devices.printers.drawn import DrawnPrinter
from officer_app.devices.printers.jobs import JobReport, JobState, PrinterRefuses, Why
from officer_app.devices.printers.windows import WindowsQueue

STAND_IN = """#!{python}
import base64, json, pathlib, sys
folder = pathlib.Path({folder!r})
script = base64.b64decode(sys.argv[-1]).decode("utf-16-le")
with (folder / "asked").open("a") as asked:
    asked.write(script + chr(10))
for word, answer in json.loads((folder / "answers").read_text()).items():
    if word in script:
        if answer is None:
            sys.exit(1)
        sys.stdout.write(json.dumps(answer))
        break
"""
Answers = Callable[..., None]


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Sets what PowerShell answers, by a word of what it is asked; None: it fails."""
    program = tmp_path / "powershell.exe"
    program.write_text(STAND_IN.format(python=sys.executable, folder=str(tmp_path)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def give(**by_word: object) -> None:
        named = {word.replace("_", "-"): answer for word, answer in by_word.items()}
        (tmp_path / "answers").write_text(json.dumps(named))

    return give


def job(number: int, name: str, status: str) -> dict[str, object]:
    return {"Id": number, "N": name, "S": status}


@pytest.mark.parametrize(
    ("status", "report"),
    [
        ("Printed, Retained", JobReport(JobState.PRINTED)),
        ("Printing, PaperOut", JobReport(JobState.WAITING, Why.MEDIA_EMPTY)),
        ("Error, Printing", JobReport(JobState.WAITING, Why.ABORTED)),
        ("Offline, Spooling", JobReport(JobState.WAITING, Why.OFFLINE)),
        ("Deleting", JobReport(JobState.FAILED, Why.CANCELLED)),
        ("Spooling", JobReport(JobState.QUEUED)),
        ("0", JobReport(JobState.QUEUED)),
    ],
)
def test_what_windows_says_of_a_job_is_what_is_said(answers: Answers, status: str, report: JobReport) -> None:
    answers(Get_PrintJob=job(7, "act-1", status))
    queue = WindowsQueue()
    assert queue.job_named("P", "act-1") == "7"
    assert queue.report("P", "7") == report


def test_one_of_several_jobs_is_found_by_its_title(answers: Answers) -> None:
    answers(Get_PrintJob=[job(3, "letter.doc", "Printing"), job(4, "act-2", "Normal")])
    assert WindowsQueue().job_named("P", "act-2") == "4"
    assert WindowsQueue().job_named("P", "act-3") == ""


def test_a_job_that_left_the_queue_is_not_called_printed(answers: Answers) -> None:
    answers(Get_PrintJob=[])
    assert WindowsQueue().report("P", "7") == JobReport(JobState.UNKNOWN, Why.GONE)


def test_a_powershell_that_fails_is_no_answer(answers: Answers) -> None:
    answers(Get_PrintJob=None)
    report = WindowsQueue().report("P", "7")
    assert (report.state, report.why) == (JobState.UNKNOWN, Why.NO_ANSWER)
    assert WindowsQueue().job_named("P", "act-1") == ""


def test_a_printers_name_is_never_read_as_a_command(answers: Answers, tmp_path: Path) -> None:
    answers(Get_PrintJob=[])
    WindowsQueue().job_named("P'; Remove-Item x; '", "act-1")
    assert "-PrinterName 'P''; Remove-Item x; '''" in (tmp_path / "asked").read_text()


def test_a_drawn_paper_is_followed_by_the_queue(answers: Answers, tmp_path: Path) -> None:
    answers(Get_PrintJob=job(9, "act-4", "Printed"))
    drawn: list[tuple[str, Path, str]] = []

    def draw(printer: str, file: Path, title: str) -> str:
        drawn.append((printer, file, title))
        return ""

    printer = DrawnPrinter(WindowsQueue(), draw)
    assert printer.submit("P", tmp_path / "a.pdf", "act-4") == "9"
    assert drawn == [("P", tmp_path / "a.pdf", "act-4")]
    assert printer.report("P", "9").state is JobState.PRINTED


@pytest.mark.parametrize("why", [Why.UNKNOWN_PRINTER, Why.NOT_ACCEPTING])
def test_what_could_not_be_drawn_was_not_queued(answers: Answers, tmp_path: Path, why: Why) -> None:
    with pytest.raises(PrinterRefuses) as refused:
        DrawnPrinter(WindowsQueue(), lambda printer, file, title: str(why)).submit("P", tmp_path / "a.pdf", "t")
    assert refused.value.why is why


def test_where_nothing_draws_nothing_is_queued(answers: Answers, tmp_path: Path) -> None:
    for spooler in (DrawnPrinter(WindowsQueue(), None), WindowsQueue()):
        with pytest.raises(PrinterRefuses):
            spooler.submit("P", tmp_path / "a.pdf", "t")
