"""The acts in journal.db read in stretches of one workstation's chain, by time; and those that were set aside."""

from collections.abc import Mapping

from sqlalchemy import Text, bindparam, cast, func, select

from officer_app.core.acts import Act, format_time, read
from officer_app.core.register import Span
from officer_app.core.shelf import SetAside
from officer_app.store import schema
from officer_app.store.journal_file import JournalFile

_act, _quarantine = schema.act, schema.quarantine
# The signed body is the one place of an act's time; written with a fixed width, it compares as text.
_moment = func.json_extract(cast(_act.c.body, Text), "$.at")
_HEADS = select(_act.c.station, func.max(_act.c.station_seq).label("head")).group_by(_act.c.station)
_STRETCH = (
    select(_act.c.body, _act.c.signature)
    .where(
        _act.c.station == bindparam("station"),
        _act.c.station_seq > bindparam("after"),
        _act.c.station_seq <= bindparam("up_to"),
        _moment >= bindparam("begin"),
        _moment < bindparam("end"),
    )
    .order_by(_act.c.station_seq)
)
# What a newer centre took after all has its place in the feed, and is set aside no longer.
_SET_ASIDE = (
    select(_act.c.body, _act.c.signature, _quarantine.c.code, _quarantine.c.reason)
    .join_from(_quarantine, _act, _act.c.act_id == _quarantine.c.act_id)
    .where(_act.c.feed_seq.is_(None))
    .order_by(_act.c.station, _act.c.station_seq)
)


class ActShelf(JournalFile):
    """Implements `core.shelf.Shelf`."""

    def heads(self) -> Mapping[str, int]:
        """See `core.shelf.Shelf`."""
        with self.reading() as connection:
            return {row.station: row.head for row in connection.execute(_HEADS)}

    def stretch(self, station: str, after_seq: int, up_to: int, span: Span) -> list[Act]:
        """See `core.shelf.Shelf`."""
        wanted = {"station": station, "after": after_seq, "up_to": up_to}
        times = {"begin": format_time(span.begin), "end": format_time(span.end)}
        with self.reading() as connection:
            return [read(row.body, row.signature) for row in connection.execute(_STRETCH, {**wanted, **times})]

    def set_aside(self) -> list[SetAside]:
        """See `core.shelf.Shelf`."""
        with self.reading() as connection:
            rows = connection.execute(_SET_ASIDE)
            return [SetAside(read(row.body, row.signature), row.code, row.reason) for row in rows]
