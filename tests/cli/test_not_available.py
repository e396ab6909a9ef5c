"""What a later version brings says so with exit status 2, whatever stands behind it, and does nothing."""

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.cli.main import run as run_here
from officer_app.cli.stage import Desktop
from tests.cli.running import INSTALLED, run, run_all

LATER: tuple[tuple[str, ...], ...] = (
    ("transit",),
    ("fee",),
    ("petition",),
    ("licence",),
    ("register",),
    ("evidence",),
    ("simulate",),
    ("backup",),
    ("restore",),
    ("doctor",),
    ("annul",),
    ("reroute",),
    ("central", "snapshot"),
    ("central", "authority"),
    ("officers", "rekey"),
)
VERBS = ("receive", "check", "consider", "sign", "key", "hand-over", "arrive", "exit", "close", "refuse", "list")
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


def test_as_processes_of_their_own() -> None:
    said = run_all(
        ("transit", "list", "--foo", "x", "--json"),
        ("register", "--day", "2026-11-21", "--out", "x.pdf", "--json"),
        ("--json", "--home", "nowhere", "central", "snapshot", "--site", "CE"),
    )
    assert [(each.status, each.code) for each in said] == [(2, "not_available")] * 3


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_of_transit(verb: str) -> None:
    assert answer_here("transit", verb, "A0122991100002")[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "--evidence", "permit.evidence"),
        ("verify", "--evidence=permit.evidence", "--strict"),
        ("import", "permits.csv", "flights.XML"),
        ("central", "load", "--site", "CE", "permits.xml"),
    ],
    ids=" ".join,
)
def test_options_and_files_of_later_versions(words: tuple[str, ...]) -> None:
    status, body = answer_here(*words)
    assert (status, body["refused"]["code"]) == (2, "not_available")


def test_nothing_is_taken_from_the_other_files_beside_an_xml_file(home: Path, permits_csv: Path) -> None:
    said = run("import", permits_csv, "messages.xml", "--home", home, "--json")
    assert (said.status, said.code) == (2, "not_available")
    assert "imported" not in said.body


def test_a_person_reads_it_in_both_languages() -> None:
    said = run("transit", "overdue", program=INSTALLED)
    assert (said.status, said.out) == (2, "")
    assert said.err.splitlines() == [
        "คำสั่งนี้ยังไม่มีในรุ่นนี้ (transit) ไม่มีการบันทึก",
        "This is not available in this version (transit). Nothing was recorded.",
    ]
