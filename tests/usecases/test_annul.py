"""Take back what was recorded: two officers who both sign, the authority's grant for a stamp, the next round."""

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.export import State
from officer_app.core.ports import FeedAct, SignedIn, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.core.two_persons import second_digest, second_signature
from officer_app.security.check import check
from officer_app.security.keys import verify
from officer_app.usecases.annul import annul
from officer_app.usecases.confirm_release import confirm_release
from officer_app.usecases.reroute import Redirected, redirect, reroute
from officer_app.usecases.stamp import stamp
from officer_app.usecases.steps import take_step
from tests.fakes import CHECKER, INSPECTOR, NUMBER, SUPERVISOR, XRAYER, Chain, Desk, officer, permit
from tests.usecases.conftest import GREEN, Town, even, give, released, stamped

BOSS = officer("prasit", "supervisor", "inspection", seed=7)
CLERK = officer("nok", "counter_services", seed=9)


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def state(at: Desk) -> State:
    return at.journal.permit_state(NUMBER).state


def done(answer: Act | Refusal) -> Act:
    assert isinstance(answer, Act), answer
    return answer


def test_both_officers_sign_an_annulment_and_the_stamp_is_gone(counter_desk: Desk) -> None:
    pressed = stamped(counter_desk)
    act = done(annul(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, " ผิดใบ\n"))
    assert (state(counter_desk), counter_desk.journal.permit_state(NUMBER).stamp) == (State.ISSUED, None)
    assert (act.text("annuls"), act.text("reason"), act.text("second")) == (pressed.act.act_id, "ผิดใบ", "anong")
    assert act.text("granted_by") == "alone"
    signed = second_signature(act)
    assert signed is not None
    assert verify(SUPERVISOR.signer.public_key, second_digest(act.body), signed)
    assert verify(INSPECTOR.signer.public_key, act.hash, act.signature)


@pytest.mark.parametrize(
    ("first", "second", "reason", "wanted"),
    [
        (INSPECTOR, None, "ผิดใบ", "second_needed"),
        (INSPECTOR, officer("SomChai ", "supervisor", seed=7), "ผิดใบ", "same_officer"),
        (SUPERVISOR, SUPERVISOR, "ผิดใบ", "same_officer"),
        (INSPECTOR, CHECKER, "ผิดใบ", "role"),
        (INSPECTOR, XRAYER, "ผิดใบ", "role"),
        (CLERK, SUPERVISOR, "ผิดใบ", "role"),
        (INSPECTOR, SUPERVISOR, " \u200b", "reason_needed"),
        (INSPECTOR, SUPERVISOR, "ก" * 3000, "words_too_long"),
    ],
)
def test_an_annulment_is_refused_for_its_own_reason(
    counter_desk: Desk, first: SignedIn, second: SignedIn | None, reason: str, wanted: str
) -> None:
    stamped(counter_desk)
    before = len(counter_desk.journal.acts())
    assert code(annul(counter_desk.counter, first, second, NUMBER, reason)) == wanted
    assert (state(counter_desk), len(counter_desk.journal.acts())) == (State.STAMPED, before)


def test_where_nothing_stands_nothing_is_annulled(counter_desk: Desk) -> None:
    assert code(annul(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิด")) == "nothing_to_annul"
    stamped(counter_desk)
    assert code(annul(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิด", "another")) == "nothing_to_annul"
    take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.HOLD, "รอ")
    assert code(annul(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิด")) == "nothing_to_annul"


def test_an_annulled_release_opens_the_next_round(counter_desk: Desk) -> None:
    stamped(counter_desk)
    confirm_release(counter_desk.counter, CHECKER, NUMBER)
    done(annul(counter_desk.counter, CHECKER, SUPERVISOR, NUMBER, "รถผิดคัน"))
    found = counter_desk.journal.permit_state(NUMBER)
    assert (found.state, found.round, found.irregularities) == (State.STAMPED, 2, ())
    released(counter_desk)
    assert counter_desk.journal.permit_state(NUMBER).release is not None


def test_of_two_releases_the_one_to_annul_has_to_be_named(counter_desk: Desk) -> None:
    stamped(counter_desk)
    first = released(counter_desk).act.act_id
    far = Chain("CP-9").act(ActKind.RELEASE, {"granted_by": "alone"}, after=first)
    counter_desk.journal.receive([FeedAct(1, far)])
    answer = annul(counter_desk.counter, CHECKER, SUPERVISOR, NUMBER, "ซ้ำ")
    assert answer == Refusal("several_releases", {"acts": f"{first}, {far.act_id}"})
    done(annul(counter_desk.counter, CHECKER, SUPERVISOR, NUMBER, "ซ้ำ", far.act_id))
    found = counter_desk.journal.permit_state(NUMBER)
    assert found.release is not None
    assert (found.release.act_id, found.round, state(counter_desk)) == (first, 1, State.RELEASED)


def test_a_seizure_is_taken_back_and_what_was_before_stands(counter_desk: Desk) -> None:
    stamped(counter_desk)
    take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.SEIZE, "ของผิดกฎหมาย")
    done(annul(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "ตรวจซ้ำแล้วถูกต้อง"))
    assert state(counter_desk) is State.STAMPED


def test_with_a_centre_the_stamps_authority_grants_its_annulment_once(ready: Town) -> None:
    act = done(annul(ready.ce.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิดใบ"))
    assert act.text("granted_by") == "centre"
    # The post has not heard of it, and can release nothing under the stamp that was taken back.
    assert code(confirm_release(ready.cp.counter, CHECKER, NUMBER)) == "stamp_withdrawn"
    assert even(ready) == 0
    assert ready.cp.journal.permit_state(NUMBER).stamp is None


def test_what_was_released_meanwhile_is_not_annulled_as_a_stamp(ready: Town) -> None:
    released(ready.cp)
    assert code(annul(ready.ce.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิดใบ")) == "released_meanwhile"
    assert state(ready.ce) is State.STAMPED


def test_a_lost_answer_is_asked_again_by_the_same_act(ready: Town) -> None:
    def lost(call: str) -> None:
        if call == "claim":
            raise Unreachable("the answer is lost")

    ready.ce_line.after = lost
    assert code(annul(ready.ce.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิดใบ")) == "no_right"
    assert state(ready.ce) is State.STAMPED
    ready.ce_line.after = lambda call: None
    done(annul(ready.ce.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิดใบ"))
    assert even(ready) == 0
    assert ready.cp.journal.permit_state(NUMBER).irregularities == ()


def test_red_passes_as_green_only_when_two_officers_say_so(counter_desk: Desk) -> None:
    give(counter_desk, permit(line="RED"))
    assert code(stamp(counter_desk.counter, INSPECTOR, NUMBER, GREEN)) == "second_needed_reroute"
    assert code(reroute(counter_desk.counter, INSPECTOR, None, NUMBER, "GREEN", "เอกสารครบ")) == "second_needed"
    assert code(reroute(counter_desk.counter, INSPECTOR, INSPECTOR, NUMBER, "GREEN", "เอกสารครบ")) == "same_officer"
    assert code(reroute(counter_desk.counter, INSPECTOR, CHECKER, NUMBER, "GREEN", "เอกสารครบ")) == "role"
    assert code(reroute(counter_desk.counter, CHECKER, SUPERVISOR, NUMBER, "GREEN", "เอกสารครบ")) == "role"
    assert code(reroute(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "GREEN", " ")) == "reason_needed"
    act = done(reroute(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "GREEN", "เอกสารครบ"))
    assert (act.text("from"), act.text("to"), act.text("second")) == ("RED", "GREEN", "anong")
    assert second_signature(act) is not None
    assert stamped(counter_desk).state.state is State.STAMPED


def test_what_is_made_stricter_needs_nobody_else(counter_desk: Desk) -> None:
    act = done(reroute(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "RED", "น้ำหนักน่าสงสัย"))
    assert (act.text("second"), second_signature(act)) == ("", None)
    assert code(stamp(counter_desk.counter, INSPECTOR, NUMBER, GREEN)) == "second_needed_reroute"
    with pytest.raises(ValueError, match="no line"):
        reroute(counter_desk.counter, INSPECTOR, None, NUMBER, "YELLOW", "x")


def test_an_inspection_that_was_begun_is_over_when_two_officers_make_the_permit_green(counter_desk: Desk) -> None:
    take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.INSPECT)
    done(reroute(counter_desk.counter, INSPECTOR, BOSS, NUMBER, "GREEN", "เอกสารครบ"))
    assert state(counter_desk) is State.PRESENTED
    stamped(counter_desk)
    assert code(reroute(counter_desk.counter, INSPECTOR, BOSS, NUMBER, "RED", "สาย")) == "not_now"


def test_a_redirected_stamp_leaves_by_its_new_post_alone(ready: Town) -> None:
    sent = redirect(ready.ce.counter, INSPECTOR, NUMBER, "CP-2", "ช่อง 1 ปิด")
    assert isinstance(sent, Redirected)
    assert sent.token.startswith("OA1:")
    assert code(confirm_release(ready.cp.counter, CHECKER, NUMBER)) == "stamp_withdrawn"
    assert even(ready) == 0
    assert code(confirm_release(ready.cp.counter, CHECKER, NUMBER)) == "wrong_post"
    found = ready.cp.journal.permit_state(NUMBER)
    assert found.stamp is not None
    assert (found.stamp.release_post, found.stamp.act_id, found.irregularities) == ("CP-2", sent.act.act_id, ())
    assert (found.stamp.officer, found.stamp.redirected_by) == ("somchai", "somchai")


def test_a_redirection_is_refused_for_its_own_reason(counter_desk: Desk) -> None:
    assert code(redirect(counter_desk.counter, INSPECTOR, NUMBER, "CP-2", "ปิด")) == "not_stamped_yet"
    stamped(counter_desk)
    assert code(redirect(counter_desk.counter, INSPECTOR, NUMBER, "CP-7", "ปิด")) == "unknown_post"
    assert code(redirect(counter_desk.counter, INSPECTOR, NUMBER, "CP-1", "ปิด")) == "unknown_post"
    assert code(redirect(counter_desk.counter, CHECKER, NUMBER, "CP-2", "ปิด")) == "role"
    assert code(redirect(counter_desk.counter, INSPECTOR, NUMBER, "CP-2", "")) == "reason_needed"


def test_who_redirected_a_stamp_may_not_confirm_its_release_either(counter_desk: Desk) -> None:
    both = officer("wanida", "supervisor", "checking_post", seed=11)
    stamped(counter_desk)
    assert isinstance(redirect(counter_desk.counter, both, NUMBER, "CP-2", "ปิด"), Redirected)
    assert code(confirm_release(counter_desk.counter, both, NUMBER)) == "same_officer"
    as_checker = officer("somchai", "checking_post", seed=2)
    assert code(confirm_release(counter_desk.counter, as_checker, NUMBER)) == "same_officer"
    released(counter_desk)


def test_the_verifier_knows_what_two_officers_signed(counter_desk: Desk) -> None:
    stamped(counter_desk)
    act = done(annul(counter_desk.counter, INSPECTOR, SUPERVISOR, NUMBER, "ผิดใบ"))
    kinds = {found.kind for found in check(counter_desk.journal.acts(), {}).defects if found.act_id == act.act_id}
    assert not kinds & {"second_missing", "second_same", "second_unsigned", "second_bad_signature"}
