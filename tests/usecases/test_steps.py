"""The smaller steps: begin an inspection, send to X-ray, hold, give free."""

from dataclasses import replace
from datetime import datetime

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.export import State
from officer_app.core.ports import FeedAct, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.usecases.confirm_release import confirm_release
from officer_app.usecases.steps import KINDS, take_step
from tests.fakes import CHECKER, INSPECTOR, NUMBER, SUPERVISOR, XRAYER, Chain, Desk, officer, permit
from tests.usecases.conftest import Opener, give, stamped

ADMINISTRATOR = officer("root", "administrator", seed=8)
REASON = "  ตู้ไม่ตรง\r\nกับใบกำกับ "


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def state(at: Desk) -> State:
    return at.journal.permit_state(NUMBER).state


MAY: dict[ActKind, tuple[SignedIn, ...]] = {
    ActKind.INSPECT: (INSPECTOR,),
    ActKind.XRAY_SEND: (INSPECTOR, XRAYER),
    ActKind.HOLD: (INSPECTOR, XRAYER, CHECKER, SUPERVISOR),
    ActKind.UNHOLD: (SUPERVISOR,),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("by", [INSPECTOR, XRAYER, CHECKER, SUPERVISOR, ADMINISTRATOR], ids=lambda by: by.person.name)
def test_each_step_is_for_those_with_its_role(counter_desk: Desk, kind: ActKind, by: SignedIn) -> None:
    if kind is ActKind.UNHOLD:
        take_step(counter_desk.counter, SUPERVISOR, NUMBER, ActKind.HOLD, REASON)
    before = len(counter_desk.journal.acts())
    answer = take_step(counter_desk.counter, by, NUMBER, kind, REASON)
    assert code(answer) == ("" if by in MAY[kind] else "role")
    assert len(counter_desk.journal.acts()) == before + (by in MAY[kind])


def test_an_inspection_begins_and_may_go_on_to_xray_and_back(counter_desk: Desk) -> None:
    for kind, reached in (
        (ActKind.INSPECT, State.INSPECTING),
        (ActKind.XRAY_SEND, State.XRAY_PENDING),
        (ActKind.INSPECT, State.INSPECTING),
    ):
        act = take_step(counter_desk.counter, INSPECTOR, NUMBER, kind)
        assert isinstance(act, Act)
        assert (act.fields, state(counter_desk)) == ({}, reached)
    assert code(take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.INSPECT)) == "not_now"


@pytest.mark.parametrize("kind", [ActKind.HOLD, ActKind.UNHOLD])
@pytest.mark.parametrize("reason", ["", " \n", "\u200b", "\x00\x07"])
def test_a_hold_and_its_lifting_want_a_reason_that_can_be_read(counter_desk: Desk, kind: ActKind, reason: str) -> None:
    assert code(take_step(counter_desk.counter, SUPERVISOR, NUMBER, kind, reason)) == "reason_needed"
    assert code(take_step(counter_desk.counter, SUPERVISOR, NUMBER, kind, "ก" * 3000)) == "words_too_long"
    assert counter_desk.journal.acts() == []


def test_a_hold_stops_all_and_its_lifting_gives_back_what_was(counter_desk: Desk) -> None:
    stamped(counter_desk)
    held = take_step(counter_desk.counter, CHECKER, NUMBER, ActKind.HOLD, REASON)
    assert isinstance(held, Act)
    assert held.text("reason") == "ตู้ไม่ตรง  กับใบกำกับ"
    refusal = confirm_release(counter_desk.counter, CHECKER, NUMBER)
    assert refusal == Refusal("held", {"reason": "ตู้ไม่ตรง  กับใบกำกับ", "by": "counter"})
    assert code(take_step(counter_desk.counter, CHECKER, NUMBER, ActKind.HOLD, "อีกครั้ง")) == "held"
    take_step(counter_desk.counter, SUPERVISOR, NUMBER, ActKind.UNHOLD, "แก้ไขแล้ว")
    assert state(counter_desk) is State.STAMPED


def test_what_is_not_held_is_not_lifted(counter_desk: Desk) -> None:
    refusal = take_step(counter_desk.counter, SUPERVISOR, NUMBER, ActKind.UNHOLD, REASON)
    assert refusal == Refusal("not_now", {"state": "issued"})


@pytest.mark.parametrize("kind", [ActKind.INSPECT, ActKind.XRAY_SEND, ActKind.HOLD])
@pytest.mark.parametrize(
    ("core", "wanted"), [("cancelled", "cancelled"), ("loaded", "already_loaded"), ("held", "held")]
)
def test_on_what_the_customs_computer_closed_nothing_is_begun(
    counter_desk: Desk, kind: ActKind, core: str, wanted: str
) -> None:
    give(counter_desk, permit(state=core))
    assert code(take_step(counter_desk.counter, INSPECTOR, NUMBER, kind, REASON)) == wanted


def test_on_a_released_permit_nothing_is_begun(counter_desk: Desk) -> None:
    stamped(counter_desk)
    confirm_release(counter_desk.counter, CHECKER, NUMBER)
    for kind in (ActKind.INSPECT, ActKind.XRAY_SEND, ActKind.HOLD):
        assert code(take_step(counter_desk.counter, INSPECTOR, NUMBER, kind, REASON)) == "already_released"
    assert code(take_step(counter_desk.counter, SUPERVISOR, NUMBER, ActKind.UNHOLD, REASON)) == "not_now"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_on_a_permit_with_an_act_of_a_newer_version_nothing_is_done(counter_desk: Desk, kind: ActKind) -> None:
    far = Chain("CP-1a")
    counter_desk.journal.receive([FeedAct(1, far.act(ActKind.HOLD)), FeedAct(2, far.act("teleported"))])
    assert code(take_step(counter_desk.counter, SUPERVISOR, NUMBER, kind, REASON)) in ("blocked", "role")
    assert code(take_step(counter_desk.counter, SUPERVISOR, NUMBER, ActKind.UNHOLD, REASON)) == "blocked"


@pytest.mark.parametrize("kind", sorted(set(ActKind) - KINDS))
def test_what_has_rules_of_its_own_is_no_small_step(counter_desk: Desk, kind: ActKind) -> None:
    with pytest.raises(ValueError, match="no small step"):
        take_step(counter_desk.counter, officer("all", "inspection", "checking_post"), NUMBER, kind, REASON)
    assert counter_desk.journal.acts() == []


def test_the_state_is_looked_at_again_at_the_last_moment(opening: Opener) -> None:
    here, beside = opening(), opening()
    give(here, permit())

    def meanwhile() -> datetime:
        if not beside.journal.acts():
            stamped(beside)
        return beside.counter.clock()

    answer = take_step(replace(here.counter, clock=meanwhile), INSPECTOR, NUMBER, ActKind.INSPECT)
    assert answer == Refusal("not_now", {"state": "stamped"})
