"""`forms list|schema` and `print`: papers from the command line."""

import argparse
import json
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, bad_input, refused
from officer_app.cli.context import Context
from officer_app.cli.files import read_file
from officer_app.core.numbers import Unreadable, recognise
from officer_app.core.refusals import Refusal
from officer_app.messages.faults import NotThisFile
from officer_app.paths import resources
from officer_app.print.forms import FormError, Forms, Pdf
from officer_app.texts import Both
from officer_app.workstation.papers import STAMP_SLIP, TRANSIT_FORMS, write_whole

MOST_DATA_BYTES = 16 * 2**20


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    forms = commands.add_parser("forms", help="the forms that can be printed")
    actions = forms.add_subparsers(metavar="ACTION", required=True)
    actions.add_parser("list", help="all forms").set_defaults(command=_list)
    schema = actions.add_parser("schema", help="the fields of a form")
    schema.add_argument("form")
    schema.set_defaults(command=_schema)
    for name in ("check", "preview", "certify"):
        actions.add_parser(name, help="not available in this version")
    paper = commands.add_parser("print", help="render a form as PDF")
    paper.add_argument("form")
    source = paper.add_mutually_exclusive_group(required=True)
    source.add_argument("number", nargs="?", help="a stamped permit or a transit declaration")
    source.add_argument("--data", type=Path, help="a JSON file with the form's fields")
    paper.add_argument("--out", type=Path, required=True)
    paper.add_argument("--printer", metavar="NAME", help="not available in this version")
    paper.set_defaults(command=_print)


def _list(context: Context, args: argparse.Namespace) -> Answer:
    forms = Forms(resources() / "forms")
    rows = []
    for form in forms.ids():
        about = forms.schema(form)
        rows.append({"form": form, "title": about["title"], "version": about["x-version"], "copies": about["x-copies"]})
    return Answer(DONE, {"forms": rows}, "\n".join(f"{row['form']}  {row['title']}" for row in rows))


def _schema(context: Context, args: argparse.Namespace) -> Answer:
    try:
        about = Forms(resources() / "forms").schema(args.form)
    except FormError as error:
        return bad_input(error.code, Both(error.th, error.en))
    return Answer(DONE, about, json.dumps(about, ensure_ascii=False, indent=2))


def _print(context: Context, args: argparse.Namespace) -> Answer:
    try:
        pdf = _from_data(args) if args.data else _from_number(context, args)
    except FormError as error:
        return bad_input(error.code, Both(error.th, error.en), {"field": error.field})
    except _NotData as error:
        return bad_input("unreadable", Both(f"ไฟล์ข้อมูลใช้ไม่ได้: {error}", f"the data file cannot be used: {error}"))
    if isinstance(pdf, Refusal):
        return refused(context.texts, pdf)
    write_whole(args.out, pdf.data)
    body = {
        "file": args.out.name,
        "pages": pdf.pages,
        "sha256": pdf.sha256,
        "form": pdf.form,
        "version": pdf.version,
        "certified": pdf.certified,
    }
    return Answer(DONE, body, f"{args.out}: {pdf.pages} หน้า / pages")


class _NotData(ValueError):
    """The data file is not a JSON object; the message says why."""


def _from_data(args: argparse.Namespace) -> Pdf:
    try:
        data = json.loads(read_file(args.data, MOST_DATA_BYTES).decode("utf-8"))
    except OSError as error:
        raise _NotData(error.strerror or type(error).__name__) from error
    except (NotThisFile, ValueError, RecursionError) as error:
        raise _NotData(str(error)) from error
    if not isinstance(data, dict):
        raise _NotData("not a JSON object")
    return Forms(resources() / "forms").render(args.form, data)


def _from_number(context: Context, args: argparse.Namespace) -> Pdf | Refusal:
    reading = recognise(args.number)
    if isinstance(reading, Unreadable):
        return Refusal("unreadable", {"reason": str(reading.reason_code)})
    with context.workstation() as opened:
        if args.form == STAMP_SLIP:
            state = opened.journal.permit_state(reading.number)
            if state.stamp is None:
                return Refusal("not_stamped", {"state": str(state.state)})
            return opened.papers.render(STAMP_SLIP, opened.papers.slip_data(reading.number))
        if args.form not in TRANSIT_FORMS:
            return Refusal("not_available", {"what": f"print {args.form} NUMBER"})
        data = opened.papers.transit_data(args.form, reading.number)
        return data if isinstance(data, Refusal) else opened.papers.render(args.form, data)
