"""Draws a template's boxes with a form's data on one sheet."""

from officer_app.core.words import baht_in_words, packages_in_words_en, packages_in_words_th
from officer_app.print import template as t
from officer_app.print.drawn_codes import draw_bars, draw_square
from officer_app.print.easel import Easel, Marks, place
from officer_app.print.errors import BadTemplate
from officer_app.print.fitting import Fitted, Measure, fit, fit_closer
from officer_app.print.pen import BLACK, POINTS_PER_MM, WHITE, points

LABEL_TH, LABEL_EN, LABEL_LEAST = 6.2, 5.2, 4.0
_PAD = 0.9
_LABEL_ROOM = 2.9
_LABEL_BASELINE = 2.35


def draw(easel: Easel, box: t.Box, marks: Marks) -> None:
    """One box. Raises DoesNotFit, FormDataError, BadTemplate."""
    if not easel.draws(box):
        return
    match box:
        case t.Value():
            easel.once(id(box), lambda once: _around(once, box))
            _value(easel, box)
        case t.Words():
            easel.once(id(box), lambda once: _words(once, box))
        case t.Label():
            easel.once(id(box), lambda once: label(once, box.at, box.th, box.en))
        case t.Frame():
            easel.once(id(box), lambda once: _frame(once, box))
        case t.Rule():
            easel.once(id(box), lambda once: _rule(once, box))
        case t.Tick():
            easel.once(id(box), lambda once: _choice(once, box))
            _cross(easel, box)
        case t.Bars():
            draw_bars(easel, box)
        case t.Square():
            draw_square(easel, box)
        case t.Mark():
            _mark(easel, box, marks)
        case t.Drawing():
            easel.once(id(box), lambda once: once.pen.path(box.at[:2], box.path, once.ink, box.weight))


def label(easel: Easel, at: t.Rect, th: str, en: str) -> None:
    """The small heading of a box, Thai and English in one line. Raises BadTemplate when the box is too narrow."""
    x, y, width, _ = at
    face = easel.typeface.regular
    first, second = face.shape(th), face.shape(en)
    scale = 1.0
    room = points(width - 1.2)
    gap = 1.6 if en else 0.0
    need = (first.width * LABEL_TH + second.width * LABEL_EN) / 1000 + gap
    if need > room:
        scale = room / need
    if scale * LABEL_TH < LABEL_LEAST:
        raise BadTemplate(easel.template.form, f"label “{th}” has no room in {list(at)}")
    baseline = y + _LABEL_BASELINE
    easel.pen.text(first, face, LABEL_TH * scale, (x + 0.7, baseline), easel.ink)
    after = x + 0.7 + (first.width * LABEL_TH / 1000 + gap) * scale / POINTS_PER_MM
    easel.pen.text(second, face, LABEL_EN * scale, (after, baseline), easel.ink)


def shown(easel: Easel, box: t.Value) -> str:
    """The text of a value box: as typed, named, or in words."""
    about, text = easel.template.fields[box.field], easel.data.texts[box.field]
    if not text:
        return ""
    amount = easel.data.numbers.get(box.field, 0)
    match box.show:
        case "words":
            text = baht_in_words(amount)
        case "packages_th":
            text = packages_in_words_th(amount)
        case "packages_en":
            text = packages_in_words_en(amount)
        case _:
            text = about.names.get(text, text)
    return f"{box.before}{text}{box.after}"


def _around(easel: Easel, box: t.Value) -> None:
    """What stands around a value, whatever it is."""
    about = easel.template.fields[box.field]
    if box.border:
        easel.pen.frame(box.at, easel.ink)
    if box.label:
        label(easel, box.at, about.th, about.en)


def _value(easel: Easel, box: t.Value) -> None:
    part, area = easel.parts.get(id(box)), area_of(box)
    if part is None:
        return
    if not part.page:
        place(easel, part.fitted, box.bold, area, box.align, BLACK, _height_of(box, part.fitted))
        return
    place(easel, part.fitted, box.bold, area, box.align, BLACK, "top")
    if part.fitted.lines:
        _goes_on(easel, area, part.page)
    else:
        _stands_elsewhere(easel, area, part.page)


def fitted_in(easel: Easel, box: t.Value, text: str) -> Fitted | None:
    """`text` as it fits the box; None where it does not. A box whose text may begin here and go on over further sheets
    is not filled with small print before it does.
    """
    _, _, width, height = area_of(box)
    room = Measure(points(width), points(height), box.size, box.least, box.lines, box.align, box.anywhere)
    return (fit if box.continues else fit_closer)(text, easel.typeface.weight(box.bold), room)


def area_of(box: t.Value) -> t.Rect:
    """The room that a value box has for its text, mm."""
    x, y, width, height = box.at
    head = _LABEL_ROOM if box.label else 0.3
    return (x + _PAD, y + head, width - 2 * _PAD, height - head - 0.4)


GOES_ON = 4.2
"""Millimetres at the foot of a box for the words that say where its text goes on."""


def _goes_on(easel: Easel, area: t.Rect, page: int) -> None:
    x, y, width, height = area
    text = f"– มีต่อแผ่นที่ {page}  continued on sheet {page} –"
    fitted = easel.fixed(text, True, Measure(points(width), points(GOES_ON), 7.0, 6.0, 1), area)
    place(easel, fitted, True, (x, y + height - GOES_ON, width, GOES_ON), "right", BLACK, "middle")


def _stands_elsewhere(easel: Easel, area: t.Rect, page: int) -> None:
    """Where a box is too small even to begin its text, it names the sheet that has it."""
    x, y, width, height = area
    whole, short = f"– ดูแผ่นที่ {page}  see sheet {page} –", f"ดูแผ่นที่ {page}"
    room = Measure(points(width), points(height), 7.0, 5.0, 1)
    fitted = fit(whole, easel.typeface.regular, room)
    if fitted is None:
        fitted = easel.fixed(short, False, Measure(points(width), points(height), 7.0, 4.0, 3), area)
    place(easel, fitted, False, (x, y, width, height), "center", BLACK, "middle")


def _height_of(box: t.Value, fitted: Fitted) -> str:
    """Single values stand on one line with their neighbours', at the bottom; running text begins at the top."""
    if box.middle:
        return "ink"
    if box.lines == 1 and not box.label:
        return "middle"
    return "bottom" if box.label and box.lines <= 2 and len(fitted.lines) == 1 else "top"


def _words(easel: Easel, box: t.Words) -> None:
    x, y, width, height = box.at
    if box.fill:
        easel.pen.fill([box.at], easel.tint if box.fill == "pale" else easel.ink)
    if box.border:
        easel.pen.frame(box.at, easel.ink)
    colour = WHITE if box.fill == "solid" else BLACK if box.ink == "black" else easel.ink
    pad, edge = (0.8, 0.4) if box.border or box.fill else (0.0, 0.0)
    text = ("\n" if box.lines > 1 else "  ").join(part for part in (box.th, box.en) if part)
    area = (x + pad, y + edge, width - 2 * pad, height - 2 * edge)
    room = Measure(points(area[2]), points(area[3]), box.size, box.least, box.lines, box.align)
    fitted = easel.fixed(text, box.bold, room, box.at)
    place(easel, fitted, box.bold, area, box.align, colour, "middle")


def _frame(easel: Easel, box: t.Frame) -> None:
    if box.fill:
        easel.pen.fill([box.at], easel.tint if box.fill == "pale" else easel.ink)
    easel.pen.frame(box.at, easel.ink, box.weight)


def _rule(easel: Easel, box: t.Rule) -> None:
    x, y, width, height = box.at
    dash = "[0.1 2.2] 0" if box.dotted else ""
    easel.pen.line((x, y), (x + width, y + height), easel.ink, 0.8 if box.dotted else box.weight, dash)


_SIDE = 2.8
"""Millimetres of the square that is crossed."""


def _square_of(box: t.Tick) -> t.Rect:
    x, y, _, height = box.at
    return (x, y + (height - _SIDE) / 2, _SIDE, _SIDE)


def _choice(easel: Easel, box: t.Tick) -> None:
    x, y, width, height = box.at
    easel.pen.frame(_square_of(box), easel.ink, 0.6)
    text = "  ".join(part for part in (box.th, box.en) if part)
    room = Measure(points(width - _SIDE - 1.2), points(height), box.size, 5.0, 1)
    fitted = easel.fixed(text, False, room, box.at)
    place(easel, fitted, False, (x + _SIDE + 1.2, y, width, height), "left", easel.ink, "middle")


def _cross(easel: Easel, box: t.Tick) -> None:
    if box.field and box.equals and easel.data.texts[box.field] == box.equals:
        left, top, side, _ = _square_of(box)
        for start, end in (((left, top), (left + side, top + side)), ((left, top + side), (left + side, top))):
            easel.pen.line(start, end, BLACK, 1.1)


def _mark(easel: Easel, box: t.Mark, marks: Marks) -> None:
    if box.what == "page":
        text = f"แผ่นที่ {marks.page}/{marks.pages}"
    elif marks.copy is None or (box.what == "top" and not marks.copy.top):
        return
    else:
        text = "  ".join(part for part in (marks.copy.th, marks.copy.en) if part)
    if box.border:
        easel.pen.frame(box.at, easel.ink, 1.0)
    x, y, width, height = box.at
    pad = 0.8 if box.border else 0.0
    room = Measure(points(width - 2 * pad), points(height), box.size, 5.0, 1)
    fitted = easel.fixed(text, box.bold, room, box.at)
    area = (x + pad, y, width - 2 * pad, height)
    place(easel, fitted, box.bold, area, box.align, BLACK, "middle")
