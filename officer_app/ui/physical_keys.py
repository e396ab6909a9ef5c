"""Physical keys: which character a scanner meant by a key, whatever layout the system has. Tables and pure functions.

A scanner in keyboard mode is set to a US keyboard and sends key positions; the system's layout turns them into letters
(under Thai Kedmanee `A0123` becomes `ฤจๅ/-`). Qt's `nativeScanCode` keeps the position:

* X11 and Wayland: the evdev code + 8 (Linux input-event-codes.h; X reserves the first eight keycodes).
* Windows: the scan code of set 1 with the extended bit 0x100 (bits 16 to 24 of WM_KEYDOWN's lParam). In the main
  block and on the number pad set 1 and evdev are the same numbers; extended keys differ.
"""

from collections.abc import Mapping
from types import MappingProxyType

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
"""Code of the first key of a row, its characters, and those with Shift: a US keyboard (ANSI INCITS 154)."""

US: Mapping[int, tuple[str, str]] = MappingProxyType(
    {first + place: (lows[place], highs[place]) for first, lows, highs in _ROWS for place in range(len(lows))}
)
"""evdev code (and set-1 scan code) → character without and with Shift."""

PAD: Mapping[int, str] = MappingProxyType(
    {71: "7", 72: "8", 73: "9", 74: "-", 75: "4", 76: "5", 77: "6", 78: "+", 79: "1", 80: "2", 81: "3", 82: "0"}
    | {83: ".", 55: "*"}
)
"""The number pad, with NumLock."""

ENTER, TAB, PAD_ENTER = 28, 15, 96
ZEROS = frozenset({11, 82})
"""The key that bears 0, and that of the number pad."""
LOCK_KEYS = (ord("L"), ord("ส"))
"""The key L by its name in Qt, and what it is called under the Thai layout."""
_EXTENDED = 0x100
_WINDOWS_EXTENDED: Mapping[int, int] = MappingProxyType({0x1C: PAD_ENTER, 0x35: 98})
"""Extended set-1 codes that write or end something: Enter and / of the number pad."""
_PAD_SLASH = 98
MOST_ALT_DIGITS = 4
_ALT_ENDS: Mapping[str, str] = MappingProxyType({"\r": "enter", "\n": "enter", "\t": "tab"})


def code_of(native: int, platform: str) -> int:
    """The evdev code of Qt's `nativeScanCode` on `platform` (QGuiApplication.platformName()); 0 where it is none."""
    if platform == "windows":
        low = native & 0xFF
        return _WINDOWS_EXTENDED.get(low, 0) if native & _EXTENDED else low
    return max(0, native - 8)


def character(code: int, *, shift: bool, pad_writes: bool) -> str:
    """What a US keyboard writes for an evdev code; empty for keys that write nothing.

    `pad_writes`: whether the number pad gives digits (NumLock) rather than moving about.
    """
    if code in US:
        return US[code][shift]
    if code == _PAD_SLASH:
        return "/" if pad_writes else ""
    return PAD.get(code, "") if pad_writes else ""


def digit(text: str, native: int, platform: str) -> int:
    """The digit, 1 to 9, of a key that wrote `text`; 0 for every other key. Thai digits count, and so does the key that
    bears the digit where the layout writes something else (`ๅ` is the key of 1 under Thai Kedmanee).
    """
    if len(text) == 1 and text.isdecimal():
        return int(text)
    written = "" if text.isascii() and text else character(code_of(native, platform), shift=False, pad_writes=True)
    return int(written) if written.isdecimal() else 0


def alt_character(digits: str) -> str:
    """What Alt with `digits` of the number pad writes: `065` and `0065` are A. A scanner in "ALT mode" sends every
    character so, to be free of the layout. Empty for what is no ASCII: beyond it code pages differ.
    """
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_ALT_DIGITS else 0
    return chr(number) if 0 < number < 127 else ""


def alt_ends(written: str) -> str:
    """`enter` or `tab` where an ALT-mode scanner sent the control character of one, else empty."""
    return _ALT_ENDS.get(written, "")


def ends(code: int) -> str:
    """`enter` or `tab` for the keys that end a scan, else empty."""
    return {ENTER: "enter", PAD_ENTER: "enter", TAB: "tab"}.get(code, "")
