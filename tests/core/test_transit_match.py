"""Every difference between the declaration, the invoice and the bill of lading is found, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from officer_app.core.transit_match import (
    SUMMED,
    Against,
    Difference,
    Goods,
    Loaded,
    Paper,
    container_differences,
    differences,
    filing_differences,
    total,
)

LINES = (
    Goods(12, 1_325_000, 1_250_000, 871_000, "USD", "looms"),
    Goods(13, 1_400_000, 1_320_000, 902_000, "USD", "parts"),
)
SUM = Goods(25, 2_725_000, 2_570_000, 1_773_000, "USD")
DECLARED = Paper(LINES, SUM)
GOODS = st.builds(
    Goods,
    st.integers(0, 10**6),
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.integers(0, 10**17),  # beyond what a float holds exactly
    st.sampled_from(["USD", "THB"]),
)


def found(against: Against, paper: Paper) -> list[tuple[int, str]]:
    return [(each.line, each.field) for each in differences(DECLARED, {against: paper})]


def test_what_agrees_has_no_difference() -> None:
    assert differences(DECLARED, {Against.INVOICE: DECLARED, Against.BILL: DECLARED}) == []


@pytest.mark.parametrize(
    ("field", "other"),
    [("packages", 11), ("gross_weight_g", 1_325_001), ("net_weight_g", 1), ("value", 871_001), ("currency", "EUR")],
)
def test_the_invoice_is_compared_line_by_line(field: str, other: object) -> None:
    change: dict[str, Any] = {field: other}
    invoice = Paper((replace(LINES[0], **change), LINES[1]))

    assert found(Against.INVOICE, invoice) == [(1, field)]


def test_a_bill_with_one_line_for_all_is_compared_by_its_sum() -> None:
    assert found(Against.BILL, Paper((Goods(25, 2_725_000),))) == []
    assert found(Against.BILL, Paper((Goods(25, 2_725_001),))) == [(0, "gross_weight_g")]


def test_what_a_paper_does_not_say_is_no_difference_and_what_the_declaration_does_not_say_is() -> None:
    silent = Paper((replace(LINES[0], net_weight_g=None), LINES[1]))

    assert found(Against.INVOICE, silent) == []
    declared = Paper((replace(LINES[0], net_weight_g=None), LINES[1]))
    assert differences(declared, {Against.INVOICE: Paper(LINES)}) == [
        Difference(Against.INVOICE, 1, "net_weight_g", "", "1250000")
    ]


def test_a_line_too_many_is_told() -> None:
    assert (0, "lines") in found(Against.INVOICE, Paper((*LINES, LINES[0])))


def test_a_total_that_is_not_the_sum_of_its_lines_is_told() -> None:
    assert differences(replace(DECLARED, total=replace(SUM, packages=26)), {}) == [
        Difference(Against.ITSELF, 0, "packages", "25", "26")
    ]


def test_values_in_two_currencies_have_no_sum() -> None:
    assert total((LINES[0], replace(LINES[1], currency="THB")), "value") is None
    assert total((), "value") is None


@given(st.lists(GOODS, min_size=1, max_size=8).map(tuple))
@example((Goods(1, 2**53 + 1, 1, 2**53 + 1, "USD"), Goods(1, 2, 2, 2, "USD")))
def test_money_and_weights_never_drift(lines: tuple[Goods, ...]) -> None:
    sums: dict[str, Any] = {name: by_hand(lines, name) for name in SUMMED}
    paper = Paper(lines, Goods(**sums))

    assert differences(paper, {Against.INVOICE: paper, Against.BILL: paper}) == []
    assert {name: total(lines, name) for name in SUMMED} == sums


def by_hand(lines: tuple[Goods, ...], name: str) -> int | None:
    """A column added up without the rule that is tested: digits on paper."""
    if name == "value" and len({line.currency for line in lines}) != 1:
        return None
    columns = [f"{getattr(line, name):025d}" for line in lines]
    result, carry = "", 0
    for place in range(24, -1, -1):
        carry, digit = divmod(carry + sum(int(each[place]) for each in columns), 10)
        result = f"{digit}{result}"
    return int(result)


@given(
    st.lists(GOODS, min_size=1, max_size=8).map(tuple),
    st.sampled_from(SUMMED),
    st.sampled_from([-(10**6), -1, 1, 10**15]),
)
def test_a_printed_total_that_is_off_by_one_is_always_found(lines: tuple[Goods, ...], name: str, off: int) -> None:
    right = by_hand(lines, name)
    wrong: dict[str, Any] = {name: None if right is None else right + off}
    told = [(each.line, each.field) for each in differences(Paper(lines, Goods(**wrong)), {})]

    assert told == ([] if right is None else [(0, name)])


@given(st.lists(GOODS, min_size=1, max_size=6).map(tuple), st.integers(-3, 3), st.integers(-1, 1))
def test_containers_hold_what_is_declared_to_the_gram(lines: tuple[Goods, ...], grams: int, more: int) -> None:
    packages, weight = by_hand(lines, "packages"), by_hand(lines, "gross_weight_g")
    assert packages is not None
    assert weight is not None
    declared = Paper(lines, Goods(packages, weight + grams))
    told = [each.field for each in container_differences(declared, Loaded(lines, len(lines) + more))]

    assert told == [*(["containers"] if more else []), *(["gross_weight_g"] if grams else [])]


@given(
    st.dictionaries(st.sampled_from(["applicant_class", "office_entry_code"]), st.sampled_from(["", "1", "2", "4901"])),
    st.dictionaries(st.sampled_from(["applicant_class", "office_entry_code"]), st.sampled_from(["", "1", "2", "4901"])),
)
def test_a_filing_contradicts_only_what_both_say(said: dict[str, str], filed: dict[str, str]) -> None:
    told = {each.field: (each.declared, each.found) for each in filing_differences(said, filed)}

    assert told == {
        name: (said[name], filed[name]) for name in said if filed.get(name) and said[name] not in ("", filed[name])
    }


@given(st.lists(GOODS, min_size=1, max_size=8).map(tuple), st.data())
def test_one_gram_or_satang_is_always_found(lines: tuple[Goods, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    field = data.draw(st.sampled_from(["packages", "gross_weight_g", "net_weight_g", "value"]))
    change: dict[str, Any] = {field: getattr(lines[place], field) + 1}
    changed = (*lines[:place], replace(lines[place], **change), *lines[place + 1 :])

    assert [(each.line, each.field) for each in differences(Paper(lines), {Against.INVOICE: Paper(changed)})] == [
        (place + 1, field)
    ]
