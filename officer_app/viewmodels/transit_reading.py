"""Figures and days as an officer types them: whole numbers, kilograms, baht, days of the Buddhist Era, codes."""

import re
from datetime import date

from officer_app.core.buddhist import parse_date
from officer_app.core.refusals import Refusal
from officer_app.core.words import grouped, kg_text
from officer_app.viewmodels.transit_asking import Read

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def whole(default: int | None = None, *, needed: bool = True) -> Read:
    """A whole number, zero or more; `default` for Enter alone."""
    return lambda text: _scaled(text, 0, default, needed=needed)


def kilos(default: int | None = None, *, needed: bool = True) -> Read:
    """Kilograms with up to three decimals, as grams."""
    return lambda text: _scaled(text, 3, default, needed=needed)


def money(default: int | None = None, *, needed: bool = True) -> Read:
    """Baht or another currency with up to two decimals, in hundredths."""
    return lambda text: _scaled(text, 2, default, needed=needed)


def day(default: date | None = None, *, needed: bool = True) -> Read:
    """A day as DD-MM-BBBB, as YYYY-MM-DD text; empty where none is needed and none was given."""

    def read(text: str) -> object:
        if not text.strip():
            if default is not None:
                return default.isoformat()
            return Refusal("transit_needed") if needed else ""
        try:
            return parse_date(text).isoformat()
        except ValueError:
            return Refusal("transit_bad_day")

    return read


def fitting(pattern: str, wrong: str, default: str = "") -> Read:
    """A code of a fixed shape, in capitals."""

    def read(text: str) -> object:
        said = text.strip().translate(_THAI_DIGITS).upper() or default
        return said if re.fullmatch(pattern, said) else Refusal(wrong)

    return read


def figure_text(name: str, value: object) -> str:
    """A figure of a line as people read it; a dash where there is none."""
    if not isinstance(value, int):
        return str(value or "–")
    if name in ("gross_weight", "gross_weight_g", "net_weight", "net_weight_g"):
        return kg_text(value)
    return f"{value / 100:,.2f}" if name in ("value", "cif_baht") else grouped(value)


def _scaled(text: str, places: int, default: int | None, *, needed: bool) -> object:
    said = text.strip().translate(_THAI_DIGITS).replace(",", "")
    if not said:
        if default is not None:
            return default
        return Refusal("transit_needed") if needed else ""
    match = re.fullmatch(r"([0-9]{1,15})(?:\.([0-9]*))?", said)
    parts = (match[1], (match[2] or "").rstrip("0")) if match is not None else ("", "")
    if not parts[0] or len(parts[1]) > places:
        return Refusal("transit_bad_figure")
    return int(parts[0] + parts[1].ljust(places, "0"))
