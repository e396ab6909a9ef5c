"""The seat of a workstation: the one installation that speaks for it, which no copy of its journal is (0010)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from officer_app.core.ports import Central, Journal

SEAT = "seat"
"""Under this name the journal keeps its seat. Whoever finds it copied, moved or put back empties it."""
UNCONFIRMED = "unconfirmed"
"""The journal keeps under this name why it grants nothing until its head is confirmed: restored, moved, fork."""
CLONED = "cloned"

Fresh = Callable[[], str]
"""Gives a text that nobody can guess, without blanks."""


@dataclass(frozen=True)
class Seat:
    """`word`: what the centre knows of who was here last; `fresh`: what it is told next, so that nobody else is."""

    name: str = ""
    word: str = "-"
    fresh: str = "-"


def seat_name(journal: Journal) -> str:
    """The seat that this journal speaks from; empty before the centre was met from it."""
    return _read(journal).name


def take_seat(journal: Journal, central: Central, fresh: Fresh) -> None:
    """Say at the centre from where this journal speaks; a new word each time, so that of two disks of which one is the
    whole copy of the other only one goes on. The other one gets a seat of its own, which no right was given to.

    Raises Unreachable; the same is said again then.
    """
    seat = _read(journal)
    if not seat.name:
        seat = _keep(journal, Seat(fresh(), "-", fresh()))
    elif seat.fresh == "-":
        seat = _keep(journal, replace(seat, fresh=fresh()))
    if not central.take_seat(seat.name, seat.word, seat.fresh):
        journal.keep_value(UNCONFIRMED, CLONED)
        seat = _keep(journal, Seat(fresh(), "-", fresh()))
        central.take_seat(seat.name, seat.word, seat.fresh)
    _keep(journal, Seat(seat.name, seat.fresh))


def _keep(journal: Journal, seat: Seat) -> Seat:
    journal.keep_value(SEAT, f"{seat.name} {seat.word} {seat.fresh}")
    return seat


def _read(journal: Journal) -> Seat:
    words = journal.value(SEAT).split(" ")
    return Seat(*words) if len(words) == 3 else Seat()
