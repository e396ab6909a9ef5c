"""`--out` of the transit desk's lists: the register as a paper, a spreadsheet or comma-separated text."""

import argparse
from pathlib import Path

from officer_app.cli.answers import BadUsage
from officer_app.cli.context import add_officer, sign_in
from officer_app.core.acts import format_time
from officer_app.core.refusals import Refusal
from officer_app.usecases.transit_lists import Listing
from officer_app.workstation.listing_files import KINDS, write_listing
from officer_app.workstation.opening import Workstation
from officer_app.workstation.transit import transit_desk
from officer_app.workstation.transit_registers import CASES, NUMBERS, TransitRegisters


def add_out(parser: argparse.ArgumentParser) -> None:
    """Add the option, and who takes the register out."""
    parser.add_argument("--out", type=Path, metavar="FILE", help="write it there: .pdf, .xlsx or .csv")
    add_officer(parser)


def taken_out(
    opened: Workstation, args: argparse.Namespace, form: str, which: Listing | None = None
) -> dict[str, object] | Refusal:
    """Write the register `form` where `--out` says; nothing where it does not. Raises BadUsage, Trouble."""
    if args.out is None:
        return {}
    if args.out.suffix.lower().removeprefix(".") not in KINDS:
        raise BadUsage("out_ending", {"endings": ".pdf, .xlsx, .csv"})
    officer = sign_in(opened, args) if args.officer else None
    if isinstance(officer, Refusal):
        return officer
    who = (officer.person.display or officer.person.name) if officer else ""
    registers = TransitRegisters(transit_desk(opened), opened.texts, who)
    match form:
        case _ if form == CASES:
            data = registers.cases(which, args.days)
        case _ if form == NUMBERS:
            data = registers.numbers(args.series)
        case _:
            data = dict(registers.of(form))
    now, station = opened.counter.clock(), opened.journal.station.name
    data |= {"printed_by": f"{who} ({station})" if who else station, "printed_at": format_time(now)}
    opened.counter.note_look(officer.person.name if officer else "", "register", form)
    rows = write_listing(args.out, opened.papers, form, data, now)
    return {"file": str(args.out), "rows": rows}
