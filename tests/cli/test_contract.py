"""The stand-alone contract of the command line (design §14), as it stands there."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from officer_app import settings as settings_file
from tests.cli.running import INSTALLED, PASSWORD, run

LOOK_UP_KEYS = {
    "raw",
    "number",
    "kind",
    "found",
    "line",
    "outcome",
    "state",
    "may",
    "core_status",
    "core_as_of",
    "data_age_s",
}
CSV = """permit_no,line,release_port,company_name,declaration_no,packages,package_unit,gross_weight_kg,state
9911A0000001,GREEN,1190,บริษัท ตัวอย่างทดสอบ จำกัด,A0021991100001,5,PK,15.670,issued
9911A0000002,RED,1190,บริษัท ตัวอย่างทดสอบ จำกัด,A0031991100002,6,PK,16.670,issued
"""
ACTING = {"OFFICER_APP_PASSWORD": PASSWORD}


def test_the_contract_as_it_is_written(tmp_path: Path) -> None:
    permits, at = tmp_path / "permits.csv", ("--home", str(tmp_path / "a"))
    permits.write_text(CSV, "utf-8")
    made = run("station", "init", *at, "--site", "CE", "--desk", "inspection", "--name", "CE-1", program=INSTALLED)
    assert (made.status, made.err) == (0, "")
    added = run("officers", "add", "somchai", "--roles", "inspection,supervisor", *at, env=ACTING, whole=True)
    assert added.status == 0
    brought = run("import", permits, *at, "--json", whole=True)
    assert (brought.status, brought.body["imported"]) == (0, 2)

    found = run("look-up", "9911A0000001", *at, "--json", whole=True)
    assert found.status == 0
    assert found.body.keys() >= LOOK_UP_KEYS
    assert (found.body["kind"], found.body["line"], found.body["state"]) == ("permit", "GREEN", "issued")
    # A file is not the customs computer, and this workstation never heard from the centre.
    assert (found.body["core_status"], found.body["core_as_of"], found.body["data_age_s"]) == ("", "", None)

    stamped = run(
        "stamp",
        "9911A0000001",
        *("--outcome", "green", "--release-post", "CP-1", "--officer", "somchai"),
        *at,
        "--json",
        env=ACTING,
        whole=True,
    )
    assert stamped.status == 0
    assert stamped.body.keys() >= {"recorded", "act_id", "station_seq", "at", "state", "core_status"}
    assert (stamped.body["stamp_text"], stamped.body["token"][:4]) == ("Status 0309", "OA1:")
    assert run("look-up", stamped.body["token"], *at, "--json").body["outcome"] == "green"

    verdict = run("verify", *at, "--json", whole=True)
    assert verdict.status == 0
    assert (verdict.body["ok"], verdict.body["stations"], verdict.body["defects"]) == (True, ["CE-1"], [])
    assert verdict.body["acts"] == stamped.body["station_seq"]


def test_where_a_copy_has_to_be_kept_a_release_says_that_it_is(home: Path) -> None:
    file, at, number = home / "settings.toml", ("--home", home, "--json"), "A0021991100001"
    settings_file.save(replace(settings_file.load(file), copy_needed=True), file)
    assert run("stamp", number, "--outcome", "green", "--officer", "somchai", *at, env=ACTING).status == 0
    release = ("release", number, "--officer", "malee", *at)
    bare = run(*release, env=ACTING)
    assert (bare.status, bare.code, bare.body["recorded"]) == (1, "copy_needed", False)
    assert run(*release, "--copy-kept", env=ACTING).body["state"] == "released"


def test_a_second_officer_releases_once_and_the_time_line_says_so(home: Path) -> None:
    at = ("--home", home, "--json")
    number = "A0021991100001"
    red = ("stamp", "A0241991100023", "--outcome", "red", "--officer", "somchai", *at)
    stamp = ("stamp", number, "--outcome", "green", "--officer", "somchai", *at)
    release = ("release", number, *at, "--officer")

    early = run(*release, "malee", env=ACTING)
    assert (early.status, early.code, early.body["recorded"]) == (1, "not_stamped", False)
    assert run(*stamp, env=ACTING).status == 0
    assert run(*stamp, env=ACTING).code == "already_stamped"
    assert run(*red, env=ACTING).code == "findings_needed"
    assert run(*release, "somchai", env=ACTING).code == "role"
    assert run(*release, env={}, program=INSTALLED).code == "usage"

    released = run(*release, "malee", env=ACTING)
    assert (released.status, released.body["state"], released.body["granted_by"]) == (0, "released", "alone")
    again = run(*release, "malee", env=ACTING)
    assert (again.status, again.code) == (1, "already_released")

    events = run("track", number, *at).body["events"]
    assert [event["status"] for event in events] == ["stamp", "release", "refuse"]
    assert all(event.keys() >= {"at", "status", "text_th", "text_en", "by"} for event in events)
    assert run("verify", *at).body["ok"] is True


def test_nobody_releases_what_he_stamped_himself(home: Path) -> None:
    at = ("--home", home, "--json")
    both = run("officers", "add", "both", "--roles", "inspection,checking_post", *at, env=ACTING)
    assert both.status == 0
    number = "A0021991100001"
    assert run("stamp", number, "--outcome", "green", "--officer", "both", *at, env=ACTING).status == 0
    refused = run("release", number, "--officer", "both", *at, env=ACTING)
    assert (refused.status, refused.code) == (1, "same_officer")


def test_a_paper_is_printed_and_says_what_it_is(home: Path, tmp_path: Path) -> None:
    number, at = "A0021991100001", ("--home", home, "--json")
    paper = ("print", "stamp-slip", number, "--out", tmp_path / "slip.pdf", *at)
    assert run(*paper).code == "not_stamped"
    assert run("stamp", number, "--outcome", "green", "--officer", "somchai", *at, env=ACTING).status == 0
    printed = run(*paper)
    assert printed.status == 0
    assert printed.body.keys() >= {"file", "pages", "sha256", "form", "version", "certified"}
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("before", [True, False], ids=["options first", "options last"])
def test_json_and_home_stand_before_or_after_the_command(made_home: Path, before: bool) -> None:
    options = ("--json", "--home", str(made_home))
    words = ("look-up", "A0021991100001")
    said = run(*options, *words) if before else run(*words, *options)
    assert (said.status, said.body["found"]) == (0, True)


def test_the_home_comes_from_the_environment_as_well(made_home: Path) -> None:
    said = run("look-up", "A0021991100001", "--json", env={"OFFICER_APP_HOME": str(made_home)})
    assert said.body["found"] is True


def test_people_read_thai_first_and_refusals_go_to_standard_error(made_home: Path) -> None:
    said = run("look-up", "9912Z9999999", "--home", made_home)
    assert (said.status, said.out) == (1, "")
    thai, english = said.err.splitlines()
    assert "9912Z9999999" in thai
    assert english.startswith("Number 9912Z9999999")


def test_what_cannot_be_read_at_all_is_bad_usage_and_an_unknown_number_a_refusal(made_home: Path) -> None:
    at = ("--home", made_home, "--json")
    no_text = run(b"look-up".decode(), os.fsdecode(b"\xff\xfe"), *at)
    assert (no_text.status, no_text.code, no_text.body["found"]) == (2, "unreadable", False)
    unknown = run("look-up", "9912Z9999999", *at)
    assert (unknown.status, unknown.code, unknown.body["kind"]) == (1, "unknown_number", "permit")
    assert unknown.body.keys() >= LOOK_UP_KEYS
    odd = run("look-up", *at, "--", "-5")
    assert (odd.status, odd.code) == (1, "bad_format")


def test_answers_are_utf8_whatever_the_locale_says(made_home: Path) -> None:
    elsewhere = {"LC_ALL": "POSIX", "LANG": "POSIX", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    said = run("look-up", "9912Z9999999", "--home", made_home, "--json", env=elsewhere, whole=True)
    assert (said.status, said.code) == (1, "unknown_number")


def test_an_answer_that_nobody_takes_is_no_accident(made_home: Path) -> None:
    words = f"look-up A0021991100001 --home {made_home} --json"
    program = " ".join(INSTALLED)
    gone = run("-c", f"{program} {words} | true; exit ${{PIPESTATUS[0]}}", program=["bash"])
    assert (gone.status, gone.err) == (3, "")
    full = run("-c", f"{program} {words} > /dev/full", program=["bash"])
    assert full.status == 3
    assert "No space left" in full.err
    closed = run("-c", f"{program} {words} >&-", program=["bash"])
    assert (closed.status, closed.err) == (0, "")
