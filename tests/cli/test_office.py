"""The office root at the command line: a whole round between an office, two workstations and their officers."""

import base64
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from officer_app.central.embedded import EmbeddedPostgres
from officer_app.security import keys
from officer_app.security.file_key import load
from officer_app.workstation.opening import open_workstation
from officer_app.workstation.own_chain import STATION_KEY
from tests.cli.running import PASSWORD, Said, run

ROOT_PASSWORD = "ราก-Root-of-all-1"
FIRST, NEW, LOST = "แรก-First-1", "ใหม่-New-2", "หาย-Lost-3"
PIN = "8-2599-8"
ENV = {"OFFICER_APP_PASSWORD": PASSWORD, "OFFICER_APP_ROOT_PASSWORD": ROOT_PASSWORD}
SECRETS = (PASSWORD, ROOT_PASSWORD, FIRST, NEW, LOST, PIN)


class Round:
    """An office, a workstation, and everything that was said on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home, self.office = folder / "home", folder / "stick" / "office"
        self.said: list[Said] = []

    def run(self, *words: str | Path, status: int = 0, **env: str) -> Said:
        said = run(*words, "--json", env={**ENV, **env})
        assert said.status == status, said
        assert not [secret for secret in SECRETS if secret in said.out + said.err]
        self.said.append(said)
        return said

    def at_home(self, *words: str | Path, status: int = 0, **env: str) -> Said:
        return self.run(*words, "--home", self.home, status=status, **env)

    def file(self, name: str) -> Path:
        return self.folder / name

    def certify(self, *more: str) -> Said:
        self.at_home("officers", "request", "--out", self.file("request.json"))
        self.run("office", "certify", self.office, self.file("request.json"), "--out", self.file("c.json"), *more)
        return self.at_home("officers", "take", self.file("c.json"))

    def key_of(self, name: str) -> str:
        rows = self.at_home("officers", "list").body["officers"]
        return str(next(row["key"] for row in rows if row["name"] == name))


@pytest.fixture(scope="session")
def made_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workstation with one officer that trusts an office; not to be changed."""
    made = Round(tmp_path_factory.mktemp("round") / "made")
    made.at_home("station", "init", "--site", "CE", "--desk", "inspection", "--name", "CE-1")
    made.at_home("officers", "add", "somchai", "--roles", "inspection,supervisor")
    made.run("office", "init", made.office)
    made.at_home("office", "trust", made.office / "office.json")
    return made.folder


@pytest.fixture
def place(made_round: Path, tmp_path: Path) -> Iterator[Round]:
    """A copy for one test; at its end no secret lies anywhere."""
    made = Round(Path(shutil.copytree(made_round, tmp_path / "round")))
    yield made
    leaked = [
        (file.relative_to(tmp_path), secret[:3])
        for file in tmp_path.rglob("*")
        if file.is_file()
        for secret in SECRETS
        for spelt in (secret.encode(), secret.encode().hex().encode(), base64.b64encode(secret.encode()))
        if spelt in file.read_bytes()
    ]
    assert leaked == []


def test_an_office_root_does_not_go_into_a_home(place: Round) -> None:
    for folder in (place.home, place.home / "office", place.home / "a" / "b"):
        assert place.run("office", "init", folder, status=1).code == "root_in_home"
    assert place.at_home("forms", "certify", "--new-root", place.home / "r", status=1).code == "root_in_home"
    assert [file.name for file in place.home.rglob("*.key")] == ["file.key"]
    assert not (place.home / "r").exists()


def test_an_office_is_made_once_and_its_password_is_asked(place: Round) -> None:
    before = {file: file.read_bytes() for file in place.office.iterdir() if file.is_file()}
    assert place.run("office", "init", place.office, status=3).code == "file_unwritable"
    assert {file: file.read_bytes() for file in place.office.iterdir() if file.is_file()} == before
    wrong = {"OFFICER_APP_ROOT_PASSWORD": "wrong"}
    place.at_home("officers", "request", "--out", place.file("r.json"))
    words = ("office", "certify", place.office, place.file("r.json"), "--out", place.file("c.json"))
    assert place.run(*words, status=1, **wrong).code == "root_closed"
    assert not place.file("c.json").exists()


def test_keys_are_certified_and_a_workstation_that_wants_it_takes_no_others(place: Round) -> None:
    assert place.key_of("somchai") == "uncertified"
    settings = place.home / "settings.toml"
    text = settings.read_text("utf-8").replace("certified_keys_only = false", "certified_keys_only = true")
    settings.write_text(text, "utf-8")
    stamp = ("stamp", "9911A0000001", "--outcome", "green", "--officer", "somchai")
    assert place.at_home(*stamp, status=1).code == "key_not_certified"
    taken = place.certify()
    assert [row["about"] for row in taken.body["taken"]] == ["CE-1", "somchai"]
    assert place.key_of("somchai") == "certified"
    assert place.at_home(*stamp, status=1).code == "unknown_number"
    again = place.at_home("officers", "take", place.file("c.json"))
    assert [row["recorded"] for row in again.body["taken"]] == [False, False]
    assert place.at_home("verify").body["ok"] is True


def test_the_office_revokes_a_key_and_the_workstation_obeys(place: Round) -> None:
    place.certify()
    key = place.at_home("officers", "list").body["officers"][0]["key_id"]
    words = ("office", "revoke", place.office, key, "--reason", "stolen", "--out", place.file("v.json"))
    place.run(*words)
    place.at_home("officers", "take", place.file("v.json"))
    assert place.key_of("somchai") == "revoked"
    stamp = ("stamp", "9911A0000001", "--outcome", "green", "--officer", "somchai")
    assert place.at_home(*stamp, status=1).code == "key_revoked"
    later = ("--since", "2999-01-01T00:00+07:00")
    assert place.run(*words, *later, status=1).code == "revoked_later"
    shown = place.run("office", "show", place.office).body["statements"]
    assert [row["what"].split()[-1] for row in shown] == ["certificate", "certificate", "revocation"]
    assert all(row["signed"] for row in shown)


def test_what_the_office_did_is_said_in_thai_and_in_english_and_in_no_keys_of_the_program(place: Round) -> None:
    def told(*words: str | Path) -> list[str]:
        said = run(*words, env=ENV)
        assert said.status == 0, said
        assert not re.search(r"^[a-z_]+: |\{|None", said.out, re.MULTILINE), said.out
        thai, english = (re.compile(letters).search for letters in ("[฀-๿]", "[a-z]{3}"))
        lines = said.out.strip().splitlines()
        assert thai(lines[0]), said.out
        assert english(lines[1] if len(lines) > 1 else ""), said.out
        return lines

    at = ("--home", place.home)
    made = told("office", "init", place.folder / "new")
    assert made[2].startswith("The office root is made: key ")
    assert told("office", "trust", place.office / "office.json", *at)[2].startswith("This workstation now trusts")
    place.at_home("officers", "request", "--out", place.file("request.json"))
    certified = told("office", "certify", place.office, place.file("request.json"), "--out", place.file("c.json"))
    assert certified[1] == "2 keys are certified. Take c.json to the workstation that asked (officers take)."
    assert [line.rpartition(":")[0].strip() for line in certified[2:]] == [
        "เครื่อง / workstation CE-1",
        "เจ้าหน้าที่ / officer somchai",
    ]
    key = certified[3].rpartition(" ")[2]
    words = ("office", "revoke", place.office, key, "--reason", "stolen", "--out", place.file("v.json"))
    revoked = told(*words, "--since", "2026-11-20T17:00:00+07:00")
    assert f"เพิกถอนกุญแจ {key} ตั้งแต่ 20-11-2569 17:00:00 แล้ว (ถูกขโมย)" in revoked[0]
    assert f"Key {key} is revoked from 20-11-2569 17:00:00 on (stolen)" in revoked[1]
    account = told(
        "office", "account", place.office, "malee", "--roles", "checking_post", "--out", place.file("a.json")
    )
    assert account[1].startswith("The account of malee is made, roles checking_post. Take a.json")
    assert told("office", "escrow", "--out", place.file("e.json"), *at)[1].startswith("This workstation's file key")
    opened = ("office", "recover", place.office, place.file("e.json"), "--out", place.file("file.key"))
    assert told(*opened)[1].startswith("The file key of workstation CE-1 (CE) is in file.key")
    shown = told("office", "show", place.office)
    assert shown[1].endswith("has stated 4 things:")
    assert shown[4].startswith(f"  การเพิกถอนกุญแจ / key revocation · {key} · ตั้งแต่ / since 20-11-2569 17:00:00 · ")
    assert shown[4].endswith("เหตุ / reason ถูกขโมย / stolen")


def test_another_offices_word_is_not_taken(place: Round) -> None:
    other = place.folder / "other"
    place.run("office", "init", other)
    place.at_home("officers", "request", "--out", place.file("r.json"))
    place.run("office", "certify", other, place.file("r.json"), "--out", place.file("c.json"))
    assert place.at_home("officers", "take", place.file("c.json"), status=1).code == "bad_statement"
    assert place.at_home("office", "trust", other / "office.json", status=1).code == "other_root"
    assert place.key_of("somchai") == "uncertified"


def test_an_account_of_the_office_gets_its_key_with_its_first_own_password(place: Round) -> None:
    account = ("office", "account", place.office, "malee", "--roles", "checking_post", "--out", place.file("a.json"))
    place.run(*account, OFFICER_APP_PASSWORD=FIRST)
    place.at_home("officers", "take", place.file("a.json"))
    release = ("release", "9911A0000001", "--officer", "malee")
    assert place.at_home(*release, status=1, OFFICER_APP_PASSWORD=FIRST).code == "must_change"
    change = ("officers", "password", "malee")
    place.at_home(*change, OFFICER_APP_PASSWORD=FIRST, OFFICER_APP_NEW_PASSWORD=NEW)
    assert place.at_home(*release, status=1, OFFICER_APP_PASSWORD=NEW).code == "unknown_number"
    # The office's later word changes what he may do; an earlier one, played again, gives nothing back.
    place.run(*account[:5], "counter_services", "--out", place.file("b.json"), OFFICER_APP_PASSWORD=FIRST)
    for file in ("b.json", "a.json"):
        place.at_home("officers", "take", place.file(file))
    roles = {row["name"]: row["roles"] for row in place.at_home("officers", "list").body["officers"]}
    assert roles["malee"] == ["counter_services"]
    assert place.at_home(*release, status=1, OFFICER_APP_PASSWORD=FIRST).code == "wrong_password"


def test_the_centre_brings_what_the_office_said_to_every_workstation(place: Round, server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute("create database office_round")
    admin = ("--url", server.admin_url("office_round"))
    account = ("office", "account", place.office, "malee", "--roles", "checking_post", "--out", place.file("a.json"))
    place.run(*account, OFFICER_APP_PASSWORD=FIRST)
    place.run("central", "init", "--site", "CE", *admin)
    # One file at enrolment, and what the office answers goes to everybody by the centre.
    enrolled = place.at_home("central", "enrol", "--request", place.file("request.json"), *admin)
    assert enrolled.body["uncertified"] == ["CE-1", "somchai"]
    place.run("office", "certify", place.office, place.file("request.json"), "--out", place.file("c.json"))
    files = (place.file("a.json"), place.file("c.json"))
    assert place.run("central", "load", "--site", "CE", *files, *admin).body["fed"] == 3
    place.at_home("sync", "--once")
    assert place.key_of("somchai") == "certified"
    rows = {row["name"]: row for row in place.at_home("officers", "list").body["officers"]}
    assert (rows["malee"]["roles"], rows["malee"]["must_change"]) == (["checking_post"], True)


def test_a_lost_password_gets_a_new_key_and_a_badge_needs_the_password(place: Round) -> None:
    place.certify()
    place.at_home("officers", "badge", "somchai", "--badge", "OB1:4711", OFFICER_APP_PIN=PIN)
    place.at_home("officers", "rekey", "somchai", "--words", "ลืม", OFFICER_APP_PASSWORD=LOST)
    assert place.key_of("somchai") == "uncertified"
    assert place.at_home("officers", "badge", "somchai", "--badge", "OB1:1", status=1, OFFICER_APP_PIN=PIN).code == (
        "wrong_password"
    )
    report = place.at_home("verify").body
    assert report["ok"] is True


def test_accounts_are_changed_by_an_administrator_where_the_settings_say_so(place: Round) -> None:
    settings = place.home / "settings.toml"
    text = settings.read_text("utf-8").replace("administrator_needed = false", "administrator_needed = true")
    settings.write_text(text, "utf-8")
    add = ("officers", "add", "malee", "--roles", "checking_post")
    assert place.at_home(*add, status=1).code == "administrator_needed"
    assert place.at_home(*add, "--officer", "somchai", status=1).code == "wrong_password"
    place.at_home(*add, "--officer", "somchai", OFFICER_APP_ADMIN_PASSWORD=PASSWORD)
    by_malee = ("officers", "lock", "somchai", "--officer", "malee")
    assert place.at_home(*by_malee, status=1, OFFICER_APP_ADMIN_PASSWORD=PASSWORD).code == "administrator_needed"


def test_the_office_recovers_a_homes_file_key_and_the_doctor_wants_an_escrow(place: Round) -> None:
    def doctors_word() -> str:
        checks = {row["name"]: row for row in run("doctor", "--json", "--home", place.home, env=ENV).body["checks"]}
        return str(checks["escrow"]["state"])

    assert doctors_word() == "attention"
    place.at_home("office", "escrow", "--out", place.file("e.json"))
    assert doctors_word() == "good"
    recovered = place.file("file.key")
    place.run("office", "recover", place.office, place.file("e.json"), "--out", recovered)
    (place.home / "keys" / "file.key").unlink()
    assert place.at_home("officers", "list", status=3).code == "file_key"
    recovered.rename(place.home / "keys" / "file.key")
    assert place.key_of("somchai") == "uncertified"
    other = place.folder / "other"
    place.run("office", "init", other)
    again = ("office", "recover", other, place.file("e.json"), "--out", place.file("k"))
    assert place.run(*again, status=1).code == "escrow_other_office"
    assert not place.file("k").exists()


def test_no_private_key_lies_in_the_open_anywhere(place: Round) -> None:
    place.certify()
    place.at_home("office", "escrow", "--out", place.file("e.json"))
    place.at_home("stamp", "9911A0000001", "--outcome", "green", "--officer", "somchai", status=1)
    opened = open_workstation(place.home)
    try:
        station = bytes.fromhex(opened.journal.value(STATION_KEY))
        officer, _ = keys.unwrap_raw(opened.officers.everyone()[0].wrapped_key, PASSWORD)
    finally:
        opened.close()
    root, _ = keys.unwrap_raw((place.office / "office-root.key").read_bytes(), ROOT_PASSWORD)
    sealing, _ = keys.unwrap_raw((place.office / "office-escrow.key").read_bytes(), ROOT_PASSWORD, keys.AGREEING)
    file_key = load(place.home / "keys" / "file.key")
    everything = {file: file.read_bytes() for file in place.folder.rglob("*") if file.is_file()}
    everything[Path("screen")] = json.dumps([said.out + said.err for said in place.said]).encode()
    assert any(b"officers" in data for file, data in everything.items() if file.suffix == ".log")
    for secret in (station, officer, root, sealing, file_key):
        spelt = (secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"="))
        found = [file.name for file, data in everything.items() if any(each in data for each in spelt)]
        assert found == (["file.key"] if secret is file_key else [])


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b'{"what": "officer-app escrow"}', b"[" * 99_999])
def test_a_file_that_is_none_is_refused_with_a_sentence(place: Round, data: bytes) -> None:
    bad, out = place.file("bad"), place.file("out")
    bad.write_bytes(data)
    office: tuple[tuple[str | Path, ...], ...] = (
        ("certify", place.office, bad, "--out", out),
        ("recover", place.office, bad, "--out", out),
        ("trust", bad),
    )
    assert place.at_home("officers", "take", bad, status=1).code == "bad_statement"
    codes = [place.at_home("office", *words, status=1).code for words in office]
    assert codes == ["bad_request_file", "escrow_not_one", "bad_root"]
    assert not out.exists()
