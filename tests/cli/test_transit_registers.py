"""`transit … --out`: the desk's registers as files, from the command line; and offered among its papers."""

import csv
import re
from pathlib import Path

import pytest

from officer_app.core.ports import Person
from officer_app.core.refusals import Refusal
from officer_app.workstation.opening import open_workstation
from officer_app.workstation.transit_registers import TRANSIT_REGISTERS
from tests.cli.running import run
from tests.cli.transit_town import ENV, Desk, make_home
from tests.print.paper import words_of


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("registers")
    (folder / "files").mkdir()
    made = Desk(make_home(folder / "home"), folder / "files")
    made.register("1")
    return made


def test_registers_are_taken_out_as_paper_and_text_by_somebody_named(desk: Desk) -> None:
    case = desk.received()
    for words, form in (
        (("list", "waiting"), "transit-cases"),
        (("guarantee", "list"), "guarantee-register"),
        (("numbers",), "number-register"),
        (("figures",), "transit-figures"),
    ):
        pdf, text = desk.files / f"{form}.pdf", desk.files / f"{form}.csv"
        said = desk.run("transit", *words, "--out", pdf, "--officer", "prasit").body
        assert (said["file"], said["rows"]) == (str(pdf), desk.run("transit", *words, "--out", text).body["rows"])
        assert "ผู้พิมพ์ prasit (MS-1)" in words_of(pdf.read_bytes())
        assert len(list(csv.reader(text.read_text("utf-8-sig").splitlines()))) == said["rows"] + 1
    assert case in (desk.files / "transit-cases.csv").read_text("utf-8-sig")


def test_a_register_of_another_kind_is_refused_before_anything_is_written(desk: Desk) -> None:
    out = desk.files / "cases.doc"
    said = desk.run("transit", "list", "--out", out)
    assert (said.status, said.code, out.exists()) == (2, "usage", False)


def test_the_window_is_offered_the_same_registers(desk: Desk) -> None:
    nobody = Person("", "", frozenset())
    opened = open_workstation(desk.home)
    try:
        for form in TRANSIT_REGISTERS:
            found = opened.papers.gather(form, "", nobody)
            assert not isinstance(found, Refusal), found
            assert found.subject.kind == "day"
        earlier = opened.papers.gather("number-register", "2026-01-01", nobody)
        assert isinstance(earlier, Refusal)
        assert earlier.code == "not_available"
    finally:
        opened.close()


def test_a_counter_without_a_customs_office_has_none_of_them(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run("station", "init", "--site", "CE", "--desk", "inspection", "--name", "CE-1", "--home", home).status == 0
    opened = open_workstation(home)
    try:
        found = opened.papers.gather("transit-cases", "", Person("", "", frozenset()))
        assert isinstance(found, Refusal)
    finally:
        opened.close()


def test_a_case_its_lists_and_figures_are_told_in_words_of_both_languages(desk: Desk) -> None:
    case = desk.received()
    asked: tuple[tuple[str, ...], ...] = (("show", case), ("list",), ("figures",), ("guarantee", "list"))
    texts = {words: run("transit", *words, "--home", desk.home, env=ENV).out for words in asked}
    assert texts["show", case].startswith(f"เรื่อง {case}: รับเรื่องแล้ว\nขั้นต่อไป: ตรวจเอกสาร (check)\n")
    assert f"Case {case}: received\nNext: check the papers (check)\n" in texts["show", case]
    assert texts["list",].splitlines()[0].split()[0] == "เลขที่"
    assert "received" in texts["list",]
    assert re.search(r"Filed a month: [0-9.]+ on average, [0-9]+ at most, [0-9]+ at least", texts["figures",])
    assert "BOND-1  General bond" in texts["guarantee", "list"]
    for text in texts.values():
        assert not re.search(r"\b(declaration_no|limit_date|filed=|irregularities|mean_tenths|None)\b", text), text
    answer = run("transit", "refuse", case, "--reason", "ก", "--officer", "prasit", "--home", desk.home, env=ENV).out
    assert answer.startswith(f"บันทึกแล้ว: ปฏิเสธ เรื่อง {case} (ไม่รับพิจารณา)")
    assert f"Recorded: refuse, case {case} (refused). Next: receive it again" in answer


def test_the_register_of_numbers_is_a_table_in_thai_and_in_english_and_says_what_was_done(desk: Desk) -> None:
    year = desk.run("transit", "numbers").body["series"].partition("/")[2]

    def told(*words: str) -> list[list[str]]:
        out = run("transit", "numbers", *words, "--officer", "prasit", "--home", desk.home, env=ENV).out
        return [part.splitlines() for part in out.strip().split("\n\n")]

    thai, english = told("--fetch")
    assert thai[:2] == ["ได้เลขชุดใหม่แล้ว", f"เลขที่ลำดับ 4901/{year}: เครื่องนี้เหลือ 50 เลข"]
    assert english[:2] == ["A new block of numbers", f"Sequence numbers 4901/{year}: 50 left at this workstation"]
    assert [each.split() for each in thai[2:]] == [["เลขที่ลำดับ", "สถานะ", "เครื่อง", "เรื่อง"], ["1–50", "รอใช้", "MS-1"]]
    assert english[3].split() == ["1–50", "not", "yet", "used", "MS-1"]
    assert [part[0] for part in told("--fetch")] == ["ยังมีเลขพอใช้", "Enough numbers are left"]
    assert told("--give-back")[1][0] == "What was left of this year's numbers is handed back"
    assert [part[0] for part in told("--give-back")] == ["ไม่มีเลขเหลือให้คืน", "No numbers are left to hand back"]
    assert told("--series", "4901/2568") == [
        ["เลขที่ลำดับ 4901/2568", "ยังไม่มีรายการ"],
        ["Sequence numbers 4901/2568", "Nothing is entered yet."],
    ]
