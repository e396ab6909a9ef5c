"""The theme: one table of colours, the fonts and the style sheet; what widgets paint takes its colours here too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from officer_app.ui.looks import Looks
from officer_app.viewmodels.tones import Tone

FAMILY = "Noto Sans Thai"
BASE_PT = 11


@dataclass(frozen=True)
class Theme:
    """`colours` by their use, e.g. #0b57d0; every pair of ink and ground has a contrast of at least 4.5 : 1."""

    colours: Mapping[str, str]

    def ground_of(self, tone: Tone) -> QColor:
        """What a banner of this tone is filled with."""
        return self.colour(str(tone))

    def ink_of(self, tone: Tone) -> QColor:
        """What is written on it."""
        return self.colour(f"{tone}_ink")

    def text_of(self, tone: Tone) -> QColor:
        """The colour of a text of this tone on the surface."""
        return self.colour(text_name(tone))

    def colour(self, name: str) -> QColor:
        """A colour of the table, e.g. of a line or outcome: green, red, xray or grey."""
        return QColor(self.colours[name])


LIGHT = Theme(
    MappingProxyType(
        {
            "ground": "#eceff3",
            "surface": "#ffffff",
            "edge": "#b9c3cf",
            "ink": "#13202e",
            "muted": "#4b5a69",
            "focus": "#0b57d0",
            "key": "#24405f",
            "header": "#14263c",
            "header_ink": "#ffffff",
            "neutral": "#dfe7f1",
            "neutral_ink": "#13202e",
            "good": "#0b6b35",
            "good_ink": "#ffffff",
            "refuse": "#b31c12",
            "refuse_ink": "#ffffff",
            "attention": "#ffcf40",
            "attention_ink": "#13202e",
            "green": "#0b6b35",
            "red": "#b31c12",
            "xray": "#4b2fb5",
            "grey": "#5a6673",
            "green_mark": "#0b6b35",
            "red_mark": "#b31c12",
            "xray_mark": "#4b2fb5",
            "grey_mark": "#5a6673",
            "closed": "#e3e7ec",
            "closed_ink": "#54606c",
            "good_text": "#0b6b35",
            "refuse_text": "#a30f19",
            "attention_text": "#7a4a00",
        }
    )
)
DARK = Theme(
    MappingProxyType(
        {
            **LIGHT.colours,
            "ground": "#0e1621",
            "surface": "#172130",
            "edge": "#56687d",
            "ink": "#eef3f9",
            "muted": "#b3c0cf",
            "focus": "#6cb2ff",
            "key": "#3670ab",
            "header": "#070d15",
            "neutral": "#25364b",
            "neutral_ink": "#eef3f9",
            "green_mark": "#bff7d8",
            "red_mark": "#ff9080",
            "xray_mark": "#bd88ff",
            "grey_mark": "#a6b0ba",
            "closed": "#1d2836",
            "closed_ink": "#a3b1c1",
            "good_text": "#6fdc9c",
            "refuse_text": "#ff9a9a",
            "attention_text": "#ffd66b",
        }
    )
)
THEMES: Mapping[str, Theme] = MappingProxyType({"light": LIGHT, "dark": DARK})
_WORN, _SHEET, _FOLLOWS = "officer_app_look", "officer_app_sheet", "officer_app_follows"
"""Under these names the application itself remembers its look, for widgets ask for it as they paint, and the look's
style sheet; and a part of a window remembers that it follows the look.
"""


def worn() -> Theme:
    """The theme that the application wears now."""
    application = QCoreApplication.instance()
    look = application.property(_WORN) if application is not None else None
    return THEMES.get(look, LIGHT) if isinstance(look, str) else LIGHT


def dress(application: QApplication, looks: Looks, look: str = "light") -> None:
    """Give the application its fonts and its look. Raises OSError where the style sheet is missing."""
    for font in looks.fonts:
        QFontDatabase.addApplicationFont(str(font))
    application.setStyle("Fusion")
    application.setFont(QFont(FAMILY, BASE_PT))
    wear(application, looks, look)


def wear(application: QApplication, looks: Looks, look: str) -> None:
    """Put on a look, light or dark, in one go: every window with all that it hides, as at the start. Raises OSError."""
    sheet = _choose(application, looks, look)
    _keep_fonts(application.allWidgets(), lambda: application.setStyleSheet(sheet))
    _put_on_shown(application)


def change_look(looks: Looks) -> None:
    """From light to dark, or back, without a restart: what is on the screen at once, a hidden page when it is shown.

    Every widget that is styled anew takes its time, and all of them at once more than a key may take. Raises OSError.
    """
    application = QCoreApplication.instance()
    if isinstance(application, QApplication):
        _choose(application, looks, "light" if worn() is DARK else "dark")
        _put_on_shown(application)


def follow(section: QWidget) -> None:
    """Let `section`, a page or another part of a window, wear the present look, and every later one while it is shown.

    To be called again whenever it is shown after it was hidden.
    """
    section.setProperty(_FOLLOWS, True)
    application = QCoreApplication.instance()
    if isinstance(application, QApplication):
        _put_on(section, application)


def _choose(application: QApplication, looks: Looks, look: str) -> str:
    """The style sheet of `look`, which is the present one from now on."""
    theme = THEMES[look]
    sheet = (looks.folder / "style.qss").read_text("utf-8")
    for name, colour in theme.colours.items():
        sheet = sheet.replace(f"@{name}@", colour)
    application.setProperty(_WORN, look)
    application.setProperty(_SHEET, sheet)
    application.setPalette(_palette(theme))
    # Windows are told of it later; what stands in them shall not be styled before.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange.value)
    return sheet


def _put_on_shown(application: QApplication) -> None:
    for widget in application.allWidgets():
        if widget.property(_FOLLOWS) and widget.isVisible():
            _put_on(widget, application)


def _put_on(section: QWidget, application: QApplication) -> None:
    sheet = application.property(_SHEET)
    # Without a sheet of its own it wears what the application put on at the start.
    if isinstance(sheet, str) and sheet != (section.styleSheet() or application.styleSheet()):
        _keep_fonts([section, *section.findChildren(QWidget)], lambda: section.setStyleSheet(sheet))


def _keep_fonts(widgets: list[QWidget], style: Callable[[], None]) -> None:
    # Qt remembers the font that a widget had when it was styled first, and gives it back to whoever is styled anew:
    # what was made smaller for a small screen would be large again.
    fonts = [(widget, widget.font()) for widget in widgets]
    style()
    for widget, font in fonts:
        if widget.font() != font:
            widget.setFont(font)


def text_name(tone: Tone) -> str:
    """The name of the colour of a text of this tone on the surface."""
    return "ink" if tone is Tone.NEUTRAL else f"{tone}_text"


def sized(points: int, *, bold: bool = False) -> QFont:
    """The window's font in another size."""
    font = QFont(FAMILY, points)
    if bold:
        # The font is one variable file: Qt finds no heavier face by weight, its axis has to be set.
        font.setVariableAxis(QFont.Tag("wght"), 650.0)
    return font


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, "ground"),
        (role.Base, "surface"),
        (role.AlternateBase, "ground"),
        (role.Button, "surface"),
        (role.WindowText, "ink"),
        (role.Text, "ink"),
        (role.ButtonText, "ink"),
        (role.PlaceholderText, "muted"),
        (role.Highlight, "focus"),
        (role.HighlightedText, "surface"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "ink"),
    ):
        palette.setColor(which, theme.colour(colour))
    return palette
