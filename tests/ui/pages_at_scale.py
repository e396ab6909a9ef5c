"""A program of its own: every page of a desk in both languages at the scale that Qt was started with.

    QT_SCALE_FACTOR=1.5 python -m tests.ui.pages_at_scale FOLDER

Prints one JSON object: for each page what is clipped, and what can be used and has no name.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from PySide6.QtWidgets import QApplication

from officer_app.settings import Settings
from officer_app.ui.desk import Link
from officer_app.ui.theme import dress
from tests.ui.conftest import LOOKS, AtDesk
from tests.ui.fitting import clipped
from tests.ui.naming import names
from tests.ui.station_at import make_station
from tests.ui.test_beside import fill
from tests.ui.test_printing_in_window import Papers
from tests.ui.transit_at import AtTransit
from tests.ui.transit_pages import make_base, transit_pages
from tests.viewmodels import world as sample
from tests.viewmodels.test_registers_page import Registers

SMALL, LARGE = (1280, 720), (1920, 1080)
Show = Callable[[AtDesk], object]


def menu(desk: AtDesk) -> None:
    desk.scan(sample.RED)
    desk.player.press("F2")


def asked(desk: AtDesk) -> None:
    desk.scan(sample.RED)
    desk.player.press("F6")


def queue(desk: AtDesk) -> None:
    desk.player.press("F4")
    assert desk.player.wait_until(lambda: desk.player.view().table is not None)


def sheet(desk: AtDesk) -> None:
    desk.scan(sample.UNKNOWN)
    desk.player.press("Space")
    desk.player.press("F2")
    desk.window.desk_page.do(lambda: desk.window.desk_page.model.choose(1))


def station(*keys: str) -> Show:
    """A page of "this workstation", and what is pressed on it."""

    def show(desk: AtDesk) -> None:
        for key in ("Shift+F11", *keys):
            desk.player.press(key)
            assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way)

    return show


def today(desk: AtDesk) -> None:
    desk.player.press("F4")
    assert desk.player.wait_until(lambda: desk.player.view().table is not None)


def later(desk: AtDesk) -> None:
    desk.scan(sample.GREEN)
    desk.player.press("F7")


def beside(*keys: str) -> Show:
    """A page beside the desk, and what is pressed on it."""

    def show(desk: AtDesk) -> None:
        for key in keys:
            desk.player.press(key)
            assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way)

    return show


def followed(desk: AtDesk) -> None:
    """The time line of a permit that was released twice."""
    desk.player.press("F1")
    page = desk.window.beside.pages["track"]
    page.do(lambda: page.model.enter(sample.ROAD))
    assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way)


def batch(desk: AtDesk) -> None:
    desk.player.press("F8")
    desk.scan(sample.RED)


PAGES: dict[str, tuple[tuple[str, Show], ...]] = {
    "inspection": (
        ("ready", lambda desk: None),
        ("green", lambda desk: desk.scan(sample.GREEN)),
        ("refused", lambda desk: desk.scan(sample.CANCELLED)),
        ("findings", asked),
        ("menu", menu),
        ("queue", queue),
        ("sheet", sheet),
        ("track", followed),
        ("registers", beside("Shift+F1")),
        ("month", beside("Shift+F1", "F5", "F5", "F8", "F8", "F8", "F8")),
        ("scans", beside("Shift+F1", "F9", "F9", "F9")),
        ("case", beside("Shift+F3", "Return")),
        ("prints", beside("F3")),
        ("devices", lambda desk: desk.player.press("F11")),
        ("workstation", station()),
        ("settings", station("F5")),
        ("setting", station("F5", "Down", "F5")),
        ("checkup", station("F6")),
        ("printers", station("F7")),
        ("log", station("F8")),
        ("about", station("F9")),
        ("licences", station("F9", "F5")),
    ),
    "checking_post": (
        ("ready", lambda desk: None),
        ("card", lambda desk: desk.scan(sample.ROAD)),
        ("batch", batch),
    ),
    "counter_services": (
        ("ready", lambda desk: None),
        ("card", lambda desk: desk.scan(sample.ROAD)),
        ("today", today),
        ("later", later),
    ),
}
OFFICERS = {"inspection": "somchai", "checking_post": "malee", "counter_services": "somchai"}


@contextmanager
def opened(kind: str, folder: Path, language: str) -> Iterator[AtDesk]:
    """A desk with a real workstation behind it, and something done at it."""
    behind = make_station(folder / "home")
    world = sample.make_world(folder / "world", kind)
    # With the phrases of a workstation as it is delivered.
    settings = Settings(site="CE", desk="inspection", name="CE-1")
    world.counter = replace(world.counter, rules=settings.rules)
    try:
        desk = AtDesk(
            world,
            language,
            Link("none"),
            office=lambda: behind.office,
            shelf=world.journal,
            registers=lambda: Registers(world, []),
            papers=Papers,
            command_rules=settings.commands,
        )
        try:
            if kind == "inspection":
                fill(world)
            yield desk
        finally:
            desk.close()
    finally:
        behind.close()


def smallest(scale: float) -> tuple[int, int]:
    """Of the window, in logical pixels: the small screen up to 150 %, the large one above."""
    width, height = SMALL if scale <= 1.5 else LARGE
    return round(width / scale), round(height / scale)


def looked_at(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Page by page: its name, and what is wrong with it."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    size = smallest(application.primaryScreen().devicePixelRatio())
    for language in ("th", "en"):
        for kind, pages in PAGES.items():
            with opened(kind, folder / f"{language}-{kind}", language) as desk:
                desk.window.resize(*size)
                yield f"{kind} door {language}", [*clipped(desk), *names(desk)]
                desk.sign_in(OFFICERS[kind])
                for name, show in pages:
                    show(desk)
                    yield f"{kind} {name} {language}", [*clipped(desk), *names(desk), *map(repr, desk.faults)]
                    back(desk)


def at_transit(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The same of the transit desk in a busy month."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    size = smallest(application.primaryScreen().devicePixelRatio())
    base = make_base(folder / "transit")
    for language in ("th", "en"):
        desk = AtTransit(base, base.copy(folder / f"transit-{language}"), language)
        desk.window.resize(*size)
        for name in transit_pages(desk):
            yield f"transit {name} {language}", [*clipped(desk), *names(desk)]
        desk.close()


def back(desk: AtDesk) -> None:
    """To the desk, with nothing on it."""
    for _ in range(4):
        desk.player.press("Escape")
    assert not desk.window.beside.open


def main(folder: Path) -> int:
    """Look at all pages and say what was found."""
    application = QApplication(sys.argv[:1])
    dress(application, LOOKS)
    found = dict(chain(looked_at(folder), at_transit(folder)))
    ratio = application.primaryScreen().devicePixelRatio()
    sys.stdout.write(json.dumps({"ratio": ratio, "pages": found}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
