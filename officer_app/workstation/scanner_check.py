"""Scanners looked at by the doctor: does each open, and what do the bytes of a scan say about its settings."""

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from officer_app.core.scanner_guess import Chunk
from officer_app.core.scanner_setup import ScannerSetup
from officer_app.devices.decoding import decode
from officer_app.devices.device_thread import DeviceThread
from officer_app.devices.framing import Dropped, Framed
from officer_app.devices.hid_scanner import hid_source
from officer_app.devices.port_troubles import PortTrouble
from officer_app.devices.ports import Source
from officer_app.devices.scanner_states import Absent, Ready, State
from officer_app.devices.serial_scanner import serial_source
from officer_app.settings import Settings
from officer_app.texts import Texts
from officer_app.viewmodels.ports import Finding

OPENS_WITHIN_S = 3.0
MOST_CHUNKS = 20_000


def source_of(setup: ScannerSetup, on_frame: Callable[[Framed], None], on_state: Callable[[State], None]) -> Source:
    """The scanner of `setup`, of whatever kind it is."""
    return (hid_source if setup.is_hid else serial_source)(setup, on_frame, on_state)


def scanner_findings(settings: Settings, texts: Texts) -> Iterator[Finding]:
    """Whether each configured scanner opens. One that the program itself is reading is in use, not in trouble."""
    setups = settings.scanner_setups
    if not setups:
        yield Finding("scanner", "attention", texts.both("doctor.scanner_none"))
        return
    states: queue.SimpleQueue[State] = queue.SimpleQueue()
    devices = DeviceThread([source_of(setup, _unheard, states.put) for setup in setups])
    devices.start()
    try:
        said = _first_states(states, len(setups))
    finally:
        devices.stop()
    for setup in setups:
        state = said.get(setup.port)
        if isinstance(state, Ready):
            yield Finding("scanner", "good", texts.both("doctor.scanner_opens", port=setup.port))
        elif isinstance(state, Absent) and state.trouble is PortTrouble.TAKEN:
            yield Finding("scanner", "attention", texts.both("doctor.scanner_in_use", port=setup.port))
        elif isinstance(state, Absent):
            yield Finding("scanner", "bad", texts.both(f"port.{state.trouble}", port=state.url))
        else:
            yield Finding("scanner", "bad", texts.both("doctor.scanner_silent", port=setup.port))


def _first_states(states: "queue.SimpleQueue[State]", wanted: int) -> dict[str, State]:
    said: dict[str, State] = {}
    deadline = time.monotonic() + OPENS_WITHIN_S
    while len(said) < wanted and (left := deadline - time.monotonic()) > 0:
        try:
            state = states.get(timeout=left)
        except queue.Empty:
            break
        said[state.url] = state
    return said


def _unheard(framed: Framed) -> None:
    """The doctor only looks whether it opens."""


@dataclass
class Listened:
    """What one scanner sent while the doctor listened."""

    chunks: list[Chunk] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)
    trouble: Absent | None = None


def listen(setups: Sequence[ScannerSetup], seconds: float, heard: Callable[[str, str], None]) -> dict[str, Listened]:
    """What scanners send within `seconds`; `heard` is told of each frame (port, text) as it comes.

    Bytes are kept up to MOST_CHUNKS reads a scanner, so that an endless sender cannot fill the memory.
    """
    found = {setup.port: Listened() for setup in setups}
    happened: queue.SimpleQueue[tuple[str, Framed | State]] = queue.SimpleQueue()

    def on_bytes(url: str, data: bytes, at: float) -> None:
        if len(found[url].chunks) < MOST_CHUNKS:
            found[url].chunks.append(Chunk(at, data))

    def framed_by(port: str) -> Callable[[Framed], None]:
        return lambda framed: happened.put((port, framed))

    devices = DeviceThread(
        [source_of(setup, framed_by(setup.port), lambda state: happened.put((state.url, state))) for setup in setups]
    )
    devices.watch(on_bytes)
    devices.start()
    try:
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                port, what = happened.get(timeout=left)
            except queue.Empty:
                break
            _note(found[port], port, what, heard)
    finally:
        devices.stop()
    return found


def _note(listened: Listened, port: str, what: Framed | State, heard: Callable[[str, str], None]) -> None:
    if isinstance(what, Ready):
        listened.trouble = None
    elif isinstance(what, Absent):
        listened.trouble = what
    elif not isinstance(what, State):
        text = what if isinstance(what, Dropped) else decode(what.data)
        if isinstance(text, Dropped):
            listened.dropped[str(text.reason)] = listened.dropped.get(str(text.reason), 0) + 1
            heard(port, f"({text.reason}) {text.excerpt}")
        else:
            if len(listened.frames) < MOST_CHUNKS:
                listened.frames.append(text.text)
            heard(port, text.text)
