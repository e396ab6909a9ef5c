"""A register read from a real journal: in stretches that can be stopped, and beside the core's own word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.ports import FeedAct
from officer_app.core.register import By, Span
from officer_app.core.shifts import SHIFTS
from officer_app.usecases.progress import Progress, Stopped
from officer_app.usecases.read_register import STRETCH, Register, Wanted, days, read_register
from tests.fakes import NOW, NUMBER, OTHER, Chain, Desk, permit, record
from tests.usecases.conftest import stamped

HERE = Span(NOW - timedelta(days=1), NOW + timedelta(days=1))


def register(at: Desk, wanted: Wanted | None = None, progress: Progress | None = None) -> Register:
    return read_register(at.counter, at.journal, wanted or Wanted(HERE), SHIFTS, progress or Progress())


def receive(at: Desk, acts: list[Act]) -> None:
    at.journal.receive([FeedAct(place, act) for place, act in enumerate(acts, 1)])


def presented(number: int, *, minutes: int) -> list[Act]:
    """So many permits presented at another counter, one each so many minutes."""
    chain = Chain("CE-9")
    for place in range(number):
        at = NOW - timedelta(minutes=minutes * place)
        chain.act(ActKind.PRESENT, number=f"9911B{place:07}", at=at, after="")
    return chain.acts


def test_the_journal_gives_exactly_the_acts_of_a_span_in_the_order_of_their_chain(counter_desk: Desk) -> None:
    acts = presented(40, minutes=60)
    receive(counter_desk, acts)
    span = Span(NOW - timedelta(hours=20), NOW - timedelta(hours=10))
    found = counter_desk.journal.stretch("CE-9", 0, 40, span)
    assert [act.body for act in found] == [act.body for act in acts if span.holds(act.at)]
    # The beginning belongs to the span, its end does not.
    assert {act.at for act in found} >= {span.begin}
    assert span.end not in {act.at for act in found}
    parts = [counter_desk.journal.stretch("CE-9", after, after + 7, span) for after in range(0, 40, 7)]
    assert [act.act_id for part in parts for act in part] == [act.act_id for act in found]
    assert counter_desk.journal.heads()["CE-9"] == 40


def test_a_register_counts_what_lies_in_more_than_one_stretch(counter_desk: Desk) -> None:
    receive(counter_desk, presented(STRETCH + 5, minutes=1))
    progress = Progress()
    read = register(counter_desk, Wanted(HERE, By.COUNTER), progress)
    assert [(line.key, line.acts) for line in read.lines] == [("CE-9", STRETCH + 5)]
    assert read.total.acts == len(read.waiting) == STRETCH + 5
    assert read.waiting[0].since == NOW - timedelta(minutes=STRETCH + 4)
    assert progress.percent == 100


def test_what_is_asked_to_stop_stops_and_leaves_nothing(counter_desk: Desk) -> None:
    receive(counter_desk, presented(3, minutes=1))
    progress = Progress()
    progress.stop()
    with pytest.raises(Stopped):
        register(counter_desk, progress=progress)


CORE = {
    "0309": {"core_status": "0309"},
    "0409": {"core_status": "0409"},
    "not yet": {"core_status": "0209"},
    "silent": {},
}


@pytest.mark.parametrize(("says", "listed"), [("0309", False), ("0409", False), ("not yet", True), ("silent", True)])
def test_a_stamp_is_listed_until_the_core_says_that_it_is_cleared(counter_desk: Desk, says: str, listed: bool) -> None:
    changes: Mapping[str, str] = CORE[says]
    counter_desk.mirror.load([record(permit(**changes), provenance="core")])
    stamped(counter_desk)
    counter_desk.later(3600 * counter_desk.counter.rules.core_after_h + 1)
    read = register(counter_desk)
    assert [row.number for row in read.unconfirmed] == ([NUMBER] if listed else [])
    assert all(row.core_status == changes.get("core_status", "") for row in read.unconfirmed)


def test_neither_a_young_stamp_nor_an_annulled_one_nor_a_record_of_ours_counts(counter_desk: Desk) -> None:
    stamped(counter_desk)
    hours = counter_desk.counter.rules.core_after_h
    counter_desk.later(3600 * hours - 1)
    assert register(counter_desk).unconfirmed == ()
    counter_desk.later(2)
    # What a file at the counter says of 0309 is not the core's word.
    assert [row.number for row in register(counter_desk).unconfirmed] == [NUMBER]
    patient = replace(counter_desk.counter.rules, core_after_h=hours + 1)
    other = read_register(counter_desk.with_rules(patient), counter_desk.journal, Wanted(HERE), SHIFTS, Progress())
    assert other.unconfirmed == ()


def test_a_day_is_thai_and_a_year_beyond_all_registers_is_none() -> None:
    day = days(NOW.date(), NOW.date())
    assert (day.end - day.begin) == timedelta(days=1)
    assert day.begin.isoformat() == "2026-11-20T17:00:00+00:00"
    with pytest.raises(ValueError, match="no register"):
        days(NOW.date(), NOW.date().replace(year=9999))


def test_other_numbers_do_not_confirm(counter_desk: Desk) -> None:
    counter_desk.mirror.load([record(permit(OTHER, core_status="0309"), provenance="core")])
    stamped(counter_desk)
    counter_desk.later(3600 * 10)
    assert [row.number for row in register(counter_desk).unconfirmed] == [NUMBER]
