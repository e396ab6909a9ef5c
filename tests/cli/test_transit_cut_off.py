"""Two workstations of a transit office cut off from each other: what clashes is a case, closed by two officers."""

import contextlib
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.buddhist import bangkok_day
from officer_app.usecases.transit_desk import Done
from officer_app.usecases.transit_journey import key
from tests.cli.running import run
from tests.cli.test_transit import OVERRIDE
from tests.cli.transit_town import ENV, Desk, make_home, today
from tests.usecases.transit_cases import CLERK, done, refused, signed

AWAY = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
DECLARATION = "A0122991100077"
TWO = ("--officer", "anong", "--second", "kanya")


@pytest.fixture
def lanes(server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two workstations of Mae Sot that have heard of each other and of the same guarantees."""
    name = f"db_{secrets.token_hex(4)}"
    monkeypatch.setenv("OFFICER_APP_ADMIN_URL", server.admin_url(name))
    assert run("central", "init", "--json").status == 0
    desks = (
        Desk(make_home(tmp_path / "1", "MS", "T-1"), tmp_path),
        Desk(make_home(tmp_path / "2", "MS", "T-2"), tmp_path),
    )
    desks[0].register("1")
    desks[0].register("2.4")
    for desk in desks:
        assert run("officers", "add", "kanya", "--roles", "supervisor", "--home", desk.home, env=ENV).status == 0
        assert desk.run("central", "enrol").status == 0
    synced(desks)
    yield desks
    with contextlib.suppress(psycopg.Error), psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def synced(desks: tuple[Desk, Desk]) -> None:
    for desk in (*desks, desks[0]):
        assert desk.run("sync", "--once").status == 0


def test_an_overdrawn_guarantee_and_a_twice_keyed_declaration_are_cases_that_two_officers_close(
    lanes: tuple[Desk, Desk],
) -> None:
    day = bangkok_day(today()).isoformat()
    drawn, keyed = [], []
    with ExitStack() as cut:
        for desk in lanes:
            cut.enter_context(desk.cut_off())
            with desk.inside() as inside:
                drawn.append(signed(inside, "2.4", OVERRIDE[1], date_entry=day, **AWAY))
                keyed.append(signed(inside, date_entry=day, office_exit_code="3101"))
        for desk, case in zip(lanes, keyed, strict=True):
            desk.done("key", case, DECLARATION)
            assert desk.run("cases", "list").body["cases"] == []
    synced(lanes)

    (twice, over), other = (desk.run("cases", "list").body["cases"] for desk in lanes)
    assert [twice["case_id"], over["case_id"]] == [each["case_id"] for each in other]
    assert (over["kind"], over["subject"]) == ("guarantee_overdrawn", "CASH-1")
    assert over["evidence"]["cases"] == ", ".join(sorted(drawn))
    assert (twice["kind"], twice["subject"]) == ("declaration_keyed_twice", DECLARATION)
    for case in (over, twice):
        shown = lanes[1].run("cases", "show", case["case_id"]).body
        assert [(each["side"], each["station"]) for each in shown["acts"]] == [("first", "T-1"), ("later", "T-2")]
        assert "เครื่อง" in case["th"] or "สองเรื่อง" in case["th"]
    told = run("cases", "show", over["case_id"], "--home", lanes[1].home).out
    assert f"\n  cases: {over['evidence']['cases']}\n" in told
    assert [line for line in told.splitlines() if line.startswith("side: ")] == ["side: first", "side: later"]
    assert "{'" not in told
    close = ("cases", "close", over["case_id"], "--reason", "ผู้ขอวางเงินเพิ่มแล้ว")
    assert lanes[1].run(*close, "--officer", "anong", "--second", "anong").code == "same_officer"
    assert lanes[1].run(*close, "--officer", "prasit", "--second", "anong").code == "role"
    assert lanes[1].run(*close, *TWO).status == 0
    assert lanes[1].run(*close, *TWO).code == "case_closed"
    # A keying that two officers took back settles the other.
    back = ("annul", keyed[1], "--reason", "คีย์ผิดเรื่อง", "--officer", "wanida", "--second", "anong")
    assert lanes[1].run(*back).status == 0
    synced(lanes)
    for desk in lanes:
        assert desk.run("cases", "list").body["cases"] == []
        closed = {each["kind"]: each for each in desk.run("cases", "list", "--all").body["cases"]}
        assert {(each["closed_by"], each["closed_second"]) for each in closed.values()} == {
            ("anong", "kanya"),
            ("wanida", "anong"),
        }
        # What was brought here inside this process was signed with keys that nobody registered; nothing else is wrong.
        assert {each["kind"] for each in desk.run("verify").body["defects"]} == {"unknown_key"}
        assert desk.run("central", "status").body["quarantined"] == 0


def test_two_programs_at_one_desk_do_not_key_one_declaration_for_two_cases(
    lanes: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, day = lanes[0], bangkok_day(today()).isoformat()
    with desk.inside() as one, desk.inside() as other:
        cases = [signed(one, date_entry=day) for _ in range(2)]
        under = one.counter.journal.cases_under
        asked: list[Done] = []

        def keyed_meanwhile(declaration: str) -> list[str]:
            found = under(declaration)
            if not asked:
                asked.append(done(key(other, CLERK, cases[1], declaration)))
            return found

        monkeypatch.setattr(one.counter.journal, "cases_under", keyed_meanwhile)
        assert refused(key(one, CLERK, cases[0], DECLARATION)) == "transit_declaration_taken"
