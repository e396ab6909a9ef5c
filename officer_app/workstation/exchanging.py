"""An exchange of a whole workstation, as window and command line do it: both lines, our clock, a daily full look."""

from officer_app.core.ports import Central, ChainFork
from officer_app.store.journal import RESTORED, SqliteJournal
from officer_app.usecases.sync_once import Exchange, sync_once
from officer_app.workstation import witness
from officer_app.workstation.opening import Workstation
from officer_app.workstation.unsent_back import WAITING, bring_back

COMPARED = "acts_compared"
"""Under this name the journal keeps the day (UTC) on which all acts were last compared with the centre."""


def exchange(workstation: Workstation, central: Central, *, full: bool = False) -> Exchange:
    """See usecases.sync_once; once a day all acts are compared and not the new ones only."""
    journal, counter = workstation.journal, workstation.counter
    today = counter.clock().date().isoformat()
    due = full or journal.value(COMPARED) != today
    try:
        done = sync_once(journal, workstation.mirror, central, counter.clock, counter.post, full=due)
    except ChainFork:
        # What waiting was to prevent has happened: from here on people decide, and the counter works on.
        _met(journal)
        raise
    if journal.value(WAITING):
        # What the centre had is back; what it never had can follow now, and is sent the next time.
        bring_back(journal)
    _met(journal)
    if due and done.digest_equal:
        journal.keep_value(COMPARED, today)
    witness.note(workstation.home, journal)
    return done


def _met(journal: SqliteJournal) -> None:
    """A journal that came back from a copy has met its centre."""
    if journal.value(RESTORED):
        journal.keep_value(RESTORED, "")
