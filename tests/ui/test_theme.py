"""The theme: readable colours, a style sheet without holes, shapes that differ."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from officer_app.ui.theme import LIGHT, sized
from officer_app.ui.widgets.shape import draw_shape
from officer_app.viewmodels.view import Shape, Tone


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_can_be_read_on_its_ground() -> None:
    pairs = [(LIGHT.ground_of(tone), LIGHT.ink_of(tone)) for tone in Tone]
    pairs += [(LIGHT.colour("surface"), LIGHT.text_of(tone)) for tone in Tone]
    pairs += [(LIGHT.colour(mark), QColor("#ffffff")) for mark in ("green", "red", "xray", "grey")]
    pairs += [
        (LIGHT.colour(ground), LIGHT.colour(ink))
        for ground, ink in (
            ("ground", "ink"),
            ("ground", "muted"),
            ("surface", "muted"),
            ("header", "header_ink"),
            ("key", "header_ink"),
            ("closed", "closed_ink"),
            ("closed", "grey"),
            ("ground", "refuse_text"),
            ("ground", "good_text"),
        )
    ]
    assert [(g.name(), i.name(), round(contrast(g, i), 1)) for g, i in pairs if contrast(g, i) < 4.5] == []


def test_the_style_sheet_has_no_hole(dressed: QApplication) -> None:
    assert "@" not in dressed.styleSheet()
    assert LIGHT.focus in dressed.styleSheet()


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
