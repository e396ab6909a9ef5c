"""What a template's types cannot say: names that exist, boxes on the paper, columns as wide as their table."""

import re

from officer_app.print import template as t

FORMATS = ("text", "int", "kg", "baht", "date_be", "datetime_be", "flag", "rows")
SHOWS = ("", "words", "packages_th", "packages_en")
ALIGNS = ("left", "center", "right")
FILLS = ("", "pale", "solid")
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_PATH = re.compile(rf"(?:M(?: {_NUMBER}){{2}}(?: L(?: {_NUMBER}){{2}}| C(?: {_NUMBER}){{6}})*(?: Z)? ?)+")


class Wrong(Exception):
    """Something in the file is wrong; the message says where and what."""


def check(made: t.Template) -> None:
    """What the types cannot say: names that exist, boxes on the paper, columns as wide as their table."""
    for key, item in made.fields.items():
        _check_field(key, item)
    for where, sheet in (("first", made.first), ("next", made.next)):
        if sheet is None:
            continue
        for index, box in enumerate(sheet.boxes):
            _check_box(made, box, f"{where}.boxes[{index}]")
        if sheet.table is not None:
            _on_paper(made, sheet.table, f"{where}.table")
    if made.table is not None:
        _check_table(made, made.table)
    for key in made.sample:
        if key not in made.fields:
            raise Wrong(f"sample: no field {key}")


def _check_field(key: str, item: t.Field) -> None:
    if item.format not in FORMATS:
        raise Wrong(f"fields.{key}: unknown format {item.format}")
    if (item.format == "rows") != bool(item.row):
        raise Wrong(f"fields.{key}: row belongs to the format rows")
    for inner, part in item.row.items():
        if part.format == "rows":
            raise Wrong(f"fields.{key}.{inner}: rows within rows")
        _check_field(f"{key}.{inner}", part)


def _check_box(made: t.Template, box: t.Box, where: str) -> None:
    _on_paper(made, box.at, where)
    names = [box.when, box.unless]
    if isinstance(box, t.Value | t.Bars | t.Square | t.Tick):
        names.append(box.field)
    for name in names:
        if name and name not in made.fields:
            raise Wrong(f"{where}: no field {name}")
    if isinstance(box, t.Value) and (box.show not in SHOWS or made.fields[box.field].format == "rows"):
        raise Wrong(f"{where}: {box.field} cannot be shown so")
    if isinstance(box, t.Value) and box.continues and (made.next is None or made.next.table is None):
        raise Wrong(f"{where}: next.table says where {box.field} goes on")
    if isinstance(box, t.Value | t.Words | t.Bars | t.Mark) and box.align not in ALIGNS:
        raise Wrong(f"{where}: align {box.align}")
    if isinstance(box, t.Words | t.Frame) and box.fill not in FILLS:
        raise Wrong(f"{where}: fill {box.fill}")
    if isinstance(box, t.Drawing) and not _PATH.fullmatch(box.path):
        raise Wrong(f"{where}: path is not of M, L, C and Z")


def _check_table(made: t.Template, table: t.Table) -> None:
    rows = made.fields.get(table.field)
    if rows is None or rows.format != "rows":
        raise Wrong(f"table: {table.field} is no field of the format rows")
    for index, column in enumerate(table.columns):
        for name in column.fields:
            if name not in rows.row:
                raise Wrong(f"table.columns[{index}]: no field {table.field}.{name}")
    if made.first.table is None or made.next is None or made.next.table is None:
        raise Wrong("table: first.table and next.table say where it stands")
    width = sum(column.width for column in table.columns)
    for area in (made.first.table, made.next.table):
        if abs(width - area[2]) > 0.05:
            raise Wrong(f"table: columns are {width:g} mm wide, their place is {area[2]:g} mm")


def _on_paper(made: t.Template, at: t.Rect, where: str) -> None:
    x, y, width, height = at
    if min(x, y, width, height) < 0 or x + width > made.page.width or y + height > made.page.height:
        raise Wrong(f"{where}: {list(at)} is not on the paper")
