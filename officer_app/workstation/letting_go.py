"""Once a day the mirror lets go of permits that are over and older than ninety days (design §5, core.retention)."""

from datetime import datetime, timedelta

from officer_app.core.records import Record, permit_from_doc
from officer_app.core.retention import MIRROR_DAYS, permit_may_go
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror

AT_ONCE = 500
"""Records looked at between two writes: whatever else the mirror is asked for waits behind no more."""


def let_go_of_permits(journal: SqliteJournal, mirror: SqliteMirror, now: datetime) -> int:
    """Drop the copies that `permit_may_go` lets go; gives how many. What was done with them stays in the journal, and
    what a file brought at the counter stays too. Raises StoreError.
    """
    gone, after = 0, ""
    while found := mirror.old_records("permit", now - timedelta(days=MIRROR_DAYS), after, AT_ONCE):
        after = found[-1].number
        gone += mirror.let_go([record for record in found if _over(journal, record, now)])
    return gone


def _over(journal: SqliteJournal, record: Record, now: datetime) -> bool:
    try:
        core_state = permit_from_doc(record.doc).state
    except ValueError:
        # A newer program may read it.
        return False
    return permit_may_go(core_state, record.as_of, journal.permit_state(record.number), now)
