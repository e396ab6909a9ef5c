"""Forms and prints at the command line: looked over, certified, printed, and said as they are."""

import json
from pathlib import Path

import pytest

from officer_app.print.pictures import Pictures
from tests.cli.running import PASSWORD, run

ACTING = {"OFFICER_APP_PASSWORD": PASSWORD}
NUMBER = "A0021991100001"
ROOT = {"OFFICER_APP_ROOT_PASSWORD": "a root's long password"}


def test_every_template_is_sound_and_previewed_as_a_sample(tmp_path: Path) -> None:
    checked = run("forms", "check", "--json")
    assert (checked.status, checked.body["flaws"]) == (0, [])
    shown = run("forms", "preview", "air-permit", "--out", tmp_path / "x.pdf", "--json")
    assert (shown.status, shown.body["pages"], shown.body["certified"]) == (0, 2, False)


def test_an_office_root_is_made_signs_and_is_believed(tmp_path: Path) -> None:
    home = ("--home", tmp_path / "home", "--json")
    made = run("forms", "certify", "--new-root", tmp_path / "root", *home, env=ROOT)
    assert (made.status, made.body["trusted_here"]) == (0, True)
    signed = run("forms", "certify", "fee-slip", "--root", tmp_path / "root", *home, env=ROOT)
    assert signed.body["certified"] == ["fee-slip"]
    paper = run("forms", "preview", "fee-slip", "--out", tmp_path / "x.pdf", *home)
    assert paper.body["certified"] is True
    wrong = run(
        "forms", "certify", "fee-slip", "--root", tmp_path / "root", *home, env={next(iter(ROOT)): "another one"}
    )
    assert (wrong.status, wrong.code) == (1, "root_closed")
    elsewhere = ("--home", tmp_path / "other", "--json")
    certificate = tmp_path / "home" / "certificates" / "fee-slip.json"
    assert run("forms", "certify", "--take", certificate, *elsewhere).code == "bad_certificate"
    taken = run("forms", "certify", "--trust", str(made.body["root"]), "--take", certificate, *elsewhere)
    assert (taken.status, taken.body["taken"]) == (0, ["fee-slip"])


def test_a_paper_needs_a_number_or_data_and_somewhere_to_go(home: Path, tmp_path: Path) -> None:
    assert run("print", "fee-slip", "--out", tmp_path / "x.pdf", "--json").status == 2
    assert run("print", "fee-slip", "A0021991100001", "--home", home, "--json").status == 2
    unknown = run("print", "nothing", "A0021991100001", "--out", tmp_path / "x.pdf", "--home", home, "--json")
    assert (unknown.status, unknown.code) == (2, "unknown_form")


def test_a_simulated_printer_without_paper_is_said_and_its_job_found_again(home: Path) -> None:
    (home / "printers.toml").write_text('default = "SIMULATED"\n[printers.SIMULATED]\nvia = "simulated"\n')
    trouble = home / "simulated-printer" / "paper-out"
    trouble.parent.mkdir()
    trouble.touch()
    paper = ("print", "fee-slip", "A0021991100001", "--printer", "-", "--wait", "0", "--home", home, "--json")
    waits = run(*paper)
    assert (waits.status, waits.body["status"], waits.body["why"]) == (3, "waiting", "media_empty")
    trouble.unlink()
    prints = ("prints", "--home", home, "--json")
    assert [row["status"] for row in run(*prints).body["prints"]] == ["printed"]
    assert run(*prints).body["prints"] == []


@pytest.fixture
def stamped(home: Path) -> Path:
    """The workstation, with a green stamp on the permit."""
    said = run("stamp", NUMBER, "--outcome", "green", "--officer", "somchai", "--home", home, "--json", env=ACTING)
    assert said.status == 0
    return home


def test_a_data_file_adds_to_a_record_and_cannot_change_what_it_says(stamped: Path, tmp_path: Path) -> None:
    slip = ("print", "stamp-slip", NUMBER, "--out", tmp_path / "x.pdf", "--home", stamped, "--json")
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps({"outcome": "xray", "release_post": "อีกจุด", "officer_position": "นายตรวจ"}))
    said = run(*slip, "--data", forged)
    assert (said.status, said.code) == (1, "recorded_field")
    assert "outcome, release_post:" in said.body["refused"]["en"]
    assert not (tmp_path / "x.pdf").exists()
    added = tmp_path / "added.json"
    added.write_text(json.dumps({"outcome": "green", "officer_position": "นายตรวจ"}))
    assert run(*slip, "--data", added).status == 0


def test_a_second_print_needs_a_reason_as_in_the_window(stamped: Path, tmp_path: Path) -> None:
    slip = ("print", "stamp-slip", NUMBER, "--out", tmp_path / "x.pdf", "--home", stamped, "--json")
    assert run(*slip).body["copy"] == 1
    again = run(*slip)
    assert (again.status, again.code) == (1, "reprint_reason")
    assert run(*slip, "--reason", "\U0001f600").body["field"] == "reason"
    assert run(*slip, "--reason", "แถบตรา\nเสีย").body["copy"] == 2


def test_a_sheet_that_nobody_answers_for_is_a_sample(home: Path, tmp_path: Path) -> None:
    shown = run("forms", "preview", "fee-slip", "--out", tmp_path / "shown.pdf", "--json")
    data = json.loads(Pictures().attached((tmp_path / shown.body["file"]).read_bytes(), "fee-slip.json"))["data"]
    (tmp_path / "data.json").write_text(json.dumps(data))
    paper = ("print", "fee-slip", "--data", tmp_path / "data.json", "--out", tmp_path / "x.pdf", "--home", home)
    marks = []
    for officer in ((), ("--officer", "somchai")):
        said = run(*paper, *officer, "--json", env=ACTING)
        assert ("act_id" in said.body) is bool(officer)
        marks.append(json.loads(Pictures().attached((tmp_path / "x.pdf").read_bytes(), "fee-slip.json"))["sample"])
    assert marks == [True, False]
    assert run(*paper, "--officer", "somchai", "--json", env={"OFFICER_APP_PASSWORD": "wrong"}).status == 1
