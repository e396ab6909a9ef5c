"""Writes the heads of others that this workstation saw into its own signed chain: so that none is rewritten unseen."""

from datetime import timedelta

from officer_app.core.acts import ActKind, Draft, Subject, format_time, parse_time
from officer_app.core.canonical import Value
from officer_app.security import heads
from officer_app.store.journal import RESTORED
from officer_app.usecases.seat import UNCONFIRMED
from officer_app.workstation.opening import Workstation

PLACE = "heads_place"
"""Under this name the journal keeps up to which place of the feed of acts heads were written down, and when last."""
MOST = 200
"""Heads in one act; a site has fewer workstations that did something since the last one."""


def bear_witness(workstation: Workstation) -> None:
    """Record the heads that the feed brought since the last time, at most every `witness_every_s` seconds.

    Called at each contact before anything is sent, so that what the contact before brought goes out with this one.
    What others wrote down of heads is no reason to write again: else two workstations would never come to rest.
    """
    journal, now = workstation.journal, workstation.counter.clock()
    if journal.value(RESTORED) or journal.value(UNCONFIRMED):
        return
    epoch, place, at = (journal.value(PLACE) or f"{journal.feed_epoch()} 0 -").split(" ")
    if epoch != journal.feed_epoch():
        place = "0"
    due = at == "-" or not timedelta() <= now - parse_time(at) < timedelta(seconds=workstation.settings.witness_every_s)
    cursor = journal.acts_cursor()
    if not due or cursor <= int(place):
        return
    rows: list[Value] = [heads.row(*head) for head in journal.heads_after(int(place), MOST)]
    if rows:
        name = journal.station.name
        fields: dict[str, Value] = {"heads": rows}
        draft = Draft(workstation.counter.new_id(), ActKind.HEADS_WITNESSED, Subject("station", name), "", now, fields)
        journal.record(draft, workstation.station_signer)
    journal.keep_value(PLACE, f"{journal.feed_epoch()} {cursor} {format_time(now) if rows else at}")
