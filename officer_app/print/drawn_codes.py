"""Bar codes and QR codes on the sheet: white ground, whole printer dots, and the line that people read."""

from officer_app.print import codes
from officer_app.print import template as t
from officer_app.print.easel import Easel, place
from officer_app.print.errors import DoesNotFit, FormDataError, Problem
from officer_app.print.fitting import Measure
from officer_app.print.pen import BLACK, POINTS_PER_MM, WHITE, points

_SHY = 0.05
"""Part of a dot that a bar stays away from its edges."""


def draw_bars(easel: Easel, box: t.Bars) -> None:
    """A field as Code 128 or Code 39; nothing when it is empty. Raises FormDataError, DoesNotFit."""
    text = easel.data.texts[box.field]
    if not text:
        return
    x, y, width, height = box.at
    human = box.human * 1.15 / POINTS_PER_MM if box.human else 0.0
    encode = codes.code39 if box.symbology == "code39" else codes.code128
    try:
        code = encode(text, width, height - human, easel.dpi)
    except codes.NotEncodable as exc:
        raise _no_code(easel, box.field) from exc
    except codes.TooWide as exc:
        raise DoesNotFit(box.field, text, easel.template.fields[box.field].th) from exc
    free = width - code.width
    left = x + (free if box.align == "right" else free / 2 if box.align == "center" else 0.0)
    _stamp_code(easel, code, left, y)
    if box.human:
        room = Measure(points(code.width), points(human), box.human, 5.0, 1)
        fitted = easel.fitted(text, True, room, box.field, easel.template.fields[box.field].th)
        place(easel, fitted, True, (left, y + height - human, code.width, human), "center", BLACK, "bottom")


def draw_square(easel: Easel, box: t.Square) -> None:
    """A field as a QR code; nothing when it is empty. Raises FormDataError, DoesNotFit."""
    text = easel.data.texts[box.field]
    if not text:
        return
    x, y, width, height = box.at
    try:
        code = codes.qr(text, min(width, height), easel.dpi)
    except codes.NotEncodable as exc:
        raise _no_code(easel, box.field) from exc
    except codes.TooWide as exc:
        raise DoesNotFit(box.field, text, easel.template.fields[box.field].th) from exc
    _stamp_code(easel, code, x + (width - code.width) / 2, y + (height - code.height) / 2)


def _stamp_code(easel: Easel, code: codes.Code, left: float, top: float) -> None:
    """A code on white, its left edge on a printer dot so that every module begins on one.

    Bars are drawn a shade smaller than their dots: a printer inks every dot that a shape touches, so that a rounding
    error of a ten-thousandth would make each bar one dot fatter.
    """
    dot = codes.MM_PER_INCH / easel.dpi
    left, top = round(left / dot) * dot, round(top / dot) * dot
    easel.pen.fill([(left, top, code.width, code.height)], WHITE)
    shy = _SHY * dot
    bars = [(left + x + shy, top + y + shy, width - 2 * shy, height - 2 * shy) for x, y, width, height in code.bars]
    easel.pen.fill(bars, BLACK)


def _no_code(easel: Easel, name: str) -> FormDataError:
    th = easel.template.fields[name].th
    problem = Problem(
        "bad_character",
        name,
        f"ช่อง “{th}” มีอักขระที่ทำบาร์โค้ดไม่ได้",
        f"Field “{name}” has a character that a bar code cannot hold.",
    )
    return FormDataError((problem,))
