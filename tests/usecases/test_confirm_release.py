"""Confirming a release: once a round, by the one place that may grant it, whatever breaks on the way."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NoReturn

import pytest

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.canonical import Value
from officer_app.core.export import State
from officer_app.core.ports import Claim, Denied, Granted, SignedIn, Taken, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.sync_once import sync_once
from tests.fakes import CHECKER, CP_1, INSPECTOR, NOW, NUMBER, Desk, officer, permit, record, signer
from tests.usecases.conftest import Between, Opener, Town, done_at, even, give, released, stamped

OTHER_CHECKER = officer("nop", "checking_post", seed=6)


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def test_the_centre_grants_and_the_act_says_so(ready: Town) -> None:
    done = released(ready.cp)
    assert (done.granted_by, done.state.state) == ("centre", State.RELEASED)
    assert done.act.subject == Subject("permit", NUMBER, 1)
    stamp = ready.ce.journal.permit_state(NUMBER).stamp
    assert stamp is not None
    assert done.act.fields == {"granted_by": "centre", "stamp": stamp.act_id, "post": "CP-1"}
    assert even(ready) == 0
    assert ready.ce.journal.permit_state(NUMBER) == ready.cp.journal.permit_state(NUMBER)


def test_a_second_release_is_refused_with_who_where_and_when(ready: Town) -> None:
    released(ready.cp)
    again = confirm_release(ready.cp.counter, OTHER_CHECKER, NUMBER)
    assert isinstance(again, Refusal)
    assert (again.code, again.params["officer"], again.params["station"]) == ("already_released", "malee", "CP-1a")
    assert len(done_at(ready.cp)) == 1


def test_what_another_lane_released_a_moment_ago_is_refused_by_the_centre(ready: Town, opening: Opener) -> None:
    ready.centre.enrol("CP-1b", "CP-1")
    line = Between(ready.centre, "CP-1b")
    lane = opening(replace(CP_1, name="CP-1b"), line)
    give(lane, permit())
    sync_once(lane.journal, lane.mirror, line)
    released(ready.cp)
    answer = confirm_release(lane.counter, OTHER_CHECKER, NUMBER)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.params["officer"], answer.params["station"]) == ("already_released", "malee", "CP-1a")
    assert answer.params["at"]
    assert done_at(lane) == []


def test_cut_off_from_the_centre_nothing_is_released(ready: Town) -> None:
    ready.cp_line.reachable = False
    answer = confirm_release(ready.cp.counter, CHECKER, NUMBER)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.params["authority"]) == ("no_right", "centre")
    assert done_at(ready.cp) == []
    assert ready.cp.journal.permit_state(NUMBER).state is State.STAMPED
    ready.cp_line.reachable = True
    released(ready.cp)


REFUSED: dict[str, tuple[dict[str, str], SignedIn]] = {
    "role": ({}, INSPECTOR),
    "same_officer": ({}, officer("SomChai ", "checking_post", seed=7)),
    "cancelled": ({"state": "cancelled"}, CHECKER),
    "already_loaded": ({"state": "loaded"}, CHECKER),
    "held": ({"state": "held"}, CHECKER),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_a_rule_forbids_is_not_even_asked_of_the_centre(ready: Town, reason: str) -> None:
    changes, by = REFUSED[reason]
    give(ready.cp, permit(**changes))
    asked: list[str] = []
    ready.cp_line.before = asked.append
    assert code(confirm_release(ready.cp.counter, by, NUMBER)) == reason
    assert asked == []
    assert done_at(ready.cp) == []


def test_an_unstamped_permit_and_an_unknown_number_are_not_released(town: Town) -> None:
    assert code(confirm_release(town.cp.counter, CHECKER, NUMBER)) == "not_stamped"
    assert code(confirm_release(town.cp.counter, CHECKER, "9911A0000099")) == "data_missing"
    even(town)
    assert code(confirm_release(town.cp.counter, CHECKER, "9911A0000099")) == "unknown_number"
    assert code(confirm_release(town.cp.counter, CHECKER, "OA1:x")) == "not_a_token"


def test_a_stamp_for_another_post_is_sent_there(ready: Town, opening: Opener) -> None:
    elsewhere = opening(replace(CP_1, name="CP-2a", post="CP-2"))
    give(elsewhere, permit())
    line = Between(ready.centre, "CP-1a")
    sync_once(elsewhere.journal, elsewhere.mirror, line)
    answer = confirm_release(elsewhere.counter, CHECKER, NUMBER)
    assert answer == Refusal("wrong_post", {"post": "CP-1", "here": "CP-2"})


def test_what_the_centre_knows_and_the_desk_does_not_stops_the_release(ready: Town) -> None:
    ready.centre.load([record(permit(state="cancelled"), NOW + timedelta(hours=1))])
    assert code(confirm_release(ready.cp.counter, CHECKER, NUMBER)) == "cancelled"
    assert done_at(ready.cp) == []


OBJECTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "wrong_post": ("CP-2", {"post": "CP-1", "here": "CP-2"}),
    "wrong_authority": ("CP-1x", {"authority": "CP-1x"}),
    "unverified": ("", {}),
    "held": ("", {"reason": ""}),
    "some_new_reason": ("detail", {"reason": "detail"}),
}


class Objecting(Between):
    """A centre that objects to every claim."""

    objection = Denied("")

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        return self.objection


@pytest.mark.parametrize("reason", OBJECTIONS)
def test_each_objection_of_the_centre_is_said_with_its_particulars(ready: Town, reason: str) -> None:
    detail, particulars = OBJECTIONS[reason]
    line = Objecting(ready.centre, "CP-1a")
    line.objection = Denied(reason, detail)
    answer = confirm_release(replace(ready.cp.counter, central=line), CHECKER, NUMBER)
    assert isinstance(answer, Refusal)
    assert answer.code == reason
    assert particulars.items() <= answer.params.items()
    assert done_at(ready.cp) == []


def test_a_round_the_centre_does_not_know_to_be_open_is_said_so(ready: Town) -> None:
    line = Objecting(ready.centre, "CP-1a")
    line.objection = Denied("already_released", "1")
    answer = confirm_release(replace(ready.cp.counter, central=line), CHECKER, NUMBER)
    assert answer == Refusal("round_not_open", {"round": "1"})


def test_an_answer_that_was_lost_is_asked_for_again_by_the_same_act(ready: Town) -> None:
    claimed: list[str] = []

    class Losing(Between):
        def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
            claimed.append(claim.act_id)
            answer = super().claim(claim, deadline_s)
            if len(claimed) == 1:
                raise Unreachable("the answer was lost", "centre")
            return answer

    counter = replace(ready.cp.counter, central=Losing(ready.centre, "CP-1a"))
    first = confirm_release(counter, CHECKER, NUMBER)
    assert first == Refusal("no_right", {"authority": "centre", "trouble": "centre"})
    done = confirm_release(counter, OTHER_CHECKER, NUMBER)
    assert isinstance(done, Released)
    assert claimed == [done.act.act_id] * 2
    assert even(ready) == 0


def test_a_crash_between_the_claim_and_the_act_loses_no_right(ready: Town, opening: Opener) -> None:
    class Pulled:
        """A key that is gone at the moment of signing: the program dies there."""

        key_id, public_key = signer(3).key_id, signer(3).public_key

        def sign(self, message: bytes) -> NoReturn:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        confirm_release(ready.cp.counter, SignedIn(CHECKER.person, Pulled()), NUMBER)
    assert done_at(ready.cp) == []
    # Started again: another program on the same files, with ids of its own.
    again = opening(CP_1, ready.cp_line)
    ids = iter(["a fresh id", "another"])
    done = confirm_release(replace(again.counter, new_id=lambda: next(ids)), CHECKER, NUMBER)
    assert isinstance(done, Released)
    assert even(ready) == 0


def test_an_act_that_claimed_but_may_no_longer_be_recorded_is_not(ready: Town) -> None:
    def meanwhile(call: str) -> None:
        if call == "claim":
            hold = Draft("h-1", ActKind.HOLD, Subject("permit", NUMBER), "anong", NOW, {"reason": "รอเอกสาร"})
            ready.cp.journal.record(hold, signer(5))

    ready.cp_line.after = meanwhile
    assert code(confirm_release(ready.cp.counter, CHECKER, NUMBER)) == "held"
    assert ready.cp.journal.permit_state(NUMBER).release is None


def test_a_stamp_that_was_replaced_while_the_centre_was_asked_is_looked_at_anew(ready: Town) -> None:
    before = ready.cp.journal.permit_state(NUMBER)
    assert before.stamp is not None
    replaced = before.stamp.act_id

    def meanwhile(call: str) -> None:
        if call == "claim" and ready.cp.journal.permit_state(NUMBER).stamp == before.stamp:
            subject = Subject("permit", NUMBER)
            stamp: dict[str, Value] = {"outcome": "red", "release_post": "CP-1", "stamp_text": "Status 0309"}
            for draft in (
                Draft("n-1", ActKind.ANNUL, subject, "anan", NOW, {"annuls": replaced}),
                Draft("n-2", ActKind.STAMP, subject, "anan", NOW, stamp),
            ):
                ready.cp.journal.record(draft, signer(6))

    ready.cp_line.after = meanwhile
    assert code(confirm_release(ready.cp.counter, CHECKER, NUMBER)) == "not_now"
    done = released(ready.cp)
    assert done.act.text("stamp") == "n-2"


def test_a_workstation_that_stands_alone_grants_itself_once(counter_desk: Desk) -> None:
    stamped(counter_desk)
    assert released(counter_desk).granted_by == "alone"
    assert code(confirm_release(counter_desk.counter, OTHER_CHECKER, NUMBER)) == "already_released"


def test_standing_alone_too_the_rule_is_asked_again_at_the_last_moment(opening: Opener) -> None:
    here, beside = opening(), opening()
    give(here, permit())
    stamped(here)

    def meanwhile() -> datetime:
        if beside.journal.permit_state(NUMBER).release is None:
            released(beside, OTHER_CHECKER)
        return NOW

    answer = confirm_release(replace(here.counter, clock=meanwhile), CHECKER, NUMBER)
    assert code(answer) == "already_released"
    assert here.journal.permit_state(NUMBER).irregularities == ()


def test_the_next_round_is_claimed_by_an_act_of_its_own(ready: Town) -> None:
    first = released(ready.cp)
    said = {"annuls": first.act.act_id, "reason": "ผิด"}
    annul = Draft("n-1", ActKind.ANNUL, Subject("permit", NUMBER), "anong", NOW, said)
    assert isinstance(ready.cp.journal.record(annul, signer(5)), Act)
    assert code(confirm_release(ready.cp.counter, CHECKER, NUMBER)) == "round_not_open"
    even(ready)
    second = released(ready.cp)
    assert second.act.act_id != first.act.act_id
    assert (second.act.subject.round, second.state.round) == (2, 2)
    assert even(ready) == 0
    assert ready.ce.journal.permit_state(NUMBER).irregularities == ()


def test_a_stamp_from_paper_tells_the_centre_that_it_is_unverified(town: Town) -> None:
    fields: dict[str, Value] = {"outcome": "green", "release_post": "CP-1", "unverified": True}
    town.cp.journal.record(Draft("s-1", ActKind.STAMP, Subject("permit", NUMBER), "anan", NOW, fields), signer(6))
    assert code(confirm_release(town.cp.counter, CHECKER, NUMBER)) == "unverified"
    assert town.cp.journal.permit_state(NUMBER).release is None
