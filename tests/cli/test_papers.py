"""Forms and prints at the command line: looked over, certified, printed, and said as they are."""

from pathlib import Path

from tests.cli.running import run

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
