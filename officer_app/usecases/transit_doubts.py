"""What workstations did to a case while they were cut off from each other, and no act on it alone can tell."""

from dataclasses import dataclass

from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.transit_desk import TransitDesk, last_said


@dataclass(frozen=True)
class Doubts:
    """For people to look at. `overdrawn`: the guarantee of this case on which open cases draw more than it holds;
    `keyed_also`: other cases that stand under the declaration number of this one.
    """

    overdrawn: str = ""
    keyed_also: tuple[str, ...] = ()


def doubts(desk: TransitDesk, number: str) -> Doubts:
    """What is in doubt about a case since workstations heard of each other."""
    journal, name = desk.counter.journal, str(last_said(desk, number, "guarantee") or "")
    guarantee = guarantee_state(desk, name)
    over = guarantee.limited and guarantee.free < 0 and number in guarantee.drawn
    declaration = journal.transit_state(number).fact("declaration_no")
    others = (case for case in journal.cases_under(declaration) if declaration and case != number)
    twice = (case for case in others if journal.transit_state(case).fact("declaration_no") == declaration)
    return Doubts(name if over else "", tuple(sorted(twice)))
