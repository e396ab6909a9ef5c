"""annul, reroute, event, unverified and parts of numbers at the command line, also when killed in the middle."""

import contextlib
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import PASSWORD, PROGRAM, run

GREEN, RED = "A0021991100001", "A0241991100023"
TWO = {"OFFICER_APP_PASSWORD": PASSWORD, "OFFICER_APP_SECOND_PASSWORD": PASSWORD}
WHY = ("--reason", "ผิดใบ")
BY, SECOND = ("--officer", "somchai"), ("--second", "anong")


@pytest.fixture
def at(home: Path) -> tuple[str, ...]:
    """A home with a third officer, who may approve."""
    at = ("--home", str(home), "--json")
    assert run("officers", "add", "anong", "--roles", "supervisor", *at, env=TWO).status == 0
    return at


def test_two_officers_take_a_stamp_and_a_release_back_and_the_verifier_agrees(at: tuple[str, ...]) -> None:
    stamp = ("stamp", GREEN, "--outcome", "green", *BY, *at)
    annul = ("annul", GREEN, *WHY, *BY)
    assert run(*stamp, env=TWO).status == 0
    assert run(*annul, *at, env=TWO).code == "second_needed"
    assert run(*annul, "--second", "somchai", *at, env=TWO).code == "same_officer"
    assert run(*annul, "--second", "malee", *at, env=TWO).code == "role"
    assert run(*annul, *SECOND, *at, env={**TWO, "OFFICER_APP_SECOND_PASSWORD": "wrong"}).status == 1
    done = run(*annul, *SECOND, *at, env=TWO)
    assert (done.status, done.body["state"], done.body["second"]) == (0, "issued", "anong")
    assert run(*annul, *SECOND, *at, env=TWO).code == "nothing_to_annul"
    assert run(*stamp, env=TWO).status == 0
    assert run("release", GREEN, "--officer", "malee", *at, env=TWO).status == 0
    back = run("annul", GREEN, *WHY, "--officer", "malee", *SECOND, *at, env=TWO)
    assert (back.body["state"], back.body["round"]) == ("stamped", 2)
    verdict = run("verify", *at)
    assert (verdict.status, verdict.body["ok"]) == (0, True)


def test_a_red_permit_passes_as_green_when_two_say_so_and_a_stamp_goes_to_another_post(at: tuple[str, ...]) -> None:
    stamp = ("stamp", RED, "--outcome", "green", *BY, *at)
    assert run(*stamp, env=TWO).code == "second_needed_reroute"
    assert run("reroute", RED, *WHY, *BY, *at, env=TWO).code == "second_needed"
    assert run("reroute", RED, *WHY, *BY, *SECOND, *at, env=TWO).body["to"] == "GREEN"
    assert run("look-up", RED, *at).body["due"] == "green"
    assert run(*stamp, env=TWO).status == 0
    assert run("reroute", RED, "--release-post", "CP-9", *WHY, *BY, *at, env=TWO).code == "unknown_post"
    stricter = run("reroute", GREEN, "--to", "red", *WHY, *BY, *at, env=TWO)
    assert (stricter.status, stricter.body["to"]) == (0, "RED")
    assert run("reroute", GREEN, "--to", "blue", *WHY, *BY, *at, env=TWO).status == 2


def test_events_want_their_fields_and_say_where_the_permit_stands(at: tuple[str, ...]) -> None:
    event = ("event", GREEN)
    assert run(*event, "mismatch", *BY, *WHY, *at, env=TWO).code == "fields_needed"
    assert run(*event, "teleport", *BY, *at, env=TWO).status == 2
    assert run(*event, "mismatch", "container", *BY, *at, env=TWO).code == "usage"
    seen = run(*event, "mismatch", "what=container_no", *BY, *WHY, *at, env=TWO)
    assert (seen.status, seen.body["state"]) == (0, "mismatch")
    assert run("stamp", GREEN, "--outcome", "green", *BY, *at, env=TWO).code == "mismatch"
    assert run(*event, "correct", *BY, *WHY, *at, env=TWO).body["state"] == "issued"
    part = run(*event, "return-goods", "whole=no", *BY, *WHY, *at, env=TWO)
    assert (part.status, part.body["state"]) == (0, "issued")
    statuses = [each["status"] for each in run("track", GREEN, *at).body["events"]]
    assert statuses == ["mismatch", "refuse", "correct", "return_goods"]


def test_a_sheet_is_stamped_compared_and_released_by_consent(at: tuple[str, ...], tmp_path: Path) -> None:
    sheet, number = tmp_path / "sheet.csv", "9911A0000077"
    header = "permit_no,line,release_port,declaration_no,packages,package_unit,gross_weight_kg,state,container_no\n"
    sheet.write_text(f"{header}{number},GREEN,1190,A0021991100777,5,PK,15.670,issued,PCIU3591458\n", "utf-8")
    press = ("stamp", number, "--outcome", "green", *BY, "--paper", str(sheet), *at)
    assert run(*press, env=TWO).code == "reason_needed"
    assert run(*press, *WHY, env=TWO).body["unverified"] is True
    assert run("stamp", GREEN, "--outcome", "green", *BY, "--paper", sheet, *WHY, *at, env=TWO).code == "not_one_sheet"
    assert run("release", number, "--officer", "malee", *at, env=TWO).code == "unverified"
    (waits,) = run("unverified", "list", *at).body["unverified"]
    assert (waits["permit"], waits["record_here"]) == (number, False)
    sheet.write_text(sheet.read_text("utf-8").replace("PCIU3591458", "TEXU3955311"), "utf-8")
    assert run("import", sheet, *at).status == 0
    (matched,) = run("unverified", "match", *BY, *at, env=TWO).body["matched"]
    assert (matched["agrees"], matched["differences"]) == (False, "container_no: PCIU3591458 / TEXU3955311")
    assert run("release", number, "--officer", "malee", *at, env=TWO).code == "record_differs"
    assert run("event", number, "consent", "--officer", "anong", *WHY, *at, env=TWO).status == 0
    assert run("release", number, "--officer", "malee", *at, env=TWO).body["state"] == "released"
    assert run("rebuild", *at).status == 0
    assert run("verify", *at).body["ok"] is True


def test_a_part_of_a_number_lists_what_it_may_be(made_home: Path) -> None:
    at = ("--home", str(made_home), "--json")
    found = run("look-up", "100023", *at)
    assert (found.status, found.body["found"], found.body["more"]) == (0, False, False)
    assert [match["number"] for match in found.body["matches"]] == [RED]
    many = run("look-up", "99110", *at)
    assert (len(many.body["matches"]), many.body["more"]) == (20, True)
    assert run("track", "100023", *at).body == {"number": RED, "events": []}


def test_an_annulment_that_is_killed_was_recorded_whole_or_not_at_all(at: tuple[str, ...]) -> None:
    assert run("stamp", GREEN, "--outcome", "green", *BY, *at, env=TWO).status == 0
    words = [*PROGRAM, "annul", GREEN, *WHY, *BY, *SECOND, *at]
    for patience_s in (0.5, 0.8, 1.1):
        with subprocess.Popen(words, env={**os.environ, **TWO}, stdout=subprocess.DEVNULL) as killed:
            with contextlib.suppress(subprocess.TimeoutExpired):
                killed.wait(patience_s)
            killed.kill()
        state = run("look-up", GREEN, *at).body["state"]
        events = [event["status"] for event in run("track", GREEN, *at).body["events"]]
        assert (state, events) in (("stamped", ["stamp"]), ("issued", ["stamp", "annul"]))
        assert run("verify", *at).body["ok"] is True
    run(*words[len(PROGRAM) :], env=TWO)
    assert [event["status"] for event in run("track", GREEN, *at).body["events"]] == ["stamp", "annul"]
