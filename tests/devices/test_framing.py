"""Bytes become the same scans however they are split, and what becomes none is dropped once, with a reason."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.scanner_setup import ScannerSetup, Terminator
from officer_app.devices.framing import (
    Dropped,
    DropReason,
    Frame,
    Framed,
    Framer,
    Framing,
    framing_of,
)

ALONE = ScannerSetup("/dev/ttyACM0", terminator=str(Terminator.NONE))
EMPTY = Dropped(DropReason.EMPTY, 0, "")


def framed(data: bytes, settings: Framing | None = None) -> list[Framed]:
    return Framer(settings or Framing()).feed(data, 0.0)


@pytest.mark.parametrize("terminator", [b"\r", b"\n", b"\r\n", b"\t", b"\x03", b"\x03\r\n", b"\t\r\n", b"\n\r"])
def test_every_usual_terminator_ends_a_scan_once(terminator: bytes) -> None:
    data = b"9911A0000001" + terminator + b"9911A0000002" + terminator

    assert framed(data) == [Frame(b"9911A0000001"), Frame(b"9911A0000002")]


@pytest.mark.parametrize("end", [b"\x03", b"\x03\r", b"\r\n"])
def test_stx_begins_a_scan(end: bytes) -> None:
    assert framed((b"\x02" + b"9911A0000001" + end) * 2) == [Frame(b"9911A0000001")] * 2


def test_what_stands_before_stx_is_a_half_scan() -> None:
    assert framed(b"99\x029911A0000001\x03") == [Dropped(DropReason.HALF, 2, "99"), Frame(b"9911A0000001")]


def test_a_lone_terminator_is_an_empty_scan_and_the_second_half_of_crlf_is_not() -> None:
    assert framed(b"\r") == [EMPTY]
    assert framed(b"A1\r\n\r\n") == [Frame(b"A1"), EMPTY]
    assert framed(b"A1\r\r") == [Frame(b"A1"), EMPTY]
    assert framed(b"\x02\x03\r\n") == [EMPTY]


def test_a_scan_without_end_is_dropped_once_and_the_next_one_is_read() -> None:
    result = framed(b"x" * 10_240 + b"\r\n" + b"9911A0000001\r\n")

    assert result == [Dropped(DropReason.OVERLONG, 4097, "x" * 32), Frame(b"9911A0000001")]


def test_an_overlong_scan_is_dropped_at_once_so_that_it_is_seen() -> None:
    framer = Framer(Framing(limit=4))

    assert framer.feed(b"12345", 0.0) == [Dropped(DropReason.OVERLONG, 5, "12345")]
    assert framer.feed(b"6789", 0.1) == []
    assert framer.flush(0.2, vanished=True) == []


def test_a_scan_of_exactly_the_limit_is_a_scan() -> None:
    assert framed(b"1234\r", Framing(limit=4)) == [Frame(b"1234")]


def test_after_an_overlong_scan_and_silence_the_next_scan_is_read() -> None:
    framer = Framer(Framing(limit=4))
    framer.feed(b"12345", 0.0)

    assert framer.feed(b"A1\r", 1.0) == [Frame(b"A1")]


def test_a_half_scan_is_dropped_after_the_gap_and_does_not_spoil_the_next() -> None:
    framer = Framer(Framing())

    assert framer.feed(b"9911", 10.0) == []
    assert framer.flush(10.9) == []
    assert framer.feed(b"9911A0000001\r", 11.0) == [
        Dropped(DropReason.HALF, 4, "9911"),
        Frame(b"9911A0000001"),
    ]


def test_a_half_scan_is_dropped_when_the_port_vanishes() -> None:
    framer = Framer(Framing())
    framer.feed("9911ก\x00".encode(), 0.0)

    assert framer.flush(0.0, vanished=True) == [Dropped(DropReason.HALF, 8, "9911ก\\x00")]
    assert framer.flush(9.0) == []


def test_a_scanner_without_terminator_is_framed_by_silence() -> None:
    framer = Framer(framing_of(ALONE))

    assert framer.feed(b"9911A", 0.0) == []
    assert framer.feed(b"0000001", 0.05) == []
    assert framer.flush(0.12) == []
    assert framer.flush(0.13) == [Frame(b"9911A0000001")]
    assert framer.feed(b"9911A0000002", 5.0) == []
    assert framer.feed(b"9911A0000003\r", 6.0) == [Frame(b"9911A0000002"), Frame(b"9911A0000003")]


def test_without_terminator_a_vanished_port_still_leaves_a_half_scan() -> None:
    framer = Framer(framing_of(ALONE))
    framer.feed(b"9911A", 0.0)

    assert framer.flush(0.01, vanished=True) == [Dropped(DropReason.HALF, 5, "9911A")]


BILL = b"|099400016301100\r10A0290590708565\r0994000163011\r20000"


@pytest.mark.parametrize("end", [b"\r", b"\r\n"])
@pytest.mark.parametrize("aim", [b"", b"]Q1"])
def test_a_bill_is_one_scan_with_its_inner_carriage_returns(end: bytes, aim: bytes) -> None:
    assert framed((aim + BILL + end) * 2) == [Frame(aim + BILL)] * 2


def test_a_bill_with_fewer_parts_ends_in_silence() -> None:
    framer = Framer(Framing())

    assert framer.feed(b"|0994\r12\r", 0.0) == []
    assert framer.flush(1.0) == [Frame(b"|0994\r12")]


STREAM = st.lists(
    st.sampled_from(
        [b"9911A0000001", b"\r", b"\n", b"\r\n", b"\t", b"\x02", b"\x03", b"\x00", b"\xe0\xb8\x81", b"|", b"xxxxx", b""]
    )
).map(b"".join)


def split(data: bytes, cuts: list[int]) -> list[bytes]:
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[begin:end] for begin, end in pairwise(places)]


@given(STREAM | st.binary(), st.lists(st.integers(0, 500)), st.integers(1, 20))
def test_any_splitting_gives_the_same_scans(data: bytes, cuts: list[int], limit: int) -> None:
    whole = Framer(Framing(limit=limit))
    pieces = Framer(Framing(limit=limit))

    expected = whole.feed(data, 0.0) + whole.flush(5.0, vanished=True)
    got = [one for place, piece in enumerate(split(data, cuts)) for one in pieces.feed(piece, place / 1000)]

    assert got + pieces.flush(5.0, vanished=True) == expected


@given(st.lists(st.binary(max_size=50)), st.integers(1, 30))
def test_no_scan_is_empty_or_longer_than_the_limit_and_every_excerpt_can_be_shown(
    pieces: list[bytes], limit: int
) -> None:
    framer = Framer(Framing(limit=limit))

    for place, piece in enumerate(pieces):
        for one in framer.feed(piece, place / 10):
            if isinstance(one, Frame):
                assert 0 < len(one.data) <= limit
            else:
                assert one.excerpt.isprintable()
                assert one.count <= limit + 1


@given(st.lists(st.binary(min_size=1, max_size=40).filter(lambda code: not set(code) & set(b"\r\n\t\x02\x03|"))))
def test_every_terminated_scan_comes_out_in_order(codes: list[bytes]) -> None:
    assert framed(b"".join(code + b"\r\n" for code in codes)) == [Frame(code) for code in codes]
