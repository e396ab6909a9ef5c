"""Training never passes for real work: not its home, its acts, its codes, its evidence, nor its papers."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import Mode
from officer_app.core.buddhist import bangkok_day
from officer_app.core.refusals import Refusal
from officer_app.paths import Home
from officer_app.workstation.opening import now, open_workstation
from officer_app.workstation.tokens import token_reader
from officer_app.workstation.trouble import Trouble
from tests.cli.running import PASSWORD, run
from tests.fakes import permit
from tests.permits_file import write_permits
from tests.print.paper import words_of

WITH_PASSWORD = {"OFFICER_APP_PASSWORD": PASSWORD}
NUMBER = "9911A0000001"


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training workstation with one stamp."""
    folder = tmp_path_factory.mktemp("training")
    home = folder / "home"
    csv = folder / "permits.csv"
    csv.write_bytes(write_permits([permit(NUMBER)]))
    at = ("--home", home, "--json")
    said = [
        run("station", "init", "--site", "CE", "--desk", "inspection", "--name", "CE-1", "--mode", "training", *at),
        run("officers", "add", "somchai", "--roles", "inspection", *at, env=WITH_PASSWORD),
        run("import", csv, *at),
        run("stamp", NUMBER, "--outcome", "green", "--officer", "somchai", *at, env=WITH_PASSWORD),
    ]
    assert [each.status for each in said] == [0] * 4
    assert said[-1].body["mode"] == "training"
    (folder / "token").write_text(said[-1].body["token"], "utf-8")
    return home


def token(training: Path) -> str:
    return (training.parent / "token").read_text("utf-8")


def test_a_training_home_does_not_become_a_real_one_by_a_line_in_its_settings(training: Path) -> None:
    settings = Home(training).settings
    before = settings.read_text("utf-8")
    settings.write_text(before.replace('mode = "training"', 'mode = "real"'), "utf-8")
    try:
        with pytest.raises(Trouble) as refused:
            open_workstation(training)
        assert refused.value.code == "other_mode"
        assert run("verify", "--home", training, "--json").code == "other_mode"
    finally:
        settings.write_text(before, "utf-8")


def test_a_training_code_is_called_one_whether_or_not_its_key_is_known(training: Path) -> None:
    opened = open_workstation(training)
    try:
        keys = opened.officers.keys()
    finally:
        opened.close()
    for known in (lambda: keys, dict):
        assert token_reader(Mode.REAL, known)(token(training)) == Refusal("training_token")


def test_the_command_line_says_that_a_code_is_of_training(training: Path, tmp_path: Path) -> None:
    real = tmp_path / "real"
    run("station", "init", "--site", "CE", "--desk", "checking_post", "--name", "CP-1", "--home", real)
    for words in (("verify", "--code", token(training)), ("look-up", token(training))):
        said = run(*words, "--home", real, "--json")
        assert (said.status, said.code) == (1, "training_token")


def test_evidence_of_training_says_so_to_people_and_to_programs(training: Path, tmp_path: Path) -> None:
    file = tmp_path / "evidence.txt"
    assert run("evidence", NUMBER, "--out", file, "--home", training, "--json").body["mode"] == "training"
    head = [line for line in file.read_text("utf-8").splitlines() if line.startswith("report ")]
    assert any("ไม่ใช่งานจริง" in line for line in head)
    assert any("TRAINING" in line for line in head)
    said = run("verify", "--evidence", file, "--json")
    assert (said.status, said.body["mode"]) == (0, "training")
    people = run("verify", "--evidence", file)
    assert "not real work" in people.out
    # Who strikes the word out of the file breaks its seal; who writes it anew has acts that say training.
    struck = tmp_path / "struck.txt"
    struck.write_text(file.read_text("utf-8").replace('"mode":"training"', '"mode":"real"'), "utf-8")
    kinds = {row["kind"] for row in run("verify", "--evidence", struck, "--json").body["defects"]}
    assert {"seal", "bad_signature"} <= kinds


def test_a_machine_without_any_home_checks_the_file_and_its_codes(training: Path, tmp_path: Path) -> None:
    file = tmp_path / "evidence.txt"
    run("evidence", NUMBER, "--out", file, "--home", training)
    nowhere = {"OFFICER_APP_HOME": str(tmp_path / "nothing")}
    assert run("verify", "--evidence", file, "--json", env=nowhere).body["ok"]
    said = run("verify", "--evidence", file, "--code", token(training), "--json", env=nowhere)
    assert (said.status, said.body["code"]["permit"]) == (0, NUMBER)
    assert not (tmp_path / "nothing").exists()


def test_a_tampered_file_is_named_with_its_act(training: Path, tmp_path: Path) -> None:
    file = tmp_path / "evidence.txt"
    run("evidence", NUMBER, "--out", file, "--home", training)
    file.write_bytes(file.read_bytes().replace(b"Status 0309", b"Status 0308"))
    said = run("verify", "--evidence", file, "--json")
    assert (said.status, said.body["ok"], said.body["file"]) == (1, False, str(file))
    stamp = next(row for row in said.body["defects"] if row["kind"] == "bad_signature")
    assert (stamp["station"], stamp["station_seq"]) == ("CE-1", 3)
    assert stamp["act_id"]
    assert stamp["th"] != stamp["en"]


@pytest.mark.parametrize("content", [b"", b"{}", b"%PDF-1.7", b"officer-app evidence 9\n"])
def test_what_is_no_evidence_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    said = run("verify", "--evidence", file, "--json")
    assert (said.status, said.code) == (2, "not_evidence")


def test_an_earlier_evidence_file_is_a_witness(training: Path, tmp_path: Path) -> None:
    file = tmp_path / "evidence.txt"
    run("evidence", NUMBER, "--out", file, "--home", training)
    assert run("verify", "--witness", file, "--home", training, "--json").body["ok"]
    young = tmp_path / "young"
    init = ("station", "init", "--site", "CE", "--desk", "inspection", "--name", "CE-1", "--mode", "training")
    run(*init, "--home", young)
    kinds = {row["kind"] for row in run("verify", "--witness", file, "--home", young, "--json").body["defects"]}
    assert kinds == {"rewritten", "truncated"}


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("evidence", "9911Z9999999"), 1, "no_acts"),
        (("evidence", "--from", "2026-13-01"), 2, "bad_date"),
        (("evidence", "--from", "2026-11-22", "--to", "2026-11-21"), 2, "usage"),
        (("evidence",), 2, "usage"),
        (("evidence", NUMBER, "--from", "2026-11-21"), 2, "usage"),
        (("evidence", "--from", "21-11-2560"), 1, "no_acts"),
    ],
)
def test_what_cannot_be_proven_is_said_and_writes_no_file(
    training: Path, tmp_path: Path, words: tuple[str, ...], status: int, code: str
) -> None:
    file = tmp_path / "evidence.txt"
    said = run(*words, "--out", file, "--home", training, "--json")
    assert (said.status, said.code, file.exists()) == (status, code, False)


def test_evidence_holds_nothing_of_others(training: Path, tmp_path: Path) -> None:
    run("officers", "add", "malee", "--roles", "inspection", "--home", training, env=WITH_PASSWORD)
    file = tmp_path / "evidence.txt"
    run("evidence", NUMBER, "--out", file, "--home", training)
    assert "malee" not in file.read_text("utf-8")
    acts = [json.loads(line.split(" ", 2)[2]) for line in file.read_text("utf-8").splitlines() if line[:4] == "act "]
    assert {act["kind"] for act in acts} == {"station_opened", "key_registered", "stamp"}


def test_training_is_called_training_in_a_file_and_in_its_check_and_on_paper(training: Path, tmp_path: Path) -> None:
    file = tmp_path / "evidence.txt"
    run("evidence", NUMBER, "--out", file, "--home", training)
    checked = run("verify", "--evidence", file).out
    for text in (file.read_text("utf-8"), checked):
        assert "TRAINING" in text
        assert "การฝึกอบรม" in text
        assert "SAMPLE" not in text
    slip = tmp_path / "slip.pdf"
    words = ("print", "stamp-slip", NUMBER, "--officer", "somchai", "--out", slip, "--home", training)
    assert run(*words, env=WITH_PASSWORD).status == 0
    paper = words_of(slip.read_bytes())
    assert "ฝึกอบรม – TRAINING" in paper
    assert "SAMPLE" not in paper


def test_a_stretch_of_days_is_whole_and_a_removed_act_is_missed(training: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(training, tmp_path / "home"))
    today = bangkok_day(now())
    file, days = (
        tmp_path / "days.txt",
        ("--from", str(today - timedelta(days=1)), "--to", str(today + timedelta(days=1))),
    )
    assert run("evidence", *days, "--out", file, "--home", home).status == 0
    good = run("verify", "--evidence", file, "--json").body
    assert (good["ok"], good["number"], good["stations"]) == (True, "", ["CE-1"])
    lines = file.read_bytes().splitlines(keepends=True)
    acts = [line for line in lines if line.startswith(b"act ")]
    assert [json.loads(line.split(b" ", 2)[2])["station_seq"] for line in acts] == list(range(1, len(acts) + 1))
    assert any(line.startswith(b"span ") for line in lines)
    for left_out, kind in ((acts[1], "gap"), (acts[-1], "truncated")):
        forged = tmp_path / "forged.txt"
        forged.write_bytes(b"".join(line for line in lines if line != left_out))
        kinds = {row["kind"] for row in run("verify", "--evidence", forged, "--json").body["defects"]}
        # The seal breaks as well; whoever has the workstation's key could mend that, and not the gap.
        assert {kind, "seal"} <= kinds
    before = ("--from", "21-11-2560", "--to", "22-11-2560")
    assert run("evidence", *before, "--out", tmp_path / "none", "--home", home, "--json").code == "no_acts"
