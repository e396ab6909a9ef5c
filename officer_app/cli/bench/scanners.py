"""The scanners' figures: last byte to callback beside a bare read loop; what an idle desk with three scanners costs."""

import os
import threading
import time

from officer_app.cli.bench.rows import Row, row
from officer_app.core.scanner_setup import setup_of
from officer_app.devices.device_thread import DeviceThread
from officer_app.devices.framing import Framed
from officer_app.devices.scanner_states import Ready, State
from officer_app.devices.serial_scanner import serial_source
from officer_app.devices.simulated_scanner import SimulatedScanner
from officer_app.workstation.trouble import Trouble

BAUD = 115_200
PATIENCE_S = 10.0
IDLE_S, LOOKS = 1.0, 5
MISSING = "/dev/officer-app-no-such-scanner"


def scan_to_callback(times: int) -> Row:
    """Last byte of a scan written to a pty at the pace of 115,200 baud → the callback; beside a bare read loop."""
    with SimulatedScanner() as scanner, SimulatedScanner() as bare:
        ours, floor = [], []
        done = threading.Event()
        ready = threading.Event()
        at = [0.0]

        def framed(one: Framed) -> None:
            at[0] = time.perf_counter()
            done.set()

        def said(state: State) -> None:
            if isinstance(state, Ready):
                ready.set()

        device = DeviceThread([serial_source(setup_of(scanner.url, {"speed": BAUD}), framed, said)])
        loop = _BareLoop(bare.url)
        device.start()
        try:
            ready.wait(PATIENCE_S)
            for place in range(times):
                code = f"9911B{place:07d}"
                ours.append(_taken_ms(scanner, code, done, at))
                floor.append(_taken_ms(bare, code, loop.done, loop.at))
        finally:
            device.stop()
            loop.stop()
    return row("scan_to_callback", ours, floor, "ms", "p99 <= 2 ms")


def _taken_ms(scanner: SimulatedScanner, code: str, done: threading.Event, at: list[float]) -> float:
    done.clear()
    scanner.send_paced(code.encode(), BAUD)
    begun = time.perf_counter()
    scanner.send_bytes(b"\r")
    if not done.wait(PATIENCE_S):
        raise Trouble("port_missing", path=scanner.url, detail="a scan was not heard")
    return (at[0] - begun) * 1000


class _BareLoop:
    """Blocking reads until CR, and nothing else."""

    def __init__(self, url: str) -> None:
        self.done = threading.Event()
        self.at = [0.0]
        self._stopping = False
        self._port = os.open(url, os.O_RDWR | os.O_NOCTTY)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """It ends with the port's other end."""
        self._stopping = True

    def _run(self) -> None:
        held = b""
        while not self._stopping:
            try:
                held += os.read(self._port, 4096)
            except OSError:
                break
            if held.endswith(b"\r"):
                self.at[0] = time.perf_counter()
                held = b""
                self.done.set()
        os.close(self._port)


def idle_scanners() -> Row:
    """Share of a core that three scanners cost while nobody scans, one of them missing; beside a sleeping thread."""
    with SimulatedScanner() as first, SimulatedScanner() as second:
        urls = (first.url, second.url, MISSING)
        device = DeviceThread([serial_source(setup_of(url, {}), lambda one: None, lambda state: None) for url in urls])
        device.start()
        try:
            threading.Event().wait(1.0)
            ours = [_share(IDLE_S) for _ in range(LOOKS)]
        finally:
            device.stop()
    floor = [max(_share(IDLE_S), _LEAST_SHARE) for _ in range(LOOKS)]
    return row("idle_scanners", ours, floor, "% of a core", "< 1 %")


_LEAST_SHARE = 0.001
"""What the clock of the process can still tell from nothing."""


def _share(seconds: float) -> float:
    begun, cpu = time.monotonic(), time.process_time()
    threading.Event().wait(seconds)
    return 100 * (time.process_time() - cpu) / (time.monotonic() - begun)
