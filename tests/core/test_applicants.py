"""Each class of applicant: accepted with what it must show, refused without."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from officer_app.core.applicants import Evidence, Proof, TooLittle, Unproved, unproved
from officer_app.core.transit_rule_table import transit_rules

RULES = transit_rules(tomllib.loads(Path("resources/transit/rules.toml").read_text("utf-8")))
TODAY = date(2026, 11, 21)
MILLION = 100_000_000  # satang

# Typed out from brief 004 §12, not read from the table.
ACCEPTED = {
    "1": ({Proof.THROUGH_BILL, Proof.DLT_LICENCE, Proof.BOND}, 0),
    "2.1": ({Proof.AEO_TRADER}, 0),
    "2.2": ({Proof.AEO_BROKER}, 0),
    "2.3": ({Proof.REGISTERED}, 2 * MILLION),
    "2.4": ({Proof.TRIP_GUARANTEE, Proof.BOND}, 31_415_926),
}


def shown(proofs: set[Proof], expiry: date | None = None) -> dict[Proof, Evidence]:
    return {proof: Evidence(f"no. {proof}", expiry) for proof in proofs}


def of(code: str, proofs: dict[Proof, Evidence], guarantee: int) -> list[Unproved | TooLittle]:
    wanted = RULES.applicant(code)
    assert wanted is not None
    return unproved(wanted, proofs, TODAY, guarantee=guarantee, duty=31_415_926)


@pytest.mark.parametrize("code", list(ACCEPTED))
def test_a_class_is_accepted_with_exactly_what_the_manual_asks_for(code: str) -> None:
    proofs, guarantee = ACCEPTED[code]

    assert of(code, shown(proofs), guarantee) == []
    assert of(code, shown(proofs, TODAY), guarantee) == []


@pytest.mark.parametrize(("code", "without"), [(code, each) for code, row in ACCEPTED.items() for each in row[0]])
def test_a_class_is_refused_without_any_one_of_its_proofs(code: str, without: Proof) -> None:
    proofs, guarantee = ACCEPTED[code]
    found = of(code, shown(proofs - {without}), guarantee)

    assert len(found) == 1
    assert isinstance(found[0], Unproved)
    assert without in found[0].proofs


@pytest.mark.parametrize(("code", "ended"), [(code, each) for code, row in ACCEPTED.items() for each in row[0]])
def test_a_proof_that_ended_yesterday_is_none(code: str, ended: Proof) -> None:
    proofs, guarantee = ACCEPTED[code]
    yesterday = date(2026, 11, 20)
    found = of(code, shown(proofs) | {ended: Evidence("no. 1", yesterday)}, guarantee)

    assert [each.expired for each in found if isinstance(each, Unproved)] == [yesterday]


@pytest.mark.parametrize(("code", "needed"), [("2.3", 2 * MILLION), ("2.4", 31_415_926)])
def test_one_satang_too_little_is_too_little(code: str, needed: int) -> None:
    assert of(code, shown(ACCEPTED[code][0]), needed - 1) == [TooLittle(needed, needed - 1)]


def test_a_mandate_does_in_place_of_the_through_bill() -> None:
    assert of("1", shown({Proof.MANDATE, Proof.DLT_LICENCE, Proof.BOND}), 0) == []


def test_a_proof_without_a_number_is_none() -> None:
    assert of("2.1", {Proof.AEO_TRADER: Evidence("  ")}, 0) == [Unproved((Proof.AEO_TRADER,))]
