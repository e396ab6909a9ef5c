"""The checking post beyond one release: cargo compared by scans, the copy, a refusal, many permits in one go."""

from dataclasses import replace

import pytest

from officer_app.core.acts import Act, ActKind
from officer_app.core.commands import CommandRules, Verb
from officer_app.core.ports import FeedAct
from officer_app.core.rules import Rules
from officer_app.usecases.steps import take_step
from officer_app.viewmodels.inspection import InspectionModel
from officer_app.viewmodels.post_model import PostModel
from officer_app.viewmodels.view import Tone
from tests.viewmodels import world as sample
from tests.viewmodels.world import World, signed_in

CONTAINER, OTHER_CONTAINER = "TEXU9900011", "TEXU9900027"


@pytest.fixture
def post(counter_world: World, post_world: World) -> PostModel:
    """A post to which two stamped permits have come, its officer at the desk."""
    stamping = InspectionModel(counter_world.tools)
    stamping.sign_in(signed_in(sample.INSPECTOR), {})
    for number in (sample.GREEN, sample.ROAD):
        stamping.on_scan(number)
        stamping.green()
    acts = counter_world.journal.acts()
    post_world.journal.receive([FeedAct(place, act) for place, act in enumerate(acts, 1)])
    return at_post(post_world)


def at_post(world: World, *reasons: str) -> PostModel:
    rules = CommandRules(words={Verb.REFUSE: reasons})
    model = PostModel(replace(world.tools, command_rules=rules))
    model.sign_in(signed_in(sample.CHECKER), {})
    return model


def facts(model: PostModel) -> dict[str, str]:
    card = model.view("en").card
    assert card is not None
    return {fact.label: fact.value for fact in card.facts}


def test_a_scan_of_the_cargo_ticks_what_agrees_and_is_recorded_with_the_release(
    post: PostModel, post_world: World
) -> None:
    post.on_scan(sample.ROAD)
    post.on_scan(CONTAINER)
    assert facts(post)["Container"] == f"✓ {CONTAINER} · 22G1"
    assert post_world.sounds.last == "good"
    post.keep_copy()
    post.release()
    post_world.later.step()
    release = post_world.journal.own_acts(0, 9)[-1]
    assert (release.kind, release.fields["compared"], release.fields["copy_kept"]) == (
        ActKind.RELEASE,
        ["container_no"],
        True,
    )


def test_another_container_stops_and_nothing_else_is_looked_up(post: PostModel, post_world: World) -> None:
    post.on_scan(sample.ROAD)
    post.on_scan(OTHER_CONTAINER)
    view = post.view("en")
    assert (view.code, view.must_acknowledge, post_world.sounds.last) == ("cargo_differs", True, "refuse")
    assert view.card is not None
    assert view.card.number == sample.ROAD
    assert OTHER_CONTAINER in view.sentence
    post.release()
    assert post_world.later.under_way == 0
    post.acknowledge()
    post.release()
    post_world.later.step()
    assert "compared" not in post_world.journal.own_acts(0, 9)[-1].fields


def test_cargo_scanned_while_a_difference_stands_is_compared_in_its_turn_and_replaces_no_card(
    post: PostModel,
) -> None:
    for text in (sample.ROAD, OTHER_CONTAINER, CONTAINER, OTHER_CONTAINER):
        post.on_scan(text)
    post.acknowledge()
    # The right one is ticked, and the one behind it differs again.
    assert facts(post)["Container"] == f"✓ {CONTAINER} · 22G1"
    assert post.view("en").code == "cargo_differs"
    post.acknowledge()
    card = post.view("en").card
    assert card is not None
    assert card.number == sample.ROAD
    assert post.counts.understood == 4


def test_the_next_permit_is_looked_up_though_one_lies_open(post: PostModel) -> None:
    post.on_scan(sample.ROAD)
    post.on_scan(sample.GREEN)
    card = post.view("en").card
    assert card is not None
    assert card.number == sample.GREEN


def test_a_container_with_nothing_open_is_looked_up(post: PostModel) -> None:
    post.on_scan(CONTAINER)
    card = post.view("en").card
    assert card is not None
    assert card.number == sample.ROAD


def test_a_copy_ticked_for_one_permit_is_not_ticked_for_the_next(post: PostModel, post_world: World) -> None:
    post.on_scan(sample.ROAD)
    post.keep_copy()
    post.on_scan(sample.GREEN)
    post.release()
    post_world.later.step()
    assert post_world.journal.own_acts(0, 9)[-1].fields["copy_kept"] is False


def test_where_a_copy_is_needed_no_release_goes_without(post: PostModel, post_world: World) -> None:
    post_world.counter = replace(post_world.counter, rules=Rules(copy_needed=True))
    post = at_post(post_world)
    post.on_scan(sample.ROAD)
    assert [verb.why for verb in post.view("en").verbs if verb.name == "release"] == ["keep a copy first (F7)"]
    post.release()
    assert post_world.later.under_way == 0
    post.keep_copy()
    post.release()
    post_world.later.step()
    assert post_world.journal.own_acts(0, 9)[-1].kind == ActKind.RELEASE


def test_a_refusal_asks_why_offers_the_sites_reasons_and_is_recorded(post: PostModel, post_world: World) -> None:
    model = at_post(post_world, "ของไม่ตรงกับใบกำกับ")
    model.on_scan(sample.ROAD)
    model.refuse()
    asking = model.view("en").asking
    assert asking is not None
    assert asking.phrases == ("ของไม่ตรงกับใบกำกับ",)
    model.answer("   ")
    assert post_world.journal.own_acts(0, 9) == []
    model.refuse("ซีลขาด")
    act = post_world.journal.own_acts(0, 9)[-1]
    assert (act.kind, act.text("reason"), act.subject.number) == (ActKind.REFUSE, "ซีลขาด", sample.ROAD)


def test_cargo_without_a_stamp_is_turned_back_where_that_was_read(post: PostModel, post_world: World) -> None:
    post.on_scan(sample.RED)
    assert post.view("en").must_acknowledge
    post.acknowledge()
    view = post.view("en")
    assert (view.code, view.must_acknowledge) == ("not_stamped", False)
    assert [verb.name for verb in view.verbs if verb.enabled] == ["refuse", "copy", "batch"]
    post.refuse()
    post.answer("came without a stamp")
    act = post_world.journal.own_acts(0, 9)[-1]
    assert (act.kind, act.subject.number, act.text("reason")) == (ActKind.REFUSE, sample.RED, "came without a stamp")
    post.on_scan(sample.GREEN)
    assert post.view("en").headline == "Stamped – compare before release"


def test_while_a_reason_is_typed_a_scan_waits_and_nothing_is_released(post: PostModel, post_world: World) -> None:
    post.on_scan(sample.ROAD)
    post.refuse()
    post.on_scan(sample.GREEN)
    post.release()
    assert (post.view("en").waiting, post_world.later.under_way) == (1, 0)
    post.clear()
    card = post.view("en").card
    assert card is not None
    assert card.number == sample.GREEN


def test_a_batch_releases_each_scan_at_once_and_lists_the_refused(post: PostModel, post_world: World) -> None:
    post.batch()
    post.keep_copy()
    for number in (sample.GREEN, sample.RED, sample.UNKNOWN, sample.ROAD):
        post.on_scan(number)
        post_world.later.settle()
    view = post.view("en")
    assert view.table is not None
    assert view.table.title == "Batch: 2 released · 2 refused · ✓ copies kept"
    assert [line.cells[0] for line in view.table.lines] == [sample.UNKNOWN, sample.RED]
    assert not view.must_acknowledge
    assert {act.fields["copy_kept"] for act in post_world.journal.own_acts(0, 9)} == {True}
    post.batch()
    view = post.view("en")
    assert (view.headline, view.tone) == ("Batch ended: 2 released, 2 refused", Tone.ATTENTION)
    assert view.sentence == f"{sample.RED}, {sample.UNKNOWN}"


def test_in_a_batch_scans_that_come_while_one_is_claimed_are_released_after_it(
    post: PostModel, post_world: World
) -> None:
    post.batch()
    post.on_scan(sample.GREEN)
    post.on_scan(sample.ROAD)
    post.on_scan(sample.RED)
    post_world.later.settle()
    table = post.view("en").table
    assert table is not None
    assert table.title.startswith("Batch: 2 released · 1 refused")
    assert post_world.sounds.heard.count("refuse") == 1


def test_the_same_permit_twice_in_a_batch_is_released_once_and_refused_once(post: PostModel, post_world: World) -> None:
    post.batch()
    for _ in range(2):
        post.on_scan(sample.GREEN)
        post_world.later.settle()
    table = post.view("en").table
    assert table is not None
    assert table.title.startswith("Batch: 1 released · 1 refused")
    assert [act.kind for act in post_world.journal.own_acts(0, 9)] == [ActKind.RELEASE]


def test_a_permit_that_was_turned_back_is_released_by_no_batch_and_says_so_when_it_comes_again(
    post: PostModel, post_world: World
) -> None:
    post.on_scan(sample.GREEN)
    post.refuse()
    post.answer("seal broken")
    post.batch()
    for number in (sample.GREEN, sample.ROAD):
        post.on_scan(number)
        post_world.later.settle()
    table = post.view("en").table
    assert table is not None
    assert [line.cells for line in table.lines] == [(sample.GREEN, "✕ Turned back before – compare anew")]
    assert post_world.journal.permit_state(sample.GREEN).release is None
    post.batch()
    post.on_scan(sample.GREEN)
    view = post.view("en")
    assert (view.tone, view.must_acknowledge) == (Tone.ATTENTION, False)
    assert "มาลี รอบคอบ turned it back on" in view.sentence
    assert "seal broken" in view.sentence
    post.release()
    post_world.later.settle()
    assert post_world.journal.permit_state(sample.GREEN).release is not None


def test_what_the_centre_brings_about_the_permit_on_the_card_is_shown_and_heard(
    post: PostModel, counter_world: World, post_world: World
) -> None:
    post.on_scan(sample.GREEN)
    bring(counter_world, post_world, held(counter_world))
    post.on_news()
    post.look_around()
    view = post.view("en")
    assert (view.headline, view.tone, post_world.sounds.last) == ("STOP – on hold", Tone.REFUSE, "refuse")
    assert not view.verbs[0].enabled
    assert view.card is not None
    assert "held papers wanting" in view.card.acts[-1]


def test_news_wait_while_a_reason_is_typed(post: PostModel, counter_world: World, post_world: World) -> None:
    post.on_scan(sample.GREEN)
    post.refuse()
    bring(counter_world, post_world, held(counter_world))
    post.on_news()
    post.look_around()
    view = post.view("en")
    assert (view.headline, view.asking is not None) == ("Stamped – compare before release", True)
    post.clear()
    post.look_around()
    assert post.view("en").headline == "STOP – on hold"


def held(world: World) -> Act:
    """The counter puts the permit on hold."""
    act = take_step(world.counter, signed_in(sample.INSPECTOR), sample.GREEN, ActKind.HOLD, "papers wanting")
    assert isinstance(act, Act)
    return act


def bring(counter: World, post: World, act: Act) -> None:
    """The act comes to the post through the centre."""
    post.journal.receive([FeedAct(len(counter.journal.acts()), act)])


def test_a_lock_ends_the_batch_and_who_comes_back_finds_its_summary(post: PostModel, post_world: World) -> None:
    post.batch()
    for number in (sample.GREEN, sample.RED):
        post.on_scan(number)
        post_world.later.settle()
    post.lock()
    assert sample.RED not in str(post.view("en"))
    post.sign_in(signed_in(sample.CHECKER), {})
    view = post.view("en")
    assert (view.table, view.card) == (None, None)
    assert (view.headline, view.sentence) == ("Batch ended: 1 released, 1 refused", sample.RED)


def test_of_a_batch_another_officer_left_nothing_is_shown(post: PostModel, post_world: World) -> None:
    post.batch()
    post.on_scan(sample.RED)
    post.lock()
    post.sign_in(signed_in(sample.INSPECTOR), {})
    assert sample.RED not in str(post.view("en"))


def test_a_release_that_is_claimed_when_the_desk_locks_is_no_lost_one(post: PostModel, post_world: World) -> None:
    post.batch()
    post.on_scan(sample.GREEN)
    post.lock()
    post_world.later.settle()
    post.sign_in(signed_in(sample.CHECKER), {})
    view = post.view("en")
    assert (view.table, view.tone, view.card is not None) == (None, Tone.GOOD, True)
