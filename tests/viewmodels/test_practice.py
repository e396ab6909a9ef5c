"""The practice shift without a window: what was done makes room for the next; the trainer's work is nobody's."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.kinds import ActKind
from officer_app.core.practice import (
    CHECKING,
    GREEN,
    HELD,
    INSPECTION,
    RELEASED,
    SHIFTS,
    SHOWN,
    TRAINEE,
    TRAINER,
    Event,
    events_of,
)
from officer_app.core.roles import DESKS
from officer_app.messages.sample_permits import sample_permits
from officer_app.texts import Texts
from officer_app.viewmodels.practice import PracticeModel
from tests.fakes import Chain
from tests.viewmodels.world import ROOT

TEXTS = Texts.load(ROOT / "resources" / "texts")
T0 = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def event(kind: str, number: str, minute: int = 0, **fields: str | bool) -> Event:
    return Event(T0 + timedelta(minutes=minute), kind, number, fields)


def model(events: Sequence[Event] = ()) -> PracticeModel:
    made = PracticeModel(TEXTS, INSPECTION, "a1b2c3")
    made.take(events)
    return made


def test_an_exercise_that_is_done_makes_room_for_the_next_and_is_named() -> None:
    shift = model()
    assert (shift.at, shift.view("en", signed_in=True).note) == (0, "")
    shift.take([event(ActKind.STAMP, GREEN, outcome="green")])
    view = shift.view("en", signed_in=True)
    assert (shift.at, view.note, view.place) == (1, "Done: Green stamp", "2 of 8 · 1 done")


def test_another_exercise_done_meanwhile_does_not_turn_the_page() -> None:
    shift = model()
    shift.take([event(ActKind.HOLD, HELD)])
    assert shift.at == 0
    assert shift.done[4]


def test_what_was_done_before_the_shift_was_left_is_no_news() -> None:
    shift = model([event(ActKind.STAMP, GREEN, outcome="green")])
    assert (shift.at, shift.view("en", signed_in=True).note) == (1, "")


def test_another_outcome_or_another_permit_is_not_the_exercise() -> None:
    shift = model()
    shift.take([event(ActKind.STAMP, GREEN, outcome="red"), event(ActKind.STAMP, HELD, outcome="green")])
    assert not any(shift.done)


def test_the_second_try_counts_only_after_the_release() -> None:
    second = CHECKING[1]
    shown, released = event(SHOWN, RELEASED, 1), event(ActKind.RELEASE, RELEASED, 2)
    assert second.done_at([shown, released]) is None
    assert second.done_at([shown, released, event(SHOWN, RELEASED, 3)]) == T0 + timedelta(minutes=3)


def test_the_trainers_work_is_no_exercise_done() -> None:
    chain = Chain("P-1")
    for officer in (TRAINER, TRAINEE):
        chain.act(ActKind.HOLD, {"reason": "because"}, officer=officer, number=HELD)
    shown = [(T0, TRAINER, RELEASED), (T0, "", RELEASED), (T0, TRAINEE, GREEN)]
    assert [(each.kind, each.number) for each in events_of(chain.acts, shown)] == [(SHOWN, GREEN), ("hold", HELD)]


def test_at_the_door_the_accounts_are_named_and_nothing_is_to_be_done() -> None:
    said = model().view("en", signed_in=False).todo
    assert all(word in said for word in (TRAINEE, TRAINER, "a1b2c3"))


def test_when_all_is_done_it_says_so() -> None:
    everything = [
        Event(T0 + timedelta(minutes=place), sign.kind, sign.number, sign.fields)
        for place, sign in enumerate(sign for each in INSPECTION for sign in each.signs)
    ]
    shift = model(everything)
    assert shift.finished
    assert "Ctrl+End" in shift.view("en", signed_in=True).todo


def test_every_desk_that_a_workstation_may_be_has_exercises() -> None:
    assert set(SHIFTS) == set(DESKS)
    assert all(SHIFTS.values())


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_exercise_has_its_sentences_and_names_its_number(language: str) -> None:
    for exercises in SHIFTS.values():
        shift = PracticeModel(TEXTS, exercises, "a1b2c3")
        shift.take([])
        for exercise in exercises:
            view = shift.view(language, signed_in=True)
            assert view.title
            assert exercise.number in view.todo
            assert len(view.todo) <= 100, "it has to fit on one line of a small screen"
            shift.step(1)


def test_the_numbers_are_those_of_the_sample_but_for_what_is_not_here() -> None:
    known = {permit.number for permit in sample_permits(T0)}
    absent = {each.name for exercises in SHIFTS.values() for each in exercises if each.number not in {*known, ""}}
    assert absent == {"offline", "unverified"}


@given(st.lists(st.sampled_from([-1, 1]), max_size=40))
def test_turning_pages_never_leaves_the_shift(steps: list[int]) -> None:
    shift = model()
    for by in steps:
        shift.step(by)
        assert 0 <= shift.at < len(INSPECTION)
    assert shift.at == sum(steps) % len(INSPECTION)
