"""The fold of a transit case: each step of the table, its guards, and for any set of acts one state."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value
from officer_app.core.life_cycle import Irregularity
from officer_app.core.transit import JOURNEY, STEPS, Phase, TransitState, allowed_from, fold, objection
from tests.core.any_order import shuffled
from tests.fakes import NOW, Chain

CASE = "MS-2599-000001"
DAYS_30 = NOW + timedelta(days=30)
LIMIT = "2026-12-21"
TO_SIGNED = (*(ActKind.TRANSIT_RECEIVE, ActKind.TRANSIT_CHECK, ActKind.TRANSIT_CONSIDER, ActKind.TRANSIT_SIGN),)
TO_EXIT = (
    *TO_SIGNED,
    *(ActKind.TRANSIT_KEY, ActKind.TRANSIT_HAND_OVER, ActKind.TRANSIT_DEPART, ActKind.TRANSIT_ARRIVE),
    ActKind.TRANSIT_EXIT,
)
ROADS: dict[Phase, tuple[ActKind, ...]] = {
    Phase.NEW: (),
    Phase.RECEIVED: TO_EXIT[:1],
    Phase.DOCUMENTS_COMPLETE: TO_EXIT[:2],
    Phase.CONSIDERED: TO_EXIT[:3],
    Phase.SIGNED: TO_EXIT[:4],
    Phase.KEYED: TO_EXIT[:5],
    Phase.HANDED_OVER: TO_EXIT[:6],
    Phase.EN_ROUTE: TO_EXIT[:7],
    Phase.ARRIVED: TO_EXIT[:8],
    Phase.EXITED: TO_EXIT,
    Phase.CLOSED: (*TO_EXIT, ActKind.TRANSIT_CLOSE),
    Phase.REFUSED: (ActKind.TRANSIT_RECEIVE, ActKind.TRANSIT_REFUSE),
    Phase.OVERDUE: (*TO_SIGNED, ActKind.TRANSIT_OVERDUE),
    Phase.LEFTOVER: (*TO_SIGNED, ActKind.TRANSIT_OVERDUE, ActKind.TRANSIT_LEFTOVER),
    Phase.STATE_PROPERTY: (*TO_SIGNED, ActKind.TRANSIT_OVERDUE, ActKind.TRANSIT_STATE_PROPERTY),
    Phase.CONVERTED: (*TO_SIGNED, ActKind.TRANSIT_CONVERT),
}
"""How a case comes to each state."""

# The life-cycle as the papers tell it (brief 004 §12-13, domain.md §7.2), written again by hand: (from, act) → to.
LEADS_TO: dict[tuple[Phase, ActKind], Phase] = {
    (Phase.NEW, ActKind.TRANSIT_RECEIVE): Phase.RECEIVED,
    (Phase.REFUSED, ActKind.TRANSIT_RECEIVE): Phase.RECEIVED,
    (Phase.RECEIVED, ActKind.TRANSIT_CHECK): Phase.DOCUMENTS_COMPLETE,
    (Phase.DOCUMENTS_COMPLETE, ActKind.TRANSIT_CONSIDER): Phase.CONSIDERED,
    (Phase.CONSIDERED, ActKind.TRANSIT_SIGN): Phase.SIGNED,
    (Phase.SIGNED, ActKind.TRANSIT_KEY): Phase.KEYED,
    (Phase.KEYED, ActKind.TRANSIT_HAND_OVER): Phase.HANDED_OVER,
    (Phase.HANDED_OVER, ActKind.TRANSIT_DEPART): Phase.EN_ROUTE,
    (Phase.EN_ROUTE, ActKind.TRANSIT_ARRIVE): Phase.ARRIVED,
    (Phase.ARRIVED, ActKind.TRANSIT_EXIT): Phase.EXITED,
    (Phase.OVERDUE, ActKind.TRANSIT_LEFTOVER): Phase.LEFTOVER,
    (Phase.OVERDUE, ActKind.TRANSIT_STATE_PROPERTY): Phase.STATE_PROPERTY,
}
ENDS = (Phase.EXITED, Phase.CONVERTED, Phase.LEFTOVER, Phase.STATE_PROPERTY)
UNSIGNED = (Phase.RECEIVED, Phase.DOCUMENTS_COMPLETE, Phase.CONSIDERED)
INSIDE = (*UNSIGNED, Phase.SIGNED, Phase.KEYED, Phase.HANDED_OVER, Phase.EN_ROUTE, Phase.ARRIVED)
LEADS_TO |= {(phase, ActKind.TRANSIT_CLOSE): Phase.CLOSED for phase in ENDS}
LEADS_TO |= {(phase, ActKind.TRANSIT_REFUSE): Phase.REFUSED for phase in UNSIGNED}
LEADS_TO |= {(phase, ActKind.TRANSIT_OVERDUE): Phase.OVERDUE for phase in INSIDE}
LEADS_TO |= {(phase, ActKind.TRANSIT_CONVERT): Phase.CONVERTED for phase in INSIDE}
WALKED = [step.act for step in STEPS]
GONE_FAR = (*Phase,)[: (*Phase,).index(Phase.CLOSED) + 1]


def step(chain: Chain, kind: ActKind | str, *, late: bool = False, **more: Value) -> Act:
    """An act with all its fields, in good time unless `late`; overdue is found when it is late."""
    late = late or kind == ActKind.TRANSIT_OVERDUE
    said: dict[str, Value] = {"applicant": "บริษัท ตัวอย่างขนส่งสมมติ จำกัด", "applicant_class": "2.4", "agrees": True}
    said |= {"sequence_no": "17/2599", "entry_date": "2026-11-21", "limit_date": LIMIT, "reason": "ครบกำหนด"}
    said |= {"declaration_no": "A0212991100017", "handed_to": "นายสมมติ ขับดี", "seals_intact": True}
    said |= {"import_declaration": "A0200991200001", "office": "4901", "text": "หมายเหตุ", "ground": "security"}
    at = DAYS_30 + timedelta(days=1) if late else NOW + timedelta(minutes=len(chain.acts))
    return chain.act(kind, {**said, **more}, number=CASE, about="transit", at=at)


def road(phase: Phase) -> Chain:
    chain = Chain("MS-1")
    for kind in ROADS[phase]:
        step(chain, kind)
    return chain


def kinds(state: TransitState) -> list[str]:
    return [each.kind for each in state.irregularities]


def test_nothing_done_is_the_initial_state() -> None:
    assert fold([]) == TransitState()


@pytest.mark.parametrize("phase", list(Phase))
def test_each_state_is_reached_without_irregularity(phase: Phase) -> None:
    found = fold(road(phase).acts)
    assert (found.phase, found.irregularities) == (phase, ())
    assert [passed.kind for passed in found.path] == list(ROADS[phase])


@pytest.mark.parametrize(("phase", "kind"), list(itertools.product(Phase, WALKED)))
def test_each_act_from_each_state_leads_where_the_papers_say_or_is_flagged(phase: Phase, kind: ActKind) -> None:
    chain = road(phase)
    before = fold(chain.acts)
    last = step(chain, kind)
    found = fold(chain.acts)
    assert found.last_act == last.act_id
    assert (phase in allowed_from(kind)) == ((phase, kind) in LEADS_TO)
    if (phase, kind) in LEADS_TO:
        assert (found.phase, found.irregularities) == (LEADS_TO[phase, kind], ())
        assert found.path[-1].before is phase
        return
    assert found.irregularities == (Irregularity(f"{kind}_out_of_order", last.act_id),)
    reached = {ActKind.TRANSIT_DEPART: Phase.EN_ROUTE, ActKind.TRANSIT_ARRIVE: Phase.ARRIVED}.get(kind, Phase.EXITED)
    if kind in JOURNEY and (phase not in GONE_FAR or GONE_FAR.index(phase) < GONE_FAR.index(reached)):
        # Goods that were seen there have been there.
        assert found.phase is reached
    else:
        assert (found.phase, found.path, found.facts) == (before.phase, before.path, before.facts)


def test_what_was_not_found_to_agree_is_not_considered() -> None:
    chain = road(Phase.DOCUMENTS_COMPLETE)
    step(chain, ActKind.TRANSIT_CONSIDER, agrees=False)
    assert (fold(chain.acts).phase, kinds(fold(chain.acts))) == (Phase.DOCUMENTS_COMPLETE, ["transit_not_agreed"])


def test_goods_that_leave_after_the_last_day_have_left_and_that_is_flagged() -> None:
    chain = road(Phase.ARRIVED)
    step(chain, ActKind.TRANSIT_EXIT, late=True)
    assert (fold(chain.acts).phase, kinds(fold(chain.acts))) == (Phase.EXITED, ["transit_after_limit"])


def test_after_the_last_day_nothing_is_converted_and_before_its_end_nothing_is_overdue() -> None:
    chain = road(Phase.EN_ROUTE)
    step(chain, ActKind.TRANSIT_CONVERT, late=True)
    chain.act(ActKind.TRANSIT_OVERDUE, {"limit_date": LIMIT}, number=CASE, about="transit", at=DAYS_30)
    found = fold(chain.acts)
    assert (found.phase, found.limit) == (Phase.EN_ROUTE, date(2026, 12, 21))
    assert kinds(found) == ["transit_after_limit", "transit_before_limit"]


def test_the_last_day_ends_at_midnight_in_bangkok() -> None:
    chain = road(Phase.ARRIVED)
    midnight = NOW.replace(month=12, day=21, hour=17, minute=0, second=0)
    last = chain.act(ActKind.TRANSIT_EXIT, {}, number=CASE, about="transit", at=midnight - timedelta(microseconds=1))
    assert kinds(fold(chain.acts)) == []
    chain.acts.remove(last)
    chain.act(ActKind.TRANSIT_EXIT, {}, number=CASE, about="transit", at=midnight)
    assert kinds(fold(chain.acts)) == ["transit_after_limit"]


def test_an_extension_moves_the_last_day_and_its_annulment_moves_it_back() -> None:
    chain = road(Phase.EN_ROUTE)
    longer = step(chain, ActKind.TRANSIT_EXTEND, limit_date="2027-01-20")
    assert (fold(chain.acts).limit, fold(chain.acts).phase) == (date(2027, 1, 20), Phase.EN_ROUTE)
    step(chain, ActKind.ANNUL, annuls=longer.act_id)
    assert (fold(chain.acts).limit, kinds(fold(chain.acts))) == (date(2026, 12, 21), [])


def test_the_latest_step_can_be_taken_back_with_what_it_said() -> None:
    chain = road(Phase.SIGNED)
    keyed = step(chain, ActKind.TRANSIT_KEY, declaration_no="A0212991100099")
    assert fold(chain.acts).fact("declaration_no") == "A0212991100099"
    chain.act(ActKind.ANNUL, {"annuls": keyed.act_id, "reason": "คีย์ผิด"}, number=CASE, about="transit")
    found = fold(chain.acts)
    assert (found.phase, found.fact("declaration_no")) == (Phase.SIGNED, "A0212991100017")
    assert (found.fact("sequence_no"), kinds(found)) == ("17/2599", [])


def test_an_earlier_step_is_not_taken_back_from_under_a_later_one() -> None:
    chain = road(Phase.KEYED)
    step(chain, ActKind.ANNUL, annuls=chain.acts[-2].act_id)
    assert (fold(chain.acts).phase, kinds(fold(chain.acts))) == (Phase.KEYED, ["annul_of_nothing"])


def test_who_comes_back_after_a_refusal_is_received_again() -> None:
    chain = road(Phase.REFUSED)
    step(chain, ActKind.TRANSIT_RECEIVE)
    step(chain, ActKind.TRANSIT_CHECK)
    found = fold(chain.acts)
    assert (found.phase, kinds(found)) == (Phase.DOCUMENTS_COMPLETE, [])
    received = found.passed_at(ActKind.TRANSIT_RECEIVE)
    assert received == chain.acts[2].at


def test_an_enquiry_stands_until_it_is_answered_or_the_goods_are_seen() -> None:
    chain = road(Phase.EN_ROUTE)
    asked = step(chain, ActKind.TRANSIT_ENQUIRE)
    assert (fold(chain.acts).enquiry, fold(chain.acts).phase) == (asked.act_id, Phase.EN_ROUTE)
    answered = Chain("MS-1", list(chain.acts))
    step(answered, ActKind.TRANSIT_ANSWER)
    step(chain, ActKind.TRANSIT_ARRIVE)
    assert (fold(chain.acts).enquiry, fold(answered.acts).enquiry) == ("", "")


def test_a_hold_stands_beside_the_state_until_it_is_lifted() -> None:
    chain = road(Phase.CONSIDERED)
    held = step(chain, ActKind.HOLD)
    assert (fold(chain.acts).held_by, fold(chain.acts).phase) == (held.act_id, Phase.CONSIDERED)
    step(chain, ActKind.UNHOLD)
    assert (fold(chain.acts).held_by, fold(chain.acts).hold_reason, kinds(fold(chain.acts))) == ("", "", [])


def test_an_objection_is_known_before_the_act_is_made() -> None:
    chain = road(Phase.DOCUMENTS_COMPLETE)
    state = fold(chain.acts)
    wish = step(chain, ActKind.TRANSIT_CONSIDER)
    assert objection(state, ActKind.TRANSIT_CONSIDER, wish) == ""
    assert objection(state, ActKind.TRANSIT_SIGN, wish) == "transit_sign_out_of_order"
    assert objection(state, ActKind.STAMP, wish) == "stamp_out_of_order"


@pytest.mark.parametrize("kind", ["teleported", "", ActKind.STAMP, ActKind.RELEASE])
def test_what_is_not_about_transit_is_flagged_and_an_unknown_kind_blocks(kind: str) -> None:
    chain = road(Phase.SIGNED)
    step(chain, kind)
    found = fold(chain.acts)
    assert (found.phase, found.blocked) == (Phase.SIGNED, kind in ("teleported", ""))
    assert kinds(found)[0] == ("unknown_kind" if found.blocked else f"{kind}_out_of_order")


KINDS = st.sampled_from([*map(str, ActKind), *map(str, WALKED), *map(str, WALKED), "teleported"])
DAYS = st.sampled_from(["", "2026-11-20", LIMIT, "2027-02-30", "ไม่ใช่วัน", "20261221"])


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    """Any acts of three workstations on one case: any kind, any cause, annulments of anything."""
    made: list[Act] = []
    sizes = draw(st.lists(st.integers(0, 6), min_size=3, max_size=3))
    names = [f"{station}/{seq}" for station, size in zip("ABC", sizes, strict=True) for seq in range(1, size + 1)]
    anything = st.sampled_from(["", "nowhere", *names])
    for station, size in zip("ABC", sizes, strict=True):
        chain = Chain(station)
        for _ in range(size):
            fields: dict[str, Value] = {"annuls": draw(anything), "reason": "เหตุผล", "agrees": draw(st.booleans())}
            fields |= {"limit_date": draw(DAYS), "sequence_no": "1/2599"}
            chain.act(
                draw(KINDS),
                draw(st.sampled_from([fields, {}, {"annuls": 7, "limit_date": ["x"], "agrees": "no"}])),
                after=draw(anything),
                round_=draw(st.sampled_from([1, 1, 0, 2])),
                at=NOW + timedelta(days=draw(st.integers(-40, 40))),
                about=draw(st.sampled_from(["transit", "transit", "permit"])),
                number=CASE,
            )
        made += chain.acts
    return made


@given(histories(), st.data())
def test_any_set_of_acts_in_any_order_with_any_repeats_gives_one_state(acts: list[Act], data: st.DataObject) -> None:
    some, feed = shuffled(acts, data)
    assert fold(some, feed) == fold(acts, feed)


@given(histories())
def test_no_state_contradicts_itself(acts: list[Act]) -> None:
    found = fold(acts)
    if found.path:
        last = found.path[-1]
        assert found.phase is next(each.to for each in STEPS if each.act == last.kind)
        assert found.path[0].before is Phase.NEW
        joints = itertools.pairwise(found.path)
        assert all(later.before is next(s.to for s in STEPS if s.act == first.kind) for first, later in joints)
    else:
        assert found.phase is Phase.NEW
    assert {fact.act_id for fact in found.facts} <= {act.act_id for act in acts}
    assert found.blocked == any(act.kind == "teleported" for act in acts)
    assert bool(found.held_by) or not found.hold_reason
