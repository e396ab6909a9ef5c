"""The simulated printer: paper falls into a folder; it can run out of paper, be unplugged, refuse. For training,
demonstration and tests; marked on screen and paper by the workstation that uses it.
"""

from pathlib import Path

from officer_app.devices.printers.jobs import JobReport, JobState, PrinterRefuses, Why

NAME = "SIMULATED"
PAPER_OUT, UNPLUGGED, REFUSES = "paper-out", "unplugged", "refuses"
"""Files of these names in the printer's folder are its troubles."""


class SimulatedPrinter:
    """One printer whose jobs are files: `queue/` what waits, `printed/` what came out, `failed/` what did not."""

    name = "simulated"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for place in ("queue", "printed", "failed"):
            (folder / place).mkdir(parents=True, exist_ok=True)

    def printers(self) -> list[str]:
        """Itself."""
        return [NAME]

    def complaint(self, printer: str) -> Why:
        """See `Spooler`."""
        if printer != NAME:
            return Why.UNKNOWN_PRINTER
        told = {UNPLUGGED: Why.OFFLINE, PAPER_OUT: Why.MEDIA_EMPTY, REFUSES: Why.NOT_ACCEPTING}
        return next((why for name, why in told.items() if self._has(name)), Why.NONE)

    def trouble(self, name: str, *, on: bool) -> None:
        """Switch PAPER_OUT, UNPLUGGED or REFUSES."""
        file = self._folder / name
        if on:
            file.touch()
        else:
            file.unlink(missing_ok=True)

    def submit(self, printer: str, file: Path, title: str, media: str = "") -> str:
        """Take the paper into the queue. Raises PrinterRefuses."""
        if printer != NAME:
            raise PrinterRefuses(Why.UNKNOWN_PRINTER, printer)
        if self._has(REFUSES):
            raise PrinterRefuses(Why.NOT_ACCEPTING)
        job = str(len(list(self._folder.glob("*/*.pdf"))) + 1)
        (self._folder / "queue" / f"{job}.pdf").write_bytes(file.read_bytes())
        (self._folder / f"{job}.title").write_text(title, encoding="utf-8")
        return job

    def report(self, printer: str, job: str) -> JobReport:
        """Where the job stands; asking lets the printer do its next sheet."""
        waiting = self._folder / "queue" / f"{job}.pdf"
        if waiting.exists():
            if self._has(UNPLUGGED):
                return JobReport(JobState.WAITING, Why.OFFLINE)
            if self._has(PAPER_OUT):
                return JobReport(JobState.WAITING, Why.MEDIA_EMPTY)
            waiting.replace(self._folder / "printed" / waiting.name)
        if (self._folder / "printed" / f"{job}.pdf").exists():
            return JobReport(JobState.PRINTED)
        if (self._folder / "failed" / f"{job}.pdf").exists():
            return JobReport(JobState.FAILED, Why.CANCELLED)
        return JobReport(JobState.UNKNOWN, Why.GONE)

    def job_named(self, printer: str, title: str) -> str:
        """The job of that title."""
        titles = {file.read_text(encoding="utf-8"): file.stem for file in self._folder.glob("*.title")}
        return titles.get(title, "")

    def cancel(self, printer: str, job: str) -> None:
        """Take the job out of the queue."""
        waiting = self._folder / "queue" / f"{job}.pdf"
        if waiting.exists():
            waiting.replace(self._folder / "failed" / waiting.name)

    def _has(self, trouble: str) -> bool:
        return (self._folder / trouble).exists()
