"""Where the window's style and font are found."""

from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from officer_app.paths import resources
from officer_app.ui.looks import Looks
from officer_app.ui.theme import DARK, THEMES, wear, worn

FONT_PACKAGE = "fontpkg_noto_sans_thai"


def looks() -> Looks:
    """The window's style and its font: Noto Sans Thai, whose tall marks Qt does not clip."""
    package = find_spec(FONT_PACKAGE)
    folder = Path(package.origin).parent / "files" if package and package.origin else resources() / "fonts"
    return Looks(resources() / "ui", tuple(sorted(folder.glob("*.ttf"))))


def put_on(look: str) -> None:
    """Begin in `look`, as the settings want it: the light one is worn already, unless somebody changed it."""
    application = QCoreApplication.instance()
    if isinstance(application, QApplication) and THEMES.get(look) is DARK and worn() is not DARK:
        wear(application, looks(), look)
