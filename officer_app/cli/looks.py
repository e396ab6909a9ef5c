"""`looks [--number N] [--by NAME]`: who looked at which record at this workstation."""

import argparse

from officer_app.cli.answers import DONE, Answer
from officer_app.cli.context import Context
from officer_app.core.acts import format_time

MOST = 1000


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("looks", help="who looked at which record here, the newest first")
    parser.add_argument("--number", default="", help="only looks at this record")
    parser.add_argument("--by", default="", metavar="NAME", help="only looks of this officer")
    parser.set_defaults(command=_looks)


def _looks(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        days = opened.settings.looks_kept_days
        rows = [
            {"at": format_time(look.at), "officer": look.officer, "kind": look.kind, "number": look.number}
            for look in opened.looks.found(args.number, args.by, MOST)
        ]
    text = "\n".join(f"{row['at']}  {row['officer'] or '-'}  {row['kind']} {row['number']}" for row in rows)
    return Answer(DONE, {"looks": rows, "kept_days": days}, text)
