"""The invented data: enough of each sort, valid check digits, of a year nobody has issued, and nobody's."""

import json
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from officer_app.core.acts import parse_time
from officer_app.core.check_digits import container_is_right, mawb_is_right, thai_13_is_right
from officer_app.core.numbers import Kind, Reading, recognise
from officer_app.core.records import Permit
from officer_app.messages.sample_permits import FIRMS, sample_permits
from officer_app.messages.sample_trades import TRADES
from officer_app.messages.sample_transits import sample_transits
from tests.fakes import NOW

PERMITS = sample_permits(NOW)
TRANSITS = [(each.number, json.loads(each.doc)) for each in sample_transits(NOW)]


def kind(number: str) -> Kind:
    reading = recognise(number)
    assert isinstance(reading, Reading)
    assert reading.number == number
    assert reading.warnings == () or reading.kind in (Kind.HAWB, Kind.PLATE)
    return reading.kind


def test_there_are_enough_permits_of_each_sort() -> None:
    assert len(PERMITS) >= 40
    assert len({each.number for each in PERMITS}) == len(PERMITS)
    lines = Counter((each.line, each.order == "XRAY") for each in PERMITS if each.state == "issued")
    assert lines["GREEN", False] >= 20
    assert lines["RED", False] >= 5
    assert lines["RED", True] >= 3
    states = Counter(each.state for each in PERMITS)
    assert min(states["cancelled"], states["loaded"], states["held"]) >= 2
    sorts = Counter(kind(each.number) for each in PERMITS)
    assert min(sorts[Kind.DECLARATION], sorts[Kind.PERMIT], sorts[Kind.MANUAL_PERMIT]) >= 2
    assert any(len(each.declarations) > 1 for each in PERMITS)


def test_there_are_enough_transit_declarations_of_each_sort() -> None:
    assert len(TRANSITS) >= 6
    assert len({number for number, _ in TRANSITS}) == len(TRANSITS)
    sorts = Counter(kind(number) for number, _ in TRANSITS)
    assert set(sorts) == {Kind.DECLARATION, Kind.MANUAL_DECLARATION}
    assert {bool(doc.get("dlt_licence_no")) for _, doc in TRANSITS} == {True, False}
    assert all(number[4] == "2" and doc["decl_no"] == number for number, doc in TRANSITS)


@pytest.mark.parametrize("permit", PERMITS, ids=lambda permit: permit.number)
def test_every_number_on_a_permit_is_valid_and_invented(permit: Permit) -> None:
    assert thai_13_is_right(permit.company_tax_no)
    assert permit.company_tax_no.startswith("0999")
    assert not permit.mawb or mawb_is_right(permit.mawb)
    assert not permit.container_no or container_is_right(permit.container_no)
    assert bool(permit.flight) == bool(permit.mawb) == (kind(permit.number) is Kind.DECLARATION)
    assert "9911" in permit.number
    for line in permit.declarations:
        assert kind(line.number) is Kind.DECLARATION
        assert line.number[5:9] == "9911"
        assert line.packages > 0
        assert line.gross_weight_g > 0
    assert NOW < parse_time(permit.departure_at) < NOW + timedelta(days=2)
    for number, what in permit.search_keys.items():
        assert kind(number) is {"mawb": Kind.MAWB, "hawb": Kind.HAWB, "container": Kind.CONTAINER}.get(
            what, Kind.PLATE if what == "plate" else Kind.DECLARATION
        )


@pytest.mark.parametrize(("number", "doc"), TRANSITS, ids=[number for number, _ in TRANSITS])
def test_every_number_on_a_transit_declaration_is_valid_and_its_sums_agree(number: str, doc: dict[str, Any]) -> None:
    assert thai_13_is_right(str(doc["applicant_tax_id"]))
    for row in doc["containers"]:
        assert container_is_right(str(row["container_no"]))
    assert len({row["container_no"] for row in doc["containers"]}) == len(doc["containers"])
    for total, part in (
        ("packages_total", "packages"),
        ("gross_weight_total", "gross_weight"),
        ("net_weight_total", "net_weight"),
        ("cif_total", "cif_baht"),
    ):
        assert doc[total] == sum(int(row[part]) for row in doc["items"])
    assert all(int(row["net_weight"]) < int(row["gross_weight"]) for row in doc["items"])
    assert sum(int(row["packages"]) for row in doc["containers"]) == doc["packages_total"]
    assert str(doc["date_entry"]) < str(doc["date_limit"])
    assert "9911" in number


def test_the_firms_say_that_they_are_examples() -> None:
    for firm in (*FIRMS, *(trade.firm for trade in TRADES)):
        assert "ตัวอย่าง" in firm
    assert not re.search(r"[0-9]{9,}", " ".join(FIRMS))


def test_the_data_are_the_same_every_time() -> None:
    assert sample_permits(NOW) == PERMITS
    assert [each.doc for each in sample_transits(NOW)] == [
        json.dumps(doc, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for _, doc in TRANSITS
    ]
