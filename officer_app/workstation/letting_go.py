"""Once a day the mirror lets go of what is over and older than ninety days (design §5, core.retention)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from officer_app.core.records import Record, permit_from_doc
from officer_app.core.retention import MIRROR_DAYS, permit_may_go, transit_may_go
from officer_app.store.journal import SqliteJournal
from officer_app.store.mirror import SqliteMirror

AT_ONCE = 500
"""Records looked at between two writes: whatever else the mirror is asked for waits behind no more."""


def let_go_of_records(journal: SqliteJournal, mirror: SqliteMirror, now: datetime) -> int:
    """Drop the copies of permits and of declarations in transit that may go; gives how many. What was done with them
    stays in the journal, what a file brought at the counter stays too, and that there was one is remembered
    (`Mirror.is_gone`): nobody stamps its sheet as one that was never heard of. Raises StoreError.
    """
    return _let_go(mirror, "permit", now, lambda record: _permit_over(journal, record, now)) + _let_go(
        mirror,
        "transit",
        now,
        # A case that nobody has begun, or that is under way, keeps its declaration however old that is.
        lambda record: transit_may_go(record.as_of, journal.transit_state(record.number), now),
    )


def _let_go(mirror: SqliteMirror, kind: str, now: datetime, may_go: Callable[[Record], bool]) -> int:
    gone, after = 0, ""
    while found := mirror.old_records(kind, now - timedelta(days=MIRROR_DAYS), after, AT_ONCE):
        after = found[-1].number
        gone += mirror.let_go([record for record in found if may_go(record)])
    return gone


def _permit_over(journal: SqliteJournal, record: Record, now: datetime) -> bool:
    try:
        core_state = permit_from_doc(record.doc).state
    except ValueError:
        # A newer program may read it.
        return False
    return permit_may_go(core_state, record.as_of, journal.permit_state(record.number), now)
