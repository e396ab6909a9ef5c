"""Settings that an open window takes up, and the frame that goes on naming those which wait for its next start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from officer_app import settings as settings_file
from officer_app.app.stage import QtStage
from officer_app.core.acts import Mode
from officer_app.settings import Settings
from officer_app.ui.main_window import MainWindow
from officer_app.ui.theme import DARK, LIGHT, wear, worn
from officer_app.ui.wedge import WedgeSetup
from officer_app.workstation.opening import Workstation, create, open_workstation
from tests.ui.conftest import LOOKS, unmake

SETTINGS = Settings(site="CE", desk="inspection", name="CE-1", mode=Mode.SAMPLE.value)


class AtWork:
    """The program's own window on a workstation of its own."""

    def __init__(self, folder: Path) -> None:
        create(folder, SETTINGS)
        self.opened: Workstation = open_workstation(folder)
        self.stage = QtStage(self.opened)
        for _ in self.stage.furnish():
            """In one go."""
        self.window: MainWindow = self.stage._shown

    def put(self, **changes: object) -> None:
        """Somebody changed the file; what the window does every second it does now."""
        table = {**{key: getattr(SETTINGS, key) for key in settings_file.kinds()}, **changes}
        settings_file.save(settings_file.settings_of(table), self.opened.home.settings)
        self.window.refresh()

    def waiting(self) -> list[str]:
        """What the status bar says of settings."""
        return [text for text in self.window.status_bar.items if "restart" in text or "เปิดโปรแกรมใหม่" in text]

    def close(self) -> None:
        self.stage.close()
        unmake(self.window)
        self.opened.close()


@pytest.fixture
def at(dressed: QApplication, tmp_path: Path) -> Iterator[AtWork]:
    made = AtWork(tmp_path / "home")
    yield made
    made.close()
    if worn() is not LIGHT:
        wear(dressed, LOOKS, "light")


def test_the_frame_says_that_settings_wait_until_the_program_is_opened_anew(at: AtWork) -> None:
    assert at.waiting() == []
    at.put(undo_window_s=60)
    assert at.waiting() == ["การตั้งค่ารอเปิดโปรแกรมใหม่: 1"]
    at.window.set_language("en")
    at.window.refresh()
    assert at.waiting() == ["Settings that wait for a restart: 1"], "it goes on saying so"
    items = at.window.status_model.items("en", at.window.desk_page.model.counts)
    (item,) = [each for each in items if each.name == "settings"]
    assert item.more.endswith("counts: Undo window (s)")
    at.put()
    assert at.waiting() == []
    opened = open_workstation(at.opened.home.folder)
    assert opened.in_use.look() == ()
    opened.close()


def test_language_and_look_change_in_the_open_window(at: AtWork) -> None:
    at.put(language="en", look="dark")
    assert at.window.language == "en"
    assert worn() is DARK
    assert at.waiting() == []
    at.window.set_language("th")
    at.put(language="en", look="dark", volume=90)
    assert at.window.language == "th", "the key's choice is left alone by other settings"


def test_the_time_to_lock_is_the_new_one(at: AtWork) -> None:
    idle = at.window.idle
    idle.watch()
    began = idle.clock()
    idle.clock = lambda: began + 4 * 60
    over = [idle.is_over]
    for minutes in (3, 0, 5, 4):
        at.put(idle_lock_minutes=minutes)
        over.append(idle.is_over)
    assert over == [False, True, False, False, True]


def test_sounds_are_played_from_the_folder_of_the_new_volume(at: AtWork) -> None:
    sounds = at.stage._sounds
    loud = sounds.folder
    at.put(volume=30)
    assert sounds.folder != loud
    quieter = sounds.folder
    assert sorted(each.name for each in quieter.iterdir()) == sorted(each.name for each in loud.glob("*.wav"))
    at.put(volume=100)
    assert sounds.folder == loud


def test_the_same_code_is_one_scan_within_the_new_gap(at: AtWork) -> None:
    running, bridge = at.stage._running, at.window.bridge
    assert running is not None
    heard: list[str] = []
    bridge.heard_scan.connect(lambda text: heard.append("scan"))
    bridge.heard_repeat.connect(lambda text: heard.append("repeat"))
    running.keyed("9911A0000001")
    running.keyed("9911A0000001")
    at.put(repeat_gap_ms=0)
    running.keyed("9911A0000001")
    running.keyed("9911A0000001")
    assert at.stage.wait_until(lambda: len(heard) == 4)
    assert heard == ["scan", "repeat", "scan", "scan"]


def test_a_scanner_that_types_is_read_as_it_is_set_up_by_now(at: AtWork) -> None:
    wedge = at.stage._wedge
    assert wedge is not None
    at.put(wedge_prefix="~", wedge_suffix="tab", wedge_gap_ms=90, wedge_shortest=9)
    assert wedge._setup == WedgeSetup("~", "tab", 90, 9)


def touches_seen(at: AtWork) -> bool:
    """Whether a mouse that moves over the window counts as somebody's doing."""
    idle = at.window.idle
    before, idle.clock = idle._last, lambda: idle._last + 1.0
    QTest.mouseClick(at.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    return idle._last > before


def test_touches_are_looked_at_only_while_a_time_is_set_and_the_window_is_open(at: AtWork) -> None:
    at.window.idle.watch()
    seen = [touches_seen(at)]
    for minutes in (0, 3):
        at.put(idle_lock_minutes=minutes)
        seen.append(touches_seen(at))
    at.window.close()
    seen.append(touches_seen(at))
    assert seen == [True, False, True, False]
    assert at.window.idle.parent() is at.window, "it goes with its window and not with whatever thread collects it"
