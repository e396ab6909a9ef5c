"""`backup` and `restore` at the command line: what they answer, and what they refuse."""

from pathlib import Path

from officer_app.security import file_key
from tests.cli.running import run


def key_of(home: Path, tmp_path: Path) -> Path:
    """The file key as the office gives it back."""
    kept = tmp_path / "recovered" / "file.key"
    file_key.keep(kept, file_key.load(home / "keys" / "file.key"))
    return kept


def test_backup_and_restore_bring_a_workstation_into_another_folder(home: Path, tmp_path: Path) -> None:
    file, key, new = tmp_path / "backup.oab", key_of(home, tmp_path), tmp_path / "new"
    made = run("backup", "--out", file, "--home", home, "--json")
    assert made.status == 0
    assert (made.body["station"], made.body["defects"]) == ("CE-1", 0)
    assert made.body["acts"] == made.body["head_seq"] == made.body["unsent"] == 3
    # Standing alone there is no centre to bring the permits again.
    assert set(made.body["files"]) == {"journal.db", "mirror.db"}
    back = run("restore", file, "--key", key, "--home", new, "--json")
    assert back.status == 0
    wanted = {"restored": True, "station": "CE-1", "head_seq": 3, "needs_centre": False, "grants_for": []}
    assert wanted.items() <= back.body.items()
    assert run("verify", "--home", new, "--json").body["ok"] is True
    shown = [run("station", "show", "--home", each, "--json").body for each in (home, new)]
    assert shown[0] == shown[1]
    assert shown[0]["permits"] > 0


def test_what_does_not_go_is_said_with_its_code(home: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "backup.oab", tmp_path / "new"
    assert run("backup", "--out", file, "--home", home).status == 0
    cases: tuple[tuple[tuple[str | Path, ...], str], ...] = (
        (("restore", file, "--home", home), "home_exists"),
        (("restore", file, "--home", new), "key_needed"),
        (("restore", home / "settings.toml", "--home", new), "not_a_backup"),
        (("restore", tmp_path / "none", "--home", new), "file_unreadable"),
        (("restore", "--unsent", tmp_path, "--home", home), "nothing_unsent"),
        (("restore", "--unsent", tmp_path, "--home", new), "no_home"),
        (("backup", "--out", home / "settings.toml", "--home", home), "backup_elsewhere"),
        (("backup", "--out", tmp_path / "no" / "folder", "--home", home), "file_unwritable"),
        (("backup", "--out", file, "--home", new), "no_home"),
    )
    for words, code in cases:
        said = run(*words, "--json")
        assert (said.status, said.code) == (3, code), words
    assert run("restore", "--home", new, "--json").status == 2
    assert run("restore", "--unsent", tmp_path, "--key", file, "--home", home, "--json").status == 2
    assert run("verify", "--home", home, "--json").body["ok"] is True


def test_the_doctor_reads_the_journal_and_looks_for_the_second_medium(home: Path, tmp_path: Path) -> None:
    def checks() -> dict[str, str]:
        said = run("doctor", "--home", home, "--json")
        return {each["name"]: each["state"] for each in said.body["checks"]}

    assert checks()["journal"] == "good"
    assert {"unsent_copy", "mirror", "reserve"} & set(checks()) == set()
    settings = home / "settings.toml"
    text = settings.read_text("utf-8").replace('unsent_copy = ""', f'unsent_copy = "{tmp_path}/stick"')
    settings.write_text(text, "utf-8")
    assert checks()["unsent_copy"] == "attention"
    # A page of the journal that nobody reads at opening.
    data = bytearray((home / "journal.db").read_bytes())
    data[-2000] ^= 1
    (home / "journal.db").write_bytes(data)
    assert checks().get("journal", checks().get("home")) == "bad"
