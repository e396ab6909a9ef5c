"""Command barcodes at a desk: what is of this sheet acts on what was just scanned; anything else alarms or says why."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.assess import StampWish
from officer_app.core.commands import CommandRules, Verb
from officer_app.core.export import Outcome, State
from officer_app.core.ports import Granted, Station, Unreachable
from officer_app.store.journal import SqliteJournal
from officer_app.usecases.stamp import stamp
from officer_app.viewmodels.checking import CheckingModel
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.ports import Tools
from officer_app.workstation.command_sheet import CommandSheet
from tests.viewmodels.world import CHECKER, GREEN, INSPECTOR, RED, XRAY, OneAnswer, World, make_world, signed_in

RULES = CommandRules(
    words={
        Verb.STAMP_RED: ("ตรวจแล้วถูกต้อง", "ตรวจแล้ว จำนวนถูกต้อง"),
        Verb.HOLD: ("รอเอกสาร",),
        Verb.REFUSE: ("ของไม่ตรง",),
    }
)


class Desk:
    """A desk with its sheet."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.asked: list[Verb] = []
        self.sheet = CommandSheet(world.journal, lambda: world.now, RULES)
        plain = world.tools
        self.tools = Tools(
            plain.counter,
            plain.texts,
            plain.signals,
            plain.run,
            plain.print_slip,
            plain.changed,
            self.sheet.read,
            RULES,
            self.asked.append,
        )

    def code(self, verb: Verb, number: int = 0) -> str:
        """The code on the sheet for `verb` and the number of its words."""
        return next(row.code for row in self.sheet.rows() if (row.verb, row.number) == (verb, number))


@pytest.fixture
def desk(counter_world: World) -> Desk:
    return Desk(counter_world)


@pytest.fixture
def model(desk: Desk) -> InspectionModel:
    made = InspectionModel(desk.tools)
    made.sign_in(signed_in(INSPECTOR), {})
    return made


@pytest.fixture
def post(post_world: World) -> Desk:
    return Desk(post_world)


@pytest.fixture
def checking(post: Desk) -> CheckingModel:
    made = CheckingModel(post.tools)
    made.sign_in(signed_in(CHECKER), {})
    return made


def kinds(world: World, number: str) -> list[str]:
    return [act.kind for act in sorted(world.journal.acts_on("permit", number), key=lambda act: act.station_seq)]


def test_a_permit_is_stamped_without_keyboard_or_mouse(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(GREEN)
    model.on_scan(f"]C0{desk.code(Verb.STAMP_GREEN)}\r")

    assert desk.world.journal.permit_state(GREEN).state is State.STAMPED
    assert desk.world.sounds.last == "good"
    assert model.counts.understood == 2


def test_red_is_stamped_with_the_words_of_its_barcode(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(RED)
    model.on_scan(desk.code(Verb.INSPECT))
    model.on_scan(desk.code(Verb.STAMP_RED, 2))

    stamp = desk.world.journal.permit_state(RED).stamp
    assert stamp is not None
    assert (stamp.outcome, stamp.findings) == ("red", "ตรวจแล้ว จำนวนถูกต้อง")
    assert kinds(desk.world, RED) == ["inspect", "stamp"]


def test_findings_that_are_asked_for_may_be_answered_by_a_barcode(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(RED)
    model.red()
    model.on_scan(desk.code(Verb.STAMP_RED, 1))

    assert desk.world.journal.permit_state(RED).state is State.STAMPED
    assert model.view("en").asking is None


def test_xray_is_sent_and_passed_by_barcodes(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(XRAY)
    model.on_scan(desk.code(Verb.SEND_XRAY))
    assert desk.world.journal.permit_state(XRAY).state is State.XRAY_PENDING

    model.on_scan(desk.code(Verb.STAMP_XRAY))

    assert desk.world.journal.permit_state(XRAY).state is State.STAMPED


def test_hold_records_the_reason_of_its_barcode(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(GREEN)
    model.on_scan(desk.code(Verb.HOLD, 1))

    state = desk.world.journal.permit_state(GREEN)
    assert (state.state, state.hold_reason) == (State.HELD, "รอเอกสาร")


def test_a_command_without_a_permit_scanned_just_before_says_so(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(desk.code(Verb.STAMP_GREEN))

    assert model.view("en").code == "command_no_subject"
    assert desk.world.journal.acts() == []


@pytest.mark.parametrize("seconds", [61, -1])
def test_a_permit_scanned_too_long_ago_has_to_be_scanned_again(
    desk: Desk, model: InspectionModel, seconds: int
) -> None:
    model.on_scan(GREEN)
    desk.world.now += timedelta(seconds=seconds)
    model.on_scan(desk.code(Verb.STAMP_GREEN))

    assert model.view("en").code == "command_late"
    assert kinds(desk.world, GREEN) == []


def test_what_was_put_away_is_no_subject_any_more(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(GREEN)
    model.on_scan(desk.code(Verb.CLEAR))
    model.on_scan(desk.code(Verb.STAMP_GREEN))

    assert model.view("en").code == "command_no_subject"


def test_a_code_of_another_workstation_alarms_and_never_acts(
    desk: Desk, model: InspectionModel, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = make_world(tmp_path_factory.mktemp("other"), "inspection")
    foreign = Desk(other).code(Verb.STAMP_GREEN)
    other.close()

    model.on_scan(GREEN)
    model.on_scan(foreign)

    assert model.view("en").code == "command_foreign"
    assert model.view("en").must_acknowledge
    assert desk.world.sounds.last == "alarm"
    assert kinds(desk.world, GREEN) == []


def test_the_same_journal_under_another_name_makes_other_codes(desk: Desk) -> None:
    code = desk.code(Verb.STAMP_GREEN)
    renamed = SqliteJournal.__new__(SqliteJournal)
    renamed.__dict__.update(desk.world.journal.__dict__)
    renamed._station = Station("CE", "CE-2", "inspection", "")

    elsewhere = CommandSheet(renamed, lambda: desk.world.now, RULES)

    assert getattr(elsewhere.read(code), "code", "") == "command_foreign"


def test_last_shifts_sheet_alarms_as_stale(desk: Desk, model: InspectionModel) -> None:
    old = desk.code(Verb.STAMP_GREEN)
    desk.world.now += timedelta(hours=12)
    model.on_scan(GREEN)
    model.on_scan(old)

    assert model.view("en").code == "command_stale"
    assert "shift A" in model.view("en").sentence
    assert desk.world.sounds.last == "alarm"
    assert kinds(desk.world, GREEN) == []


def test_a_replaced_sheet_alarms_and_the_new_one_acts(desk: Desk, model: InspectionModel) -> None:
    old = desk.code(Verb.STAMP_GREEN)
    desk.sheet.replace()
    model.on_scan(GREEN)
    model.on_scan(old)

    assert model.view("en").code == "command_replaced"
    assert desk.world.sounds.last == "alarm"
    model.acknowledge()
    model.on_scan(desk.code(Verb.STAMP_GREEN))
    assert desk.world.journal.permit_state(GREEN).state is State.STAMPED


def test_changed_words_void_the_barcode_that_was_printed_for_the_old_ones(desk: Desk) -> None:
    code = desk.code(Verb.HOLD, 1)
    changed = CommandSheet(desk.world.journal, lambda: desk.world.now, CommandRules(words={Verb.HOLD: ("อื่น",)}))

    assert getattr(changed.read(code), "code", "") == "command_foreign"


@pytest.mark.parametrize(
    "code",
    [
        "OC1:",
        "OC1:SG",
        "OC1:SG0AAAAAAAAAA",
        "OC1:ZZ0AAAAAAAAAA",
        "OC1:SR9AAAAAAAAAA",
        "OC1:sg0aaaaaaaaaa",
        "OC1:" + "A" * 4000,
    ],
)
def test_anything_that_claims_to_be_a_command_and_is_none_alarms(desk: Desk, model: InspectionModel, code: str) -> None:
    model.on_scan(GREEN)
    model.on_scan(code)

    assert model.view("en").code == "command_foreign"
    assert kinds(desk.world, GREEN) == []


def test_a_refusal_is_acknowledged_by_a_barcode_and_no_other_command_passes_it(
    desk: Desk, model: InspectionModel
) -> None:
    model.on_scan("9911A0000099")
    model.on_scan(desk.code(Verb.STAMP_GREEN))
    assert model.view("en").code == "unknown_number"

    model.on_scan(desk.code(Verb.ACKNOWLEDGE))

    assert not model.view("en").must_acknowledge


def test_an_alarm_over_a_card_leaves_the_card(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(GREEN)
    model.on_scan("OC1:SG0AAAAAAAAAA")
    model.acknowledge()

    card = model.view("en").card
    assert card is not None
    assert card.number == GREEN


def test_a_stamp_is_taken_back_within_its_window(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(GREEN)
    model.on_scan(desk.code(Verb.STAMP_GREEN))
    model.on_scan(desk.code(Verb.UNDO))

    assert desk.world.journal.permit_state(GREEN).state is State.ISSUED
    assert kinds(desk.world, GREEN) == [ActKind.STAMP, ActKind.ANNUL]


def test_after_the_window_two_officers_are_needed(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(GREEN)
    model.on_scan(desk.code(Verb.STAMP_GREEN))
    desk.world.now += timedelta(seconds=121)
    model.on_scan(GREEN)
    model.on_scan(desk.code(Verb.UNDO))

    assert model.view("en").code == "undo_late"
    assert desk.world.journal.permit_state(GREEN).state is State.STAMPED


@pytest.fixture
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A counter with a centre that grants; the tests let its answers come when they like."""
    world = make_world(tmp_path_factory.mktemp("linked"), "inspection", OneAnswer(Granted("centre")))
    yield Desk(world)
    world.close()


def stamped_at(desk: Desk) -> InspectionModel:
    """A Green stamp by the inspector, its slip printed."""
    model = InspectionModel(desk.tools)
    model.sign_in(signed_in(INSPECTOR), {})
    model.on_scan(GREEN)
    model.on_scan(desk.code(Verb.STAMP_GREEN))
    desk.world.later.step()
    return model


def test_with_a_centre_undo_asks_in_the_background_and_scans_wait(linked: Desk) -> None:
    model = stamped_at(linked)
    model.on_scan(linked.code(Verb.UNDO))
    view = model.view("en")
    assert (view.busy, view.headline) == (True, "Asking to take the stamp back…")
    assert not any(verb.enabled for verb in view.verbs)
    assert linked.world.journal.permit_state(GREEN).state is State.STAMPED
    model.on_scan(RED)
    assert model.view("en").waiting == 1
    linked.world.later.step()
    view = model.view("en")
    assert (view.headline, view.busy, view.must_acknowledge) == ("Stamp taken back", False, True)
    assert linked.world.changes[-1] == "changed"
    assert linked.world.journal.permit_state(GREEN).state is State.ISSUED
    model.acknowledge()
    card = model.view("en").card
    assert card is not None
    assert card.number == RED


def test_cut_off_undo_names_who_would_have_to_grant_it_and_changes_nothing(linked: Desk) -> None:
    model = stamped_at(linked)
    assert isinstance(linked.world.counter.central, OneAnswer)
    linked.world.counter.central.answer = Unreachable("no line")
    model.undo()
    linked.world.later.step()
    view = model.view("en")
    assert (view.code, view.must_acknowledge) == ("no_right", True)
    assert "the centre" in view.sentence
    assert linked.world.journal.permit_state(GREEN).state is State.STAMPED
    model.acknowledge()
    linked.world.counter.central.answer = Granted("centre")
    model.on_scan(GREEN)
    model.undo()
    linked.world.later.step()
    assert linked.world.journal.permit_state(GREEN).state is State.ISSUED


def test_a_stamp_behind_which_scans_wait_can_be_taken_back_before_it_is_acknowledged(
    desk: Desk, model: InspectionModel
) -> None:
    model.on_scan(RED)
    model.red()
    model.on_scan(GREEN)
    model.answer("ตรวจแล้ว")
    assert model.view("en").must_acknowledge
    model.on_scan(desk.code(Verb.UNDO))
    assert kinds(desk.world, RED)[-1] == ActKind.ANNUL


def test_the_key_takes_back_only_while_it_may_and_says_why_not(desk: Desk, model: InspectionModel) -> None:
    def key() -> tuple[bool, str]:
        verb = model.view("en").verbs[-1]
        assert (verb.name, verb.key) == ("undo", "F10")
        return verb.enabled, verb.why

    assert key() == (False, "no permit")
    model.on_scan(GREEN)
    assert key() == (False, "no stamp")
    model.green()
    assert key() == (True, "")
    desk.world.now += timedelta(seconds=121)
    assert key() == (False, "too late")
    model.undo()
    assert model.view("en").code == "undo_late"


def test_next_page_and_change_of_officer_are_the_windows(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(desk.code(Verb.NEXT_PAGE))
    model.on_scan(desk.code(Verb.CHANGE_OFFICER))

    assert desk.asked == [Verb.NEXT_PAGE, Verb.CHANGE_OFFICER]


def test_nobody_signed_in_no_command_acts(desk: Desk, model: InspectionModel) -> None:
    model.on_scan(GREEN)
    model.lock()
    model.on_scan(desk.code(Verb.STAMP_GREEN))

    assert desk.world.sounds.last == "refuse"
    assert kinds(desk.world, GREEN) == []


def test_the_post_releases_what_was_stamped(post: Desk, checking: CheckingModel) -> None:
    stamp(post.world.counter, signed_in(INSPECTOR), GREEN, StampWish(Outcome.GREEN, "CP-1"))
    checking.on_scan(GREEN)
    checking.on_scan(post.code(Verb.RELEASE))
    post.world.later.step()

    assert post.world.journal.permit_state(GREEN).state is State.RELEASED


def test_the_post_turns_back_what_does_not_match(post: Desk, checking: CheckingModel) -> None:
    stamp(post.world.counter, signed_in(INSPECTOR), GREEN, StampWish(Outcome.GREEN, "CP-1"))
    checking.on_scan(GREEN)
    checking.on_scan(post.code(Verb.REFUSE, 1))

    assert kinds(post.world, GREEN) == ["stamp", "refuse"]
    assert "ของไม่ตรง" in checking.view("th").sentence
    assert post.world.journal.permit_state(GREEN).state is State.STAMPED


def test_a_release_that_may_not_be_says_why(post: Desk, checking: CheckingModel) -> None:
    checking.on_scan(GREEN)
    checking.acknowledge()
    checking.on_scan(post.code(Verb.RELEASE))

    assert checking.view("en").code in {"not_stamped", "command_no_subject"}
    assert kinds(post.world, GREEN) == []


def test_a_sheet_is_the_same_all_through_its_shift_and_another_in_the_next(desk: Desk) -> None:
    first = desk.sheet.rows()
    desk.world.now += timedelta(minutes=1)
    assert desk.sheet.rows() == first
    desk.world.now += timedelta(hours=12)

    assert not {row.code for row in desk.sheet.rows()} & {row.code for row in first}
