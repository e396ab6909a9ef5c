"""The transit desk's pages one after the other, as officers come to them in a busy month: for whoever looks at all."""

from collections.abc import Iterator
from pathlib import Path

from officer_app.workstation.opening import now
from tests.ui.month_of_cases import case_number, month_of_cases
from tests.ui.transit_at import AtTransit
from tests.workstation.transit_station import TransitBase, electronic, make_transit_base

NUMBER = "A0102991100777"
CASES = 80
PAPERS = ("F5", "F5", "Return", "1")
PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Each from where the one before ended.
    ("filing", ("F5",)),
    ("class", ("Return",)),
    ("received", ("1",)),
    ("papers", ("F5",)),
    ("counted", ("F5",)),
    ("proofs", ("Return",)),
    ("proof", ("1",)),
    ("left", ("Escape", "Escape", "Escape")),
    ("others", ("F6",)),
    ("choice of papers", ("Escape", "F7")),
    ("registers", ("Escape", "Escape", "F9")),
    ("guarantees", ("1",)),
    ("as a file", ("F7",)),
    ("numbers", ("Escape", "Escape", "F9", "2")),
    ("figures", ("Escape", "F9", "3")),
    ("lists again", ("Escape",)),
)
"""Keys, and what they lead to."""
ON_THE_ROAD = {"considered": 2, "signed": 3, "under way": 6, "arrived": 7, "exited": 8, "closed": 39}
"""Cases of the month, by where they stand."""


def make_base(folder: Path) -> TransitBase:
    """A workstation to be copied, with its month."""
    base = make_transit_base(folder)
    opened = base.copy(folder.with_name("month"))
    month_of_cases(opened, CASES, now())
    opened.mirror.load([electronic(NUMBER)])
    opened.close()
    return TransitBase(folder.with_name("month"), base.people)


def transit_pages(at: AtTransit) -> Iterator[str]:
    """Name after name; the page of each is shown when it comes."""
    yield "door"
    at.sign_in("wanida")
    for place in range(1, 9):
        at.type_in(str(place))
        yield f"list {place}"
    for name, case in ON_THE_ROAD.items():
        at.scan(case_number(case))
        yield name
    at.press("Escape")
    at.scan(NUMBER)
    yield "electronic"
    for name, keys in PAGES:
        at.press(*keys)
        yield name
