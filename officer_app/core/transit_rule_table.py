"""The transit desk's rules, read from the one table in which an office sets them; a wrong row is named by its place."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import TypeVar

from officer_app.core.agreements import Agreement, ControlSheet, OverdueEnd
from officer_app.core.applicants import ApplicantClass, Proof
from officer_app.core.guarantees import FreedAt
from officer_app.core.service_hours import ServiceHours
from officer_app.core.transit_days import DayCount, FirstDay, Suspension
from officer_app.core.transit_papers import Paper, When
from officer_app.core.transit_rules import Channel, Override, TransitRules

Made = TypeVar("Made")
Kind = TypeVar("Kind")
_MOST, _MOST_SATANG = 10_000, 10**15
"""Of days, minutes, papers and numbers in a block: nobody means more, and a register of more is never done."""
_SHEETS, _ELSE = MappingProxyType({"LA": ControlSheet.LAO}), ControlSheet.GENERAL
"""What a row that names no control sheet means: brief 004 §18 has one of its own for Lao PDR alone."""


class BadTransitRules(ValueError):
    """The table cannot be used; the message names the row and field, and what is wrong with it."""


def transit_rules(table: Mapping[str, object]) -> TransitRules:
    """The rules of a table as TOML gives it. Raises BadTransitRules."""
    service, days = _Fields(table, "service"), _Fields(table, "days")
    numbers, override = _Fields(table, "numbers"), _Fields(table, "override")
    # Not in the tables of before: what it says then was the only way.
    guarantees = _Fields({"guarantees": {}, **table}, "guarantees")
    rules = TransitRules(
        hours=_hours(service),
        check=timedelta(minutes=service.count("check_minutes")),
        consider=timedelta(minutes=service.count("consider_minutes")),
        sign=timedelta(minutes=service.count("sign_minutes")),
        count=_day_count(days),
        remind_days=days.count("remind_days", least=0),
        ahead=timedelta(days=days.count("ahead_days", least=0, default=30)),
        block=numbers.count("block"),
        low=numbers.count("low", least=0),
        agreements=_rows(table, "agreements", _agreement),
        override=Override(
            override.count("days"),
            override.one_of("overdue", OverdueEnd),
            override.texts("classes"),
            override.text("legal_basis"),
        ),
        classes=_rows(table, "classes", _class),
        papers=_rows(table, "papers", _paper),
        complaints=_rows(table, "complaints", lambda row: Channel(row.text("th"), row.text("en"))),
        freed_at=guarantees.one_of("freed_at", FreedAt, FreedAt.CLOSING),
    )
    _check(rules)
    return rules


class _Fields:
    """The fields of one table, each read as what it must be; what is wrong is named with its place."""

    def __init__(self, table: Mapping[str, object], name: str) -> None:
        found = table.get(name)
        if not isinstance(found, Mapping):
            raise BadTransitRules(f"{name}: a table is needed")
        self.values, self.place = found, name

    def _is(self, name: str, kind: type[Kind], what: str, default: Kind | None = None) -> Kind:
        value = self.values.get(name, default)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise BadTransitRules(f"{self.place}.{name}: {what} is needed")
        return value

    def text(self, name: str, default: str | None = None) -> str:
        value = self._is(name, str, "a text", default)
        if default is None and not value.strip():
            raise BadTransitRules(f"{self.place}.{name}: a text is needed")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._is(name, list, "a list of texts")
        if not values or not all(isinstance(each, str) and each.strip() for each in values):
            raise BadTransitRules(f"{self.place}.{name}: a list of texts is needed")
        return tuple(values)

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        return self._is(name, bool, "true or false", default)

    def count(self, name: str, *, least: int = 1, default: int | None = None, most: int = _MOST) -> int:
        value = self._is(name, int, "a whole number", default)
        if value < least:
            raise BadTransitRules(f"{self.place}.{name}: {least} or more is needed")
        if value > most:
            raise BadTransitRules(f"{self.place}.{name}: {most} at most")
        return value

    def day(self, name: str) -> date:
        return self._is(name, date, "a day such as 2026-11-21")

    def days(self, name: str) -> frozenset[date]:
        values = self._is(name, list, "a list of days")
        if not all(isinstance(each, date) for each in values):
            raise BadTransitRules(f"{self.place}.{name}: a list of days such as 2026-11-21 is needed")
        return frozenset(values)

    def clock(self, text: object, name: str) -> time:
        try:
            return time.fromisoformat(str(text))
        except ValueError as error:
            raise BadTransitRules(f"{self.place}.{name}: {text!r} is no time such as 08:30") from error

    def one_of(self, name: str, kind: Callable[[str], Made], default: str | None = None) -> Made:
        value = self.text(name, default)
        try:
            return kind(value)
        except ValueError as error:
            raise BadTransitRules(f"{self.place}.{name}: {value!r} is not known") from error

    def made(self, make: Callable[[], Made]) -> Made:
        """What `make` makes; what it does not take is told with the place."""
        try:
            return make()
        except BadTransitRules:
            raise
        except (TypeError, ValueError) as error:
            raise BadTransitRules(f"{self.place}: {error}") from error


def _rows(table: Mapping[str, object], name: str, read: Callable[[_Fields], Made]) -> tuple[Made, ...]:
    rows = table.get(name)
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
        raise BadTransitRules(f"{name}: at least one row is needed")
    return tuple(read(_Fields({f"{name}[{place}]": row}, f"{name}[{place}]")) for place, row in enumerate(rows, 1))


def _hours(row: _Fields) -> ServiceHours:
    lunch = row.values.get("lunch")
    if lunch not in (None, []) and not (isinstance(lunch, list) and len(lunch) == 2):
        raise BadTransitRules("service.lunch: two times are needed, or none")
    span = (row.clock(lunch[0], "lunch"), row.clock(lunch[1], "lunch")) if lunch else None
    opens, closes = row.clock(row.text("opens"), "opens"), row.clock(row.text("closes"), "closes")
    return row.made(lambda: ServiceHours(opens, closes, span, row.days("closed")))


def _day_count(row: _Fields) -> DayCount:
    suspensions: tuple[Suspension, ...] = ()
    if row.values.get("suspensions"):
        suspensions = _rows(row.values, "suspensions", _suspension)
    return DayCount(row.one_of("first_day", FirstDay), row.flag("extend"), row.days("holidays"), suspensions)


def _suspension(row: _Fields) -> Suspension:
    return row.made(lambda: Suspension(row.day("first"), row.day("last"), row.text("legal_basis")))


def _agreement(row: _Fields) -> Agreement:
    return row.made(
        lambda: Agreement(
            name_th=row.text("name_th"),
            name_en=row.text("name_en"),
            country=row.text("country"),
            mode=row.text("mode"),
            entry_offices=row.texts("entry_offices"),
            exit_offices=row.texts("exit_offices"),
            days=row.count("days"),
            overdue=row.one_of("overdue", OverdueEnd),
            classes=row.texts("classes"),
            legal_basis=row.text("legal_basis"),
            since=row.day("since"),
            until=row.day("until") if "until" in row.values else None,
            control_sheet=row.one_of("control_sheet", ControlSheet, _SHEETS.get(row.text("country"), _ELSE)),
        )
    )


def _class(row: _Fields) -> ApplicantClass:
    needs = row.values.get("needs")
    if not isinstance(needs, list) or not needs or not all(isinstance(group, list) and group for group in needs):
        raise BadTransitRules(f"{row.place}.needs: a list of lists of proofs is needed")
    groups = row.made(lambda: tuple(tuple(Proof(name) for name in group) for group in needs))
    return ApplicantClass(
        code=row.text("code"),
        th=row.text("th"),
        en=row.text("en"),
        needs=groups,
        source=row.text("source"),
        least_satang=row.count("least_satang", least=0, default=0, most=_MOST_SATANG),
        covers_duty=row.flag("covers_duty", default=False),
        own_guarantee=row.flag("own_guarantee", default=True),
    )


def _paper(row: _Fields) -> Paper:
    return Paper(
        id=row.text("id"),
        th=row.text("th"),
        en=row.text("en"),
        originals=row.count("originals", least=0),
        copies=row.count("copies", least=0),
        when=row.one_of("when", When),
        source=row.text("source"),
        one_of=row.text("one_of", ""),
        duty_stamp=row.flag("duty_stamp", default=False),
        certified=row.flag("certified", default=False),
        note_th=row.text("note_th", ""),
        note_en=row.text("note_en", ""),
    )


def _check(rules: TransitRules) -> None:
    """What no single row can tell: names given once, and classes that exist."""
    for name, ids in (
        ("classes", [each.code for each in rules.classes]),
        ("papers", [each.id for each in rules.papers]),
    ):
        if twice := sorted({each for each in ids if ids.count(each) > 1}):
            raise BadTransitRules(f"{name}: {', '.join(twice)} stands there twice")
    codes = {each.code for each in rules.classes}
    for agreement in rules.agreements:
        if stray := sorted(set(agreement.classes) - codes):
            raise BadTransitRules(f"agreements: {agreement.name_en}: no class {', '.join(stray)}")
    if stray := sorted(set(rules.override.classes) - codes):
        raise BadTransitRules(f"override: no class {', '.join(stray)}")
