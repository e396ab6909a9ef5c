"""Thai ink beside Pango's, for every combination: a right text layer proves nothing about the ink."""

import shutil
from pathlib import Path

import pytest
from PIL import Image

from officer_app.print.render import Press
from tests.print.golden import FOLDER, MOST_OFF, most_off
from tests.print.sweep import CONSONANTS, difference, line, ours, pangos, syllables, whole

CLOSE = 65.0
"""Grey levels within a square of 12 dots: a glyph lies up to a dot off its place. A mark out of place is beyond 150."""
PANGO = pytest.mark.skipif(shutil.which("pango-view") is None, reason="pango-view is not installed (pango1.0-tools)")


@PANGO
@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("consonant", CONSONANTS)
def test_every_mark_stands_where_pango_puts_it(sarabun: Press, tmp_path: Path, consonant: str, bold: bool) -> None:
    assert difference(ours(sarabun, line(consonant), bold=bold), pangos(line(consonant), tmp_path, bold=bold)) <= CLOSE


@PANGO
@pytest.mark.parametrize("consonant", "กปฐ")
def test_marks_left_on_their_line_would_be_seen(sarabun: Press, tmp_path: Path, consonant: str) -> None:
    flat = ours(sarabun, line(consonant), bold=False, flat=True)
    assert difference(flat, pangos(line(consonant), tmp_path, bold=False)) > 2 * CLOSE


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
def test_the_sweep_is_the_one_that_was_looked_at(sarabun: Press, bold: bool) -> None:
    with Image.open(FOLDER.parent / f"sweep-{'bold' if bold else 'regular'}.png") as kept:
        assert most_off(whole(sarabun, bold=bold), kept.convert("L")) <= MOST_OFF


def test_no_combination_lacks_a_glyph(sarabun: Press) -> None:
    for consonant in CONSONANTS:
        for syllable in syllables(consonant):
            assert 0 not in [glyph.gid for glyph in sarabun.typeface.regular.shape(syllable).glyphs]
