"""What bytes tell about a scanner's settings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.scanner_guess import Advice, Chunk, bursts, guess
from officer_app.core.symbologies import symbology_of

ENDS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t", "etx": b"\x03"}


def scans(*texts: bytes, every_s: float = 1.0) -> list[Chunk]:
    return [Chunk(place * every_s, text) for place, text in enumerate(texts)]


def parity(text: bytes, odd: bool) -> bytes:
    """Seven bits with a parity bit on top, as a wrongly set line reads it."""
    return bytes(byte | ((byte.bit_count() + odd) % 2 << 7) for byte in text)


def test_nothing_yet_says_what_to_try() -> None:
    assert guess([]).advice == (Advice.NOTHING_YET,)


@pytest.mark.parametrize("name", ENDS)
def test_the_terminator_is_found(name: str) -> None:
    made = guess(scans(b"]C09911A0000001" + ENDS[name], b"]C09911A0000002" + ENDS[name]))

    assert (made.terminator, made.scans, made.last) == (name, 2, "]C09911A0000002")
    assert made.advice == (Advice.FINE,)
    assert (made.symbology.name, made.symbology.sure) == ("Code 128", True)


def test_stx_is_seen() -> None:
    assert guess(scans(b"\x029911A0000001\x03")).starts_with_stx


def test_no_terminator_asks_for_one() -> None:
    assert Advice.SET_TERMINATOR in guess(scans(b"9911A0000001", b"9911A0000002")).advice


def test_terminators_that_differ_are_said() -> None:
    assert guess(scans(b"9911A0000001\r", b"9911A0000002\n")).advice == (Advice.MIXED_TERMINATORS,)


@pytest.mark.parametrize(("odd", "advice"), [(False, Advice.SEVEN_BITS_EVEN), (True, Advice.SEVEN_BITS_ODD)])
def test_seven_bits_with_parity_are_recognised(odd: bool, advice: Advice) -> None:
    assert guess(scans(parity(b"9911A0000001\r", odd))).advice == (advice,)


def test_bytes_of_another_speed_are_said_to_be_so() -> None:
    assert guess(scans(b"\x00\xf8\x00\xff\x80\x00\x78\xff\x00\xf8\x80")).advice == (Advice.WRONG_SPEED,)


def test_thai_letters_for_digits_mean_the_layout() -> None:
    made = guess(scans("ตตๅๅฤจจจจจจๅ".encode("cp874") + b"\r"))

    assert made.characters == "cp874"
    assert made.advice == (Advice.THAI_LAYOUT,)


def test_lower_case_and_control_characters_are_said() -> None:
    assert Advice.LOWER_CASE in guess(scans(b"oa1:6bf+70790t9wjw\r")).advice
    assert Advice.CONTROL_CHARACTERS in guess(scans(b"9911A\x1b0000001\r")).advice


def test_a_good_scanner_without_identifier_is_asked_for_it() -> None:
    assert guess(scans(b"9911A0000001\r")).advice == (Advice.FINE, Advice.SEND_IDENTIFIER)


def test_silence_sets_scans_apart_and_the_pace_is_of_one_scan() -> None:
    paced = [Chunk(place / 960, bytes([byte])) for place, byte in enumerate(b"9911A0000001\r")]
    later = [Chunk(chunk.at + 2, chunk.data) for chunk in paced]

    assert [burst.data for burst in bursts([*paced, *later])] == [b"9911A0000001\r"] * 2
    assert guess([*paced, *later]).pace == 960


@pytest.mark.parametrize(
    ("text", "name", "sure", "gs1", "eci"),
    [
        ("]C0X", "Code 128", True, False, None),
        ("]C1X", "GS1-128", True, True, None),
        ("]A0X", "Code 39", True, False, None),
        ("*9911A0000001*", "Code 39", False, False, None),
        ("]Q2\\000026OA1:X", "QR Code", True, False, 26),
        ("\\000026X", "QR Code", False, False, 26),
        ("OA1:X", "QR Code", False, False, None),
        ("]d2X", "Data Matrix", True, True, None),
        ("9911A0000001", "", False, False, None),
    ],
)
def test_the_symbology_is_what_the_scanner_says_or_looks_like(
    text: str, name: str, sure: bool, gs1: bool, eci: int | None
) -> None:
    made = symbology_of(text)

    assert (made.name, made.sure, made.gs1, made.eci) == (name, sure, gs1, eci)


@given(parts=st.lists(st.tuples(st.floats(0, 0.2), st.binary(max_size=60)), max_size=20))
def test_any_bytes_at_any_pace_give_a_guess(parts: list[tuple[float, bytes]]) -> None:
    at, chunks = 0.0, []
    for pause, data in parts:
        at += pause
        chunks.append(Chunk(at, data))

    made = guess(chunks)

    assert made.bytes == sum(len(data) for _, data in parts)
    assert made.advice
