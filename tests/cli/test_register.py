"""`register`: figures of a day, and the day as a file."""

import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from officer_app.core.acts import Act
from officer_app.core.buddhist import bangkok_day
from officer_app.core.ports import SignedIn
from officer_app.usecases.undo import undo_stamp
from officer_app.workstation.opening import open_workstation
from tests.cli.conftest import WITH_PASSWORD
from tests.cli.running import PASSWORD, run
from tests.print.paper import words_of

AT = "A0021991100001"


def stamped(home: Path) -> None:
    words = ("stamp", AT, "--outcome", "green", "--release-post", "CP-1", "--officer", "somchai", "--home", home)
    assert run(*words, env=WITH_PASSWORD).status == 0


def test_a_day_with_its_figures_and_both_files(home: Path, tmp_path: Path) -> None:
    stamped(home)
    said = run("register", "--by", "officer", "--home", home, "--json", "--out", tmp_path / "day.xlsx")
    assert said.status == 0
    body = said.body
    assert body["total"]["stamps"] == body["total"]["green"] == 1
    assert [line["key"] for line in body["lines"]] == ["", "somchai"]
    assert sum(line["acts"] for line in body["lines"]) == body["total"]["acts"]
    # The four tables beside the figures, and a line each.
    assert body["rows"] == len(body["lines"]) + 1 + body["total"]["acts"]
    with zipfile.ZipFile(tmp_path / "day.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 5
    assert AT in sheets[1]
    # Who did it stands there by name or in words: the workstation's own acts are not all acts.
    assert [name_of_line(sheets[0], place) for place in (2, 4)] == ["เครื่องทำเอง the workstation itself", "รวม All"]
    paper = run("register", "--home", home, "--json", "--out", tmp_path / "day.pdf")
    assert (paper.status, paper.body["rows"]) == (0, body["total"]["acts"])
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")


def test_what_was_done_is_told_in_words_and_never_by_the_name_of_its_kind(home: Path, tmp_path: Path) -> None:
    stamped(home)
    to_file = ("--out", tmp_path / "slip.pdf", "--officer", "somchai", "--home", home)
    assert run("print", "stamp-slip", AT, *to_file, env=WITH_PASSWORD).status == 0
    taken_back(home)
    assert run("register", "--home", home, "--out", tmp_path / "day.pdf").status == 0
    text = words_of((tmp_path / "day.pdf").read_bytes())
    for name in ("station_opened", "key_registered", "print ", "undo "):
        assert name not in text
    for words in ("เปิดใช้เครื่อง workstation set up", "ลงทะเบียนกุญแจ key registered", "พิมพ์เอกสาร paper made"):
        assert words in text
    assert "แก้คืนตรา stamp undone" in text


def taken_back(home: Path) -> None:
    """As F10 in the window does it: the command line has no undo."""
    opened = open_workstation(home)
    try:
        somchai = opened.officers.sign_in("somchai", PASSWORD)
        assert isinstance(somchai, SignedIn)
        assert isinstance(undo_stamp(opened.counter, somchai, AT), Act)
    finally:
        opened.close()


def name_of_line(sheet: str, row: int) -> str:
    """The first cell of a row, as it stands in the file."""
    found = re.search(f'<c r="A{row}"[^>]*>(.*?)</c>', sheet)
    assert found is not None
    return re.sub("<[^>]*>", "", found[1])


def test_the_figures_are_told_in_words_of_both_languages(home: Path) -> None:
    stamped(home)
    said = run("register", "--by", "officer", "--home", home).out.splitlines()
    thai, english = said[: len(said) // 2], said[len(said) // 2 :]
    assert [line.partition(":")[0] for line in thai[1:]] == ["เครื่องทำเอง", "somchai", "รวม", "ที่ค้าง", "ยังไม่ 0309"]
    assert [line.partition(":")[0] for line in english[1:]] == [
        *("the workstation itself", "somchai", "All", "Waiting", "Not 0309")
    ]
    assert thai[2] == "somchai: รายการทั้งหมด 1 · ตราเขียว 1"
    assert english[2] == "somchai: Acts 1 · Green stamps 1"
    assert "=" not in "".join(said)


def test_by_day_and_lane_a_line_is_a_day_and_a_lane(home: Path) -> None:
    stamped(home)
    days = run("register", "--home", home).out.splitlines()
    assert re.match(r"\d+ \S+ 25\d\d: ", days[1])
    lanes = run("register", "--by", "lane", "--home", home).out.splitlines()
    assert [line.partition(":")[0] for line in lanes[1:4]] == ["ยังไม่ประทับตรา", "Green", "รวม"]


def test_several_days_on_paper_are_their_figures(home: Path, tmp_path: Path) -> None:
    stamped(home)
    today = bangkok_day(datetime.now(UTC))
    words = ("register", "--day", (today - timedelta(days=6)).isoformat(), "--to", today.isoformat())
    said = run(*words, "--by", "lane", "--home", home, "--json", "--out", tmp_path / "week.pdf")
    assert (said.status, said.body["rows"]) == (0, len(said.body["lines"]))
    text = words_of((tmp_path / "week.pdf").read_bytes())
    assert "ทะเบียนสรุปประจำงวด" in text
    assert "รวม All" in text
    # The line of the green lane: an act, a stamp, nothing else; not cleared, so no times.
    assert re.search(r"Green\s+1\s+1\s+0\s+0\s+0\s+0\s+0\s+0\s+0\s+0\s+0\s+0\s+0\b", text), text


def test_scans_of_an_earlier_program_are_counted_and_listed(home: Path) -> None:
    for _ in range(2):
        fed = run("scan", "--port", "-", "--home", home, "--json", stdin=f"{AT}\r9911A0000099\r".encode())
        assert fed.status == 0
    said = run("register", "--by", "officer", "--home", home, "--json").body
    assert (said["total"]["scans"], said["total"]["scans_unknown"], said["total"]["scans_refused"]) == (4, 2, 0)
    assert [(each["why"], each["text"]) for each in said["odd_scans"]] == [("unknown_number", "9911A0000099")] * 2
    assert run("register", "--lane", "green", "--home", home, "--json").body["total"]["scans"] == 0


def test_what_is_no_day_no_file_or_no_register_is_said(home: Path, tmp_path: Path) -> None:
    at = ("--home", home, "--json")
    cases = (
        (("--day", "yesterday"), 2, "bad_date"),
        (("--day", "9999-01-01"), 2, "bad_date"),
        (("--day", "2026-11-21", "--to", "2026-11-20"), 2, "bad_date"),
        (("--out", tmp_path / "day.doc"), 2, "usage"),
        (("--by", "weather"), 2, "usage"),
        (("--out", home / "settings.toml" / "day.xlsx"), 3, "file_unwritable"),
        (("--out", home / "settings.toml" / "day.pdf"), 3, "file_unwritable"),
    )
    for words, status, code in cases:
        said = run("register", *words, *at)
        assert (said.status, said.code) == (status, code), words
    assert list(tmp_path.iterdir()) == [home]


def test_an_empty_day_is_an_answer(home: Path) -> None:
    said = run("register", "--day", "21-11-2480", "--home", home, "--json")
    assert (said.status, said.body["day"], said.body["lines"]) == (0, "1937-11-21", [])
    assert said.body["total"]["p50_s"] is None
