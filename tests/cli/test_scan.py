"""The counter without a window: one JSON line for each scan of a real serial line, until the line ends."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from officer_app.devices.simulated_scanner import SimulatedScanner
from officer_app.paths import Home
from officer_app.settings import load, save
from tests.cli.running import PATIENCE_S, PROGRAM, Body, check_manners, run
from tests.cli.test_contract import LOOK_UP_KEYS

GREEN, RED = "A0021991100001", "A0241991100023"


def test_each_scan_is_answered_and_the_end_of_the_line_is_no_error(home: Path) -> None:
    patient = load(Home(home).settings)
    save(replace(patient, repeat_gap_ms=600_000), Home(home).settings)
    with SimulatedScanner() as scanner, reading(home, scanner.url) as process:
        first = answer_to(scanner, process, f"{GREEN}\r".encode())
        second = answer_to(scanner, process, f"*{RED}*\r\n".encode())
        third = answer_to(scanner, process, b"9912Z9999999\n")
        # The same code again at once is one scan; the next line is another one's.
        scanner.send("9912Z9999999")
        fourth = answer_to(scanner, process, b"\xff\xfe\x00\r")
        fifth = answer_to(scanner, process, "ฤจๅ\r".encode())
        sixth = answer_to(scanner, process, b"A" * 10_240 + b"\r")
        scanner.unplug()
        rest, complaints = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, rest) == (0, "")
    assert [line["found"] for line in (first, second, third)] == [True, True, False]
    assert (first["number"], second["number"], second["line"]) == (GREEN, RED, "RED")
    assert third["refused"]["code"] == "unknown_number"
    assert [line["refused"]["code"] for line in (fourth, fifth, sixth)] == ["unreadable", "bad_format", "unreadable"]
    assert all(line.keys() >= LOOK_UP_KEYS for line in (first, second, third, fourth, fifth, sixth))
    assert sixth["count"] == {
        "read": 5,
        "understood": 2,
        "refused": 2,
        "repeats": 1,
        "dropped": {"not_text": 1, "overlong": 1},
    }
    check_manners(complaints)
    assert complaints == ""


def test_what_fits_two_kinds_of_number_is_answered_with_the_choices_and_taken_as_neither(home: Path) -> None:
    with SimulatedScanner() as scanner, reading(home, scanner.url) as process:
        line = answer_to(scanner, process, b"990001\r")
        after = answer_to(scanner, process, f"{GREEN}\r".encode())
    assert (line["refused"]["code"], line["kind"], line["found"], line["may"]) == ("ambiguous", "plate", False, [])
    assert line["choices"] == [
        {"choice": 1, "text": "990001", "as": "plate", "numbers": []},
        {"choice": 2, "text": "990001", "as": "hawb", "numbers": []},
    ]
    assert line["count"]["understood"] == 1
    assert after["found"]
    said = run("look-up", "990001", "--as", "hawb", "--home", home, "--json")
    assert (said.code, said.body["kind"]) == ("unknown_number", "hawb")


def test_a_desk_is_told_what_is_done_there(home: Path) -> None:
    with SimulatedScanner() as scanner, reading(home, scanner.url, "--desk", "inspection") as process:
        may = answer_to(scanner, process, f"{GREEN}\r".encode())["may"]
    assert may == ["stamp_green", "stamp_red", "stamp_xray"]
    with SimulatedScanner() as scanner, reading(home, scanner.url, "--desk", "checking_post") as process:
        may = answer_to(scanner, process, f"{GREEN}\r".encode())["may"]
    assert may == []


def test_scans_come_through_a_pipe_as_well(home: Path) -> None:
    said = run("scan", "--port", "-", "--home", home, "--json", stdin=f"{GREEN}\n{RED}\n\nA002".encode())
    assert said.status == 0
    assert [line["number"] for line in said.lines] == [GREEN, RED, "", ""]


def test_people_get_the_numbers_at_the_end(home: Path) -> None:
    said = run("scan", "--port", "-", "--home", home, stdin=f"{GREEN}\n".encode())
    assert said.status == 0
    assert said.out.splitlines()[-1].startswith("{'read': 1, 'understood': 1")


def test_a_person_may_stop_it(home: Path) -> None:
    for asking in (signal.SIGINT, signal.SIGTERM):
        with SimulatedScanner() as scanner, reading(home, scanner.url) as process:
            answer_to(scanner, process, f"{GREEN}\r".encode())
            process.send_signal(asking)
            _, complaints = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, complaints) == (0, "")


def test_a_port_that_is_taken_or_none_is_one_sentence(home: Path) -> None:
    with SimulatedScanner() as scanner, reading(home, scanner.url) as process:
        answer_to(scanner, process, f"{GREEN}\r".encode())
        taken = run("scan", "--port", scanner.url, "--home", home, "--json")
    assert (taken.status, taken.code) == (3, "port_taken")
    for port, code in (
        ("/dev/tty-that-is-not-there", "port_missing"),
        ("/dev/null", "port_not_a_port"),
        ("", "port_bad_address"),
        ("carrier-pigeon://loft", "port_bad_address"),
        ("socket://127.0.0.1:1", "port_unreachable"),
    ):
        said = run("scan", "--port", port, "--home", home, "--json")
        assert (said.status, said.code) == (3, code)
        assert "\n" not in said.body["trouble"]["en"]


@contextmanager
def reading(home: Path, port: str, *more: str) -> Iterator["subprocess.Popen[str]"]:
    """The program reading `port`; ended by the end of the block where it still runs."""
    words = [*PROGRAM, "scan", "--port", port, "--home", str(home), "--json", *more]
    process = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


def answer_to(scanner: SimulatedScanner, process: "subprocess.Popen[str]", frame: bytes) -> Body:
    """Scan `frame`; the line that answers it. What is sent before the program reads waits on the line."""
    scanner.send_bytes(frame)
    assert process.stdout is not None
    body = json.loads(process.stdout.readline())
    assert isinstance(body, dict)
    return body
