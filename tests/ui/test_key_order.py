"""A key is for what was scanned before it, also where the system hands both over in one go."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow

from officer_app.core.acts import ActKind
from officer_app.ui.physical_keys import US
from officer_app.ui.wedge import Wedge, WedgeSetup
from tests.ui.conftest import AtDesk, OpenDesk
from tests.ui.test_desk_pages import stamped_at_the_post
from tests.viewmodels.world import GREEN, ROAD

CODES = {pair[0]: code + 8 for code, pair in US.items()}
ENTER, F5 = 36, 71


class Keyboard:
    """Keys of an X server, none of which waits until the one before it came to something."""

    def __init__(self, window: QWindow) -> None:
        self._window = window

    def type_scan(self, number: str) -> None:
        for letter in number.lower():
            self.press(Qt.Key.Key_unknown, CODES[letter], letter)
        self.press(Qt.Key.Key_Return, ENTER, "\r")

    def press(self, key: Qt.Key, code: int, text: str = "") -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, code, 0, 0, text)
            QCoreApplication.sendEvent(self._window, event)


def test_a_key_behind_a_typed_scan_is_for_that_scan_and_not_for_the_card_before_it(counter: AtDesk) -> None:
    counter.scan(GREEN)
    handle = counter.window.windowHandle()
    wedge = Wedge(WedgeSetup(), counter.window.bridge.scanned, platform="xcb")
    handle.installEventFilter(wedge)
    keyboard = Keyboard(handle)
    keyboard.type_scan(ROAD)
    keyboard.press(Qt.Key.Key_F5, F5)
    assert [(act.kind, act.subject.number) for act in counter.world.journal.acts()] == [("stamp", ROAD)]
    handle.removeEventFilter(wedge)
    wedge.deleteLater()


def test_a_key_pressed_while_a_scan_is_on_its_way_acts_on_nothing(counter: AtDesk) -> None:
    counter.scan(GREEN)
    wanted = counter.window.desk_page.model.arrived + 1
    counter.player.scan(ROAD)
    counter.player.press("F5")
    assert (counter.world.journal.acts(), counter.world.sounds.last) == ([], "attention")
    assert counter.player.wait_painted(wanted)
    counter.player.press("F5")
    assert [(act.kind, act.subject.number) for act in counter.world.journal.acts()] == [("stamp", ROAD)]


def test_nor_does_enter_release_the_card_before_it(open_desk: OpenDesk, post: AtDesk) -> None:
    stamped_at_the_post(open_desk, post, GREEN, ROAD)
    post.scan(GREEN)
    wanted = post.window.desk_page.model.arrived + 1
    post.player.scan(ROAD)
    post.player.press("Return")
    assert not post.player.view().busy
    assert post.player.wait_painted(wanted)
    post.player.press("Return")
    assert post.player.wait_until(lambda: not post.player.view().busy)
    assert [act.subject.number for act in post.world.journal.acts() if act.kind == ActKind.RELEASE] == [ROAD]
