"""`evidence NUMBER | --from DATE --to DATE, --out FILE`: one file that proves by itself what was done."""

import argparse
from datetime import date
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, BadUsage, refused
from officer_app.cli.context import Context
from officer_app.cli.moments import bad_date, day_of
from officer_app.core.refusals import Refusal
from officer_app.security import evidence
from officer_app.workstation.evidence import Wanted, gather
from officer_app.workstation.whole_files import write_whole


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("evidence", help="a file that proves what was done with a number, or in some days")
    parser.add_argument("number", nargs="?", default="", help="of a permit or a transit declaration")
    parser.add_argument("--from", dest="first", default="", metavar="DATE", help="first day: 2026-11-21 or 21-11-2569")
    parser.add_argument("--to", dest="last", default="", metavar="DATE", help="last day (default: the first)")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")
    parser.set_defaults(command=_evidence)


def _evidence(context: Context, args: argparse.Namespace) -> Answer:
    wanted = _wanted(args)
    with context.workstation() as opened:
        made = gather(opened, wanted)
        if isinstance(made, Refusal):
            return refused(context.texts, made)
        data = evidence.write(made, opened.station_signer)
    write_whole(args.out, data)
    stations = sorted({act.station for act in made.acts})
    body = {
        "file": str(args.out),
        "acts": len(made.acts),
        "stations": stations,
        "mode": made.about.mode,
        "bytes": len(data),
    }
    return Answer(DONE, body, f"{args.out}: {len(made.acts)} acts, {', '.join(stations)}")


def _wanted(args: argparse.Namespace) -> Wanted:
    if bool(args.number) == bool(args.first) or (args.last and not args.first):
        raise BadUsage("number_or_days")
    if args.number:
        return Wanted(number=args.number)
    first = _day(args.first)
    last = _day(args.last) if args.last else first
    if last < first:
        raise BadUsage("days_reversed", {"first": "--from", "last": "--to"})
    return Wanted(first=first, last=last)


def _day(text: str) -> date:
    """A day as 2026-11-21 or as customs writes it, 21-11-2569. Raises BadUsage."""
    day = day_of(text)
    if date(2000, 1, 1) <= day <= date(2999, 12, 30):
        return day
    raise bad_date(text)
