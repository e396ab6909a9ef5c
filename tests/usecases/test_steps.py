"""The smaller steps: each for whom it is, with what it has to say, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value
from officer_app.core.export import State
from officer_app.core.ports import FeedAct, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.usecases.confirm_release import confirm_release
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.usecases.steps import KINDS, take_step
from tests.fakes import CHECKER, INSPECTOR, NUMBER, SUPERVISOR, XRAYER, Chain, Desk, officer, permit
from tests.usecases.conftest import GREEN, Opener, give, stamped

ADMINISTRATOR = officer("root", "administrator", seed=8)
REASON = "  ตู้ไม่ตรง\r\nกับใบกำกับ "


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def state(at: Desk) -> State:
    return at.journal.permit_state(NUMBER).state


SERVICES = officer("nok", "counter_services", seed=9)
EVERYBODY = (INSPECTOR, XRAYER, CHECKER, SUPERVISOR, SERVICES, ADMINISTRATOR)
DESK = (INSPECTOR, SUPERVISOR, SERVICES)


@dataclass(frozen=True)
class Case:
    """Who may take a step, the fields it wants, what it leads to from a permit that was brought to `start`."""

    may: tuple[SignedIn, ...]
    to: State
    fields: Mapping[str, Value] = field(default_factory=dict)
    start: tuple[str, ...] = ()


CASES: dict[ActKind, Case] = {
    ActKind.PRESENT: Case((INSPECTOR,), State.PRESENTED),
    ActKind.CUT_OFF: Case((INSPECTOR,), State.ISSUED, {"cut_off_at": "2026-11-21T03:00:00.000000Z"}),
    ActKind.INSPECT: Case((INSPECTOR,), State.INSPECTING),
    ActKind.XRAY_SEND: Case((INSPECTOR, XRAYER), State.XRAY_PENDING),
    ActKind.MISMATCH: Case((INSPECTOR, CHECKER), State.MISMATCH, {"what": "container"}),
    ActKind.CORRECT: Case((INSPECTOR, SUPERVISOR), State.ISSUED, start=("mismatch",)),
    ActKind.HOLD: Case((INSPECTOR, XRAYER, CHECKER, SUPERVISOR), State.HELD),
    ActKind.UNHOLD: Case((SUPERVISOR,), State.ISSUED, start=("hold",)),
    ActKind.SEIZE: Case((INSPECTOR, XRAYER, CHECKER, SUPERVISOR), State.SEIZED),
    ActKind.CONSENT: Case((SUPERVISOR,), State.STAMPED, start=("stamp",)),
    ActKind.RECEIVE: Case((CHECKER, SERVICES), State.RECEIVED, {"terminal": "BFS"}, ("stamp", "release")),
    ActKind.LOAD: Case((CHECKER, SERVICES), State.LOADED, {}, ("stamp", "release")),
    ActKind.CANCEL_EXPORT: Case(DESK, State.CANCELLED),
    ActKind.RETURN_GOODS: Case(DESK, State.CANCELLED, {"whole": True}),
    ActKind.SHORT_PACKING: Case(DESK, State.STAMPED, {"declaration": "A0121991100123"}, ("stamp",)),
    ActKind.FLIGHT_CHANGE: Case(
        (SUPERVISOR, SERVICES), State.STAMPED, {"flight": "TG0621", "legal_basis": "134/2561"}, ("stamp",)
    ),
    ActKind.CONTINGENCY: Case(DESK, State.ISSUED, {"manual_number": "119099110001"}),
    ActKind.LICENCE: Case(DESK, State.ISSUED, {"licence": "ศ.1/2599"}),
}


def bring(at: Desk, start: tuple[str, ...]) -> None:
    """Bring the permit where a step begins."""
    for done in start:
        if done == "stamp":
            stamped(at)
        elif done == "release":
            confirm_release(at.counter, CHECKER, NUMBER)
        else:
            kind = ActKind(done)
            by = INSPECTOR if kind is ActKind.MISMATCH else SUPERVISOR
            assert isinstance(take_step(at.counter, by, NUMBER, kind, REASON, CASES[kind].fields), Act)


def test_every_step_has_its_case() -> None:
    assert set(CASES) == KINDS


@pytest.mark.parametrize("kind", sorted(CASES))
@pytest.mark.parametrize("by", EVERYBODY, ids=lambda by: by.person.name)
def test_each_step_is_for_those_with_its_role(counter_desk: Desk, kind: ActKind, by: SignedIn) -> None:
    case = CASES[kind]
    bring(counter_desk, case.start)
    before = len(counter_desk.journal.acts())
    answer = take_step(counter_desk.counter, by, NUMBER, kind, REASON, case.fields)
    assert code(answer) == ("" if by in case.may else "role")
    assert len(counter_desk.journal.acts()) == before + (by in case.may)
    if by in case.may:
        assert (state(counter_desk), counter_desk.journal.permit_state(NUMBER).irregularities) == (case.to, ())


@pytest.mark.parametrize("kind", sorted(kind for kind in CASES if CASES[kind].fields))
def test_a_step_without_what_it_has_to_say_is_refused_with_the_names_of_its_fields(
    counter_desk: Desk, kind: ActKind
) -> None:
    bring(counter_desk, CASES[kind].start)
    before = len(counter_desk.journal.acts())
    answer = take_step(counter_desk.counter, CASES[kind].may[0], NUMBER, kind, REASON)
    assert answer == Refusal("fields_needed", {"fields": ", ".join(CASES[kind].fields)})
    blank = take_step(
        counter_desk.counter, CASES[kind].may[0], NUMBER, kind, REASON, dict.fromkeys(CASES[kind].fields, " ")
    )
    assert code(blank) == "fields_needed"
    assert len(counter_desk.journal.acts()) == before


def test_a_cut_off_is_recorded_once_and_its_time_is_kept(counter_desk: Desk) -> None:
    fields = CASES[ActKind.CUT_OFF].fields
    assert isinstance(take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.CUT_OFF, "", fields), Act)
    assert counter_desk.journal.permit_state(NUMBER).cut_off_at == "2026-11-21T03:00:00.000000Z"
    assert code(take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.CUT_OFF, "", fields)) == "not_now"


def test_part_of_the_goods_taken_back_leaves_the_rest_as_it_was(counter_desk: Desk) -> None:
    stamped(counter_desk)
    answer = take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.RETURN_GOODS, REASON, {"whole": False})
    assert isinstance(answer, Act)
    assert state(counter_desk) is State.STAMPED


@pytest.mark.parametrize(("kind", "wanted"), [(ActKind.SEIZE, "seized"), (ActKind.CANCEL_EXPORT, "cancelled_here")])
def test_what_was_seized_or_cancelled_here_is_neither_stamped_nor_released(
    counter_desk: Desk, kind: ActKind, wanted: str
) -> None:
    stamped(counter_desk)
    take_step(counter_desk.counter, INSPECTOR, NUMBER, kind, REASON)
    assert code(confirm_release(counter_desk.counter, CHECKER, NUMBER)) == wanted
    assert code(take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.INSPECT)) == wanted


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


@pytest.mark.parametrize("kind", sorted(CASES))
def test_on_a_permit_with_an_act_of_a_newer_version_nothing_is_done(counter_desk: Desk, kind: ActKind) -> None:
    far = Chain("CP-1a")
    counter_desk.journal.receive([FeedAct(1, far.act(ActKind.HOLD)), FeedAct(2, far.act("teleported"))])
    case = CASES[kind]
    said = {**case.fields, **({"stamp": "nothing"} if kind is ActKind.CONSENT else {})}
    assert code(take_step(counter_desk.counter, case.may[0], NUMBER, kind, REASON, said)) == "blocked"
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


def test_where_the_site_cuts_off_first_nothing_is_stamped_before(counter_desk: Desk) -> None:
    strict = counter_desk.with_rules(replace(counter_desk.counter.rules, cut_off_first=True))
    assert code(stamp(strict, INSPECTOR, NUMBER, GREEN)) == "not_cut_off"
    assert isinstance(take_step(strict, INSPECTOR, NUMBER, ActKind.CUT_OFF, "", CASES[ActKind.CUT_OFF].fields), Act)
    assert isinstance(stamp(strict, INSPECTOR, NUMBER, GREEN), Stamped)
