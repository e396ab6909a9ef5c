"""Registers of the transit desk: cases, guarantees, every number explained, figures; as paper, spreadsheet and text."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from officer_app.core.acts import ActKind, format_time
from officer_app.core.transit_numbers import Fate
from officer_app.print.forms import Forms
from officer_app.texts import Texts
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_journey import Arrival, arrive
from officer_app.usecases.transit_lists import Listing
from officer_app.workstation.listing_files import write_listing
from officer_app.workstation.papers import Papers
from officer_app.workstation.transit_registers import TRANSIT_REGISTERS, TransitRegisters
from tests.fakes import Desk, desk
from tests.print.paper import words_of
from tests.usecases.transit_cases import (
    CLERK,
    EXIT_CLERK,
    MS_1,
    at_desk,
    closed,
    done,
    put_guarantees,
    received,
    signed,
    under_way,
)

TEXTS = Texts.at_need(Path("resources/texts"))
FORMS = Forms(Path("resources/forms"))
AWAY: dict[str, Any] = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
OVERRIDE = "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path, MS_1) as made:
        put_guarantees(at_desk(made))
        yield made


def registers(made: TransitDesk) -> TransitRegisters:
    return TransitRegisters(made, TEXTS, "ประสิทธิ์ ใจเที่ยง")


def papers(opened: Desk, folder: Path) -> Papers:
    return Papers(opened.counter, folder / "papers", Path("resources/forms"), dict)


def test_every_register_prints_and_has_the_same_rows_in_every_kind_of_file(opened: Desk, tmp_path: Path) -> None:
    made = at_desk(opened)
    case = under_way(made, "2.4", OVERRIDE, **AWAY)
    book = papers(opened, tmp_path)
    for form in TRANSIT_REGISTERS:
        data = registers(made).of(form)
        files = {kind: tmp_path / f"{form}.{kind}" for kind in ("pdf", "csv", "xlsx")}
        written = {write_listing(file, book, form, data, opened.clock[0]) for file in files.values()}
        assert len(written) == 1
        lines = list(csv.reader(io.StringIO(files["csv"].read_text("utf-8-sig"))))
        assert len(lines) == written.pop() + 1
        assert all(" / " in head for head in lines[0])
        text = words_of(files["pdf"].read_bytes())
        assert FORMS.template(form).title_th in text
        if form != "transit-figures":
            assert case in text
            assert any(case in cell for line in lines for cell in line)
            assert any(case in part for part in parts_of(files["xlsx"]))


def test_a_shift_hands_on_what_somebody_has_to_do_and_counts_what_is_only_under_way(opened: Desk) -> None:
    made = at_desk(opened)
    waits, road, _ = received(made), under_way(made), closed(made)
    rows, under = registers(made).handed_on()
    assert ([row["number"] for row in rows], under) == ([waits], 1)
    assert (rows[0]["state"], rows[0]["since"]) == ("รับเรื่องแล้ว received", format_time(opened.clock[0]))
    opened.later(86 * 86_400)
    rows, under = registers(made).handed_on()
    assert ([row["number"] for row in rows], under) == ([waits, road], 0)
    assert "last day" in str(rows[1]["words"])
    away = replace(made, office="2901")
    assert registers(away).handed_on() == ([], 0)
    done(arrive(away, EXIT_CLERK, road, Arrival(("MST00001A", "MST00001B"), "701234")))
    assert [row["number"] for row in registers(away).handed_on()[0]] == [road]


def parts_of(book: Path) -> list[str]:
    with ZipFile(book) as whole:
        return [whole.read(name).decode() for name in whole.namelist() if name.endswith(".xml")]


def test_no_number_is_left_without_what_became_of_it(opened: Desk) -> None:
    made = at_desk(opened)
    for _ in range(2):
        signed(made)
    data = registers(made).numbers()
    rows = data["numbers"]
    assert isinstance(rows, list)
    assert sum(row["count"] for row in rows) == 50
    assert [row["fate"] for row in rows] == [Fate.USED, Fate.USED, Fate.WAITING]
    names = FORMS.template("number-register").fields["numbers"].row["fate"].names
    assert set(names) == {str(each) for each in Fate}


def test_numbers_written_beside_the_block_stand_in_the_register(opened: Desk) -> None:
    made = at_desk(opened)
    case = signed(made)
    (act,) = [each for each in opened.journal.acts_on("transit", case) if each.kind == ActKind.TRANSIT_SIGN]
    series = f"{act.text('series')}/MS-1"
    fields = {**act.fields, "series": series, "number": 1, "sequence_no": "MS-1-1/2569"}
    other = received(made)
    draft = made.counter.draft(ActKind.TRANSIT_SIGN, act.subject.__class__("transit", other), CLERK, fields)
    made.counter.journal.record(draft, CLERK.signer)
    rows = registers(made).numbers()["numbers"]
    assert isinstance(rows, list)
    assert [row["numbers"] for row in rows if row["numbers"].startswith("MS-1-")] == ["MS-1-1/2569"]


def test_each_list_of_the_desk_has_its_cases_and_no_others(opened: Desk) -> None:
    made = at_desk(opened)
    waiting, going, over = received(made), under_way(made), closed(made)
    for which, wanted in ((Listing.WAITING, waiting), (Listing.EN_ROUTE, going), (Listing.CLOSED, over)):
        rows = registers(made).cases(which)["cases"]
        assert isinstance(rows, list)
        assert [row["case_no"] for row in rows] == [wanted]
    opened.clock[0] += timedelta(days=91)
    overdue: Any = registers(made).cases(Listing.OVERDUE)["cases"]
    (late,) = overdue
    assert (late["case_no"], late["left"]) == (going, "เกิน over 1")
    ended: Any = registers(made).cases(Listing.CLOSED)["cases"]
    (done,) = ended
    assert "left" not in done


def test_a_guarantee_says_what_is_drawn_free_and_how_it_stands(opened: Desk) -> None:
    made = at_desk(opened)
    case = signed(made, "2.4", OVERRIDE, **AWAY)
    rows: Any = registers(made).guarantees()["guarantees"]
    cash = next(row for row in rows if row["number"] == "CASH-1")
    assert (cash["drawn"], cash["free"], cash["cases"], cash["state"]) == (31_415_926, 0, case, "ใช้ได้ in force")
    opened.clock[0] += timedelta(days=30_000)
    later: Any = registers(made).guarantees()["guarantees"]
    assert {row["number"]: row["state"] for row in later} == {
        "BANK-1": "หมดอายุ expired",
        "BOND-1": "หมดอายุ expired",
        "CASH-1": "ใช้ได้ in force",
    }


def test_comma_separated_text_is_no_formula_for_whoever_opens_it(opened: Desk, tmp_path: Path) -> None:
    row = {"line": 1, "case_no": "TC1", "state": "x", "applicant_name": '=HYPERLINK("http://x")', "left": "-3"}
    data = {"day": "2026-11-21", "office": "4901", "which": "x", "cases_total": 1, "cases": [row], "officer_name": "x"}
    file = tmp_path / "cases.csv"
    assert write_listing(file, papers(opened, tmp_path), "transit-cases", data, opened.clock[0]) == 1
    (_, line) = csv.reader(io.StringIO(file.read_text("utf-8-sig")))
    assert [cell for cell in line if cell.startswith(("=", "-"))] == []
    assert "'=HYPERLINK" in line[4]
