"""Nothing is clipped: in both languages, at 1280 x 720, and at 150 % on such a screen."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from officer_app.core.ports import FeedAct
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.ui.desk import Link, Scanner
from tests.ui.conftest import AtDesk, OpenDesk
from tests.ui.fitting import SIZES, clipped
from tests.viewmodels import world as sample

LONG_NAME = "บริษัท ตัวอย่างผู้ส่งออกผลไม้สดและกล้วยไม้ตัดดอกแห่งภาคตะวันออกเฉียงเหนือ (ประเทศไทย) จำกัด (มหาชน)"


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_counter_is_clipped(open_desk: OpenDesk, language: str, size: tuple[int, int]) -> None:
    desk = open_desk("inspection", language, Link("none", encrypted=False))
    desk.window.resize(*size)
    player, bad = desk.player, {}
    long = sample.permit("9911A0000071", company_name=LONG_NAME, vehicle="", mawb="", trailer="71-9999")
    desk.world.mirror.load([sample.record_of(long)])
    desk.window.bridge.scanned(sample.GREEN)
    assert not player.sign_in("somchai", "wrong")
    bad["sign-in"] = clipped(desk)
    desk.sign_in("somchai")
    bad["ready"] = clipped(desk)
    wide = sample.permit("9911A0000072", hawb="W" * 35, seal_no="SEAL-" + "9" * 60, container_no="W" * 17, vehicle="")
    desk.world.mirror.load([sample.record_of(wide)])
    for number in (sample.GREEN, sample.RED, sample.XRAY, sample.ROAD, sample.TRANSIT, long.number, wide.number):
        desk.scan(number)
        bad[number] = clipped(desk)
    for number in (sample.CANCELLED, sample.LOADED, sample.HELD, sample.UNKNOWN, "สวัสดี", " "):
        desk.scan(number)
        desk.scan(sample.GREEN)
        bad[f"refused {number}"] = clipped(desk)
        player.press("Space")
    desk.scan(sample.RED)
    player.press("F6")
    player.press("Return")
    bad["findings"] = clipped(desk)
    player.type_text("ตรวจแล้ว")
    desk.world.printer.refusal = Refusal("unreadable", {"reason": "too_long"})
    player.press("F6")
    player.wait_until(lambda: player.view().printing == "failed")
    desk.window.bridge.link(Link("here", None, Both("ติดต่อศูนย์ข้อมูลกลางไม่ได้ " * 3, "The centre is gone. " * 4)))
    desk.window.bridge.scanner(Scanner("/dev/ttyACM0", sentence=Both("เครื่องอ่านหลุด", "Unplugged.")))
    player.wait_until(lambda: any("/dev" not in item for item in desk.window.status_bar.items))
    bad["trouble"] = clipped(desk)
    assert {state: texts for state, texts in bad.items() if texts} == {}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_post_is_clipped(open_desk: OpenDesk, language: str, size: tuple[int, int]) -> None:
    counter = open_desk("inspection")
    counter.sign_in("somchai")
    counter.scan(sample.GREEN)
    counter.player.press("F5")
    desk = open_desk("checking_post", language)
    desk.window.resize(*size)
    acts = counter.world.journal.acts()
    desk.world.journal.receive([FeedAct(place, act) for place, act in enumerate(acts, 1)])
    desk.sign_in("malee")
    bad = {"ready": clipped(desk)}
    for number in (sample.GREEN, sample.CANCELLED, sample.RED, sample.UNKNOWN):
        desk.scan(number)
        bad[number] = clipped(desk)
        desk.player.press("Escape")
    desk.scan(sample.GREEN)
    desk.player.press("F5")
    desk.player.wait_until(lambda: not desk.player.view().busy)
    bad["released"] = clipped(desk)
    desk.scan(sample.GREEN)
    bad["second"] = clipped(desk)
    assert {state: texts for state, texts in bad.items() if texts} == {}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_what_else_the_counter_does_is_clipped(
    open_desk: OpenDesk, language: str, size: tuple[int, int]
) -> None:
    desk = open_desk("inspection", language)
    desk.window.resize(*size)
    player, page = desk.player, desk.window.desk_page
    desk.sign_in("somchai")
    desk.scan(sample.RED)
    player.press("F2")
    bad = {"menu": clipped(desk)}
    player.press("PageDown")
    bad["menu 2"] = clipped(desk)
    player.press("Escape")
    player.press("F6")
    player.press("Escape")
    player.press("Escape")
    player.press("F4")
    assert player.wait_until(lambda: player.view().table is not None)
    bad["queue"] = clipped(desk)
    desk.scan(sample.UNKNOWN)
    player.press("Space")
    bad["not here"] = clipped(desk)
    player.press("F2")
    page.do(lambda: page.model.choose(1))
    bad["sheet"] = clipped(desk)
    player.press("F5")
    bad["sheet wrong"] = clipped(desk)
    assert {state: texts for state, texts in bad.items() if texts} == {}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_a_batch_or_a_refusal_is_clipped(open_desk: OpenDesk, language: str, size: tuple[int, int]) -> None:
    desk = open_desk("checking_post", language, Link("here"))
    desk.window.resize(*size)
    desk.sign_in("malee")
    desk.player.press("F8")
    for number in (sample.RED, sample.UNKNOWN, sample.CANCELLED):
        desk.scan(number)
    bad = {"batch": clipped(desk)}
    desk.player.press("F8")
    bad["ended"] = clipped(desk)
    desk.scan(sample.ROAD)
    desk.player.press("Space")
    desk.scan(sample.ROAD)
    bad["not stamped"] = clipped(desk)
    assert {state: texts for state, texts in bad.items() if texts} == {}


def test_number_and_headline_are_large(counter: AtDesk, tmp_path: Path) -> None:
    counter.window.resize(*SIZES[1])
    counter.scan(sample.GREEN)
    sizes = {
        label.accessibleName(): label.font().pointSize()
        for label in counter.window.findChildren(QLabel)
        if label.isVisible()
    }
    assert sizes[sample.GREEN] >= 32
    assert sizes["Green – may be stamped"] >= 24


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("kind", ["inspection", "checking_post", "counter_services"])
def test_on_a_small_screen_the_keys_of_the_header_stand_on_the_empty_page(
    open_desk: OpenDesk, kind: str, language: str
) -> None:
    desk = open_desk(kind, language)
    desk.sign_in("somchai")
    speech = [desk.world.texts.say(f"window.{key}", language) for key in ("devices_key", "lock_key", "language_switch")]

    def said() -> str:
        return "\n".join(label.accessibleName() for label in desk.window.findChildren(QLabel) if label.isVisible())

    assert [said().count(key) for key in speech] == [1, 1, 1]
    desk.window.resize(*SIZES[1])
    assert clipped(desk) == []
    assert [said().count(key) for key in speech] == [1, 1, 1]
    desk.scan(sample.GREEN)
    assert [said().count(key) for key in speech] == [0, 0, 0]
