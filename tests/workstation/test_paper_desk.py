"""The window's side of printing: what is printed again says what it said, as long as that is still true."""

import json

import pytest

from officer_app.core.acts import ActKind, Subject
from officer_app.core.ports import FeedRecord
from officer_app.core.records import Provenance
from officer_app.core.refusals import Refusal
from officer_app.messages.json_lines import read_lines
from officer_app.print.forms import Forms
from officer_app.print.pictures import Pictures
from officer_app.usecases.record_print import prints_of
from officer_app.usecases.steps import take_step
from officer_app.viewmodels.paper_ports import NeedsText, PrintRow, Wanted
from officer_app.workstation.opening import now
from officer_app.workstation.paper_desk import StationPapers
from tests.print.paper import TEMPLATES, words_of
from tests.workstation.paper_station import AIR, DECLARATION, ROAD, PaperStation

FORMS = Forms(TEMPLATES)
AGAIN = "ฉลากเสียหาย"


@pytest.fixture
def desk(station: PaperStation) -> StationPapers:
    return StationPapers(station.opened, Pictures(), lambda printer, title, dpi, pages: "unknown_printer", 0.0)


def row(answer: object) -> PrintRow:
    assert isinstance(answer, PrintRow), answer
    return answer


def text_of(station: PaperStation, made: PrintRow) -> str:
    """What stands on the paper of a row."""
    act = next(done.act for done in prints_of(station.prints()) if done.act.act_id == made.act_id)
    kept = station.opened.papers.kept(act)
    assert kept is not None
    return words_of(kept)


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def petition(desk: StationPapers, station: PaperStation) -> PrintRow:
    """A petition with what the officer typed."""
    wanted = Wanted("petition-flight", AIR)
    answer = desk.preview(station.inspector, wanted)
    while isinstance(answer, NeedsText):
        wanted = Wanted(wanted.form, AIR, {**wanted.more, answer.field: f"พิมพ์เอง {answer.field}"})
        answer = desk.preview(station.inspector, wanted)
    assert not isinstance(answer, Refusal)
    return row(desk.print_paper(station.inspector, wanted, ""))


def test_what_the_officer_typed_stands_on_the_copy_too(desk: StationPapers, station: PaperStation) -> None:
    first = petition(desk, station)
    again = row(desk.again(station.inspector, first.act_id, AGAIN))
    assert again.copy == 2
    assert "พิมพ์เอง reason" in text_of(station, first)
    assert "พิมพ์เอง reason" in text_of(station, again)
    assert AGAIN in text_of(station, again)


def test_a_paper_of_a_data_file_is_printed_again_from_its_own_file(desk: StationPapers, station: PaperStation) -> None:
    papers = station.opened.papers
    data = {**FORMS.template("refusal-notice").sample, "reason": "เหตุผลเฉพาะของฉบับนี้"}
    made = papers.make("refusal-notice", data, station.inspector, Subject("paper", "1f00ab"))
    assert not isinstance(made, Refusal)
    again = row(desk.again(station.inspector, made.act.act_id, AGAIN))
    assert "เหตุผลเฉพาะของฉบับนี้" in text_of(station, again)
    made.file.unlink()
    assert code(desk.again(station.inspector, made.act.act_id, AGAIN)) == "paper_gone"


def test_after_something_was_done_the_records_speak_and_not_the_old_paper(
    desk: StationPapers, station: PaperStation
) -> None:
    take_step(station.opened.counter, station.inspector, AIR, ActKind.HOLD, "รอเอกสาร")
    first = row(desk.print_paper(station.inspector, Wanted("hold-notice", AIR), ""))
    take_step(station.opened.counter, station.inspector, AIR, ActKind.UNHOLD, "ครบแล้ว")
    assert code(desk.again(station.inspector, first.act_id, AGAIN)) == "not_held"
    take_step(station.opened.counter, station.inspector, AIR, ActKind.HOLD, "รอหัวหน้า")
    again = row(desk.again(station.inspector, first.act_id, AGAIN))
    assert "รอหัวหน้า" in text_of(station, again)
    assert "รอเอกสาร" not in text_of(station, again)


def test_a_reason_is_wanted_for_the_second_print_only(desk: StationPapers, station: PaperStation) -> None:
    wanted = Wanted("air-permit", AIR)
    row(desk.print_paper(station.inspector, wanted, ""))
    assert code(desk.print_paper(station.inspector, wanted, " ")) == "reprint_reason"
    assert len(station.prints()) == 1


def test_of_the_permits_forms_that_of_its_way_is_offered(desk: StationPapers) -> None:
    for number, offered in ((AIR, "air-permit"), (ROAD, "road-permit")):
        forms = {choice.form for choice in desk.choices(number)}
        assert forms & {"air-permit", "road-permit"} == {offered}


def test_each_day_has_a_register_of_its_own(desk: StationPapers, station: PaperStation) -> None:
    papers = station.opened.papers
    for day in ("2016-11-20", "2016-11-21"):
        found = papers.gather("daily-register", day, station.inspector.person)
        assert not isinstance(found, Refusal)
        made = papers.make("daily-register", found.data, station.inspector, found.subject)
        assert not isinstance(made, Refusal)
        assert made.act.fields["copy"] == 1
    first = desk.rows()[-1]
    again = row(desk.again(station.inspector, first.act_id, AGAIN))
    assert "20-11-2559" in text_of(station, again)


def test_a_certified_copy_asks_for_the_signers_position_and_stays_the_cores(
    desk: StationPapers, station: PaperStation
) -> None:
    ours = ("signer_name", "signer_position", "signed_at", "core_as_of", "print_place", "requested_by")
    kept = {k: v for k, v in FORMS.template("certified-copy").sample.items() if not k.startswith("printed")}
    line = {"record": "declaration", **{key: value for key, value in kept.items() if key not in ours}}
    records = read_lines(json.dumps(line, ensure_ascii=False).encode(), Provenance.CORE, now())
    assert records.faults == ()
    station.opened.mirror.apply([FeedRecord(1, records.records[0])])
    wanted = Wanted("certified-copy", DECLARATION)
    asked = desk.preview(station.inspector, wanted)
    assert isinstance(asked, NeedsText)
    assert asked.field == "signer_position"
    wanted = Wanted("certified-copy", DECLARATION, {"signer_position": "หัวหน้าฝ่ายบริการ"})
    made = row(desk.print_paper(station.inspector, wanted, ""))
    text = text_of(station, made)
    assert "หัวหน้าฝ่ายบริการ" in text
    assert "SAMPLE" not in text
    again = row(desk.again(station.inspector, made.act_id, AGAIN))
    assert "หัวหน้าฝ่ายบริการ" in text_of(station, again)
    assert "SAMPLE" not in text_of(station, again)
    changed = Wanted("certified-copy", DECLARATION, {**wanted.more, "exporter_name": "บริษัท อื่น จำกัด"})
    assert "SAMPLE" in text_of(station, row(desk.print_paper(station.inspector, changed, AGAIN)))
    assert code(desk.preview(station.checker, wanted)) == "role"
