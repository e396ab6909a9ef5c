"""The fold of a permit: each step of the table, and for any set of acts one state and what was irregular."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value
from officer_app.core.causal import comes_last
from officer_app.core.export import STEPS, Irregularity, PermitState, State, allowed_from, fold, fold_next
from tests.core.any_order import shuffled
from tests.fakes import NOW, Chain

ROADS: dict[State, tuple[ActKind, ...]] = {
    State.ISSUED: (),
    State.PRESENTED: (ActKind.PRESENT,),
    State.INSPECTING: (ActKind.INSPECT,),
    State.XRAY_PENDING: (ActKind.XRAY_SEND,),
    State.HELD: (ActKind.HOLD,),
    State.STAMPED: (ActKind.STAMP,),
    State.RELEASED: (ActKind.STAMP, ActKind.RELEASE),
    State.MISMATCH: (ActKind.MISMATCH,),
    State.RECEIVED: (ActKind.STAMP, ActKind.RELEASE, ActKind.RECEIVE),
    State.LOADED: (ActKind.STAMP, ActKind.RELEASE, ActKind.RECEIVE, ActKind.LOAD),
    State.SEIZED: (ActKind.INSPECT, ActKind.SEIZE),
    State.CANCELLED: (ActKind.CANCEL_EXPORT,),
}
"""How a permit comes to each state."""

# The life-cycle as the papers tell it (brief 002 §4-5, domain.md §7.1), written again by hand: (from, act) → to.
LEADS_TO: dict[tuple[State, ActKind], State] = {
    (State.ISSUED, ActKind.PRESENT): State.PRESENTED,
    (State.ISSUED, ActKind.INSPECT): State.INSPECTING,
    (State.PRESENTED, ActKind.INSPECT): State.INSPECTING,
    (State.XRAY_PENDING, ActKind.INSPECT): State.INSPECTING,
    (State.INSPECTING, ActKind.INSPECT): State.INSPECTING,
    (State.ISSUED, ActKind.XRAY_SEND): State.XRAY_PENDING,
    (State.PRESENTED, ActKind.XRAY_SEND): State.XRAY_PENDING,
    (State.INSPECTING, ActKind.XRAY_SEND): State.XRAY_PENDING,
    (State.ISSUED, ActKind.STAMP): State.STAMPED,
    (State.PRESENTED, ActKind.STAMP): State.STAMPED,
    (State.INSPECTING, ActKind.STAMP): State.STAMPED,
    (State.XRAY_PENDING, ActKind.STAMP): State.STAMPED,
    (State.STAMPED, ActKind.RELEASE): State.RELEASED,
    (State.ISSUED, ActKind.HOLD): State.HELD,
    (State.PRESENTED, ActKind.HOLD): State.HELD,
    (State.INSPECTING, ActKind.HOLD): State.HELD,
    (State.XRAY_PENDING, ActKind.HOLD): State.HELD,
    (State.STAMPED, ActKind.HOLD): State.HELD,
    (State.HELD, ActKind.UNHOLD): State.ISSUED,
    (State.MISMATCH, ActKind.HOLD): State.HELD,
    (State.MISMATCH, ActKind.CORRECT): State.ISSUED,
    (State.STAMPED, ActKind.REDIRECT): State.STAMPED,
    (State.STAMPED, ActKind.CONSENT): State.STAMPED,
    (State.RELEASED, ActKind.RECEIVE): State.RECEIVED,
    (State.RELEASED, ActKind.LOAD): State.LOADED,
    (State.RECEIVED, ActKind.LOAD): State.LOADED,
    **{
        (state, kind): state
        for state in (State.STAMPED, State.RELEASED, State.RECEIVED)
        for kind in (ActKind.SHORT_PACKING, ActKind.FLIGHT_CHANGE)
    },
}
BEFORE = (State.ISSUED, State.PRESENTED, State.INSPECTING, State.XRAY_PENDING)
NOT_OVER = (*BEFORE, State.MISMATCH, State.HELD, State.STAMPED, State.RELEASED, State.RECEIVED)
LEADS_TO |= {(state, ActKind.CUT_OFF): state for state in NOT_OVER}
LEADS_TO |= {(state, ActKind.SEIZE): State.SEIZED for state in NOT_OVER}
LEADS_TO |= {(state, ActKind.CANCEL_EXPORT): State.CANCELLED for state in NOT_OVER}
LEADS_TO |= {(state, ActKind.RETURN_GOODS): State.CANCELLED for state in NOT_OVER}
LEADS_TO |= {(state, ActKind.MISMATCH): State.MISMATCH for state in (*BEFORE, State.STAMPED)}
LEADS_TO |= {(state, ActKind.REROUTE): state for state in (State.ISSUED, State.PRESENTED)}
LEADS_TO |= {(state, ActKind.REROUTE): State.PRESENTED for state in (State.INSPECTING, State.XRAY_PENDING)}
WALKED = [step.act for step in STEPS if step.act is not ActKind.ANNUL]


BY_CENTRE: dict[str, Value] = {"granted_by": "centre"}


def road(state: State) -> Chain:
    chain = Chain()
    for kind in ROADS[state]:
        step(chain, kind)
    return chain


def step(chain: Chain, kind: ActKind | str, round_: int = 1) -> Act:
    """An act with all its fields, about the stamp that stands where it is about one."""
    stamp = fold(chain.acts).stamp
    said: dict[str, Value] = {"reason": "ตรวจสอบ", "granted_by": "centre", "outcome": "green", "release_post": "CP-1"}
    said |= {"stamp_text": "Status 0309", "to": "GREEN", "what": "container", "terminal": "BFS", "whole": True}
    said |= {"cut_off_at": "2026-11-21T03:00:00.000000Z", "declaration": "A0121991100123", "flight": "TG0621"}
    said |= {"legal_basis": "134/2561", "agrees": True, "form": "stamp_slip", "manual_number": "119099110001"}
    said |= {"inspector": "somsri"}
    named = stamp.act_id if stamp else "nothing"
    return chain.act(kind, {**said, "stamp": named, "annuls": named}, round_=round_)


def annul(chain: Chain, act: Act, round_: int = 1) -> Act:
    return chain.act(ActKind.ANNUL, {"annuls": act.act_id, "reason": "ผิดใบ"}, round_=round_)


def kinds(state: PermitState) -> list[str]:
    return [each.kind for each in state.irregularities]


def test_nothing_done_is_the_initial_state() -> None:
    assert fold([]) == PermitState()


@pytest.mark.parametrize("state", list(State))
def test_each_state_is_reached_without_irregularity(state: State) -> None:
    found = fold(road(state).acts)
    assert (found.state, found.irregularities) == (state, ())


@pytest.mark.parametrize(("state", "kind"), list(itertools.product(State, WALKED)))
def test_each_act_from_each_state_leads_where_the_papers_say_or_is_flagged(state: State, kind: ActKind) -> None:
    chain = road(state)
    before = fold(chain.acts)
    last = step(chain, kind)
    found = fold(chain.acts)
    assert found.last_act == last.act_id
    assert (state in allowed_from(kind)) == ((state, kind) in LEADS_TO)
    if (state, kind) in LEADS_TO:
        assert (found.state, found.irregularities) == (LEADS_TO[state, kind], ())
    elif kind is ActKind.RELEASE and before.release is None:
        # Cargo that left has left.
        assert found.state is State.RELEASED
        assert found.irregularities == (Irregularity("release_out_of_order", last.act_id),)
    else:
        name = "double_release" if kind is ActKind.RELEASE else f"{kind}_out_of_order"
        assert (found.state, found.stamp, found.release) == (before.state, before.stamp, before.release)
        assert (found.line, found.cut_off_at, found.consent) == (before.line, before.cut_off_at, before.consent)
        assert found.irregularities == (Irregularity(name, last.act_id),)


def test_an_inspection_under_way_begins_again_only_under_another_inspector() -> None:
    chain = road(State.INSPECTING)
    chain.act(ActKind.INSPECT, {})
    assert kinds(fold(chain.acts)) == ["inspect_out_of_order"]


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("kind", [ActKind.PRINT, ActKind.REFUSE, ActKind.CONTINGENCY])
def test_a_paper_or_a_refusal_changes_nothing_but_the_last_act(state: State, kind: ActKind) -> None:
    chain = road(state)
    before = fold(chain.acts)
    last = step(chain, kind, round_=9)
    found = fold(chain.acts)
    assert (found.state, found.irregularities, found.last_act) == (before.state, (), last.act_id)


@pytest.mark.parametrize("state", [State.PRESENTED, State.INSPECTING, State.XRAY_PENDING, State.STAMPED])
def test_a_hold_keeps_what_was_before_and_gives_it_back(state: State) -> None:
    chain = road(state)
    stamp = fold(chain.acts).stamp
    step(chain, ActKind.HOLD)
    held = fold(chain.acts)
    assert (held.state, held.hold_reason, held.stamp) == (State.HELD, "ตรวจสอบ", stamp)
    step(chain, ActKind.UNHOLD)
    assert (fold(chain.acts).state, fold(chain.acts).hold_reason) == (state, "")


def test_a_stamp_says_what_its_act_says() -> None:
    chain = Chain()
    act = chain.stamp("red", findings="ครบถ้วน", unverified=True, signer_failed=True)
    found = fold(chain.acts).stamp
    assert found is not None
    assert (found.act_id, found.outcome, found.text, found.release_post) == (act.act_id, "red", "Status 0309", "CP-1")
    assert (found.officer, found.station, found.at, found.findings) == (act.officer, "CE-1", act.at, "ครบถ้วน")
    assert (found.unverified, found.signer_failed) == (True, True)
    plain = fold([Chain().stamp(unverified="yes")]).stamp
    assert plain is not None
    assert (plain.unverified, plain.signer_failed) == (False, False)


def test_a_second_release_is_kept_and_flagged_and_the_first_stands() -> None:
    chain, far = road(State.STAMPED), Chain("CP-2a")
    first = step(chain, ActKind.RELEASE)
    second = far.act(ActKind.RELEASE, {"granted_by": "alone"}, at=first.at + timedelta(hours=1))
    found = fold([*chain.acts, second])
    assert found.state is State.RELEASED
    assert found.release is not None
    assert found.release.act_id == first.act_id
    assert [each.act_id for each in found.more_releases] == [second.act_id]
    assert found.irregularities == (Irregularity("double_release", second.act_id),)


def test_which_release_was_first_is_the_centres_to_say_not_the_clocks() -> None:
    one, two = road(State.STAMPED), Chain("CP-2a")
    early = step(one, ActKind.RELEASE)
    late = two.act(ActKind.RELEASE, BY_CENTRE, after=one.acts[0].act_id, at=early.at + timedelta(hours=1))
    acts = [*one.acts, late]
    assert kinds(fold(acts)) == ["double_release"]
    found = fold(acts, {one.acts[0].act_id: 1, late.act_id: 2, early.act_id: 3})
    assert found.release is not None
    assert found.release.act_id == late.act_id
    assert found.irregularities == (Irregularity("double_release", early.act_id),)


def test_a_release_without_a_stamp_counts_as_released_and_is_flagged() -> None:
    chain = Chain()
    step(chain, ActKind.RELEASE)
    found = fold(chain.acts)
    assert (found.state, found.stamp, kinds(found)) == (State.RELEASED, None, ["release_out_of_order"])


def test_an_annulled_stamp_is_gone_and_the_round_stays() -> None:
    chain = road(State.STAMPED)
    annul(chain, chain.acts[-1])
    found = fold(chain.acts)
    assert (found.state, found.stamp, found.round, kinds(found)) == (State.ISSUED, None, 1, [])
    chain.stamp("red")
    assert fold(chain.acts).state is State.STAMPED


LIFTS = {ActKind.HOLD: ActKind.UNHOLD, ActKind.MISMATCH: ActKind.CORRECT}
"""What lifts what another desk may put over a stamp; a seizure or a cancellation is annulled."""
OVER = [*((kind,) for kind in (*LIFTS, ActKind.SEIZE, ActKind.CANCEL_EXPORT)), (ActKind.MISMATCH, ActKind.HOLD)]


def meanwhile(taken_back: ActKind, over: tuple[ActKind, ...]) -> tuple[PermitState, PermitState, PermitState]:
    """A stamp is taken back by its authority's grant; in the feed that comes behind what another desk did meanwhile.

    Gives how the permit stood before, how it stands then, and once the other desk lifted again what it did.
    """
    chain, far = road(State.STAMPED), Chain("CE-2")
    stamp = chain.acts[-1]
    done = [far.act(kind, {"reason": "ตรวจสอบ", "what": "container"}, after=stamp.act_id) for kind in over]
    fields: dict[str, Value] = {"annuls": stamp.act_id, "reason": "ผิดใบ", "outcome": "green", "release_post": "CP-2"}
    back = chain.act(taken_back, {**fields, "stamp_text": "Status 0309", "granted_by": "centre"})
    for each in reversed(done):
        lifts = LIFTS.get(ActKind(each.kind), ActKind.ANNUL)
        far.act(lifts, {"reason": "ตรวจแล้ว", "annuls": each.act_id}, after=back.act_id)
    feed = {act.act_id: place for place, act in enumerate([stamp, *done, back], start=1)}
    return fold([stamp, *done], feed), fold([stamp, *done, back], feed), fold([*chain.acts, *far.acts], feed)


@pytest.mark.parametrize("over", OVER, ids="-".join)
def test_a_stamp_annulled_while_another_desk_held_it_is_gone_and_what_holds_it_stays(over: tuple[ActKind, ...]) -> None:
    before, held, after = meanwhile(ActKind.ANNUL, over)
    assert before.stamp is not None
    assert (held.state, held.stamp, kinds(held)) == (before.state, None, ["annul_out_of_order"])
    assert (after.state, after.stamp, kinds(after)) == (State.ISSUED, None, ["annul_out_of_order"])


@pytest.mark.parametrize("over", OVER, ids="-".join)
def test_a_stamp_re_directed_while_another_desk_held_it_is_the_new_one(over: tuple[ActKind, ...]) -> None:
    before, held, after = meanwhile(ActKind.REDIRECT, over)
    assert held.stamp is not None
    assert (held.state, held.stamp.release_post, kinds(held)) == (before.state, "CP-2", ["redirect_out_of_order"])
    assert (after.state, after.stamp, kinds(after)) == (State.STAMPED, held.stamp, ["redirect_out_of_order"])


def test_an_annulled_release_opens_the_next_round_under_the_same_stamp() -> None:
    chain = road(State.RELEASED)
    stamp = fold(chain.acts).stamp
    annul(chain, chain.acts[-1])
    found = fold(chain.acts)
    assert (found.state, found.round, found.release, found.stamp) == (State.STAMPED, 2, None, stamp)
    step(chain, ActKind.RELEASE, round_=2)
    found = fold(chain.acts)
    assert (found.state, found.round, kinds(found)) == (State.RELEASED, 2, [])
    annul(chain, chain.acts[-1], round_=2)
    assert fold(chain.acts).round == 3


def test_a_stamp_is_not_annulled_while_a_release_stands_on_it() -> None:
    chain = road(State.RELEASED)
    annul(chain, chain.acts[0])
    found = fold(chain.acts)
    assert (found.state, found.stamp is not None, kinds(found)) == (State.RELEASED, True, ["annul_of_nothing"])


@pytest.mark.parametrize("state", [State.STAMPED, State.RELEASED])
def test_an_annulment_of_nothing_known_changes_nothing(state: State) -> None:
    chain = road(state)
    chain.act(ActKind.ANNUL, {"annuls": "nowhere", "reason": "ผิดใบ"})
    found = fold(chain.acts)
    assert (found.state, kinds(found)) == (state, ["annul_of_nothing"])


def test_while_a_second_release_stands_annulling_the_first_opens_no_round() -> None:
    chain, far = road(State.RELEASED), Chain("CP-2a")
    second = far.act(ActKind.RELEASE, {"granted_by": "alone"}, after=chain.acts[-1].act_id)
    chain.act(ActKind.ANNUL, {"annuls": chain.acts[1].act_id}, after=second.act_id)
    found = fold([*chain.acts, second])
    assert (found.state, found.round) == (State.RELEASED, 1)
    assert found.release is not None
    assert found.release.act_id == second.act_id
    chain.act(ActKind.ANNUL, {"annuls": second.act_id})
    assert (fold([*chain.acts, second]).state, fold([*chain.acts, second]).round) == (State.STAMPED, 2)


def test_a_second_release_can_be_annulled_and_the_first_stands() -> None:
    chain, far = road(State.RELEASED), Chain("CP-2a")
    second = far.act(ActKind.RELEASE, {"granted_by": "alone"}, after=chain.acts[-1].act_id)
    chain.act(ActKind.ANNUL, {"annuls": second.act_id, "reason": "ผิด"}, after=second.act_id)
    found = fold([*chain.acts, second])
    assert (found.state, found.round, found.more_releases) == (State.RELEASED, 1, ())


def test_a_release_of_a_round_that_is_over_still_counts_and_is_flagged() -> None:
    chain, far = road(State.RELEASED), Chain("CP-2a")
    annul(chain, chain.acts[-1])
    late = far.act(ActKind.RELEASE, BY_CENTRE, round_=1, after=chain.acts[0].act_id, at=NOW + timedelta(hours=1))
    found = fold([*chain.acts, late])
    assert (found.state, found.round, kinds(found)) == (State.RELEASED, 2, ["other_round"])


@pytest.mark.parametrize("round_", [0, -1, 2, 2**52])
def test_a_stamp_of_another_round_opens_nothing(round_: int) -> None:
    chain = Chain()
    step(chain, ActKind.STAMP, round_=round_)
    found = fold(chain.acts)
    assert (found.state, found.stamp, kinds(found)) == (State.ISSUED, None, ["other_round"])


def test_a_hold_of_another_round_holds_and_its_lifting_does_not_lift() -> None:
    chain = road(State.STAMPED)
    step(chain, ActKind.HOLD, round_=4)
    assert fold(chain.acts).state is State.HELD
    step(chain, ActKind.UNHOLD, round_=4)
    assert (fold(chain.acts).state, kinds(fold(chain.acts))) == (State.HELD, ["other_round", "other_round"])


def test_a_hold_that_came_too_late_is_there_when_the_release_is_annulled() -> None:
    chain = road(State.RELEASED)
    release = chain.acts[-1]
    step(chain, ActKind.HOLD)
    annul(chain, release)
    found = fold(chain.acts)
    assert (found.state, found.hold_reason, kinds(found)) == (State.HELD, "ตรวจสอบ", ["hold_out_of_order"])
    step(chain, ActKind.UNHOLD, round_=2)
    assert fold(chain.acts).state is State.STAMPED


def test_a_permit_released_while_held_is_held_again_when_that_is_annulled() -> None:
    chain = road(State.STAMPED)
    step(chain, ActKind.HOLD)
    release = step(chain, ActKind.RELEASE)
    annul(chain, release)
    assert (fold(chain.acts).state, kinds(fold(chain.acts))) == (State.HELD, ["release_out_of_order"])


@pytest.mark.parametrize("kind", ["teleported", "", "STAMP", "station opened"])
def test_an_unknown_kind_blocks_its_permit_and_is_shown(kind: str) -> None:
    chain = road(State.STAMPED)
    unknown = chain.act(kind)
    found = fold(chain.acts)
    assert (found.state, found.blocked) == (State.STAMPED, True)
    assert found.irregularities == (Irregularity("unknown_kind", unknown.act_id),)
    step(chain, ActKind.RELEASE)
    assert fold(chain.acts).blocked


@pytest.mark.parametrize("kind", [ActKind.STATION_OPENED, ActKind.KEY_REGISTERED])
def test_an_act_that_is_not_about_permits_is_flagged_on_one(kind: ActKind) -> None:
    found = fold([Chain().act(kind)])
    assert (found.state, kinds(found)) == (State.ISSUED, [f"{kind}_out_of_order", "fields_missing"])


LEFT = (State.RELEASED, State.RECEIVED, State.LOADED)
KINDS = st.sampled_from([*map(str, ActKind), "teleported"])


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Any acts of three workstations on one permit: any kind, any round, any cause, annulments of anything."""
    made: list[Act] = []
    sizes = draw(st.lists(st.integers(0, 5), min_size=3, max_size=3))
    names = [f"{station}/{seq}" for station, size in zip("ABC", sizes, strict=True) for seq in range(1, size + 1)]
    anything = st.sampled_from(["", "nowhere", *names])
    for station, size in zip("ABC", sizes, strict=True):
        chain = Chain(station)
        for _ in range(size):
            fields: dict[str, Value] = {"annuls": draw(anything), "reason": "เหตุผล", "granted_by": "centre"}
            fields |= {"outcome": "green", "whole": draw(st.booleans()), "agrees": draw(st.booleans())}
            fields |= {"stamp": draw(anything), "to": "GREEN"}
            chain.act(
                draw(KINDS),
                draw(st.sampled_from([fields, {}, {"annuls": 7, "reason": ["x"], "unverified": "no"}])),
                after=draw(anything),
                round_=draw(st.sampled_from([1, 1, 1, 2, 3, 0, -5, 2**52])),
                at=NOW + timedelta(minutes=draw(st.integers(-2, 2))),
            )
        made += chain.acts
    return made


@given(histories(), st.data())
def test_any_set_of_acts_in_any_order_with_any_repeats_gives_one_state(acts: list[Act], data: st.DataObject) -> None:
    some, feed = shuffled(acts, data)
    assert fold(some, feed) == fold(acts, feed)


@given(histories(), KINDS, st.sampled_from([1, 2, 0]))
def test_one_act_more_is_folded_onto_the_state_as_all_are(acts: list[Act], kind: str, round_: int) -> None:
    before = fold(acts)
    fields: dict[str, Value] = {"annuls": before.last_act, "reason": "x", "outcome": "green", "to": "GREEN"}
    new = Chain("D").act(kind, fields, after=before.last_act, round_=round_, at=NOW)
    if comes_last(new, acts, before.last_act):
        assert fold_next(before, new) == fold([*acts, new])


def test_a_release_of_a_later_round_stands_in_it_though_a_restored_centre_fed_what_opened_the_round_last() -> None:
    stamped = road(State.STAMPED)
    post, office, other = Chain("P"), Chain("Q"), Chain("R")
    first = post.act(ActKind.RELEASE, {"granted_by": "centre"}, after=stamped.acts[-1].act_id)
    opens = office.act(ActKind.ANNUL, {"annuls": first.act_id, "reason": "x"}, after=first.act_id)
    refused = other.act(ActKind.REFUSE, {"reason": "not_now"}, after=stamped.acts[-1].act_id)
    second = post.act(ActKind.RELEASE, {"granted_by": "workstation"}, after=refused.act_id, round_=2)
    acts = [*stamped.acts, first, opens, refused, second]
    fed = {act.act_id: place for place, act in enumerate([*stamped.acts, first, refused, second, opens])}
    found = fold(acts, fed)
    assert (found.state, found.round, found.irregularities) == (State.RELEASED, 2, ())


def test_an_annulled_release_stays_annulled_though_a_restored_centre_fed_it_behind_its_annulment() -> None:
    stamped = road(State.STAMPED)
    stamp = stamped.acts[-1].act_id
    release = Chain("P").act(ActKind.RELEASE, {"granted_by": "centre", "stamp": stamp}, after=stamp)
    refused = Chain("R").act(ActKind.REFUSE, {"reason": "wrong_post"}, after=stamp)
    office = Chain("Q")
    # The office knew the release and, behind it in the feed, the refusal: that one it names as the one it follows.
    office.act(ActKind.ANNUL, {"annuls": release.act_id, "reason": "x"}, after=refused.act_id)
    office.act(ActKind.ANNUL, {"annuls": stamp, "reason": "x"}, round_=2)
    acts = [*stamped.acts, refused, *office.acts, release]
    found = fold(acts, {act.act_id: place for place, act in enumerate(acts)})
    assert (found.state, found.round, found.stamp, found.irregularities) == (State.ISSUED, 2, None, ())


@given(histories())
def test_no_release_is_ever_lost_and_no_state_contradicts_itself(acts: list[Act]) -> None:
    found = fold(acts)
    annulled = {act.text("annuls") for act in acts if act.kind == "annul"}
    left = {act.act_id for act in acts if act.kind == "release"} - annulled
    standing = () if found.release is None else (found.release, *found.more_releases)
    assert left <= {each.act_id for each in standing}
    assert found.state not in LEFT or found.release is not None
    assert found.state in {*LEFT, State.SEIZED, State.CANCELLED} or found.release is None
    assert found.release is not None or not found.more_releases
    assert found.state is not State.STAMPED or found.stamp is not None
    assert bool(found.ended_by) or found.state not in (State.SEIZED, State.CANCELLED)
    assert found.round >= 1
    assert len(found.irregularities) <= 3 * len(acts)
    assert found.blocked == any(act.kind == "teleported" for act in acts)
