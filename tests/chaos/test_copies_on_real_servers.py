"""Copied journals, disks copied whole, a post's server put back, on real servers: who releases, and who never."""

import json
import shutil
from collections.abc import Iterator

import pytest
from psycopg import sql

from officer_app.central import schema
from officer_app.central.address import parse_address
from officer_app.paths import Home
from officer_app.security import file_key
from officer_app.settings import load
from officer_app.store.journal import SqliteJournal
from officer_app.sync.fault_proxy import Mode
from officer_app.workstation.machine import place_of
from officer_app.workstation.witness import PLACE
from tests.chaos.real_town import NUMBERS, SITE, Place, RealTown
from tests.chaos.test_right_at_the_command_line import REASON, at, cut, move, release, stamped, sync
from tests.cli.running import run

TWO = ("--officer", "anong", "--second", "prasit", *REASON)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTown]:
    """Six workstations, none running, their lines whole; CP-1 has its own server."""
    with RealTown(tmp_path_factory.mktemp("town")) as made:
        yield made


def copied(town: RealTown, name: str, new: str, *, whole: bool) -> None:
    """A copy of a home started elsewhere; `whole`: of the disk, so that the journal takes its place for the old one."""
    there = Home(town.places[name].home.with_name(new))
    shutil.copytree(town.places[name].home, there.folder)
    if whole:
        journal = SqliteJournal(there.journal, file_key.load(there.file_key), load(there.settings).station)
        journal.keep_value(PLACE, json.dumps(dict(place_of(there.journal))))
        journal.close()
    town.places[new] = Place(there.folder, town.places[name].proxies)


def kinds(town: RealTown) -> list[str]:
    """The kinds of the open cases."""
    sync(town, "CE-1")
    return sorted(each["kind"] for each in at(town, "CE-1", "cases", "list").body["cases"])


def test_a_copied_journal_grants_nothing_and_the_original_goes_on_cut_off(town: RealTown) -> None:
    assert move(town, "CP-2", "workstation", "CP-2a").status == 0
    stamped(town, NUMBERS[0], "CP-2", "CP-2a")
    copied(town, "CP-2a", "copy", whole=False)
    assert release(town, "copy", NUMBERS[0]) == "journal_unconfirmed"
    assert sync(town, "copy")[0].status == 0
    assert release(town, "copy", NUMBERS[0]) == "other_seat", "the centre has confirmed its head, and not its right"
    assert at(town, "copy", "authority", "hand-back", "CP-2", "--officer", "anong").code == "other_seat"
    cut(town, "CP-2a")
    assert release(town, "CP-2a", NUMBERS[0]) == "workstation"
    cut(town, "CP-2a", mode=Mode.PASS)
    sync(town, "CP-2a")
    assert kinds(town) == ["second_seat"]


def test_of_a_disk_that_was_copied_whole_the_one_that_came_second_grants_nothing(town: RealTown) -> None:
    stamped(town, NUMBERS[1], "CP-2", "CP-2a")
    copied(town, "CP-2a", "clone", whole=True)
    sync(town, "CP-2a")
    assert sync(town, "clone")[0].status == 0
    assert release(town, "clone", NUMBERS[1]) == "other_seat"
    cut(town, "CP-2a")
    assert release(town, "CP-2a", NUMBERS[1]) == "workstation"
    cut(town, "CP-2a", mode=Mode.PASS)
    assert kinds(town) == ["second_seat", "second_seat"]


def test_a_workstation_that_was_moved_has_the_right_again_after_two_officers_said_so(town: RealTown) -> None:
    sync(town, "CP-2a")
    stamped(town, NUMBERS[2], "CP-2", "CP-2a")
    copied(town, "CP-2a", "new machine", whole=False)
    shutil.rmtree(town.places["CP-2a"].home)
    sync(town, "new machine")
    assert release(town, "new machine", NUMBERS[2]) == "other_seat"
    words = ("authority", "force", "CP-2", "--kind", "workstation", "--holder", "CP-2a", *TWO)
    assert at(town, "new machine", *words).status == 0
    sync(town, "new machine")
    cut(town, "new machine")
    assert release(town, "new machine", NUMBERS[2]) == "workstation"
    cut(town, "new machine", mode=Mode.PASS)


def test_a_post_s_server_that_was_put_back_goes_on_when_all_lanes_were_heard_and_two_officers_said_so(
    town: RealTown,
) -> None:
    first, second, third = NUMBERS[5:8]
    for number in (first, second, third):
        stamped(town, number, "CP-1", "CP-1a", "CP-1b")
    assert release(town, "CP-1a", first) == "post"
    sync(town, "CP-1a", "CP-1b")
    _database(town, "create database before_loss template central")
    assert release(town, "CP-1b", second) == "post"
    _database(town, "drop database central with (force)")
    _database(town, "alter database before_loss rename to central")
    with schema.connect(parse_address(town.post.admin_url("central"))) as connection:
        schema.close_to_strangers(connection)
        # Rights on a database do not go with its copy.
        for (role,) in connection.execute("select role_name from core.station").fetchall():
            connection.execute(sql.SQL("grant connect on database central to {}").format(sql.Identifier(role)))
    said = run(
        "central",
        "init",
        "--restored",
        "--site",
        SITE,
        "--json",
        env={"OFFICER_APP_ADMIN_URL": town.post.admin_url("central")},
    )
    assert said.status == 0
    assert release(town, "CP-1a", second) == "centre_recovering"
    sync(town, "CP-1a", "CP-1b")
    assert release(town, "CP-1a", third) == "centre_recovering", "nobody said that it goes on"
    assert at(town, "CP-1a", "authority", "force", "CP-1", "--kind", "post", *TWO).status == 0
    sync(town, "CP-1a", "CP-1b", "CP-1a")
    assert release(town, "CP-1a", second) == "already_released", "what was decided after the backup is known again"
    assert release(town, "CP-1a", first) == "already_released"
    cut(town, "CP-1a", "CP-1b")
    assert sorted([release(town, "CP-1b", third), release(town, "CP-1a", third)]) == ["already_released", "post"]
    cut(town, "CP-1a", "CP-1b", mode=Mode.PASS)
    assert all(said.body["queue"] == 0 for said in sync(town, "CP-1a", "CP-1b"))
    assert at(town, "CP-1b", "authority", "hand-back", "CP-1", "--officer", "anong").status == 0
    sync(town, "CP-1b")
    assert move(town, "CP-1", "centre", "centre").status == 0
    assert "double_release" not in kinds(town)


def _database(town: RealTown, statement: str) -> None:
    """What the administrators of the post's server do with its database."""
    with schema.connect(parse_address(town.post.admin_url("postgres"))) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'central'")
        connection.execute(statement.encode())
