"""Every difference between the declaration, the invoice and the bill of lading is found, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.transit_match import SUMMED, Against, Difference, Goods, Paper, differences, total

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
    st.integers(0, 10**15),
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
def test_money_and_weights_never_drift(lines: tuple[Goods, ...]) -> None:
    sums: dict[str, Any] = {name: total(lines, name) for name in SUMMED}
    paper = Paper(lines, Goods(**sums))

    assert differences(paper, {Against.INVOICE: paper, Against.BILL: paper}) == []


@given(st.lists(GOODS, min_size=1, max_size=8).map(tuple), st.data())
def test_one_gram_or_satang_is_always_found(lines: tuple[Goods, ...], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    field = data.draw(st.sampled_from(["packages", "gross_weight_g", "net_weight_g", "value"]))
    change: dict[str, Any] = {field: getattr(lines[place], field) + 1}
    changed = (*lines[:place], replace(lines[place], **change), *lines[place + 1 :])

    assert [(each.line, each.field) for each in differences(Paper(lines), {Against.INVOICE: Paper(changed)})] == [
        (place + 1, field)
    ]
