"""One exchange: resent after a lost reply, sent again after a loss, gapless or not stored, harmless to repeat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import Act, ActKind
from officer_app.core.export import State
from officer_app.core.ports import ChainFork, ChainGap, FeedAct, FeedRecord, Hello, PushBroken, PushOutcome, Unreachable
from officer_app.store.mirror import SqliteMirror
from officer_app.usecases import push_acts
from officer_app.usecases import sync_once as module
from officer_app.usecases.confirm_release import confirm_release
from officer_app.usecases.sync_once import Exchange, FeedBroken, sync_once
from tests.fakes import CE_1, CHECKER, CP_1, NOW, NUMBER, OTHER, SITE, Chain, Desk, desk, permit, record
from tests.store.conftest import prove_whole, put
from tests.usecases.conftest import Between, Town, stamped


def sync(at: Desk, line: Between) -> Exchange:
    return sync_once(at.journal, at.mirror, line)


def fill(at: Desk, many: int) -> None:
    """Record so many acts."""
    for place in range(many):
        put(at.journal, f"{at.journal.station.name}:{place}", number=f"P{place}")


def test_what_was_done_and_what_is_known_goes_both_ways(town: Town) -> None:
    stamped(town.ce)
    done = sync(town.ce, town.ce_line)
    # The one act went out and came back with its place; the one record came.
    assert (done.pushed, done.pulled, done.conflicts) == (1, 2, 0)
    assert town.ce.journal.queue().unsent == 0
    assert town.ce.mirror.last_contact() == NOW
    sync(town.cp, town.cp_line)
    assert town.cp.journal.permit_state(NUMBER) == town.ce.journal.permit_state(NUMBER)
    assert town.cp.mirror.find(NUMBER)


def test_when_all_is_even_nothing_moves(town: Town) -> None:
    stamped(town.ce)
    sync(town.ce, town.ce_line)
    before = town.ce.journal.stored_acts()
    again = sync(town.ce, town.ce_line)
    assert (again.pushed, again.pulled) == (0, 0)
    assert town.ce.journal.stored_acts() == before


def test_more_than_a_batch_goes_in_several(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_acts, "PUSH_BATCH", 7)
    monkeypatch.setattr(module, "PULL_BATCH", 9)
    monkeypatch.setattr(module, "RECORDS_BATCH", 9)
    monkeypatch.setattr(module, "STORE_BATCH", 4)
    town.centre.load([record(permit(f"9911A00001{place:02d}")) for place in range(20)])
    fill(town.ce, 30)
    done = sync(town.ce, town.ce_line)
    assert (done.pushed, done.pulled) == (30, 30 + 21)
    assert town.ce.journal.acts_cursor() == 30
    assert town.ce.mirror.records_cursor() == 21
    sync(town.cp, town.cp_line)
    assert town.cp.journal.acts() == town.ce.journal.acts()


def test_a_stamp_waits_for_one_batch_of_records_and_not_for_all_of_them(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECORDS_BATCH", 5)
    town.centre.load([record(permit(f"9911A00001{place:02d}")) for place in range(30)])
    sync(town.cp, town.cp_line)
    known: list[tuple[int, str]] = []

    def seen_elsewhere(call: str) -> None:
        if call == "pull_records":
            if len(known) == 1:
                stamped(town.ce)
            sync(town.cp, town.cp_line)
            known.append((town.ce.mirror.records_cursor(), str(town.cp.journal.permit_state(NUMBER).state)))

    town.ce_line.before = seen_elsewhere
    done = sync(town.ce, town.ce_line)
    assert known[:4] == [(0, "issued"), (5, "issued"), (10, "stamped"), (15, "stamped")]
    assert (done.pushed, done.pulled) == (1, 1 + 31)


@pytest.mark.parametrize("call", ["push", "pull_acts", "pull_records"])
def test_after_a_lost_reply_all_is_asked_again_and_nothing_is_twice(town: Town, call: str) -> None:
    lost: list[str] = []

    def lose(done: str) -> None:
        if done == call and not lost:
            lost.append(done)
            raise Unreachable("the reply was lost")

    fill(town.ce, 3)
    town.ce_line.after = lose
    with pytest.raises(Unreachable):
        sync(town.ce, town.ce_line)
    assert town.ce.mirror.last_contact() is None
    sync(town.ce, town.ce_line)
    assert len(town.centre.pull_acts(0, 100)) == 3
    assert town.ce.journal.queue().unsent == 0
    prove_whole(town.ce.journal.own_acts(0, 100))


def test_cut_off_everything_stays_and_waits(town: Town) -> None:
    fill(town.ce, 3)
    town.ce_line.reachable = False
    with pytest.raises(Unreachable):
        sync(town.ce, town.ce_line)
    assert town.ce.journal.queue().unsent == 3
    town.ce_line.reachable = True
    assert sync(town.ce, town.ce_line).pushed == 3


def test_a_centre_that_was_restored_to_an_earlier_day_gets_its_acts_again(town: Town) -> None:
    fill(town.ce, 5)
    sync(town.ce, town.ce_line)
    earlier = MemoryCentre(SITE, clock=lambda: NOW + timedelta(days=1))
    earlier.enrol("CE-1")
    restored = Between(earlier, "CE-1")
    restored.push(town.ce.journal.own_acts(0, 2))
    earlier.load([record(permit(state="held"), NOW + timedelta(hours=1))])
    done = sync(town.ce, restored)
    assert done.pushed == 3
    assert town.ce.journal.feed_epoch() == done.hello.feed_epoch
    assert [entry.act for entry in earlier.pull_acts(0, 10)] == town.ce.journal.own_acts(0, 10)
    assert (town.ce.journal.acts_cursor(), town.ce.mirror.records_cursor()) == (5, 1)
    assert '"state":"held"' in town.ce.mirror.find(NUMBER)[0].doc


def test_a_crash_while_the_epoch_changes_leaves_no_record_unread(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sync(town.ce, town.ce_line)
    fresh = MemoryCentre(SITE, clock=lambda: NOW)
    fresh.enrol("CE-1")
    fresh.load([record(permit(OTHER))])
    line = Between(fresh, "CE-1")
    for name in ("restart_feed", "new_feed_epoch"):
        target = town.ce.mirror if name == "restart_feed" else town.ce.journal

        def die(*given: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(target, name, die)
            with pytest.raises(KeyboardInterrupt):
                sync(town.ce, line)
    sync(town.ce, line)
    assert town.ce.mirror.find(OTHER)


def test_a_centre_that_lacks_more_than_it_said_is_filled_up(town: Town) -> None:
    fill(town.ce, 4)
    sync(town.ce, town.ce_line)
    emptied = MemoryCentre(SITE, clock=lambda: NOW)
    emptied.enrol("CE-1")
    third = town.ce.journal.own_acts(2, 1)[0]

    class Mistaken(Between):
        """Says that it has three acts of ours, and has none."""

        def hello(self) -> Hello:
            return replace(super().hello(), head_seq=3, head_hash=third.hash)

    assert sync(town.ce, Mistaken(emptied, "CE-1")).pushed == 4
    assert [entry.act for entry in emptied.pull_acts(0, 10)] == town.ce.journal.own_acts(0, 10)


def test_a_copied_journal_that_went_on_by_itself_is_a_fork(town: Town, tmp_path: Path) -> None:
    fill(town.ce, 2)
    with desk(tmp_path / "copy", CE_1) as copy:
        put(copy.journal, "CE-1:0", number="P0")
        put(copy.journal, "something else")
        sync(town.ce, town.ce_line)
        with pytest.raises(ChainFork):
            sync(copy, Between(town.centre, "CE-1"))
        assert len(copy.journal.acts()) == 2
        assert copy.mirror.last_contact() is None
    assert len(town.centre.pull_acts(0, 10)) == 2


def test_what_a_copy_sent_amid_our_exchange_leaves_no_gap_in_our_chain(town: Town) -> None:
    copy, beside = Chain("CE-1"), Between(town.centre, "CE-1")
    beside.push([copy.act(ActKind.PRESENT)])
    sync(town.ce, town.ce_line)

    def sends(call: str) -> None:
        if call == "pull_acts" and len(copy.acts) == 1:
            # The centre refuses the first of them: no feed brings it.
            more = [copy.act(ActKind.CASE_CLOSED, about="case", number="none"), copy.act(ActKind.HOLD)]
            assert [each.outcome for each in beside.push(more)] == ["refused", "stored"]

    town.ce_line.before = sends
    sync(town.ce, town.ce_line)
    assert town.ce.journal.own_acts(0, 10) == copy.acts
    sync(town.ce, town.ce_line)
    assert town.ce.journal.own_acts(0, 10) == copy.acts
    assert town.ce.journal.queue().unsent == 0


@pytest.mark.parametrize("acts", [1, 2, 3])
def test_another_head_than_ours_is_a_fork_also_with_nothing_to_send(town: Town, acts: int) -> None:
    fill(town.ce, 2)
    sync(town.ce, town.ce_line)
    other = MemoryCentre(SITE, clock=lambda: NOW)
    other.enrol("CE-1")
    line = Between(other, "CE-1")
    chain = Chain("CE-1")
    line.push([chain.act(ActKind.PRESENT) for _ in range(acts)])
    before = town.ce.journal.stored_acts()
    with pytest.raises(ChainFork):
        sync(town.ce, line)
    assert town.ce.journal.stored_acts() == before
    assert town.ce.mirror.last_contact() == NOW


def test_a_refused_act_is_set_aside_and_holds_up_nothing(town: Town) -> None:
    fill(town.cp, 1)
    sync(town.cp, town.cp_line)
    put(town.ce.journal, "CP-1a:0", number=OTHER)
    put(town.ce.journal, "fine")
    done = pushed_only(town.ce, town.centre)
    assert done == ["refused", "stored"]
    queue = town.ce.journal.queue()
    assert (queue.unsent, queue.quarantined) == (0, 1)
    assert [act.act_id for act in town.ce.journal.own_acts(0, 10)] == ["CP-1a:0", "fine"]


def pushed_only(at: Desk, centre: MemoryCentre) -> list[str]:
    """Push as an exchange does; the feed of this centre would bring the other act of that id."""
    seen: list[str] = []

    class Watching(Between):
        def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
            answer = super().push(acts)
            seen.extend(outcome.outcome for outcome in answer)
            return answer

        def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
            return ()

    sync_once(at.journal, at.mirror, Watching(centre, "CE-1"))
    return seen


def test_a_refusal_is_noted_before_the_act_counts_as_sent(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town.ce, 1)

    class Refusing(Between):
        def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
            return tuple(super(Refusing, self).set_aside(act) for act in acts)

    line = Refusing(town.centre, "CE-1")

    def die(station_seq: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(town.ce.journal, "mark_pushed", die)
        with pytest.raises(KeyboardInterrupt):
            sync(town.ce, line)
    assert town.ce.journal.queue().quarantined == 1
    assert town.ce.journal.queue().unsent == 1
    sync(town.ce, line)
    assert (town.ce.journal.queue().quarantined, town.ce.journal.queue().unsent) == (1, 0)


@pytest.mark.parametrize("answer", ["too few", "too many", "other", "turned"])
def test_an_acknowledgement_of_other_acts_acknowledges_none(town: Town, answer: str) -> None:
    fill(town.ce, 3)

    class Confused(Between):
        def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
            said = super().push(acts)
            return {
                "too few": said[:-1],
                "too many": (*said, said[0]),
                "other": (*said[:-1], PushOutcome("x", "stored")),
                "turned": said[::-1],
            }[answer]

    with pytest.raises(FeedBroken):
        sync(town.ce, Confused(town.centre, "CE-1"))
    assert town.ce.journal.queue().unsent == 3
    sync(town.ce, town.ce_line)
    assert town.ce.journal.queue().unsent == 0


def test_a_centre_that_wants_what_it_has_is_not_asked_for_ever(town: Town) -> None:
    fill(town.ce, 2)

    class Stubborn(Between):
        def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
            raise ChainGap(0)

    with pytest.raises(FeedBroken):
        sync(town.ce, Stubborn(town.centre, "CE-1"))
    assert town.ce.journal.queue().unsent == 2


def broken_feeds(entries: tuple[FeedAct, ...] | tuple[FeedRecord, ...]) -> dict[str, tuple[object, ...]]:
    first, second, third = entries
    return {
        "a place skipped": (first, third),
        "a place twice": (first, first, second),
        "turned": (second, first, third),
        "begun late": (second, third),
        "begun early": (replace(first, feed_seq=0), first, second),
    }


BREAKS = ["a place skipped", "a place twice", "turned", "begun late", "begun early"]


@pytest.mark.parametrize("how", BREAKS)
def test_a_feed_of_acts_that_skips_or_repeats_is_not_stored(town: Town, how: str) -> None:
    fill(town.cp, 3)
    sync(town.cp, town.cp_line)

    class Broken(Between):
        def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
            entries = broken_feeds(super().pull_acts(after, limit))[how]
            return tuple(entry for entry in entries if isinstance(entry, FeedAct))

    with pytest.raises(FeedBroken):
        sync(town.ce, Broken(town.centre, "CE-1"))
    assert (town.ce.journal.acts(), town.ce.journal.acts_cursor()) == ([], 0)
    assert town.ce.mirror.last_contact() is None


@pytest.mark.parametrize("how", BREAKS)
def test_a_feed_of_records_that_skips_or_repeats_is_not_stored(town: Town, how: str) -> None:
    town.centre.load([record(permit("9911A0000003")), record(permit("9911A0000004"))])

    class Broken(Between):
        def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
            entries = broken_feeds(super().pull_records(after, limit))[how]
            return tuple(entry for entry in entries if isinstance(entry, FeedRecord))

    before = town.ce.mirror.listed("permit", 10)
    with pytest.raises(FeedBroken):
        sync(town.ce, Broken(town.centre, "CE-1"))
    assert (town.ce.mirror.listed("permit", 10), town.ce.mirror.records_cursor()) == (before, 0)
    assert town.ce.mirror.last_contact() is None


def test_a_release_against_a_decision_is_counted_as_a_conflict_and_shown_everywhere(town: Town) -> None:
    stamped(town.ce)
    for at, line in ((town.ce, town.ce_line), (town.cp, town.cp_line)):
        sync(at, line)
    # Both stood alone for a moment: what no rule allows has happened, and is kept.
    for at, station in ((town.ce, "CE-1"), (town.cp, "CP-1a")):
        done = confirm_release(replace(at.counter, central=None), CHECKER, NUMBER)
        assert not hasattr(done, "code"), station
    assert sync(town.ce, town.ce_line).conflicts == 0
    assert sync(town.cp, town.cp_line).conflicts == 1
    sync(town.ce, town.ce_line)
    one, two = (at.journal.permit_state(NUMBER) for at in (town.ce, town.cp))
    assert one == two
    assert (one.state, [each.kind for each in one.irregularities]) == (State.RELEASED, ["double_release"])
    assert one.release is not None
    assert one.release.station == "CE-1"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["ce acts", "cp acts", "ce syncs", "cp syncs", "ce loses", "cp loses"]), max_size=14))
def test_whatever_is_lost_in_between_in_the_end_both_have_all_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    centre = MemoryCentre(SITE, clock=lambda: NOW)
    folder = tmp_path_factory.mktemp("town")
    with desk(folder / "ce", CE_1) as ce, desk(folder / "cp", CP_1) as cp:
        lines = {"ce": Between(centre, "CE-1"), "cp": Between(centre, "CP-1a")}
        desks = {"ce": ce, "cp": cp}
        for name in ("CE-1", "CP-1a"):
            centre.enrol(name)
        for turn, step in enumerate(steps):
            who, what = step.split()
            if what == "acts":
                put(desks[who].journal, f"{who}{turn}", number=f"P{turn % 3}")
            elif what == "syncs":
                sync(desks[who], lines[who])
            else:
                lossy(desks[who], lines[who], "push" if turn % 2 else "pull_acts")
        for who in ("ce", "cp", "ce"):
            sync(desks[who], lines[who])
        assert ce.journal.acts() == cp.journal.acts()
        assert len(ce.journal.acts()) == sum(step.endswith("acts") for step in steps)
        assert ce.journal.queue().unsent == cp.journal.queue().unsent == 0
        for number in ("P0", "P1", "P2"):
            assert ce.journal.permit_state(number) == cp.journal.permit_state(number)


def lossy(at: Desk, line: Between, call: str) -> None:
    """An exchange whose answer to `call` is lost."""

    def lose(done: str) -> None:
        if done == call:
            raise Unreachable("lost")

    line.after = lose
    try:
        sync(at, line)
    except Unreachable:
        pass
    finally:
        line.after = lambda done: None


class Choking(Between):
    """A centre that breaks off with an error at some acts, and at every act while it is broken."""

    def __init__(self, centre: MemoryCentre, poison: set[str]) -> None:
        super().__init__(centre, "CE-1")
        self.poison = poison
        self.broken = False
        self.pushes = 0

    def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        self.pushes += 1
        if self.broken or self.poison & {act.act_id for act in acts}:
            raise PushBroken("the centre answered with an error (XX000): unforeseen")
        return super().push(acts)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(poison=st.sets(st.integers(0, 59), max_size=6))
def test_acts_at_which_the_centre_breaks_off_are_found_and_stop_nobody(
    tmp_path_factory: pytest.TempPathFactory, poison: set[int]
) -> None:
    centre = MemoryCentre(SITE, clock=lambda: NOW)
    centre.enrol("CE-1")
    line = Choking(centre, {f"CE-1:{place}" for place in poison})
    # Three poisoned acts in a row are the centre's trouble and no act's.
    spread = all(not {place, place + 1, place + 2, place + 3} <= poison for place in range(60))
    with desk(tmp_path_factory.mktemp("choking"), CE_1, line) as at:
        fill(at, 60)
        if spread:
            sync(at, line)
            queue = at.journal.queue()
            assert (queue.unsent, queue.quarantined) == (0, len(poison))
            assert [entry.act.act_id for entry in line.pull_acts(0, 100)] == [
                f"CE-1:{place}" for place in range(60) if place not in poison
            ]
            assert line.pushes < 1 + 16 * (len(poison) + 1)


def test_what_fails_once_and_then_passes_is_not_set_aside(town: Town) -> None:
    fill(town.ce, 1)

    class Once(Choking):
        def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
            try:
                return super().push(acts)
            finally:
                self.poison = set()

    sync(town.ce, Once(town.centre, {"CE-1:0"}))
    assert (town.ce.journal.queue().unsent, town.ce.journal.queue().quarantined) == (0, 0)


def test_a_centre_that_breaks_off_at_everything_is_not_given_everything_unread(town: Town) -> None:
    fill(town.ce, 10)
    line = Choking(town.centre, set())
    line.broken = True
    for _ in range(4):
        with pytest.raises(Unreachable) as error:
            sync(town.ce, line)
        assert error.value.trouble == "centre"
    assert (town.ce.journal.queue().unsent, town.ce.journal.queue().quarantined) == (7, 3)
    line.broken = False
    sync(town.ce, line)
    assert (town.ce.journal.queue().unsent, town.ce.journal.queue().quarantined) == (0, 3)
    line.poison = {"late"}
    put(town.ce.journal, "late")
    sync(town.ce, line)
    assert town.ce.journal.queue().quarantined == 4, "it took acts meanwhile, and is trusted again"


def test_records_here_come_to_what_the_centre_says_with_files_imported_beside_them(town: Town) -> None:
    town.centre.load([record(permit(f"9911A00001{place:02d}")) for place in range(20)])
    town.ce.mirror.load([record(permit("9911A0000999"), NOW, "counter")])
    assert sync(town.ce, town.ce_line).digest_equal
    later = NOW + timedelta(hours=1)
    town.ce.mirror.load([record(permit("9911A0000101", state="held"), later, "counter")])
    town.centre.load([record(permit("9911A0000102", state="held"), later)])
    assert sync(town.ce, town.ce_line).digest_equal
    assert sync_once(town.ce.journal, town.ce.mirror, town.ce_line, full=True).digest_equal


def test_a_record_that_was_lost_or_changed_here_is_noticed(town: Town) -> None:
    town.centre.load([record(permit(f"9911A00001{place:02d}")) for place in range(5)])
    sync(town.ce, town.ce_line)
    for deed in (
        "DELETE FROM record WHERE number = '9911A0000101'",
        "UPDATE record SET doc = '{}' WHERE number = '9911A0000102'",
    ):
        assert isinstance(town.ce.mirror, SqliteMirror)
        with town.ce.mirror.writing() as connection:
            connection.exec_driver_sql(deed)
        assert sync_once(town.ce.journal, town.ce.mirror, town.ce_line, full=True).digest_equal is False
        town.ce.mirror.restart_feed(town.ce.journal.feed_epoch())
        assert sync_once(town.ce.journal, town.ce.mirror, town.ce_line, full=True).digest_equal


def test_a_feed_that_lost_a_record_on_its_way_comes_to_something_else(town: Town) -> None:
    town.centre.load([record(permit(f"9911A00001{place:02d}")) for place in range(5)])

    class Forgetful(Between):
        def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
            found = super().pull_records(after, limit)
            return tuple(replace(each, record=found[0].record) if each.feed_seq == 3 else each for each in found)

    assert sync(town.ce, Forgetful(town.centre, "CE-1")).digest_equal is False


def test_after_a_new_epoch_the_records_are_compared_anew(town: Town) -> None:
    town.centre.load([record(permit(f"9911A00001{place:02d}"), NOW + timedelta(hours=1)) for place in range(5)])
    sync(town.ce, town.ce_line)
    restored = MemoryCentre(SITE, clock=lambda: NOW)
    restored.enrol("CE-1")
    restored.load([record(permit(f"9911A00001{place:02d}")) for place in range(3)])
    done = sync(town.ce, Between(restored, "CE-1"))
    assert done.digest_equal
    assert len(town.ce.mirror.listed("permit", 99)) >= 5, "what is younger here stays"
