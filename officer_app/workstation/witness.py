"""Notices that a journal is not where, or not as new as, it was: copied, moved or put back from a copy."""

from contextlib import suppress
from pathlib import Path

from officer_app.paths import Home
from officer_app.store.journal import RESTORED, SqliteJournal
from officer_app.usecases.release_right import UNCONFIRMED

PLACE = "journal_place"
"""Under this name the journal keeps which file of which machine it is."""
MACHINE = Path("/etc/machine-id")


def look(home: Home, journal: SqliteJournal) -> None:
    """Flag the journal where it lies elsewhere than it did, or ends before what was once sent from here.

    Until the centre has confirmed its head it then grants no release (design §7), and one that ends too early records
    nothing: the centre holds later acts, in whose places the next ones would stand. A whole machine that was set back
    cannot be told from yesterday's; the centre sees it at contact.
    """
    place, known = _place(home.journal), journal.value(PLACE)
    if known and place != known:
        journal.keep_value(UNCONFIRMED, "moved")
    if place != known:
        journal.keep_value(PLACE, place)
    if _seen(home) > journal.pushed_seq() and not journal.value(UNCONFIRMED):
        journal.keep_value(UNCONFIRMED, "restored")
        journal.keep_value(RESTORED, "older than what was sent")


def note(home: Home, journal: SqliteJournal) -> None:
    """Remember outside the journal how far it has been sent. What cannot be written is simply not remembered."""
    sent = journal.pushed_seq()
    if sent != _seen(home):
        with suppress(OSError):
            _file(home).write_text(str(sent), encoding="utf-8")


def _file(home: Home) -> Path:
    return home.folder / "sent"


def _seen(home: Home) -> int:
    try:
        return int(_file(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def _place(journal: Path) -> str:
    """The machine, and the file's number on its disk: a copy has another one."""
    machine = ""
    with suppress(OSError):
        machine = MACHINE.read_text(encoding="utf-8").strip()
    return f"{machine} {journal.stat().st_ino}"
