"""The inspection counter's model on real stores: stamps, inspections, X-ray, holds, refusals, prints."""

from dataclasses import replace

import pytest

from officer_app.core.acts import ActKind, Subject
from officer_app.core.refusals import Refusal
from officer_app.usecases.record_print import STAMP_SLIP, Paper, record_print
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.view import Shape, Step, Tone
from tests.viewmodels import world as sample
from tests.viewmodels.world import INSPECTOR, Printer, World, signed_in


def kinds(world: World) -> list[str]:
    return [act.kind for act in world.journal.acts()]


def test_a_green_permit_is_shown_with_all_that_is_compared(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.GREEN)
    card = inspection.view("en").card
    assert card is not None
    assert (card.number, card.line.word if card.line else "", card.sample) == (sample.GREEN, "Green Line", True)
    values = " ".join(fact.value for fact in card.facts)
    for wanted in ("2ฒฆ4321", "TH0099123", "21799900011", "HAWB0001", "TG 999", "21-11-2569 20:30", "10 h 25 min left"):
        assert wanted in values
    assert [row.number for row in card.rows] == ["A0121991100123", "A0121991100124"]
    assert card.total is not None
    assert (card.total.packages, card.total.weight) == ("128", "1,331.067")
    assert card.core is not None
    assert card.core.value == "not known"
    assert card.core.note == "This record comes from: sample, not from the customs computer. It says: issued"


def test_f5_stamps_green_and_prints_the_slip(inspection: InspectionModel, counter_world: World) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.green()
    view = inspection.view("en")
    assert (view.step, view.tone, view.shape) == (Step.STAMPED, Tone.GOOD, Shape.TICK)
    assert view.headline == "Stamped “Status 0309”"
    assert view.sentence == "สมชาย ใจตรง · 21-11-2569 10:04:05 · go to checking post CP-1"
    assert (view.printing, counter_world.sounds.last) == ("printing", "good")
    counter_world.later.step()
    assert inspection.view("en").printing == "printed"
    act_id = counter_world.journal.acts()[0].act_id
    assert counter_world.printer.made == [("somchai", sample.GREEN, act_id)]


def test_a_failed_print_is_said_and_the_stamp_stands(inspection: InspectionModel, counter_world: World) -> None:
    counter_world.printer.fault = RuntimeError("no paper")
    inspection.on_scan(sample.GREEN)
    inspection.green()
    counter_world.later.step()
    view = inspection.view("en")
    assert (view.printing, view.step, counter_world.sounds.last) == ("failed", Step.STAMPED, "attention")
    assert "no paper" in view.print_text
    assert "The stamp stands" in view.print_text
    counter_world.printer.fault = None
    inspection.print_again()
    counter_world.later.step()
    assert inspection.view("en").printing == "printed"


def test_red_begins_an_inspection_and_stamps_only_with_findings(
    inspection: InspectionModel, counter_world: World
) -> None:
    inspection.on_scan(sample.RED)
    assert counter_world.sounds.last == "attention"
    inspection.red()
    asked = inspection.view("en").asking
    assert asked is not None
    assert (asked.what, kinds(counter_world)) == ("findings", [ActKind.INSPECT])
    inspection.red("   ")
    asked = inspection.view("en").asking
    assert asked is not None
    assert asked.wrong == "The findings are needed before the stamp"
    inspection.answer("five opened, as declared")
    view = inspection.view("en")
    assert (view.step, view.asking, view.mark.word if view.mark else "") == (Step.STAMPED, None, "Red")
    assert counter_world.journal.acts()[-1].text("findings") == "five opened, as declared"


def test_esc_leaves_the_findings_and_f6_takes_them_up_again(inspection: InspectionModel, counter_world: World) -> None:
    inspection.on_scan(sample.RED)
    inspection.red()
    inspection.clear()
    assert inspection.view("en").asking is None
    assert inspection.view("en").card is not None
    inspection.red()
    assert kinds(counter_world) == [ActKind.INSPECT]
    assert inspection.view("en").asking is not None


def test_a_number_typed_into_the_findings_by_a_wedge_scanner_waits_as_a_scan(
    inspection: InspectionModel, counter_world: World
) -> None:
    inspection.on_scan(sample.RED)
    inspection.red()
    inspection.answer(sample.GREEN)
    view = inspection.view("en")
    assert view.waiting == 1
    assert view.asking is not None
    assert view.asking.emptied
    assert kinds(counter_world) == [ActKind.INSPECT]


def test_xray_is_sent_with_the_first_press_and_stamped_with_the_second(
    inspection: InspectionModel, counter_world: World
) -> None:
    inspection.on_scan(sample.XRAY)
    inspection.xray()
    assert inspection.view("en").step is Step.XRAY_SENT
    inspection.xray("nothing seen")
    view = inspection.view("en")
    assert (view.step, view.headline) == (Step.STAMPED, "Stamped “X-Ray”")
    assert kinds(counter_world) == [ActKind.XRAY_SEND, ActKind.STAMP]


def test_enter_alone_does_not_stamp_an_xray(inspection: InspectionModel, counter_world: World) -> None:
    inspection.on_scan(sample.XRAY)
    inspection.xray()
    inspection.answer("")
    assert kinds(counter_world) == [ActKind.XRAY_SEND]
    assert inspection.view("en").asking is not None


def test_a_hold_wants_a_reason_and_only_a_supervisor_lifts_it(
    inspection: InspectionModel, counter_world: World
) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.hold()
    inspection.hold("")
    assert kinds(counter_world) == []
    inspection.hold("seal broken")
    view = inspection.view("en")
    assert (view.step, {verb.name: verb.title for verb in view.verbs}["hold"]) == (Step.HELD, "Lift hold")
    plain = sample.signed_in(replace(sample.INSPECTOR, name="plain", roles=frozenset({"inspection"})))
    inspection.sign_in(plain, {})
    inspection.on_scan(sample.GREEN)
    inspection.acknowledge()
    inspection.on_scan(sample.GREEN)
    assert inspection.view("en").code == "held"


def test_closed_keys_say_why_and_do_nothing(inspection: InspectionModel, counter_world: World) -> None:
    inspection.on_scan(sample.RED)
    verbs = {verb.name: verb for verb in inspection.view("en").verbs}
    assert (verbs["stamp_green"].why, verbs["stamp_green"].enabled) == ("inspect first", False)
    assert "re-route by two officers" in verbs["stamp_green"].reason
    assert verbs["stamp_red"].wanted
    inspection.green()
    assert (counter_world.sounds.last, kinds(counter_world)) == ("attention", [])


@pytest.mark.parametrize(
    ("number", "code", "shape"),
    [
        (sample.CANCELLED, "cancelled", Shape.BARRED),
        (sample.LOADED, "already_loaded", Shape.BARRED),
        (sample.HELD, "held", Shape.SQUARE),
        (sample.UNKNOWN, "unknown_number", Shape.QUESTION),
        ("สวัสดี", "bad_format", Shape.QUESTION),
        ("   ", "unreadable", Shape.SCAN),
    ],
)
def test_each_refusal_has_its_sentence_and_stays_until_acknowledged(
    inspection: InspectionModel, counter_world: World, number: str, code: str, shape: Shape
) -> None:
    inspection.on_scan(number)
    view = inspection.view("th")
    assert (view.code, view.tone, view.shape, view.must_acknowledge) == (code, Tone.REFUSE, shape, True)
    assert view.sentence
    assert counter_world.sounds.last == "refuse"
    inspection.on_scan(sample.GREEN)
    assert (inspection.view("th").code, inspection.view("th").waiting) == (code, 1)
    inspection.acknowledge()
    view = inspection.view("th")
    assert view.card is not None
    assert (view.code, view.waiting, view.card.number) == ("", 0, sample.GREEN)


def test_a_dropped_frame_is_refused_counted_and_the_card_comes_back(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.GREEN)
    before = inspection.view("en")
    inspection.on_dropped("not_text")
    view = inspection.view("en")
    assert (view.code, view.must_acknowledge, dict(view.counts.dropped)) == ("dropped", True, {"not_text": 1})
    inspection.acknowledge()
    after = inspection.view("en")
    assert (after.headline, after.card) == (before.headline, before.card)


def test_a_repeat_is_said_and_loses_nothing(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.on_repeat(sample.GREEN)
    inspection.on_repeat(sample.GREEN)
    view = inspection.view("en")
    assert view.card is not None
    assert (view.note, view.counts.repeats, view.counts.understood) == ("read again ×2", 2, 1)


def test_a_repeat_on_an_empty_page_is_a_scan(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.clear()
    inspection.on_repeat(sample.GREEN)
    assert inspection.view("en").card is not None


def card_number(inspection: InspectionModel) -> str:
    card = inspection.view("en").card
    return "" if card is None else card.number


def test_what_was_refused_at_the_locked_desk_is_no_repeat_once_somebody_is_there(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.lock()
    inspection.on_scan(sample.RED)
    inspection.on_repeat(sample.RED)
    inspection.sign_in(signed_in(INSPECTOR), {})
    assert card_number(inspection) == sample.GREEN
    assert inspection.view("en").note == "", "what lies here was not read again"
    inspection.on_repeat(sample.RED)
    assert card_number(inspection) == sample.RED
    inspection.on_repeat(sample.RED)
    counts = inspection.view("en").counts
    assert (counts.refused, counts.repeats, counts.understood) == (1, 2, 2)


def test_scans_while_signed_out_are_refused_counted_and_show_nothing(
    inspection: InspectionModel, counter_world: World
) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.lock()
    inspection.on_scan(sample.RED)
    inspection.on_dropped("not_text")
    view = inspection.view("en")
    assert (view.card, view.verbs, view.sentence) == (None, (), "")
    assert "2 scan(s) refused" in view.note
    assert (counter_world.sounds.last, view.counts.refused, view.counts.dropped_total) == ("refuse", 1, 1)
    assert sample.GREEN not in repr(view)


def test_another_officer_finds_no_card_of_the_one_before(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.lock()
    inspection.sign_in(sample.signed_in(sample.XRAYER), {})
    assert inspection.view("en").card is None


def test_another_officer_is_not_asked_for_the_findings_of_the_one_before(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.RED)
    inspection.red()
    inspection.lock()
    inspection.sign_in(sample.signed_in(sample.XRAYER), {})
    assert inspection.view("en").asking is None


def test_the_same_officer_finds_his_card_again(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.lock()
    inspection.sign_in(sample.signed_in(sample.INSPECTOR), {})
    assert inspection.view("en").card is not None


def test_a_locked_desk_keeps_what_must_be_acknowledged(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.CANCELLED)
    inspection.lock()
    inspection.sign_in(sample.signed_in(sample.XRAYER), {})
    assert inspection.view("en").must_acknowledge


def test_scans_behind_a_hold_say_which_key_shows_them(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.hold()
    inspection.on_scan(sample.CANCELLED)
    assert inspection.view("en").note == "1 more scan(s) waiting"  # Esc would end the question first
    inspection.hold("seal broken")
    assert inspection.view("en").note == "1 more scan(s) waiting: press Esc to see"
    inspection.clear()
    view = inspection.view("en")
    assert (view.card.number if view.card else "", view.note) == (sample.CANCELLED, "")


def test_no_more_scans_wait_than_a_desk_can_look_through(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.CANCELLED)
    for _ in range(105):
        inspection.on_scan(sample.GREEN)
    view = inspection.view("en")
    assert (view.waiting, dict(view.counts.dropped)) == (100, {"queue_full": 5})


def test_noise_on_the_line_is_counted_piece_by_piece_and_not_acknowledged_a_hundred_times(
    inspection: InspectionModel,
) -> None:
    inspection.on_scan(sample.CANCELLED)
    inspection.on_dropped("too_long")
    for _ in range(500):
        inspection.on_dropped("not_text")
    inspection.on_scan(sample.GREEN)
    inspection.on_dropped("not_text")
    assert inspection.view("en").waiting == 4
    while inspection.view("en").must_acknowledge:
        inspection.acknowledge()
    assert inspection.view("en").card is not None
    inspection.clear()
    assert dict(inspection.counts.dropped) == {"too_long": 1, "not_text": 501}


def test_a_number_of_several_permits_lists_them(inspection: InspectionModel, counter_world: World) -> None:
    shared = [sample.record_of(sample.permit(f"9911A00000{n}", mawb="21799900044")) for n in (51, 52)]
    counter_world.mirror.load(shared)
    inspection.on_scan("217-9990 0044")
    view = inspection.view("en")
    assert view.choices is not None
    assert [each.title for each in view.choices.options] == ["9911A0000051", "9911A0000052"]
    assert (view.code, view.must_acknowledge) == ("several", False)


def test_a_transit_declaration_is_shown_and_not_dealt_with(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.TRANSIT)
    view = inspection.view("en")
    assert view.card is not None
    assert (view.headline, view.card.number, view.card.sample) == ("Transit declaration", sample.TRANSIT, True)
    assert not any(verb.enabled for verb in view.verbs)


def test_the_stamp_code_finds_its_permit(inspection: InspectionModel, counter_world: World) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.green()
    token = counter_world.journal.token_of(counter_world.journal.acts()[0].act_id)
    inspection.on_scan(token)
    view = inspection.view("en")
    assert view.card is not None
    assert (view.card.number, view.code) == (sample.GREEN, "already_stamped")
    assert "Read from the stamp code; its signature is genuine" in view.card.warnings


def test_two_hours_before_the_flight_the_time_left_wants_a_look(
    inspection: InspectionModel, counter_world: World
) -> None:
    late = sample.permit("9911A0000061", departure_at="2026-11-21T11:30:00+07:00", mawb="", vehicle="")
    gone = sample.permit("9911A0000062", departure_at="2026-11-21T09:00:00+07:00", mawb="", vehicle="")
    counter_world.mirror.load([sample.record_of(late), sample.record_of(gone)])
    said = {}
    for number in (late.number, gone.number):
        inspection.on_scan(number)
        card = inspection.view("en").card
        assert card is not None
        said[number] = [fact.value for fact in card.facts if fact.tone is Tone.ATTENTION]
    assert said[late.number] == ["1 h 25 min left – less than the 2 h required"]
    assert said[gone.number] == ["Departed 1 h 4 min ago"]


def test_a_road_permit_has_a_departure_and_no_rule_of_flights(
    inspection: InspectionModel, counter_world: World
) -> None:
    lorry = sample.permit("9911A0000063", mode="3", flight="", departure_at="2026-11-21T11:00:00+07:00", mawb="")
    counter_world.mirror.load([sample.record_of(lorry)])
    inspection.on_scan(lorry.number)
    card = inspection.view("en").card
    assert card is not None
    facts = {fact.label: fact for fact in card.facts}
    assert facts["Departure"].value == "21-11-2569 11:00"
    assert (facts["Time left"].value, facts["Time left"].tone) == ("55 min left", Tone.NEUTRAL)
    assert facts["Route"].value == "Road · 0123 → 0129"


def test_an_air_permit_with_the_number_of_its_declaration_is_found_by_itself(
    inspection: InspectionModel, counter_world: World
) -> None:
    air = sample.permit("A0121991100123", mawb="21799900055", vehicle="", core_as_of="")
    counter_world.mirror.load([replace(sample.record_of(air), provenance="core")])
    inspection.on_scan(air.number)
    card = inspection.view("en").card
    assert card is not None
    assert card.kind == "Cargo permit"
    assert card.core is not None
    assert card.core.note == "as of 21-11-2569 09:57:05 (7 min ago)"
    inspection.on_scan(air.mawb)
    card = inspection.view("en").card
    assert card is not None
    assert card.kind == "Found by its MAWB"


def test_only_a_record_of_the_customs_computer_speaks_for_it(inspection: InspectionModel, counter_world: World) -> None:
    said = (("9911A0000064", "core", "0209 · issued"), ("9911A0000065", "counter", "not known"))
    for number, provenance, value in said:
        permit = sample.permit(number)
        counter_world.mirror.load([replace(sample.record_of(permit), provenance=provenance)])
        inspection.on_scan(permit.number)
        card = inspection.view("en").card
        assert card is not None
        assert card.core is not None
        assert card.core.value == value


def test_a_hold_of_the_customs_computer_says_so(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.HELD)
    assert "This permit or case is on hold. By the customs computer. Nothing" in inspection.view("en").sentence


def test_a_fault_is_a_sentence_and_the_desk_goes_on(inspection: InspectionModel, counter_world: World) -> None:
    inspection.on_scan(sample.GREEN)
    inspection.fail(counter_world.texts.both("trouble.disk_full"))
    view = inspection.view("en")
    assert (view.code, view.must_acknowledge) == ("fault", True)
    assert "The disk is full" in view.sentence
    inspection.acknowledge()
    inspection.on_scan(sample.GREEN)
    assert inspection.view("en").card is not None


def test_a_refused_slip_is_said_too(inspection: InspectionModel, counter_world: World) -> None:
    counter_world.printer = Printer()
    model = InspectionModel(counter_world.tools)
    model.sign_in(sample.signed_in(sample.INSPECTOR), {})
    counter_world.printer.refusal = Refusal("role", {"role": "inspection"})
    model.on_scan(sample.GREEN)
    model.green()
    counter_world.later.step()
    assert "The stamp stands" in model.view("en").print_text


def test_both_languages_say_everything(inspection: InspectionModel) -> None:
    inspection.on_scan(sample.RED)
    thai, english = inspection.view("th"), inspection.view("en")
    assert thai.headline != english.headline
    assert len(thai.verbs) == len(english.verbs) == 6
    assert thai.card is not None
    assert english.card is not None
    assert len(thai.card.facts) == len(english.card.facts)


def slip_was_printed(world: World, number: str) -> None:
    """As the workstation records a slip that a printer was handed."""
    paper = Paper(STAMP_SLIP, "0.1", "ab" * 32, 1, certified=False)
    by = signed_in(INSPECTOR)
    assert not isinstance(record_print(world.counter, by, Subject("permit", number, 1), paper), Refusal)


@pytest.fixture
def reprinting(inspection: InspectionModel, counter_world: World) -> InspectionModel:
    """F9 was pressed on a permit whose slip was printed."""
    inspection.on_scan(sample.GREEN)
    inspection.green()
    counter_world.later.step()
    slip_was_printed(counter_world, sample.GREEN)
    inspection.print_again()
    return inspection


def test_a_slip_printed_before_wants_a_reason_and_a_digit_gives_it(
    reprinting: InspectionModel, counter_world: World
) -> None:
    asked = reprinting.view("en").asking
    assert asked is not None
    assert asked.prompt == "Why again"
    assert asked.hint.startswith("1 paper or label damaged · 2 ")
    assert counter_world.printer.reasons == [""]
    reprinting.answer("4")
    counter_world.later.step()
    assert counter_world.printer.reasons == ["", "เอกสารสูญหาย"]
    assert reprinting.view("en").asking is None


def test_own_words_are_a_reason_and_f9_sends_them(reprinting: InspectionModel, counter_world: World) -> None:
    reprinting.print_again("แถบตราหลุดจากใบกำกับ")
    counter_world.later.step()
    assert counter_world.printer.reasons[-1] == "แถบตราหลุดจากใบกำกับ"


@pytest.mark.parametrize("text", ["", "  ", "0", "6", "12", pytest.param("ก" * 81, id="long")])
def test_what_is_no_reason_prints_nothing_and_says_so(
    reprinting: InspectionModel, counter_world: World, text: str
) -> None:
    reprinting.answer(text)
    asked = reprinting.view("th").asking
    assert asked is not None
    assert asked.wrong
    assert counter_world.printer.reasons == [""]


def test_a_scan_while_the_reason_is_asked_waits_and_answers_nothing(
    reprinting: InspectionModel, counter_world: World
) -> None:
    reprinting.on_scan(sample.RED)
    assert reprinting.view("en").asking is not None
    reprinting.answer(sample.RED)
    asked = reprinting.view("en").asking
    assert asked is not None
    assert asked.emptied
    assert counter_world.printer.reasons == [""]
    reprinting.clear()
    card = reprinting.view("en").card
    assert card is not None
    assert card.number == sample.RED
