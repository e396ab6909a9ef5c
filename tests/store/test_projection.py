"""A folded state goes into its row and comes out as it was, whatever it is."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.life_cycle import Irregularity
from officer_app.core.permit_state import PermitState, Release, Stamp, State
from officer_app.core.transit import Fact, Passed, Phase, TransitState
from officer_app.store.projection import from_doc, to_doc, transit_from_doc

TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
TIMES = st.datetimes(timezones=st.just(UTC))
STAMPS = st.builds(Stamp, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TIMES, TEXT, st.booleans(), st.booleans())
RELEASES = st.builds(Release, TEXT, TEXT, TEXT, TIMES, TEXT)
STATES = st.builds(
    PermitState,
    state=st.sampled_from(State),
    round=st.integers(1, 9),
    stamp=st.none() | STAMPS,
    release=st.none() | RELEASES,
    more_releases=st.lists(RELEASES, max_size=2).map(tuple),
    hold_reason=TEXT,
    before_hold=st.sampled_from(State),
    before_release=st.sampled_from(State),
    before_mismatch=st.sampled_from(State),
    before_end=st.sampled_from(State),
    mismatch=TEXT,
    ended_by=TEXT,
    line=TEXT,
    cut_off_at=TEXT,
    consent=TEXT,
    matched=TEXT,
    differs=TEXT,
    last_act=TEXT,
    blocked=st.booleans(),
    irregularities=st.lists(st.builds(Irregularity, TEXT, TEXT), max_size=3).map(tuple),
)
CASES = st.builds(
    TransitState,
    phase=st.sampled_from(Phase),
    path=st.lists(st.builds(Passed, TEXT, TEXT, TIMES, TEXT, TEXT, st.sampled_from(Phase)), max_size=3).map(tuple),
    facts=st.lists(st.builds(Fact, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    held_by=TEXT,
    hold_reason=TEXT,
    enquiry=TEXT,
    last_act=TEXT,
    blocked=st.booleans(),
    irregularities=st.lists(st.builds(Irregularity, TEXT, TEXT), max_size=3).map(tuple),
)


@given(STATES)
def test_a_state_comes_back_as_it_was_and_is_always_written_alike(state: PermitState) -> None:
    doc = to_doc(state)
    assert from_doc(doc) == state
    assert to_doc(from_doc(doc)) == doc


@given(CASES)
def test_a_transit_case_comes_back_as_it_was_and_is_always_written_alike(state: TransitState) -> None:
    doc = to_doc(state)
    assert transit_from_doc(doc) == state
    assert to_doc(transit_from_doc(doc)) == doc


@pytest.mark.parametrize("state", [PermitState(), TransitState()])
def test_every_field_of_a_state_is_kept(state: PermitState | TransitState) -> None:
    assert set(json.loads(to_doc(state))) == set(type(state).__dataclass_fields__)


def test_times_are_kept_to_the_microsecond() -> None:
    at = datetime(2026, 11, 21, 3, 4, 5, 1, tzinfo=UTC)
    state = replace(PermitState(), release=Release("r", "malee", "CP-1a", at, "centre"))
    found = from_doc(to_doc(state)).release
    assert found is not None
    assert found.at == at
