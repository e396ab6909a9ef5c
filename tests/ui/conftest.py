"""Windows on real stores for the tests of the window."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from officer_app.app.words import segment
from officer_app.core.acts import Mode
from officer_app.core.commands import Command, Verb
from officer_app.core.ports import Central, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.ui.collector import USUAL
from officer_app.ui.desk import Desk, Link, Looks, Scanner
from officer_app.ui.main_window import MainWindow
from officer_app.ui.player import Player
from officer_app.ui.theme import dress
from tests.viewmodels.world import CHECKER, INSPECTOR, ROOT, XRAYER, World, make_world, signed_in

PASSWORD = "correct horse"
PEOPLE = (INSPECTOR, CHECKER, XRAYER)


def find_font() -> Path:
    """The font as its package ships it; the package itself is slow to import."""
    spec = find_spec("fontpkg_noto_sans_thai")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "files" / "NotoSansThai[wdth,wght].ttf"


LOOKS = Looks(ROOT / "resources" / "ui", (find_font(),))


def read_command(code: str) -> Command | Refusal:
    """A sheet whose codes say what they do: OC1:NP."""
    return Command(Verb(code[4:6]), code[6:])


OpenDesk = Callable[..., "AtDesk"]


@pytest.fixture(autouse=True)
def collected_on_this_thread() -> Iterator[None]:
    """As in the program (`ui.collector`): no worker of a test clears what another window left behind."""
    gc.disable()
    yield
    gc.set_threshold(*USUAL)
    gc.enable()


@pytest.fixture(autouse=True)
def still_waits() -> Iterator[None]:
    """Guards the tests that follow: an application told to end outside its loop opens no loop for anybody again."""
    yield
    if QCoreApplication.instance() is not None:
        came: list[bool] = []
        loop = QEventLoop()
        QTimer.singleShot(0, lambda: came.append(True))
        QTimer.singleShot(0, loop.quit)
        loop.exec()
        assert came, "this test told the application to end while no loop of it ran"


class AtDesk:
    """A window, its world and a person to play it."""

    def __init__(self, world: World, language: str, link: Link, **more: Any) -> None:
        self.world = world
        self.faults: list[Exception] = []
        self.window = MainWindow(replace(self._desk(world, language, link), **more))
        self.player = Player(self.window)
        self.window.show()

    def _desk(self, world: World, language: str, link: Link) -> Desk:
        keys = {person.name: signed_in(person) for person in PEOPLE}

        def sign_in(name: str, password: str) -> SignedIn | Refusal:
            right = password == PASSWORD and name in keys
            return keys[name] if right else Refusal("wrong_password")

        return Desk(
            counter=world.counter,
            texts=world.texts,
            sign_in=sign_in,
            officers=lambda: PEOPLE,
            signals=world.sounds,
            print_slip=world.printer,
            segment=segment,
            explain=self._explain,
            looks=LOOKS,
            sample=True,
            language=language,
            link=link,
            scanner=Scanner("/dev/ttyACM0", ready=True),
            read_command=read_command,
        )

    def _explain(self, fault: Exception) -> Both | None:
        self.faults.append(fault)
        return Both("ไม่มีกระดาษ", "Out of paper.") if isinstance(fault, OSError) else None

    def sign_in(self, name: str) -> None:
        assert self.player.sign_in(name, PASSWORD)

    def scan(self, text: str) -> None:
        """Scan and wait until the answer is on the screen."""
        wanted = self.window.desk_page.model.arrived + 1
        self.player.scan(text)
        assert self.player.wait_painted(wanted)

    def close(self) -> None:
        self.window.close()
        unmake(self.window)
        self.world.close()


def unmake(window: MainWindow) -> None:
    """Have `window` gone now: without an event loop Qt keeps all of them to the end, and dresses them anew."""
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with fonts and style."""
    dress(qapp, LOOKS)
    return qapp


@pytest.fixture
def open_desk(dressed: QApplication, tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens windows and closes them after the test."""
    opened: list[AtDesk] = []

    def opening(
        desk: str = "inspection",
        language: str = "en",
        link: Link | None = None,
        central: Central | None = None,
        mode: Mode = Mode.SAMPLE,
        **more: Any,
    ) -> AtDesk:
        world = make_world(tmp_path / f"desk{len(opened)}", desk, central, mode)
        at_desk = AtDesk(world, language, link or Link("none"), **more)
        opened.append(at_desk)
        return at_desk

    yield opening
    for each in opened:
        each.close()


@pytest.fixture
def counter(open_desk: OpenDesk) -> AtDesk:
    """An inspection counter, the inspector signed in."""
    at_desk = open_desk("inspection")
    at_desk.sign_in("somchai")
    return at_desk


@pytest.fixture
def post(open_desk: OpenDesk) -> AtDesk:
    """A checking post, its officer signed in."""
    at_desk = open_desk("checking_post")
    at_desk.sign_in("malee")
    return at_desk
