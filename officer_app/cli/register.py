"""`register`: the figures of a day or of several, who waits, what the core has not confirmed; also as a file."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from officer_app.cli.answers import DONE, Answer, BadUsage, refused
from officer_app.cli.context import Context, add_officer, sign_in
from officer_app.cli.moments import day_of
from officer_app.core.acts import format_time
from officer_app.core.buddhist import bangkok_day
from officer_app.core.figures import Figures
from officer_app.core.refusals import Refusal
from officer_app.core.register import By, Only
from officer_app.core.scan_log import OddScan
from officer_app.core.words import grouped
from officer_app.usecases.progress import Progress
from officer_app.usecases.read_register import Register, Wanted, days, days_of
from officer_app.viewmodels.register_ports import TakenOut
from officer_app.viewmodels.register_words import day_said, key_said
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.workstation.register_desk import KINDS, NUMBERS, StationRegisters


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    register = commands.add_parser("register", help="what was done in a day, its figures; --out FILE.xlsx or FILE.pdf")
    register.add_argument("--day", default="", help="2026-11-21 or 21-11-2569; without it: today")
    register.add_argument("--to", default="", metavar="DAY", help="the last day, where it is more than one")
    register.add_argument("--by", default=By.DAY.value, choices=[str(by) for by in By], help="what a line stands for")
    for name, what in (
        ("shift", "this shift only, by its name"),
        ("of", "this officer's acts only, by account"),
        ("lane", "this lane only: green, red or xray"),
        ("counter", "this workstation's acts only"),
    ):
        register.add_argument(f"--{name}", default="", help=what)
    register.add_argument(
        "--out", type=Path, help="write it there; .pdf: a day's own acts, of several days the figures"
    )
    add_officer(register)
    register.set_defaults(command=_register)


def _register(context: Context, args: argparse.Namespace) -> Answer:
    if args.out is not None and args.out.suffix.lower().removeprefix(".") not in KINDS:
        raise BadUsage("out_ending", {"endings": ".xlsx, .pdf"})
    file: TakenOut | Refusal | None = None
    with context.workstation() as opened:
        officer = sign_in(opened, args) if args.officer else None
        if isinstance(officer, Refusal):
            return refused(context.texts, officer)
        first = day_of(args.day) if args.day else bangkok_day(opened.counter.clock())
        last = day_of(args.to) if args.to else first
        if last < first:
            raise BadUsage("days_reversed", {"first": "--day", "last": "--to"}, code="bad_date")
        try:
            span = days(first, last)
        except ValueError:
            raise BadUsage("no_register", {"day": args.day}, code="bad_date") from None
        only = Only(args.shift, args.of, args.lane, args.counter)
        desk = StationRegisters(opened)
        register = desk.read(Wanted(span, By(args.by), only), Progress())
        if args.out is not None:
            file = desk.write(args.out, officer.person.name if officer else "", register)
        voices = Voices(context.texts, opened.officers.names())
    body = _body(register, first.isoformat(), last.isoformat())
    if isinstance(file, Refusal):
        return refused(context.texts, file, body)
    return Answer(DONE, body | (asdict(file) if file else {}), _text(register, voices))


def _body(register: Register, first: str, last: str) -> dict[str, object]:
    return {
        "day": first,
        "to": last,
        "by": str(register.wanted.by),
        "read_at": format_time(register.read_at),
        "total": _figures(register.total),
        "lines": [_figures(line) for line in register.lines],
        "waiting": [{**asdict(each), "since": format_time(each.since)} for each in register.waiting],
        "unconfirmed": [{**asdict(each), "at": format_time(each.at)} for each in register.unconfirmed],
        "unconfirmed_after_h": register.unconfirmed_after_h,
        "odd_scans": None if register.odd_scans is None else [_scan(each) for each in register.odd_scans],
    }


def _figures(line: Figures) -> dict[str, object]:
    return {**asdict(line), "stamps": line.stamps}


def _scan(scan: OddScan) -> dict[str, object]:
    return {**asdict(scan), "at": format_time(scan.at)}


def _text(register: Register, voices: Voices) -> str:
    return "\n".join(line for language in ("th", "en") for line in _said(register, voices.speech(language)))


def _said(register: Register, speech: Speech) -> Iterator[str]:
    first, last = days_of(register.wanted.span)
    yield day_said(first, speech) if first == last else f"{day_said(first, speech)} – {day_said(last, speech)}"
    for line in register.lines:
        yield f"{key_said(register.wanted.by, line.key, speech)}: {_counted(line, speech)}"
    yield f"{speech.say('register_all')}: {_counted(register.total, speech)}"
    yield f"{speech.say('register_sheet_waiting')}: {len(register.waiting)}"
    yield f"{speech.say('register_sheet_unconfirmed')}: {len(register.unconfirmed)}"


def _counted(line: Figures, speech: Speech) -> str:
    """The figures that are not nothing, by their names; how many acts in any case."""
    numbers = {name: getattr(line, name) for name in NUMBERS}
    shown = (name for name, number in numbers.items() if number or name == "acts")
    return " · ".join(f"{speech.say(f'register_head_{name}')} {grouped(numbers[name])}" for name in shown)
