"""The tables of physical keys: X11, Wayland and Windows number a key differently; the character is the same."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.ui.physical_keys import (
    ENTER,
    PAD,
    PAD_ENTER,
    TAB,
    US,
    alt_character,
    alt_ends,
    character,
    code_of,
    digit,
    ends,
)

# Scan codes of set 1 as Microsoft lists them ("Keyboard Scan Code Specification", table 1), typed out on their own.
SET_1 = {
    "1": 0x02,
    "2": 0x03,
    "3": 0x04,
    "4": 0x05,
    "5": 0x06,
    "6": 0x07,
    "7": 0x08,
    "8": 0x09,
    "9": 0x0A,
    "0": 0x0B,
    "-": 0x0C,
    "=": 0x0D,
    "q": 0x10,
    "w": 0x11,
    "e": 0x12,
    "r": 0x13,
    "t": 0x14,
    "y": 0x15,
    "u": 0x16,
    "i": 0x17,
    "o": 0x18,
    "p": 0x19,
    "[": 0x1A,
    "]": 0x1B,
    "a": 0x1E,
    "s": 0x1F,
    "d": 0x20,
    "f": 0x21,
    "g": 0x22,
    "h": 0x23,
    "j": 0x24,
    "k": 0x25,
    "l": 0x26,
    ";": 0x27,
    "'": 0x28,
    "`": 0x29,
    "\\": 0x2B,
    "z": 0x2C,
    "x": 0x2D,
    "c": 0x2E,
    "v": 0x2F,
    "b": 0x30,
    "n": 0x31,
    "m": 0x32,
    ",": 0x33,
    ".": 0x34,
    "/": 0x35,
    " ": 0x39,
}
# X keycodes of the pc105 model (xkeyboard-config, keycodes/evdev), typed out on their own.
X11 = {
    "1": 10,
    "0": 19,
    "-": 20,
    "=": 21,
    "q": 24,
    "p": 33,
    "a": 38,
    "l": 46,
    ";": 47,
    "'": 48,
    "`": 49,
    "\\": 51,
    "z": 52,
    "m": 58,
    "/": 61,
    " ": 65,
}
SHIFTED = dict(zip("1234567890-=[];'`\\,./", '!@#$%^&*()_+{}:"~|<>?', strict=True))


@pytest.mark.parametrize(("symbol", "scan_code"), SET_1.items())
def test_windows_scan_codes_give_the_character_of_a_us_keyboard(symbol: str, scan_code: int) -> None:
    code = code_of(scan_code, "windows")

    assert character(code, shift=False, pad_writes=True) == symbol
    high = symbol.upper() if symbol in string.ascii_lowercase else SHIFTED.get(symbol, symbol)
    assert character(code, shift=True, pad_writes=True) == high


@pytest.mark.parametrize("platform", ["xcb", "wayland"])
@pytest.mark.parametrize(("symbol", "keycode"), X11.items())
def test_x11_and_wayland_keycodes_give_the_same(platform: str, symbol: str, keycode: int) -> None:
    assert character(code_of(keycode, platform), shift=False, pad_writes=True) == symbol


def test_every_printable_character_of_ascii_has_exactly_one_key() -> None:
    written = [symbol for low, high in US.values() for symbol in ((low, high) if low != high else (low,))]

    assert sorted(written) == sorted(set(string.printable) - set("\t\n\r\x0b\x0c"))


def test_the_number_pad_writes_only_with_numlock() -> None:
    for code, symbol in PAD.items():
        assert character(code, shift=False, pad_writes=True) == symbol
        assert character(code, shift=False, pad_writes=False) == ""


def test_windows_extended_keys_are_no_digits() -> None:
    home, pad_7, pad_enter, pad_slash = 0x147, 0x47, 0x11C, 0x135

    assert character(code_of(pad_7, "windows"), shift=False, pad_writes=True) == "7"
    assert character(code_of(home, "windows"), shift=False, pad_writes=True) == ""
    assert ends(code_of(pad_enter, "windows")) == "enter"
    assert character(code_of(pad_slash, "windows"), shift=False, pad_writes=True) == "/"


def test_enter_and_tab_end_a_scan_on_every_system() -> None:
    for platform, enter, tab, pad in (("xcb", 36, 23, 104), ("wayland", 36, 23, 104), ("windows", 0x1C, 0x0F, 0x11C)):
        assert (code_of(enter, platform), code_of(tab, platform), code_of(pad, platform)) == (ENTER, TAB, PAD_ENTER)
        assert [ends(code_of(key, platform)) for key in (enter, tab, pad)] == ["enter", "tab", "enter"]


@given(native=st.integers(0, 2**31), platform=st.sampled_from(["xcb", "wayland", "windows", "offscreen", ""]))
def test_any_number_at_all_gives_one_character_or_none(native: int, platform: str) -> None:
    code = code_of(native, platform)

    assert code >= 0
    assert len(character(code, shift=True, pad_writes=True)) <= 1


def test_alt_and_the_code_of_every_ascii_character_write_it() -> None:
    for number in range(1, 127):
        assert alt_character(f"{number:04}") == alt_character(f"{number:03}") == chr(number)
    assert [alt_ends(alt_character(code)) for code in ("0013", "010", "9", "65")] == ["enter", "enter", "tab", ""]


@pytest.mark.parametrize("digits", ["", "0", "0000", "127", "0233", "999", "12345", "1a", "๑๒", "-5", "²"])
def test_alt_codes_that_differ_between_pages_or_are_none_write_nothing(digits: str) -> None:
    assert alt_character(digits) == ""


@pytest.mark.parametrize(
    ("text", "native", "platform", "number"),
    [
        ("1", 10, "xcb", 1),
        ("๑", 11, "xcb", 1),
        ("ๅ", 10, "wayland", 1),
        ("/", 11, "xcb", 0),
        ("ภ", 0x05, "windows", 4),
        ("", 0x48, "windows", 8),
        ("!", 10, "xcb", 0),
        ("0", 19, "xcb", 0),
        ("12", 10, "xcb", 0),
        ("a", 38, "xcb", 0),
        ("", 0, "offscreen", 0),
    ],
)
def test_a_digit_is_told_by_what_stands_on_the_key(text: str, native: int, platform: str, number: int) -> None:
    assert digit(text, native, platform) == number
