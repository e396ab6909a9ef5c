"""Lanes of a post with a server of its own: they hear of each other while the centre is away."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.acts import Act, ActKind, Mode
from officer_app.core.permit_state import State
from officer_app.core.ports import ChainFork, Station, Unreachable
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.usecases.sync_once import Exchange, PostAway, sync_once
from tests.fakes import CE_1, CHECKER, NOW, NUMBER, SITE, Chain, Desk, desk, permit, record
from tests.store.conftest import put
from tests.usecases.conftest import stamped


@dataclass
class Lane:
    """A desk with its lines to the centre and to the post's server."""

    desk: Desk
    line: MemoryCentral
    post: MemoryCentral

    def sync(self, *, full: bool = False) -> Exchange:
        return sync_once(self.desk.journal, self.desk.mirror, self.line, post=self.post, full=full)

    def state(self) -> State:
        return self.desk.journal.permit_state(NUMBER).state


@dataclass
class Post:
    """Two lanes of CP-1 whose server grants its releases; one permit is stamped for it."""

    centre: MemoryCentre
    a: Lane
    b: Lane


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Post]:
    centre = MemoryCentre(SITE, clock=lambda: NOW, mode="sample")
    server = MemoryCentre(SITE, clock=lambda: NOW, post="CP-1", mode="sample")
    with ExitStack() as stack:

        def lane(name: str) -> Lane:
            station = Station(SITE, name, "checking_post", "CP-1", Mode.SAMPLE)
            line, post = centre.enrol(name, "CP-1"), server.enrol(name, "CP-1")
            return Lane(stack.enter_context(desk(tmp_path / name, station, line)), line, post)

        office_line = centre.enrol("CE-1")
        office = stack.enter_context(desk(tmp_path / "CE-1", CE_1, office_line))
        centre.load([record(permit())])
        centre.set_authority("CP-1", "post", "CP-1")
        sync_once(office.journal, office.mirror, office_line)
        stamped(office)
        sync_once(office.journal, office.mirror, office_line)
        made = Post(centre, lane("CP-1a"), lane("CP-1b"))
        for each in (made.a, made.b):
            each.sync()
        yield made


def released_while_the_centre_is_away(at: Post) -> Act:
    """Lane a releases; both lanes speak with the post's own server alone."""
    at.a.line.reachable = at.b.line.reachable = False
    done = confirm_release(replace(at.a.desk.counter, post=at.a.post), CHECKER, NUMBER)
    assert isinstance(done, Released)
    for lane in (at.a, at.b):
        with pytest.raises(Unreachable):
            lane.sync()
    return done.act


def test_a_lane_hears_of_the_other_s_release_while_the_centre_is_away(at: Post) -> None:
    released_while_the_centre_is_away(at)
    assert at.b.state() is State.RELEASED
    again = confirm_release(replace(at.b.desk.counter, post=at.b.post), CHECKER, NUMBER)
    assert getattr(again, "code", "") == "already_released"


def test_what_came_from_the_post_finds_its_place_when_the_centre_is_back(at: Post) -> None:
    at.a.line.reachable = at.b.line.reachable = False
    assert isinstance(confirm_release(replace(at.a.desk.counter, post=at.a.post), CHECKER, NUMBER), Released)
    for lane in (at.a, at.b):
        with pytest.raises(Unreachable):
            lane.sync()
    before = at.b.desk.journal.stored_acts()
    at.a.line.reachable = at.b.line.reachable = True
    for lane in (at.a, at.b, at.a):
        assert lane.sync(full=True).digest_equal
    assert at.b.desk.journal.stored_acts() == before, "no act twice"
    assert at.a.state() is at.b.state() is State.RELEASED
    assert at.centre.conflicts == []


def test_a_post_that_is_away_holds_up_nothing_at_the_centre_and_is_named(at: Post) -> None:
    at.a.post.reachable = False
    at.centre.load([record(permit("9911A0000777"))])
    with pytest.raises(PostAway) as away:
        at.a.sync(full=True)
    assert at.a.desk.mirror.find("9911A0000777")
    assert (away.value.kind, away.value.trouble, away.value.done.digest_equal) == ("post_away", "here", True)


def test_a_post_s_server_that_was_made_anew_is_read_from_its_start(at: Post) -> None:
    server = MemoryCentre(SITE, clock=lambda: NOW, post="CP-1", mode="sample")
    at.a.post, at.b.post = server.enrol("CP-1a", "CP-1"), server.enrol("CP-1b", "CP-1")
    for lane in (at.a, at.b, at.a):
        lane.sync(full=True)
    assert [act.act_id for act in at.a.desk.journal.own_acts(0, 99)] == [
        entry.act.act_id for entry in at.b.post.pull_acts(0, 99) if entry.act.station == "CP-1a"
    ]


def test_a_copied_journal_that_forks_between_post_and_centre_is_a_case_and_the_other_lane_works_on(
    at: Post, tmp_path: Path
) -> None:
    for each in (at.a, at.b):
        each.sync()
    for file in (tmp_path / "CP-1a").glob("journal.db*"):
        (tmp_path / "copy").mkdir(exist_ok=True)
        (tmp_path / "copy" / file.name).write_bytes(file.read_bytes())
    with desk(tmp_path / "copy", at.a.desk.journal.station, at.a.line) as twin:
        put(at.a.desk.journal, "at the post", number=NUMBER)
        put(twin.journal, "at the centre", number=NUMBER)
        at.a.line.reachable = at.b.line.reachable = False
        for each in (at.a, at.b):
            with pytest.raises(Unreachable):
                each.sync()
        at.a.line.reachable = at.b.line.reachable = True
        with pytest.raises(ChainFork):
            sync_once(twin.journal, twin.mirror, at.a.line, post=at.a.post)
        assert twin.journal.value(UNCONFIRMED) == "fork"
        assert at.b.sync(full=True).digest_equal
        assert {act.act_id for act in at.b.desk.journal.acts()} >= {"at the post", "at the centre"}
        with pytest.raises(ChainFork):
            at.a.sync()
        at.b.sync()
        (case,) = at.b.desk.mirror.listed("case", 9)
        assert case.number.startswith("case/fork:CP-1a:")


def test_what_the_post_decided_comes_to_the_centre_also_where_every_lane_forked_there(at: Post, tmp_path: Path) -> None:
    for file in (tmp_path / "CP-1a").glob("journal.db*"):
        (tmp_path / "copy").mkdir(exist_ok=True)
        (tmp_path / "copy" / file.name).write_bytes(file.read_bytes())
    at.a.line.reachable = False
    done = confirm_release(replace(at.a.desk.counter, post=at.a.post), CHECKER, NUMBER)
    assert isinstance(done, Released)
    with pytest.raises(Unreachable):
        at.a.sync()
    at.a.line.reachable = True
    with desk(tmp_path / "copy", at.a.desk.journal.station, at.a.line) as twin:
        put(twin.journal, "at the centre", number=NUMBER)
        for _ in range(2):
            with pytest.raises(ChainFork):
                sync_once(twin.journal, twin.mirror, at.a.line, post=at.a.post)
        assert twin.journal.value(UNCONFIRMED) == "fork"
    server = at.a.post.hello().feed_epoch
    assert at.b.line.tell_decisions("CP-1", server, ()) == 1
    assert [each.act_id for each in at.b.line.pull_decisions(0, 9)] == [done.act.act_id]


def test_an_act_that_centre_and_journal_lost_and_a_colleague_holds_is_a_case_once_another_has_its_place(
    at: Post,
) -> None:
    lost = Chain("CP-1a").act(ActKind.PRESENT, act_id="lost")
    at.b.desk.journal.hear([lost])
    put(at.a.desk.journal, "instead", number=NUMBER)
    at.a.sync()
    at.b.sync()
    at.b.sync()
    (case,) = at.b.desk.mirror.listed("case", 9)
    assert case.number.startswith("case/fork:CP-1a:1:")
    assert at.b.desk.journal.forks() == []


def test_a_server_that_was_put_back_hears_from_a_lane_what_another_one_lost_with_its_disk(at: Post) -> None:
    released = released_while_the_centre_is_away(at)
    server = MemoryCentre(SITE, clock=lambda: NOW, post="CP-1", mode="sample")
    at.b.post = server.enrol("CP-1b", "CP-1")
    put_back = server.enrol("CP-1a", "CP-1")
    epoch = server.restored()
    with pytest.raises(Unreachable):
        at.b.sync()
    assert [(each.act_id, each.station) for each in put_back.pull_decisions(0, 10)] == [(released.act_id, "CP-1a")]
    assert not put_back.caught_up(epoch), "two officers were not heard yet"
