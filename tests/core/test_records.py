"""Reference records: a permit goes into its document and out again whole, or is said not to be one."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.numbers import Reading, recognise
from officer_app.core.records import DeclarationLine, Permit, permit_from_doc, permit_to_doc
from tests.fakes import NUMBER, permit

TEXT = st.text(max_size=8)
LINES = st.lists(st.builds(DeclarationLine, TEXT, st.integers(0, 10**8), TEXT, st.integers(0, 10**14)), max_size=3)
PERMITS = st.builds(
    Permit, declarations=LINES.map(tuple), **{name: TEXT for name in asdict(permit()) if name != "declarations"}
)


@given(PERMITS)
def test_a_permit_comes_back_as_it_was(made: Permit) -> None:
    assert permit_from_doc(permit_to_doc(made)) == made


def test_what_this_version_does_not_know_is_left_aside() -> None:
    table = {**json.loads(permit_to_doc(permit())), "drone_permit": {"height_m": 40.5}}
    table["declarations"][0]["currency"] = "THB"
    assert permit_from_doc(json.dumps(table)) == permit()


def test_what_a_newer_version_left_out_is_unknown() -> None:
    table = json.loads(permit_to_doc(permit(flight="TG0621")))
    del table["flight"]
    assert permit_from_doc(json.dumps(table)) == permit()


NO_PERMITS = {
    "nothing": "",
    "a list": "[]",
    "null": "null",
    "a number": "5",
    "no table": '"x"',
    "half": '{"number":"9911A0000001"',
    "no declarations": '{"number":"9911A0000001","line":"","state":"issued"}',
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("kind", NO_PERMITS)
def test_a_document_that_is_no_permit_is_said_to_be_none(kind: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        permit_from_doc(NO_PERMITS[kind])


@pytest.mark.parametrize("value", [None, 5, [], {}, True])
@pytest.mark.parametrize("field", ["number", "line", "state", "flight"])
def test_a_field_of_another_kind_is_never_made_into_text(field: str, value: object) -> None:
    with pytest.raises(ValueError, match="not a permit record"):
        permit_from_doc(json.dumps({**json.loads(permit_to_doc(permit())), field: value}))


@pytest.mark.parametrize("value", [None, "5", 1.5, True, -1, float("inf")])
@pytest.mark.parametrize("field", ["packages", "gross_weight_g"])
def test_a_count_of_another_kind_is_never_made_into_a_number(field: str, value: object) -> None:
    table = json.loads(permit_to_doc(permit()))
    table["declarations"][0][field] = value
    with pytest.raises(ValueError, match="not a permit record"):
        permit_from_doc(json.dumps(table))


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["number", "line", "state", "declarations", "mawb"]), JSON))
def test_no_document_raises_anything_else(table: dict[str, object]) -> None:
    try:
        permit_from_doc(json.dumps(table))
    except ValueError:
        return


def test_totals_are_sums() -> None:
    one = permit().declarations[0]
    both = replace(permit(), declarations=(one, replace(one, number="A0121991100124", packages=3, gross_weight_g=1)))
    assert (both.packages, both.gross_weight_g) == (15, 250_501)


def test_a_permit_is_found_by_every_number_on_it_as_a_scanner_or_an_officer_gives_it() -> None:
    made = permit(
        mawb="020-1234 5675", hawb="cti-0001", container_no="ZZZU 000015 5", vehicle="70-1234", trailer="2 ฒฆ 4321"
    )
    keys = made.search_keys
    assert keys == {
        "A0121991100123": "declaration",
        "02012345675": "mawb",
        "CTI0001": "hawb",
        "ZZZU0000155": "container",
        "701234": "plate",
        "2ฒฆ4321": "plate",
    }
    for on_paper in (made.mawb, made.hawb, made.container_no, made.vehicle, made.trailer):
        reading = recognise(on_paper)
        assert isinstance(reading, Reading)
        assert reading.number in keys


def test_an_air_permit_that_bears_its_declarations_number_is_not_found_twice() -> None:
    air = replace(permit("A0121991100123"), mawb="", hawb="")
    assert air.search_keys == {}
    assert "" not in permit(NUMBER).search_keys
