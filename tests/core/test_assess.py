"""What may be stamped, what may leave, what is due: each rule says no for its own reason."""

from dataclasses import replace

import pytest

from officer_app.core.assess import StampWish, due, green_stands, may_do, may_release, may_stamp, out_of_hand
from officer_app.core.export import Outcome, PermitState, Release, Stamp, State
from officer_app.core.ports import Person, Station
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ROLES
from officer_app.core.rules import Rules
from tests.fakes import CE_1, CHECKER, CP_1, INSPECTOR, NOW, XRAYER, permit

RULES = Rules(posts=("CP-1", "CP-2"))
GREEN, RED, XRAY = (StampWish(outcome, "CP-1", "ครบ") for outcome in Outcome)
STAMP = Stamp("s-1", "green", "Status 0309", "CP-1", "somchai", "CE-1", NOW)
RELEASE = Release("r-1", "malee", "CP-1a", NOW, "centre")
STAMPED = PermitState(State.STAMPED, stamp=STAMP)
RELEASED = PermitState(State.RELEASED, stamp=STAMP, release=RELEASE)
SHOWN = {"officer": "malee", "station": "CP-1a"}


def code(refusal: Refusal | None) -> str:
    return "" if refusal is None else refusal.code


def stamped_by(name: str) -> PermitState:
    return PermitState(State.STAMPED, stamp=replace(STAMP, officer=name))


@pytest.mark.parametrize("wish", [GREEN, RED])
@pytest.mark.parametrize("state", [State.ISSUED, State.PRESENTED])
def test_a_green_permit_may_be_stamped_before_anything_was_done(wish: StampWish, state: State) -> None:
    assert may_stamp(permit(), PermitState(state), INSPECTOR.person, wish, RULES) is None


STAMP_REFUSALS: dict[str, tuple[dict[str, str], PermitState, StampWish]] = {
    "already_released": ({}, RELEASED, GREEN),
    "blocked": ({}, PermitState(blocked=True), GREEN),
    "cancelled": ({"state": "cancelled"}, PermitState(), GREEN),
    "already_loaded": ({"state": "loaded"}, PermitState(), GREEN),
    "held": ({}, PermitState(State.HELD, hold_reason="รอเอกสาร"), GREEN),
    "already_stamped": ({}, STAMPED, GREEN),
    "unknown_post": ({}, PermitState(), replace(GREEN, release_post="CP-9")),
    "findings_needed": ({}, PermitState(State.INSPECTING), replace(RED, findings=" \u200b")),
    "words_too_long": ({}, PermitState(State.INSPECTING), replace(RED, findings="ก" * 2001)),
    "second_needed_reroute": ({"line": "RED"}, PermitState(), GREEN),
}


@pytest.mark.parametrize("reason", STAMP_REFUSALS)
def test_a_stamp_is_refused_for_its_own_reason(reason: str) -> None:
    changes, state, wish = STAMP_REFUSALS[reason]
    assert code(may_stamp(permit(**changes), state, INSPECTOR.person, wish, RULES)) == reason


def test_a_permit_held_by_the_customs_computer_is_held() -> None:
    refusal = out_of_hand(permit(state="held"), PermitState())
    assert refusal == Refusal("held", {"reason": "", "by": "core"})


def test_a_hold_of_the_counter_says_its_reason() -> None:
    refusal = out_of_hand(permit(), PermitState(State.HELD, hold_reason="รอเอกสาร"))
    assert refusal == Refusal("held", {"reason": "รอเอกสาร", "by": "counter"})


def test_a_refusal_for_something_done_says_who_where_and_when() -> None:
    refusal = out_of_hand(permit(state="cancelled"), RELEASED)
    assert refusal is not None
    assert (refusal.code, {**refusal.params, "at": ""}) == ("already_released", {**SHOWN, "at": ""})
    assert "2569" in refusal.params["at"]
    again = may_stamp(permit(), STAMPED, INSPECTOR.person, GREEN, RULES)
    assert again is not None
    assert (again.params["officer"], again.params["text"]) == ("somchai", "Status 0309")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("wish", [GREEN, RED, XRAY])
def test_only_those_with_the_role_stamp(role: str, wish: StampWish) -> None:
    may = role == "inspection" or (role == "xray" and wish is XRAY)
    refusal = may_stamp(permit(), PermitState(), Person("a", "a", frozenset({role})), wish, RULES)
    assert (refusal is None) == may
    assert code(refusal) == ("" if may else "role")


@pytest.mark.parametrize(
    ("changes", "state", "stands"),
    [
        ({}, State.ISSUED, True),
        ({"line": ""}, State.PRESENTED, True),
        ({"line": "RED"}, State.ISSUED, False),
        ({"order": "XRAY"}, State.ISSUED, False),
        ({}, State.INSPECTING, False),
        ({}, State.XRAY_PENDING, False),
    ],
)
def test_passing_as_green_alone_needs_a_permit_on_which_nothing_was_begun(
    changes: dict[str, str], state: State, stands: bool
) -> None:
    assert green_stands(permit(**changes), PermitState(state), RULES) is stands


@pytest.mark.parametrize("state", [State.INSPECTING, State.XRAY_PENDING])
def test_what_was_begun_is_stamped_as_what_it_was(state: State) -> None:
    red = permit(line="RED")
    assert may_stamp(red, PermitState(state), INSPECTOR.person, RED, RULES) is None
    assert may_stamp(red, PermitState(state), XRAYER.person, XRAY, RULES) is None


def test_a_stamped_permit_may_leave_at_its_post() -> None:
    assert may_release(permit(), STAMPED, CHECKER.person, CP_1) is None


def test_a_workstation_without_a_post_is_every_post() -> None:
    assert may_release(permit(), STAMPED, CHECKER.person, replace(CP_1, post="")) is None


RELEASE_REFUSALS: dict[str, tuple[dict[str, str], PermitState, Person, Station]] = {
    "role": ({}, STAMPED, INSPECTOR.person, CP_1),
    "already_released": ({}, RELEASED, CHECKER.person, CP_1),
    "blocked": ({}, replace(STAMPED, blocked=True), CHECKER.person, CP_1),
    "cancelled": ({"state": "cancelled"}, STAMPED, CHECKER.person, CP_1),
    "already_loaded": ({"state": "loaded"}, STAMPED, CHECKER.person, CP_1),
    "held": ({}, replace(STAMPED, state=State.HELD), CHECKER.person, CP_1),
    "not_stamped": ({}, PermitState(State.INSPECTING), CHECKER.person, CP_1),
    "wrong_post": ({}, STAMPED, CHECKER.person, replace(CP_1, post="CP-2")),
    "same_officer": ({}, stamped_by("malee"), CHECKER.person, CP_1),
}


@pytest.mark.parametrize("reason", RELEASE_REFUSALS)
def test_a_release_is_refused_for_its_own_reason(reason: str) -> None:
    changes, state, person, station = RELEASE_REFUSALS[reason]
    assert code(may_release(permit(**changes), state, person, station)) == reason


@pytest.mark.parametrize("name", ["Malee", "MALEE", " malee", "ma lee", "ｍａｌｅｅ", "ma\u200blee", "malee\u00a0"])
def test_another_spelling_of_a_name_is_the_same_officer(name: str) -> None:
    assert code(may_release(permit(), stamped_by(name), CHECKER.person, CP_1)) == "same_officer"
    as_checker = replace(CHECKER.person, name=name)
    assert code(may_release(permit(), stamped_by("malee"), as_checker, CP_1)) == "same_officer"


def test_somebody_else_is_somebody_else() -> None:
    for name in ("male", "maleee", "มาลี", "ma-lee"):
        assert may_release(permit(), stamped_by(name), CHECKER.person, CP_1) is None


@pytest.mark.parametrize(
    ("changes", "state", "what"),
    [
        ({}, PermitState(), "green"),
        ({"line": ""}, PermitState(), "green"),
        ({"line": "RED"}, PermitState(), "red"),
        ({"line": "RED", "order": "XRAY"}, PermitState(), "xray"),
        ({}, PermitState(State.INSPECTING), "red"),
        ({"line": "RED"}, PermitState(State.XRAY_PENDING), "xray"),
        ({}, STAMPED, "release"),
        ({"line": "RED"}, STAMPED, "release"),
        ({}, RELEASED, ""),
        ({"state": "cancelled"}, PermitState(), ""),
        ({}, PermitState(State.HELD), ""),
    ],
)
def test_what_is_due(changes: dict[str, str], state: PermitState, what: str) -> None:
    assert due(permit(**changes), state, RULES) == what


def test_for_each_verb_it_is_said_why_it_may_not_be_done() -> None:
    verbs = may_do(permit(line="RED"), PermitState(), INSPECTOR.person, CE_1, RULES)
    assert {verb: code(refusal) for verb, refusal in verbs.items()} == {
        "stamp_green": "second_needed_reroute",
        "stamp_red": "",
        "stamp_xray": "",
        "release": "role",
    }
