"""What is missing of the papers is said at once, paper by paper."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from officer_app.core.transit_papers import Circumstances, Fault, Language, Shown, When, lacking
from officer_app.core.transit_rule_table import transit_rules

PAPERS = transit_rules(tomllib.loads(Path("resources/transit/rules.toml").read_text("utf-8"))).papers
EVERY = Circumstances(frozenset(When))
ALL = {
    # Typed out from brief 004 §15: originals, copies.
    "id_card": Shown(1, 1),
    "name_change": Shown(0, 1, certified=True),
    "company_certificate": Shown(0, 1, certified=True),
    "power_of_attorney": Shown(1, 1, duty_stamp=True),
    "transit_declaration": Shown(1, 5),
    "carrier_proof": Shown(0, 1),
    "bill_of_lading": Shown(0, 1, Language.ENGLISH),
    "invoice": Shown(0, 1, Language.ENGLISH, certified=True),
    "bond": Shown(1, 0),
    "foreign_places": Shown(0, 1),
    "route": Shown(0, 1),
}


def faults(shown: dict[str, Shown], circumstances: Circumstances = EVERY) -> list[tuple[Fault, str]]:
    return [(each.fault, each.papers[0].id) for each in lacking(PAPERS, circumstances, shown)]


def test_complete_papers_lack_nothing() -> None:
    assert faults(ALL) == []


@pytest.mark.parametrize("paper", list(ALL))
def test_each_paper_left_out_is_named(paper: str) -> None:
    assert faults({name: each for name, each in ALL.items() if name != paper}) == [(Fault.MISSING, paper)]


@pytest.mark.parametrize("card", ["officer_card", "passport", "driving_licence"])
def test_any_card_will_do_for_who_he_is(card: str) -> None:
    others = {name: each for name, each in ALL.items() if name != "id_card"}

    assert faults(others | {card: Shown(1, 1)}) == []
    assert faults(others | {card: Shown(0, 1)}) == [(Fault.ORIGINALS, card)]
    assert faults(others | {card: Shown(0, 1), "id_card": Shown(1, 1)}) == []


def test_sheets_are_counted() -> None:
    assert faults(ALL | {"transit_declaration": Shown(1, 4)}) == [(Fault.COPIES, "transit_declaration")]
    assert faults(ALL | {"transit_declaration": Shown(0, 5)}) == [(Fault.ORIGINALS, "transit_declaration")]
    assert faults(ALL | {"transit_declaration": Shown(2, 4)}) == []


@pytest.mark.parametrize(
    ("paper", "change", "fault"),
    [
        ("bill_of_lading", {"language": Language.OTHER}, Fault.TRANSLATION),
        ("power_of_attorney", {"duty_stamp": False}, Fault.DUTY_STAMP),
        ("invoice", {"certified": False}, Fault.CERTIFIED),
    ],
)
def test_what_is_wrong_with_a_paper_is_named(paper: str, change: dict[str, Any], fault: Fault) -> None:
    assert faults(ALL | {paper: replace(ALL[paper], **change)}) == [(fault, paper)]


def test_a_translated_paper_in_another_language_will_do() -> None:
    assert faults(ALL | {"bill_of_lading": Shown(0, 1, Language.OTHER, translated=True)}) == []


def test_what_the_circumstances_do_not_ask_for_may_be_left_out() -> None:
    always = ("id_card", "transit_declaration", "carrier_proof", "bill_of_lading", "invoice", "foreign_places")

    assert faults({name: ALL[name] for name in always}, Circumstances()) == []


def test_everything_is_said_at_once() -> None:
    assert len(faults({})) == len(ALL)
