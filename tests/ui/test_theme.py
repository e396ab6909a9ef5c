"""The theme: readable colours, a style sheet without holes, shapes that differ."""

import re
from itertools import combinations
from math import dist

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRectF
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from officer_app.app.words import segment
from officer_app.core.acts import ActKind
from officer_app.texts import Both
from officer_app.ui.theme import BASE_PT, THEMES, Theme, change_look, sized, text_name, wear
from officer_app.ui.widgets.practice_band import PracticeBand
from officer_app.ui.widgets.shape import draw_shape
from officer_app.viewmodels.view import Shape, Tone
from tests.ui.conftest import LOOKS, AtDesk, OpenDesk
from tests.viewmodels import world as sample
from tests.viewmodels.world import ROOT


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs_of(theme: Theme) -> list[tuple[str, str]]:
    """Every ground with what is written on it, by the names of the table."""
    marks = ("green", "red", "xray", "grey")
    pairs = [(str(tone), f"{tone}_ink") for tone in Tone]
    pairs += [(ground, text_name(tone)) for tone in Tone for ground in ("surface", "ground")]
    pairs += [("neutral", f"{mark}_mark") for mark in marks]
    pairs += [
        *(
            ("ground", "ink"),
            ("ground", "muted"),
            ("surface", "muted"),
            ("header", "header_ink"),
            ("key", "header_ink"),
        ),
        *(("closed", "closed_ink"), ("neutral", "neutral_ink"), ("attention", "attention_ink")),
    ]
    return pairs


# What is left of colours where a kind of cone is missing (Machado, Oliveira, Fernandes 2009, severity 1).
NO_RED = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
NO_GREEN = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
NO_BLUE = ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304))


def as_seen(colour: QColor, eye: tuple[tuple[float, float, float], ...]) -> QColor:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    seen = [sum(weight * part for weight, part in zip(row, parts, strict=True)) for row in eye]
    return QColor.fromRgbF(*(min(1.0, max(0.0, part)) for part in seen))


def test_both_looks_have_the_same_colours() -> None:
    names = [set(theme.colours) for theme in THEMES.values()]
    assert names[0] == names[1]


@pytest.mark.parametrize("look", sorted(THEMES))
def test_every_text_can_be_read_on_its_ground(look: str) -> None:
    theme = THEMES[look]
    pairs = [(theme.colour(ground), theme.colour(ink)) for ground, ink in pairs_of(theme)]
    # On a badge the word is white.
    pairs += [(theme.colour(mark), QColor("#ffffff")) for mark in ("green", "red", "xray", "grey")]
    assert [(g.name(), i.name(), round(contrast(g, i), 1)) for g, i in pairs if contrast(g, i) < 4.5] == []


@pytest.mark.parametrize("look", sorted(THEMES))
@pytest.mark.parametrize("eye", [NO_RED, NO_GREEN, NO_BLUE], ids=["no red", "no green", "no blue"])
def test_every_text_can_be_read_by_who_misses_a_colour(look: str, eye: tuple[tuple[float, float, float], ...]) -> None:
    theme = THEMES[look]
    dim = [
        (ground, ink)
        for ground, ink in pairs_of(theme)
        if contrast(as_seen(theme.colour(ground), eye), as_seen(theme.colour(ink), eye)) < 4.0
    ]
    assert dim == []


def lab(colour: QColor) -> tuple[float, float, float]:
    """CIE L*a*b* of an sRGB colour under D65: what is equally far apart in it looks about equally different."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


ALL_CONES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
APART = 18
"""In L*a*b*; about 2 is the least that is seen side by side, and these stand alone on their page."""


@pytest.mark.parametrize("look", sorted(THEMES))
@pytest.mark.parametrize("eye", [ALL_CONES, NO_RED, NO_GREEN, NO_BLUE], ids=["all", "no red", "no green", "no blue"])
@pytest.mark.parametrize(
    "colours",
    [("green", "red", "xray", "grey"), ("green_mark", "red_mark", "xray_mark", "grey_mark"), ("good", "refuse")],
    ids=["lanes", "marks", "banners"],
)
def test_no_lane_is_taken_for_another_by_who_misses_a_colour(
    look: str, eye: tuple[tuple[float, float, float], ...], colours: tuple[str, ...]
) -> None:
    seen = {name: lab(as_seen(THEMES[look].colour(name), eye)) for name in colours}
    near = {
        f"{one} {other}": round(dist(seen[one], seen[other]))
        for one, other in combinations(colours, 2)
        if dist(seen[one], seen[other]) < APART
    }
    assert near == {}


@pytest.mark.parametrize("look", sorted(THEMES))
def test_focus_is_seen_beside_what_has_none(look: str) -> None:
    theme = THEMES[look]
    for beside in ("ground", "surface", "neutral"):
        assert contrast(theme.colour("focus"), theme.colour(beside)) >= 3, beside


@pytest.mark.parametrize("look", sorted(THEMES))
def test_the_style_sheet_has_no_hole(dressed: QApplication, look: str) -> None:
    wear(dressed, LOOKS, look)
    assert "@" not in dressed.styleSheet()
    assert THEMES[look].colours["focus"] in dressed.styleSheet()
    wear(dressed, LOOKS, "light")


def test_shift_f12_changes_the_look_at_once_and_back(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    grounds = []
    for _ in range(3):
        picture = counter.window.grab().toImage()
        grounds.append(picture.pixelColor(2, picture.height() // 2).name())
        counter.player.press("Shift+F12")
    counter.player.press("Shift+F12")
    assert grounds == [THEMES[look].colours["ground"] for look in ("light", "dark", "light")]


@pytest.mark.parametrize("page", ["", "F1", "F11"])
def test_another_look_leaves_every_font_as_it_was_made_for_a_small_screen(counter: AtDesk, page: str) -> None:
    window = counter.window
    window.resize(840, 440)
    counter.scan(sample.GREEN)
    if page:
        counter.player.press(page)
    widgets = [window, *window.findChildren(QWidget)]
    sizes = [widget.font().pointSize() for widget in widgets]
    assert min(sizes) < BASE_PT
    counter.player.press("Shift+F12")
    changed = [widget.font().pointSize() for widget in widgets]
    counter.player.press("Shift+F12")
    assert changed == sizes


BESIDE = ("", "F1", "Shift+F1", "F11")
"""Keys of pages; empty: the desk's own."""


def pictures(desk: AtDesk) -> dict[str, tuple[QImage, list[int]]]:
    """What every page looks like, with the header and the status bar, and the sizes of its fonts."""
    seen = {}
    for page in BESIDE:
        if page:
            desk.player.press(page)
            assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way)
        for _ in range(5):
            QCoreApplication.processEvents()
        shown = [each for each in desk.window.findChildren(QWidget) if each.isVisible()]
        seen[page] = desk.window.grab().toImage(), [each.font().pointSize() for each in shown]
    desk.player.press("F11")
    return seen


@pytest.mark.parametrize("first", ["light", "dark"])
@pytest.mark.parametrize("made", ["before", "after"])
def test_a_page_looks_as_if_it_had_never_worn_another_look(
    dressed: QApplication, open_desk: OpenDesk, first: str, made: str
) -> None:
    wear(dressed, LOOKS, first)
    try:
        # Of several windows one is active, the last; it alone would show who has the focus.
        desk, other, _ = (open_desk("inspection") for _ in range(3))
        for each in (desk, other):
            each.window.resize(840, 440)
            each.sign_in("somchai")
        if made == "before":
            pictures(desk)
        desk.player.press("Shift+F12")
        seen = pictures(desk)
        wear(dressed, LOOKS, "dark" if first == "light" else "light")
        wanted = pictures(other)
    finally:
        wear(dressed, LOOKS, "light")
    assert [page for page in BESIDE if seen[page] != wanted[page]] == []


def test_the_question_to_a_second_officer_wears_the_look_that_was_changed_to(counter: AtDesk) -> None:
    counter.player.press("Shift+F12")
    window, language = counter.window, Both("ลงนาม", "Sign")
    officer = window.officer
    assert officer is not None
    window.second.ask(language, officer, ActKind.ANNUL, lambda second: None)
    door = window.second.door
    assert door is not None
    sheet = door.page.window().styleSheet()
    window.second.give_up()
    counter.player.press("Shift+F12")
    assert THEMES["dark"].colours["focus"] in sheet


def test_the_band_of_a_practice_desk_wears_another_look_with_the_desk_below_it(dressed: QApplication) -> None:
    band = PracticeBand(segment, lambda by: None, lambda: None, lambda: None)
    band.show()
    sheets = []
    for _ in range(2):
        change_look(LOOKS)
        sheets.append(band.styleSheet())
    band.deleteLater()
    QCoreApplication.sendPostedEvents(band, QEvent.Type.DeferredDelete.value)
    assert [
        theme.colours["focus"] in sheet for theme, sheet in zip((THEMES["dark"], THEMES["light"]), sheets, strict=True)
    ] == [
        True,
        True,
    ]


def test_no_widget_has_colours_of_its_own() -> None:
    odd = [
        f"{file.name}: {found}"
        for file in (ROOT / "officer_app" / "ui").rglob("*.py")
        if file.name != "theme.py"
        for found in re.findall(r"#[0-9a-fA-F]{6}|setStyleSheet", file.read_text("utf-8"))
        if found.lower() != "#ffffff"
    ]
    assert odd == []


def test_bold_is_bolder(dressed: QApplication) -> None:
    text = "Green – ประทับตราได้"
    plain, bold = (QFontMetrics(sized(20, bold=each)).horizontalAdvance(text) for each in (False, True))
    assert bold > plain


def test_no_two_shapes_look_alike(dressed: QApplication) -> None:
    drawn = {}
    for shape in Shape:
        image = QImage(48, 48, QImage.Format.Format_ARGB32)
        image.fill(QColor("#ffffff"))
        painter = QPainter(image)
        draw_shape(painter, shape, QRectF(0, 0, 48, 48), QColor("#000000"))
        painter.end()
        drawn[shape] = bytes(image.constBits())
    assert len(set(drawn.values())) == len(Shape)
