"""Where the window's style and font are found."""

from importlib.util import find_spec
from pathlib import Path

from officer_app.paths import resources
from officer_app.ui.looks import Looks

FONT_PACKAGE = "fontpkg_noto_sans_thai"


def looks() -> Looks:
    """The window's style and its font: Noto Sans Thai, whose tall marks Qt does not clip."""
    package = find_spec(FONT_PACKAGE)
    folder = Path(package.origin).parent / "files" if package and package.origin else resources() / "fonts"
    return Looks(resources() / "ui", tuple(sorted(folder.glob("*.ttf"))))
