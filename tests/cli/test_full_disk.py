"""A disk that fills under the counter: the reserve carries the work on, and then a refusal says what to do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.messages.sample_permits import sample_permits
from officer_app.workstation.opening import now
from tests.cli.conftest import WITH_PASSWORD
from tests.cli.running import Said, run
from tests.store.conftest import fill, mount_small_disk


@pytest.fixture
def small_home(made_home: Path, tmp_path: Path) -> Iterator[Path]:
    """The workstation on a disk of its own of 8 MB, with a reserve of one."""
    for disk in mount_small_disk(tmp_path / "disk", "8m"):
        home = Path(shutil.copytree(made_home, disk / "home"))
        settings = home / "settings.toml"
        settings.write_text(settings.read_text("utf-8").replace("ballast_mb = 16", "ballast_mb = 1"), "utf-8")
        yield home


def test_the_reserve_carries_the_counter_on_and_nothing_is_called_recorded_that_is_not(small_home: Path) -> None:
    greens = [each.number for each in sample_permits(now()) if each.line == "GREEN" and each.state == "issued"]

    def stamp(number: str) -> Said:
        words = ("stamp", number, "--outcome", "green", "--release-post", "CP-1", "--officer", "somchai")
        return run(*words, "--home", small_home, "--json", env=WITH_PASSWORD)

    run("doctor", "--home", small_home)
    assert (small_home / "ballast").is_file()
    fill(small_home.parent, 0)
    first = stamp(greens[0])
    assert (first.status, first.body["recorded"]) == (0, True)
    assert not (small_home / "ballast").exists()
    fill(small_home.parent, 0)
    second = stamp(greens[1])
    assert (second.status, second.code) == (3, "disk_full")
    assert run("sync", "--home", small_home, "--json").status == 3
    (small_home.parent / "filler").unlink()
    verified = run("verify", "--home", small_home, "--json").body
    assert (verified["ok"], verified["acts"]) == (True, 4)
    assert run("look-up", greens[1], "--home", small_home, "--json").body["state"] == "issued"
    assert stamp(greens[1]).body["recorded"] is True
