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

from officer_app.ui.theme import THEMES, dress, wear
from tests.ui.conftest import LOOKS
from tests.ui.pages_at_scale import OFFICERS, PAGES, back, opened

SIZES = ((1280, 720), (1920, 1080))
SHOWN = {"inspection": "light", "checking_post": "dark", "counter_services": "light"}
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
