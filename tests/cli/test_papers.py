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


def test_two_papers_of_one_number_are_copies_though_their_data_differ(home: Path, tmp_path: Path) -> None:
    sample = run("forms", "schema", "448-1", "--json").body["examples"][0]
    file = tmp_path / "data.json"
    paper = ("print", "448-1", "--data", file, "--out", tmp_path / "x.pdf", "--officer", "somchai", "--home", home)
    file.write_text(json.dumps(sample))
    assert run(*paper, "--json", env=ACTING).body["copy"] == 1
    file.write_text(json.dumps({**sample, "remarks": "แก้ไขแล้ว"}))
    assert run(*paper, "--json", env=ACTING).code == "reprint_reason"
    assert run(*paper, "--reason", "แก้หมายเหตุ", "--json", env=ACTING).body["copy"] == 2
    file.write_text(json.dumps({**sample, "decl_no": "A0212991100002"}))
    assert run(*paper, "--json", env=ACTING).body["copy"] == 1


def test_a_paper_names_who_printed_it_and_an_office_may_insist(stamped: Path, tmp_path: Path) -> None:
    def by(*more: str) -> str:
        out = tmp_path / "x.pdf"
        said = run("print", "fee-slip", NUMBER, "--out", out, "--home", stamped, *more, "--json", env=ACTING)
        assert said.status == 0, said.out
        data = json.loads(Pictures().attached(out.read_bytes(), "fee-slip.json"))["data"]
        return str(data["printed_by"])

    assert by() == "CE-1"
    assert by("--officer", "somchai", "--reason", "ชื่อ") == "somchai (CE-1)"
    settings = stamped / "settings.toml"
    text = settings.read_text("utf-8").replace("print_officer_needed = false", "print_officer_needed = true")
    settings.write_text(text if "print_officer_needed" in text else f"{text}print_officer_needed = true\n", "utf-8")
    slip = ("print", "stamp-slip", NUMBER, "--out", tmp_path / "y.pdf", "--home", stamped, "--json")
    said = run(*slip)
    assert (said.status, said.code, (tmp_path / "y.pdf").exists()) == (1, "print_officer", False)
    assert run(*slip, "--officer", "somchai", env=ACTING).status == 0


def test_files_of_papers_are_counted_and_let_go_of_only_when_asked(stamped: Path, tmp_path: Path) -> None:
    assert run("print", "stamp-slip", NUMBER, "--out", tmp_path / "x.pdf", "--home", stamped).status == 0
    said = run("papers", "--home", stamped, "--json").body
    assert (said["days"], said["files"], said["old"], said["let_go"]) == (1826, 1, 0, 0)
    assert run("papers", "--let-go", "--home", stamped, "--json").body["files"] == 1
    assert run("papers", "--days", "0", "--home", stamped, "--json").status == 2
    assert len(list((stamped / "papers").glob("*.pdf"))) == 1
