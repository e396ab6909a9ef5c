"""`settings`: shown with what they do, changed by a supervisor, out to a file and in from one."""

from pathlib import Path

from officer_app.settings import kinds, load
from tests.cli.conftest import WITH_PASSWORD
from tests.cli.running import run


def test_every_setting_is_shown_with_its_words_or_one_alone(home: Path) -> None:
    rows = run("settings", "show", "--home", home, "--json").body["settings"]
    assert [row["key"] for row in rows] == list(kinds())
    assert all(row["th"]["about"] != row["en"]["about"] for row in rows)
    (one,) = run("settings", "show", "volume", "--home", home, "--json").body["settings"]
    assert (one["value"], one["default"], one["kind"], one["effect"]) == ("100", "100", "whole", "at_once")
    assert "Volume: How loud" in run("settings", "show", "volume", "--home", home).out
    assert run("settings", "show", "colour", "--home", home, "--json").code == "setting_unknown"


def test_a_supervisor_sets_one_and_the_chain_tells_of_it(home: Path) -> None:
    said = run("settings", "set", "volume", "30", "--officer", "somchai", "--home", home, "--json", env=WITH_PASSWORD)
    assert said.status == 0
    assert said.body["changes"] == [
        {"key": "volume", "before": "100", "after": "30", "effect": "at_once", "kept": False}
    ]
    assert load(home / "settings.toml").volume == 30
    whole = run("verify", "--home", home, "--json")
    assert (whole.status, whole.body["ok"]) == (0, True)


def test_what_counts_at_once_is_told_from_what_waits_for_the_next_start(home: Path) -> None:
    def changed(key: str, value: str) -> str:
        return run("settings", "set", key, value, "--officer", "somchai", "--home", home, env=WITH_PASSWORD).out

    assert "Changed; it counts at once" in changed("volume", "40")
    assert "Changed; undo_window_s counts when the program is opened next" in changed("undo_window_s", "60")


def test_who_may_not_and_what_cannot_be_is_refused_and_nothing_changes(home: Path) -> None:
    before = (home / "settings.toml").read_bytes()
    words = ("settings", "set", "volume", "30", "--home", home, "--json")
    told = [
        run(*words),
        run(*words, "--officer", "malee", env=WITH_PASSWORD),
        run("settings", "set", "volume", "loud", "--officer", "somchai", "--home", home, "--json", env=WITH_PASSWORD),
        run("settings", "set", "name", "CE-2", "--officer", "somchai", "--home", home, "--json", env=WITH_PASSWORD),
    ]
    assert [(each.status, each.code) for each in told] == [
        (1, "officer_needed"),
        (1, "role"),
        (2, "setting_whole"),
        (1, "setting_fixed"),
    ]
    assert (home / "settings.toml").read_bytes() == before


def test_a_file_goes_out_and_comes_in_only_when_that_is_asked_for(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.toml"
    assert run("settings", "export", file, "--home", home, "--json").body["file"] == str(file)
    assert run("settings", "export", file, "--home", home, "--json").code == "setting_file_there"
    file.write_text(file.read_text("utf-8").replace("volume = 100", "volume = 30"), "utf-8")
    shown = run("settings", "import", file, "--home", home, "--json")
    assert (shown.status, shown.body["applied"]) == (0, False)
    assert load(home / "settings.toml").volume == 100
    words = ("settings", "import", file, "--apply", "--officer", "somchai", "--home", home, "--json")
    made = run(*words, env=WITH_PASSWORD)
    assert (made.status, made.body["applied"]) == (0, True)
    assert load(home / "settings.toml").volume == 30
    assert len(list((home / "settings-before").iterdir())) == 1
    again = run("settings", "import", file, "--home", home, "--json")
    assert (again.status, again.code) == (1, "setting_no_difference")
    file.write_text('colour = "red"\n', "utf-8")
    unknown = run("settings", "import", file, "--home", home, "--json")
    assert (unknown.status, unknown.code) == (2, "setting_unknown")
    assert "colour" in unknown.body["refused"]["th"]
    missing = run("settings", "import", tmp_path / "none.toml", "--home", home, "--json")
    assert (missing.status, missing.code) == (3, "file_unreadable")


def test_the_table_of_settings_needs_no_home(tmp_path: Path) -> None:
    said = run("settings", "explain", "--home", tmp_path / "nowhere", "--json")
    assert said.status == 0
    assert said.body["markdown"].startswith("# Settings\n")
