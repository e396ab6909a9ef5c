"""Checks a form's data against its fields and turns them into the text that is printed.

Nothing that a keyboard, a scanner or another system can deliver gets further than here: what cannot be printed
faithfully is refused with the field's name; every fault is reported at once.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from officer_app.core.buddhist import date_be, datetime_be
from officer_app.core.words import baht_text, grouped, kg_text
from officer_app.print.errors import FormDataError, Problem
from officer_app.print.template import Field

MOST_TEXT = 2_000
MOST_NUMBER = 10**15 - 1
MOST_ROWS = 9_999
_IGNORED = str.maketrans("", "", "\u200b\u2060\ufeff")
"""Invisible helpers of line breaking that an input field may carry along; they change no word."""
_LOOSE_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
"""SARA AM typed as NIKHAHIT and SARA AA (`domain.md` §9.1)."""
_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@dataclass(frozen=True)
class Row:
    """One row of a list field, as text."""

    texts: Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """A form's data, checked: what is printed, and the numbers behind it."""

    texts: Mapping[str, str]
    numbers: Mapping[str, int]
    rows: Mapping[str, tuple[Row, ...]]


@dataclass
class _Check:
    lacks: Callable[[str], str]
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, name: str, about: Field | None, th: str, en: str) -> None:
        label = about.th if about else name
        self.problems.append(Problem(code, name, f"ช่อง “{label}” {th}", f"Field “{name}” {en}"))


def fill(fields: Mapping[str, Field], data: Mapping[str, object], lacks: Callable[[str], str]) -> Filled:
    """The data as printable text. `lacks` names the first character the font cannot draw, or "".

    Raises FormDataError (codes missing_field, unknown_field, wrong_type, too_long, out_of_range, not_allowed,
    bad_character) with every problem found.
    """
    check = _Check(lacks)
    texts, numbers = _texts(check, fields, data, "")
    rows: dict[str, tuple[Row, ...]] = {}
    for key, about in fields.items():
        if about.format == "rows":
            rows[key] = _rows(check, key, about, data.get(key))
    if check.problems:
        raise FormDataError(tuple(check.problems))
    return Filled(texts, numbers, rows)


def _texts(
    check: _Check, fields: Mapping[str, Field], data: Mapping[str, object], prefix: str
) -> tuple[dict[str, str], dict[str, int]]:
    for key in data:
        if key not in fields:
            shown = ascii(str(key))[1:-1][:40]
            check.report("unknown_field", prefix + shown, None, "ไม่มีในแบบพิมพ์นี้", "is not in this form.")
    texts: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for key, about in fields.items():
        if about.format == "rows":
            continue
        value = data.get(key)
        text = "" if value is None else _text(check, prefix + key, about, value)
        if about.required and not text and not any(p.field == prefix + key for p in check.problems):
            check.report("missing_field", prefix + key, about, "ต้องกรอก", "must be filled in.")
        texts[key] = text
        if isinstance(value, int) and not isinstance(value, bool):
            numbers[key] = value
    return texts, numbers


def _rows(check: _Check, key: str, about: Field, value: object) -> tuple[Row, ...]:
    if value is None:
        value = []
    if not isinstance(value, list | tuple):
        check.report("wrong_type", key, about, "ต้องเป็นรายการ", "must be a list of rows.")
        return ()
    if about.required and not value:
        check.report("missing_field", key, about, "ต้องมีอย่างน้อยหนึ่งรายการ", "needs at least one row.")
    most = about.max or MOST_ROWS
    if len(value) > most:
        check.report("too_long", key, about, f"มีเกิน {most} รายการ", f"has more than {most} rows.")
        return ()
    rows: list[Row] = []
    for index, item in enumerate(value):
        name = f"{key}[{index}]"
        if not isinstance(item, Mapping):
            check.report("wrong_type", name, about, "มีรายการที่อ่านไม่ได้", "must be a row of named values.")
            continue
        rows.append(Row(_texts(check, about.row, item, f"{name}.")[0]))
    return tuple(rows)


def _text(check: _Check, name: str, about: Field, value: object) -> str:
    if about.format == "text":
        return _plain(check, name, about, value)
    if about.format == "flag":
        if isinstance(value, bool):
            return "yes" if value else ""
        check.report("wrong_type", name, about, "ต้องเป็นใช่หรือไม่ใช่", "must be true or false.")
        return ""
    if about.format in {"date_be", "datetime_be"}:
        return _moment(check, name, about, value)
    return _number(check, name, about, value)


def _plain(check: _Check, name: str, about: Field, value: object) -> str:
    if not isinstance(value, str):
        check.report("wrong_type", name, about, "ต้องเป็นข้อความ", "must be text.")
        return ""
    most = about.max or MOST_TEXT
    if len(value) > most:
        check.report("too_long", name, about, f"ยาวเกิน {most} ตัวอักษร", f"is longer than {most} characters.")
        return ""
    text = value if about.exact else printable(value.replace("\r\n", "\n")).strip()
    bad = next((c for c in text if _is_refused(c) and not (c == "\n" and about.newlines)), "")
    bad = bad or check.lacks(text.replace("\n", ""))
    if bad:
        sign = f"U+{ord(bad):04X}"
        check.report(
            "bad_character",
            name,
            about,
            f"มีอักขระที่พิมพ์ไม่ได้ ({sign})",
            f"has a character that cannot be printed ({sign}).",
        )
        return ""
    if about.one_of and text and text not in about.one_of:
        allowed = ", ".join(about.one_of)
        check.report("not_allowed", name, about, f"ต้องเป็นค่าใดค่าหนึ่งของ {allowed}", f"must be one of {allowed}.")
        return ""
    return text


def printable(text: str) -> str:
    """The text in the one spelling that is printed: NFC, SARA AM whole, invisible break helpers gone, blanks plain."""
    plain = unicodedata.normalize("NFC", text.translate(_IGNORED)).replace("\u00a0", " ")
    return _LOOSE_AM.sub("\\1\u0e33", plain)


def _is_refused(letter: str) -> bool:
    return unicodedata.category(letter) in _REFUSED


def _moment(check: _Check, name: str, about: Field, value: object) -> str:
    with_time = about.format == "datetime_be"
    try:
        return _moment_text(value, with_time)
    except ValueError:
        kind_th = "วันเวลา (ISO 8601 มีเขตเวลา)" if with_time else "วันที่ (ISO 8601)"
        kind_en = "a moment (ISO 8601 with zone)" if with_time else "a date (ISO 8601)"
        check.report("wrong_type", name, about, f"ต้องเป็น{kind_th}", f"must be {kind_en}.")
        return ""


def _moment_text(value: object, with_time: bool) -> str:
    if value == "":
        return ""
    if isinstance(value, str):
        is_day = not with_time and len(value) <= len("2056-11-21")
        value = date.fromisoformat(value) if is_day else datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return datetime_be(value) if with_time else date_be(value)
    if isinstance(value, date) and not with_time:
        return date_be(value)
    raise ValueError(value)


def _number(check: _Check, name: str, about: Field, value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        unit_th = {"kg": "จำนวนเต็มหน่วยกรัม", "baht": "จำนวนเต็มหน่วยสตางค์"}.get(about.format, "จำนวนเต็ม")
        unit_en = {"kg": "a whole number of grams", "baht": "a whole number of satang"}.get(
            about.format, "a whole number"
        )
        check.report("wrong_type", name, about, f"ต้องเป็น{unit_th}", f"must be {unit_en}.")
        return ""
    most = about.max or MOST_NUMBER
    if not 0 <= value <= most:
        check.report("out_of_range", name, about, f"ต้องอยู่ระหว่าง 0 ถึง {most}", f"must be between 0 and {most}.")
        return ""
    return {"kg": kg_text, "baht": baht_text}.get(about.format, grouped)(value)
