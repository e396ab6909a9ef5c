"""Which case a scanned 448/1 or 451 means: by its own number, the declaration it was keyed under, or its code."""

from officer_app.core.numbers import Kind, Unreadable, recognise
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.core.transit_codes import TransitCodeSays
from officer_app.usecases.counter import Counter
from officer_app.usecases.transit_declarations import cases_standing_under


def case_of(counter: Counter, scanned: str) -> str | Refusal:
    """The case of a scanned 448/1 or 451: its own number, the declaration number it was keyed under, or its code."""
    reading = recognise(scanned)
    if isinstance(reading, Unreadable):
        return Refusal("unreadable", {"reason": str(reading.reason_code)})
    if reading.kind is Kind.TRANSIT_CODE:
        says = counter.read_transit(reading.number)
        return says if isinstance(says, Refusal) else says.case
    number = reading.number
    if counter.journal.transit_state(number).phase is not Phase.NEW:
        return number
    if reading.kind not in (Kind.DECLARATION, Kind.MANUAL_DECLARATION):
        return number
    # Where none stands under it any more, the one that did last: its acts tell what became of it.
    under = cases_standing_under(counter.journal, number) or counter.journal.cases_under(number)
    return next(iter(under), number)


def code_says(counter: Counter, scanned: str) -> TransitCodeSays | Refusal | None:
    """What a scanned code says, or why it is not believed; None for what is no code."""
    reading = recognise(scanned)
    if isinstance(reading, Unreadable) or reading.kind is not Kind.TRANSIT_CODE:
        return None
    return counter.read_transit(reading.number)


def case_here(counter: Counter, scanned: str) -> str:
    """The case that `scanned` means and that this journal knows; empty where there is none."""
    number = case_of(counter, scanned)
    known = isinstance(number, str) and counter.journal.transit_state(number).phase is not Phase.NEW
    return number if isinstance(number, str) and known else ""
