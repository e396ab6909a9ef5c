"""The earliest that it can be now: a clock set back gives nobody back an account or a certificate that ended."""

from datetime import datetime, timedelta

from officer_app.core.acts import format_time, parse_time
from officer_app.core.journal import CLOCK_OFFSET
from officer_app.store.journal import SqliteJournal
from officer_app.usecases.one_chain import last_own

LATEST = "latest_time"
"""Under this name the journal keeps the latest time at which anybody was let in or turned away (text of UTC)."""
STEP = timedelta(minutes=1)
"""So far a time has to be beyond the one kept to be written down."""


def no_earlier(journal: SqliteJournal, now: datetime) -> datetime:
    """`now` of this machine's clock (UTC), or what shows that it is later: the centre's clock as it was ahead at the
    last contact, the last own act, the latest time that was noted. Notes what it gives. Raises StoreError.
    """
    here = _by_centre(journal, now)
    kept = journal.value(LATEST)
    before = parse_time(kept) if kept else None
    last = last_own(journal)
    bounds = [here, *([before] if before else []), *([last.at] if last is not None else [])]
    if before is None or here - before > STEP:
        journal.keep_value(LATEST, format_time(here))
    return max(bounds)


def settle(journal: SqliteJournal, now: datetime) -> None:
    """The centre was met: a later time than its own was a clock that ran ahead, and is forgotten. Raises StoreError."""
    here, kept = _by_centre(journal, now, behind=True), journal.value(LATEST)
    if kept and parse_time(kept) - here > STEP:
        journal.keep_value(LATEST, format_time(here))


def _by_centre(journal: SqliteJournal, now: datetime, *, behind: bool = False) -> datetime:
    """`now` as the centre's clock said; of a clock that is ahead of it only where `behind`."""
    offset = int(journal.value(CLOCK_OFFSET) or 0)
    try:
        return now + timedelta(milliseconds=offset if behind else max(0, offset))
    except OverflowError:
        return now
