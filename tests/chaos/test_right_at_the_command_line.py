"""The release right through the command line, on real servers, with lines really cut: who releases, and who never."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from officer_app.sync.fault_proxy import Mode
from tests.chaos.real_town import NUMBERS, SITE, RealTown
from tests.cli.running import Said, run

REASON = ("--reason", "the machine does not answer")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealTown]:
    """Six workstations, none running, their lines whole; CP-1 has its own server."""
    with RealTown(tmp_path_factory.mktemp("town")) as made:
        yield made


def at(town: RealTown, name: str, *words: str) -> Said:
    """A command at one workstation."""
    env = {"OFFICER_APP_PASSWORD": town.password, "OFFICER_APP_SECOND_PASSWORD": town.password}
    return run(*words, "--home", town.places[name].home, "--json", env=env)


def sync(town: RealTown, *names: str) -> list[Said]:
    """One exchange of each."""
    return [at(town, name, "sync", "--once") for name in names]


def cut(town: RealTown, *names: str, mode: Mode = Mode.RESET) -> None:
    """Cut the lines of these to the centre, or mend them."""
    for name in names:
        town.places[name].proxies[0].set_mode(mode)


def move(town: RealTown, post: str, kind: str, holder: str) -> Said:
    """The office moves the right of a post."""
    env = {"OFFICER_APP_ADMIN_URL": town.centre.admin_url("central")}
    words = ("central", "authority", "--site", SITE, "--post", post, "--kind", kind, "--holder", holder, "--json")
    return run(*words, env=env)


def stamped(town: RealTown, number: str, post: str, *lanes: str) -> None:
    """A permit stamped for `post`, known to its lanes."""
    sync(town, "CE-1")
    words = ("stamp", number, "--outcome", "green", "--release-post", post, "--officer", "somchai")
    assert at(town, "CE-1", *words).status == 0
    sync(town, "CE-1", *lanes)


def release(town: RealTown, name: str, number: str) -> str:
    """Who granted it, or the refusal's code."""
    said = at(town, name, "release", number, "--officer", "malee")
    return str(said.body["granted_by"]) if said.status == 0 else said.code


def test_when_all_is_cut_only_the_authority_releases_and_the_others_name_it(town: RealTown) -> None:
    number = NUMBERS[0]
    assert move(town, "CP-2", "workstation", "CP-2a").status == 0
    stamped(town, number, "CP-2", "CP-2a", "CP-2b")
    cut(town, "CP-2a", "CP-2b")
    refused = at(town, "CP-2b", "release", number, "--officer", "malee")
    assert (refused.status, refused.code) == (1, "no_right")
    assert "CP-2a" in refused.body["refused"]["en"]
    assert release(town, "CP-2a", number) == "workstation"
    cut(town, "CP-2a", "CP-2b", mode=Mode.PASS)
    sync(town, "CP-2a", "CP-2b")
    assert release(town, "CP-2b", number) == "already_released"


def test_of_one_cut_off_and_one_online_never_both_release(town: RealTown) -> None:
    number = NUMBERS[1]
    assert at(town, "CP-2a", "authority", "hand-back", "CP-2", "--officer", "anong").status == 0
    sync(town, "CP-2a")
    assert move(town, "CP-2", "centre", "centre").status == 0
    stamped(town, number, "CP-2", "CP-2a", "CP-2b")
    cut(town, "CP-2a")
    assert release(town, "CP-2a", number) == "no_right"
    assert release(town, "CP-2b", number) == "centre"
    assert release(town, "CP-2a", number) == "no_right"
    cut(town, "CP-2a", mode=Mode.PASS)
    assert release(town, "CP-2a", number) == "already_released", "before it has heard of it"
    sync(town, "CP-2b", "CP-2a")
    assert release(town, "CP-2a", number) == "already_released"


def test_with_the_centre_down_the_lanes_of_a_post_race_and_one_wins_each_time(town: RealTown) -> None:
    numbers = NUMBERS[2:5]
    for number in numbers:
        stamped(town, number, "CP-1")
    sync(town, "CP-1a", "CP-1b")
    cut(town, "CP-1a", "CP-1b")
    with ThreadPoolExecutor(2) as pool:
        for number in numbers:
            answers = sorted(pool.map(lambda lane, number=number: release(town, lane, number), ("CP-1a", "CP-1b")))
            assert answers == ["already_released", "post"]
    cut(town, "CP-1a", "CP-1b", mode=Mode.PASS)
    assert [said.body["queue"] for said in sync(town, "CP-1a", "CP-1b")] == [0, 0]


def test_a_post_s_server_that_is_away_is_named_and_all_else_is_done(town: RealTown) -> None:
    sent = town.places["CP-1a"].home / "sent"
    assert at(town, "CP-1a", "hold", NUMBERS[8], *REASON, "--officer", "anong").status == 0
    before = sent.read_bytes()
    town.places["CP-1a"].proxies[1].set_mode(Mode.RESET)
    (said,) = sync(town, "CP-1a")
    town.places["CP-1a"].proxies[1].set_mode(Mode.PASS)
    assert (said.status, said.body["error"]["code"], said.body["error"]["kind"]) == (3, "post_unreachable", "post_away")
    known = ("pushed", "queue", "data_age_s", "digest_equal", "encrypted", "trouble")
    assert [said.body[name] for name in known] == [1, 0, 0, True, False, "here"]
    assert sent.read_bytes() != before, "what follows an exchange was left out"
    assert sync(town, "CP-1a")[0].body["trouble"] == "none"


def test_forced_while_the_old_authority_lives_both_arrive_one_case_is_open_and_stays_so(town: RealTown) -> None:
    number = NUMBERS[5]
    assert move(town, "CP-2", "workstation", "CP-2a").status == 0
    stamped(town, number, "CP-2", "CP-2a", "CP-2b", "CE-2")
    cut(town, "CP-2a")
    two = ("--officer", "anong", "--second", "prasit", *REASON)
    assert at(town, "CE-1", "authority", "force", "CP-2", "--kind", "centre", *two).status == 0
    sync(town, "CE-1", "CP-2b")
    assert release(town, "CP-2b", number) == "centre"
    assert release(town, "CP-2a", number) == "workstation"
    cut(town, "CP-2a", mode=Mode.PASS)
    assert sync(town, "CP-2b", "CP-2a", "CE-1")[-1].status == 0
    sync(town, "CP-2a", "CE-1")
    cases = {each["kind"]: each["case_id"] for each in at(town, "CE-1", "cases", "list").body["cases"]}
    assert sorted(cases) == ["double_release", "forced_move"]
    # Closed here, it is closed: nobody closes it a second time while the centre has not said so.
    cut(town, "CE-1")
    close = ("cases", "close", cases["double_release"], *two[:4], "--reason", "one lorry, seen at the gate")
    assert at(town, "CE-1", *close).status == 0
    assert at(town, "CE-1", *close).code == "case_closed"
    assert [each["kind"] for each in at(town, "CE-1", "cases", "list").body["cases"]] == ["forced_move"]
    shown = at(town, "CE-1", "cases", "show", cases["double_release"]).body
    assert (shown["closed_act"], bool(shown["closing"])) == ("", True)
    cut(town, "CE-1", mode=Mode.PASS)
    # CE-2 has not heard: its forced move names an epoch that is over, is refused and holds up nothing.
    assert at(town, "CE-2", "authority", "force", "CP-2", "--kind", "centre", *two).status == 0
    assert at(town, "CE-2", "hold", NUMBERS[6], *REASON, "--officer", "anong").status == 0
    (said,) = sync(town, "CE-2")
    assert (said.status, said.body["queue"], said.body["quarantined"]) == (0, 0, 1)
