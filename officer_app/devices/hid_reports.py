"""HID-POS reports: from the bytes of a bar code scanner's input reports to scans. Pure: knows no device.

Usages: HID Point of Sale Usage Tables 1.02 and HID Usage Tables 1.3, page 0x8C (Bar Code Scanner): Scanned Data Report
0x12; Symbology Identifier 1 to 3 0xFB to 0xFD; Decoded Data 0xFE; Decoded Data Continued 0xFF. The number of data
bytes is usage 0x3B (Byte Count) of the Generic Desktop page. Most devices lay them out alike (`USUAL`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from officer_app.devices.framing import Dropped, DropReason, Frame, Framed, dropped

SCANNER_PAGE, SCANNER_USAGE = 0x8C, 0x02
_DATA, _CONTINUED = (0x8C, 0xFE), (0x8C, 0xFF)
_SYMBOLOGY = ((0x8C, 0xFB), (0x8C, 0xFC), (0x8C, 0xFD))
_COUNT = (0x01, 0x3B)
_WAIT_S = 1.0
"""Between two reports of one scan pass milliseconds; what waits longer for its rest is a half scan."""
_TERMINATORS = b"\r\n\t\x00"


class BadDescriptor(ValueError):
    """A report descriptor that describes no scanned data; the message says what is missing."""


@dataclass(frozen=True)
class Layout:
    """Where things stand in an input report, in bytes from its first (the report id, 0 where reports have none).

    `count`, `symbology` and `continued` are -1 or empty where the device does not send them; `continued_mask` picks the
    one bit out of its byte.
    """

    report_id: int
    data: int
    room: int
    count: int = -1
    symbology: tuple[int, ...] = ()
    continued: int = -1
    continued_mask: int = 1


USUAL = Layout(report_id=2, data=5, room=56, count=1, symbology=(2, 3, 4), continued=63)
"""64 bytes: report id 2, count, AIM identifier, 56 bytes of data, 2 vendor bytes, `continued` in the last bit."""


@dataclass
class _Reading:
    """What the items of a descriptor have said so far."""

    page: int = 0
    size: int = 0
    count: int = 0
    report: int = 0
    usages: list[tuple[int, int]] = field(default_factory=list)
    bits: dict[int, int] = field(default_factory=dict)
    found: dict[int, dict[tuple[int, int], tuple[int, int]]] = field(default_factory=dict)

    def main_input(self) -> None:
        """Give each usage its place; more fields than usages repeat the last one (HID 1.11 §6.2.2.8)."""
        begin = self.bits.get(self.report, 0)
        places = self.found.setdefault(self.report, {})
        for index in range(self.count):
            usage = self.usages[min(index, len(self.usages) - 1)] if self.usages else (0, 0)
            first, length = places.get(usage, (begin + index * self.size, 0))
            places[usage] = (first, length + self.size)
        self.bits[self.report] = begin + self.size * self.count


def layout_of(descriptor: bytes) -> Layout:
    """The layout of the report that holds scanned data. Raises BadDescriptor."""
    reading = _Reading()
    for kind, tag, value, length in _items(descriptor):
        if (kind, tag) == (1, 0x0):
            reading.page = value
        elif (kind, tag) == (1, 0x7):
            reading.size = value
        elif (kind, tag) == (1, 0x8):
            reading.report = value
        elif (kind, tag) == (1, 0x9):
            reading.count = min(value, _MOST_FIELDS)
        elif (kind, tag) == (2, 0x0):
            reading.usages.append((value >> 16, value & 0xFFFF) if length == 4 else (reading.page, value))
        elif kind == 0:
            if tag == 0x8:
                reading.main_input()
            reading.usages.clear()
    for report, places in reading.found.items():
        if _DATA in places:
            return _layout(report, places)
    raise BadDescriptor("no report holds decoded data (usage 8C:FE)")


_MOST_FIELDS = 4096


def _layout(report: int, places: dict[tuple[int, int], tuple[int, int]]) -> Layout:
    first, length = places[_DATA]
    if first % 8 or length % 8 or not length:
        raise BadDescriptor("decoded data are not in whole bytes")
    made = Layout(report_id=report, data=1 + first // 8, room=length // 8)
    if _COUNT in places:
        made = replace(made, count=1 + places[_COUNT][0] // 8)
    if all(usage in places for usage in _SYMBOLOGY):
        made = replace(made, symbology=tuple(1 + places[usage][0] // 8 for usage in _SYMBOLOGY))
    if _CONTINUED in places:
        bit = places[_CONTINUED][0]
        made = replace(made, continued=1 + bit // 8, continued_mask=1 << bit % 8)
    return made


def _items(descriptor: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Type (0 main, 1 global, 2 local), tag, value and length of each short item (HID 1.11 §6.2.2.2); total."""
    place = 0
    while place < len(descriptor):
        head = descriptor[place]
        if head == 0xFE:  # a long item: size in the next byte, then its tag; none is defined
            place += 3 + (descriptor[place + 1] if place + 1 < len(descriptor) else 0)
            continue
        length = (0, 1, 2, 4)[head & 3]
        value = int.from_bytes(descriptor[place + 1 : place + 1 + length], "little")
        yield head >> 2 & 3, head >> 4, value, length
        place += 1 + length


@dataclass(frozen=True)
class Piece:
    """One report: the AIM identifier as text (`]C0`, or empty), its data, whether more of the scan follows."""

    identifier: str
    data: bytes
    more: bool


def read_report(report: bytes, layout: Layout = USUAL) -> Piece | None:
    """The piece of a scan in one input report; None for another report. Total: whatever the bytes are."""
    if len(report) < layout.data or (layout.report_id and report[0] != layout.report_id):
        return None
    room = report[layout.data : layout.data + layout.room]
    count = report[layout.count] if 0 <= layout.count < len(report) else len(room.rstrip(b"\0"))
    spelt = bytes(report[place] for place in layout.symbology if place < len(report))
    # AIM's own begins with ]; a device may leave it out, or send its own numbers.
    identifier = spelt.decode("latin-1") if spelt[:1] == b"]" and spelt.isascii() and spelt[1:].isalnum() else ""
    more = 0 <= layout.continued < len(report) and bool(report[layout.continued] & layout.continued_mask)
    return Piece(identifier, room[: min(count, len(room))], more)


class ReportCutter:
    """Puts the pieces of one scanner together. Implements `framing.Cutter`: `feed` takes one report at a time."""

    def __init__(self, layout: Layout = USUAL, limit: int = 4096) -> None:
        self._layout = layout
        self._limit = limit
        self._held = bytearray()
        self._skipping = False
        self._last_at = float("-inf")

    @property
    def waits_until(self) -> float | None:
        """See Cutter."""
        return self._last_at + _WAIT_S if self._held or self._skipping else None

    def feed(self, data: bytes, at: float) -> list[Framed]:
        """See Cutter."""
        framed = self.flush(at)
        piece = read_report(data, self._layout) if data else None
        if piece is None:
            return framed
        self._last_at = at
        if self._skipping:
            self._skipping = piece.more
            return framed
        if not self._held:
            self._held += piece.identifier.encode()
        self._held += piece.data
        if len(self._held) > self._limit:
            self._skipping = piece.more
            return [*framed, dropped(DropReason.OVERLONG, self._take())]
        return framed if piece.more else [*framed, self._end()]

    def flush(self, at: float, *, vanished: bool = False) -> list[Framed]:
        """See Cutter."""
        if not vanished and at < self._last_at + _WAIT_S:
            return []
        self._skipping = False
        return [dropped(DropReason.HALF, self._take())] if self._held else []

    def _end(self) -> Frame | Dropped:
        # What the scanner is set to send after a code ends nothing here: a report knows its own end.
        whole = self._take().rstrip(_TERMINATORS)
        return Frame(whole) if whole else dropped(DropReason.EMPTY, b"")

    def _take(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held
