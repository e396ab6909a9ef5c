"""What a printer's queue says of a job, in a few words that every system has."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class JobState(StrEnum):
    """`waiting`: held up, with why. `unknown`: the queue does not know the job, or does not answer."""

    QUEUED = "queued"
    PRINTING = "printing"
    WAITING = "waiting"
    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """What holds a job up or ended it."""

    NONE = ""
    MEDIA_EMPTY = "media_empty"
    MEDIA_JAM = "media_jam"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    MARKER_EMPTY = "marker_empty"
    PAUSED = "paused"
    HELD = "held"
    CANCELLED = "cancelled"
    ABORTED = "aborted"
    NOT_ACCEPTING = "not_accepting"
    UNKNOWN_PRINTER = "unknown_printer"
    NO_PRINT_SYSTEM = "no_print_system"
    NO_ANSWER = "no_answer"
    GONE = "gone"


@dataclass(frozen=True)
class JobReport:
    """Where a job stands; `detail` is the queue's own text, for the log and the curious."""

    state: JobState
    why: Why = Why.NONE
    detail: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in {JobState.PRINTED, JobState.FAILED}


class PrinterRefuses(Exception):
    """The queue did not take the job: nothing of it will be printed."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why = why
        self.detail = detail


class Spooler(Protocol):
    """A system that queues papers for its printers. `name`: cups, windows or simulated."""

    @property
    def name(self) -> str: ...

    def printers(self) -> list[str]:
        """The names of the printers there are; empty where the print system is away."""
        ...

    def complaint(self, printer: str) -> Why:
        """What is known against the printer now, before anything is sent to it; NONE where nothing is."""
        ...

    def submit(self, printer: str, file: Path, title: str, media: str = "") -> str:
        """Queue the PDF `file` unscaled; gives the job's id. Raises PrinterRefuses: nothing was queued."""
        ...

    def report(self, printer: str, job: str) -> JobReport:
        """Where the job stands now. Never raises for a printer's trouble."""
        ...

    def job_named(self, printer: str, title: str) -> str:
        """The id of the job of that title, or empty: what became of a paper after a crash."""
        ...

    def cancel(self, printer: str, job: str) -> None:
        """Take the job out of the queue, if it is still there."""
        ...
