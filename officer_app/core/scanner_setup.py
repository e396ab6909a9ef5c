"""A scanner's setup: where it is plugged in, how its bits run, and how it sets its scans apart. Checked, pure data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class BadSetup(ValueError):
    """A setup that no scanner can have; the message names the setting and what is wrong."""


class Terminator(StrEnum):
    """What ends a scan. `any`: CR, LF, CRLF, TAB or ETX, whichever comes; `none`: silence alone."""

    ANY = "any"
    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    TAB = "tab"
    ETX = "etx"
    NONE = "none"


BITS = (5, 6, 7, 8)
PARITIES = ("none", "even", "odd", "mark", "space")
STOP_BITS = (1.0, 1.5, 2.0)
FLOWS = ("none", "xonxoff", "rtscts")
SLOWEST, FASTEST = 50, 4_000_000
LONGEST_GAP_MS = 60_000
LEAST_LONGEST, MOST_LONGEST = 16, 65_536

GAP_MS = 1000
"""Silence after which a scan that was begun is only a half one."""
GAP_ALONE_MS = 80
"""Silence that ends a scan without terminator: longer than USB and systems hold back bytes, shorter than a hand."""

HID = re.compile(r"hid://(?:([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?:/(.+))?)?", re.DOTALL)
"""`hid://`: the first that speaks HID-POS; `hid://0c2e:0901`: this model; `hid://0c2e:0901/SERIAL`: this very one."""


@dataclass(frozen=True)
class ScannerSetup:
    """One scanner. `port`: a device path, COM3, any pyserial URL, or `hid://`.

    `speed` in baud, `bits` a character, `parity`, `stop_bits`, `flow` are the serial line's; a USB scanner ignores
    them. `terminator` and `gap_ms` (0: the default of the terminator) set scans apart; `longest`: bytes a scan may
    have. Raises BadSetup.
    """

    port: str
    speed: int = 9600
    bits: int = 8
    parity: str = "none"
    stop_bits: float = 1.0
    flow: str = "none"
    terminator: str = Terminator.ANY.value
    gap_ms: int = 0
    longest: int = 4096

    def __post_init__(self) -> None:
        _whole("speed", self.speed, SLOWEST, FASTEST)
        _whole("gap_ms", self.gap_ms, 0, LONGEST_GAP_MS)
        _whole("longest", self.longest, LEAST_LONGEST, MOST_LONGEST)
        _one_of("bits", self.bits, BITS)
        _one_of("parity", self.parity, PARITIES)
        _one_of("stop_bits", self.stop_bits, STOP_BITS)
        _one_of("flow", self.flow, FLOWS)
        _one_of("terminator", self.terminator, tuple(str(each) for each in Terminator))

    @property
    def gap_s(self) -> float:
        """Seconds of silence after which what was begun is over."""
        alone = self.terminator == Terminator.NONE
        return (self.gap_ms or (GAP_ALONE_MS if alone else GAP_MS)) / 1000

    @property
    def is_hid(self) -> bool:
        """Whether it is read as an HID-POS scanner rather than as a serial port."""
        return self.port.startswith("hid://")


OPTIONS = tuple(each.name for each in fields(ScannerSetup) if each.name != "port")
"""What may stand in a scanner's table of settings.toml."""


def setup_of(port: str, options: Mapping[str, object]) -> ScannerSetup:
    """The setup of the scanner at `port`. Raises BadSetup for an unknown option and for a wrong value."""
    if unknown := sorted(set(options) - set(OPTIONS)):
        raise BadSetup(f"{', '.join(unknown)}: none of {', '.join(OPTIONS)}")
    made: dict[str, Any] = {"port": port, **options}
    return ScannerSetup(**made)


def _whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadSetup(f"{name}: a whole number from {least} to {most}, not {value!r}")


def _one_of(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if isinstance(value, bool) or value not in allowed:
        raise BadSetup(f"{name}: {value!r} is none of {', '.join(str(each) for each in allowed)}")
