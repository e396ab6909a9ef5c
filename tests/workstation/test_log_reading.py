"""The program's log: read from its end in bounded pieces, found by reference, without what looks like a secret."""

import json
import logging
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.log_lines import LONGEST, LogLine, LogWanted, masked, read_line, written
from officer_app.logs import close_log, open_log
from officer_app.paths import Home
from officer_app.usecases.progress import Progress, Stopped
from officer_app.workstation import log_reading
from officer_app.workstation.log_reading import BLOCK, StationLog
from officer_app.workstation.trouble import Trouble


def line(text: str, level: str = "INFO", error: str = "") -> str:
    table = {"at": "2026-11-21T03:04:05+00:00", "level": level, "where": "officer_app.x", "text": text}
    return json.dumps({**table, **({"error": error} if error else {})}, ensure_ascii=False) + "\n"


def log_of(folder: Path, *texts: str) -> StationLog:
    """A log whose files hold these, the newest first."""
    home = Home(folder)
    home.log.parent.mkdir(parents=True, exist_ok=True)
    for place, text in enumerate(texts):
        name = home.log.name + (f".{place}" if place else "")
        home.log.with_name(name).write_text(text, "utf-8")
    return StationLog(home)


def texts(log: StationLog, wanted: LogWanted | None = None) -> list[str]:
    return [each.text for each in log.read(wanted or LogWanted(), Progress()).lines]


def test_the_newest_lines_come_first_through_all_files(tmp_path: Path) -> None:
    log = log_of(tmp_path, line("five") + line("six"), line("three") + line("four"), line("one") + line("two"))
    assert texts(log) == ["six", "five", "four", "three", "two", "one"]


def test_lines_are_had_in_pages_and_it_is_said_whether_there_are_more(tmp_path: Path) -> None:
    log = log_of(tmp_path, "".join(line(str(place)) for place in range(10)))
    first = log.read(LogWanted(most=4), Progress())
    assert ([each.text for each in first.lines], first.more) == (["9", "8", "7", "6"], True)
    last = log.read(LogWanted(most=4, before=8), Progress())
    assert ([each.text for each in last.lines], last.more) == (["1", "0"], False)
    assert not log.read(LogWanted(most=10), Progress()).more


def test_a_sentence_is_found_by_its_reference_with_where_its_error_rose(tmp_path: Path) -> None:
    log = log_of(
        tmp_path,
        line("look-up: 0 ")
        + line("reference 3fa9c1", "ERROR", "OSError in page.py:7 press")
        + line("reference 3fa9c2"),
    )
    (found,) = log.read(LogWanted(words="3FA9C1"), Progress()).lines
    assert (found.reference, found.level, found.error) == ("3fa9c1", "ERROR", "OSError in page.py:7 press")
    (of_command,) = (
        log_of(tmp_path, line("unexpected error, reference 0a1b2c3d", "ERROR"))
        .read(LogWanted(words="0a1b2c3d"), Progress())
        .lines
    )
    assert of_command.reference == "0a1b2c3d"


def test_a_level_shows_itself_and_what_is_worse(tmp_path: Path) -> None:
    log = log_of(tmp_path, line("a") + line("b", "WARNING") + line("c", "ERROR") + "no line of ours\n")
    assert texts(log, LogWanted("WARNING")) == ["no line of ours", "c", "b"]
    assert texts(log, LogWanted("ERROR")) == ["no line of ours", "c"]


@pytest.mark.parametrize("words", ["ระงับ", "ไม่ได้", 'say "no"', "back\\slash", "OFFICER_APP.X"])
def test_words_are_found_whatever_letters_they_have(tmp_path: Path, words: str) -> None:
    log = log_of(tmp_path, line('การระงับทำไม่ได้ say "no" back\\slash') + line("another"))
    assert 'การระงับทำไม่ได้ say "no" back\\slash' in texts(log, LogWanted(words=words))


def test_a_line_longer_than_any_block_costs_no_more_than_a_block_or_two(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.log.parent.mkdir()
    with home.log.open("wb") as stream:
        stream.write(line("first").encode())
        for _ in range(60):
            stream.write(b"x" * BLOCK)
        stream.write(b"\n" + line("last").encode())
    tracemalloc.start()
    page = StationLog(home).read(LogWanted(), Progress())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [each.text[:5] for each in page.lines] == ["last", "xxxxx", "first"]
    assert len(page.lines[1].text) == LONGEST
    assert peak < 12 * BLOCK, "the file has sixty"


class Impatient(Progress):
    """Asks to stop as soon as anything was done."""

    def step(self, parts: int = 0) -> None:
        super().step(parts)
        self.stop()


def test_reading_stops_at_the_next_block_and_tells_how_far_it_is(tmp_path: Path) -> None:
    log = log_of(tmp_path, line("needle") + line("x" * 200) * 20_000)
    progress = Impatient()
    with pytest.raises(Stopped):
        log.read(LogWanted(words="needle"), progress)
    assert 0 < progress.done <= 2 * BLOCK < progress.all


def test_a_log_that_cannot_be_read_is_a_trouble_of_its_own(tmp_path: Path) -> None:
    log = log_of(tmp_path, line("one"))
    Home(tmp_path).log.with_name("officer-app.log.1").mkdir()
    with pytest.raises(Trouble) as refused:
        log.read(LogWanted(), Progress())
    assert (refused.value.code, refused.value.params["path"]) == ("log_unreadable", "officer-app.log.1")


def test_without_a_log_there_are_no_lines(tmp_path: Path) -> None:
    assert StationLog(Home(tmp_path)).read(LogWanted(), Progress()).lines == ()


def test_what_the_program_itself_writes_is_read_back(tmp_path: Path) -> None:
    home = Home(tmp_path)
    handler = open_log(home.log)
    try:
        logging.getLogger("officer_app.tried").info("ทดสอบ %s", 7)
    finally:
        close_log(handler)
    (found,) = StationLog(home).read(LogWanted(), Progress()).lines
    assert (found.level, found.where, found.text) == ("INFO", "officer_app.tried", "ทดสอบ 7")


def test_what_is_taken_out_for_support_has_the_lines_and_no_secret(tmp_path: Path) -> None:
    log = log_of(tmp_path, line("password: hunter2", "ERROR") + "postgresql://ce:hunter2@centre/db refused\n")
    page = log.read(LogWanted(), Progress())
    kept = Path(log.export(page.lines)).read_text("utf-8")
    assert "hunter2" not in kept
    assert "centre/db refused" in kept


@pytest.mark.parametrize(
    "said",
    [
        "password=hunter2",
        'PASSWORD: "hunter2"',
        "file_password = hunter2 for CE-1",
        "sslpassword=hunter2&x=1",
        "passphrase 'x' passphrase: hunter2",
        "postgresql://ce_1:hunter2@centre:5432/db",
        "https://a:hunter2@b",
        '{"secret": "hunter2"}',
        "pin: hunter2",
        "api-key=hunter2",
        'password="correct hunter2 horse"',
        "password='it is hunter2'",
        "postgresql://ce:p@ss:hunter2@centre/db",
        "postgresql://ce:pass/hunter2@centre/db",
        "Authorization: Bearer hunter2",
        "passcode: hunter2",
        "รหัสผ่าน: hunter2",
        "-----BEGIN PRIVATE" + " KEY-----\nhunter2\n-----END PRIVATE KEY-----",
    ],
)
def test_what_looks_like_a_secret_is_masked(said: str) -> None:
    assert "hunter2" not in masked(said)


@pytest.mark.parametrize(
    "said",
    ["reference 3fa9c1", "look-up: 0 ", "the centre is gone: timed out", "stamp: 1 role", "https://centre:5432/a"],
)
def test_what_is_no_secret_stays_as_it_is(said: str) -> None:
    assert masked(said) == said


@given(st.binary(max_size=200))
def test_whatever_stands_in_a_log_is_a_line_or_nothing(raw: bytes) -> None:
    found = read_line(raw)
    assert found is None or written(found).isprintable()


LINES = st.lists(st.binary(max_size=60).map(lambda raw: raw.replace(b"\n", b"")).filter(bool), max_size=30)


@given(LINES, st.integers(1, 50), st.booleans())
def test_backwards_gives_the_lines_in_reverse_whatever_the_size_of_a_block(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], block: int, ended: bool
) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    home.log.parent.mkdir()
    home.log.write_bytes(b"\n".join(lines) + (b"\n" if ended and lines else b""))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_reading, "BLOCK", block)
        found = StationLog(home).read(LogWanted(most=100), Progress()).lines
    wanted = [read for raw in reversed(lines) if (read := read_line(raw)) is not None]
    assert list(found) == wanted


def test_a_line_is_written_in_one_row_with_what_it_has() -> None:
    assert written(LogLine("t", "ERROR", "w", "said", "rose")) == "t  ERROR  w  said  rose"
    assert written(LogLine("", "", "", "bare")) == "bare"
