"""Windows' print queues, read with PowerShell; papers are drawn (`drawn.py`) and found again by their title.

Written from the documentation of PrintManagement (`Get-Printer`, `Get-PrintJob`); never run: no Windows was at hand.
A printer that keeps printed documents (`Set-Printer -KeepPrintedJobs $true`) can say that a paper was printed; of one
that forgets them it is unknown.
"""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from officer_app.devices.printers.jobs import JobReport, JobState, PrinterRefuses, Why

_ANSWER_S = 20.0
# Words of Get-PrintJob's JobStatus, worst first.
_STATES: Mapping[str, JobReport] = MappingProxyType(
    {
        "PaperOut": JobReport(JobState.WAITING, Why.MEDIA_EMPTY),
        "Offline": JobReport(JobState.WAITING, Why.OFFLINE),
        "UserIntervention": JobReport(JobState.WAITING, Why.COVER_OPEN),
        "BlockedDeviceQueue": JobReport(JobState.WAITING, Why.OFFLINE),
        "Error": JobReport(JobState.WAITING, Why.ABORTED),
        "Paused": JobReport(JobState.WAITING, Why.PAUSED),
        "Deleted": JobReport(JobState.FAILED, Why.CANCELLED),
        "Deleting": JobReport(JobState.FAILED, Why.CANCELLED),
        "Printed": JobReport(JobState.PRINTED),
        "Complete": JobReport(JobState.PRINTED),
        "Printing": JobReport(JobState.PRINTING),
        "Spooling": JobReport(JobState.QUEUED),
        "Normal": JobReport(JobState.QUEUED),
    }
)


class WindowsQueue:
    """The print queues of a Windows machine."""

    name = "windows"

    def printers(self) -> list[str]:
        """The installed printers."""
        try:
            found = _ask("Get-Printer | Select-Object -ExpandProperty Name | ConvertTo-Json")
        except PrinterRefuses:
            return []
        return [found] if isinstance(found, str) else [str(name) for name in found or ()]

    def complaint(self, printer: str) -> Why:
        """What the worst of its waiting jobs tells: a printer of which nothing waits is not asked."""
        try:
            names = _ask("Get-Printer | Select-Object -ExpandProperty Name | ConvertTo-Json")
            if printer not in ([names] if isinstance(names, str) else names or ()):
                return Why.UNKNOWN_PRINTER
            told = [self.report(printer, job).why for job in self._jobs(printer)]
        except PrinterRefuses as refused:
            return refused.why
        return next((why for why in told if why), Why.NONE)

    def submit(self, printer: str, file: Path, title: str, media: str = "") -> str:
        """Windows prints no PDF by itself: see `drawn.py`. Raises PrinterRefuses."""
        raise PrinterRefuses(Why.NO_PRINT_SYSTEM, "Windows prints no PDF")

    def report(self, printer: str, job: str) -> JobReport:
        """Where the job stands. A job that has left the queue is not called printed: Windows does not say why."""
        try:
            found = self._jobs(printer)
        except PrinterRefuses as refused:
            return JobReport(JobState.UNKNOWN, Why.NO_ANSWER, refused.detail)
        if job not in found:
            return JobReport(JobState.UNKNOWN, Why.GONE)
        said = found[job]
        return next((report for word, report in _STATES.items() if word in said), JobReport(JobState.QUEUED))

    def job_named(self, printer: str, title: str) -> str:
        """The id of the job whose document has this name; empty where there is none."""
        try:
            rows = self._rows(printer)
        except PrinterRefuses:
            return ""
        return next((str(row["Id"]) for row in rows if row.get("N") == title), "")

    def cancel(self, printer: str, job: str) -> None:
        """Take the job out of the queue."""
        _ask(f"Remove-PrintJob -PrinterName {_text(printer)} -ID {int(job)}")

    def _jobs(self, printer: str) -> dict[str, Sequence[str]]:
        return {str(row["Id"]): [word.strip() for word in str(row["S"]).split(",")] for row in self._rows(printer)}

    def _rows(self, printer: str) -> list[dict[str, object]]:
        script = (
            f"Get-PrintJob -PrinterName {_text(printer)} | "
            "Select-Object Id, @{n='N';e={$_.DocumentName}}, @{n='S';e={$_.JobStatus.ToString()}} | ConvertTo-Json"
        )
        found = _ask(script)
        rows = [found] if isinstance(found, dict) else found or []
        return [row for row in rows if isinstance(row, dict)]


def _text(value: str) -> str:
    """A PowerShell text that is never read as anything else."""
    quoted = value.replace("'", "''")
    return f"'{quoted}'"


def _ask(script: str) -> dict[str, object] | list[dict[str, object]] | str | None:
    encoded = base64.b64encode(script.encode("utf-16-le")).decode("ascii")
    command = ["powershell.exe", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_ANSWER_S, check=False)
        found: dict[str, object] | list[dict[str, object]] | str | None = json.loads(done.stdout or b"null")
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise PrinterRefuses(Why.NO_PRINT_SYSTEM, str(error)) from error
    if done.returncode != 0:
        raise PrinterRefuses(Why.NO_PRINT_SYSTEM, done.stderr.decode("utf-8", "replace")[:200])
    return found
