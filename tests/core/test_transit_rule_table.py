"""The office's table: read whole, or refused by the name of the row and field that is wrong."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from officer_app.core.guarantees import FreedAt
from officer_app.core.transit_rule_table import BadTransitRules, transit_rules

SHIPPED: dict[str, Any] = tomllib.loads(Path("resources/transit/rules.toml").read_text("utf-8"))


def test_the_shipped_table_is_the_manual_of_mae_sot() -> None:
    rules = transit_rules(SHIPPED)
    minutes = [each.total_seconds() / 60 for each in (rules.check, rules.consider, rules.sign)]

    assert minutes == [10, 20, 30]
    assert {row.country: row.days for row in rules.agreements} == {"LA": 90, "MY": 90, "*": 30}
    assert [row.code for row in rules.classes] == ["1", "2.1", "2.2", "2.3", "2.4"]
    assert len(rules.papers) == 14
    assert len(rules.complaints) == 8
    assert rules.applicant("3") is None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("service", "opens"), "25:00", "service.opens"),
        (("service", "opens"), "17:00", "service"),
        (("service", "lunch"), ["12:00"], "service.lunch"),
        (("service", "check_minutes"), 0, "service.check_minutes"),
        (("service", "check_minutes"), True, "service.check_minutes"),
        (("days", "first_day"), "sunday", "days.first_day"),
        (("numbers", "block"), 10**11, "numbers.block: 10000 at most"),
        (("agreements", 0, "days"), 10**7, "agreements[1].days"),
        (("agreements", 0, "control_sheet"), "452", "agreements[1].control_sheet"),
        (("days", "holidays"), ["2026-01-01"], "days.holidays"),
        (("days", "extend"), "no", "days.extend"),
        (("agreements", 0, "days"), "90", "agreements[1].days"),
        (("agreements", 0, "classes"), ["7"], "no class 7"),
        (("agreements", 2, "overdue"), "burnt", "agreements[3].overdue"),
        (("agreements", 2, "since"), "2015", "agreements[3].since"),
        (("classes", 0, "needs"), [["luck"]], "classes[1]"),
        (("classes", 1, "code"), "1", "1 stands there twice"),
        (("papers", 3, "when"), "sometimes", "papers[4].when"),
        (("papers", 3, "th"), " ", "papers[4].th"),
        (("override", "classes"), [], "override.classes"),
        (("complaints",), [], "complaints"),
        (("numbers",), 5, "numbers"),
        (("guarantees", "freed_at"), "some day", "guarantees.freed_at"),
        (("guarantees",), "exit", "guarantees"),
        (("days", "suspensions"), [{"first": "x"}], "suspensions[1].first"),
    ],
)
def test_a_wrong_entry_is_named_with_its_place(path: tuple[Any, ...], value: object, said: str) -> None:
    table = copy.deepcopy(SHIPPED)
    at: Any = table
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value

    with pytest.raises(BadTransitRules) as error:
        transit_rules(table)
    assert said in str(error.value)


def test_a_table_of_before_that_says_nothing_of_guarantees_frees_them_at_the_closing() -> None:
    assert transit_rules(SHIPPED).freed_at is FreedAt.CLOSING
    before = {key: value for key, value in SHIPPED.items() if key != "guarantees"}
    assert transit_rules(before).freed_at is FreedAt.CLOSING
    assert transit_rules({**before, "guarantees": {"freed_at": "exit"}}).freed_at is FreedAt.EXIT


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "guarantees"])
def test_no_table_may_be_left_out(name: str) -> None:
    with pytest.raises(BadTransitRules, match=name):
        transit_rules({key: value for key, value in SHIPPED.items() if key != name})
