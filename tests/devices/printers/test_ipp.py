"""Answers of a print system: read as they are, and whatever is no answer is trouble, never a crash."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.devices.printers import ipp


def attribute(tag: int, name: str, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value


JOB = (
    struct.pack(">BBHI", 1, 1, 0, 1)
    + bytes([1])
    + attribute(0x47, "attributes-charset", b"utf-8")
    + bytes([2])
    + attribute(0x23, "job-state", struct.pack(">i", 9))
    + attribute(0x44, "job-state-reasons", b"media-empty-error")
    + attribute(0x44, "", b"paused")
    + bytes([3])
)


def test_an_answer_gives_its_attributes_with_all_their_values() -> None:
    job = ipp.answer(JOB)[0]
    assert ipp.whole(job, "job-state") == 9
    assert ipp.texts(job, "job-state-reasons") == ["media-empty-error", "paused"]
    assert ipp.whole(job, "nothing") == 0


def test_a_status_of_failure_is_trouble_and_not_found_is_its_own() -> None:
    with pytest.raises(ipp.NotFound):
        ipp.answer(struct.pack(">BBHIB", 1, 1, 0x0406, 1, 3))
    with pytest.raises(ipp.IppTrouble, match="0x0500"):
        ipp.answer(struct.pack(">BBHIB", 1, 1, 0x0500, 1, 3))


@given(st.integers(0, len(JOB) - 1))
def test_an_answer_that_is_cut_off_is_trouble(length: int) -> None:
    with pytest.raises(ipp.IppTrouble):
        ipp.answer(JOB[:length])


def read(data: bytes) -> list[ipp.Attributes]:
    try:
        return ipp.answer(data)
    except ipp.IppTrouble:
        return []


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_trouble(data: bytes) -> None:
    assert isinstance(read(data), list)
    assert isinstance(read(JOB[:9] + data), list)


def test_a_request_names_the_operation_the_printer_and_what_is_wanted() -> None:
    body = ipp.request(ipp.GET_PRINTER_ATTRIBUTES, "ipp://localhost/printers/A", ("printer-state",))
    assert body[:4] == bytes([1, 1, 0, 0x0B])
    assert b"printer-uri\x00\x1aipp://localhost/printers/A" in body
    assert body.endswith(b"requested-attributes\x00\x0dprinter-state\x03")
