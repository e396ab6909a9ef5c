"""Reconciliation: whatever needs two officers is listed once, with both sides, and closed once."""

from dataclasses import replace

from officer_app.core.acts import Act
from officer_app.core.ports import IdleClaim, OwnAct, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.usecases.reconcile import Matter, close_matter, read_matters, read_sides
from tests.fakes import CHECKER, NOW, NUMBER, SUPERVISOR, Desk, officer
from tests.usecases.conftest import Between, Town, even, released, stamped

SECOND = officer("kanya", "supervisor", seed=9)
REASON = "ตรวจกล้องวงจรปิดแล้ว ปล่อยจริงครั้งเดียว"


def listed(at: Desk) -> list[tuple[str, bool]]:
    return [(each.case.kind, each.is_open) for each in read_matters(at.counter, at.journal).matters]


def only(at: Desk) -> Matter:
    (matter,) = read_matters(at.counter, at.journal).matters
    return matter


def close(at: Desk, matter: Matter) -> Act | Refusal:
    return close_matter(at.counter, at.journal, (SUPERVISOR, SECOND), matter, REASON)


def test_nothing_is_listed_where_nothing_is_wrong(ready: Town) -> None:
    released(ready.cp)
    even(ready)
    assert listed(ready.cp) == []


def aside(at: Desk) -> Act:
    """An own act that the centre would not take."""
    act = stamped(at).act
    at.journal.quarantine(act.act_id, "wrong_mode", "the centre takes no samples")
    return act


def test_an_act_the_centre_would_not_take_is_a_case_of_its_own_with_its_reason(counter_desk: Desk) -> None:
    act = aside(counter_desk)
    matter = only(counter_desk)
    assert (matter.case.kind, matter.case.case_id) == ("refused_act", f"refused_act:CE-1:{act.station_seq}")
    assert matter.set_aside is not None
    assert (matter.set_aside.act, matter.set_aside.code) == (act, "wrong_mode")
    sides = read_sides(counter_desk.counter, matter)
    assert [(side.name, side.act) for side in sides.sides] == [("act", act)]
    assert (sides.asked, sides.state) == (False, counter_desk.journal.permit_state(NUMBER))


def test_two_officers_close_it_once_and_who_did_is_told_to_the_next(counter_desk: Desk) -> None:
    aside(counter_desk)
    matter = only(counter_desk)
    done = close(counter_desk, matter)
    assert isinstance(done, Act)
    assert (done.officer, done.text("second"), done.text("reason")) == ("anong", "kanya", REASON)
    assert listed(counter_desk) == [("refused_act", False)]
    again = close(counter_desk, matter)
    assert isinstance(again, Refusal)
    assert (again.code, again.params["officer"], again.params["second"]) == ("case_closed", "anong", "kanya")


def test_a_closing_that_the_centre_refused_closed_nothing(counter_desk: Desk) -> None:
    aside(counter_desk)
    matter = only(counter_desk)
    done = close(counter_desk, matter)
    assert isinstance(done, Act)
    counter_desk.journal.quarantine(done.act_id, "unknown_case", "")
    assert ("refused_act", True) in listed(counter_desk)
    assert isinstance(close(counter_desk, matter), Act)


def test_one_officer_twice_or_without_the_role_or_a_reason_closes_nothing(counter_desk: Desk) -> None:
    aside(counter_desk)
    matter = only(counter_desk)
    counter, journal = counter_desk.counter, counter_desk.journal
    for two, reason, code in (
        ((SUPERVISOR, SUPERVISOR), REASON, "same_officer"),
        ((SUPERVISOR, CHECKER), REASON, "role"),
        ((CHECKER, SUPERVISOR), REASON, "role"),
        ((SUPERVISOR, SECOND), "  ", "reason_needed"),
    ):
        answer = close_matter(counter, journal, two, matter, reason)
        assert isinstance(answer, Refusal)
        assert answer.code == code
    assert only(counter_desk).is_open


class Told(Between):
    """A line on which the centre tells of one right that was not used, and of evidence that is no act."""

    def claims_without_act(self, minutes: int) -> tuple[IdleClaim, ...]:
        self.before("claims_without_act")
        return (IdleClaim(NUMBER, 1, "an act", "CP-1b", "malee", NOW, "centre"),)

    def case_acts(self, case_id: str) -> tuple[tuple[str, OwnAct], ...]:
        return (("act", OwnAct(7, b"no act", b"", 0)),)


def told(town: Town) -> tuple[Desk, Told]:
    line = Told(town.centre, "CE-1")
    return Desk(replace(town.ce.counter, central=line), town.ce.journal, town.ce.mirror, town.ce.clock), line


def test_a_right_that_was_granted_and_not_used_is_known_at_the_centre_only(ready: Town) -> None:
    at, line = told(ready)
    matter = only(at)
    assert (matter.case.kind, matter.case.case_id) == ("claim_without_act", f"claim_without_act:{NUMBER}:1:an act")
    assert matter.case.evidence["officer"] == "malee"
    assert isinstance(close(at, matter), Act)
    assert listed(at) == [("claim_without_act", False)]

    def cut_off(call: str) -> None:
        raise Unreachable("no line")

    line.before = cut_off
    found = read_matters(at.counter, at.journal)
    assert (found.matters, found.asked) == ((), False)


def test_evidence_that_is_no_act_is_shown_as_it_came(ready: Town) -> None:
    at, _ = told(ready)
    sides = read_sides(at.counter, only(at))
    assert [(side.act, side.raw) for side in sides.sides] == [(None, b"no act")]
    assert sides.asked
    assert sides.state == at.journal.permit_state(NUMBER)
