"""Two sites with one PostgreSQL, two workstations of the same name, a code on paper; and steps killed in between."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.buddhist import bangkok_day
from tests.cli.running import PROGRAM, run
from tests.cli.test_transit import ARRIVED, OVERRIDE, WHY, scanned
from tests.cli.transit_town import ENV, EXIT_OFFICE, OFFICE, Desk, declaration, make_home, seals, today
from tests.usecases.transit_cases import considered, signed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Desk]:
    """Mae Sot and an exit office of another site, whose workstation has the same name by chance."""
    folder = tmp_path_factory.mktemp("sites")
    places = []
    for site, office in (("MS", OFFICE), ("NK", EXIT_OFFICE)):
        files = folder / f"{site}-files"
        files.mkdir()
        places.append(Desk(make_home(folder / site, site, "T-1", office), files))
    places[0].register("1")
    places[0].register("2.4")
    return places[0], places[1]


@pytest.fixture(scope="module")
def homes(made: tuple[Desk, Desk], tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Desk]:
    """The two for the story through the centre and for what is killed."""
    return copies(made, tmp_path_factory.mktemp("story"))


def copies(made: tuple[Desk, Desk], folder: Path) -> tuple[Desk, Desk]:
    one, other = (Desk(shutil.copytree(each.home, folder / each.home.name), each.files) for each in made)
    return one, other


@pytest.fixture(scope="module")
def database(server: EmbeddedPostgres) -> Iterator[str]:
    with fresh(server) as url:
        yield url


@contextlib.contextmanager
def fresh(server: EmbeddedPostgres) -> Iterator[str]:
    """A database of its own."""
    name = f"db_{secrets.token_hex(4)}"
    yield server.admin_url(name)
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def test_a_case_goes_from_one_site_to_the_other_and_back_through_the_centre(
    homes: tuple[Desk, Desk], database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here, there = homes
    monkeypatch.setenv("OFFICER_APP_ADMIN_URL", database)
    by_paper = here.under_way()
    made = here.run("print", "451-lao", by_paper, "--out", tmp_path / "451.pdf", "--officer", "prasit")
    assert made.status == 0, made.out
    code = scanned(tmp_path / "451.pdf")
    # Never heard of each other: the key is unknown, and paper is taken with a reason only.
    assert there.do("arrive", code, *ARRIVED).code == "transit_code_unknown_key"
    assert there.do("arrive", by_paper, *ARRIVED).code == "transit_unknown_case"

    assert run("central", "init", "--json").status == 0
    for desk, office, site in ((here, OFFICE, "MS"), (there, EXIT_OFFICE, "NK")):
        assert desk.run("central", "enrol").status == 0
        assert run("central", "office", office, "--site", site, "--json").status == 0
    assert run("central", "office", "--json").body["offices"] == {EXIT_OFFICE: "NK", OFFICE: "MS"}
    assert run("central", "office", "49", "--site", "MS", "--json").status == 2
    for desk in (there, here, there):
        said = desk.run("sync", "--once")
        assert (said.status, said.body["digest_equal"]) == (0, True), said.out
    # The second case is not there yet, but its officer's key is: the code is believed.
    later = here.under_way()
    assert here.run("print", "451-lao", later, "--out", tmp_path / "2.pdf", "--officer", "prasit").status == 0
    assert there.done("arrive", scanned(tmp_path / "2.pdf"), *ARRIVED)["state"] == "arrived"
    assert there.done("arrive", declaration(by_paper), *ARRIVED)["state"] == "arrived"
    for case in (by_paper, later):
        assert there.done("exit", case)["state"] == "exited"
    for desk in (here, there, here):
        assert desk.run("sync", "--once").status == 0
    for case in (by_paper, later):
        shown = here.run("transit", "show", case).body
        assert (shown["state"], shown["irregularities"]) == ("exited", [])
        assert here.done("close", case, *WHY)["state"] == "closed"
        assert there.run("transit", "show", case).body["state"] == "exited"
    for desk in homes:
        assert desk.run("verify").body["ok"] is True


@pytest.fixture
def cut_off(
    made: tuple[Desk, Desk], server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[tuple[Desk, Desk, Desk]]:
    """Two workstations of Mae Sot, one of another office; each may take a block of two, with cases to sign."""
    here, far = copies(made, tmp_path)
    second = Desk(make_home(tmp_path / "second", "MS", "T-2"), tmp_path)
    second.register("1")
    far.register("1")
    shipped = Path("resources/transit/rules.toml").read_text("utf-8")
    small = shipped.replace("block = 50\nlow = 10", "block = 2\nlow = 0")
    assert small != shipped
    with fresh(server) as url:
        monkeypatch.setenv("OFFICER_APP_ADMIN_URL", url)
        assert run("central", "init", "--json").status == 0
        for desk in (here, second, far):
            (desk.home / "transit.toml").write_text(small, "utf-8")
            assert desk.run("central", "enrol").status == 0
            desk.done("numbers", "--fetch")
        yield here, second, far


def test_two_workstations_and_two_offices_number_by_themselves_when_the_centre_is_gone(
    cut_off: tuple[Desk, Desk, Desk],
) -> None:
    here, second, far = cut_off
    day = bangkok_day(today()).isoformat()
    cases: dict[Path, list[str]] = {}
    for desk in cut_off:
        with desk.inside() as inside:
            cases[desk.home] = [considered(inside, date_entry=day, office_exit_code="3101") for _ in range(3)]
    written: dict[Path, list[str]] = {}
    with ExitStack() as cut:
        for desk in (here, second, far):
            cut.enter_context(desk.cut_off())
        for desk in (here, second):
            written[desk.home] = [desk.done("sign", case, by="wanida")["sequence_no"] for case in cases[desk.home]]
        assert far.done("sign", cases[far.home][0], by="wanida")["sequence_no"].startswith("1/")
    year = written[here.home][0].partition("/")[2]
    assert written == {
        here.home: [f"1/{year}", f"2/{year}", f"T-1-1/{year}"],
        second.home: [f"3/{year}", f"4/{year}", f"T-2-1/{year}"],
    }
    for desk in (here, second, here):
        assert desk.run("sync", "--once").status == 0
    register = here.run("transit", "numbers").body["numbers"]
    assert [(row["first"], row["fate"], row["station"]) for row in register] == [
        *((1, "used", "T-1"), (2, "used", "T-1"), (3, "used", "T-2"), (4, "used", "T-2")),
    ]


AWAY = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
STEPS = (
    ("sign", "wanida", ("--override", OVERRIDE[1])),
    ("hand-over", "prasit", ("--to", "นายสมมติ", *seals())),
    ("close", "prasit", WHY),
)


def test_a_step_that_is_killed_is_carried_on_by_the_next_command(homes: tuple[Desk, Desk]) -> None:
    desk = homes[0]
    case = desk.considered("2.4")
    for step, officer, words in STEPS:
        _killed(desk, "transit", step, case, *words, "--officer", officer)
        said = desk.do(step, case, *words, by=officer)
        assert said.status == 0 or said.code in ("transit_done_already", "transit_not_now"), said.out
        if step == "sign":
            drawn = _drawn(desk)
            assert set(drawn) == {case}
            desk.done("key", case, declaration(case))
        if step == "hand-over":
            with desk.at("2801"):
                desk.done("arrive", case, *seals())
                desk.done("exit", case)
    assert desk.run("transit", "show", case).body["state"] == "closed"
    assert _drawn(desk) == {}
    register = desk.run("transit", "numbers").body["numbers"]
    assert [row["fate"] for row in register if row["case"] == case] == ["used"]
    assert desk.run("verify").body["ok"] is True


def test_an_annulment_that_is_killed_and_said_again_takes_one_step_back(homes: tuple[Desk, Desk]) -> None:
    desk = homes[0]
    with desk.inside() as inside:
        case = signed(inside, "2.4", OVERRIDE[1], date_entry=bangkok_day(today()).isoformat(), **AWAY)
    words = ("annul", case, "--reason", "ลงนามผิดเรื่อง", "--officer", "wanida", "--second", "anong")
    _killed(desk, *words)
    for _ in range(2):
        said = desk.run(*words)
        assert (said.status, said.body["state"]) == (0, "considered"), said.out
    steps = [step["kind"] for step in desk.run("transit", "show", case).body["steps"]]
    assert steps == ["transit_receive", "transit_check", "transit_consider"]
    assert _drawn(desk) == {}


def _drawn(desk: Desk) -> dict[str, int]:
    rows = desk.run("transit", "guarantee", "list").body["guarantees"]
    return next(row["drawn"] for row in rows if row["number"] == "CASH-1")


def _killed(desk: Desk, *words: str) -> None:
    """The command as a process of its own, killed as soon as its first act is recorded, or when it has ended."""
    before = _acts(desk)
    command = [*PROGRAM, *words, "--home", str(desk.home), "--json"]
    with subprocess.Popen(command, env={**os.environ, **ENV}, stdout=subprocess.DEVNULL) as process:
        for _ in range(400):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
                break
            if _acts(desk) > before:
                process.send_signal(signal.SIGKILL)
                break
        process.kill()


def _acts(desk: Desk) -> int:
    """How long the journal's log of changes is: it grows with each act."""
    log = desk.home / "journal.db-wal"
    return log.stat().st_size if log.exists() else 0
