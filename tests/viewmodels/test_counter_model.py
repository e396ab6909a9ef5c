"""The inspection counter beside its keys: what else may be done, the queue, phrases, sheets keyed by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind, Subject
from officer_app.core.export import State
from officer_app.core.phrases import FINDING_PHRASES
from officer_app.core.ports import Denied, Granted, Unreachable
from officer_app.core.rules import Rules
from officer_app.viewmodels.keying import KeyingModel
from officer_app.viewmodels.view import Choices, Step, Tone
from tests.viewmodels import world as sample
from tests.viewmodels.world import NOW, OneAnswer, World, make_world, signed_in

SHEET = {"vehicle": "70-1234", "declaration_1": "A0121991100123 12 340.5", "reason": "ระบบล่ม"}


def at_counter(world: World, rules: Rules | None = None) -> KeyingModel:
    """The model, an inspector at the desk; with `rules` of the site."""
    counter = replace(world.counter, rules=rules or Rules())
    people = (sample.INSPECTOR, sample.CHECKER)
    model = KeyingModel(replace(world.tools, counter=counter, officers=lambda: people))
    model.sign_in(signed_in(sample.INSPECTOR), {})
    return model


@pytest.fixture
def model(counter_world: World) -> KeyingModel:
    return at_counter(counter_world, Rules(posts=("CP-1", "CP-2"), finding_phrases=FINDING_PHRASES))


def offered(model: KeyingModel) -> list[str]:
    """The titles of everything that is offered, page by page."""
    titles: list[str] = []
    while (choices := model.view("en").choices) is not None and choices.options[0].title not in titles:
        titles += [option.title for option in choices.options]
        model.next_page()
    return titles


def take(model: KeyingModel, title: str) -> None:
    """Choose what is called `title`."""
    for _ in range(9):
        choices = model.view("en").choices
        assert isinstance(choices, Choices)
        for option in choices.options:
            if option.title.startswith(title):
                model.choose(int(option.key))
                return
        model.next_page()
    pytest.fail(f"{title} is not offered")


def test_what_is_offered_fits_where_the_permit_stands(model: KeyingModel) -> None:
    model.on_scan(sample.GREEN)
    model.more()
    assert [title.split(" (")[0] for title in offered(model)] == [
        "Assign an inspector",
        "Put into the queue",
        "Release post",
        "Re-route to Red",
        "Re-route to X-ray",
        "Queue",
    ]
    model.clear()
    model.green()
    model.more()
    assert [title.split(" (")[0] for title in offered(model)] == ["Release post", "Annul the stamp", "Queue"]


def test_while_the_list_is_open_no_key_stamps_and_a_scan_waits(model: KeyingModel, counter_world: World) -> None:
    model.on_scan(sample.GREEN)
    model.more()
    model.green()
    model.on_scan(sample.RED)
    view = model.view("en")
    assert (view.waiting, [verb.enabled for verb in view.verbs]) == (1, [False] * 7)
    assert view.headline == f"{sample.GREEN} – What else?", "the list covers the card: it says which permit it is about"
    assert "F5" not in view.sentence
    assert counter_world.journal.acts() == []


def test_an_inspection_is_assigned_to_who_may_inspect_and_again_to_another(
    model: KeyingModel, counter_world: World
) -> None:
    model.on_scan(sample.RED)
    model.more()
    take(model, "Assign")
    assert offered(model) == [sample.INSPECTOR.display]
    model.choose(1)
    act = counter_world.journal.acts()[-1]
    assert (act.kind, act.text("inspector")) == (ActKind.INSPECT, "somchai")
    assert counter_world.journal.permit_state(sample.RED).state is State.INSPECTING
    model.more()
    take(model, "Assign")
    model.choose(1)
    assert len(counter_world.journal.acts()) == 2
    assert counter_world.journal.permit_state(sample.RED).irregularities == ()


def test_the_post_that_was_chosen_stands_in_the_stamp_and_only_in_that_one(
    model: KeyingModel, counter_world: World
) -> None:
    model.on_scan(sample.GREEN)
    model.more()
    take(model, "Release post")
    model.choose(2)
    model.green()
    model.on_scan(sample.ROAD)
    model.green()
    assert [act.text("release_post") for act in counter_world.journal.acts()] == ["CP-2", "CP-1"]


def test_a_stamp_is_sent_to_another_post_with_a_reason_and_its_slip_is_printed(
    model: KeyingModel, counter_world: World
) -> None:
    model.on_scan(sample.GREEN)
    model.green()
    counter_world.later.step()
    model.more()
    take(model, "Release post")
    model.choose(2)
    model.answer("")
    model.answer("ประตู 1 ปิด")
    while counter_world.later.under_way:
        counter_world.later.step()
    state = counter_world.journal.permit_state(sample.GREEN)
    assert state.stamp is not None
    assert state.stamp.release_post == "CP-2"
    assert len(counter_world.printer.made) == 2


def test_red_and_xray_by_reroute_want_a_reason_and_no_second_officer(model: KeyingModel, counter_world: World) -> None:
    for title, line in (("Re-route to Red", "RED"), ("Re-route to X-ray", "XRAY")):
        model.on_scan(sample.GREEN)
        model.more()
        take(model, title)
        model.answer("น้ำหนักน่าสงสัย")
        assert counter_world.journal.permit_state(sample.GREEN).line == line


def test_phrases_carry_the_amounts_of_the_permit_and_leave_out_what_it_has_not(model: KeyingModel) -> None:
    model.on_scan(sample.RED)
    model.red()
    asking = model.view("th").asking
    assert asking is not None
    assert asking.phrases == (
        "ตรวจนับได้ 128 หีบห่อ ตรงตามสำแดง",
        "ดวงตราเลขที่ TH0099123 เรียบร้อย",
        "น้ำหนัก 1,331.067 กก. ตรงตามสำแดง",
    )


def test_the_number_of_the_xray_picture_is_kept_apart_from_its_result(model: KeyingModel, counter_world: World) -> None:
    model.on_scan(sample.XRAY)
    model.xray()
    model.xray("XR-0042 / ปกติ")
    act = counter_world.journal.acts()[-1]
    assert (act.text("xray_reference"), act.text("findings")) == ("XR-0042", "ปกติ")


# --- the queue


def queue_of(model: KeyingModel, world: World) -> list[tuple[str, ...]]:
    model.open_queue()
    while world.later.under_way:
        world.later.step()
    table = model.view("en").table
    assert table is not None
    return [line.cells for line in table.lines]


def test_the_queue_has_perishables_first_then_who_waits_longest(counter_world: World) -> None:
    model = at_counter(counter_world, Rules(perishable_chapters=("06",)))
    orchids = sample.permit("9911A0000077", line="RED", hs_codes="0603")
    counter_world.mirror.load([sample.record_of(orchids)])
    for number in (sample.RED, orchids.number):
        model.on_scan(number)
        model.red()
        model.clear()
        counter_world.now += timedelta(minutes=5)
    model.on_scan(sample.HELD)
    model.acknowledge()
    model.on_scan(sample.GREEN)
    model.hold()
    model.answer("รอ")
    model.clear()
    rows = queue_of(model, counter_world)
    assert [(row[1], row[2]) for row in rows] == [
        (orchids.number, "5 min"),
        (sample.RED, "10 min"),
        (sample.GREEN, "0 s"),
    ]
    assert rows[0][3] == "! perishable"
    model.turn_lane(2)
    table = model.view("en").table
    assert table is not None
    assert [line.cells[1] for line in table.lines] == [orchids.number, sample.RED]
    model.move(1)
    model.take()
    card = model.view("en").card
    assert card is not None
    assert card.number == sample.RED
    assert model.view("en").table is None


def test_of_a_flight_that_has_gone_the_queue_says_how_long_ago(model: KeyingModel, counter_world: World) -> None:
    model.on_scan(sample.RED)
    model.red()
    model.clear()
    (row,) = queue_of(model, counter_world)
    assert row[4] == "TG 999 · 10 h 25 min"
    counter_world.now += timedelta(hours=12, minutes=26)
    table = model.view("en").table
    assert table is not None
    assert table.lines[0].cells[4] == "TG 999 · Departed 2 h 0 min ago"
    assert (4, Tone.ATTENTION) in table.lines[0].tones


def test_what_was_stamped_waits_no_longer(model: KeyingModel, counter_world: World) -> None:
    model.on_scan(sample.RED)
    model.red()
    model.red("ถูกต้อง")
    counter_world.later.step()
    assert queue_of(model, counter_world) == []


# --- from paper


def at_sheet(model: KeyingModel) -> None:
    model.on_scan(sample.UNKNOWN)
    model.acknowledge()
    model.more()
    take(model, "Record from paper")


def test_a_sheet_is_stamped_unverified_with_what_was_keyed(model: KeyingModel, counter_world: World) -> None:
    at_sheet(model)
    assert model.view("en").form is not None
    model.stamp_sheet("stamp_green", SHEET)
    while counter_world.later.under_way:
        counter_world.later.step()
    act = counter_world.journal.acts()[-1]
    assert (act.kind, act.fields["unverified"], act.text("reason")) == (ActKind.STAMP, True, "ระบบล่ม")
    view = model.view("en")
    assert (view.step, view.tone, view.form) == (Step.STAMPED, Tone.ATTENTION, None)
    assert view.card is not None
    assert view.card.rows[0].number == "A0121991100123"


def consent_offered(model: KeyingModel) -> bool:
    model.clear()
    model.on_scan(sample.UNKNOWN)
    model.more()
    titles = offered(model)
    assert "Queue (F4)" in titles
    return "Consent to its release" in titles


def test_another_supervisor_consents_to_what_was_stamped_from_paper_once_and_says_why(
    model: KeyingModel, counter_world: World
) -> None:
    at_sheet(model)
    model.stamp_sheet("stamp_green", SHEET)
    while counter_world.later.under_way:
        counter_world.later.step()
    stamped = counter_world.journal.acts()[-1]
    assert not consent_offered(model), "one's own stamp"
    model.sign_in(signed_in(replace(sample.CHECKER, roles=frozenset({"inspection"}))), {})
    assert not consent_offered(model), "no supervisor"
    model.sign_in(signed_in(replace(sample.CHECKER, roles=frozenset({"inspection", "supervisor"}))), {})
    assert consent_offered(model)
    take(model, "Consent to its release")
    model.answer(" ")
    assert counter_world.journal.acts()[-1].act_id == stamped.act_id
    model.answer("เห็นใบขนตัวจริงแล้ว")
    act = counter_world.journal.acts()[-1]
    assert (act.kind, act.text("stamp"), act.text("reason")) == (
        *(ActKind.CONSENT, stamped.act_id),
        "เห็นใบขนตัวจริงแล้ว",
    )
    assert not consent_offered(model)


@pytest.mark.parametrize(
    ("key", "changes", "field"),
    [
        ("stamp_green", {"reason": " \u200b"}, "reason"),
        ("stamp_green", {"declaration_1": ""}, "declaration_1"),
        ("stamp_green", {"declaration_1": "A0121991100123"}, "declaration_1"),
        ("stamp_green", {"declaration_2": "สวัสดี 1 2"}, "declaration_2"),
        ("stamp_green", {"declaration_1": "A0121991100123 -1 2"}, "declaration_1"),
        ("stamp_green", {"vehicle": "ก" * 200}, "vehicle"),
        ("stamp_red", {}, "findings"),
    ],
)
def test_a_field_that_is_not_understood_is_named_and_nothing_is_recorded(
    model: KeyingModel, counter_world: World, key: str, changes: dict[str, str], field: str
) -> None:
    at_sheet(model)
    model.stamp_sheet(key, SHEET | changes)
    form = model.view("en").form
    assert form is not None
    assert form.wrong[0] == field
    assert form.wrong[1]
    assert (counter_world.later.under_way, counter_world.journal.acts()) == (0, [])


def test_a_scan_while_a_sheet_is_keyed_waits(model: KeyingModel) -> None:
    at_sheet(model)
    model.on_scan(sample.GREEN)
    assert model.view("en").form is not None
    model.clear()
    card = model.view("en").card
    assert card is not None
    assert card.number == sample.GREEN


@pytest.fixture
def online(tmp_path: Path) -> Iterator[World]:
    world = make_world(tmp_path / "online", "inspection", OneAnswer(Granted("centre")))
    yield world
    world.close()


def answering(world: World, answer: Granted | Denied | Unreachable) -> KeyingModel:
    centre = world.counter.central
    assert isinstance(centre, OneAnswer)
    centre.answer = answer
    return at_counter(world)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Granted("centre"), "on its way here"),
        (Denied("unverified"), "does not know it either"),
        (Unreachable("gone"), "cannot be reached"),
    ],
)
def test_the_centre_is_asked_of_what_is_not_here(
    online: World, answer: Granted | Denied | Unreachable, said: str
) -> None:
    model = answering(online, answer)
    model.on_scan(sample.UNKNOWN)
    assert model.view("en").note == "Asking the centre…"
    online.later.step()
    assert said in model.view("en").note


def test_an_answer_that_comes_after_the_next_scan_says_nothing_of_it(online: World) -> None:
    model = answering(online, Granted("centre"))
    model.on_scan(sample.UNKNOWN)
    model.acknowledge()
    model.on_scan(sample.GREEN)
    online.later.step()
    assert model.view("en").note == ""


def test_the_record_that_was_missing_is_shown_when_it_comes(online: World) -> None:
    model = answering(online, Granted("centre"))
    model.on_scan(sample.UNKNOWN)
    model.acknowledge()
    model.on_news()
    assert model.view("en").verbs[0].enabled is False
    online.mirror.load([sample.record_of(sample.permit(sample.UNKNOWN))])
    model.on_news()
    assert model.view("en").verbs[0].enabled is True


def test_licences_are_due_fifteen_days_after_the_cut_off(model: KeyingModel, counter_world: World) -> None:
    draft = counter_world.counter.draft
    subject = Subject("permit", sample.GREEN)
    officer = signed_in(sample.INSPECTOR)
    cut_off = draft(ActKind.CUT_OFF, subject, officer, {"cut_off_at": "2026-11-20T03:00:00.000000Z"})
    counter_world.journal.record(cut_off, officer.signer)
    model.on_scan(sample.GREEN)
    card = model.view("en").card
    assert card is not None
    due = {fact.label: fact.value for fact in card.facts}["Licences due by"]
    assert due.startswith("05-12-2569 10:00")
    counter_world.now = NOW + timedelta(days=20)
    card = model.view("en").card
    assert card is not None
    late = next(fact for fact in card.facts if fact.label == "Licences due by")
    assert late.tone is Tone.ATTENTION


def test_space_keeps_a_number_that_is_not_here_and_esc_puts_it_away(model: KeyingModel) -> None:
    model.on_scan(sample.UNKNOWN)
    model.acknowledge()
    assert model.view("en").card is not None
    model.on_scan(sample.UNKNOWN)
    model.clear()
    assert model.view("en").card is None


def test_the_key_of_the_list_says_what_is_wanted_before_it(model: KeyingModel) -> None:
    model.on_scan("RUBBISH1")
    assert model.view("en").verbs[-1].why == "Space first"
    model.clear()
    model.on_scan(sample.GREEN)
    model.hold()
    assert model.view("en").verbs[-1].why == "answer first"
