"""Importing records, the time line of a permit, and the record that a paper was made."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import Act, ActKind, Mode, Subject
from officer_app.core.kinds import KINDS as TABLE
from officer_app.core.ports import FeedAct, FeedRecord
from officer_app.core.records import Match, Provenance, Record
from officer_app.core.refusals import Refusal
from officer_app.texts import Texts
from officer_app.usecases.confirm_release import confirm_release
from officer_app.usecases.import_records import import_permits, import_records, permit_records, provenance_of
from officer_app.usecases.note_refusal import FACTS
from officer_app.usecases.record_print import Paper, record_print
from officer_app.usecases.search import Matches, search
from officer_app.usecases.steps import take_step
from officer_app.usecases.track import KINDS, TimeLine, track
from tests.fakes import CE_1, CHECKER, INSPECTOR, NOW, NUMBER, OTHER, SUPERVISOR, Chain, Desk, officer, permit, record
from tests.usecases.conftest import Opener, give, stamped

TEXTS = Texts.load(Path(__file__).resolve().parents[2] / "resources" / "texts")
PAPER = Paper("stamp-slip", "0.1", "ab" * 32, 1, certified=False)


def test_imported_permits_are_found_by_all_their_numbers_and_marked_as_the_workstations(counter_desk: Desk) -> None:
    assert import_permits(counter_desk.counter, [permit(OTHER, hawb="CTI0001")]) == 1
    found = counter_desk.mirror.find("CTI0001")
    assert [(each.number, each.provenance, each.as_of) for each in found] == [(OTHER, "sample", NOW)]


@pytest.mark.parametrize(
    ("mode", "marked"),
    [(Mode.REAL, "counter"), (Mode.SAMPLE, "sample"), (Mode.TRAINING, "sample")],
)
def test_no_file_makes_a_record_of_the_customs_computer(opening: Opener, mode: Mode, marked: str) -> None:
    desk = opening(replace(CE_1, mode=mode))
    import_permits(desk.counter, [permit()])
    assert desk.mirror.find(NUMBER)[0].provenance == provenance_of(mode) == marked


def test_an_import_leaves_alone_what_the_customs_computer_said_and_counts_only_what_it_took(opening: Opener) -> None:
    desk = opening()
    desk.mirror.apply([FeedRecord(1, record(permit(state="cancelled"), NOW, "core"))])
    desk.later(3600)
    assert import_permits(desk.counter, [permit(), permit(OTHER)]) == 1
    assert '"state":"cancelled"' in desk.mirror.find(NUMBER)[0].doc


def test_importing_again_changes_nothing(counter_desk: Desk) -> None:
    made = [permit(f"9911A00001{place:02d}") for place in range(3)]
    assert import_permits(counter_desk.counter, made) == import_permits(counter_desk.counter, made) == 3
    assert counter_desk.mirror.count("permit") == 4
    assert import_permits(counter_desk.counter, []) == 0


def test_records_of_other_kinds_are_taken_as_they_are(counter_desk: Desk) -> None:
    transit = Record("transit", "A0112991100002", '{"decl_no":"A0112991100002"}', "sample", NOW)
    assert import_records(counter_desk.counter, [transit]) == 1
    assert counter_desk.mirror.find("A0112991100002") == [transit]


def test_permits_become_records_with_their_keys() -> None:
    made = permit_records([permit(mawb="02012345675")], Provenance.CORE, NOW)
    assert made == [record(permit(mawb="02012345675"), NOW, "core")]
    assert made[0].keys["02012345675"] == "mawb"


def line_of(at: Desk) -> TimeLine:
    found = track(at.counter, NUMBER)
    assert isinstance(found, TimeLine)
    return found


def test_the_time_line_tells_all_that_was_done_first_things_first(counter_desk: Desk) -> None:
    assert line_of(counter_desk).events == ()
    for kind, by in ((ActKind.INSPECT, INSPECTOR), (ActKind.HOLD, CHECKER), (ActKind.UNHOLD, SUPERVISOR)):
        counter_desk.later(60)
        assert isinstance(take_step(counter_desk.counter, by, NUMBER, kind, "รอเอกสาร"), Act)
    counter_desk.later(-7200)
    take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.XRAY_SEND)
    found = line_of(counter_desk)
    assert [event.status for event in found.events] == ["inspect", "hold", "unhold", "xray_send"]
    assert found.events[1].by == "malee @ CE-1"
    assert found.events[1].params["reason"] == "รอเอกสาร"
    assert found.events[0].at == "2026-11-21T03:05:05.000000Z"
    assert found.events[3].at < found.events[0].at


def test_every_event_has_its_words_in_both_languages_and_a_newer_versions_too(counter_desk: Desk) -> None:
    stamped(counter_desk)
    confirm_release(counter_desk.counter, CHECKER, NUMBER)
    record_print(counter_desk.counter, INSPECTOR, Subject("permit", NUMBER), PAPER)
    counter_desk.journal.receive([FeedAct(1, Chain("CP-9").act("teleported", after="nowhere"))])
    said = [TEXTS.both(event.words, **event.params) for event in line_of(counter_desk).events]
    assert len(said) == 4
    assert any("Status 0309" in each.th and "Status 0309" in each.en for each in said)
    assert any("newer version" in each.en for each in said)


def test_every_kind_of_a_time_line_has_words_of_its_own() -> None:
    unknown = TEXTS.both("track.unknown")
    assert {kind for kind, row in TABLE.items() if row.about & {"permit", "transit"}} == KINDS
    assert all(TEXTS.both(f"track.{kind}") != unknown for kind in KINDS)
    assert all(TEXTS.both(f"track.refuse_{code}") != unknown for code in FACTS)


def test_what_the_centre_placed_comes_in_its_order_whatever_the_clocks_said(counter_desk: Desk) -> None:
    early, late = Chain("CP-8"), Chain("CP-9")
    first = late.act(ActKind.HOLD, {"reason": "ก"}, at=NOW + timedelta(hours=5))
    second = early.act(ActKind.UNHOLD, {"reason": "ข"}, at=NOW - timedelta(hours=5))
    take_step(counter_desk.counter, INSPECTOR, NUMBER, ActKind.PRESENT)
    counter_desk.journal.receive([FeedAct(1, first), FeedAct(2, second)])
    assert [event.status for event in line_of(counter_desk).events] == ["hold", "unhold", "present"]


def test_a_part_of_a_number_gives_its_time_line_or_the_list_of_what_it_may_be(counter_desk: Desk) -> None:
    give(counter_desk, permit(hawb="CTI0012"), permit(OTHER, hawb="CTI0013"))
    take_step(counter_desk.counter, INSPECTOR, OTHER, ActKind.PRESENT)
    found = track(counter_desk.counter, "i-0013")
    assert isinstance(found, TimeLine)
    assert (found.number, [event.status for event in found.events]) == (OTHER, ["present"])
    several = track(counter_desk.counter, "CTI001")
    assert isinstance(several, Matches)
    assert [match.number for match in several.matches] == [NUMBER, OTHER]
    assert track(counter_desk.counter, "ZZZ9") == Refusal("unknown_number", {"number": "ZZZ9"})


def test_a_search_gives_no_more_than_asked_for_and_says_that_there_is_more(counter_desk: Desk) -> None:
    give(counter_desk, permit(), permit(OTHER))
    assert search(counter_desk.counter, "9911 A0", 1) == Matches(
        "9911A0", (Match(NUMBER, "permit", NUMBER, "permit"),), more=True
    )
    both = search(counter_desk.counter, "9911A0", 2)
    assert isinstance(both, Matches)
    assert (len(both.matches), both.more) == (2, False)
    assert search(counter_desk.counter, " 9-9 ") == Refusal("part_too_short", {"min": "3"})
    assert search(counter_desk.counter, "9" * 500) == Matches("9" * 40, (), more=False)


def test_a_transit_case_has_its_time_line_under_its_own_number(counter_desk: Desk) -> None:
    counter_desk.journal.receive(
        [
            FeedAct(
                1, Chain("MS-1").act(ActKind.TRANSIT_RECEIVE, {"applicant": "x"}, number="MS-2599/1", about="transit")
            )
        ]
    )
    found = track(counter_desk.counter, " MS-2599/1 ")
    assert isinstance(found, TimeLine)
    assert [event.words for event in found.events] == ["track.transit_receive"]


def test_there_is_no_time_line_of_what_is_unknown(counter_desk: Desk) -> None:
    assert track(counter_desk.counter, OTHER) == Refusal("unknown_number", {"number": OTHER})


def test_a_paper_is_recorded_with_what_it_was_and_changes_no_state(counter_desk: Desk) -> None:
    act = record_print(counter_desk.counter, INSPECTOR, Subject("permit", NUMBER), PAPER)
    assert isinstance(act, Act)
    said = {"form": "stamp-slip", "version": "0.1", "sha256": "ab" * 32, "pages": 1, "certified": False}
    assert said.items() <= act.fields.items()
    assert counter_desk.journal.permit_state(NUMBER).state == "issued"


def test_an_administrator_prints_no_papers(counter_desk: Desk) -> None:
    refusal = record_print(counter_desk.counter, officer("root", "administrator"), Subject("permit", NUMBER), PAPER)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "role"
    assert counter_desk.journal.acts() == []


def test_papers_of_a_transit_declaration_follow_each_other(counter_desk: Desk) -> None:
    subject = Subject("transit", "A0112991100002")
    acts = [record_print(counter_desk.counter, INSPECTOR, subject, PAPER) for _ in range(2)]
    assert all(isinstance(act, Act) for act in acts)
    first, second = (act for act in acts if isinstance(act, Act))
    assert (first.after, second.after) == ("", first.act_id)
    assert second.at - first.at < timedelta(seconds=1)


@pytest.mark.parametrize("text", ["\udcff\udcfeaaa", "9911A00000\ud80001", "A\x00BCD", "9" * 5000])
def test_what_is_no_text_has_no_time_line_and_is_refused_as_a_scan_of_it_is(counter_desk: Desk, text: str) -> None:
    found = track(counter_desk.counter, text)
    assert isinstance(found, Refusal)
    assert found.code == "unreadable"
