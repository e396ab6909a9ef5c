"""A program of its own: every page of a desk in both languages at the scale that Qt was started with.

    QT_SCALE_FACTOR=1.5 python -m tests.ui.pages_at_scale FOLDER

Prints one JSON object: for each page what is clipped, and what can be used and has no name.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from officer_app.ui.desk import Link
from officer_app.ui.theme import dress
from tests.ui.conftest import LOOKS, AtDesk
from tests.ui.fitting import clipped
from tests.ui.naming import names
from tests.viewmodels import world as sample

SCREEN = (1920, 1080)
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
        ("track", lambda desk: desk.player.press("F1")),
        ("devices", lambda desk: desk.player.press("F11")),
    ),
    "checking_post": (
        ("ready", lambda desk: None),
        ("card", lambda desk: desk.scan(sample.ROAD)),
        ("batch", batch),
    ),
}
OFFICERS = {"inspection": "somchai", "checking_post": "malee"}


def looked_at(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Page by page: its name, and what is wrong with it."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    scale = application.primaryScreen().devicePixelRatio()
    for language in ("th", "en"):
        for kind, pages in PAGES.items():
            desk = AtDesk(sample.make_world(folder / f"{language}-{kind}", kind), language, Link("none"))
            desk.window.resize(round(SCREEN[0] / scale), round(SCREEN[1] / scale))
            yield f"{kind} door {language}", [*clipped(desk), *names(desk)]
            desk.sign_in(OFFICERS[kind])
            for name, show in pages:
                show(desk)
                yield f"{kind} {name} {language}", [*clipped(desk), *names(desk)]
                for _ in range(3):
                    desk.player.press("Escape")
            desk.close()


def main(folder: Path) -> int:
    """Look at all pages and say what was found."""
    application = QApplication(sys.argv[:1])
    dress(application, LOOKS)
    found = dict(looked_at(folder))
    ratio = application.primaryScreen().devicePixelRatio()
    sys.stdout.write(json.dumps({"ratio": ratio, "pages": found}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
