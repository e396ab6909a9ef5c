"""The printers of a workstation: which there are, what is against each, and a specimen to try one out."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from officer_app.core.acts import ActKind
from officer_app.devices.printers.jobs import JobReport, JobState, PrinterRefuses, Spooler, Why
from officer_app.devices.printers.simulated import NAME as SIMULATED
from officer_app.usecases.record_print import prints_of
from officer_app.viewmodels.ports import Finding
from officer_app.viewmodels.station_ports import PrinterRow, TestPrint
from officer_app.workstation.opening import Workstation
from officer_app.workstation.printers import LABELS, Drawing, Printers, load_printers, nothing_draws, spooler_of
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

PATIENCE_S, LOOK_EVERY_S = 5.0, 0.2
LABEL_SPECIMEN, SHEET_SPECIMEN = "stamp-slip", "daily-register"


@dataclass(frozen=True)
class StationPrinters:
    """Implements `viewmodels.station_ports.PrinterDesk`."""

    workstation: Workstation
    drawing: Drawing = nothing_draws
    patience_s: float = PATIENCE_S

    def printers(self) -> Sequence[PrinterRow]:
        """See `PrinterDesk`. Raises Trouble."""
        setup = self._setup()
        acts = self.workstation.journal.acts_of_kind(ActKind.PRINT)
        waiting = [done.act.text("printer") for done in prints_of(acts) if done.open]
        machine = self._spooler(setup, "").printers()
        named = [setup.default, *setup.forms.values(), *setup.setups]
        return [self._row(setup, name, waiting.count(name)) for name in dict.fromkeys([*named, *machine]) if name]

    def try_out(self, printer: str) -> TestPrint:
        """See `PrinterDesk`. Raises Trouble where the specimen cannot be made or written."""
        setup = self._setup()
        form = self._specimen(setup, printer)
        title, forms = str(uuid4()), self.workstation.papers.forms
        file = self.workstation.home.support / "printer-test.pdf"
        write_whole(file, forms.preview(form).data)
        spooler = self._spooler(setup, printer)
        try:
            job = spooler.submit(printer, file, title, setup.setup(printer).media)
            report = self._follow(spooler, printer, job)
        except PrinterRefuses as refused:
            report = JobReport(JobState.FAILED, refused.why, refused.detail)
        return TestPrint(
            printer, self.workstation.papers.forms.title(form), str(report.state), str(report.why), report.detail
        )

    # --- how

    def _setup(self) -> Printers:
        return load_printers(self.workstation.home.folder, self.workstation.in_use.settings.printer)

    def _spooler(self, setup: Printers, printer: str) -> Spooler:
        return spooler_of(setup.setup(printer), self.workstation.home.folder, self.drawing)

    def _row(self, setup: Printers, name: str, waiting: int) -> PrinterRow:
        spooler = self._spooler(setup, name)
        forms = tuple(
            self.workstation.papers.forms.title(form) for form, printer in setup.forms.items() if printer == name
        )
        return PrinterRow(name, spooler.name, forms, name == setup.default, str(spooler.complaint(name)), waiting)

    def _specimen(self, setup: Printers, printer: str) -> str:
        """A paper that goes there; a label for a printer of labels, else a sheet."""
        known = self.workstation.papers.forms.ids()
        own = [form for form, named in setup.forms.items() if named == printer and form in known]
        sheet = LABEL_SPECIMEN if set(own) & LABELS else SHEET_SPECIMEN
        return next((form for form in own if self.workstation.papers.forms.template(form).sample), sheet)

    def _follow(self, spooler: Spooler, printer: str, job: str) -> JobReport:
        end = time.monotonic() + self.patience_s
        while True:
            report = spooler.report(printer, job)
            if report.ended or time.monotonic() >= end:
                return report
            time.sleep(LOOK_EVERY_S)


def printer_findings(opened: Workstation) -> Iterator[Finding]:
    """What the doctor says of each printer that papers go to."""
    desk = StationPrinters(opened)
    try:
        rows = [row for row in desk.printers() if row.default or row.forms]
    except Trouble as trouble:
        yield Finding("printers", "bad", opened.texts.trouble(trouble))
        return
    if not rows:
        yield Finding("printers", "good", opened.texts.both("doctor.printers_none"))
    for row in rows:
        if row.ready:
            key = "doctor.printer_simulated" if row.name == SIMULATED else "doctor.printer_good"
            yield Finding("printer", "good", opened.texts.both(key, printer=row.name))
        else:
            why = opened.texts.either(f"why.{row.why}", "why.unsaid")
            said = opened.texts.both("doctor.printer_bad", printer=row.name, why_th=why.th, why_en=why.en)
            state = "attention" if row.why in (Why.PAUSED, Why.MEDIA_EMPTY) else "bad"
            yield Finding("printer", state, said)
