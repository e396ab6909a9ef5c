"""Notices that a journal is not where, or not as new as, it was: copied, moved or put back from a copy."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from officer_app.paths import Home
from officer_app.store.journal import RESTORED, SqliteJournal
from officer_app.usecases.seat import SEAT, UNCONFIRMED
from officer_app.workstation.machine import elsewhere, place_of, start_of_machine

PLACE = "journal_place"
"""Under this name the journal keeps which file of which machine it is."""
STARTED = "machine_start"
"""Under this name the journal keeps since which start of its machine it was confirmed, where that is asked for."""


def look(home: Home, journal: SqliteJournal, *, confirm_after_start: bool = False) -> None:
    """Flag the journal where it lies elsewhere than it did, or knows of less than was once sent from here; with
    `confirm_after_start` also where its machine was started anew.

    Until the centre has confirmed its head it then grants no release (design §7), and one that ends too early records
    nothing: the centre holds later acts, in whose places the next ones would stand. What was granted to the place it
    comes from is not its own any more (decision 0010). A disk that was copied whole cannot tell; the centre sees it at
    contact.
    """
    place, text = place_of(home.journal), journal.value(PLACE)
    known = _read(text)
    if known and elsewhere(known, place):
        _leave_seat(journal, "moved")
    if place != known:
        journal.keep_value(PLACE, json.dumps(place))
    if _seen(home) > journal.ever_pushed_seq() and not journal.value(UNCONFIRMED):
        _leave_seat(journal, "restored")
        journal.keep_value(RESTORED, "older than what was sent")
    started = start_of_machine() if confirm_after_start else ""
    if started != journal.value(STARTED):
        if started and not journal.value(UNCONFIRMED):
            journal.keep_value(UNCONFIRMED, "started")
        journal.keep_value(STARTED, started)


def _leave_seat(journal: SqliteJournal, why: str) -> None:
    """First what stops it, should this be cut short."""
    journal.keep_value(UNCONFIRMED, why)
    journal.keep_value(SEAT, "")


def note(home: Home, journal: SqliteJournal) -> None:
    """Remember outside the journal how far it has been sent. What cannot be written is simply not remembered."""
    sent = journal.ever_pushed_seq()
    if sent != _seen(home):
        with suppress(OSError):
            _file(home).write_text(str(sent), encoding="utf-8")


def met_centre(home: Home) -> bool:
    """Whether this workstation ever sent anything from here."""
    return _file(home).exists()


def _file(home: Home) -> Path:
    return home.folder / "sent"


def _seen(home: Home) -> int:
    try:
        return int(_file(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def _read(text: str) -> Mapping[str, str]:
    """Where it was; earlier versions wrote machine and file in two words."""
    if not text.startswith("{"):
        words = text.split(" ")
        return {name: word for name, word in zip(("machine", "file"), words, strict=False) if word}
    found = json.loads(text)
    return {str(name): str(part) for name, part in found.items()}
