"""The checking post's model: released once, each refusal acknowledged, scans queued while an answer is waited for."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from officer_app.core.acts import ActKind
from officer_app.core.ports import FeedAct, Granted, Taken, Unreachable
from officer_app.core.records import Record
from officer_app.core.rights import Authority, authority_number
from officer_app.viewmodels.checking import CheckingModel
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.ports import Link
from officer_app.viewmodels.view import Shape, Step, Tone
from tests.viewmodels import world as sample
from tests.viewmodels.world import NOW, OneAnswer, World, make_world, signed_in


def stamped(counter: World, post: World, *numbers: str) -> None:
    """Stamp at the counter and let the post know."""
    model = InspectionModel(counter.tools)
    model.sign_in(signed_in(sample.INSPECTOR), {})
    for number in numbers:
        model.on_scan(number)
        model.green()
    post.journal.receive([FeedAct(place, act) for place, act in enumerate(counter.journal.acts(), 1)])


def test_a_stamped_permit_is_compared_and_released_once(
    checking: CheckingModel, counter_world: World, post_world: World
) -> None:
    stamped(counter_world, post_world, sample.GREEN)
    checking.on_scan(sample.GREEN)
    view = checking.view("en")
    assert view.card is not None
    strong = [fact.value for fact in view.card.facts if fact.strong]
    assert strong[0] == "Status 0309 · Green"
    assert "2ฒฆ4321 · สมุทรปราการ · TH" in strong
    assert view.verbs[0].wanted
    checking.release()
    assert (checking.view("en").busy, post_world.later.under_way) == (True, 1)
    post_world.later.step()
    view = checking.view("en")
    assert (view.step, view.tone, view.shape) == (Step.RELEASED, Tone.GOOD, Shape.TICK)
    assert view.sentence == "มาลี รอบคอบ · 21-11-2569 10:04:05 · granted by this workstation"
    assert (post_world.sounds.last, post_world.changes) == ("good", ["changed"])
    checking.on_scan(sample.GREEN)
    view = checking.view("en")
    assert (view.code, view.shape, view.must_acknowledge) == ("already_released", Shape.CROSS, True)
    assert "มาลี รอบคอบ at CP-1-1 on 21-11-2569 10:04:05" in view.sentence
    assert post_world.sounds.last == "refuse"
    assert [act.kind for act in post_world.journal.own_acts(0, 9)] == [ActKind.RELEASE]


def test_the_second_press_releases_nothing(checking: CheckingModel, counter_world: World, post_world: World) -> None:
    stamped(counter_world, post_world, sample.GREEN)
    checking.on_scan(sample.GREEN)
    checking.release()
    checking.release()
    assert post_world.later.under_way == 1
    post_world.later.step()
    checking.release()
    assert post_world.later.under_way == 0


@pytest.mark.parametrize(
    ("number", "code", "shape"),
    [
        (sample.GREEN, "not_stamped", Shape.HOLLOW),
        (sample.CANCELLED, "cancelled", Shape.BARRED),
        (sample.UNKNOWN, "unknown_number", Shape.QUESTION),
        (sample.LOADED, "already_loaded", Shape.BARRED),
    ],
)
def test_what_may_not_leave_is_refused_each_in_its_own_way(
    checking: CheckingModel, post_world: World, number: str, code: str, shape: Shape
) -> None:
    checking.on_scan(number)
    view = checking.view("en")
    assert (view.code, view.shape, view.tone, view.must_acknowledge) == (code, shape, Tone.REFUSE, True)
    assert post_world.sounds.last == "refuse"
    checking.release()
    assert post_world.later.under_way == 0
    checking.clear()
    assert checking.view("en").headline.startswith("Ready")


def test_a_scan_during_the_claim_waits_until_its_result_was_seen(
    checking: CheckingModel, counter_world: World, post_world: World
) -> None:
    stamped(counter_world, post_world, sample.GREEN)
    checking.on_scan(sample.GREEN)
    checking.release()
    checking.on_scan(sample.CANCELLED)
    assert checking.view("en").waiting == 1
    checking.clear()
    assert checking.view("en").busy
    post_world.later.step()
    view = checking.view("en")
    assert (view.step, view.must_acknowledge, view.waiting) == (Step.RELEASED, True, 1)
    checking.acknowledge()
    assert checking.view("en").code == "cancelled"


def test_a_refusal_and_the_scans_behind_it_are_shown_in_order(checking: CheckingModel) -> None:
    for number in (sample.CANCELLED, sample.UNKNOWN, sample.LOADED):
        checking.on_scan(number)
    seen = []
    while checking.view("en").must_acknowledge:
        seen.append(checking.view("en").code)
        checking.acknowledge()
    assert seen == ["cancelled", "unknown_number", "already_loaded"]


@pytest.mark.parametrize(
    ("answer", "code", "tone"),
    [
        (Taken("other", "CP-1-2", "prasit", NOW - timedelta(minutes=3)), "already_released", Tone.REFUSE),
        (Unreachable("cut", "here"), "no_right", Tone.ATTENTION),
    ],
)
def test_the_centre_may_say_no_or_nothing(
    tmp_path: Path, counter_world: World, answer: Taken | Unreachable, code: str, tone: Tone
) -> None:
    world = make_world(tmp_path / "online", "checking_post", OneAnswer(answer))
    try:
        stamped(counter_world, world, sample.GREEN)
        model = CheckingModel(world.tools)
        model.link = Link("none")
        model.sign_in(signed_in(sample.CHECKER), {})
        model.on_scan(sample.GREEN)
        model.release()
        world.later.step()
        view = model.view("en")
        assert (view.code, view.tone, view.must_acknowledge) == (code, tone, True)
        assert "release" not in [act.kind for act in world.journal.own_acts(0, 9)]
    finally:
        world.close()


def test_who_grants_and_whether_he_can_be_reached_is_always_in_sight(tmp_path: Path, counter_world: World) -> None:
    world = make_world(tmp_path / "online", "checking_post", OneAnswer(Granted("centre")))
    try:
        stamped(counter_world, world, sample.GREEN)
        model = CheckingModel(world.tools)
        model.sign_in(signed_in(sample.CHECKER), {})
        said = {}
        for trouble in ("none", "here", "waiting"):
            model.link = Link(trouble)
            granting = model.view("en").granting
            assert granting is not None
            said[trouble] = (granting.code, granting.tone)
        assert said == {
            "none": ("centre", Tone.GOOD),
            "here": ("centre_away", Tone.REFUSE),
            "waiting": ("centre_waiting", Tone.ATTENTION),
        }
        model.on_scan(sample.GREEN)
        model.release()
        world.later.step()
        assert "granted by the centre" in model.view("en").sentence
    finally:
        world.close()


def test_another_workstation_that_grants_alone_is_named(tmp_path: Path) -> None:
    world = make_world(tmp_path / "online", "checking_post", OneAnswer(Granted("centre")))
    try:
        model = CheckingModel(world.tools)
        elsewhere, here, moved = ("CP-1-2", "", "elsewhere"), ("CP-1-1", "", "here"), ("CP-1-1", "s-1", "other_seat")
        for holder, seat, code in (elsewhere, here, moved):
            doc = json.dumps(asdict(Authority("CP-1", 1, "workstation", holder, seat=seat)))
            world.mirror.load([Record("authority", authority_number("CP-1"), doc, "sample", NOW)])
            model.sign_in(signed_in(sample.CHECKER), {})
            granting = model.view("en").granting
            assert granting is not None
            assert granting.code == code
            assert (holder in granting.text) is (code == "elsewhere")
    finally:
        world.close()


def test_a_fault_during_the_claim_ends_the_waiting(
    checking: CheckingModel, counter_world: World, post_world: World
) -> None:
    stamped(counter_world, post_world, sample.GREEN)
    checking.on_scan(sample.GREEN)
    checking.release()
    checking.fail(post_world.texts.both("trouble.disk_full"))
    view = checking.view("en")
    assert (view.busy, view.code) == (False, "fault")


def test_the_answer_to_a_claim_is_kept_for_after_the_lock(
    checking: CheckingModel, counter_world: World, post_world: World
) -> None:
    stamped(counter_world, post_world, sample.GREEN)
    checking.on_scan(sample.GREEN)
    checking.release()
    checking.lock()
    post_world.later.step()
    assert checking.view("en").card is None
    checking.sign_in(signed_in(sample.CHECKER), {})
    assert checking.view("en").step is Step.RELEASED
