"""Every class from its filing to its closing at the command line: all of its papers print, with nothing left out."""

from pathlib import Path

import pytest

from tests.cli.transit_town import GUARANTEES, Desk, declaration, make_home, seals
from tests.print.paper import words_of

OVERRIDE = ("--override", "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้")
SEALS = "MST00001A, MST00001B"
GUARANTEE = {"1": "ทัณฑ์บนทั่วไป", "2.3": "B หนังสือธนาคาร", "2.4": "C เงินประกัน"}
"""How the sheet to key from calls what stands behind a case."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "files").mkdir()
    made = Desk(make_home(folder / "home"), folder / "files")
    for code in GUARANTEES:
        made.register(code)
    return made


def printed(desk: Desk, form: str, case: str, out: Path, *more: str) -> str:
    """The words of a paper's first sheet."""
    said = desk.run("print", form, case, "--out", out / f"{form}.pdf", "--officer", "prasit", *more)
    assert said.status == 0, said.out
    return words_of((out / f"{form}.pdf").read_bytes())


@pytest.mark.parametrize("code", ["1", "2.1", "2.2", "2.3", "2.4"])
def test_all_papers_of_a_class_print_and_say_what_was_done(desk: Desk, code: str, tmp_path: Path) -> None:
    case = desk.considered(code, office_exit_code="4901")
    signed = desk.done("sign", case, *(() if code == "1" else OVERRIDE), by="wanida")
    sheet = printed(desk, "key-in-sheet", case, tmp_path)
    assert case not in sheet
    assert GUARANTEE.get(code, "") in sheet
    assert " bond " not in sheet
    desk.done("key", case, declaration(case))
    desk.done("hand-over", case, "--to", "นายผู้ขับสมมติ ตัวอย่าง", *seals(), "--vehicle", "70-1234")
    control = "451-lao" if code == "1" else "451-37"
    for form in ("448-1", control, "container-list", "hand-over-receipt"):
        text = printed(desk, form, case, tmp_path)
        for wanted in (signed["sequence_no"], declaration(case), SEALS, "CSQU3054383", "ผู้พิมพ์ prasit (MS-1)"):
            if wanted != "CSQU3054383" or form != "hand-over-receipt":
                assert wanted in text, (form, wanted)
    bond = printed(desk, "bond-37", case, tmp_path)
    assert GUARANTEES.get(code, ("",))[0] in bond
    assert declaration(case) in printed(desk, "key-in-sheet", case, tmp_path, "--reason", "ได้เลขแล้ว")
    desk.done("arrive", case, *seals(), "--vehicle", "70-1234")
    desk.done("exit", case)
    assert desk.done("close", case, "--reason", "คู่ฉบับส่งกลับครบถ้วน")["state"] == "closed"
    back = printed(desk, control, case, tmp_path, "--reason", "คู่ฉบับ")
    assert back.count("prasit") >= 2
