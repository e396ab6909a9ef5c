"""The further sheet of a form whose template has none: a plain one, for texts too long for their boxes."""

from officer_app.print.box_kinds import Bars, Box, Mark, Value, Words
from officer_app.print.template import Sheet, Template

LEAST_HEIGHT = 140.0
"""Millimetres: what is smaller is a label, and a label has no further sheet."""
_MARGIN = 10.0
_MARKS = 48.0


def plain_sheet(made: Template) -> Sheet | None:
    """A sheet with the form's name, its marks, its number and room for texts; None for a label."""
    page = made.page
    if page.height < LEAST_HEIGHT:
        return None
    top, width = page.notice[1] + page.notice[3] + 2.0, page.width - 2 * _MARGIN
    right = page.width - _MARGIN - _MARKS
    boxes: list[Box] = [
        Words((_MARGIN, top, width - _MARKS - 2.0, 7.0), th=f"ใบต่อ {made.title_th}", size=13.0, least=7.0, bold=True),
        Words((_MARGIN, top + 7.0, width - _MARKS - 2.0, 4.0), en=f"{made.title_en} – continuation sheet", size=7.5),
        Mark((right, top, _MARKS, 4.2), "page", size=8.0, align="right", bold=False),
    ]
    if made.copies:
        boxes.append(Mark((right, top + 5.0, _MARKS, 7.0), "copy", size=11.0, border=True))
    named = _named_by(made)
    if named:
        boxes.append(Value((_MARGIN, top + 13.0, width, 9.0), named, bold=True))
    begin = top + (24.0 if named else 13.0)
    return Sheet(tuple(boxes), (_MARGIN, begin, width, page.foot[1] - 2.0 - begin))


def number_field(made: Template) -> str:
    """The field of the number that a form goes by: that of its bar code; empty where it has none."""
    return next((box.field for box in made.first.boxes if isinstance(box, Bars)), "")


def _named_by(made: Template) -> str:
    """The field that tells one paper of this form from another: its number, else what stands in its first box."""
    values = (box.field for box in made.first.boxes if isinstance(box, Value))
    return number_field(made) or next(values, "")
