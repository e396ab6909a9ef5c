"""Stamps from paper: only of what nobody has a record of, marked, compared when it comes, released by consent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome, State
from officer_app.core.on_paper import differences, paper_fields
from officer_app.core.ports import FeedRecord, Unreachable
from officer_app.core.records import DeclarationLine, Permit
from officer_app.core.refusals import Refusal
from officer_app.usecases.annul import annul
from officer_app.usecases.confirm_release import Released, confirm_release
from officer_app.usecases.look_up import Found, look_up
from officer_app.usecases.match_paper import match, match_own, waiting
from officer_app.usecases.reroute import Redirected, redirect
from officer_app.usecases.stamp import stamp
from officer_app.usecases.stamp_from_paper import FromPaper, stamp_from_paper
from officer_app.usecases.steps import take_step
from tests.fakes import CHECKER, INSPECTOR, NUMBER, OTHER, SUPERVISOR, Desk, officer, permit, record
from tests.usecases.conftest import GREEN, Town, even, give

SHEET = permit(OTHER, container_no="PCIU3591458", hawb="CTI0012")
WHY = "ระบบล่ม ใช้เอกสารกระดาษ"


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


def pressed(at: Desk, sheet: Permit = SHEET) -> FromPaper:
    done = stamp_from_paper(at.counter, INSPECTOR, sheet, GREEN, WHY)
    assert isinstance(done, FromPaper), done
    return done


def comes(at: Desk, made: Permit) -> None:
    """The customs computer's record of the sheet arrives."""
    at.mirror.apply([FeedRecord(at.mirror.records_cursor() + 1, record(made, at.counter.clock(), "core"))])


def test_what_was_keyed_is_in_the_act_and_found_again_with_its_mark(counter_desk: Desk) -> None:
    done = pressed(counter_desk)
    assert (done.asked, done.state.state, done.act.text("reason")) == ("alone", State.STAMPED, WHY)
    assert done.state.stamp is not None
    assert done.state.stamp.unverified
    assert counter_desk.journal.token_of(done.act.act_id) == ""
    found = look_up(counter_desk.counter, OTHER)
    assert isinstance(found, Found)
    assert (found.provenance, found.permit.container_no, found.permit.packages) == ("paper", "PCIU3591458", 12)
    assert counter_desk.mirror.find(OTHER) == []


@pytest.mark.parametrize(
    ("wish", "reason", "wanted"),
    [
        (GREEN, " ", "reason_needed"),
        (StampWish(Outcome.RED, "CP-1"), WHY, "findings_needed"),
        (StampWish(Outcome.GREEN, "CP-77"), WHY, "unknown_post"),
    ],
)
def test_the_rules_of_a_stamp_hold_for_paper_too(counter_desk: Desk, wish: StampWish, reason: str, wanted: str) -> None:
    assert code(stamp_from_paper(counter_desk.counter, INSPECTOR, SHEET, wish, reason)) == wanted
    assert code(stamp_from_paper(counter_desk.counter, CHECKER, SHEET, GREEN, WHY)) == "role"
    red = replace(SHEET, line="RED")
    assert code(stamp_from_paper(counter_desk.counter, INSPECTOR, red, GREEN, WHY)) == "second_needed_reroute"
    assert counter_desk.journal.acts() == []


def test_what_has_a_record_is_not_stamped_from_paper_and_not_twice(counter_desk: Desk) -> None:
    assert code(stamp_from_paper(counter_desk.counter, INSPECTOR, permit(), GREEN, WHY)) == "record_known"
    pressed(counter_desk)
    assert code(stamp_from_paper(counter_desk.counter, INSPECTOR, SHEET, GREEN, WHY)) == "already_stamped"


def test_alone_it_leaves_only_when_another_officer_a_supervisor_agrees(counter_desk: Desk) -> None:
    boss = officer("somchai", "supervisor", seed=2)
    pressed(counter_desk)
    assert code(confirm_release(counter_desk.counter, CHECKER, OTHER)) == "unverified"
    assert code(take_step(counter_desk.counter, INSPECTOR, OTHER, ActKind.CONSENT, "ดูแล้ว")) == "role"
    assert code(take_step(counter_desk.counter, boss, OTHER, ActKind.CONSENT, "ดูแล้ว")) == "same_officer"
    assert isinstance(take_step(counter_desk.counter, SUPERVISOR, OTHER, ActKind.CONSENT, "ดูแล้ว"), Act)
    assert isinstance(confirm_release(counter_desk.counter, CHECKER, OTHER), Released)


def test_a_consent_is_for_the_stamp_that_stood_and_for_no_later_one(counter_desk: Desk) -> None:
    pressed(counter_desk)
    take_step(counter_desk.counter, SUPERVISOR, OTHER, ActKind.CONSENT, "ดูแล้ว")
    annul(counter_desk.counter, INSPECTOR, SUPERVISOR, OTHER, "ผิดใบ")
    pressed(counter_desk)
    assert code(confirm_release(counter_desk.counter, CHECKER, OTHER)) == "unverified"


def test_a_record_that_agrees_makes_it_a_stamp_like_any_other(counter_desk: Desk) -> None:
    pressed(counter_desk)
    assert [(each.permit, each.came) for each in waiting(counter_desk.counter)] == [(OTHER, False)]
    assert match(counter_desk.counter, INSPECTOR) == []
    comes(counter_desk, SHEET)
    made = match(counter_desk.counter, INSPECTOR)
    assert isinstance(made, list)
    assert [(act.kind, act.fields["agrees"]) for act in made] == [("match", True)]
    assert (waiting(counter_desk.counter), match(counter_desk.counter, INSPECTOR)) == ([], [])
    state = counter_desk.journal.permit_state(OTHER)
    assert (state.matched, state.irregularities) == ("agrees", ())
    assert isinstance(confirm_release(counter_desk.counter, CHECKER, OTHER), Released)


def test_a_record_that_differs_is_flagged_with_both_sides_and_stops_the_release(counter_desk: Desk) -> None:
    pressed(counter_desk)
    comes(counter_desk, replace(SHEET, container_no="TEXU3955311"))
    assert waiting(counter_desk.counter)[0].differences == ("container_no: PCIU3591458 / TEXU3955311",)
    match(counter_desk.counter, INSPECTOR)
    state = counter_desk.journal.permit_state(OTHER)
    assert [each.kind for each in state.irregularities] == ["record_differs"]
    refusal = confirm_release(counter_desk.counter, CHECKER, OTHER)
    assert refusal == Refusal("record_differs", {"what": "container_no: PCIU3591458 / TEXU3955311"})
    take_step(counter_desk.counter, SUPERVISOR, OTHER, ActKind.CONSENT, "ดูตู้แล้ว")
    assert isinstance(confirm_release(counter_desk.counter, CHECKER, OTHER), Released)


def test_the_workstation_compares_its_own_stamps_itself_once_and_with_its_own_key(town: Town) -> None:
    pressed(town.ce)
    station = officer("the workstation", seed=9).signer
    assert match_own(town.ce.counter, station) == []
    even(town)
    for at in (town.ce, town.cp):
        comes(at, replace(SHEET, container_no="TEXU3955311"))
    assert match_own(town.cp.counter, station) == [], "the stamp is not the checking post's"
    (act,) = match_own(town.ce.counter, station)
    assert (act.officer, act.key, act.fields["agrees"]) == ("", station.key_id, False)
    assert match_own(town.ce.counter, station) == []
    even(town)
    assert [case.kind for case in town.centre.rights.cases.values()] == ["record_differs"]
    assert code(confirm_release(town.cp.counter, CHECKER, OTHER)) == "record_differs"


def test_a_stamp_taken_back_before_its_record_came_is_compared_with_nothing(counter_desk: Desk) -> None:
    pressed(counter_desk)
    assert match_own(counter_desk.counter, INSPECTOR.signer) == []
    annul(counter_desk.counter, INSPECTOR, SUPERVISOR, OTHER, "ผิดใบ")
    comes(counter_desk, SHEET)
    assert match_own(counter_desk.counter, INSPECTOR.signer) == []
    assert counter_desk.journal.permit_state(OTHER).irregularities == ()


def test_a_stamp_from_paper_sent_to_another_post_still_waits_for_its_record(counter_desk: Desk) -> None:
    pressed(counter_desk)
    assert isinstance(redirect(counter_desk.counter, INSPECTOR, OTHER, "CP-2", "ประตูปิด"), Redirected)
    assert [each.permit for each in waiting(counter_desk.counter)] == [OTHER]
    comes(counter_desk, replace(SHEET, container_no="TEXU3955311"))
    (act,) = match_own(counter_desk.counter, INSPECTOR.signer)
    assert act.text("differences") == "container_no: PCIU3591458 / TEXU3955311"
    assert counter_desk.journal.permit_state(OTHER).matched == "differs"


def test_very_many_differences_are_cut_short_and_hold_up_nobody(counter_desk: Desk) -> None:
    many = tuple(DeclarationLine(f"A012199110{place:04}", 12, "CT", 1000) for place in range(400))
    pressed(counter_desk)
    comes(counter_desk, replace(SHEET, declarations=many))
    made = match(counter_desk.counter, INSPECTOR)
    assert isinstance(made, list)
    assert [len(act.text("differences")) for act in made] == [counter_desk.counter.rules.longest_words]


def test_the_centre_is_asked_first_and_what_it_knows_is_stamped_as_usual(town: Town) -> None:
    give(town.ce, permit())
    done = pressed(town.ce)
    assert done.asked == "unknown"
    town.centre.load([record(permit("9911A0000077"), provenance="core")])
    known = stamp_from_paper(town.ce.counter, INSPECTOR, permit("9911A0000077"), GREEN, WHY)
    assert known == Refusal("record_on_its_way", {"number": "9911A0000077"})


def test_cut_off_it_is_recorded_and_leaves_only_with_the_centres_consent(town: Town) -> None:
    def cut(call: str) -> None:
        raise Unreachable("no line")

    town.ce_line.before = cut
    assert pressed(town.ce).asked == "unreachable"
    town.ce_line.before = lambda call: None
    even(town)
    # The checking post knows the permit by the act alone.
    assert code(confirm_release(town.cp.counter, CHECKER, OTHER)) == "unverified"
    town.centre.load([record(SHEET, provenance="core")])
    assert isinstance(confirm_release(town.cp.counter, CHECKER, OTHER), Released)


def test_a_permit_known_from_its_sheet_is_not_stamped_again_as_if_it_had_a_record(counter_desk: Desk) -> None:
    pressed(counter_desk)
    annul(counter_desk.counter, INSPECTOR, SUPERVISOR, OTHER, "ผิดใบ")
    assert code(stamp(counter_desk.counter, INSPECTOR, OTHER, GREEN)) == "only_on_paper"
    assert pressed(counter_desk).state.state is State.STAMPED


def test_blank_fields_agree_and_spelling_does_not_matter() -> None:
    theirs = replace(SHEET, vehicle="70-1234", hawb="cti-0012", flight="TG0621")
    assert differences(SHEET, theirs) == ()
    other = replace(theirs, declarations=(DeclarationLine("A0121991100999", 12, "CT", 250_500),))
    assert differences(SHEET, other) == ("declarations: A0121991100123 / A0121991100999",)
    lighter = replace(theirs, declarations=(DeclarationLine("A0121991100123", 11, "CT", 250_400),))
    assert differences(SHEET, lighter) == (
        "A0121991100123 packages: 12 / 11",
        "A0121991100123 gross_weight_g: 250500 / 250400",
    )


def test_what_is_keyed_stands_in_a_signed_act_whatever_its_letters(counter_desk: Desk) -> None:
    odd = replace(SHEET, company_name="บริษัท\u0007 e\u0301\n ก")
    assert paper_fields(odd)["company_name"] == "บริษัท é  ก"
    pressed(counter_desk, odd)
    counter_desk.later(timedelta(days=1).total_seconds())
    found = look_up(counter_desk.counter, OTHER)
    assert isinstance(found, Found)
    assert found.permit.company_name == "บริษัท é  ก"
    assert counter_desk.mirror.find(NUMBER) != []
