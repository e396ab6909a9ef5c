"""The bytes of a scan are a text in UTF-8 or TIS-620, or they are dropped with a reason."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from officer_app.core.numbers import Kind, Reading, Unreadable, recognise
from officer_app.devices.decoding import Encoding, Text, decode
from officer_app.devices.framing import Dropped, DropReason, Frame, Framer, Framing
from officer_app.paths import resources
from officer_app.texts import Texts


def test_utf_8_is_read_as_utf_8() -> None:
    assert decode("2กข 1234".encode()) == Text("2กข 1234", Encoding.UTF_8)


def test_thai_in_tis_620_is_read_and_marked() -> None:
    assert decode("2กข 1234".encode("cp874")) == Text("2กข 1234", Encoding.CP874)


def test_bytes_of_no_encoding_are_no_text() -> None:
    assert decode(b"99\xff\xfe") == Dropped(DropReason.NOT_TEXT, 4, "99\\xff\\xfe")


@pytest.mark.parametrize("code", [n for n in [*range(0x20), 0x7F] if chr(n) not in "\r\n\t\x1d"])
def test_every_control_character_is_refused(code: int) -> None:
    result = decode(b"9911A" + bytes([code]) + b"0000001")

    assert isinstance(result, Dropped)
    assert result.reason is DropReason.CONTROL_CHARACTER


def test_fnc1_around_a_number_and_the_parts_of_a_bill_are_no_control_characters() -> None:
    assert isinstance(decode(b"]C1\x1d9911A0000001\x1d"), Text)
    assert isinstance(decode(b"]Q1|0994\r12\r34\r56"), Text)
    assert isinstance(decode(b"9911A\x1d0000001"), Dropped)


def test_every_reason_is_named_in_thai_and_english() -> None:
    texts = Texts.load(resources() / "texts")
    for reason in DropReason:
        said = texts.both(f"window.drop_{reason}")
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in said.th)
        assert said.en.isascii()


@given(st.binary(max_size=300), st.integers(1, 64))
@example(b"9911A0000001\r", 64)
@example(b"OA1:%69 VD92EX0\r\n|1\r2\r3\r4\r", 64)
def test_any_bytes_end_as_a_reading_an_unreadable_or_a_drop(data: bytes, limit: int) -> None:
    framer = Framer(Framing(limit=limit))

    for one in framer.feed(data, 0.0) + framer.flush(1.0):
        if isinstance(one, Frame):
            text = decode(one.data)
            if isinstance(text, Text):
                result = recognise(text.text)
                assert isinstance(result, Unreadable) or result.kind in Kind


def test_a_scan_of_a_permit_goes_all_the_way() -> None:
    (frame,) = Framer(Framing()).feed(b"]C09911A0000001\r", 0.0)
    assert isinstance(frame, Frame)
    text = decode(frame.data)
    assert isinstance(text, Text)

    assert recognise(text.text) == Reading("]C09911A0000001", "9911A0000001", Kind.PERMIT)
