"""The counter's figures: scan to paint, stamp to commit."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from officer_app.cli.bench.floors import bare_commit
from officer_app.cli.bench.rows import Row, row
from officer_app.cli.stage import Desktop, Stage
from officer_app.core.acts import Mode
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import SignedIn
from officer_app.core.records import DeclarationLine, Line, Permit
from officer_app.core.refusals import Refusal
from officer_app.devices.framing import Dropped, Frame
from officer_app.devices.serial_scanner import Ready, SerialScanner, State
from officer_app.devices.simulated_scanner import SimulatedScanner
from officer_app.security import file_key
from officer_app.settings import Settings
from officer_app.usecases.import_records import import_permits
from officer_app.usecases.stamp import stamp
from officer_app.workstation.opening import Workstation, create, now, open_workstation
from officer_app.workstation.trouble import Trouble

OFFICER = "bench"
PATIENCE_S = 10.0


def make_bench_home(folder: Path, scanner: str, permits: int) -> tuple[Workstation, SignedIn, str]:
    """A workstation with so many sample permits and one officer, signed in; its password."""
    create(folder, Settings(site="BENCH", desk="inspection", name="BENCH-1", mode=Mode.SAMPLE, scanners=(scanner,)))
    opened = open_workstation(folder)
    password = now().isoformat()
    opened.officers.add(OFFICER, "Bench", frozenset({"inspection", "transit"}), password)
    officer = opened.officers.sign_in(OFFICER, password)
    if isinstance(officer, Refusal):
        raise Trouble("damaged", detail=officer.code)
    import_permits(opened.counter, [_permit(place) for place in range(permits)])
    return opened, officer, password


def number_of(place: int) -> str:
    """The number of the bench's permit at `place`."""
    return f"9911B{place:07d}"


def scan_to_painted(
    desktop: Desktop,
    opened: Workstation,
    scanner: SimulatedScanner,
    password: str,
    times: int,
    name: str = "scan_to_painted",
    meanwhile: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Row:
    """Last byte written to the pty → the answer is on the screen; beside a window that only shows the text."""
    stage = desktop.open_stage(opened)
    try:
        if not stage.sign_in(OFFICER, password):
            raise Trouble("damaged", detail="sign-in")
        with meanwhile():
            ours = [_painted_ms(stage, scanner, number_of(place)) for place in range(times)]
    finally:
        stage.close()
    floor = _bare_scans(desktop, scanner, times)
    return row(name, ours, floor, "ms", "p99 <= 8 ms")


def _painted_ms(stage: Stage, scanner: SimulatedScanner, number: str) -> float:
    before = stage.last_painted[0]
    begun = time.monotonic_ns()
    scanner.send(number)
    if not stage.wait_until(lambda: stage.last_painted[0] > before, PATIENCE_S):
        raise Trouble("port_missing", path=scanner.url, detail="a scan was not painted")
    return (stage.last_painted[1] - begun) / 1e6


def _bare_scans(desktop: Desktop, scanner: SimulatedScanner, times: int) -> list[float]:
    bare = desktop.open_bare()
    open_now = threading.Event()

    def framed(what: Frame | Dropped) -> None:
        if isinstance(what, Frame):
            bare.hear(what.data.decode("ascii"))

    def said(state: State) -> None:
        if isinstance(state, Ready):
            open_now.set()

    reader = SerialScanner(scanner.url, framed, said)
    reader.start()
    try:
        open_now.wait(PATIENCE_S)
        taken = []
        for place in range(times):
            begun = time.monotonic_ns()
            scanner.send(number_of(place))
            if not bare.wait_painted(place + 1):
                raise Trouble("port_missing", path=scanner.url, detail="a scan was not painted")
            taken.append((bare.last_painted[1] - begun) / 1e6)
    finally:
        reader.stop()
        bare.close()
    return taken


def stamp_commit(opened: Workstation, officer: SignedIn, folder: Path, times: int) -> Row:
    """Stamp to durable, signed, chained, projected, in turns with a bare commit of the same bytes."""
    commit = bare_commit(folder / "floor.db", file_key.load(opened.home.file_key))
    ours, floor = [], []
    for place in range(times):
        begun = time.perf_counter()
        done = stamp(opened.counter, officer, number_of(place), StampWish(Outcome.GREEN, "CP-1"))
        ours.append((time.perf_counter() - begun) * 1000)
        if isinstance(done, Refusal):
            raise Trouble("damaged", detail=done.code)
        begun = time.perf_counter()
        commit(done.act, done.token)
        floor.append((time.perf_counter() - begun) * 1000)
    return row("stamp_commit", ours, floor, "ms", "p99 <= 20 ms, median <= 3x")


def _permit(place: int) -> Permit:
    line = DeclarationLine(f"A0011991{place % 1000000:06d}", 1 + place % 40, "CT", 1000 + place)
    return Permit(
        number=number_of(place),
        line=str(Line.GREEN),
        state="issued",
        declarations=(line,),
        mode="3",
        vehicle=f"{70 + place % 20}-{place % 9000 + 1000}",
        company_name="บริษัท ตัวอย่างวัดความเร็ว จำกัด",
    )
