"""`scan --port URL...`: a counter without a window, one JSON line per scan until the input ends."""

import argparse
import json
import logging
import os
import queue
import sys
import time
from collections.abc import Mapping, Sequence

from officer_app.cli.answers import DONE, Answer, BadUsage, refused
from officer_app.cli.context import Context
from officer_app.cli.found import EMPTY, answer_of, who_reads
from officer_app.cli.found_case import case_answer
from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.core.roles import DESKS
from officer_app.core.scan_log import Became, why_unknown
from officer_app.core.scanner_setup import OPTIONS, BadSetup, ScannerSetup, setup_of
from officer_app.core.scans import ScanCount
from officer_app.devices.decoding import decode
from officer_app.devices.device_thread import DeviceThread
from officer_app.devices.duplicates import Repeats
from officer_app.devices.framing import Dropped, Frame, Framer, Framing
from officer_app.devices.scanner_states import Absent, Ready, State
from officer_app.usecases.look_up import NotRead, Unknown, look_up
from officer_app.usecases.looks import note_look
from officer_app.workstation.opening import Workstation
from officer_app.workstation.scanner_check import source_of
from officer_app.workstation.trouble import Trouble

STDIN = "-"
Happened = Frame | Dropped | State

log = logging.getLogger(__name__)


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("scan", help="read a scanner without a window; one JSON line per scan")
    help_port = "a serial port, a pyserial URL, hid://, or - for standard input; may be repeated"
    parser.add_argument("--port", required=True, action="append", help=help_port)
    add_options(parser)
    parser.add_argument("--desk", choices=DESKS, help="say only what may be done at this desk (default: at any)")
    parser.set_defaults(command=_scan)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that change how a scanner is set up."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=f"instead of what settings.toml says of the port: {', '.join(OPTIONS)}",
    )


def setups_of(
    ports: Sequence[str], pairs: Sequence[str], known: Mapping[str, Mapping[str, object]]
) -> list[ScannerSetup]:
    """The setups of `ports`: what is `known` of each, changed by `pairs` (`speed=115200`). Raises BadUsage."""
    try:
        changes = dict(_pair(pair) for pair in pairs)
        return [setup_of(port, {**known.get(port, {}), **changes}) for port in dict.fromkeys(ports)]
    except BadSetup as error:
        raise BadUsage("bad_scanner", {"detail": str(error)}, code="bad_format") from error


def _pair(text: str) -> tuple[str, object]:
    name, _, value = text.partition("=")
    if value.isdecimal() and value.isascii():
        return name, int(value)
    return name, 1.5 if value == "1.5" else value


def _scan(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        desk = _Desk(context, opened, who_reads(args.desk))
        try:
            if STDIN in args.port:
                _read_stdin(desk)
            else:
                _read_ports(desk, setups_of(args.port, args.set, opened.settings.scanner_settings))
        except KeyboardInterrupt:
            log.info("the scan was stopped by a person")
    # Each line has said all there is to say; people get the numbers.
    return Answer(DONE, None, str(desk.count.as_dict()))


class _Desk:
    """Answers each scan with one line."""

    def __init__(self, context: Context, opened: Workstation, reader: Person) -> None:
        self.context = context
        self.count = ScanCount()
        self._opened = opened
        self._reader = reader
        self._repeats = Repeats(opened.settings.repeat_gap_ms / 1000)

    def take(self, what: Frame | Dropped) -> None:
        text = decode(what.data) if isinstance(what, Frame) else what
        if isinstance(text, Dropped):
            self.count = self.count.with_dropped(str(text.reason))
            self._opened.counter.note_scan("", Became.DROPPED, str(text.reason))
            refusal = Refusal("unreadable", {"reason": str(text.reason)})
            self._line(refused(self.context.texts, refusal, {**EMPTY, "raw": text.excerpt}))
            return
        if self._repeats.is_repeat(text.text, time.monotonic()):
            self.count = self.count.with_repeat()
            self._opened.counter.note_scan("", Became.REPEATED)
            return
        counter = self._opened.counter
        if case := case_answer(self.context.texts, counter, text.text, self._reader):
            self._count(text.text, understood=case.status == DONE)
            self._line(case)
            return
        looked = look_up(counter, text.text, self._reader)
        note_look(counter, "", looked)
        self._count(text.text, understood=not isinstance(looked, NotRead | Unknown))
        self._line(answer_of(self.context.texts, looked))

    def _count(self, text: str, *, understood: bool) -> None:
        note = self._opened.counter.note_scan
        if understood:
            self.count = self.count.with_understood()
            note("", Became.UNDERSTOOD)
        else:
            self.count = self.count.with_refused()
            note("", Became.UNKNOWN, *why_unknown(text))

    def _line(self, answer: Answer) -> None:
        body = {**(answer.body or {}), "count": self.count.as_dict()}
        text = json.dumps(body, ensure_ascii=False) if self.context.as_json else f"{answer.text}\n"
        self.context.out.write(text + "\n")


def _read_stdin(desk: _Desk) -> None:
    framer = Framer(Framing())
    while data := os.read(sys.stdin.fileno(), 65536):
        for framed in framer.feed(data, time.monotonic()):
            desk.take(framed)
    for framed in framer.flush(time.monotonic(), vanished=True):
        desk.take(framed)


def _read_ports(desk: _Desk, setups: Sequence[ScannerSetup]) -> None:
    """Until the last port, once open, goes away. Raises Trouble for a port that is not there at all."""
    happened: queue.SimpleQueue[Happened] = queue.SimpleQueue()
    devices = DeviceThread([source_of(setup, happened.put, happened.put) for setup in setups])
    devices.start()
    reading: set[str] = set()
    gone: set[str] = set()
    try:
        while len(gone) < len(setups):
            event = happened.get()
            if isinstance(event, Frame | Dropped):
                desk.take(event)
            elif isinstance(event, Ready):
                reading.add(event.url)
                gone.discard(event.url)
            elif isinstance(event, Absent) and event.url not in reading:
                raise Trouble(f"port_{event.trouble}", path=event.url)
            elif isinstance(event, Absent):
                gone.add(event.url)
    finally:
        devices.stop()
