"""HID-POS reports: the layout is read from the descriptor, the scan from the reports, and nothing makes it stumble."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.devices.framing import Dropped, DropReason, Frame
from officer_app.devices.hid_reports import USUAL, BadDescriptor, Layout, Piece, ReportCutter, layout_of, read_report

# Built by hand from HID 1.11 §6.2.2 and the usage tables: page 8C, usages FB-FD, FE, FF; Byte Count 01:3B.
DESCRIPTOR = bytes.fromhex(
    "05 8C 09 02 A1 01"  # Usage Page (Bar Code Scanner), Usage (Bar Code Scanner), Collection (Application)
    "09 12 A1 02 85 02"  # Usage (Scanned Data Report), Collection (Logical), Report ID 2
    "15 00 26 FF 00 75 08"  # Logical 0..255, Report Size 8
    "95 01 05 01 09 3B 81 02"  # one Byte Count of the Generic Desktop page
    "95 03 05 8C 09 FB 09 FC 09 FD 81 02"  # Symbology Identifier 1 to 3
    "95 38 09 FE 82 02 01"  # Decoded Data, 56 bytes, buffered
    "95 02 06 66 FF 09 04 81 02"  # two bytes of the vendor
    "05 8C 25 01 75 01 95 01 09 FF 81 02"  # Decoded Data Continued, one bit
    "95 07 81 03 C0 C0"  # seven bits of padding
)


def report(data: bytes, identifier: bytes = b"]C0", more: bool = False) -> bytes:
    """A report as devices lay it out: 64 bytes."""
    return bytes([2, len(data)]) + identifier + data.ljust(56, b"\0") + b"\0\0" + bytes([more])


def test_the_usual_layout_is_what_its_descriptor_says() -> None:
    assert layout_of(DESCRIPTOR) == USUAL


def test_another_layout_is_read_from_its_descriptor() -> None:
    bare = bytes.fromhex("05 8C 09 02 A1 01 75 08 95 1E 09 FE 81 02 75 01 95 01 09 FF 81 02 C0")

    layout = layout_of(bare)

    assert layout == Layout(report_id=0, data=1, room=30, continued=31)
    assert read_report(b"\0" + b"9911A0000001".ljust(30, b"\0") + b"\1", layout) == Piece("", b"9911A0000001", True)


@pytest.mark.parametrize("descriptor", [b"", b"\x05", bytes.fromhex("05 01 09 06 A1 01 75 08 95 08 09 E0 81 02 C0")])
def test_a_descriptor_without_decoded_data_is_said_to_be_none(descriptor: bytes) -> None:
    with pytest.raises(BadDescriptor):
        layout_of(descriptor)


def test_a_short_scan_is_one_report() -> None:
    assert ReportCutter().feed(report(b"9911A0000001"), 0.0) == [Frame(b"]C09911A0000001")]


def test_a_long_scan_is_put_together_with_one_identifier() -> None:
    cutter = ReportCutter()
    token = b"OA1:" + b"6BF+70790T9WJWG.FKY*4GO0" * 5
    pieces = [token[at : at + 56] for at in range(0, len(token), 56)]

    framed = [
        one
        for place, piece in enumerate(pieces)
        for one in cutter.feed(report(piece, b"]Q1", more=place < len(pieces) - 1), place / 100)
    ]

    assert framed == [Frame(b"]Q1" + token)]


def test_a_bill_keeps_the_carriage_returns_inside_and_loses_the_one_behind() -> None:
    assert ReportCutter().feed(report(b"|099\r10A0\r0994\r1000\r"), 0.0) == [Frame(b"]C0|099\r10A0\r0994\r1000")]


def test_a_device_without_identifier_gives_the_data_alone() -> None:
    assert ReportCutter().feed(report(b"9911A0000001", b"\0\0\0"), 0.0) == [Frame(b"9911A0000001")]


def test_half_a_scan_is_dropped_when_its_rest_does_not_come() -> None:
    cutter = ReportCutter()
    assert cutter.feed(report(b"9" * 56, more=True), 0.0) == []
    assert cutter.waits_until == 1.0

    assert cutter.flush(1.0) == [Dropped(DropReason.HALF, 59, "]C0" + "9" * 29)]


def test_a_scan_without_end_is_dropped_once_and_the_next_is_read() -> None:
    cutter = ReportCutter(limit=100)
    framed = [one for _ in range(50) for one in cutter.feed(report(b"9" * 56, more=True), 0.0)]
    framed += cutter.feed(report(b"9" * 56), 0.0)
    framed += cutter.feed(report(b"9911A0000001"), 0.0)

    assert [type(one) for one in framed] == [Dropped, Frame]
    assert framed[0] == Dropped(DropReason.OVERLONG, 115, "]C0" + "9" * 29)


def test_other_reports_are_passed_over() -> None:
    assert read_report(b"\x04" + bytes(63)) is None
    assert read_report(b"") is None
    assert ReportCutter().feed(b"\x04" + bytes(63), 0.0) == []


@given(reports=st.lists(st.binary(max_size=80), max_size=20), layout=st.sampled_from([USUAL, Layout(0, 1, 30)]))
def test_any_bytes_at_all_give_frames_or_drops_and_stay_bounded(reports: list[bytes], layout: Layout) -> None:
    cutter = ReportCutter(layout, limit=200)
    for at, data in enumerate(reports):
        for one in cutter.feed(data, at / 100):
            assert isinstance(one, Dropped) or 0 < len(one.data) <= 200
    cutter.flush(1000.0, vanished=True)
    assert cutter.waits_until is None


@given(descriptor=st.binary(max_size=200))
def test_any_descriptor_gives_a_layout_or_says_it_is_none(descriptor: bytes) -> None:
    try:
        layout = layout_of(descriptor)
    except BadDescriptor:
        return
    assert layout.room > 0
