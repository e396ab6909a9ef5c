"""A command line that is none: one sentence, exit status 2, JSON where JSON was asked for."""

from pathlib import Path

import pytest

from tests.cli.running import run, run_all
from tests.cli.test_not_available import answer_here


def test_an_unknown_command_is_named() -> None:
    as_json, for_people = run_all(("frobnicate", "--json"), ("frobnicate",))
    assert (as_json.status, as_json.code) == (2, "usage")
    assert as_json.body["refused"]["en"] == "There is no command frobnicate. See officer-app --help."
    assert (for_people.status, for_people.out, len(for_people.err.splitlines())) == (2, "", 2)


@pytest.mark.parametrize(
    "words",
    [
        ("station",),
        ("station", "init"),
        ("station", "init", "--site", "CE", "--desk", "kitchen", "--name", "CE-1"),
        ("station", "paint"),
        ("look-up",),
        ("look-up", "1", "2"),
        ("look-up", "--hom", "x", "1"),
        ("stamp", "9911A0000001"),
        ("stamp", "9911A0000001", "--outcome", "blue"),
        ("stamp", "9911A0000001", "--outcome", "green", "--password-fd", "three"),
        ("scan",),
        ("scan", "--port", "-", "--desk", "kitchen"),
        ("sync", "--once", "--watch"),
        ("print", "stamp-slip", "--out", "x.pdf"),
        ("central", "revoke"),
        ("demo", "--loud"),
        ("look-up", "1", "--home"),
        ("--nonsense",),
    ],
    ids=" ".join,
)
def test_what_is_missing_or_wrong_is_said_with_how_it_is_right(words: tuple[str, ...]) -> None:
    status, body = answer_here(*words)
    assert (status, body["refused"]["code"]) == (2, "usage")
    assert "\n" not in body["refused"]["en"]
    # What no parser can know (one of two is needed) is said without it.
    assert str(body.get("usage", "usage: officer-app")).startswith("usage: officer-app")


def test_help_is_no_error_and_names_every_command_of_the_contract() -> None:
    said = run("--help")
    assert (said.status, said.err) == (0, "")
    for command in ("demo", "station", "look-up", "scan", "stamp", "release", "transit", "verify", "bench"):
        assert command in said.out


def test_settings_that_cannot_be_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    said = run("station", "init", "--site", " ", "--desk", "transit", "--name", "x", "--home", home, "--json")
    assert (said.status, said.code) == (2, "bad_format")
    assert not home.exists()


def test_a_descriptor_without_a_password_is_bad_usage(home: Path) -> None:
    act = ("stamp", "A0021991100001", "--outcome", "green", "--officer", "somchai", "--home", home, "--json")
    closed, huge, below = run_all(*((*act, "--password-fd", number) for number in ("99", "99999999999999999999", "-1")))
    assert [(each.status, each.code) for each in (closed, huge, below)] == [(2, "password_fd")] * 3
    binary = run(*act, "--password-fd", "0", stdin=b"\xff\xfe\n")
    assert (binary.status, binary.code) == (2, "password_fd")
