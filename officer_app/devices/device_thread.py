"""The one thread on which all scanners are read, cut and called back (docs/decisions/0009-one-device-thread.md).

What the system can wait on together (serial ports and sockets on Linux, sockets anywhere) is waited on here and
costs nothing while it is quiet. What it cannot (COM ports, HID, rfc2217://, loop://) has a pump: a thread that does
nothing but wait for bytes and hand them over.
"""

import contextlib
import selectors
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from officer_app.devices.bell import Bell
from officer_app.devices.framing import Cutter, Framed
from officer_app.devices.port_troubles import OPENING_FAULTS, PortTrouble, trouble_opening
from officer_app.devices.ports import OnBytes, Port, Source
from officer_app.devices.scanner_states import Absent, Ready, Retry, State, Stopped

STOP_WITHIN_S = 0.5
NAME = "devices"


@dataclass
class _Slot:
    """A source and where it stands."""

    source: Source
    retry_s: float
    try_at: float = 0.0
    port: Port | None = None
    cutter: Cutter | None = None
    state: State | None = None
    opening: bool = False
    pump: threading.Thread | None = None


class DeviceThread:
    """Reads `sources` until it is stopped. Their callbacks are called here, at once, and must be quick."""

    def __init__(self, sources: Sequence[Source], retry: Retry | None = None) -> None:
        self._retry = retry or Retry()
        self._slots = [_Slot(source, self._retry.first_s) for source in sources]
        self._stopping = threading.Event()
        self._gone = False
        self._handing_in = threading.Lock()  # a port opened beside must not arrive after everything was closed
        self._bell = Bell()
        self._on_bytes: OnBytes | None = None
        self._selector = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._run, name=NAME, daemon=True)
        self._started = False

    def start(self) -> None:
        """Begin to read; a missing port is a state, not an error. Raises RuntimeError when started twice."""
        self._started = True
        self._thread.start()

    def watch(self, on_bytes: OnBytes | None) -> None:
        """Let `on_bytes` hear all that is read, on the device thread, or nobody any more."""
        self._on_bytes = on_bytes

    def stop(self) -> None:
        """Close every port and end the thread within half a second; harmless when repeated or never started.

        Only a network URL that is just being connected to may take longer; what it gives is then closed at once.
        """
        self._stopping.set()
        if not self._started:
            self._selector.close()
            self._bell.close()
            return
        self._bell.ring()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(STOP_WITHIN_S)

    # --- the loop

    def _run(self) -> None:
        self._selector.register(self._bell.rope, selectors.EVENT_READ, None)
        try:
            while not self._stopping.is_set():
                self._open_due()
                self._wait()
                self._flush_due()
        finally:
            self._end()

    def _wait(self) -> None:
        for key, _ in self._selector.select(self._sleep_s()):
            if key.data is None:
                self._answer_bell()
            else:
                self._read(key.data)

    def _sleep_s(self) -> float | None:
        """Until something has to be done by itself; None: only bytes or the bell wake."""
        moments = [slot.try_at for slot in self._slots if slot.port is None and not slot.opening]
        moments += [until for slot in self._slots if slot.cutter and (until := slot.cutter.waits_until) is not None]
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _answer_bell(self) -> None:
        self._bell.hush()
        while not self._stopping.is_set() and (work := self._bell.next_work()) is not None:
            work()

    def _flush_due(self) -> None:
        now = time.monotonic()
        for slot in self._slots:
            if slot.cutter is not None and (until := slot.cutter.waits_until) is not None and until <= now:
                self._hand_over(slot, slot.cutter.flush(now))

    def _end(self) -> None:
        with self._handing_in:
            self._gone = True
            # What a pump or an opener handed in last; a port among it is closed with the others.
            while (work := self._bell.next_work()) is not None:
                work()
        for slot in self._slots:
            self._let_go(slot)
            self._announce(slot, Stopped(slot.source.url))
        for slot in self._slots:
            if slot.pump is not None:
                slot.pump.join(STOP_WITHIN_S / 2)
        self._selector.close()
        self._bell.close()

    # --- one source

    def _open_due(self) -> None:
        for slot in self._slots:
            if slot.port is None and not slot.opening and slot.try_at <= time.monotonic():
                slot.opening = True
                if slot.source.slow:
                    opener = threading.Thread(target=self._open, args=(slot,), name=f"opens {slot.source.url}")
                    opener.daemon = True
                    opener.start()
                else:
                    self._opened(slot, _try_open(slot.source))

    def _open(self, slot: _Slot) -> None:
        """On a thread of its own."""
        made = _try_open(slot.source)
        if not self._hand_in(lambda: self._opened(slot, made)) and not isinstance(made, PortTrouble):
            made.close()

    def _opened(self, slot: _Slot, made: "Port | PortTrouble") -> None:
        slot.opening = False
        if isinstance(made, PortTrouble):
            self._later(slot, made)
            return
        slot.port, slot.cutter = made, slot.source.cutter()
        if made.waits_on is not None:
            self._selector.register(made.waits_on, selectors.EVENT_READ, slot)
        elif self._gone:
            made.close()
        else:
            slot.pump = threading.Thread(target=self._pump, args=(slot, made), name=f"pump {slot.source.url}")
            slot.pump.daemon = True
            slot.pump.start()
        self._announce(slot, Ready(slot.source.url))

    def _read(self, slot: _Slot) -> None:
        if slot.port is None:
            return
        try:
            data = slot.port.read()
        except OPENING_FAULTS:
            self._vanished(slot)
        else:
            self._heard(slot, data)

    def _pump(self, slot: _Slot, port: Port) -> None:
        """On a thread of its own, until the port is gone or let go of; who reads it closes it."""
        try:
            while slot.port is port:
                data = port.read()
                if data:
                    self._hand_in(self._bytes_of(slot, port, data))
        except OPENING_FAULTS:
            self._hand_in(lambda: self._vanished(slot) if slot.port is port else None)
        finally:
            with contextlib.suppress(*OPENING_FAULTS):
                port.close()

    def _bytes_of(self, slot: _Slot, port: Port, data: bytes) -> Callable[[], None]:
        return lambda: self._heard(slot, data) if slot.port is port else None

    def _heard(self, slot: _Slot, data: bytes) -> None:
        now = time.monotonic()
        if self._on_bytes is not None and data:
            self._on_bytes(slot.source.url, data, now)
        slot.retry_s = self._retry.first_s
        if slot.cutter is not None:
            self._hand_over(slot, slot.cutter.feed(data, now))

    def _vanished(self, slot: _Slot) -> None:
        self._let_go(slot)
        self._later(slot, PortTrouble.VANISHED)

    def _later(self, slot: _Slot, trouble: PortTrouble) -> None:
        slot.try_at = time.monotonic() + slot.retry_s
        slot.retry_s = min(2 * slot.retry_s, self._retry.last_s)
        self._announce(slot, Absent(slot.source.url, trouble))

    def _let_go(self, slot: _Slot) -> None:
        port, cutter = slot.port, slot.cutter
        slot.port = slot.cutter = None
        if port is None:
            return
        if port.waits_on is not None:
            self._selector.unregister(port.waits_on)
            with contextlib.suppress(*OPENING_FAULTS):
                port.close()
        else:
            port.cancel()
        if cutter is not None:
            self._hand_over(slot, cutter.flush(time.monotonic(), vanished=True))

    @staticmethod
    def _hand_over(slot: _Slot, framed: list[Framed]) -> None:
        for one in framed:
            slot.source.on_frame(one)

    @staticmethod
    def _announce(slot: _Slot, state: State) -> None:
        if state != slot.state:
            slot.state = state
            slot.source.on_state(state)

    # --- from other threads

    def _hand_in(self, work: Callable[[], None]) -> bool:
        """Let the device thread do `work`; False when there is none any more."""
        with self._handing_in:
            if self._gone:
                return False
            self._bell.leave(work)
        self._bell.ring()
        return True


def _try_open(source: Source) -> "Port | PortTrouble":
    try:
        return source.open()
    except OPENING_FAULTS as fault:
        return trouble_opening(source.url, fault)
