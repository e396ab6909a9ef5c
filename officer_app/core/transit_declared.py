"""The declared data of a transit case, read from form 448/1's fields into what the rules look at."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from officer_app.core.transit_match import Goods, Loaded, Paper

_OFFICE = re.compile(r"[0-9]{4}")
_COUNTRY = re.compile(r"[A-Z]{2}")
MODES = ("road", "rail", "sea", "air")


class BadDeclared(ValueError):
    """A field is missing or is something else; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Declared:
    """What a transit declaration says, as far as rules depend on it. `duty` in satang; `tax_number` of the applicant,
    `licence_ends` the last day of his transport licence, None where he names none.
    """

    entered: date
    exit_office: str
    origin_country: str
    country: str
    mode: str
    route: str
    paper: Paper
    duty: int
    loaded: Loaded = Loaded()
    tax_number: str = ""
    licence_ends: date | None = None


@dataclass(frozen=True)
class Unfit:
    """A declared field with which a paper of the case cannot be printed: missing, too long, no day. Why in words."""

    field: str
    th: str
    en: str


PaperTrial = Callable[[str, Mapping[str, Any]], tuple[Unfit, ...]]
"""What of the declared data (keys of form 448/1) keeps a paper of an applicant's class from being printed."""


def untried(applicant_class: str, table: Mapping[str, Any]) -> tuple[Unfit, ...]:
    """A PaperTrial where no paper is printed."""
    return ()


def papers_of(sheet: str, table: Mapping[str, Any]) -> tuple[str, ...]:
    """The forms that are printed for a signed case: the set of 448/1, its control sheet `sheet` (one of the two 451,
    brief 004 §18; `TransitRules.control_sheet` knows which), the container list where goods are in containers, the
    sheet to key from; the receipt of what is handed over.
    """
    held = any(table.get(name) for name in ("containers", "containers_total", "container_no"))
    receipt = ("hand-over-receipt",) if table.get("handed_to") else ()
    return ("448-1", sheet, *(("container-list",) if held else ()), "key-in-sheet", *receipt)


def read_declared(table: Mapping[str, Any]) -> Declared:
    """`table` under the keys of form 448/1. Raises BadDeclared, naming the first field that will not do.

    Countries are ISO 3166 letters, in keys of their own: what is printed is a name.
    """
    return Declared(
        entered=_day(table, "date_entry"),
        exit_office=_fitting(table, "office_exit_code", _OFFICE),
        origin_country=_fitting(table, "origin_code", _COUNTRY),
        country=_fitting(table, "destination_code", _COUNTRY),
        mode=_one_of(table, "transit_mode", MODES),
        route=str(table.get("route") or "").strip(),
        paper=Paper(_lines(table), _total(table)),
        duty=_whole(table, "duty_guaranteed"),
        loaded=Loaded(_containers(table), _maybe(table, "containers_total")),
        tax_number=str(table.get("applicant_tax_id") or ""),
        licence_ends=_day(table, "dlt_licence_expiry") if table.get("dlt_licence_expiry") else None,
    )


def container_seals(table: Mapping[str, Any]) -> list[str]:
    """The seals that the declared containers name themselves, row by row."""
    rows = table.get("containers") or ()
    held = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, Sequence) else []
    return [str(row.get("seal_no") or "") for row in held]


def read_paper(table: Mapping[str, Any]) -> Paper:
    """An invoice or bill of lading as it was keyed: `items` and totals under the same keys. Raises BadDeclared."""
    return Paper(_lines(table), _total(table))


def _lines(table: Mapping[str, Any]) -> tuple[Goods, ...]:
    rows = table.get("items")
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
        raise BadDeclared("items")
    return tuple(_goods(row, place) for place, row in enumerate(rows, start=1))


def _containers(table: Mapping[str, Any]) -> tuple[Goods, ...]:
    rows = table.get("containers") or ()
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise BadDeclared("containers")
    found = []
    for place, row in enumerate(rows, start=1):
        at = f"containers[{place}]"
        if not isinstance(row, Mapping):
            raise BadDeclared(at)
        found.append(Goods(_maybe(row, "packages", f"{at}."), _maybe(row, "gross_weight", f"{at}.")))
    return tuple(found)


def _goods(row: object, place: int) -> Goods:
    if not isinstance(row, Mapping):
        raise BadDeclared(f"items[{place}]")
    at = f"items[{place}]."
    return Goods(
        packages=_maybe(row, "packages", at),
        gross_weight_g=_maybe(row, "gross_weight", at),
        net_weight_g=_maybe(row, "net_weight", at),
        value=_maybe(row, "value", at),
        currency=str(row.get("currency") or ""),
        description=str(row.get("description_en") or row.get("description_th") or ""),
    )


def _total(table: Mapping[str, Any]) -> Goods:
    return Goods(
        packages=_maybe(table, "packages_total"),
        gross_weight_g=_maybe(table, "gross_weight_total"),
        net_weight_g=_maybe(table, "net_weight_total"),
        value=_maybe(table, "value_total"),
    )


def _maybe(table: Mapping[str, Any], name: str, at: str = "") -> int | None:
    return None if table.get(name) in (None, "") else _whole(table, name, at)


def _whole(table: Mapping[str, Any], name: str, at: str = "") -> int:
    value = table.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadDeclared(f"{at}{name}")
    return value


def _day(table: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(table.get(name)))
    except ValueError:
        raise BadDeclared(name) from None


def _fitting(table: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadDeclared(name)
    return value


def _one_of(table: Mapping[str, Any], name: str, values: Sequence[str]) -> str:
    value = table.get(name)
    if value not in values:
        raise BadDeclared(name)
    return str(value)
