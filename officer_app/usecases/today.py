"""What this workstation recorded today: papers and acts on cargo, the latest first."""

from officer_app.core.acts import Act
from officer_app.core.buddhist import bangkok_day
from officer_app.core.shelf import Shelf
from officer_app.usecases.counter import Counter
from officer_app.usecases.read_register import days

STRETCH, MOST = 500, 300


def todays_acts(counter: Counter, shelf: Shelf, most: int = MOST) -> list[Act]:
    """Up to `most` of them; what is only about the workstation (who came, settings) is left out. Not on the main
    thread: the journal is read backwards in stretches, to the first that holds nothing of today.
    """
    day = bangkok_day(counter.clock())
    span, station = days(day, day), counter.journal.station.name
    head, found = shelf.heads().get(station, 0), list[Act]()
    while head > 0 and len(found) < most:
        acts = shelf.stretch(station, max(0, head - STRETCH), head, span)
        if not acts:
            break
        found += [act for act in reversed(acts) if act.subject.kind != "station"]
        head -= STRETCH
    return found[:most]
