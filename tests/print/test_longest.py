"""Every form takes the longest text that its schema allows, in every field, and prints all of it."""

import re
import unicodedata
from collections.abc import Mapping

import pytest

from officer_app.print import template as t
from officer_app.print.data import MOST_NUMBER, MOST_TEXT
from officer_app.print.forms import Forms, Pdf
from tests.print.paper import TEMPLATES, run, text_of

THAI = "บริษัท ผู้ซื้อปั๊มน้ำเชื้อเพลิงกู้ภัยที่กรุงเก่าริมแม่น้ำปิงจำกัด (มหาชน) "
LATIN = "WESTERN MEKONG WAREHOUSING AND WOOLLEN MANUFACTURING COMPANY LIMITED "
MOST_HIGH = 100.0
"""Points of a word that stands upright."""
ENDS = 40
"""Characters of a text's beginning and end that are looked for where it goes on over sheets."""
LONGEST = 700
"""Characters of a running text here: enough for several lines or for a further sheet, quick enough for every field."""
FORMS = Forms(TEMPLATES)
NAMES = FORMS.ids()


def running(about: t.Field, words: str) -> str:
    """As much of `words`, over and over, as the field takes."""
    most = min(about.max or MOST_TEXT, LONGEST)
    text = (words * (most // len(words) + 1))[:most].strip()
    # Not through the middle of a letter: its marks belong to it.
    while text and unicodedata.category(text[-1]) in {"Mn", "Lo"} and text[-1] in "เแโใไ":
        text = text[:-1]
    return text


def coded(made: t.Template) -> set[str]:
    """Fields that stand in a code as well: numbers of a length of their own, never running text."""
    boxes = [box for sheet in (made.first, made.next) if sheet is not None for box in sheet.boxes]
    return {box.field for box in boxes if isinstance(box, t.Bars | t.Square)}


def longest(fields: Mapping[str, t.Field], kept: Mapping[str, object], words: str, left: set[str]) -> dict[str, object]:
    """`kept` with every field as long as it may be."""
    data = dict(kept)
    for name, about in fields.items():
        if name in left or about.exact or about.one_of or about.format in {"flag", "date_be", "datetime_be"}:
            continue
        if about.format == "text":
            data[name] = running(about, words)
        elif about.format == "rows":
            rows = kept.get(name)
            row = rows[0] if isinstance(rows, list) and rows else {}
            data[name] = [longest(about.row, row, words, set())]
        else:
            data[name] = about.max or MOST_NUMBER
    return data


def whole_text(pdf: Pdf) -> str:
    """All sheets of the first copy, without blanks."""
    return "".join("".join(text_of(pdf.data, page).split()) for page in range(1, pdf.pages + 1))


def texts_in(data: Mapping[str, object]) -> list[str]:
    found = []
    for value in data.values():
        if isinstance(value, str) and value.startswith((THAI[:6], LATIN[:6])):
            found.append(value)
        elif isinstance(value, list):
            found += [text for row in value for text in texts_in(row)]
    return found


def goes_on(made: t.Template) -> bool:
    """Whether a text of this form may begin in its box and go on over further sheets."""
    return any(isinstance(box, t.Value) and box.continues for box in made.first.boxes)


def both_ends_are_in(text: str, printed: str) -> bool:
    """Whether a text's first and last letters are among what is printed."""
    letters = "".join(text.split())
    return letters[:ENDS] in printed and letters[-ENDS:] in printed


_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">')


def run_into_each_other(pdf: Pdf) -> list[tuple[float, ...]]:
    """Words of one line that share a place, or leave the paper: as a reader's program measures them."""
    xml = run(["pdftotext", "-q", "-bbox", "-", "-"], pdf.data).decode()
    wrong: list[tuple[float, ...]] = []
    for page in xml.split("<page ")[1:]:
        width = float(re.findall(r'width="([\d.]+)"', page)[0])
        found = [tuple(map(float, corners)) for corners in _WORD.findall(page)]
        # What lies across the sheet is its watermark.
        words = sorted(word for word in found if word[3] - word[1] < MOST_HIGH)
        wrong += [word for word in words if word[0] < 0 or word[2] > width]
        for place, one in enumerate(words):
            for other in words[place + 1 :]:
                if other[0] > one[2] - 1:
                    break
                if abs(one[1] - other[1]) < 0.5 and abs(one[3] - other[3]) < 0.5:
                    wrong.append((*one, *other))
    return wrong


@pytest.mark.parametrize("words", [THAI, LATIN], ids=["thai", "latin"])
@pytest.mark.parametrize("form", NAMES)
def test_every_field_as_long_as_it_may_be_is_printed_whole(form: str, words: str) -> None:
    made = FORMS.template(form)
    data = longest(made.fields, made.sample, words, coded(made))
    pdf = FORMS.render(form, data, sample=True)
    printed = whole_text(pdf)
    missing = [text for text in texts_in(data) if "".join(text.split()) not in printed]
    # A text that begins in its box and goes on elsewhere is whole by another test.
    assert [text for text in missing if not both_ends_are_in(text, printed) or not goes_on(made)] == []
    assert run_into_each_other(pdf) == []
