"""Permits from CSV: good rows are kept, bad ones named by line and column, and no half permit is ever made."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.records import CoreState, DeclarationLine, Line, Permit
from officer_app.messages.faults import NotThisFile
from officer_app.messages.permits_csv import COLUMNS, Permits, read_permits
from officer_app.messages.sample_permits import sample_permits
from tests.fakes import NOW, NUMBER, OTHER
from tests.permits_file import write_permits

HEADER = "permit_no,line,declaration_no,packages,gross_weight_kg,state,vehicle,departure_at,mawb,hawb,company_name"
GOOD = "9911A0000001,GREEN,A0121991100123,12,250.5,issued,70-1234,2026-11-21T20:30:00+07:00,020-12345675,cti-1,ก"
SECOND = "9911A0000002,RED,A0121991100124,1,1,cancelled,,,,,ข"


def read(*rows: str, header: str = HEADER) -> Permits:
    return read_permits("\n".join([header, *rows, ""]).encode())


def numbers(found: Permits) -> list[str]:
    return [each.number for each in found.permits]


def row(**changes: str) -> str:
    """The good row with cells changed, as a CSV writer writes it."""
    cells = {**dict(zip(HEADER.split(","), GOOD.split(","), strict=True)), **changes}
    stream = io.StringIO()
    csv.writer(stream, lineterminator="", quoting=csv.QUOTE_ALL).writerow(cells.values())
    return stream.getvalue()


def test_a_good_row_becomes_a_permit() -> None:
    found = read(GOOD)
    assert found.faults == ()
    assert found.permits == (
        Permit(
            number=NUMBER,
            line="GREEN",
            state="issued",
            declarations=(DeclarationLine("A0121991100123", 12, "", 250_500),),
            vehicle="70-1234",
            departure_at="2026-11-21T13:30:00.000000Z",
            mawb="02012345675",
            hawb="CTI1",
            company_name="ก",
        ),
    )


def test_what_is_empty_or_not_a_column_is_unknown() -> None:
    found = read(f"{NUMBER},", header="permit_no,declaration_no")
    assert found.permits == (Permit(NUMBER, Line.UNKNOWN, CoreState.ISSUED, (DeclarationLine("", 0, "", 0),)),)


@pytest.mark.parametrize("change", ["bom", "crlf", "cr", "blank lines", "spaces", "no end", "quoted", "columns turned"])
def test_a_file_from_any_program_is_the_same_file(change: str) -> None:
    data = f"{HEADER}\n{GOOD}\n{SECOND}\n"
    if change == "bom":
        data = "\ufeff" + data
    if change in ("crlf", "cr"):
        data = data.replace("\n", "\r\n" if change == "crlf" else "\r")
    if change == "blank lines":
        data = data.replace("\n", "\n\n")
    if change == "spaces":
        data = data.replace(",", " , ")
    if change == "no end":
        data = data[:-1]
    if change == "quoted":
        data = "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in data.splitlines())
    if change == "columns turned":
        data = "\n".join(",".join(reversed(line.split(","))) for line in data.splitlines())
    found = read_permits(data.encode())
    assert found == read(GOOD, SECOND)
    assert (numbers(found), found.faults) == ([NUMBER, OTHER], ())


def test_rows_of_one_permit_become_one_permit() -> None:
    found = read(GOOD, row(declaration_no="A0121991100124", packages="3"))
    assert [(line.number, line.packages) for line in found.permits[0].declarations] == [
        ("A0121991100123", 12),
        ("A0121991100124", 3),
    ]


def test_a_row_that_is_there_twice_counts_once() -> None:
    assert read(GOOD, SECOND, GOOD) == read(GOOD, SECOND)


# Name → (row after the good ones, column that is at fault).
BAD: dict[str, tuple[str, str]] = {
    "no permit number": (row(permit_no=""), "permit_no"),
    "a permit number that is none": (row(permit_no="9913A0000001"), "permit_no"),
    "a waybill as a permit": (row(permit_no="02012345675"), "permit_no"),
    "a stamp code as a permit": (row(permit_no="OA1:XYZ"), "permit_no"),
    "a formula": (row(permit_no="=cmd|' /C calc'!A0"), "permit_no"),
    "a declaration that is none": (row(permit_no="9911A0000003", declaration_no="123"), "declaration_no"),
    "a line that is none": (row(permit_no="9911A0000003", line="yellow"), "line"),
    "a state that is none": (row(permit_no="9911A0000003", state="released"), "state"),
    "packages with a point": (row(permit_no="9911A0000003", packages="1.5"), "packages"),
    "packages below zero": (row(permit_no="9911A0000003", packages="-1"), "packages"),
    "packages without end": (row(permit_no="9911A0000003", packages="9" * 5000), "packages"),
    "packages in Thai digits": (row(permit_no="9911A0000003", packages="๑๒"), "packages"),
    "a weight in words": (row(permit_no="9911A0000003", gross_weight_kg="1e3"), "gross_weight_kg"),
    "a weight without end": (row(permit_no="9911A0000003", gross_weight_kg="9" * 5000), "gross_weight_kg"),
    "a weight too exact": (row(permit_no="9911A0000003", gross_weight_kg="0.0001"), "gross_weight_kg"),
    "a weight not a number": (row(permit_no="9911A0000003", gross_weight_kg="NaN"), "gross_weight_kg"),
    "a time without a zone": (row(permit_no="9911A0000003", departure_at="2026-11-21T20:30"), "departure_at"),
    "a day that is none": (row(permit_no="9911A0000003", departure_at="2026-02-30T00:00Z"), "departure_at"),
    "a time before time": (row(permit_no="9911A0000003", departure_at="0001-01-01T00:00+07:00"), "departure_at"),
    "a control character": (row(permit_no="9911A0000003", company_name="a\x07b"), "company_name"),
    "a line end in a cell": (row(permit_no="9911A0000003", company_name="a\nb"), "company_name"),
    "a turned direction": (row(permit_no="9911A0000003", vehicle="\u202e4321-07"), "vehicle"),
    "a cell without end": (row(permit_no="9911A0000003", company_name="ก" * 121), "company_name"),
    "a waybill in Thai": (row(permit_no="9911A0000003", hawb="กขค"), "hawb"),
    "a waybill without end": (row(permit_no="9911A0000003", hawb="X" * 36), "hawb"),
    "too few cells": ("9911A0000003,GREEN,A0121991100125,1,1", ""),
    "too many cells": (row(permit_no="9911A0000003") + ",more", ""),
    "a stray quotation mark": ('9911A0000003,"GREEN"x,A0121991100125,1,1,issued,,,,,', ""),
    "a cell of megabytes": ("9911A0000003," + "x" * 5_000_000, ""),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_row_is_named_by_line_and_column_and_the_others_are_kept(kind: str) -> None:
    bad, column = BAD[kind]
    found = read(GOOD, bad, SECOND)
    assert numbers(found) == [NUMBER, OTHER]
    assert [(fault.line, fault.column) for fault in found.faults] == [(3, column)]
    fault = found.faults[0]
    assert any("ก" <= ch <= "๛" for ch in fault.th)
    assert fault.en
    assert len(fault.th) < 300


@pytest.mark.parametrize("text", ["บริษัท\u00a0ตัวอย่าง", "บริษัท\u200bตัวอย่าง", "Ünïcode & Söhne", "😀 จำกัด"])
def test_what_thai_word_processors_leave_between_words_is_no_fault(text: str) -> None:
    found = read(row(company_name=text))
    assert (found.permits[0].company_name, found.faults) == (text, ())


def test_codes_in_small_letters_are_the_same_codes() -> None:
    header = "permit_no,line,order,state,declaration_no"
    read_back = read("9911A0000001,green,xray,HELD,A0121991100123", header=header).permits[0]
    assert (read_back.line, read_back.order, read_back.state) == ("GREEN", "XRAY", "held")


def test_text_in_pieces_is_made_whole() -> None:
    assert read(row(company_name="Cafe\u0301")).permits[0].company_name == "Café"


@pytest.mark.parametrize("spelt", ["9911A0000001", "9911-A-0000001", "9911 a0000001", "*9911A0000001*"])
@pytest.mark.parametrize("first", [True, False])
def test_a_permit_with_one_bad_row_is_left_out_whole_however_it_is_spelt(spelt: str, first: bool) -> None:
    bad = row(permit_no=spelt, declaration_no="A0121991100199", packages="many")
    found = read(*((bad, GOOD, SECOND) if first else (GOOD, bad, SECOND)))
    assert numbers(found) == [OTHER]
    assert len(found.faults) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"declaration_no": "A0121991100124", "line": "RED"},
        {"declaration_no": "A0121991100124", "state": "cancelled"},
        {"packages": "13"},
    ],
)
def test_rows_that_contradict_each_other_make_no_permit(change: dict[str, str]) -> None:
    found = read(GOOD, row(**change), SECOND)
    assert numbers(found) == [OTHER]
    assert [fault.line for fault in found.faults] == [3]


def test_a_row_cut_short_at_the_end_of_the_file_is_never_half_read() -> None:
    whole = f"{HEADER}\n{SECOND}\n{GOOD.replace('issued', 'cancelled')}"
    for end in range(len(whole) - len(GOOD), len(whole)):
        found = read_permits(whole[:end].encode("utf-8", "ignore"))
        states = {each.number: each.state for each in found.permits}
        assert states.get(NUMBER, "cancelled") == "cancelled"


def test_an_open_quotation_mark_is_said_from_where_to_where() -> None:
    found = read(GOOD, '9911A0000003,"GREEN,A0121991100125', SECOND, SECOND)
    assert numbers(found) == [NUMBER]
    assert [fault.line for fault in found.faults] == [3]
    assert "3 to 5" in found.faults[0].en or "3 to 6" in found.faults[0].en


NO_FILES = {
    "nothing": (b"", "permit_no"),
    "no header": (GOOD.encode(), "permit_no"),
    "half a header": (b"permit_no,line\n", "declaration_no"),
    "semicolons": (HEADER.replace(",", ";").encode(), "permit_no"),
    "a column misspelt": (HEADER.replace("state", "stat").encode(), "stat"),
    "a column without a name": ((HEADER + ",\n").encode(), "no name"),
    "a column twice": ((HEADER + ",line\n").encode(), "twice"),
    "a broken header": (('"' + HEADER[:9] + '"x' + HEADER[9:]).encode(), "expected"),
    "not UTF-8": (HEADER.encode() + "\nกข".encode("cp874"), "byte"),
    "UTF-16": (HEADER.encode("utf-16"), "byte"),
    "a NUL": ((HEADER + "\n" + GOOD + "\0").encode(), "NUL"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "byte"),
}


@pytest.mark.parametrize("kind", NO_FILES)
def test_a_file_that_is_something_else_is_refused_whole(kind: str) -> None:
    data, named = NO_FILES[kind]
    with pytest.raises(NotThisFile, match=named) as refused:
        read_permits(data)
    assert str(refused.value).isprintable()


def test_a_header_alone_is_a_file_without_permits() -> None:
    assert read() == Permits((), ())


def test_every_column_of_the_contract_is_known() -> None:
    contract = """permit_no line order mode release_port load_port vehicle vehicle_province vehicle_country trailer
        container_no container_code seal_no flight departure_at mawb hawb company_tax_no company_branch company_name
        declaration_no packages package_unit gross_weight_kg state"""
    # What goods they are is our own: it tells perishables.
    assert list(COLUMNS) == [*contract.split(), "hs_codes"]


def test_what_is_written_is_read_back() -> None:
    made = sample_permits(NOW)
    assert read_permits(write_permits(made)) == Permits(tuple(made), ())


CELL = st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" ,\"'"), max_size=12)
PLAIN = CELL.map(str.strip)


@given(
    st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True),
    st.lists(st.tuples(PLAIN, st.integers(0, 10**8 - 1), st.integers(0, 10**11)), min_size=1, max_size=4),
)
def test_any_permits_written_are_read_back(places: list[int], lines: list[tuple[str, int, int]]) -> None:
    made = [
        Permit(
            f"9911A00000{place:02d}",
            Line.GREEN,
            CoreState.HELD,
            tuple(
                DeclarationLine(f"A0121991100{index:03d}", packages, "CT", grams)
                for index, (_, packages, grams) in enumerate(lines)
            ),
            company_name=read(row(company_name=lines[0][0])).permits[0].company_name,
        )
        for place in places
    ]
    assert read_permits(write_permits(made)) == Permits(tuple(made), ())


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    for whole in (data, HEADER.encode() + b"\n" + data):
        try:
            found = read_permits(whole)
        except NotThisFile:
            continue
        assert len(found.permits) + len(found.faults) <= data.count(b"\n") + data.count(b"\r") + 1


@given(st.text(max_size=300))
def test_no_text_harms_the_rows_before_it(text: str) -> None:
    try:
        found = read(GOOD, SECOND, text.replace("\0", "?"))
    except (NotThisFile, UnicodeEncodeError):
        return
    assert numbers(found)[:2] == [NUMBER, OTHER]


def test_a_permit_that_is_the_same_in_all_but_its_number_stays_another() -> None:
    found = read(GOOD, row(permit_no=OTHER))
    assert found.permits[1] == replace(found.permits[0], number=OTHER)
