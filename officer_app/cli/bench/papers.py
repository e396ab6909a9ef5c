"""The papers' figures: one dense sheet, the set of six, and what other engines take for the same strings."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from officer_app.cli.bench.floors import bare_page, strings_of
from officer_app.cli.bench.rows import Row, by_turns_ms, row, timed_ms
from officer_app.messages.sample_transits import sample_transits
from officer_app.print.data import fill
from officer_app.print.render import press
from officer_app.print.sheets import AS_IT_IS, PLAIN
from officer_app.print.thai import sarabun_folder
from officer_app.workstation.opening import Workstation, now
from officer_app.workstation.papers import fitting

DENSE = "451-37"
Draw = Callable[[Sequence[str]], object]


def paper_rows(opened: Workstation, times: int) -> list[Row]:
    """Every row of this module; other engines only where they are installed (fpdf2, typst)."""
    rows = [thai_page(opened, times), six_sheets(opened, times)]
    for name, make in (("fpdf", with_fpdf2), ("typst", with_typst)):
        if find_spec(name) is not None:
            rows.append(compared(opened, name, make(), max(5, times // 4)))
    return rows


def thai_page(opened: Workstation, times: int) -> Row:
    """One dense shaped Thai sheet (form 451); beside the bare drawing of the same strings."""
    render, strings = _dense(opened)
    draw = bare_page()
    timed_ms(lambda: (render(), draw(strings)), 2)
    ours, floor = by_turns_ms(render, lambda: draw(strings), times)
    return row("thai_page", ours, floor, "ms", "<= 1.3x")


def six_sheets(opened: Workstation, times: int) -> Row:
    """The whole set of form 448/1; beside its first sheet alone."""
    whole = opened.papers.forms.template("448-1")
    single = replace(whole, copies=whole.copies[:1])
    machine = press(None)
    data = fill(whole.fields, whole.sample, machine.lacks)

    def render(made: Any) -> object:
        return machine.render(made, data, b"{}", state=PLAIN, placing=AS_IT_IS, dpi=300)

    timed_ms(lambda: (render(whole), render(single)), 2)
    ours, floor = by_turns_ms(lambda: render(whole), lambda: render(single), times)
    return row("six_sheets", ours, floor, "ms", "<= 1.6x one sheet")


def compared(opened: Workstation, name: str, draw: Draw, times: int) -> Row:
    """Another engine with the same strings; beside our whole form, boxes and all."""
    render, strings = _dense(opened)
    timed_ms(lambda: (render(), draw(strings)), 1)
    theirs, ours = by_turns_ms(lambda: draw(strings), render, times)
    return row(f"thai_page_{name}", theirs, ours, "ms", "for comparison: theirs, beside ours")


def with_fpdf2() -> Draw:
    """fpdf2 with HarfBuzz shaping."""
    fpdf: Any = import_module("fpdf")
    font = str(sarabun_folder() / "Sarabun-Regular.ttf")

    def draw(strings: Sequence[str]) -> object:
        pdf = fpdf.FPDF(format="A4")
        pdf.add_page()
        pdf.add_font("Sarabun", "", font)
        pdf.set_font("Sarabun", size=8)
        pdf.set_text_shaping(True)
        for place, text in enumerate(strings):
            column, line = divmod(place, 55)
            pdf.text(10 + column * 48, 12 + line * 5, text)
        return pdf.output()

    return draw


def with_typst() -> Draw:
    """typst, as a library."""
    typst: Any = import_module("typst")
    compiler = {"font_paths": [str(sarabun_folder())]}

    def draw(strings: Sequence[str]) -> object:
        lines = [
            f"#place(dx: {column * 48}mm, dy: {line * 5}mm)[#text({json.dumps(text, ensure_ascii=False)})]"
            for (column, line), text in ((divmod(place, 55), text) for place, text in enumerate(strings))
        ]
        head = '#set page(paper: "a4", margin: 10mm)\n#set text(font: "Sarabun", size: 8pt, lang: "th")\n'
        return typst.compile((head + "\n".join(lines)).encode("utf-8"), **compiler)

    return draw


def _dense(opened: Workstation) -> tuple[Callable[[], object], list[str]]:
    schema = opened.papers.forms.schema(DENSE)
    data = fitting(schema, json.loads(sample_transits(now())[1].doc))
    return lambda: opened.papers.render(DENSE, data), strings_of(schema, data)
