"""`import`, `look-up`, `track`: reference records in, what is known out."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, refused, unreadable
from officer_app.cli.context import Context, add_officer, sign_in
from officer_app.cli.faulty_rows import add_faults, with_faults
from officer_app.cli.files import MOST_BYTES, read_file
from officer_app.cli.found import ANYONE, answer_of, keys_of
from officer_app.cli.found_case import case_answer
from officer_app.core.numbers import Kind
from officer_app.core.refusals import Refusal
from officer_app.messages.faults import Fault, NotThisFile
from officer_app.messages.json_lines import read_lines
from officer_app.messages.permits_csv import read_permits
from officer_app.usecases.import_records import import_permits, import_records, provenance_of
from officer_app.usecases.look_up import Ambiguous, Unknown, look_up
from officer_app.usecases.looks import note_look
from officer_app.usecases.search import Matches, search
from officer_app.usecases.track import track
from officer_app.workstation.opening import Workstation


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    bring = commands.add_parser(
        "import", help="take records from files into the mirror (.csv: permits; .jsonl: transit, receipts, ...)"
    )
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_faults(bring)
    bring.set_defaults(command=_import)
    look = commands.add_parser("look-up", help="what is it, what may be done; a part of a number lists what it may be")
    look.add_argument("number")
    help_as = "which of its kinds a number is that fits two, as a lorry's plate and a house air waybill do"
    look.add_argument("--as", dest="kind", choices=[str(Kind.PLATE), str(Kind.HAWB)], help=help_as)
    add_officer(look)
    look.set_defaults(command=_look_up)
    line = commands.add_parser("track", help="the time line of a permit or a transit case; a part of a number will do")
    line.add_argument("number")
    add_officer(line)
    line.set_defaults(command=_track)


def _import(context: Context, args: argparse.Namespace) -> Answer:
    taken = 0
    faults: list[dict[str, object]] = []
    with context.workstation() as opened:
        for path in args.files:
            try:
                count, wrong = _take(opened, path, read_file(path, MOST_BYTES))
            except (OSError, NotThisFile) as error:
                return unreadable(context.texts, path.name, error, {"imported": taken, "faults": faults})
            taken += count
            faults += [{"file": path.name, **asdict(fault)} for fault in wrong]
    said = context.texts.both("answer.imported", n=str(taken)).on_a_line
    return with_faults(context.texts, args.faults, {"imported": taken}, faults, said)


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
        officer = _who(opened, args)
        if isinstance(officer, Refusal):
            return refused(context.texts, officer)
        if case := case_answer(context.texts, opened.counter, args.number, ANYONE, officer):
            return case
        looked = look_up(opened.counter, args.number, ANYONE, kind)
        note_look(opened.counter, officer, looked)
        # Half a number is no refusal here: who types it sees what it may be.
        nothing = isinstance(looked, Unknown) or (
            isinstance(looked, Ambiguous) and not any(choice.numbers for choice in looked.choices)
        )
        found = search(opened.counter, args.number) if nothing else None
    if isinstance(found, Matches) and found.matches:
        return _matches(context, found, keys_of(looked))
    return answer_of(context.texts, looked)


def _matches(context: Context, found: Matches, body: Mapping[str, object]) -> Answer:
    """The records that a part of a number finds, at most a screen of them."""
    rows = [asdict(match) for match in found.matches]
    lines = [f"{match.number}  {match.what} {match.value}" for match in found.matches]
    more = [context.texts.both("answer.more_matches").on_a_line] if found.more else []
    return Answer(DONE, {**body, "matches": rows, "more": found.more}, "\n".join([*lines, *more]))


def _who(opened: Workstation, args: argparse.Namespace) -> str | Refusal:
    """Who looks, for the log of looks: nobody, or the officer that is named and shows who he is."""
    if not args.officer:
        return ""
    officer = sign_in(opened, args)
    return officer if isinstance(officer, Refusal) else officer.person.name


def _track(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        officer = _who(opened, args)
        line = officer if isinstance(officer, Refusal) else track(opened.counter, args.number)
        if isinstance(officer, str) and not isinstance(line, Refusal | Matches):
            opened.counter.note_look(officer, line.kind, line.number)
    if isinstance(line, Refusal):
        return refused(context.texts, line)
    if isinstance(line, Matches):
        return _matches(context, line, {"number": "", "events": []})
    events = []
    for event in line.events:
        said = event.said(context.texts)
        events.append({"at": event.at, "status": event.status, "text_th": said.th, "text_en": said.en, "by": event.by})
    text = "\n".join(f"{row['at']}  {row['text_th']} / {row['text_en']}  ({row['by']})" for row in events)
    return Answer(DONE, {"number": line.number, "events": events}, text)
