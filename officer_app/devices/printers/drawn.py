"""Printers that take no PDF: papers are drawn on them, and where their jobs stand is asked of the machine's queue."""

import time
from collections.abc import Callable
from pathlib import Path

from officer_app.devices.printers.jobs import JobReport, PrinterRefuses, Spooler, Why

Draw = Callable[[str, Path, str], str]
"""Draws a PDF on a printer as one job with a title; gives an empty text, or the word of `Why` for what was refused."""
APPEARS_S = 3.0
"""So long a job may take from its last page to the queue's list."""
_LOOK_EVERY_S = 0.05


class DrawnPrinter:
    """Draws with `draw`, follows with `queue`."""

    def __init__(self, queue: Spooler, draw: Draw | None) -> None:
        self._queue = queue
        self._draw = draw
        self.name = f"drawn on {queue.name}"

    def printers(self) -> list[str]:
        """The queue's printers."""
        return self._queue.printers()

    def complaint(self, printer: str) -> Why:
        """See `Spooler`."""
        return self._queue.complaint(printer)

    def submit(self, printer: str, file: Path, title: str, media: str = "") -> str:
        """Draw the PDF; gives the job's number, empty where it was gone before it was seen. Raises PrinterRefuses."""
        if self._draw is None:
            raise PrinterRefuses(Why.NO_PRINT_SYSTEM, "nothing here can draw on a printer")
        refused = self._draw(printer, file, title)
        if refused:
            raise PrinterRefuses(Why(refused))
        end = time.monotonic() + APPEARS_S
        while not (job := self._queue.job_named(printer, title)) and time.monotonic() < end:
            time.sleep(_LOOK_EVERY_S)
        return job

    def report(self, printer: str, job: str) -> JobReport:
        """See `Spooler`."""
        return self._queue.report(printer, job)

    def job_named(self, printer: str, title: str) -> str:
        """See `Spooler`."""
        return self._queue.job_named(printer, title)

    def cancel(self, printer: str, job: str) -> None:
        """See `Spooler`."""
        self._queue.cancel(printer, job)
