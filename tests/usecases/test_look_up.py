"""Look-up: every kind of number has its answer, and no text at all raises."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from officer_app.core.export import State
from officer_app.core.journal import CLOCK_OFFSET
from officer_app.core.numbers import Kind
from officer_app.core.ports import TokenSays
from officer_app.core.records import Permit, Record, permit_to_doc
from officer_app.core.refusals import Refusal
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.look_up import Ambiguous, Found, FoundOther, NotRead, Several, Unknown, look_up
from tests.fakes import CHECKER, INSPECTOR, NOW, NUMBER, OTHER, Desk, permit, record
from tests.usecases.conftest import Town, even, give, stamped

WHOLE = permit(mawb="020-12345675", hawb="CTI-0001", container_no="ZZZU0000155", vehicle="70-1234", trailer="2ฒฆ 4321")


def found(at: Desk, text: str) -> Found:
    answer = look_up(at.counter, text)
    assert isinstance(answer, Found)
    return answer


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (NUMBER, Kind.PERMIT),
        (" 9911-a-0000001 \r\n", Kind.PERMIT),
        ("*9911A0000001*", Kind.PERMIT),
        ("]C09911A0000001", Kind.PERMIT),
        ("A012-1-9911-00123", Kind.DECLARATION),
        ("020 1234 5675", Kind.MAWB),
        ("cti0001", Kind.HAWB),
        ("ZZZU 000015 5", Kind.CONTAINER),
        ("2ฒฆ 4321", Kind.PLATE),
    ],
)
def test_a_permit_is_found_by_each_number_on_its_papers(counter_desk: Desk, text: str, kind: Kind) -> None:
    give(counter_desk, WHOLE)
    answer = found(counter_desk, text)
    assert (answer.reading.kind, answer.reading.raw) == (kind, text)
    assert (answer.permit, answer.state.state, answer.due) == (WHOLE, State.ISSUED, "green")
    assert (answer.provenance, answer.as_of) == ("sample", NOW)
    assert find_permit(counter_desk.counter, text) == WHOLE


def test_six_digits_are_a_plate_or_a_waybill_and_somebody_says_which(counter_desk: Desk) -> None:
    both = permit(OTHER, hawb="701234", vehicle="70 1234")
    give(counter_desk, WHOLE, both)
    transit = Record("transit", "A0201991100077", "{}", "sample", NOW, keys={"701234": "plate"})
    counter_desk.mirror.load([transit])
    answer = look_up(counter_desk.counter, "70-1234")
    assert isinstance(answer, Ambiguous)
    # What cannot be told of a record of another kind is not left out.
    ways = [(each.kind, sorted(each.numbers)) for each in answer.choices]
    assert ways == [(Kind.PLATE, [NUMBER, OTHER, transit.number]), (Kind.HAWB, [OTHER, transit.number])]
    refused = find_permit(counter_desk.counter, "701234")
    assert isinstance(refused, Refusal)
    assert refused.code == "ambiguous"


def test_what_was_said_of_a_number_narrows_it_and_nothing_else(counter_desk: Desk) -> None:
    give(counter_desk, WHOLE, permit(OTHER, hawb="701234"))
    for kind, number in ((Kind.PLATE, NUMBER), (Kind.HAWB, OTHER)):
        answer = look_up(counter_desk.counter, "701234", kind=kind)
        assert isinstance(answer, Found)
        assert (answer.permit.number, answer.reading.kind, answer.reading.warnings) == (number, kind, ())
    assert isinstance(look_up(counter_desk.counter, "701234", kind=Kind.PERMIT), Ambiguous)
    assert isinstance(look_up(counter_desk.counter, NUMBER, kind=Kind.HAWB), Found)
    assert isinstance(look_up(counter_desk.counter, "990001", kind=Kind.HAWB), Unknown)


UNKNOWN = {
    "9911A0000099": ("permit", "unknown_number"),
    "119099110001": ("manual_permit", "unknown_number"),
    "A0121991199999": ("declaration", "unknown_number"),
    "49012991100001": ("manual_declaration", "unknown_number"),
    "02012345675": ("mawb", "unknown_number"),
    "HAWB7": ("hawb", "unknown_number"),
    "ZZZU0000155": ("container", "unknown_number"),
    "0105599000014": ("tax_id", "unknown_number"),
    "1กก1234": ("plate", "unknown_number"),
    "OB1:badge": ("badge", "unknown_number"),
    "OC1:command": ("command", "unknown_number"),
    "|0994000\r1234\r5678\r100": ("bill", "unknown_number"),
    "9913A0000001": ("unknown", "bad_format"),
    "สวัสดี": ("unknown", "bad_format"),
    "oa1:lower": ("unknown", "bad_format"),
    "X" * 60: ("unknown", "bad_format"),
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_nobody_knows_is_said_so_and_why(counter_desk: Desk, text: str) -> None:
    answer = look_up(counter_desk.counter, text)
    assert isinstance(answer, Unknown)
    assert (answer.reading.kind, answer.refusal.code) == UNKNOWN[text]
    assert len(answer.refusal.params["number"]) < 60
    assert answer.refusal.params["number"].isprintable()
    assert find_permit(counter_desk.counter, text) == answer.refusal


@pytest.mark.parametrize("text", ["", " \r\n", "\0", "9911A\x010000001", "\ud800", "x" * 5000, "---"])
def test_what_is_no_number_is_not_read(counter_desk: Desk, text: str) -> None:
    answer = look_up(counter_desk.counter, text)
    assert isinstance(answer, NotRead)
    assert answer.refusal.code == "unreadable"
    assert find_permit(counter_desk.counter, text) == answer.refusal


def test_a_number_of_several_permits_lets_the_officer_choose(counter_desk: Desk) -> None:
    give(counter_desk, permit(mawb="02012345675"), permit(OTHER, mawb="02012345675"))
    answer = look_up(counter_desk.counter, "02012345675")
    assert isinstance(answer, Several)
    assert sorted(answer.numbers) == [NUMBER, OTHER]
    refusal = find_permit(counter_desk.counter, "02012345675")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "several"
    assert NUMBER in refusal.params["numbers"]


def test_a_number_of_ones_own_outranks_the_same_text_elsewhere(counter_desk: Desk) -> None:
    give(counter_desk, permit(), permit(OTHER, hawb=NUMBER))
    assert found(counter_desk, NUMBER).permit.number == NUMBER


def test_a_transit_declaration_is_found_as_what_it_is(counter_desk: Desk) -> None:
    counter_desk.mirror.load([Record("transit", "A0112991100002", "{}", "sample", NOW)])
    answer = look_up(counter_desk.counter, "A0112991100002")
    assert isinstance(answer, FoundOther)
    assert answer.record.kind == "transit"
    refusal = find_permit(counter_desk.counter, "A0112991100002")
    assert refusal == Refusal("not_a_permit", {"number": "A0112991100002"})


BROKEN = {
    "no JSON": "{",
    "a list": "[]",
    "no declarations": '{"number":"9911A0000001","line":"","state":"issued"}',
    "another permit's": permit_to_doc(permit(OTHER)),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_record_that_cannot_be_read_is_said_so_and_nothing_is_done_on_it(counter_desk: Desk, kind: str) -> None:
    counter_desk.mirror.load([Record("permit", NUMBER, BROKEN[kind], "sample", NOW + timedelta(seconds=1))])
    answer = look_up(counter_desk.counter, NUMBER)
    assert isinstance(answer, NotRead)
    assert (
        answer.refusal == find_permit(counter_desk.counter, NUMBER) == Refusal("record_unreadable", {"number": NUMBER})
    )


def test_the_verbs_are_those_of_who_asks(counter_desk: Desk) -> None:
    assert found(counter_desk, NUMBER).may == []
    answer = look_up(counter_desk.counter, NUMBER, INSPECTOR.person)
    assert isinstance(answer, Found)
    assert answer.may == ["stamp_green", "stamp_red", "stamp_xray"]
    stamped(counter_desk)
    answer = look_up(counter_desk.counter, NUMBER, CHECKER.person)
    assert isinstance(answer, Found)
    assert (answer.may, answer.due) == (["release"], "release")


def test_the_age_of_the_data_is_told_and_unknown_where_there_was_no_contact(counter_desk: Desk) -> None:
    assert found(counter_desk, NUMBER).data_age_s is None
    counter_desk.mirror.contacted(counter_desk.counter.clock())
    counter_desk.later(75)
    assert found(counter_desk, NUMBER).data_age_s == 75
    unknown = look_up(counter_desk.counter, OTHER)
    assert isinstance(unknown, Unknown)
    assert unknown.data_age_s == 75
    counter_desk.later(-1000)
    assert found(counter_desk, NUMBER).data_age_s == 0


@pytest.mark.parametrize("days", [-3, 3])
def test_the_age_of_the_data_is_told_by_the_centres_clock_not_by_ours(counter_desk: Desk, days: int) -> None:
    ahead = timedelta(days=days)
    counter_desk.journal.keep_value(CLOCK_OFFSET, str(ahead // timedelta(milliseconds=1)))
    counter_desk.mirror.contacted(counter_desk.counter.clock() + ahead)
    counter_desk.later(75)
    assert found(counter_desk, NUMBER).data_age_s == 75


def test_a_look_up_records_nothing(counter_desk: Desk) -> None:
    for text in (NUMBER, OTHER, "", "OA1:x"):
        look_up(counter_desk.counter, text, INSPECTOR.person)
    assert counter_desk.journal.acts() == []


def test_a_stamp_code_that_is_believed_leads_to_its_permit(counter_desk: Desk) -> None:
    says = TokenSays(NUMBER, 1, "green", "Status 0309", "CP-1", "somchai", NOW, "00" * 32)
    believing = replace(counter_desk.counter, read_token=lambda text: says)
    answer = look_up(believing, "OA1:BELIEVED")
    assert isinstance(answer, Found)
    assert (answer.reading.kind, answer.reading.number, answer.permit.number) == (Kind.TOKEN, NUMBER, NUMBER)


@pytest.mark.parametrize("code", ["forged_token", "unknown_key", "not_a_token", "sample_token"])
def test_a_stamp_code_that_is_not_believed_is_refused_for_its_reason(counter_desk: Desk, code: str) -> None:
    doubting = replace(counter_desk.counter, read_token=lambda text: Refusal(code))
    answer = look_up(doubting, "OA1:" + "X" * 500)
    assert isinstance(answer, NotRead)
    assert answer.refusal == Refusal(code)
    assert len(answer.raw) < 40


HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="0123456789ABCDEFU-*]C\r\n\x1d|: "),
    st.builds("".join, st.tuples(st.sampled_from(["OA1:", "OB1:", "OC1:", "|", "]C0", "\\000026"]), st.text())),
    st.binary().map(lambda data: data.decode("utf-8", "surrogateescape")),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
@example("'; DROP TABLE record; --")
@example("%s%n{0}{number}")
def test_no_text_raises(counter_desk: Desk, text: str) -> None:
    answer = look_up(counter_desk.counter, text, INSPECTOR.person)
    permit_or_not = find_permit(counter_desk.counter, text)
    assert isinstance(permit_or_not, Permit) == isinstance(answer, Found)


def test_nothing_in_the_mirror_is_harmed_by_what_was_asked(counter_desk: Desk) -> None:
    counter_desk.mirror.load([record(permit(OTHER))])
    look_up(counter_desk.counter, "' OR 1=1 --")
    assert counter_desk.mirror.count("permit") == 2


def test_what_is_not_found_while_the_copy_of_the_centre_s_data_is_missing_is_said_so_and_not_called_unknown(
    town: Town,
) -> None:
    assert town.ce.mirror.last_contact() is None
    asked = look_up(town.ce.counter, OTHER)
    assert isinstance(asked, Unknown)
    assert (asked.refusal.code, asked.data_age_s) == ("data_missing", None)
    refused = find_permit(town.ce.counter, OTHER)
    assert isinstance(refused, Refusal)
    assert refused.code == "data_missing"
    even(town)
    asked = look_up(town.ce.counter, OTHER)
    assert isinstance(asked, Unknown)
    assert asked.refusal.code == "unknown_number"
