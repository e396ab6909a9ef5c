"""Framing: cut the bytes of a scanner into scans. Pure: knows no port and no clock; the time is handed in.

A frame ends with CR, LF, CRLF, TAB or ETX, or with those of them that are set; STX begins one. Terminators of
different kinds right after each other (CR LF, ETX CR LF) are one end. However the bytes are split on their way, the
frames are the same, as long as no gap of `Framing.gap_s` falls between them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from officer_app.core.scanned_text import printable
from officer_app.core.scanner_setup import ScannerSetup, Terminator

_STX = b"\x02"
_CR = b"\r"
# A bill-payment code holds three CR of its own (domain §4): they do not end the frame.
_BILL = re.compile(rb"(?:\][A-Za-z][0-9A-Za-z])?\|")
_BILL_INNER_ENDS = 3
_EXCERPT_BYTES = 32


class DropReason(StrEnum):
    """Why bytes became no scan."""

    HALF = "half_frame"
    OVERLONG = "overlong"
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    CONTROL_CHARACTER = "control_character"


@dataclass(frozen=True)
class Frame:
    """One scan as it was sent, without its terminator; never empty."""

    data: bytes


@dataclass(frozen=True)
class Dropped:
    """One thing that was dropped: `count` bytes of it had been read, `excerpt` is their beginning, escaped."""

    reason: DropReason
    count: int
    excerpt: str


Framed = Frame | Dropped


@dataclass(frozen=True)
class Framing:
    """How a scanner sets its scans apart.

    `gap_s`, seconds of silence: with `gap_ends_frame` a frame ends there (a scanner that sends no terminator);
    without it what was begun before is a half frame and is dropped. `limit`: bytes a frame may have. `ends`: the
    bytes that end a frame, of CR, LF, TAB and ETX; the others are content.
    """

    gap_s: float = 1.0
    gap_ends_frame: bool = False
    limit: int = 4096
    ends: bytes = b"\r\n\t\x03"


ENDS: Mapping[str, bytes] = MappingProxyType(
    {
        Terminator.ANY: b"\r\n\t\x03",
        Terminator.CR: b"\r",
        Terminator.LF: b"\n",
        Terminator.CRLF: b"\r\n",
        Terminator.TAB: b"\t",
        Terminator.ETX: b"\x03",
        Terminator.NONE: b"\r\n\t\x03",
    }
)
"""The bytes of each setting. Without terminator those that come all the same still end a frame."""


def framing_of(setup: ScannerSetup) -> Framing:
    """How a scanner set up so sets its scans apart."""
    alone = setup.terminator == Terminator.NONE
    return Framing(setup.gap_s, alone, setup.longest, ENDS[setup.terminator])


class Cutter(Protocol):
    """Makes scans of what one scanner sends. Times are seconds of one clock that never goes back."""

    @property
    def waits_until(self) -> float | None:
        """When `flush` has something to do even if nothing more comes; None while nothing is held."""

    def feed(self, data: bytes, at: float) -> list[Framed]:
        """What `data`, read at `at`, completes or spoils, in order."""

    def flush(self, at: float, *, vanished: bool = False) -> list[Framed]:
        """What silence until `at`, or a port that `vanished`, makes of what is held; often nothing."""


def dropped(reason: DropReason, data: bytes) -> Dropped:
    """The record of having dropped `data`."""
    return Dropped(reason, len(data), printable(data[:_EXCERPT_BYTES].decode("utf-8", "backslashreplace")))


class Framer:
    """Cuts the bytes of one scanner. Times are seconds of one clock that never goes back."""

    def __init__(self, settings: Framing) -> None:
        self._settings = settings
        self._controls = re.compile(b"[\x02" + re.escape(settings.ends) + b"]")
        self._held = bytearray()
        self._skipping = False  # an overlong frame was dropped; its rest is swallowed
        self._ends = b""  # the terminators that stand between the last frame and here
        self._last_at = float("-inf")

    @property
    def waits_until(self) -> float | None:
        """See Cutter."""
        return self._last_at + self._settings.gap_s if self._held or self._skipping else None

    def feed(self, data: bytes, at: float) -> list[Framed]:
        """See Cutter."""
        if not data:
            return self.flush(at)
        framed = self.flush(at)
        self._last_at = at
        begin = 0
        for control in self._controls.finditer(data):
            framed += self._content(data[begin : control.start()])
            framed += self._begin() if control[0] == _STX else self._end(control[0])
            begin = control.end()
        return framed + self._content(data[begin:])

    def flush(self, at: float, *, vanished: bool = False) -> list[Framed]:
        """See Cutter."""
        if not vanished and at < self._last_at + self._settings.gap_s:
            return []
        held = self._take()
        self._skipping = False
        self._ends = b""
        if not held:
            return []
        whole = self._settings.gap_ends_frame or held.endswith(_CR)  # a bill with fewer parts ends in CR
        return [Frame(held.rstrip(_CR))] if whole and not vanished else [dropped(DropReason.HALF, held)]

    def _content(self, data: bytes) -> list[Framed]:
        if not data or self._skipping:
            return []
        self._ends = b""
        self._held += data[: self._settings.limit + 1 - len(self._held)]
        if len(self._held) <= self._settings.limit:
            return []
        self._skipping = True
        return [dropped(DropReason.OVERLONG, self._take())]

    def _begin(self) -> list[Framed]:
        self._skipping = False
        self._ends = b""
        held = self._take()
        return [dropped(DropReason.HALF, held)] if held else []

    def _end(self, terminator: bytes) -> list[Framed]:
        if terminator == _CR and _BILL.match(self._held) and self._held.count(_CR) < _BILL_INNER_ENDS:
            return self._content(terminator)
        if self._held or self._skipping:
            self._skipping = False
            self._ends = terminator
            held = self._take()
            return [Frame(held)] if held else []
        if self._ends and terminator not in self._ends:
            self._ends += terminator
            return []
        self._ends = terminator
        return [dropped(DropReason.EMPTY, b"")]

    def _take(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held
