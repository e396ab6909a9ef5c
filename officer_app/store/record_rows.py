"""A row of mirror.db as a record: a moment is kept as whole microseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from officer_app.core.records import Record

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """A moment as it is kept."""
    return (at - _EPOCH) // _MICROSECOND


def moment(as_of_us: int) -> datetime:
    """The moment that was kept, UTC."""
    return _EPOCH + timedelta(microseconds=as_of_us)


def to_record(row: Row[Any]) -> Record:
    """The record of a whole row, without the numbers it is also found by."""
    return Record(
        kind=row.kind,
        number=row.number,
        doc=row.doc,
        provenance=row.provenance,
        as_of=moment(row.as_of_us),
        deleted=bool(row.deleted),
    )
