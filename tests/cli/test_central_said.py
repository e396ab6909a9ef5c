"""What the administration of the centre says to people: tables that line up, rules and faults in Thai and English."""

import csv
import io
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from officer_app.central import admin
from officer_app.central.embedded import EmbeddedPostgres
from tests.cli.running import run

ADMIN = "OFFICER_APP_ADMIN_URL"
KEY = b"k" * 32


@pytest.fixture
def database(server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A centre with a site of sample work and a lane of a post; its administration's URL is in the environment."""
    name = f"db_{secrets.token_hex(4)}"
    url = server.admin_url(name)
    monkeypatch.setenv(ADMIN, url)
    admin.init(url)
    admin.enrol(url, "CE", "CP-1a", "checking_post", "CP-1", KEY, "sample")
    yield url
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def starts(line: str, cells: list[str]) -> list[int]:
    """Where each cell begins on the screen: marks above and below a letter take no place."""
    shown, places, at = spaced(line), list[int](), 0
    for cell in map(spaced, cells):
        places.append(shown.index(cell, at))
        at = places[-1] + len(cell)
    return places


def spaced(text: str) -> str:
    """The letters that take a place of their own."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Mn")


def test_who_grants_is_a_table_under_thai_and_english_heads(database: str) -> None:
    moved = ("central", "authority", "--site", "CE", "--post", "CP-1", "--kind", "workstation", "--holder", "CP-1a")
    said = run(*moved)
    assert (said.status, said.err) == (0, "")
    thai, english, row, rest = said.out.splitlines()
    places = starts(thai, ["จุดตรวจ", "ยุคสิทธิ", "ชนิด", "ผู้ถือสิทธิ"])
    assert places == starts(english, ["post", "epoch", "kind", "holder"])
    assert places == starts(row, ["CP-1", "1", "workstation", "CP-1a"])
    assert "ไม่/no" in row
    assert "{" not in said.out
    assert "ศูนย์กลางเป็นผู้ให้สิทธิ" in rest


def test_what_the_centre_holds_is_two_tables(database: str) -> None:
    said = run("central", "status")
    assert said.status == 0
    held, sites, stations = said.out.split("\n\n")
    assert "PostgreSQL" in held
    assert "without encryption" in held
    assert sites.splitlines()[2].split()[:2] == ["CE", "sample"]
    assert stations.splitlines()[2].split() == ["CE", "CP-1a", "checking_post", "CP-1", "ใช่/yes", "0", "-"]
    assert "{" not in said.out


def test_a_site_of_samples_is_verified_as_what_it_is_and_one_that_is_not_there_as_nothing(database: str) -> None:
    for site, mode in (("CE", "sample"), ("XX", None)):
        said, told = run("verify", "--central", "--site", site), run("verify", "--central", "--site", site, "--json")
        assert (told.status, told.body["ok"], told.body.get("mode")) == (0, True, mode)
        assert said.out.startswith("ข้อมูลนี้เป็นตัวอย่าง ไม่ใช่งานจริง\nSAMPLE:") is (mode is not None)


@pytest.mark.parametrize(
    ("words", "thai", "english"),
    [
        (
            ("authority", "--site", "CE", "--post", "CP-1", "--kind", "workstation", "--holder", "nobody"),
            "ไม่มีเครื่องหรือเครื่องแม่ข่ายชื่อนี้ที่จุดตรวจนั้น (nobody)",
            "no workstation or server of this name at that post (nobody)",
        ),
        (
            ("init", "--site", "CE", "--post", "CP-1"),
            "เป็นของที่อื่นในหน่วยงานนี้แล้ว (centre)",
            "another place of the site already (centre)",
        ),
        (("init", "--site", "CE", "--mode", "real"), "งานประเภทอื่นแล้ว (sample)", "for other work already (sample)"),
        (("init", "--site", "NO", "--restored"), "ไม่มีหน่วยงานนี้ (NO)", "no such site in this database (NO)"),
    ],
)
def test_what_a_rule_forbids_is_said_in_both_languages(
    database: str, words: tuple[str, ...], thai: str, english: str
) -> None:
    said = run("central", *words, "--json")
    assert (said.status, said.code) == (1, "centre_forbids")
    assert thai in said.body["refused"]["th"]
    assert english in said.body["refused"]["en"]


def test_a_right_that_was_not_handed_back_is_refused_with_the_name_of_its_holder(database: str) -> None:
    admin.set_authority(database, "CE", "CP-1", "workstation", "CP-1a")
    said = run("central", "authority", "--site", "CE", "--post", "CP-1", "--json")
    assert (said.status, said.code) == (1, "centre_forbids")
    assert "ยังไม่ได้คืนสิทธิ (CP-1a)" in said.body["refused"]["th"]


@pytest.mark.parametrize(
    ("url", "thai"),
    [
        ("http://127.0.0.1/central", "ต้องขึ้นต้นด้วย postgresql://"),
        ("postgresql://user@db.example/central", "ต้องใช้ sslmode=verify-full"),
        ("postgresql:///central", "ไม่ได้ระบุชื่อเครื่อง"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_in_thai(url: str, thai: str) -> None:
    said = run("central", "status", "--json", env={ADMIN: url})
    assert said.status == 3
    assert thai in said.body["error"]["th"]


def test_a_database_without_a_centre_is_said_in_thai(server: EmbeddedPostgres) -> None:
    said = run("central", "status", "--json", env={ADMIN: server.admin_url()})
    assert "ให้ติดตั้งด้วย central init" in said.body["error"]["th"]


def test_of_many_refused_rows_the_first_are_shown_and_all_are_in_the_file(database: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"record": "=nothing"}\n' * 57, "utf-8")
    told = tmp_path / "refused.csv"
    said = run("central", "load", "--site", "CE", bad, "--faults", told)
    assert (said.status, said.out) == (1, "")
    assert "มี 57 แถวที่อ่านไม่ได้" in said.err
    assert said.err.count("bad.jsonl:") == 20
    assert "and 37 more" in said.err
    rows = list(csv.DictReader(io.StringIO(told.read_bytes().decode("utf-8-sig"))))
    assert [row["line"] for row in rows] == [str(place) for place in range(1, 58)]
    assert rows[0]["th"].startswith("ต้องเป็นค่าใดค่าหนึ่ง")
    assert len(run("central", "load", "--site", "CE", bad, "--json").body["faults"]) == 57


def test_a_file_for_refused_rows_that_cannot_be_written_is_said_beside_what_was_done(
    home: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n[]\n", "utf-8")
    said = run("import", bad, "--faults", bad / "x.csv", "--home", home, "--json")
    assert (said.status, said.code) == (3, "file_unwritable")
    assert len(said.body["faults"]) == 2
    assert said.body["imported"] == 0
