"""Transit declarations from JSON Lines: good lines are kept, bad ones named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.records import Provenance
from officer_app.messages.faults import NotThisFile
from officer_app.messages.json_lines import Lines, read_lines
from officer_app.messages.sample_transits import sample_transits
from tests.fakes import NOW

ONE, TWO = "A0112991100001", "49012991100002"


def line(number: str = ONE, **fields: object) -> str:
    return json.dumps({"decl_no": number, **fields}, ensure_ascii=False)


def read(*lines: str) -> Lines:
    return read_lines("\n".join(lines).encode("utf-8", "surrogatepass"), Provenance.SAMPLE, NOW)


def numbers(found: Lines) -> list[str]:
    return [each.number for each in found.records]


def test_each_line_becomes_a_record_keyed_by_its_number() -> None:
    found = read(line(goods_summary="ผ้า"), line(TWO))
    assert (numbers(found), found.faults) == ([ONE, TWO], ())
    assert {each.kind for each in found.records} == {"transit"}
    assert json.loads(found.records[0].doc) == {"decl_no": ONE, "goods_summary": "ผ้า"}
    assert found.records[0].as_of == NOW


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_line_ends_and_blank_lines_and_a_bom_do_not_matter(end: str) -> None:
    data = ("\ufeff" + end.join([line(), line(TWO), ""])).encode()
    assert numbers(read_lines(data, Provenance.SAMPLE, NOW)) == [ONE, TWO]


@pytest.mark.parametrize("inside", ["\u2028", "\u2029", "\x85", "\x0b", "\x1c"])
def test_only_a_line_end_ends_a_line(inside: str) -> None:
    found = read(json.dumps({"decl_no": ONE, "goods": f"a{inside}b"}, ensure_ascii=inside < " "), line(TWO))
    assert (numbers(found), found.faults) == ([ONE, TWO], ())


def test_a_number_is_known_by_what_it_is_not_by_how_it_is_written() -> None:
    assert numbers(read(line("a011-2-9911-00001"))) == [ONE]


def test_a_line_that_is_there_twice_counts_once() -> None:
    found = read(line(goods="a"), line(TWO), line(goods="a"))
    assert (numbers(found), found.faults) == ([ONE, TWO], ())


def test_a_number_with_two_contents_is_left_out_and_named() -> None:
    found = read(line(goods="a"), line(TWO), line(goods="b"))
    assert numbers(found) == [TWO]
    assert [(fault.line, fault.column) for fault in found.faults] == [(3, "decl_no")]


BAD = {
    "no JSON": ("{", ""),
    "a list": ("[]", ""),
    "a text": ('"x"', ""),
    "null": ("null", ""),
    "no number": ("{}", "decl_no"),
    "a number that is no text": ('{"decl_no": 5}', "decl_no"),
    "an export declaration": (line("A0111991100001"), "decl_no"),
    "a permit": (line("9911A0000001"), "decl_no"),
    "nothing at all": (line(""), "decl_no"),
    "not a number in it": ('{"decl_no":"A0112991100009","w":NaN}', ""),
    "no end in it": ('{"decl_no":"A0112991100009","w":-Infinity}', ""),
    "thousands of digits": ('{"decl_no":"A0112991100009","w":' + "9" * 10_000 + "}", ""),
    "great depth": ('{"decl_no":"A0112991100009","w":' + "[" * 100_000 + "]" * 100_000 + "}", ""),
    "a lone surrogate": ('{"decl_no":"A0112991100009","w":"\\ud800"}', ""),
    "a NUL": ('{"decl_no":"A0112991100009","w":"\\u0000"}', ""),
    "a raw control": ('{"decl_no":"A0112991100009","w":"\x01"}', ""),
    "megabytes": ("x" * 5_000_000, ""),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_line_is_named_and_the_others_are_kept(kind: str) -> None:
    bad, column = BAD[kind]
    found = read(line(), bad, line(TWO))
    assert numbers(found) == [ONE, TWO]
    assert [(fault.line, fault.column) for fault in found.faults] == [(2, column)]
    assert any("ก" <= ch <= "๛" for ch in found.faults[0].th)
    assert len(found.faults[0].en) < 300


def test_bytes_that_are_no_text_are_refused_whole() -> None:
    with pytest.raises(NotThisFile, match="UTF-8"):
        read_lines(b"\xff\xfe{", Provenance.SAMPLE, NOW)


def test_the_sample_lines_are_read_back() -> None:
    made = sample_transits(NOW)
    found = read(*(each.doc for each in made))
    assert (list(found.records), found.faults) == (made, ())


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        found = read_lines(data, Provenance.SAMPLE, NOW)
    except NotThisFile:
        return
    assert found.records == ()
