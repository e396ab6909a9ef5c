"""The printing of one workstation as the window works with it: what was printed, again, a look before."""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind, format_time
from officer_app.core.buddhist import bangkok_day
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.devices.printers.jobs import JobReport, JobState
from officer_app.print.pictures import NotAPaper, Pictures
from officer_app.texts import Both
from officer_app.usecases.record_print import MADE, Print, copies_before, prints_of
from officer_app.viewmodels.paper_ports import Choice, NeedsText, PagePicture, Painting, PrintRow, Wanted
from officer_app.workstation.drawing import drawing_with, page_pictures
from officer_app.workstation.opening import Workstation
from officer_app.workstation.paper_records import Gathered
from officer_app.workstation.paper_registers import REGISTERS
from officer_app.workstation.papers import Made, Wish
from officer_app.workstation.printers import load_printers
from officer_app.workstation.printing import Printing
from officer_app.workstation.trouble import Trouble

LISTED = 100
PATIENCE_S = 3.0
"""So long a print is waited for; the list tells how it goes on."""
SCREEN_DPI = 130
MOST_PAGES = 20
"""Looked at on the screen; what is longer is read on paper or as a file."""


@dataclass(frozen=True)
class StationPapers:
    """Implements `viewmodels.paper_ports.PaperDesk`."""

    workstation: Workstation
    pictures: Pictures
    painting: Painting
    patience_s: float = PATIENCE_S

    def rows(self) -> Sequence[PrintRow]:
        """See `PaperDesk`."""
        printing = self._printing()
        reports = {job.act.act_id: job.report for job in printing.settle()}
        own = self.workstation.journal.station.name
        prints = [done for done in prints_of(self._acts()) if done.act.station == own]
        latest = sorted(prints, key=lambda done: done.act.station_seq, reverse=True)[:LISTED]
        return [self._row(done, reports.get(done.act.act_id)) for done in latest]

    def cancel(self, act_id: str) -> Refusal | None:
        """See `PaperDesk`."""
        printing = self._printing()
        job = next((job for job in printing.open_jobs() if job.act.act_id == act_id), None)
        if job is None or not job.job:
            return Refusal("nothing_to_cancel")
        printing.cancel(job)
        printing.settle()
        return None

    def again(self, officer: SignedIn, act_id: str, reason: str) -> PrintRow | Refusal:
        """See `PaperDesk`."""
        done = self._print(act_id)
        if done is None:
            return Refusal("print_unknown")
        if done.open:
            return Refusal("still_printing")
        form, subject = done.act.text("form"), done.act.subject
        if not reason.strip() and copies_before(self.workstation.counter, subject, form):
            return Refusal("reprint_reason")
        found = self._as_before(done, officer.person)
        return found if isinstance(found, Refusal) else self._print_now(form, found, officer, reason)

    def choices(self, number: str) -> Sequence[Choice]:
        """See `PaperDesk`."""
        nobody = Person("", "", frozenset({"signer"}))
        found = []
        for form in self.workstation.papers.forms.ids():
            if (form in REGISTERS) is bool(number):
                continue
            if not isinstance(self._gather(form, number, nobody), Refusal):
                found.append(Choice(form, self.workstation.papers.forms.title(form)))
        return found

    def preview(self, officer: SignedIn, wanted: Wanted) -> Sequence[PagePicture] | NeedsText | Refusal:
        """See `PaperDesk`."""
        found = self._gather(wanted.form, wanted.number, officer.person)
        if isinstance(found, Refusal):
            return found
        whole = found.with_more(wanted.more)
        try:
            pdf = self.workstation.papers.render(wanted.form, whole.data, self._wish(wanted.form, ""), core=whole.core)
        except Trouble as trouble:
            return self._missing(wanted.form, trouble)
        return self._look(pdf.data)

    def pictures_of(self, act_id: str) -> Sequence[PagePicture] | Refusal:
        """See `PaperDesk`."""
        done = self._print(act_id)
        pdf = None if done is None else self.workstation.papers.kept(done.act)
        return Refusal("paper_gone") if pdf is None else self._look(pdf)

    def print_paper(self, officer: SignedIn, wanted: Wanted, reason: str) -> PrintRow | NeedsText | Refusal:
        """See `PaperDesk`."""
        found = self._gather(wanted.form, wanted.number, officer.person)
        if isinstance(found, Refusal):
            return found
        if not reason.strip() and copies_before(self.workstation.counter, found.subject, wanted.form):
            return Refusal("reprint_reason")
        try:
            return self._print_now(wanted.form, found.with_more(wanted.more), officer, reason)
        except Trouble as trouble:
            return self._missing(wanted.form, trouble)

    # --- how

    def _print_now(self, form: str, found: Gathered, officer: SignedIn, reason: str) -> PrintRow | Refusal:
        papers = self.workstation.papers
        made = papers.make(form, found.data, officer, found.subject, self._wish(form, reason), core=found.core)
        if isinstance(made, Refusal):
            return made
        return self._row(Print(made.act, made.act.text("status")), self._sent(made))

    def _sent(self, made: Made) -> JobReport | None:
        printer = made.act.text("printer")
        return self._printing().send(made, printer, self.patience_s) if printer else None

    def _wish(self, form: str, reason: str) -> Wish:
        printers = load_printers(self.workstation.home.folder, self.workstation.in_use.settings.printer)
        name = printers.for_form(form)
        setup = printers.setup(name)
        return Wish(name, setup.dots(form), setup.placing(), reason, setup.via == "simulated")

    def _as_before(self, done: Print, by: Person) -> Gathered | Refusal:
        """What the paper said, as long as it is still true and `by` may have it printed."""
        form, subject = done.act.text("form"), done.act.subject
        pdf = self.workstation.papers.kept(done.act)
        before = {} if pdf is None else self._data_in(pdf, form)
        if subject.kind == "paper":
            return Gathered(before, subject) if before else Refusal("paper_gone")
        number = subject.number.split(" ")[0] if subject.kind == "day" else subject.number
        found = self._gather(form, number, by)
        if isinstance(found, Refusal):
            return found
        added = {key: value for key, value in before.items() if key not in found.data}
        if found.core:
            return found.with_more({key: value for key, value in added.items() if key in found.ours})
        if self._unchanged(done.act):
            return Gathered({**found.data, **before}, found.subject)
        return Gathered({**added, **found.data}, found.subject)

    def _unchanged(self, act: Act) -> bool:
        """Whether nothing but printing was done on the subject since `act`."""
        since = self.workstation.journal.acts_on(act.subject.kind, act.subject.number)
        return all(later.kind == ActKind.PRINT or later.at <= act.at for later in since)

    def _data_in(self, pdf: bytes, form: str) -> Mapping[str, object]:
        try:
            data = json.loads(self.pictures.attached(pdf, f"{form}.json"))["data"]
        except (NotAPaper, ValueError, KeyError, TypeError):
            return {}
        return data if isinstance(data, dict) else {}

    def _gather(self, form: str, number: str, by: Person) -> Gathered | Refusal:
        if form in REGISTERS and not number:
            number = bangkok_day(self.workstation.counter.clock()).isoformat()
        return self.workstation.papers.gather(form, number, by)

    def _missing(self, form: str, trouble: Trouble) -> NeedsText:
        """The text that is missing; every other trouble is raised on."""
        name = trouble.params.get("field", "")
        fields = self.workstation.papers.forms.template(form).fields
        if trouble.params.get("code") != "missing_field" or name not in fields or fields[name].format != "text":
            raise trouble
        return NeedsText(name, Both(fields[name].th, fields[name].en))

    def _look(self, pdf: bytes) -> Sequence[PagePicture]:
        return list(itertools.islice(page_pictures(self.pictures, pdf, SCREEN_DPI), MOST_PAGES))

    def _print(self, act_id: str) -> Print | None:
        return next((done for done in prints_of(self._acts()) if done.act.act_id == act_id), None)

    def _acts(self) -> list[Act]:
        return self.workstation.journal.acts_of_kind(ActKind.PRINT)

    def _printing(self) -> Printing:
        opened = self.workstation
        printers = load_printers(opened.home.folder, opened.in_use.settings.printer)
        drawing = drawing_with(self.pictures, self.painting)
        return Printing(opened.counter, opened.home.folder, printers, opened.station_signer, self._acts, drawing)

    # --- what is shown

    def _row(self, done: Print, report: JobReport | None) -> PrintRow:
        act = done.act
        status, why = done.status, done.why
        if report is not None:
            status, why = str(report.state), str(report.why)
        copy = act.fields.get("copy", 1)
        return PrintRow(
            act_id=act.act_id,
            form=act.text("form"),
            title=self.workstation.papers.forms.title(act.text("form")),
            number="" if act.subject.kind == "paper" else act.subject.number,
            copy=copy if isinstance(copy, int) else 1,
            printer=act.text("printer"),
            officer=self.workstation.officers.names().get(act.officer, act.officer),
            at=format_time(act.at),
            status=status,
            said=self._said(status, why),
            reason=act.text("reason"),
        )

    def _said(self, status: str, why: str) -> Both:
        texts = self.workstation.texts
        reason = texts.either(f"why.{why}", "why.unsaid")
        key = f"job.{status}" if status in {*JobState, MADE} else f"job.{JobState.UNKNOWN}"
        return Both(texts.both(key, why=reason.th).th, texts.both(key, why=reason.en).en)
