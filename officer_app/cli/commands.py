"""`commands sheet|check`: the barcodes of this desk for this shift, on paper; and what a scanned one is worth."""

import argparse
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context
from officer_app.core.acts import format_time
from officer_app.core.refusals import Refusal
from officer_app.core.scanned_text import unwrap
from officer_app.workstation.command_paper import FORM, sheet_data
from officer_app.workstation.papers import write_whole


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    parser = commands.add_parser("commands", help="command barcodes of this desk and shift")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    sheet = actions.add_parser("sheet", help="print the sheet of this shift as PDF")
    sheet.add_argument("--out", type=Path, required=True)
    sheet.add_argument("--replace", action="store_true", help="make every sheet printed before void (lost, copied)")
    sheet.set_defaults(command=_sheet)
    check = actions.add_parser("check", help="what a command barcode is worth here and now")
    check.add_argument("code")
    check.set_defaults(command=_check)


def _sheet(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        if not opened.commands.rows():
            return refused(context.texts, Refusal("no_commands"))
        if args.replace:
            opened.commands.replace()
        data = sheet_data(opened.commands, opened.settings.station, context.texts)
        pdf = opened.papers.render(FORM, data)
        shift, number = opened.commands.shift, opened.commands.number
    write_whole(args.out, pdf.data)
    body = {
        "file": args.out.name,
        "pages": pdf.pages,
        "sha256": pdf.sha256,
        "form": pdf.form,
        "version": pdf.version,
        "certified": pdf.certified,
        "shift": shift.key,
        "begins": format_time(shift.begins),
        "ends": format_time(shift.ends),
        "sheet": number,
    }
    pages = context.texts.both("answer.pages", n=str(pdf.pages)).on_a_line
    return Answer(DONE, body, f"{args.out}: {shift.key}, {pages}")


def _check(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        said = opened.commands.read(unwrap(args.code))
    if isinstance(said, Refusal):
        return refused(context.texts, said)
    what = context.texts.both(f"command.{said.verb}")
    body = {"verb": said.verb.name.lower(), "words": said.words, "th": what.th, "en": what.en}
    return Answer(DONE, body, " – ".join(part for part in (what.th, what.en, said.words) if part))
