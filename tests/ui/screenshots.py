"""Pictures of every page: both languages, light and dark, on a small screen and a large one.

    python -m tests.ui.screenshots build/screenshots docs/screenshots

All go to the first folder; one of most pages, small in bytes, to the second; the counter's card beside that folder.
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication

from officer_app.core import practice
from officer_app.ui.theme import THEMES, dress, wear
from tests.ui.conftest import LOOKS
from tests.ui.pages_at_scale import OFFICERS, PAGES, back, opened
from tests.ui.practising import Practising
from tests.ui.transit_at import AtTransit
from tests.ui.transit_pages import make_base, transit_pages

SIZES = ((1280, 720), (1920, 1080))
SHOWN = {"inspection": "light", "checking_post": "dark", "counter_services": "light"}
TRANSIT_SHOWN = ("list 2", "papers", "guarantees")
NOT_SHOWN = frozenset({"about", "checkup", "licences"})
"""They tell of the machine on which they were painted."""
COLOURS = 48


def main(everything: Path, shown: Path) -> int:
    """Paint all of them."""
    application = QApplication(sys.argv[:1])
    dress(application, LOOKS)
    for folder in (everything, shown):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        base = make_base(Path(name) / "transit")
        for place, (language, look, size) in enumerate(product(("th", "en"), sorted(THEMES), SIZES)):
            wear(application, LOOKS, look)
            for kind in PAGES:
                home = Path(name) / f"{place}-{kind}"
                paint(kind, home, (language, look, size), everything)
            desk = AtTransit(base, base.copy(Path(name) / f"{place}-transit"), language)
            paint_transit(desk, (language, look, size), everything)
            paint_practice(application, Path(name) / f"{place}-practice", (language, look, size), everything)
    for kind, look in SHOWN.items():
        for page in ("door", *(name for name, _ in PAGES[kind] if name not in NOT_SHOWN)):
            make_small(everything / f"{kind}-{page}-th-{look}-1280.png", shown / f"{kind}-{page}.png")
    for page in TRANSIT_SHOWN:
        make_small(everything / f"{_transit(page)}-th-light-1280.png", shown / f"{_transit(page)}.png")
    for page in ("door", "desk"):
        make_small(everything / f"practice-{page}-th-light-1280.png", shown / f"practice-{page}.png")
    make_small(everything / "inspection-green-th-light-1280.png", shown.parent / "inspection.png")
    return 0


def make_small(picture: Path, small: Path) -> None:
    """A copy of few bytes."""
    Image.open(picture).convert("RGB").quantize(COLOURS).save(small, optimize=True)


def paint_transit(desk: AtTransit, wanted: tuple[str, str, tuple[int, int]], folder: Path) -> None:
    """All pages of the transit desk in a busy month."""
    language, look, size = wanted
    desk.window.resize(*size)
    for name in transit_pages(desk):
        desk.player.screenshot(folder / f"{_transit(name)}-{language}-{look}-{size[0]}.png")
    desk.close()


def paint_practice(
    application: QApplication, home: Path, wanted: tuple[str, str, tuple[int, int]], folder: Path
) -> None:
    """The practice desk: its door, and an exercise that was just done."""
    language, look, size = wanted
    at = Practising(application, home, "inspection")
    at.window.set_language(language)
    at.start.front.resize(*size)
    end = f"{language}-{look}-{size[0]}.png"
    at.screenshot(folder / f"practice-door-{end}")
    at.sign_in()
    at.scan(practice.GREEN)
    at.press("F5")
    at.done("green")
    at.screenshot(folder / f"practice-desk-{end}")
    at.close()


def _transit(page: str) -> str:
    return f"transit-{page.replace(' ', '-')}"


def paint(kind: str, home: Path, wanted: tuple[str, str, tuple[int, int]], folder: Path) -> None:
    """All pages of a desk."""
    language, look, size = wanted
    end = f"{language}-{look}-{size[0]}.png"
    with opened(kind, home, language) as desk:
        desk.window.resize(*size)
        desk.player.screenshot(folder / f"{kind}-door-{end}")
        desk.sign_in(OFFICERS[kind])
        for name, show in PAGES[kind]:
            show(desk)
            desk.player.screenshot(folder / f"{kind}-{name}-{end}")
            back(desk)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
