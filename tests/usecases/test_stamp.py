"""Stamping: what is recorded, each refusal with nothing written, and the rule asked again at the last moment."""

from dataclasses import replace
from datetime import datetime

from officer_app.core.acts import ActKind, Mode, Subject
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome, State
from officer_app.core.ports import TokenSays
from officer_app.core.refusals import Refusal
from officer_app.core.rules import Rules
from officer_app.security.chain_keys import Registration
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.usecases.steps import take_step
from officer_app.workstation.tokens import token_reader
from tests.fakes import CHECKER, INSPECTOR, NUMBER, OTHER, SUPERVISOR, XRAYER, Desk, officer, permit
from tests.usecases.conftest import GREEN, Opener, done_at, give, stamped

RED = StampWish(Outcome.RED, "CP-2", "  ตรวจแล้ว\nครบถ้วน  ")
XRAY = StampWish(Outcome.XRAY, "CP-1", "")


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def test_a_green_permit_is_stamped(counter_desk: Desk) -> None:
    done = stamped(counter_desk)
    assert (done.act.kind, done.act.subject) == (ActKind.STAMP, Subject("permit", NUMBER, 1))
    assert (done.act.officer, done.act.key) == ("somchai", INSPECTOR.signer.key_id)
    assert done.act.fields == {
        "outcome": "green",
        "stamp_text": "Status 0309",
        "release_post": "CP-1",
        "findings": "",
        "line": "GREEN",
    }
    assert (done.state.state, done.state) == (State.STAMPED, counter_desk.journal.permit_state(NUMBER))
    assert done.token.startswith("OA1:")
    assert counter_desk.journal.token_of(done.act.act_id) == done.token


def test_the_code_of_a_stamp_says_what_was_stamped(counter_desk: Desk) -> None:
    done = stamped(counter_desk)
    key = INSPECTOR.signer
    known = {key.key_id: Registration("somchai", key.public_key, 1)}
    said = token_reader(Mode.SAMPLE, lambda: known)(done.token)
    assert isinstance(said, TokenSays)
    assert (said.permit, said.round, said.outcome, said.stamp_text) == (NUMBER, 1, "green", "Status 0309")
    assert (said.release_post, said.officer, said.act_hash) == ("CP-1", "somchai", done.act.hash.hex())
    assert token_reader(Mode.REAL, lambda: known)(done.token) == Refusal("sample_token")
    assert token_reader(Mode.SAMPLE, dict)(done.token) == Refusal("unknown_key")
    stolen = {key.key_id: Registration("malee", key.public_key, 1)}
    assert token_reader(Mode.SAMPLE, lambda: stolen)(done.token) == Refusal("forged_token")


def test_red_is_stamped_with_its_findings_and_xray_with_its_own_text(counter_desk: Desk) -> None:
    give(counter_desk, permit(line="RED", order="51"), permit(OTHER, line="RED", order="XRAY"))
    red = stamped(counter_desk, wish=RED)
    assert (red.act.text("findings"), red.act.text("stamp_text")) == ("ตรวจแล้ว ครบถ้วน", "Status 0309")
    assert red.act.text("release_post") == "CP-2"
    xray = stamped(counter_desk, XRAYER, OTHER, XRAY)
    assert (xray.act.text("stamp_text"), xray.act.officer) == ("X-Ray", "wichai")


def test_the_text_of_a_stamp_is_the_sites(counter_desk: Desk) -> None:
    rules = Rules(stamp_texts={"green": "ปล่อย", "red": "r", "xray": "x"})
    done = stamp(counter_desk.with_rules(rules), INSPECTOR, NUMBER, GREEN)
    assert isinstance(done, Stamped)
    assert done.act.text("stamp_text") == "ปล่อย"


def test_each_refusal_records_nothing(counter_desk: Desk) -> None:
    give(
        counter_desk,
        permit("9911A0000011", state="cancelled"),
        permit("9911A0000012", state="loaded"),
        permit("9911A0000013", state="held"),
        permit("9911A0000014", line="RED"),
        permit("9911A0000015", order="XRAY"),
    )
    counter = counter_desk.counter
    wrong_post = replace(GREEN, release_post="CP-9\x00")
    endless = StampWish(Outcome.RED, "CP-1", "ก" * 300_000)
    asked = [
        ("role", stamp(counter, CHECKER, NUMBER, GREEN)),
        ("role", stamp(counter, SUPERVISOR, NUMBER, GREEN)),
        ("role", stamp(counter, XRAYER, NUMBER, GREEN)),
        ("unknown_number", stamp(counter, INSPECTOR, OTHER, GREEN)),
        ("bad_format", stamp(counter, INSPECTOR, "9913A0000001", GREEN)),
        ("unreadable", stamp(counter, INSPECTOR, "", GREEN)),
        ("cancelled", stamp(counter, INSPECTOR, "9911A0000011", GREEN)),
        ("already_loaded", stamp(counter, INSPECTOR, "9911A0000012", GREEN)),
        ("held", stamp(counter, INSPECTOR, "9911A0000013", GREEN)),
        ("second_needed_reroute", stamp(counter, INSPECTOR, "9911A0000014", GREEN)),
        ("second_needed_reroute", stamp(counter, INSPECTOR, "9911A0000015", GREEN)),
        ("findings_needed", stamp(counter, INSPECTOR, NUMBER, replace(RED, findings="\u200b \n"))),
        ("words_too_long", stamp(counter, INSPECTOR, NUMBER, endless)),
        ("unknown_post", stamp(counter, INSPECTOR, NUMBER, wrong_post)),
    ]
    assert [code(answer) for _, answer in asked] == [wanted for wanted, _ in asked]
    assert done_at(counter_desk) == []
    post = asked[-1][1]
    assert isinstance(post, Refusal)
    assert post.params["post"].isprintable()


def test_a_stamped_permit_is_not_stamped_again_and_the_earlier_stamp_is_shown(counter_desk: Desk) -> None:
    stamped(counter_desk)
    again = stamp(counter_desk.counter, officer("anan", "inspection"), NUMBER, GREEN)
    assert isinstance(again, Refusal)
    assert (again.code, again.params["officer"], again.params["station"]) == ("already_stamped", "somchai", "CE-1")
    assert len(counter_desk.journal.acts()) == 1


def test_what_another_desk_did_since_the_look_is_seen_at_the_last_moment(opening: Opener) -> None:
    here, beside = opening(), opening()
    give(here, permit())

    def meanwhile() -> datetime:
        # Asked while the act is written up: the state was read already, the transaction has not begun.
        if not beside.journal.acts():
            stamped(beside)
        return beside.counter.clock()

    answer = stamp(replace(here.counter, clock=meanwhile), officer("anan", "inspection"), NUMBER, GREEN)
    assert code(answer) == "already_stamped"
    assert len(here.journal.acts()) == 1


def test_a_hold_that_came_since_the_look_stops_the_stamp(opening: Opener) -> None:
    here, beside = opening(), opening()
    give(here, permit())

    def meanwhile() -> datetime:
        if not beside.journal.acts():
            take_step(beside.counter, SUPERVISOR, NUMBER, ActKind.HOLD, "รอเอกสาร")
        return beside.counter.clock()

    answer = stamp(replace(here.counter, clock=meanwhile), INSPECTOR, NUMBER, GREEN)
    assert code(answer) == "held"
    assert here.journal.permit_state(NUMBER).stamp is None


def test_standing_alone_the_round_is_complete(counter_desk: Desk) -> None:
    stamped(counter_desk)
    done = confirm_release(counter_desk.counter, CHECKER, NUMBER)
    assert isinstance(done, Released)
    assert (done.granted_by, done.state.state) == ("alone", State.RELEASED)
    assert code(stamp(counter_desk.counter, INSPECTOR, NUMBER, GREEN)) == "already_released"


def test_a_stamp_whose_code_cannot_be_made_stands_without_one(counter_desk: Desk) -> None:
    plain = replace(counter_desk.counter, issue_token=lambda act, signer: "")
    done = stamp(plain, INSPECTOR, NUMBER, GREEN)
    assert isinstance(done, Stamped)
    assert (done.token, counter_desk.journal.token_of(done.act.act_id)) == ("", "")
