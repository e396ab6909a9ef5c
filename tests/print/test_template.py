"""A template that could not print is refused with the place of its fault."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.print.errors import BadTemplate
from officer_app.print.reading import read_template
from tests.print.paper import TEMPLATES

GOOD = """
version = "1"
code = "แบบ 1"
title_th = "ทดสอบ"
title_en = "Test"
legal_th = "กฎหมาย"
legal_en = "Law"
[page]
width = 100
height = 50.0
notice = [2, 2, 96, 6]
foot = [2, 45, 96, 4]
[fields]
name = { th = "ชื่อ", en = "Name", required = true }
list = { th = "รายการ", en = "List", format = "rows", row = { line = { th = "ที่", en = "No.", format = "int" } } }
[table]
field = "list"
columns = [{ width = 90, th = "ที่", en = "No.", fields = ["line"] }]
[first]
table = [5, 20, 90, 20]
boxes = [{ kind = "value", at = [5, 10, 90, 8], field = "name" }]
[next]
table = [5, 10, 90, 30]
"""


CUSTOMS_ACT = ("พ.ร.บ.ศุลกากร พ.ศ. 2560", "Customs Act B.E. 2560")
TRAINING = ("ใช้เพื่อการฝึกอบรมเท่านั้น", "For training only")
"""A paper of no law says so: what was done at the practice desk is no customs paper."""


def test_a_good_template_is_read() -> None:
    made = read_template("test", GOOD.encode())
    assert (made.form, made.page.width, made.fields["name"].required) == ("test", 100.0, True)
    assert made.name == "แบบ 1 ทดสอบ"


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_template_names_its_law_and_version_and_uses_all_its_fields(path: Any) -> None:
    made = read_template(path.stem, path.read_bytes())
    assert made.version
    law = TRAINING if path.stem == "practice-summary" else CUSTOMS_ACT
    assert law[0] in made.legal_th
    assert law[1] in made.legal_en
    text = path.read_text(encoding="utf-8")
    shown = set(re.findall(r'(?:field|when|unless) = "([^"]+)"', text))
    assert set(made.fields) - shown == set()
    if made.table is not None:
        columns = {name for column in made.table.columns for name in column.fields}
        assert set(made.fields[made.table.field].row) == columns


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("width = 100\n", "", "page: width is missing"),
        ("width = 100\n", 'width = "wide"\n', "page.width: 'wide'"),
        ("height = 50.0", "height = 50.0\ndepth = 3", "page: unknown key depth"),
        ('kind = "value"', 'kind = "vlaue"', "first.boxes[0]: kind must be one of"),
        ('field = "name"', 'field = "nmae"', "first.boxes[0]: no field nmae"),
        ('field = "name"', 'field = "name", when = "nmae"', "first.boxes[0]: no field nmae"),
        ('field = "name"', 'field = "name", align = "middle"', "first.boxes[0]: align middle"),
        ('field = "name"', 'field = "list"', "first.boxes[0]: list cannot be shown so"),
        ("at = [5, 10, 90, 8]", "at = [5, 10, 96, 8]", "is not on the paper"),
        ("at = [5, 10, 90, 8]", "at = [5, 10, 90]", "first.boxes[0] (value).at"),
        ("width = 90", "width = 80", "columns are 80 mm wide, their place is 90 mm"),
        ('fields = ["line"]', 'fields = ["lien"]', "table.columns[0]: no field list.lien"),
        ('format = "int"', 'format = "integer"', "fields.list.line: unknown format integer"),
        ('field = "list"', 'field = "name"', "table: name is no field of the format rows"),
        ('version = "1"', "version = 1", "form.version: 1"),
        ('version = "1"', "version = ", "line 2"),
        ("[next]\ntable = [5, 10, 90, 30]\n", "", "first.table and next.table"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    with pytest.raises(BadTemplate, match=re.escape(fault)):
        read_template("test", GOOD.replace(old, new, 1).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_template_or_refused(data: bytes) -> None:
    with pytest.raises(BadTemplate):
        read_template("test", data)


LINES = GOOD.splitlines()
ODD = ("5", '"x"', "true", "[]", "[1]", "{}", "{ x = 1 }", "nan", "2026-11-22", "[{ kind = 1 }]")
ODD_LINES = (
    "",
    "x = 1",
    "[page]",
    "[fields]",
    "[table]",
    "[[first]]",
    *(f"{key} = {odd}" for key in ("boxes", "table") for odd in ODD),
)


@given(st.data())
def test_any_line_that_says_something_else_gives_a_template_or_is_refused_with_its_place(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(LINES) - 1))
    key, equals, _ = LINES[place].partition("=")
    said = [f"{key}= {odd}" for odd in ODD] if equals else []
    text = "\n".join([*LINES[:place], data.draw(st.sampled_from([*ODD_LINES, *said])), *LINES[place + 1 :]])
    made, why = None, ""
    try:
        made = read_template("test", text.encode())
    except BadTemplate as refused:
        why = str(refused)
    assert re.search(r"line \d+|[\w\]]: |first.table", why) if made is None else made.form == "test"


@pytest.mark.parametrize("place", [place for place, line in enumerate(LINES) if "=" in line and "boxes" not in line])
def test_what_is_left_out_is_missed(place: int) -> None:
    with pytest.raises(BadTemplate):
        read_template("test", "\n".join([*LINES[:place], *LINES[place + 1 :]]).encode())
