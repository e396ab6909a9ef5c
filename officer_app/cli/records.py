"""`import`, `look-up`, `track`: reference records in, what is known out."""

import argparse
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, bad_input, refused, with_faults
from officer_app.cli.context import Context
from officer_app.cli.files import MOST_BYTES, read_file
from officer_app.cli.found import ANYONE, answer_of
from officer_app.core.numbers import Kind
from officer_app.core.refusals import Refusal
from officer_app.messages.faults import Fault, NotThisFile
from officer_app.messages.json_lines import read_lines
from officer_app.messages.permits_csv import read_permits
from officer_app.usecases.import_records import import_permits, import_records, provenance_of
from officer_app.usecases.look_up import look_up
from officer_app.usecases.track import track
from officer_app.workstation.opening import Workstation


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    bring = commands.add_parser(
        "import", help="take records from files into the mirror (.csv: permits; .jsonl: transit, receipts, ...)"
    )
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    bring.set_defaults(command=_import)
    look = commands.add_parser("look-up", help="what is it, what may be done")
    look.add_argument("number")
    help_as = "which of its kinds a number is that fits two, as a lorry's plate and a house air waybill do"
    look.add_argument("--as", dest="kind", choices=[str(Kind.PLATE), str(Kind.HAWB)], help=help_as)
    look.set_defaults(command=_look_up)
    line = commands.add_parser("track", help="the time line of a permit")
    line.add_argument("number")
    line.set_defaults(command=_track)


def _import(context: Context, args: argparse.Namespace) -> Answer:
    taken = 0
    faults: list[dict[str, object]] = []
    with context.workstation() as opened:
        for path in args.files:
            try:
                count, wrong = _take(opened, path, read_file(path, MOST_BYTES))
            except (OSError, NotThisFile) as error:
                detail = (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)
                said = context.texts.both("trouble.file_unreadable", path=path.name, detail=detail)
                return bad_input("unreadable", said, {"imported": taken, "faults": faults})
            taken += count
            faults += [
                {"file": path.name, "line": fault.line, "column": fault.column, "th": fault.th, "en": fault.en}
                for fault in wrong
            ]
    return with_faults({"imported": taken}, faults, f"นำเข้า {taken} รายการ / imported {taken}")


def _take(opened: Workstation, path: Path, data: bytes) -> tuple[int, tuple[Fault, ...]]:
    if path.suffix.lower() == ".jsonl":
        station = opened.settings.station
        lines = read_lines(data, provenance_of(station.mode), opened.counter.clock())
        return import_records(opened.counter, lines.records), lines.faults
    rows = read_permits(data)
    return import_permits(opened.counter, rows.permits), rows.faults


def _look_up(context: Context, args: argparse.Namespace) -> Answer:
    kind = Kind(args.kind) if args.kind else None
    with context.workstation() as opened:
        return answer_of(context.texts, look_up(opened.counter, args.number, ANYONE, kind))


def _track(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        line = track(opened.counter, args.number)
    if isinstance(line, Refusal):
        return refused(context.texts, line)
    events = []
    for event in line.events:
        said = context.texts.both(event.words, **event.params)
        events.append({"at": event.at, "status": event.status, "text_th": said.th, "text_en": said.en, "by": event.by})
    text = "\n".join(f"{row['at']}  {row['text_th']}  ({row['by']})" for row in events)
    return Answer(DONE, {"number": line.number, "events": events}, text)
