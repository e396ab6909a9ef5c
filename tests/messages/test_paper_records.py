"""Receipts, declarations and bonds from JSON Lines: what will not do is named by line and field."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.records import Provenance
from officer_app.messages.json_lines import Lines, read_lines
from officer_app.messages.paper_records import PAPER_RECORDS
from officer_app.print.forms import Forms
from tests.fakes import NOW

FORMS = Forms(Path(__file__).resolve().parents[2] / "resources" / "forms")
FORM_OF = {"receipt": "receipt-122", "declaration": "certified-copy", "bond": "bond-37"}


def sample(kind: str) -> dict[str, Any]:
    """A whole line: the form's own invented data, without what the counter adds."""
    wanted = PAPER_RECORDS[kind].fields
    table = {key: value for key, value in FORMS.template(FORM_OF[kind]).sample.items() if key in wanted}
    return {"record": kind, **table, **({"receipt_form": "122"} if kind == "receipt" else {})}


def read(*tables: Mapping[str, object]) -> Lines:
    text = "\n".join(json.dumps(table, ensure_ascii=False) for table in tables)
    return read_lines(text.encode(), Provenance.CORE, NOW)


@pytest.mark.parametrize("kind", FORM_OF)
def test_a_whole_line_becomes_a_record_under_its_number(kind: str) -> None:
    found = read(sample(kind))
    assert found.faults == ()
    assert [(each.kind, each.provenance) for each in found.records] == [(kind, "core")]
    table = {key: value for key, value in sample(kind).items() if key != "record"}
    assert json.loads(found.records[0].doc) == table


def test_one_file_may_hold_all_kinds_and_a_declaration_does_not_hide_a_transit_of_its_number() -> None:
    transit = {"decl_no": "A0212991100001"}
    found = read(transit, {**sample("declaration"), "declaration_no": "A0212991100001"}, sample("bond"))
    assert [each.kind for each in found.records] == ["transit", "declaration", "bond"]
    assert found.faults == ()


def test_a_bond_is_known_by_its_number_however_it_is_written() -> None:
    assert [each.number for each in read({**sample("bond"), "bond_no": "ทบ. 99/0001"}).records] == ["ทบ990001"]


@pytest.mark.parametrize("kind", FORM_OF)
def test_every_field_of_a_form_that_the_core_fills_can_be_in_a_record(kind: str) -> None:
    ours = {"printed_by", "printed_at", "officer_name", "officer_position", "core_as_of", "receipt_form"}
    ours |= {"signer_name", "signer_position", "signed_at", "print_place", "requested_by"}
    form, record = FORMS.template(FORM_OF[kind]).fields, PAPER_RECORDS[kind].fields
    assert set(form) - ours == set(record) - ours
    for name in set(form) & set(record):
        assert set(form[name].row) == set(record[name].row)
        most = form[name].max
        assert form[name].format != "text" or record[name].one_of or record[name].most <= max(most, 20)


BAD: list[tuple[str, dict[str, object], str]] = [
    ("receipt", {"receipt_no": ""}, "receipt_no"),
    ("receipt", {"receipt_form": "124"}, "receipt_form"),
    ("receipt", {"payer_name": 5}, "payer_name"),
    ("receipt", {"payer_name": "ก" * 1001}, "payer_name"),
    ("receipt", {"issued_at": "21-11-2599"}, "issued_at"),
    ("receipt", {"issued_at": "2056-11-21T00:00:00+07:00"}, "issued_at"),
    ("receipt", {"paid_total": 200.0}, "paid_total"),
    ("receipt", {"paid_total": True}, "paid_total"),
    ("receipt", {"paid_total": -1}, "paid_total"),
    ("receipt", {"paid_total": 19_999, "amount_total": 19_999}, "paid_total"),
    ("receipt", {"amount_total": 20_001}, "amount_total"),
    ("receipt", {"lines": []}, "lines"),
    ("receipt", {"lines": "1500"}, "lines"),
    ("receipt", {"lines": ["1500"]}, "lines[0]"),
    ("receipt", {"lines": [{"code": "1500"}]}, "lines[0].text"),
    ("receipt", {"lines": [{"code": "1500", "text": "ค่า", "pay": 1}]}, "lines[0].pay"),
    ("receipt", {"payer": "x"}, "payer"),
    ("declaration", {"declaration_no": "9911A0000001"}, "declaration_no"),
    ("declaration", {"items": [{"line": 1}]}, "items[0].description"),
    ("bond", {"capacity": "owner"}, "capacity"),
    ("bond", {"bond_no": "-/ -"}, "bond_no"),
    ("permit", {}, "record"),
]


@pytest.mark.parametrize(("kind", "change", "column"), BAD)
def test_a_line_that_will_not_do_is_named_with_its_field(kind: str, change: dict[str, object], column: str) -> None:
    bad = {**sample(kind), **change} if kind in FORM_OF else {"record": kind}
    found = read(sample("bond"), bad)
    assert [each.kind for each in found.records] == ["bond"]
    assert [(fault.line, fault.column) for fault in found.faults] == [(2, column)]
    assert found.faults[0].th != found.faults[0].en


def test_a_field_that_is_there_twice_is_nobodys_guess() -> None:
    found = read_lines(b'{"record":"receipt","paid_total":1,"paid_total":2}', Provenance.CORE, NOW)
    assert [fault.column for fault in found.faults] == ["paid_total"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(FORM_OF)), st.data())
def test_no_value_in_any_field_raises(kind: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PAPER_RECORDS[kind].fields)))
    found = read({**sample(kind), name: data.draw(json_values)})
    assert len(found.records) + len(found.faults) == 1
