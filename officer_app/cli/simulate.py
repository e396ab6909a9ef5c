"""`simulate scanner|stations`: recorded or made-up scans, replayed at any speed into a pseudo-terminal or a socket."""

import argparse
import json
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import TIMEOUT_MAX, Event

from officer_app.cli import simulate_stations
from officer_app.cli.answers import DONE, Answer, BadUsage, bad_input
from officer_app.cli.context import Context
from officer_app.cli.files import read_file
from officer_app.devices.recording import MOST_BYTES, BadRecording, Step, steps_for, steps_of
from officer_app.devices.simulated_scanner import SimulatedScanner, SimulationFailed
from officer_app.messages.faults import NotThisFile
from officer_app.workstation.papers import write_whole
from officer_app.workstation.trouble import Trouble

TERMINATORS = {
    "cr": b"\r",
    "lf": b"\n",
    "crlf": b"\r\n",
    "tab": b"\t",
    "etx": b"\x03",
    "none": b"",
}
LOOPBACK = "127.0.0.1"
MOST_TIMES = 1_000_000
Send = Callable[[bytes], None]


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("simulate", help="a scanner without a scanner, many workstations at a centre")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    scanner = actions.add_parser("scanner", help="send scans into a port that officer-app reads")
    scanner.add_argument("file", nargs="?", type=Path, help="recorded bytes (doctor --record), or any bytes")
    scanner.add_argument("--numbers", nargs="+", default=[], metavar="NUMBER", help="what to scan instead of a file")
    scanner.add_argument("--terminator", choices=list(TERMINATORS), default="cr", help="after each number")
    scanner.add_argument("--every-ms", type=int, default=500, help="from one number to the next")
    scanner.add_argument("--speed", type=float, default=1.0, help="times as fast; 0: without any pause")
    scanner.add_argument("--baud", type=int, default=0, help="no faster than such a line carries; 0: at once")
    scanner.add_argument("--times", type=int, default=1, help="how often all of it is sent")
    scanner.add_argument("--socket", type=int, metavar="PORT", help="serve socket://127.0.0.1:PORT instead (0: any)")
    scanner.add_argument("--port-out", type=Path, metavar="FILE", help="write the port's address there, too")
    scanner.add_argument("--wait", type=float, default=60.0, help="seconds to wait for a reader")
    scanner.set_defaults(command=_scanner)
    simulate_stations.declare(actions)


def _scanner(context: Context, args: argparse.Namespace) -> Answer:
    try:
        steps = _steps(args)
    except (BadRecording, NotThisFile) as error:
        return bad_input("unreadable", context.texts.both("usage.not_replayable", detail=str(error)))
    except OSError as error:
        raise Trouble("file_unreadable", path=str(args.file), detail=error.strerror or "") from error
    if not (
        0 <= args.wait <= TIMEOUT_MAX
        and args.speed >= 0
        and args.baud >= 0
        and 0 < args.times <= MOST_TIMES
        and args.every_ms >= 0
    ):
        raise BadUsage("replay_numbers", {"most": str(MOST_TIMES)})
    try:
        sent = _to_socket(context, args, steps) if args.socket is not None else _to_port(context, args, steps)
    except SimulationFailed as error:
        raise Trouble("simulation", detail=error.code) from error
    return Answer(DONE, {"sent_bytes": sent, "steps": len(steps) * args.times}, f"{sent} bytes")


def _steps(args: argparse.Namespace) -> list[Step]:
    if (args.file is None) == (not args.numbers):
        raise BadUsage("file_or_numbers")
    if args.file is None:
        return steps_for(args.numbers, TERMINATORS[args.terminator], args.every_ms / 1000)
    return steps_of(read_file(args.file, MOST_BYTES))


def _to_port(context: Context, args: argparse.Namespace, steps: Sequence[Step]) -> int:
    with SimulatedScanner(write_within_s=args.wait) as scanner:
        _announce(context, args, scanner.url)

        def send(data: bytes) -> None:
            if args.baud:
                scanner.send_paced(data, args.baud)
            else:
                scanner.send_bytes(data)

        def read() -> None:
            if not scanner.all_read(args.wait):
                raise SimulationFailed("nobody_reads")

        sent = _play(args, steps, send, read)
        # What nobody has read yet would be lost with the port.
        scanner.all_read(args.wait)
        return sent


def _to_socket(context: Context, args: argparse.Namespace, steps: Sequence[Step]) -> int:
    try:
        with socket.create_server((LOOPBACK, args.socket)) as server:
            server.settimeout(args.wait)
            _announce(context, args, f"socket://{LOOPBACK}:{server.getsockname()[1]}")
            with server.accept()[0] as line:
                return _play(args, steps, line.sendall, lambda: None)
    except TimeoutError as error:
        raise Trouble("simulation", detail="nobody_connected") from error
    except (OSError, OverflowError) as error:
        raise Trouble("simulation", detail=str(error)) from error


def _announce(context: Context, args: argparse.Namespace, url: str) -> None:
    if args.port_out is not None:
        write_whole(args.port_out, f"{url}\n".encode())
    context.out.write(json.dumps({"port": url}) + "\n" if context.as_json else f"{url}\n")


def _play(args: argparse.Namespace, steps: Sequence[Step], send: Send, read: Callable[[], None]) -> int:
    """Send every step at its time, which begins when somebody has `read` the first; gives the bytes that were sent."""
    pause, sent = Event(), 0
    due = time.monotonic()
    for _ in range(args.times):
        for step in steps:
            if args.speed:
                due += step.after_s / args.speed
                pause.wait(max(0.0, due - time.monotonic()))
            send(step.data)
            if not sent:
                read()
                due = time.monotonic()
            sent += len(step.data)
    return sent
