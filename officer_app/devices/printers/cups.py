"""CUPS: papers are handed to `lp` as the PDFs they are; where a job stands is asked of the queue itself."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from officer_app.devices.printers import ipp
from officer_app.devices.printers.jobs import JobReport, JobState, PrinterRefuses, Why

SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock")
_ID = re.compile(r"request id is \S+-([0-9]+) ")
_ANSWER_S = 5.0
_SUBMIT_S = 30.0
_JOB = ("job-state", "job-state-reasons", "job-printer-state-message", "job-printer-state-reasons")
_PRINTER = ("printer-state", "printer-state-reasons", "printer-state-message")
# The host is not needed: asked for nothing but id and name, CUPS leaves out the names of jobs that it has put away.
_NAMED = ("job-id", "job-name", "job-originating-host-name")
_PENDING, _HELD, _PROCESSING, _STOPPED, _CANCELLED, _ABORTED, _COMPLETED = range(3, 10)
_PRINTER_STOPPED = 5
# Worst first: what an officer can mend comes before what follows from it. Keywords of RFC 8011 §5.4.12.
_REASONS: Mapping[str, Why] = MappingProxyType(
    {
        "media-empty": Why.MEDIA_EMPTY,
        "media-needed": Why.MEDIA_EMPTY,
        "media-jam": Why.MEDIA_JAM,
        "cover-open": Why.COVER_OPEN,
        "door-open": Why.COVER_OPEN,
        "offline": Why.OFFLINE,
        "connecting-to-device": Why.OFFLINE,
        "timed-out": Why.OFFLINE,
        "toner-empty": Why.MARKER_EMPTY,
        "marker-supply-empty": Why.MARKER_EMPTY,
        "paused": Why.PAUSED,
        "moving-to-paused": Why.PAUSED,
        "stopped-partly": Why.PAUSED,
    }
)


class Cups:
    """The CUPS of this machine, or of `server` (a socket's path or host[:port])."""

    name = "cups"

    def __init__(self, server: str = "") -> None:
        self._server = server or os.environ.get("CUPS_SERVER", "") or _socket()

    def printers(self) -> list[str]:
        """The queues that `lpstat -e` names."""
        try:
            done = self._run(["lpstat", "-e"], _ANSWER_S)
        except PrinterRefuses:
            return []
        return done.stdout.split() if done.returncode == 0 else []

    def complaint(self, printer: str) -> Why:
        """What the queue says of its printer."""
        if not self._answers():
            return Why.NO_PRINT_SYSTEM
        return self._complaint(printer)[0] if printer in self.printers() else Why.UNKNOWN_PRINTER

    def submit(self, printer: str, file: Path, title: str, media: str = "") -> str:
        """Queue the PDF `file`, unscaled; gives the job's number. Raises PrinterRefuses."""
        options = ["-o", "print-scaling=none", *(["-o", f"media={media}"] if media else [])]
        done = self._run(["lp", "-d", printer, "-t", title, *options, "--", str(file.absolute())], _SUBMIT_S)
        found = _ID.search(done.stdout)
        if done.returncode == 0 and found is not None:
            return found[1]
        said = " ".join(done.stderr.split())[:200]
        if "not accepting" in said:
            raise PrinterRefuses(Why.NOT_ACCEPTING, said)
        if "does not exist" in said and self._answers():
            raise PrinterRefuses(Why.UNKNOWN_PRINTER, said)
        raise PrinterRefuses(Why.NO_PRINT_SYSTEM, said)

    def _answers(self) -> bool:
        """Whether there is a CUPS at all: `lp` says of every printer of a dead one that it does not exist."""
        try:
            ipp.ask(self._server, ipp.request(ipp.GET_PRINTER_ATTRIBUTES, _uri("-"), _PRINTER), _ANSWER_S)
        except ipp.NotFound:
            return True
        except ipp.IppTrouble:
            return False
        return True

    def report(self, printer: str, job: str) -> JobReport:
        """Where the job stands: its own state first, then what the printer complains of."""
        try:
            found = ipp.ask(
                self._server, ipp.request(ipp.GET_JOB_ATTRIBUTES, f"ipp://localhost/jobs/{job}", _JOB), _ANSWER_S
            )
        except ipp.NotFound:
            return JobReport(JobState.UNKNOWN, Why.GONE)
        except ipp.IppTrouble as error:
            return JobReport(JobState.UNKNOWN, Why.NO_ANSWER, str(error))
        if not found:
            return JobReport(JobState.UNKNOWN, Why.GONE)
        return self._read(printer, found[0])

    def job_named(self, printer: str, title: str) -> str:
        """The number of the job with this title, among those done and those waiting."""
        body = ipp.request(ipp.GET_JOBS, _uri(printer), _NAMED, [ipp.keyword("which-jobs", "all")])
        try:
            jobs = ipp.ask(self._server, body, _ANSWER_S)
        except ipp.IppTrouble:
            return ""
        return next((str(ipp.whole(job, "job-id")) for job in jobs if title in ipp.texts(job, "job-name")), "")

    def cancel(self, printer: str, job: str) -> None:
        """Take the job out of the queue."""
        self._run(["cancel", f"{printer}-{job}"], _ANSWER_S)

    def _read(self, printer: str, job: ipp.Attributes) -> JobReport:
        state = ipp.whole(job, "job-state")
        said = " ".join(ipp.texts(job, "job-printer-state-message"))
        if state == _COMPLETED:
            return JobReport(JobState.PRINTED, detail=said)
        if state == _CANCELLED:
            return JobReport(JobState.FAILED, Why.CANCELLED, said)
        if state == _ABORTED:
            return JobReport(JobState.FAILED, Why.ABORTED, said)
        if state == _HELD:
            return JobReport(JobState.WAITING, Why.HELD, said)
        why, more = self._complaint(printer)
        if why:
            return JobReport(JobState.WAITING, why, said or more)
        return JobReport(JobState.PRINTING if state == _PROCESSING else JobState.QUEUED, detail=said)

    def _complaint(self, printer: str) -> tuple[Why, str]:
        """What the printer complains of."""
        try:
            body = ipp.request(ipp.GET_PRINTER_ATTRIBUTES, _uri(printer), _PRINTER)
            found = ipp.ask(self._server, body, _ANSWER_S)
        except ipp.IppTrouble:
            return Why.NONE, ""
        about: ipp.Attributes = found[0] if found else {}
        said = " ".join(ipp.texts(about, "printer-state-message"))
        given = {
            reason.removesuffix("-error").removesuffix("-warning").removesuffix("-report")
            for reason in ipp.texts(about, "printer-state-reasons")
        }
        why = next((why for reason, why in _REASONS.items() if reason in given), Why.NONE)
        stopped = ipp.whole(about, "printer-state") == _PRINTER_STOPPED
        # A backend that cannot reach its printer stops the queue: paused is what follows, offline what it is.
        if why in {Why.NONE, Why.PAUSED} and stopped:
            away = re.search(r"not connected|unplugged|unable to (?:connect|locate)|offline|No such device", said)
            why = Why.OFFLINE if away else Why.PAUSED
        return why, said

    def _run(self, command: list[str], within_s: float) -> subprocess.CompletedProcess[str]:
        setting = {**os.environ, "LC_ALL": "C", "CUPS_SERVER": self._server}
        try:
            return subprocess.run(
                command, env=setting, capture_output=True, text=True, timeout=within_s, check=False, errors="replace"
            )
        except FileNotFoundError as error:
            raise PrinterRefuses(Why.NO_PRINT_SYSTEM, f"{command[0]} is not installed") from error
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise PrinterRefuses(Why.NO_PRINT_SYSTEM, str(error)) from error


def _uri(printer: str) -> str:
    return f"ipp://localhost/printers/{quote(printer, safe='')}"


def _socket() -> str:
    return next((path for path in SOCKETS if Path(path).exists()), "localhost:631")
