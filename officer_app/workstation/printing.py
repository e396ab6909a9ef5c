"""A paper on its way: handed to a printer, followed to the end, recorded as what it was."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from officer_app.core.acts import Act
from officer_app.core.ports import Person, SignedIn, Signer
from officer_app.devices.printers.jobs import JobReport, JobState, PrinterRefuses, Spooler, Why
from officer_app.usecases.counter import Counter
from officer_app.usecases.record_print import FAILED, PRINTED, UNKNOWN, Print, prints_of, record_outcome
from officer_app.workstation.papers import Made
from officer_app.workstation.printers import Drawing, Printers, nothing_draws, spooler_of

LOOK_EVERY_S = 0.2
Said = Callable[[JobReport], None]


def nobody(report: JobReport) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class OpenJob:
    """A print whose end nobody has recorded yet, and what its printer says now."""

    act: Act
    printer: str
    job: str
    report: JobReport


class Printing:
    """The printers of one workstation. What becomes of a paper is recorded by the workstation's own key."""

    def __init__(
        self,
        counter: Counter,
        home: Path,
        printers: Printers,
        signer: Signer,
        acts: Callable[[], Iterable[Act]],
        drawing: Drawing = nothing_draws,
    ) -> None:
        """`acts`: all print acts of this workstation's journal; `drawing`: for printers that take no PDF."""
        self._counter = counter
        self._home = home
        self._acts = acts
        self._drawing = drawing
        self._by = SignedIn(Person("", "", frozenset()), signer)
        self.printers = printers

    def send(self, made: Made, printer: str, patience_s: float, said: Said = nobody) -> JobReport:
        """Hand `made` to `printer` and follow it for `patience_s` seconds; gives the last that was said of it.

        The act of `made` was recorded before: a crash in between leaves a print that is open, never a second one.
        """
        spooler = self._spooler(printer)
        try:
            job = spooler.submit(printer, made.file, made.act.act_id, self.printers.setup(printer).media)
        except PrinterRefuses as refused:
            report = JobReport(JobState.FAILED, refused.why, refused.detail)
            self._record(made.act, report)
            said(report)
            return report
        return self._follow(made.act, spooler, printer, job, patience_s, said)

    def open_jobs(self) -> Sequence[OpenJob]:
        """Every print without an end, oldest first, with what its printer says of it. Records nothing."""
        station = self._counter.journal.station.name
        found = [done for done in prints_of(self._acts()) if done.open and done.act.station == station]
        return [self._look(done) for done in found]

    def settle(self) -> Sequence[OpenJob]:
        """Record the end of every open print that has one, also of one whose job nobody knows any more: that is
        recorded as unknown and never printed again by itself.
        """
        jobs = self.open_jobs()
        for job in jobs:
            if job.report.ended or job.report.why is Why.GONE:
                self._record(job.act, job.report)
        return jobs

    def cancel(self, job: OpenJob) -> None:
        """Take an open job out of its printer's queue."""
        if job.job:
            self._spooler(job.printer).cancel(job.printer, job.job)

    def _look(self, done: Print) -> OpenJob:
        printer = done.act.text("printer")
        spooler = self._spooler(printer)
        job = spooler.job_named(printer, done.act.act_id)
        if job:
            return OpenJob(done.act, printer, job, spooler.report(printer, job))
        # A print system that does not answer knows nothing; only one that does can say that the job is gone.
        why = Why.GONE if printer in spooler.printers() else Why.NO_ANSWER
        return OpenJob(done.act, printer, "", JobReport(JobState.UNKNOWN, why))

    def _follow(self, act: Act, spooler: Spooler, printer: str, job: str, patience_s: float, said: Said) -> JobReport:
        end = time.monotonic() + patience_s
        last: JobReport | None = None
        while True:
            report = spooler.report(printer, job)
            if report != last:
                said(report)
                last = report
            if report.ended:
                self._record(act, report)
                return report
            if time.monotonic() >= end:
                return report
            time.sleep(LOOK_EVERY_S)

    def _record(self, act: Act, report: JobReport) -> None:
        status = {JobState.PRINTED: PRINTED, JobState.FAILED: FAILED}.get(report.state, UNKNOWN)
        record_outcome(self._counter, self._by, act, status, str(report.why))

    def _spooler(self, printer: str) -> Spooler:
        return spooler_of(self.printers.setup(printer), self._home, self._drawing)
