"""`train`: a desk of its own beside the real one; exercises noticed by what was done; worth nothing anywhere else."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from officer_app.core import practice as shift
from officer_app.core.refusals import Refusal
from officer_app.core.roles import DESKS
from officer_app.paths import Home
from officer_app.settings import load
from officer_app.workstation.opening import open_workstation
from officer_app.workstation.practice import practice_of
from tests.cli.conftest import WITH_PASSWORD
from tests.cli.running import run


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real counter, with an officer."""
    folder = tmp_path_factory.mktemp("real") / "home"
    made = run("station", "init", "--site", "CE", "--desk", "inspection", "--name", "CE-1", "--home", folder)
    added = run("officers", "add", "somchai", "--roles", "inspection", "--home", folder, env=WITH_PASSWORD)
    assert (made.status, added.status) == (0, 0)
    return folder


def acts_of(folder: Path) -> int:
    return int(run("verify", "--home", folder, "--json").body["acts"])


def test_a_shift_at_the_command_line_is_noticed_left_resumed_and_summed_up(real: Path, tmp_path: Path) -> None:
    before = acts_of(real)
    began = run("train", "--show", "--home", real, "--json").body
    assert (began["desk"], began["mode"], began["done"]) == ("inspection", "training", 0)
    assert [each["name"] for each in began["exercises"]] == [each.name for each in shift.INSPECTION]
    home, password = Path(began["home"]), {"OFFICER_APP_PASSWORD": began["password"]}
    at = ("--officer", shift.TRAINEE, "--home", home, "--json")
    stamped = run("stamp", shift.GREEN, "--outcome", "green", *at, env=password)
    held = run("hold", shift.HELD, "--reason", "papers are missing", *at, env=password)
    assert (stamped.status, held.status) == (0, 0)
    later = run("train", "--show", "--home", real, "--json").body
    assert {each["name"] for each in later["exercises"] if each["done"]} == {"green", "hold"}
    assert later["password"] == began["password"]
    file = tmp_path / "summary.pdf"
    summed = run("train", "--summary", file, "--home", real, "--json").body
    assert (summed["done"], summed["file"]) == (2, str(file))
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True).stdout
    assert "ฝึกอบรม – TRAINING" in text
    assert text.count("ทำแล้ว Done") == 2 + 1
    # The real journal knows nothing of it.
    assert acts_of(real) == before
    anew = run("train", "--reset", "--home", real, "--json").body
    assert anew["done"] == 0
    assert anew["password"] != began["password"]


def test_what_practice_stamps_is_refused_by_name_at_a_real_counter(real: Path) -> None:
    began = run("train", "--show", "--home", real, "--json").body
    password = {"OFFICER_APP_PASSWORD": began["password"]}
    at = ("--officer", shift.TRAINEE, "--home", began["home"], "--json")
    token = str(run("stamp", shift.AGAIN, "--outcome", "green", *at, env=password).body["token"])
    for words in (("look-up", token), ("verify", "--code", token), ("release", token, "--officer", "somchai")):
        said = run(*words, "--home", real, "--json", env=WITH_PASSWORD)
        assert (said.status, said.code) == (1, "training_token"), words


@pytest.mark.parametrize("desk", DESKS)
def test_every_desk_has_a_practice_desk_whose_cargo_is_there(real: Path, tmp_path: Path, desk: str) -> None:
    said = run("train", "--desk", desk, "--show", "--home", tmp_path, "--json")
    assert (said.status, said.body["desk"]) == (0, desk)
    opened = open_workstation(Path(said.body["home"]))
    try:
        assert (opened.settings.mode, opened.settings.central_url) == ("training", "")
        known = {each.number: opened.mirror.find(each.number) for each in shift.SHIFTS[desk] if each.number}
        absent = {number for number, found in known.items() if not found}
        assert absent <= {shift.ON_PAPER, shift.STAMPED_ON_PAPER}
        first = next(iter(opened.journal.own_acts(0, 1)))
        assert first.mode == "training"
    finally:
        opened.close()


def test_it_takes_the_real_desks_scanners_and_language_and_never_its_centre(tmp_path: Path) -> None:
    init = ("station", "init", "--site", "CE", "--desk", "checking_post", "--post", "CP-7", "--name", "CP-7a")
    run(*init, "--scanner", "/dev/ttyACM7", "--language", "en", "--home", tmp_path)
    settings = Home(tmp_path).settings
    text = settings.read_text("utf-8").replace('central_url = ""', 'central_url = "postgresql://cp@127.0.0.1:9/c"')
    settings.write_text(text, "utf-8")
    said = run("train", "--show", "--home", tmp_path, "--json").body
    practice = load(Home(Path(said["home"])).settings)
    assert (practice.desk, practice.language, practice.scanners) == ("checking_post", "en", ("/dev/ttyACM7",))
    assert (practice.central_url, practice.name, practice.post) == ("", "P-1", "CP-1")


def test_a_folder_that_is_no_practice_desk_is_never_touched(real: Path, tmp_path: Path) -> None:
    place = Home(tmp_path).training / "inspection"
    shutil.copytree(real, place, ignore=shutil.ignore_patterns("training"))
    before = acts_of(place)
    for words in (("--show",), ("--reset",)):
        said = run("train", *words, "--home", tmp_path, "--json")
        assert (said.status, said.code) == (3, "not_practice")
    # Not even where it says of itself that it is one.
    Home(place).practice.write_text(json.dumps({"desk": "inspection", "password": "x", "began": ""}), "utf-8")
    assert run("train", "--reset", "--home", tmp_path, "--json").code == "not_practice"
    assert acts_of(place) == before


def test_what_was_broken_off_is_made_anew(tmp_path: Path) -> None:
    half = Home(tmp_path).training / "inspection.new"
    half.mkdir(parents=True)
    (half / "journal.db").write_bytes(b"half")
    assert run("train", "--show", "--home", tmp_path, "--json").status == 0
    assert not half.exists()


def test_an_open_practice_desk_is_not_thrown_away(tmp_path: Path) -> None:
    home = Path(run("train", "--show", "--home", tmp_path, "--json").body["home"])
    holds = (
        "import sys; from PySide6.QtCore import QLockFile; l = QLockFile(sys.argv[1]); print(l.tryLock(0), flush=True)"
    )
    program = [sys.executable, "-c", f"{holds}; sys.stdin.read()", str(Home(home).lock)]
    window = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert window.stdout is not None
        assert window.stdout.readline() == "True\n"
        assert run("train", "--reset", "--home", tmp_path, "--json").code == "practice_open"
        assert Home(home).journal.exists()
    finally:
        window.kill()
        window.communicate()
    # Killed, it leaves the file of its lock behind; nobody has to open the desk once more for that.
    assert Home(home).lock.exists()
    before = practice_of(home).began
    assert run("train", "--reset", "--home", tmp_path, "--json").status == 0
    assert practice_of(home).began > before


def test_the_practice_password_opens_nothing_but_the_practice_desk(real: Path) -> None:
    password = run("train", "--show", "--home", real, "--json").body["password"]
    opened = open_workstation(real)
    try:
        for account in ("somchai", shift.TRAINEE, shift.TRAINER):
            assert isinstance(opened.officers.sign_in(account, password), Refusal)
    finally:
        opened.close()
