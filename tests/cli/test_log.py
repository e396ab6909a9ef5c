"""What goes wrong without a sentence of its own: a reference for the person, the details in the log, no traceback."""

import csv
import json
from pathlib import Path

import pytest

from officer_app.paths import Home, resources
from officer_app.security import file_key
from officer_app.settings import load
from officer_app.store.journal import SqliteJournal
from tests.cli.conftest import WITH_PASSWORD
from tests.cli.running import PASSWORD, run


@pytest.fixture
def broken_home(home: Path) -> Path:
    """A home that makes the program stumble: its workstation's key is no number."""
    at = Home(home)
    journal = SqliteJournal(at.journal, file_key.load(at.file_key), load(at.settings).station)
    journal.keep_value("station_key", "not a number")
    journal.close()
    at.log.unlink()
    return home


def test_a_mistake_of_ours_has_a_reference_that_the_log_explains_without_paths(broken_home: Path) -> None:
    said = run("look-up", "A0021991100001", "--home", broken_home, "--json")
    assert (said.status, said.code) == (3, "bug")
    lines = [json.loads(line) for line in Home(broken_home).log.read_text("utf-8").splitlines()]
    (error,) = [line for line in lines if line["level"] == "ERROR"]
    reference = error["text"].rpartition(" ")[2]
    assert reference in said.body["trouble"]["en"]
    assert reference in said.body["trouble"]["th"]
    assert error["error"].startswith("ValueError in own_chain.py:")
    for place in (str(broken_home), str(resources().parent), "/site-packages/"):
        assert place not in Home(broken_home).log.read_text("utf-8")


def test_where_no_log_can_be_kept_the_answer_itself_says_where(broken_home: Path) -> None:
    Home(broken_home).log.parent.rename(broken_home / "old-log")
    Home(broken_home).log.parent.write_text("in the way")
    said = run("look-up", "A0021991100001", "--home", broken_home, "--json")
    assert (said.status, said.code) == (3, "bug")
    assert said.body["where"].startswith("ValueError in own_chain.py:")
    assert str(resources().parent) not in said.out


def test_the_log_names_commands_and_codes_but_nobody_and_no_number(home: Path) -> None:
    assert run("look-up", "9912Z9999999", "--home", home, "--json").status == 1
    text = Home(home).log.read_text("utf-8")
    assert json.loads(text.splitlines()[-1])["text"] == "look-up: 1 unknown_number"
    assert "9912Z9999999" not in text
    assert "somchai" not in text


def test_a_folder_that_is_no_home_gets_no_log(tmp_path: Path) -> None:
    assert run("look-up", "9912Z9999999", "--home", tmp_path, "--json").status == 3
    assert list(tmp_path.iterdir()) == []


def test_after_a_days_work_no_log_names_a_person_a_firm_or_a_number(home: Path, permits_csv: Path) -> None:
    with permits_csv.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    number = next(row["permit_no"] for row in rows if row["line"] == "GREEN" and row["state"] == "issued")
    at = ("--home", home, "--json")
    for words in (
        ("import", permits_csv),
        ("look-up", number, "--officer", "malee"),
        ("stamp", number, "--outcome", "green", "--officer", "somchai"),
        ("stamp", number, "--outcome", "green", "--officer", "somchai"),
        ("release", number, "--officer", "somchai"),
        ("release", number, "--officer", "malee"),
        ("evidence", number, "--out", home / "evidence.txt"),
        ("track", number),
        ("verify",),
    ):
        run(*words, *at, env=WITH_PASSWORD)
    logged = "".join(file.read_text("utf-8") for file in Home(home).log.parent.iterdir())
    assert "stamp: 0" in logged
    private = {row[name] for row in rows for name in ("permit_no", "company_name", "company_tax_no", "vehicle")}
    for word in {"somchai", "malee", PASSWORD, *private} - {""}:
        assert word not in logged


def test_who_looked_is_known_and_a_name_that_is_not_shown_to_be_ones_own_is_not_taken(
    home: Path, permits_csv: Path
) -> None:
    number = next(csv.DictReader(permits_csv.read_text("utf-8").splitlines()))["permit_no"]
    at = ("--home", home, "--json")
    before = len(run("looks", *at).body["looks"])
    assert run("look-up", number, *at).status == 0
    assert run("look-up", number, "--officer", "malee", *at, env=WITH_PASSWORD).status == 0
    wrong = run("look-up", number, "--officer", "malee", *at, env={"OFFICER_APP_PASSWORD": "wrong"})
    assert (wrong.status, wrong.code) == (1, "wrong_password")
    looks = run("looks", *at).body["looks"]
    looks = looks[: len(looks) - before]
    assert [(row["officer"], row["number"]) for row in looks] == [("malee", number), ("", number)]
