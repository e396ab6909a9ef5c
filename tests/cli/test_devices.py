"""`doctor`, `simulate` and `commands` as processes: what they look at, what they replay, what they print."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from officer_app.devices.simulated_scanner import SimulatedScanner
from tests.cli.running import PATIENCE_S, PROGRAM, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
CHECKS = {
    "sqlite",
    "home",
    "disk",
    "disk_encryption",
    "key_file",
    "clock",
    "postgres",
    "ports",
    "scanner",
    "sound",
    "fonts",
}


def test_the_doctor_looks_at_everything_and_says_each_in_two_languages(home: Path) -> None:
    said = run("doctor", "--home", home, "--json")

    assert said.status == 0
    assert said.body["ok"]
    checks = {check["name"]: check for check in said.body["checks"]}
    assert set(checks) >= CHECKS
    assert {check["state"] for check in checks.values()} <= {"good", "attention"}
    for check in checks.values():
        assert check["th"]
        assert "{" not in check["th"] + check["en"]


def test_a_key_that_others_can_read_and_a_missing_home_are_bad(home: Path, tmp_path: Path) -> None:
    (home / "keys" / "file.key").chmod(0o644)
    told = run("doctor", "--home", home, "--json")
    states = {check["name"]: check["state"] for check in told.body["checks"]}
    assert (told.status, states["home"], states["key_file"]) == (3, "bad", "bad")

    nowhere = run("doctor", "--home", tmp_path / "nowhere", "--json")
    states = {check["name"]: check["state"] for check in nowhere.body["checks"]}
    assert (nowhere.status, states["home"], states["sqlite"]) == (3, "bad", "good")


@contextmanager
def simulating(tmp_path: Path, *words: str | Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A simulated scanner at work, and its address."""
    command = [*PROGRAM, "simulate", "scanner", "--json", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        try:
            yield process, port
            process.wait(PATIENCE_S)
        finally:
            process.terminate()


def test_numbers_are_scanned_by_whoever_reads_the_port(home: Path, tmp_path: Path) -> None:
    numbers = ["9911A0000001", "9911A0000002", "nonsense!"]
    with simulating(tmp_path, "--numbers", *numbers, "--every-ms", "20", "--terminator", "crlf") as (process, port):
        said = run("scan", "--port", port, "--home", home, "--json")
    assert process.returncode == 0
    assert [line["raw"] for line in said.lines] == numbers


def test_what_the_doctor_recorded_is_replayed_over_a_socket(home: Path, tmp_path: Path) -> None:
    recorded = tmp_path / "scanner.jsonl"
    with simulating(tmp_path, "--numbers", "]C09911A0000001", "]C09911A0000002", "--every-ms", "200") as (_, port):
        heard = run("doctor", "--listen", "2", "--scanner", port, "--record", recorded, "--home", home, "--json")
    scanner = heard.lines[-1]["scanners"][0]
    assert (scanner["terminator"], scanner["symbology"], scanner["symbology_sure"]) == ("cr", "Code 128", True)
    assert [advice["code"] for advice in scanner["advice"]] == ["fine"]
    assert scanner["frames"] == ["]C09911A0000001", "]C09911A0000002"]

    with simulating(tmp_path, recorded, "--socket", "0", "--speed", "0") as (_, port):
        said = run("scan", "--port", port, "--home", home, "--json")

    assert [line["number"] for line in said.lines] == ["9911A0000001", "9911A0000002"]


def test_the_doctor_says_what_to_set_on_a_scanner_without_end(home: Path) -> None:
    with SimulatedScanner() as scanner:
        scanner.send("9911A0000001", terminator=b"")
        said = run("doctor", "--listen", "1", "--scanner", scanner.url, "--home", home, "--json")
    advice = said.lines[-1]["scanners"][0]["advice"]
    assert [each["code"] for each in advice] == ["set_terminator"]


def test_a_scanner_is_read_as_it_is_set_up(home: Path) -> None:
    with simulating(home, "--numbers", "9911A0000001", "--terminator", "etx") as (_, port):
        said = run("scan", "--port", port, "--set", "terminator=etx", "--set", "speed=115200", "--home", home, "--json")
    assert [line["number"] for line in said.lines] == ["9911A0000001"]

    wrong = run("scan", "--port", "/dev/ttyUSB0", "--set", "parity=E", "--home", home, "--json")
    assert (wrong.status, wrong.code) == (2, "bad_format")
    assert "parity" in wrong.body["refused"]["en"]


def test_settings_of_a_scanner_are_read_and_wrong_ones_named(home: Path) -> None:
    settings = home / "settings.toml"
    plain = settings.read_text("utf-8").replace("scanners = []", 'scanners = ["/dev/ttyUSB0"]')
    settings.write_text(plain + '\n[scanner_settings."/dev/ttyUSB0"]\nspeed = 115200\nterminator = "tab"\n', "utf-8")
    assert run("station", "show", "--home", home, "--json").status == 0

    settings.write_text(plain + '\n[scanner_settings."/dev/ttyUSB0"]\nparity = "E"\n', "utf-8")
    said = run("station", "show", "--home", home, "--json")
    assert (said.status, said.code) == (3, "settings_unreadable")
    assert "parity" in said.body["trouble"]["en"]


def test_a_command_sheet_is_printed_its_codes_are_believed_here_and_void_when_replaced(
    home: Path, tmp_path: Path
) -> None:
    pdf = tmp_path / "sheet.pdf"
    said = run("commands", "sheet", "--out", pdf, "--home", home, "--json")
    assert said.status == 0
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert (said.body["form"], said.body["pages"], said.body["sheet"]) == ("command-sheet", 1, 0)

    forged = run("commands", "check", "OC1:SG0AAAAAAAAAA", "--home", home, "--json")
    assert (forged.status, forged.code) == (1, "command_foreign")

    assert run("commands", "sheet", "--out", pdf, "--replace", "--home", home, "--json").body["sheet"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("simulate", "scanner"),
        ("simulate", "scanner", "x", "--numbers", "1"),
        ("simulate", "scanner", "--numbers", "1", "--times", "0"),
        ("simulate", "scanner", "--numbers", "1", "--wait", "nan"),
        ("doctor", "--record", "x"),
        ("doctor", "--listen", "0", "--scanner", "x"),
    ],
)
def test_a_command_that_makes_no_sense_is_bad_usage(home: Path, words: tuple[str, ...]) -> None:
    said = run(*words, "--home", home, "--json")

    assert (said.status, said.code) == (2, "usage")


def test_a_file_that_is_not_there_and_one_that_is_broken_are_said(home: Path, tmp_path: Path) -> None:
    missing = run("simulate", "scanner", tmp_path / "none", "--home", home, "--json")
    assert (missing.status, missing.code) == (3, "file_unreadable")
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"at": 0, "hex": "zz"}\n')
    said = run("simulate", "scanner", broken, "--home", home, "--json")
    assert (said.status, said.code) == (2, "unreadable")
