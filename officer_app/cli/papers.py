"""`print` and `prints`: papers from the command line, and what became of them at the printers."""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from officer_app.cli.answers import DONE, WORLD_FAILED, Answer, BadUsage, bad_input, failed, refused
from officer_app.cli.context import Context, add_officer, sign_in
from officer_app.cli.paper_files import NotData, data_in, known_by
from officer_app.core.acts import Subject
from officer_app.core.numbers import Unreadable, recognise
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.devices.printers.jobs import JobReport, JobState
from officer_app.paths import resources
from officer_app.print.forms import FormError, Forms, Pdf
from officer_app.print.pictures import Pictures
from officer_app.print.sheets import AS_IT_IS
from officer_app.texts import Both
from officer_app.usecases.record_print import copies_before
from officer_app.viewmodels.paper_ports import Pages
from officer_app.workstation.certificates import Certificates
from officer_app.workstation.drawing import drawing_with
from officer_app.workstation.opening import Workstation
from officer_app.workstation.paper_registers import REGISTERS
from officer_app.workstation.papers import Made, Wish, write_whole
from officer_app.workstation.printers import Printers, load_printers
from officer_app.workstation.printing import OpenJob, Printing
from officer_app.workstation.trouble import Trouble

PATIENCE_S = 30.0


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    paper = commands.add_parser("print", help="render a form as PDF, or print it")
    paper.add_argument("form")
    paper.add_argument("number", nargs="?", help="a permit, a transit declaration, a receipt; a day for a register")
    paper.add_argument("--data", type=Path, help="a JSON file with the form's fields; beside a number it adds to them")
    paper.add_argument("--out", type=Path, help="the PDF file")
    paper.add_argument("--printer", metavar="NAME", help="print it there; - for the one that printers.toml names")
    paper.add_argument("--reason", default="", help="why it is printed again; then needed")
    paper.add_argument("--overlay", action="store_true", help="at its place on a presented sheet (printers.toml)")
    paper.add_argument("--wait", type=float, default=PATIENCE_S, metavar="SECONDS", help="how long to follow the job")
    add_officer(paper)
    paper.set_defaults(command=_print)
    prints = commands.add_parser("prints", help="prints whose end is not known yet; records those that have one")
    prints.add_argument("--cancel", metavar="ACT", help="take this print out of its printer's queue")
    prints.set_defaults(command=_prints)


@dataclass(frozen=True)
class _Wanted:
    """A paper that is to be made: its data, what it is about, whether all of it is the customs computer's."""

    data: Mapping[str, object]
    subject: Subject
    core: bool


def _print(context: Context, args: argparse.Namespace) -> Answer:
    if args.number is None and args.data is None:
        raise BadUsage("number_or_data")
    if args.out is None and args.printer is None:
        raise BadUsage("out_or_printer")
    try:
        data = data_in(args.data) if args.data else {}
        if args.number is None and args.printer is None and not args.officer:
            return _answer(context, args, _without_home(context, args, data), {})
        return _with_home(context, args, data)
    except FormError as error:
        return bad_input(error.code, Both(error.th, error.en), {"field": error.field})
    except NotData as error:
        return bad_input("unreadable", context.texts.both("usage.bad_data_file", detail=str(error)))


def _without_home(context: Context, args: argparse.Namespace, data: Mapping[str, object]) -> Pdf:
    """The paper of a data file that nobody answers for: nothing is recorded, so it is a sample. Raises FormError,
    Trouble.
    """
    certificates = Certificates(context.home / "certificates")
    forms = Forms(resources() / "forms", certified=certificates.certified)
    placing = load_printers(context.home).overlaid() if args.overlay else AS_IT_IS
    pdf = forms.render(args.form, data, sample=True, placing=placing)
    write_whole(args.out, pdf.data)
    return pdf


def _with_home(context: Context, args: argparse.Namespace, data: Mapping[str, object]) -> Answer:
    with context.workstation() as opened:
        if opened.settings.print_officer_needed and not args.officer:
            return refused(context.texts, Refusal("print_officer"))
        officer = sign_in(opened, args) if args.officer else _nobody(opened)
        if isinstance(officer, Refusal):
            return refused(context.texts, officer)
        wanted = _wanted(opened, args, data, officer.person)
        if isinstance(wanted, Refusal):
            return refused(context.texts, wanted)
        if not args.reason.strip() and copies_before(opened.counter, wanted.subject, args.form):
            return refused(context.texts, Refusal("reprint_reason"))
        printers = load_printers(context.home, opened.settings.printer)
        printer = printers.for_form(args.form) if args.printer == "-" else args.printer or ""
        if args.printer and not printer:
            return refused(context.texts, Refusal("no_printer_set", {"form": args.form}))
        setup = printers.setup(printer)
        placing = setup.placing(printers.overlaid() if args.overlay else AS_IT_IS)
        wish = Wish(printer, setup.dots(args.form), placing, args.reason, setup.via == "simulated")
        try:
            made = opened.papers.make(args.form, wanted.data, officer, wanted.subject, wish, core=wanted.core)
        except Trouble as trouble:
            return _form_fault(context, trouble)
        if isinstance(made, Refusal):
            return refused(context.texts, made)
        if args.out is not None:
            write_whole(args.out, made.pdf.data)
        body = {"act_id": made.act.act_id, "copy": made.act.fields.get("copy", 1)}
        if not printer:
            return _answer(context, args, made.pdf, body)
        return _sent(context, args, made, _printing(context, opened, printers), body)


def _sent(
    context: Context, args: argparse.Namespace, made: Made, printing: Printing, body: Mapping[str, object]
) -> Answer:
    printer = made.act.text("printer")
    report = printing.send(made, printer, max(0.0, args.wait))
    said = _say(context, report)
    whole = {**body, **_about(args, made.pdf), "printer": printer, "status": str(report.state), "why": str(report.why)}
    text = f"{printer}: {said.th}\n{printer}: {said.en}"
    if report.state is JobState.PRINTED:
        return Answer(DONE, whole, text)
    if report.state is JobState.FAILED:
        why = context.texts.either(f"why.{report.why}", "why.unsaid")
        answer = failed(context.texts, Trouble("not_printed", printer=printer, why_th=why.th, why_en=why.en))
        return Answer(WORLD_FAILED, {**whole, **(answer.body or {})}, answer.text)
    # Neither printed nor given up: the paper is the queue's, and `prints` tells its end.
    return Answer(WORLD_FAILED, {**whole, "trouble": {"code": "not_printed", "th": said.th, "en": said.en}}, text)


def _wanted(opened: Workstation, args: argparse.Namespace, data: Mapping[str, object], by: Person) -> _Wanted | Refusal:
    if args.number is None:
        return _Wanted(data, Subject("paper", known_by(opened.papers.forms, args.form, data)), core=False)
    number = args.number
    if args.form not in REGISTERS:
        reading = recognise(number)
        if isinstance(reading, Unreadable):
            return Refusal("unreadable", {"reason": str(reading.reason_code)})
        number = reading.number
    opened.papers.forms.schema(args.form)  # an unknown form is said before an unknown number
    found = opened.papers.gather(args.form, number, by)
    if isinstance(found, Refusal):
        return found
    if against := found.against(data):
        return Refusal("recorded_field", {"fields": ", ".join(against)})
    whole = found.with_more(data)
    return _Wanted(whole.data, whole.subject, whole.core)


def _prints(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        printing = _printing(context, opened, load_printers(context.home, opened.settings.printer))
        jobs = printing.open_jobs()
        for job in jobs:
            if args.cancel and job.act.act_id == args.cancel:
                printing.cancel(job)
        jobs = printing.settle()
        rows = [_row(context, job) for job in jobs]
    lines = [f"{row['printer']}  {row['form']}  {row['number']}  {row['th']} / {row['en']}" for row in rows]
    return Answer(DONE, {"prints": rows}, "\n".join(lines))


def _row(context: Context, job: OpenJob) -> dict[str, object]:
    said = _say(context, job.report)
    return {
        "act_id": job.act.act_id,
        "form": job.act.text("form"),
        "number": job.act.subject.number,
        "printer": job.printer,
        "status": str(job.report.state),
        "why": str(job.report.why),
        "th": said.th,
        "en": said.en,
    }


def _say(context: Context, report: JobReport) -> Both:
    why = context.texts.either(f"why.{report.why}", "why.unsaid")
    key = f"job.{report.state}"
    return Both(context.texts.both(key, why=why.th).th, context.texts.both(key, why=why.en).en)


def _printing(context: Context, opened: Workstation, printers: Printers) -> Printing:
    def acts() -> Any:
        return opened.journal.acts_of_kind("print")

    def paint(printer: str, title: str, dpi: int, pages: Pages) -> str:
        # Qt is loaded only for a printer that has to be drawn on.
        return context.desktop().draw_on_printer(printer, title, dpi, pages)

    drawing = drawing_with(Pictures(), paint)
    return Printing(opened.counter, opened.home.folder, printers, opened.station_signer, acts, drawing)


def _nobody(opened: Workstation) -> SignedIn:
    """Who prints where no officer is named: the workstation itself."""
    return SignedIn(Person("", "", frozenset()), opened.station_signer)


def _form_fault(context: Context, trouble: Trouble) -> Answer:
    if trouble.code != "form" or "code" not in trouble.params:
        raise trouble
    params = trouble.params
    return bad_input(params["code"], Both(params["detail_th"], params["detail"]), {"field": params["field"]})


def _about(args: argparse.Namespace, pdf: Pdf) -> dict[str, object]:
    return {
        **({"file": args.out.name} if args.out else {}),
        "pages": pdf.pages,
        "sha256": pdf.sha256,
        "form": pdf.form,
        "version": pdf.version,
        "certified": pdf.certified,
    }


def _answer(context: Context, args: argparse.Namespace, pdf: Pdf, more: Mapping[str, object]) -> Answer:
    pages = context.texts.both("answer.pages", n=str(pdf.pages)).on_a_line
    return Answer(DONE, {**_about(args, pdf), **more}, f"{args.out}: {pages}")
