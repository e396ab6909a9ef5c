"""What a later version brings says so with exit status 2, whatever stands behind it, and does nothing."""

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.cli import later
from officer_app.cli.main import COMMANDS
from officer_app.cli.main import run as run_here
from officer_app.cli.stage import Desktop
from tests.cli.running import INSTALLED, PROGRAM, run

LATER = tuple((name,) for name in later.COMMANDS)
CONTRACT = """
demo station officers import look-up scan stamp release hold unhold reroute annul track transit fee petition licence
forms print register sync central verify evidence simulate rebuild backup restore doctor bench
"""
EXTRA = st.lists(
    st.one_of(
        st.sampled_from(["list", "--foo", "x", "--out", "x.pdf", "--day", "2026-11-21", "--url", "-h", "--", "-1"]),
        st.text(min_size=1, max_size=12),
    ).filter(lambda word: not word.startswith(("--home", "--json"))),
    max_size=6,
)


def no_window() -> Desktop:
    raise AssertionError("asked for a window")


def answer_here(*words: str) -> tuple[int, dict[str, dict[str, str]]]:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        status = run_here([*words, "--json"], no_window)
    return status, json.loads(out.getvalue())


@given(st.sampled_from(LATER), EXTRA)
def test_no_argument_and_no_option_makes_it_pretend(command: Sequence[str], extra: list[str]) -> None:
    status, body = answer_here("--json", *command, *extra)
    assert (status, body["refused"]["code"]) == (2, "not_available")
    assert " ".join(command) in body["refused"]["en"]


def test_every_command_of_the_contract_is_here_or_said_to_come_later() -> None:
    assert set(CONTRACT.split()) <= {*COMMANDS, *later.COMMANDS}


def test_as_processes_of_their_own() -> None:
    for words in LATER[:3]:
        for program in (PROGRAM, INSTALLED):
            said = run(*words, "--foo", "x", "--json", program=program, whole=True)
            assert (said.status, said.code) == (2, "not_available")


@pytest.mark.parametrize(
    "words",
    [("import", "permits.csv", "flights.XML"), ("central", "load", "--site", "CE", "permits.xml")],
    ids=" ".join,
)
def test_files_of_later_versions(words: tuple[str, ...]) -> None:
    status, body = answer_here(*words)
    assert (status, body["refused"]["code"]) == (2, "not_available")


def test_nothing_is_taken_from_the_other_files_beside_an_xml_file(home: Path, permits_csv: Path) -> None:
    said = run("import", permits_csv, "messages.xml", "--home", home, "--json")
    assert (said.status, said.code) == (2, "not_available")
    assert "imported" not in said.body


def test_a_person_reads_it_in_both_languages() -> None:
    name = LATER[0][0]
    said = run(name, "overdue", program=INSTALLED)
    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines() == [
        f"คำสั่งนี้ยังไม่มีในรุ่นนี้ ({name}) ไม่มีการบันทึก",
        f"This is not available in this version ({name}). Nothing was recorded.",
    ]
