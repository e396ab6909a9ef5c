"""The right of a post as its lanes see it: who grants, cut off or not; moves, restored journals, clocks, digests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from officer_app.central.administration import NotMoved
from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.core.acts import Act, ActKind, Mode
from officer_app.core.journal import CLOCK_OFFSET
from officer_app.core.ports import ChainFork, Claim, FeedRecord, Granted, Station, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.usecases.annul import annul
from officer_app.usecases.authority import close_case, force_move, hand_back
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.release_right import ask_right, still_right
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.usecases.steps import take_step
from officer_app.usecases.sync_once import Exchange, sync_once
from tests.fakes import (
    CE_1,
    CHECKER,
    INSPECTOR,
    NOW,
    NUMBER,
    OTHER,
    SITE,
    SUPERVISOR,
    Desk,
    desk,
    officer,
    permit,
    record,
)
from tests.usecases.conftest import GREEN

LANE_A = Station(SITE, "CP-1a", "checking_post", "CP-1", Mode.SAMPLE)
LANE_B = Station(SITE, "CP-1b", "checking_post", "CP-1", Mode.SAMPLE)
SECOND = officer("prasit", "supervisor", seed=9)


@dataclass
class Place:
    """A desk with its lines."""

    desk: Desk
    line: MemoryCentral
    post: MemoryCentral | None = None

    def sync(self, *, full: bool = False) -> Exchange:
        """One exchange, with our clock."""
        return sync_once(self.desk.journal, self.desk.mirror, self.line, self.desk.counter.clock, self.post, full=full)

    def release(self, number: str = NUMBER) -> Released | Refusal:
        """The checking post's verb."""
        return confirm_release(replace(self.desk.counter, post=self.post), CHECKER, number)


@dataclass
class Post:
    """An office and two lanes of CP-1; two permits stamped for it, known to all."""

    centre: MemoryCentre
    server: MemoryCentre
    office: Place
    a: Place
    b: Place

    def everybody(self) -> None:
        """Everybody hears of everything."""
        for _ in range(2):
            for place in (self.office, self.a, self.b):
                if place.line.reachable:
                    place.sync()


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Post]:
    centre = MemoryCentre(SITE, clock=lambda: NOW, mode="sample")
    server = MemoryCentre(SITE, clock=lambda: NOW, post="CP-1", mode="sample")
    with ExitStack() as stack:

        def place(station: Station, at_post: bool) -> Place:
            line = centre.enrol(station.name, station.post)
            post = server.enrol(station.name, station.post) if at_post else None
            return Place(stack.enter_context(desk(tmp_path / station.name, station, line)), line, post)

        made = Post(centre, server, place(CE_1, False), place(LANE_A, True), place(LANE_B, True))
        centre.load([record(permit()), record(permit(OTHER))])
        made.everybody()
        for number in (NUMBER, OTHER):
            assert isinstance(stamp(made.office.desk.counter, INSPECTOR, number, GREEN), Stamped)
        made.everybody()
        yield made


def code(answer: Released | Refusal) -> str:
    return answer.code if isinstance(answer, Refusal) else answer.granted_by


def test_its_own_workstation_grants_when_all_is_cut_and_nobody_else_does(at: Post) -> None:
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    assert code(at.b.release()) == "wrong_authority"
    at.a.line.reachable = at.b.line.reachable = False
    refused = at.b.release()
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params["authority"]) == ("no_right", "CP-1a")
    done = at.a.release()
    assert isinstance(done, Released)
    assert (done.granted_by, done.act.fields["authority_epoch"]) == ("workstation", 1)
    assert code(at.a.release()) == "already_released"
    at.a.line.reachable = True
    at.everybody()
    assert at.centre.conflicts == []


def test_a_right_is_not_used_before_all_that_was_done_before_it_is_known(at: Post) -> None:
    at.b.line.claim(Claim(OTHER, 1, "on its way", "CP-1", "malee", mode="sample"), 1.0)
    assert code(at.b.release()) == "centre"
    at.b.sync()
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    entries = at.a.line.pull_records(at.a.desk.mirror.records_cursor(), 100)
    at.a.desk.mirror.apply(entries)
    assert code(at.a.release()) == "not_caught_up"
    at.a.sync()
    assert code(at.a.release()) == "already_released"
    assert code(at.a.release(OTHER)) == "already_granted"


def test_what_was_handed_back_grants_nothing_even_when_cut_off(at: Post) -> None:
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    at.a.line.reachable = False
    assert isinstance(hand_back(at.a.desk.counter, SUPERVISOR, "CP-1"), Act)
    assert code(at.a.release()) == "right_handed_back"
    with pytest.raises(NotMoved):
        at.centre.set_authority("CP-1", "centre", "centre")
    at.a.line.reachable = True
    at.everybody()
    assert at.centre.set_authority("CP-1", "centre", "centre") == 2
    at.everybody()
    assert code(at.b.release()) == "centre"


def test_a_right_used_while_it_is_handed_back_is_refused_in_the_journal_s_transaction(at: Post) -> None:
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    claim = Claim(NUMBER, 1, "r-1", "CP-1", "malee", mode="sample")
    right = ask_right(at.a.desk.counter, claim)
    assert not isinstance(right, Refusal)
    hand_back(at.a.desk.counter, SUPERVISOR, "CP-1")
    refusal = still_right(at.a.desk.counter, right, claim)
    assert refusal is not None
    assert refusal.code == "right_handed_back"


def test_only_the_authority_hands_back_and_only_a_supervisor_may(at: Post) -> None:
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    for place, who, expected in ((at.b, SUPERVISOR, "not_the_authority"), (at.a, CHECKER, "role")):
        answer = hand_back(place.desk.counter, who, "CP-1")
        assert isinstance(answer, Refusal)
        assert answer.code == expected


def test_with_the_centre_down_the_lanes_of_a_post_with_its_own_server_race_and_one_wins(at: Post) -> None:
    at.centre.set_authority("CP-1", "post", "CP-1")
    at.everybody()
    at.a.line.reachable = at.b.line.reachable = False
    assert [code(at.a.release()), code(at.b.release())] == ["post", "already_released"]
    assert [code(at.b.release(OTHER)), code(at.a.release(OTHER))] == ["post", "already_released"]
    assert at.a.post is not None
    at.a.post.reachable = False
    assert code(at.a.release(OTHER)) == "no_right"
    at.a.line.reachable = at.b.line.reachable = at.a.post.reachable = True
    at.everybody()
    assert at.centre.conflicts == []


def test_a_post_s_server_hands_back_and_the_centre_goes_on_when_it_knows_all(at: Post) -> None:
    at.centre.set_authority("CP-1", "post", "CP-1")
    at.everybody()
    assert code(at.a.release()) == "post"
    assert isinstance(hand_back(replace(at.b.desk.counter, post=at.b.post), SUPERVISOR, "CP-1"), Act)
    assert code(at.a.release(OTHER)) == "stale_epoch"
    at.everybody()
    at.centre.set_authority("CP-1", "centre", "centre")
    at.everybody()
    assert code(at.b.release()) == "already_released"
    assert code(at.b.release(OTHER)) == "centre"


def test_what_a_post_s_server_granted_is_used_also_after_the_right_moved_to_the_other_lane(at: Post) -> None:
    at.centre.set_authority("CP-1", "post", "CP-1")
    at.everybody()
    assert at.a.post is not None
    intended = at.a.desk.journal.intend_claim(NUMBER, 1, "lost-answer")
    stamped = at.a.desk.journal.permit_state(NUMBER).stamp
    assert stamped is not None
    asked = Claim(NUMBER, 1, intended, "CP-1", "malee", mode="sample", epoch=1, stamp=stamped.act_id)
    assert at.a.post.claim(asked, 1.0) == Granted("post")
    assert isinstance(hand_back(replace(at.b.desk.counter, post=at.b.post), SUPERVISOR, "CP-1"), Act)
    at.everybody()
    at.centre.set_authority("CP-1", "workstation", "CP-1b")
    at.everybody()
    assert code(at.b.release()) == "already_granted"
    assert code(at.a.release()) == "post"
    assert code(at.a.release(OTHER)) == "wrong_authority"
    assert code(at.b.release(OTHER)) == "workstation"
    at.everybody()
    assert at.centre.conflicts == []


def test_force_is_two_people_and_while_the_old_authority_lives_both_release_and_a_case_is_open(at: Post) -> None:
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    at.a.line.reachable = False
    office = at.office.desk.counter
    move = (office, SUPERVISOR)
    for second, expected in ((SUPERVISOR, "same_officer"), (CHECKER, "role")):
        answer = force_move(*move, second, "CP-1", "centre", "centre", "dead")
        assert isinstance(answer, Refusal)
        assert answer.code == expected
    assert isinstance(force_move(*move, SECOND, "CP-1", "centre", "centre", "the machine does not answer"), Act)
    at.everybody()
    assert [code(at.b.release()), code(at.a.release())] == ["centre", "workstation"]
    at.a.line.reachable = True
    at.everybody()
    (case,) = at.centre.conflicts
    assert case.is_open
    assert code(at.a.release(OTHER)) == "centre", "once it heard, the old authority asks the new one"
    assert isinstance(close_case(office, SUPERVISOR, SECOND, case.case_id, "cargo counted: one lorry"), Act)
    at.everybody()
    assert not at.centre.conflicts[0].is_open


def test_a_journal_that_is_not_confirmed_grants_nothing_until_it_was_heard(at: Post) -> None:
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    at.a.desk.journal.keep_value(UNCONFIRMED, "restored")
    at.a.line.reachable = False
    assert code(at.a.release()) == "journal_unconfirmed"
    at.a.line.reachable = True
    at.a.sync()
    assert code(at.a.release()) == "workstation"


def test_an_old_journal_gets_back_what_the_centre_has_of_it(at: Post, tmp_path: Path) -> None:
    copytree(tmp_path / "CP-1a", tmp_path / "copy")
    released = at.a.release()
    assert isinstance(released, Released)
    at.a.sync()
    with desk(tmp_path / "copy", LANE_A, at.a.line) as old:
        restored = Place(old, at.a.line)
        restored.sync()
        assert [act.act_id for act in old.journal.own_acts(0, 100)] == [
            act.act_id for act in at.a.desk.journal.own_acts(0, 100)
        ]
        assert old.journal.queue().unsent == 0
        assert code(restored.release()) == "already_released"


def test_an_old_journal_gets_back_what_only_the_post_s_server_has_of_it(at: Post, tmp_path: Path) -> None:
    copytree(tmp_path / "CP-1a", tmp_path / "copy")
    at.a.line.reachable = False
    assert isinstance(take_step(at.a.desk.counter, SUPERVISOR, NUMBER, ActKind.HOLD, "to be looked at"), Act)
    with pytest.raises(Unreachable):
        at.a.sync()
    at.a.line.reachable = True
    with desk(tmp_path / "copy", LANE_A, at.a.line) as old:
        Place(old, at.a.line, at.a.post).sync()
        assert [act.act_id for act in old.journal.own_acts(0, 100)] == [
            act.act_id for act in at.a.desk.journal.own_acts(0, 100)
        ]
        assert old.journal.queue().unsent == 0


def test_a_stamp_taken_back_while_the_permit_was_held_is_not_released(at: Post) -> None:
    assert isinstance(take_step(at.a.desk.counter, SUPERVISOR, NUMBER, ActKind.HOLD, "to be looked at"), Act)
    assert isinstance(annul(at.office.desk.counter, SUPERVISOR, SECOND, NUMBER, "another permit"), Act)
    at.a.sync()
    at.everybody()
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    assert isinstance(take_step(at.a.desk.counter, SUPERVISOR, NUMBER, ActKind.UNHOLD, "looked at"), Act)
    at.everybody()
    assert code(at.a.release()) in ("stamp_withdrawn", "not_stamped")


def test_two_journals_for_one_workstation_are_a_case_and_neither_grants(at: Post, tmp_path: Path) -> None:
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    copytree(tmp_path / "CP-1a", tmp_path / "copy")
    with desk(tmp_path / "copy", LANE_A, at.a.line) as twin:
        other = Place(twin, at.a.line)
        assert code(at.a.release()) == "workstation"
        at.a.sync()
        assert code(other.release(OTHER)) == "workstation", "nothing tells it yet"
        with pytest.raises(ChainFork):
            other.sync()
        assert twin.journal.value(UNCONFIRMED) == "fork"
        with pytest.raises(ChainFork):
            other.sync()
    at.office.sync()
    kinds = [record.number.split(":")[0] for record in at.office.desk.mirror.listed("case", 10)]
    assert kinds == ["case/fork"]


def test_the_shorter_of_two_journals_for_one_workstation_is_a_case_too(at: Post, tmp_path: Path) -> None:
    copytree(tmp_path / "CP-1a", tmp_path / "copy")
    with desk(tmp_path / "copy", LANE_A, at.a.line) as twin:
        assert code(at.a.release()) == code(at.a.release(OTHER)) == "centre"
        at.a.sync()
        assert isinstance(take_step(twin.counter, SUPERVISOR, NUMBER, ActKind.HOLD, "a copy is at work"), Act)
        with pytest.raises(ChainFork):
            Place(twin, at.a.line).sync()
        assert twin.journal.value(UNCONFIRMED) == "fork"
    at.office.sync()
    assert [record.number.split(":")[0] for record in at.office.desk.mirror.listed("case", 10)] == ["case/fork"]


class BreaksOff(MemoryCentral):
    """A line that breaks before the records of the centre come."""

    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
        raise Unreachable("cut")


def test_a_move_that_a_restored_centre_lost_grants_nothing_while_the_line_breaks_off(at: Post) -> None:
    backup = (list(at.centre.rights.records), dict(at.centre.rights.authorities))
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    at.centre.rights.records, at.centre.rights.authorities = backup
    at.centre.restored()
    at.office.sync()
    at.b.sync()
    with pytest.raises(Unreachable):
        sync_once(at.a.desk.journal, at.a.desk.mirror, BreaksOff(at.centre, "CP-1a"))
    at.b.sync()
    assert code(at.b.release()) == "centre", "all were heard: the centre grants, as in its backup"
    assert code(at.a.release()) == "already_released"


def test_a_right_from_before_the_centre_was_restored_is_not_used_after_it(at: Post) -> None:
    claim = Claim(NUMBER, 1, "r-1", "CP-1", "malee", mode="sample")
    right = ask_right(at.a.desk.counter, claim)
    assert not isinstance(right, Refusal)
    at.centre.restored()
    assert at.a.sync().waiting
    refusal = still_right(at.a.desk.counter, right, claim)
    assert refusal is not None
    assert refusal.code == "centre_recovering"
    assert code(at.a.release(OTHER)) == "centre_recovering"
    at.everybody()
    assert code(at.a.release(OTHER)) == "centre"


def test_a_workstation_rests_its_right_while_the_centre_is_recovering(at: Post) -> None:
    at.centre.set_authority("CP-1", "workstation", "CP-1a")
    at.everybody()
    at.centre.restored()
    at.a.sync()
    assert code(at.a.release()) == "centre_recovering"
    at.everybody()
    assert code(at.a.release()) == "workstation"


def test_a_site_of_another_mode_is_sent_nothing(at: Post, tmp_path: Path) -> None:
    real = replace(CE_1, name="CE-9", mode=Mode.REAL)
    with desk(tmp_path / "real", real, at.centre.enrol("CE-9")) as made:
        with pytest.raises(Unreachable, match="for sample work, this workstation is for real"):
            Place(made, at.centre.enrol("CE-9")).sync()
        assert made.journal.pushed_seq() == 0


# --- clock and digest


@pytest.mark.parametrize(("ahead", "alarm"), [(0, False), (119, False), (121, True), (-86_400, True)])
def test_how_far_our_clock_is_off_is_measured_kept_and_written_into_acts(at: Post, ahead: int, alarm: bool) -> None:
    clock: Callable[[], object] = at.a.desk.counter.clock
    at.a.desk.clock[0] = NOW - timedelta(seconds=ahead)
    assert clock() == NOW - timedelta(seconds=ahead)
    done = at.a.sync()
    assert done.clock_offset_ms == ahead * 1000
    assert done.clock_alarm is alarm
    assert at.a.desk.journal.value(CLOCK_OFFSET) == str(ahead * 1000)
    released = at.a.release()
    assert isinstance(released, Released)
    assert b'"clock_offset_ms":%d' % (ahead * 1000) in released.act.body


def test_a_clock_set_back_breaks_neither_order_nor_chain(at: Post) -> None:
    at.a.desk.clock[0] = NOW - timedelta(days=400)
    assert isinstance(at.a.release(), Released)
    at.a.desk.clock[0] = NOW + timedelta(days=3)
    assert isinstance(at.a.release(OTHER), Released)
    at.everybody()
    acts = at.a.desk.journal.own_acts(0, 10)
    assert [act.station_seq for act in acts] == [1, 2]
    assert acts[1].prev == acts[0].hash
    assert at.office.desk.journal.permit_state(NUMBER).release is not None
    assert at.office.sync(full=True).digest_equal


def test_what_is_here_is_compared_with_the_centre(at: Post) -> None:
    assert at.a.sync().digest_equal
    assert at.a.sync(full=True).digest_equal
    at.a.release()
    assert at.a.sync().digest_equal
    with at.a.desk.journal.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER act_is_kept")
        connection.exec_driver_sql("DELETE FROM act WHERE station = 'CE-1' AND station_seq = 1")
    assert at.a.sync().digest_equal, "what was compared once is looked at again once a day"
    assert at.a.sync(full=True).digest_equal is False


def test_nothing_to_compare_is_said_so(tmp_path: Path) -> None:
    centre = MemoryCentre(SITE, clock=lambda: NOW)
    line = centre.enrol("CE-1")
    with desk(tmp_path / "new", CE_1, line) as made:
        assert Place(made, line).sync().digest_equal is None
        assert ActKind.RELEASE not in {act.kind for act in made.journal.acts()}
