"""Pictures of every page: both languages, light and dark, on a small screen and a large one.

    python -m tests.ui.screenshots build/screenshots docs/screenshots

All go to the first folder; one of each page, small in bytes, to the second.
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication

from officer_app.ui.desk import Link
from officer_app.ui.theme import THEMES, dress, wear
from tests.ui.conftest import LOOKS, AtDesk
from tests.ui.pages_at_scale import OFFICERS, PAGES
from tests.viewmodels import world as sample

SIZES = ((1280, 720), (1920, 1080))
SHOWN = {"inspection": "light", "checking_post": "dark"}
COLOURS = 48


def main(everything: Path, shown: Path) -> int:
    """Paint all of them."""
    application = QApplication(sys.argv[:1])
    dress(application, LOOKS)
    for folder in (everything, shown):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        for place, (language, look, size) in enumerate(product(("th", "en"), sorted(THEMES), SIZES)):
            wear(application, LOOKS, look)
            for kind in PAGES:
                home = Path(name) / f"{place}-{kind}"
                paint(kind, home, (language, look, size), everything)
    for kind, look in SHOWN.items():
        for page, _ in (("door", None), *PAGES[kind]):
            small = Image.open(everything / f"{kind}-{page}-th-{look}-1280.png").convert("RGB").quantize(COLOURS)
            small.save(shown / f"{kind}-{page}.png", optimize=True)
    return 0


def paint(kind: str, home: Path, wanted: tuple[str, str, tuple[int, int]], folder: Path) -> None:
    """All pages of a desk."""
    language, look, size = wanted
    desk = AtDesk(sample.make_world(home, kind), language, Link("none"))
    desk.window.resize(*size)
    end = f"{language}-{look}-{size[0]}.png"
    desk.player.screenshot(folder / f"{kind}-door-{end}")
    desk.sign_in(OFFICERS[kind])
    for name, show in PAGES[kind]:
        show(desk)
        desk.player.screenshot(folder / f"{kind}-{name}-{end}")
        for _ in range(3):
            desk.player.press("Escape")
    desk.close()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
