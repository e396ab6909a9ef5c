"""The agreement table: to which country, by which mode and through which offices transit is lawful, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OverdueEnd(StrEnum):
    """What becomes of goods that stay beyond their last day: the two regimes differ (domain.md §11)."""

    LEFTOVER = "leftover"
    STATE_PROPERTY = "state_property"


ANY = "*"
"""In a row: every country, mode or office."""


class ControlSheet(StrEnum):
    """The two forms 451 (brief 004 §18): that of notification 37/2558, and that of goods to Lao PDR."""

    GENERAL = "451-37"
    LAO = "451-lao"


@dataclass(frozen=True)
class Agreement:
    """A dated row. Countries are two letters (ISO 3166) or `*`; offices four digits or `*`; days are calendar days.

    `classes` are the applicants of brief 004 §12 who may use it; `control_sheet` goes with the goods. `until` is the
    last day in force, None where open.
    """

    name_th: str
    name_en: str
    country: str
    mode: str
    entry_offices: tuple[str, ...]
    exit_offices: tuple[str, ...]
    days: int
    overdue: OverdueEnd
    classes: tuple[str, ...]
    legal_basis: str
    since: date
    until: date | None = None
    control_sheet: ControlSheet = ControlSheet.GENERAL

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"{self.name_en}: at least one day is needed")
        if self.until is not None and self.until < self.since:
            raise ValueError(f"{self.name_en}: ends before it begins")
        for name in ("name_th", "name_en", "country", "mode", "legal_basis"):
            if not getattr(self, name).strip():
                raise ValueError(f"an agreement lacks its {name}")
        for name in ("entry_offices", "exit_offices", "classes"):
            if not getattr(self, name):
                raise ValueError(f"{self.name_en}: {name} names nothing; use {ANY} for all")

    def in_force(self, day: date) -> bool:
        """Whether the row counts on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Crossing:
    """What is to cross: to which country, by which mode, from which office to which, on which day of entry."""

    country: str
    mode: str
    entry_office: str
    exit_office: str
    entered: date


@dataclass(frozen=True)
class NoAgreement:
    """No row allows it. `why` is the first thing that no row fulfils: country, mode, entry_office, exit_office or date.

    `nearest` is the row that came closest, for the officer to read; None where no row names the country at all.
    """

    why: str
    nearest: Agreement | None


def agreement_for(table: Iterable[Agreement], crossing: Crossing) -> Agreement | NoAgreement:
    """The row that allows `crossing`; of several the one that names its country, then the one in force last.

    Transit over a land border needs an agreement (Customs Act 2560 s.102 para 3, domain.md §1.2), so no row means no.
    """
    rows = list(table)
    tests = (
        ("country", lambda row: row.country in (crossing.country, ANY)),
        ("mode", lambda row: row.mode in (crossing.mode, ANY)),
        ("entry_office", lambda row: _names(row.entry_offices, crossing.entry_office)),
        ("exit_office", lambda row: _names(row.exit_offices, crossing.exit_office)),
        ("date", lambda row: row.in_force(crossing.entered)),
    )
    for why, fits in tests:
        left = [row for row in rows if fits(row)]
        if not left:
            return NoAgreement(why, rows[0] if rows and why != "country" else None)
        rows = left
    return max(rows, key=lambda row: (row.country != ANY, row.since))


def _names(offices: tuple[str, ...], office: str) -> bool:
    return ANY in offices or office in offices
