"""The slip of a stamp as the window asks for it: made, recorded and, where a printer is set, followed to its end."""

from dataclasses import dataclass

from officer_app.core.acts import Act, Subject
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.devices.printers.jobs import JobReport, JobState, Why
from officer_app.texts import Both
from officer_app.usecases.record_print import Print, prints_of
from officer_app.viewmodels.ports import Printed, PrintSlip
from officer_app.workstation.opening import Workstation
from officer_app.workstation.papers import STAMP_SLIP, Wish
from officer_app.workstation.printers import Drawing, load_printers, nothing_draws
from officer_app.workstation.printing import Printing

PATIENCE_S = 3.0
"""So long a slip is waited for; after that the desk looks now and then (`Printed.later`)."""


def slip_printer(
    workstation: Workstation, drawing: Drawing = nothing_draws, patience_s: float = PATIENCE_S
) -> PrintSlip:
    """Makes slips for the printer that `printers.toml` names for them, or as files where it names none. Raises Trouble
    for what the printer says against it: the slip's file and act are there all the same.
    """

    def print_slip(officer: SignedIn, number: str, act_id: str, reason: str) -> Printed | Refusal:
        printers = load_printers(workstation.home.folder, workstation.in_use.settings.printer)
        name = printers.for_form(STAMP_SLIP)
        setup = printers.setup(name)
        wish = Wish(name, setup.dots(STAMP_SLIP), setup.placing(), reason, sample=setup.via == "simulated")
        made = workstation.papers.stamp_slip(officer, number, wish)
        if isinstance(made, Refusal):
            return made
        followed = _Followed(workstation, made.act, made.file.name, made.pdf.pages, drawing)
        if not name:
            return Printed(followed.file, followed.pages, _copy(made.act))
        return followed.said(made.act, followed.printing().send(made, name, patience_s))

    return print_slip


@dataclass(frozen=True)
class _Followed:
    """A slip on its way, by the act that records its print."""

    workstation: Workstation
    act: Act
    file: str
    pages: int
    drawing: Drawing

    def printing(self) -> Printing:
        """The printers as they are set now, and the prints of this permit alone: there are few."""
        opened = self.workstation
        printers = load_printers(opened.home.folder, opened.in_use.settings.printer)
        return Printing(opened.counter, opened.home.folder, printers, opened.station_signer, self._acts, self.drawing)

    def later(self) -> Printed:
        """What became of it; ends that printers know are recorded."""
        reports = {job.act.act_id: job.report for job in self.printing().settle()}
        prints = [
            (done.act, reports.get(done.act.act_id) or _recorded(done))
            for done in sorted(prints_of(self._acts()), key=lambda done: done.act.station_seq)
            if self._is_same(done.act)
        ]
        # One that is out is enough, whatever is still asked of the printers.
        act, report = next((each for each in prints if each[1].state is JobState.PRINTED), prints[-1])
        return self.said(act, report)

    def said(self, act: Act, report: JobReport) -> Printed:
        """The print `act` as its printer has it now."""
        texts = self.workstation.texts
        why = texts.either(f"why.{report.why}", "why.unsaid")
        key = f"job.{report.state}"
        done = report.state is JobState.PRINTED
        return Printed(
            self.file,
            self.pages,
            _copy(act),
            act.text("printer"),
            done=done,
            sentence=Both(texts.both(key, why=why.th).th, texts.both(key, why=why.en).en),
            open=not report.ended and report.why is not Why.GONE,
            moving=report.state in (JobState.QUEUED, JobState.PRINTING),
            later=None if done else self.later,
        )

    def _acts(self) -> list[Act]:
        subject: Subject = self.act.subject
        return self.workstation.journal.acts_on(subject.kind, subject.number)

    def _is_same(self, act: Act) -> bool:
        """Whether it is this print or one after it, of the same paper at this workstation."""
        mine = self.act
        same = (act.station, act.text("form")) == (mine.station, mine.text("form"))
        return same and act.station_seq >= mine.station_seq


def _recorded(done: Print) -> JobReport:
    known = {str(state): state for state in JobState}
    whys = {str(why): why for why in Why}
    return JobReport(known.get(done.status, JobState.UNKNOWN), whys.get(done.why, Why.NONE))


def _copy(act: Act) -> int:
    copy = act.fields.get("copy", 1)
    return copy if isinstance(copy, int) else 1
