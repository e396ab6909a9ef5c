"""The desk pages by their keys, as an officer works them."""

import threading
import time

from PySide6.QtWidgets import QWidget

from officer_app.core.acts import ActKind
from officer_app.core.ports import Claim, Denied, FeedAct, Granted, Taken
from officer_app.viewmodels.view import Step
from tests.ui.conftest import AtDesk, OpenDesk
from tests.viewmodels import world as sample


class SlowCentre(sample.OneAnswer):
    """Grants, but not before `granting` is set."""

    def __init__(self) -> None:
        super().__init__(Granted("centre"))
        self.granting = threading.Event()

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        assert self.granting.wait(10.0)
        return super().claim(claim, deadline_s)


def typed_scan(desk: AtDesk, text: str) -> None:
    """A number typed into the scan box, with Enter."""
    desk.player.type_text(text)
    desk.player.press("Return")


def stamped_at_the_post(open_desk: OpenDesk, post: AtDesk, *numbers: str) -> None:
    """Stamp at a counter and let the post know."""
    counter = open_desk("inspection")
    counter.sign_in("somchai")
    for number in numbers:
        counter.scan(number)
        counter.player.press("F5")
    acts = counter.world.journal.acts()
    assert len(acts) == len(numbers)
    post.world.journal.receive([FeedAct(place, act) for place, act in enumerate(acts, 1)])


def test_a_number_typed_with_enter_is_a_scan(counter: AtDesk) -> None:
    typed_scan(counter, sample.GREEN.lower())
    card = counter.player.view().card
    assert card is not None
    assert card.number == sample.GREEN
    assert counter.window.desk_page.scan_box.text() == ""


def test_green_is_one_key(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    counter.player.press("F5")
    assert counter.player.view().step is Step.STAMPED
    assert counter.player.wait_until(lambda: counter.player.view().printing == "printed")
    counter.player.press("F5")
    assert len(counter.world.journal.acts()) == 1


def test_red_takes_f6_the_findings_and_enter(counter: AtDesk) -> None:
    page = counter.window.desk_page
    counter.scan(sample.RED)
    counter.player.press("F6")
    assert counter.window.focusWidget() is page.question.field
    counter.player.type_text("ตรวจแล้ว 5 หีบห่อ")
    counter.player.press("Return")
    assert counter.player.view().step is Step.STAMPED
    assert counter.window.focusWidget() is page.scan_box
    assert counter.world.journal.acts()[-1].text("findings") == "ตรวจแล้ว 5 หีบห่อ"


def test_f6_itself_stamps_with_the_findings(counter: AtDesk) -> None:
    counter.scan(sample.RED)
    counter.player.press("F6")
    counter.player.type_text("found correct")
    counter.player.press("F6")
    assert counter.player.view().step is Step.STAMPED


def test_xray_takes_f7_twice(counter: AtDesk) -> None:
    counter.scan(sample.XRAY)
    counter.player.press("F7")
    assert counter.player.view().step is Step.XRAY_SENT
    counter.player.press("F7")
    assert counter.player.view().headline == "Stamped “X-Ray”"


def test_what_was_typed_survives_a_wrong_enter_and_a_scan(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    counter.player.press("F8")
    counter.player.press("Return")
    assert counter.player.view().asking is not None
    counter.player.type_text("seal")
    counter.player.scan(sample.RED)
    assert counter.player.wait_until(lambda: counter.player.view().waiting == 1)
    assert counter.window.desk_page.question.field.text() == "seal"
    counter.player.press("F8")
    assert counter.player.view().step is Step.HELD


def test_space_acknowledges_a_refusal_and_is_typed_otherwise(counter: AtDesk) -> None:
    counter.scan(sample.CANCELLED)
    counter.scan(sample.GREEN)
    assert counter.player.view().waiting == 1
    counter.player.press("Space")
    card = counter.player.view().card
    assert card is not None
    assert card.number == sample.GREEN
    counter.player.type_text("a b")
    assert counter.window.desk_page.scan_box.text() == "a b"


def test_a_scan_never_dismisses_a_refusal(counter: AtDesk) -> None:
    counter.scan(sample.CANCELLED)
    typed_scan(counter, sample.GREEN)
    counter.scan(sample.RED)
    view = counter.player.view()
    assert (view.code, view.waiting) == ("cancelled", 2)


def test_the_post_releases_with_enter_once(open_desk: OpenDesk, post: AtDesk) -> None:
    stamped_at_the_post(open_desk, post, sample.GREEN)
    post.scan(sample.GREEN)
    post.player.press("Return")
    assert post.player.wait_until(lambda: post.player.view().step is Step.RELEASED)
    assert post.world.sounds.last == "good"
    post.scan(sample.GREEN)
    assert post.player.view().code == "already_released"
    post.player.press("F5")
    releases = [act for act in post.world.journal.acts() if act.kind == ActKind.RELEASE]
    assert len(releases) == 1


def test_the_line_feed_of_a_wedge_scanner_releases_nothing(open_desk: OpenDesk, post: AtDesk) -> None:
    stamped_at_the_post(open_desk, post, sample.GREEN)
    typed_scan(post, sample.GREEN)
    post.player.press("Return")
    assert not post.player.view().busy
    assert post.player.view().step is Step.NOTHING


def test_the_post_stays_alive_while_a_claim_is_under_way(open_desk: OpenDesk) -> None:
    centre = SlowCentre()
    post = open_desk("checking_post", central=centre)
    post.sign_in("malee")
    stamped_at_the_post(open_desk, post, sample.GREEN)
    post.scan(sample.GREEN)
    post.player.press("F5")
    # Painted before the claim is answered: what comes after the answer would wait for nothing.
    post.scan(sample.CANCELLED)
    view = post.player.view()
    assert (view.busy, view.waiting) == (True, 1)
    centre.granting.set()
    assert post.player.wait_until(lambda: post.player.view().step is Step.RELEASED)
    assert post.player.view().must_acknowledge
    post.player.press("Space")
    assert post.player.view().code == "cancelled"


def test_the_time_of_the_paint_is_that_of_the_last_scan(counter: AtDesk) -> None:
    before = time.monotonic_ns()
    counter.scan(sample.GREEN)
    first, painted = counter.player.last_painted
    assert (first, before < painted <= time.monotonic_ns()) == (1, True)
    counter.player.press("F12")
    assert counter.player.last_painted == (first, painted)
    counter.scan(sample.GREEN)
    assert counter.player.last_painted[0] == 2


def test_dropped_frames_and_repeats_reach_the_page(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    counter.window.bridge.repeated(sample.GREEN)
    counter.window.bridge.dropped("overlong")
    assert counter.player.wait_until(lambda: counter.player.view().code == "dropped")
    counts = counter.player.view().counts
    assert (counts.repeats, dict(counts.dropped)) == (1, {"overlong": 1})
    assert any("repeats 1" in item for item in counter.window.status_bar.items)


def test_keys_can_be_clicked_too(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    bar = counter.window.desk_page.verb_bar
    bar.keys[0].click()
    assert counter.player.view().step is Step.STAMPED


def test_the_card_stands_on_the_screen_again_after_a_refused_key_was_seen(counter: AtDesk) -> None:
    page = counter.window.desk_page
    counter.scan(sample.GREEN)
    counter.player.press("Shift+F10")
    assert counter.player.view().code == "nothing_to_annul"
    counter.player.press("Space")
    assert page.card.isVisible()
    assert page.card.accessibleName().endswith(sample.GREEN)
    assert counter.player.view().code == ""
    assert page.banner.accessibleName().startswith(counter.player.view().headline)
    counter.player.press("F5")
    assert counter.player.view().step is Step.STAMPED


def test_a_password_typed_into_the_scan_box_is_nowhere_on_the_screen(counter: AtDesk) -> None:
    typed_scan(counter, "correct horse")
    page = counter.window.desk_page
    assert counter.player.view().code == "typed_unknown"
    named = {each.accessibleName() for each in counter.window.findChildren(QWidget)}
    assert not [name for name in named if "horse" in name]
    assert "co••••••" in page.banner.accessibleName()
    page.scan_box.undo()
    assert page.scan_box.text() == "", "it cannot be brought back"
    assert page.card.isVisible()
