"""Nothing holds the main thread up: whole stories at the window with the watchdog on, on stores of some size."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from officer_app.app.start import Start
from officer_app.core.acts import ActKind, Mode
from officer_app.core.assess import StampWish
from officer_app.core.export import Outcome
from officer_app.core.ports import FeedAct, SignedIn
from officer_app.core.records import Permit
from officer_app.messages.sample_permits import sample_permits
from officer_app.paths import Home
from officer_app.settings import Settings, save
from officer_app.ui.main_window import MainWindow
from officer_app.ui.player import Player
from officer_app.usecases.import_records import import_permits
from officer_app.usecases.stamp import Stamped, stamp
from officer_app.workstation.opening import create, now, open_workstation
from tests.fakes import Chain
from tests.ui.watchdog import Blocked, Watchdog, watched

PASSWORD = "correct-horse-9"
WAIT_S = 60.0
ACTS = int(os.environ.get("OFFICER_APP_WATCHED_ACTS", "3000"))
"""So many acts of another counter in the register; 100 000 where somebody has minutes for it."""
PERMITS = 3000
GREEN = ("9911A0000015", "9911A0000016", "9911A0000017")
NOT_STAMPED = "9911A0000018"


@pytest.fixture
def black_hole() -> Iterator[str]:
    """The address of a centre that takes every line and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield f"postgresql://ce_1@127.0.0.1:{listening.getsockname()[1]}/central"


def make_home(folder: Path, desk: str, central: str = "") -> Path:
    """A workstation with many permits and the acts of a busy neighbour."""
    post = "CP-1" if desk == "checking_post" else ""
    settings = Settings(site="CE", desk=desk, name="CE-9", post=post, mode=Mode.SAMPLE, language="en")
    create(folder, settings)
    opened = open_workstation(folder)
    opened.officers.add("somchai", "Somchai", frozenset({"inspection", "supervisor"}), PASSWORD)
    opened.officers.add("malee", "Malee", frozenset({"checking_post"}), PASSWORD)
    import_permits(opened.counter, [*sample_permits(now()), *_many()])
    if post:
        somchai = opened.officers.sign_in("somchai", PASSWORD)
        assert isinstance(somchai, SignedIn)
        assert isinstance(
            [stamp(opened.counter, somchai, each, StampWish(Outcome.GREEN, post)) for each in GREEN][-1], Stamped
        )
    chain = Chain("CE-2")
    for place in range(ACTS):
        moment = now() - timedelta(minutes=ACTS - place)
        chain.act(ActKind.PRESENT, number=f"9911C{place:07d}", at=moment, after="")
    for start in range(0, ACTS, 500):
        entries = [FeedAct(seq, act) for seq, act in enumerate(chain.acts[start : start + 500], start=start + 1)]
        opened.journal.receive(entries)
    opened.close()
    save(replace(settings, central_url=central), Home(folder).settings)
    return folder


def _many() -> list[Permit]:
    like = sample_permits(now())[14]
    return [replace(like, number=f"9911C{place:07d}") for place in range(PERMITS)]


Play = Callable[["Officer", int], None]
"""A story, and how often it was told before: no permit is stamped twice."""


class Officer:
    """Somebody at the window of the home, watched."""

    def __init__(self, home: Path, dog: Watchdog) -> None:
        dog.step = "start"
        self.start, self.dog = Start(home, lambda: True), dog
        front = Player(cast(MainWindow, self.start.front))
        assert front.wait_until(lambda: self.start.front.inside is not None or bool(self.start.fault), WAIT_S)
        assert self.start.fault is None
        self.window = cast(MainWindow, self.start.front.inside)
        self.player = Player(self.window)
        self.idle()

    def idle(self) -> None:
        """Let the loop turn, so that the watchdog's timer comes by."""
        beats = self.dog.beats
        assert self.player.wait_until(lambda: self.dog.beats > beats + 3, WAIT_S)
        self.dog.look_at_pace()

    def until(self, holds: Callable[[], bool]) -> None:
        assert self.player.wait_until(holds, WAIT_S)
        self.idle()

    def press(self, key: str) -> None:
        self.dog.step = key
        self.player.press(key)
        self.until(lambda: not self.player.view().busy)

    def scan(self, number: str) -> None:
        self.dog.step = f"scan {number}"
        wanted = self.window.desk_page.model.arrived + 1
        self.player.scan(number)
        self.until(lambda: self.player.last_painted[0] >= wanted)

    def sign_in(self, name: str) -> None:
        self.dog.step = "sign-in"
        assert self.player.sign_in(name, PASSWORD, WAIT_S)
        self.idle()

    def close(self) -> None:
        self.start.front.close()
        self.start.close()
        self.start.front.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def story(home: Path, name: str, play: Play, again: int) -> list[Blocked]:
    with watched() as dog:
        officer = Officer(home, dog)
        try:
            officer.sign_in(name)
            play(officer, again)
        finally:
            dog.stop()
            officer.close()
    return dog.found


def faults(home: Path, name: str, play: Play) -> str:
    """What holds the story up. Where a step is only too busy, the story is told again: a neighbour of this process may
    have taken its caches away, but hardly at the same step three times.
    """
    found = story(home, name, play, 0)
    for again in (1, 2):
        if not found or any(each.kind != "busy" for each in found):
            break
        busy = {each.step for each in found}
        found = [each for each in story(home, name, play, again) if each.kind != "busy" or each.step in busy]
    return "\n".join(map(str, found))


def beside(officer: Officer) -> None:
    """What every desk has: track, registers and their files, language, look, lock."""
    player, window = officer.player, officer.window
    officer.press("F1")
    player.type_text(GREEN[0])
    officer.press("Return")
    officer.until(lambda: not window.beside.background.under_way)
    officer.press("F1")
    officer.press("Shift+F1")
    officer.until(lambda: not window.beside.background.under_way)
    for _ in range(4):
        # Who waits, what the core has not confirmed, odd scans, and back to the lines.
        officer.press("F9")
    for kind in ("xlsx", "pdf"):
        page = window.beside.pages["registers"]
        page.model.press("out")
        page.model.enter(kind)
        officer.until(lambda: not window.beside.background.under_way)
    officer.press("Shift+F1")
    officer.press("F12")
    officer.press("F12")
    # Another look with all these pages made: what is shown changes now, the others as they are gone back to.
    officer.press("Shift+F12")
    for key in ("F1", "Shift+F1", "F11"):
        officer.press(key)
    officer.press("Shift+F12")
    officer.press("F11")
    officer.press("F11")
    officer.press("F11")
    officer.press("Shift+F11")
    for page_of_station in ("F5", "F8"):
        officer.press(page_of_station)
        officer.until(lambda: not window.beside.background.under_way)
        officer.press("Escape")
    officer.press("Escape")
    officer.press("Ctrl+L")


def test_an_inspection_with_a_centre_that_never_answers_holds_nobody_up(
    dressed: QApplication, tmp_path: Path, black_hole: str
) -> None:
    def play(officer: Officer, again: int) -> None:
        officer.scan(GREEN[again])
        officer.press("F5")
        officer.until(lambda: officer.player.view().printing in ("printed", "failed"))
        officer.scan(GREEN[again])
        officer.scan("9911A0009999")
        officer.press("Space")
        officer.press("F4")
        officer.press("Escape")
        beside(officer)

    assert not faults(make_home(tmp_path / "home", "inspection", black_hole), "somchai", play)


def test_a_release_and_its_second_try_hold_nobody_up(dressed: QApplication, tmp_path: Path) -> None:
    def play(officer: Officer, again: int) -> None:
        officer.scan(GREEN[again])
        officer.press("F5")
        officer.scan(GREEN[again])
        officer.press("F5")
        officer.press("Space")
        officer.scan(NOT_STAMPED)
        officer.press("Space")
        beside(officer)

    assert not faults(make_home(tmp_path / "home", "checking_post"), "malee", play)


def stumble(work: Callable[[Watchdog], object]) -> Watchdog:
    """The watchdog over `work`, done once in the event loop."""
    with watched() as dog:
        done = threading.Event()

        def once() -> None:
            work(dog)
            done.set()

        # What others left behind is done first, and counts for itself.
        _some_beats(dog)
        QTimer.singleShot(0, once)
        while not done.is_set():
            QCoreApplication.processEvents()
        _some_beats(dog)
    return dog


def _some_beats(dog: Watchdog) -> None:
    until = dog.beats + 3
    while dog.beats < until:
        QCoreApplication.processEvents()


def spin(dog: Watchdog) -> None:
    until = time.thread_time() + 2 * dog.limit_ms / 1000
    while time.thread_time() < until:
        pass


def test_the_watchdog_sees_work_that_takes_too_long_and_says_where(dressed: QApplication) -> None:
    found = stumble(spin).found
    assert [each.kind for each in found if any("spin" in step for step in each.stack)] == ["busy"]


def test_the_watchdog_sees_a_wait_for_another_thread(dressed: QApplication) -> None:
    (found, *_) = stumble(lambda dog: threading.Event().wait(0.6)).found
    assert found.kind == "waiting"


def test_the_watchdog_sees_a_call_that_must_not_be_made_there(dressed: QApplication) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.settimeout(0.3)
        other.listen()

        def accept(dog: Watchdog) -> None:
            with pytest.raises(TimeoutError):
                other.accept()

        (found, *_) = stumble(accept).found
    assert found.kind == "where it must not be"


def test_the_watchdog_lets_short_work_pass(dressed: QApplication) -> None:
    dog = stumble(lambda dog: sum(range(1000)))
    assert dog.found == []
    assert dog.beats > 3
