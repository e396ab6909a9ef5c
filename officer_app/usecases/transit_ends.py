"""Cases that end without an exit: overdue, asked after, left over or forfeited, turned into an import; extensions."""

from datetime import date

from officer_app.core.acts import ActKind
from officer_app.core.agreements import OverdueEnd
from officer_app.core.buddhist import date_be
from officer_app.core.canonical import Value
from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.usecases.transit_desk import (
    Done,
    TransitDesk,
    last_fact_day,
    last_said,
    may,
    out_of_phase,
    reason_of,
    take,
)

IMPORT_TYPES = frozenset("05ACPX")
"""Document types of an import declaration (M132 p49)."""
INSIDE = (Phase.SIGNED, Phase.KEYED, Phase.HANDED_OVER, Phase.EN_ROUTE, Phase.ARRIVED)


def mark_overdue(desk: TransitDesk, officer: SignedIn, number: str) -> Done | Refusal:
    """Record that the last day passed; that of a case which is not signed yet is counted as its signature would."""
    state = desk.counter.journal.transit_state(number)
    limit = state.limit or _limit_to_be(desk, number)
    if limit is None:
        refusal = may(officer, ActKind.TRANSIT_OVERDUE) or out_of_phase(state, ActKind.TRANSIT_OVERDUE)
        return refusal or Refusal("transit_no_limit")
    done = take(desk, officer, number, ActKind.TRANSIT_OVERDUE, {"limit_date": limit.isoformat()})
    early = isinstance(done, Refusal) and done.code == "transit_before_limit"
    return Refusal("transit_before_limit", {"limit": date_be(limit)}) if early else done


def _limit_to_be(desk: TransitDesk, number: str) -> date | None:
    """The last day of a case that was considered and not signed; None where nothing tells its entry."""
    entered = last_fact_day(desk.counter, number, "entry_date")
    days = last_said(desk, number, "days")
    if entered is None:
        return None
    return desk.rules.count.last_day(entered, days if isinstance(days, int) else desk.rules.override.days)


def enquire(desk: TransitDesk, officer: SignedIn, number: str, office: str, reason: str) -> Done | Refusal:
    """Ask the exit office after a case of which nothing was heard."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    if not office.strip():
        return Refusal("transit_field_needed", {"field": "office"})
    return take(desk, officer, number, ActKind.TRANSIT_ENQUIRE, {"office": office.strip(), "reason": words})


def answer(desk: TransitDesk, officer: SignedIn, number: str, reason: str) -> Done | Refusal:
    """Record what the exit office answered."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    return take(desk, officer, number, ActKind.TRANSIT_ANSWER, {"reason": words})


def end_overdue(desk: TransitDesk, officer: SignedIn, number: str, reason: str) -> Done | Refusal:
    """Goods of an overdue case become leftover or State property, as its agreement says (domain.md §11)."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    end = OverdueEnd(str(last_said(desk, number, "overdue") or OverdueEnd.STATE_PROPERTY))
    kind = ActKind.TRANSIT_LEFTOVER if end is OverdueEnd.LEFTOVER else ActKind.TRANSIT_STATE_PROPERTY
    fields: dict[str, Value] = {"reason": words, "legal_basis": str(last_said(desk, number, "legal_basis") or "")}
    return take(desk, officer, number, kind, fields)


def convert(desk: TransitDesk, officer: SignedIn, number: str, import_declaration: str) -> Done | Refusal:
    """The goods are imported instead, by their last day; duty by state, price and tariff of the entry day [TRNB p5]."""
    reading = recognise(import_declaration)
    kinds = (Kind.DECLARATION, Kind.MANUAL_DECLARATION)
    if isinstance(reading, Unreadable) or reading.kind not in kinds or reading.number[4] not in IMPORT_TYPES:
        return Refusal("transit_not_an_import", {"number": import_declaration[:40]})
    entered = desk.counter.journal.transit_state(number).fact("entry_date")
    fields: dict[str, Value] = {"import_declaration": reading.number, "duty_day": entered}
    return take(desk, officer, number, ActKind.TRANSIT_CONVERT, fields)


def extend(desk: TransitDesk, officer: SignedIn, number: str, limit: date, reason: str) -> Done | Refusal:
    """Another last day by a regulation that suspends the limit; `reason` names it."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    before = desk.counter.journal.transit_state(number).limit
    if before is None or limit <= before:
        return Refusal("transit_no_extension", {"limit": date_be(before) if before else ""})
    return take(desk, officer, number, ActKind.TRANSIT_EXTEND, {"limit_date": limit.isoformat(), "reason": words})
