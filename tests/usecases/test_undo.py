"""Taking back one's own stamp: alone, with a centre, cut off from it, and with an answer that was lost."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from officer_app.central.memory import MemoryCentre
from officer_app.core.acts import Act, ActKind
from officer_app.core.export import State
from officer_app.core.ports import Unreachable
from officer_app.core.refusals import Refusal
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.steps import take_step
from officer_app.usecases.sync_once import sync_once
from officer_app.usecases.undo import undo_stamp
from tests.fakes import (
    CE_1,
    CHECKER,
    INSPECTOR,
    NOW,
    NUMBER,
    SITE,
    SUPERVISOR,
    XRAYER,
    Desk,
    desk,
    officer,
    permit,
    record,
)
from tests.usecases.conftest import Between, Town, stamped


def code(done: Act | Released | Refusal) -> str:
    return done.code if isinstance(done, Refusal) else "done"


def undo(at: Desk) -> Act | Refusal:
    return undo_stamp(at.counter, INSPECTOR, NUMBER)


def hears(at: Desk, line: Between) -> None:
    sync_once(at.journal, at.mirror, line, at.counter.clock)


def test_alone_the_officer_takes_back_his_own_stamp_and_stamps_again(counter_desk: Desk) -> None:
    first = stamped(counter_desk)
    done = undo(counter_desk)
    assert isinstance(done, Act)
    assert (done.kind, done.text("annuls"), done.text("granted_by")) == (ActKind.ANNUL, first.act.act_id, "alone")
    assert counter_desk.journal.permit_state(NUMBER).state is State.ISSUED
    assert code(undo(counter_desk)) == "nothing_to_undo"
    stamped(counter_desk)


def test_with_a_centre_it_grants_and_the_post_then_cannot_release(town: Town) -> None:
    stamped(town.ce)
    hears(town.ce, town.ce_line)
    hears(town.cp, town.cp_line)
    done = undo(town.ce)
    assert isinstance(done, Act)
    assert (done.text("granted_by"), done.text("post")) == ("centre", "CP-1")
    # The post has not heard of it, and is refused all the same.
    assert code(confirm_release(town.cp.counter, CHECKER, NUMBER)) == "stamp_withdrawn"
    hears(town.ce, town.ce_line)
    hears(town.cp, town.cp_line)
    assert town.cp.journal.permit_state(NUMBER).state is State.ISSUED
    assert town.centre.conflicts == []


def test_what_was_released_meanwhile_is_not_taken_back(town: Town) -> None:
    stamped(town.ce)
    hears(town.ce, town.ce_line)
    hears(town.cp, town.cp_line)
    assert isinstance(confirm_release(town.cp.counter, CHECKER, NUMBER), Released)
    refused = undo(town.ce)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params["station"]) == ("released_meanwhile", "CP-1a")
    assert town.ce.journal.permit_state(NUMBER).state is State.STAMPED


def test_cut_off_nothing_is_taken_back_and_the_authority_is_named(town: Town) -> None:
    stamped(town.ce)
    town.ce_line.reachable = False
    refused = undo(town.ce)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params["authority"]) == ("no_right", "centre")
    assert town.ce.journal.permit_state(NUMBER).state is State.STAMPED
    town.ce_line.reachable = True
    assert code(undo(town.ce)) == "done"


def test_a_lost_answer_is_asked_for_again_with_the_same_act(town: Town) -> None:
    stamped(town.ce)

    def lose(call: str) -> None:
        raise Unreachable("cut in the middle")

    town.ce_line.after = lose
    assert code(undo(town.ce)) == "no_right"
    town.ce_line.after = lambda call: None
    # Another act would be told that the right is taken.
    assert code(undo(town.ce)) == "done"


def test_a_right_that_was_granted_is_used_though_the_window_closed_meanwhile(town: Town) -> None:
    stamped(town.ce)

    def slowly(call: str) -> None:
        town.ce.later(600)

    town.ce_line.after = slowly
    assert code(undo(town.ce)) == "done"


def test_another_authority_than_the_centre_is_named(town: Town) -> None:
    stamped(town.ce)
    town.centre.set_authority("CP-1", "workstation", "CP-1a")
    hears(town.ce, town.ce_line)
    refused = undo(town.ce)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.params["authority"]) == ("wrong_authority", "CP-1a")


def test_a_hold_that_came_while_the_centre_was_asked_stops_it(town: Town) -> None:
    stamped(town.ce)

    def held(call: str) -> None:
        assert isinstance(take_step(town.ce.counter, SUPERVISOR, NUMBER, ActKind.HOLD, "รอเอกสาร"), Act)

    town.ce_line.before = held
    assert code(undo(town.ce)) == "nothing_to_undo"
    assert town.ce.journal.permit_state(NUMBER).state is State.HELD


@pytest.fixture
def two_counters(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two counters of one centre that both know the permit and the stamp that the first of them made."""
    centre = MemoryCentre(SITE, clock=lambda: NOW, mode="sample")
    with ExitStack() as stack:
        made = []
        for station in (CE_1, replace(CE_1, name="CE-2")):
            line = centre.enrol(station.name)
            made.append(stack.enter_context(desk(tmp_path / station.name, station, line)))
            made[-1].mirror.load([record(permit())])
        stamped(made[0])
        for each in made:
            assert each.counter.central is not None
            sync_once(each.journal, each.mirror, each.counter.central, each.counter.clock)
        yield made[0], made[1]


def test_nobody_else_and_no_other_workstation_takes_it_back(two_counters: tuple[Desk, Desk]) -> None:
    here, there = two_counters
    assert code(undo_stamp(here.counter, XRAYER, NUMBER)) == "undo_not_yours"
    assert code(undo_stamp(there.counter, INSPECTOR, NUMBER)) == "undo_not_yours"
    assert code(undo_stamp(here.counter, officer("prasit", "administrator", seed=9), NUMBER)) == "role"


@pytest.mark.parametrize(("later_s", "answer"), [(120, "done"), (121, "undo_late"), (-1, "undo_late")])
def test_the_window_counts_whole_and_a_clock_set_back_proves_nothing(
    counter_desk: Desk, later_s: int, answer: str
) -> None:
    stamped(counter_desk)
    counter_desk.later(later_s)
    assert code(undo(counter_desk)) == answer
