"""Does this workstation have what the centre has: the digests of the feeds here, held beside the centre's."""

from officer_app.core.digests import NOTHING, chained
from officer_app.core.ports import Central, Journal, Mirror

KEPT = "acts_digest"
"""Under this name the journal keeps how far the acts were compared: epoch, place and digest there."""


def feeds_equal(journal: Journal, mirror: Mirror, central: Central, *, full: bool = False) -> bool | None:
    """Whether acts and records here come to what they come to at the centre; None where nothing could be compared.

    `full`: counted anew from all that is stored, else from what was counted while it came.
    """
    known = {acts_equal(journal, central, full=full), records_equal(mirror, central, full=full)} - {None}
    return all(known) if known else None


def acts_equal(journal: Journal, central: Central, *, full: bool = False) -> bool | None:
    """Whether the acts of the centre's feed that are here come to what the centre says of them; None where the centre
    says nothing yet. `full`: over all acts, else from where the last comparison that was equal ended.
    """
    mark = central.digest("acts", journal.acts_cursor())
    if mark is None:
        return None
    epoch, place, digest = journal.feed_epoch(), 0, NOTHING.hex()
    kept = journal.value(KEPT).split(" ")
    if not full and len(kept) == len(("epoch", "place", "digest")) and kept[0] == epoch and int(kept[1]) <= mark.place:
        place, digest = int(kept[1]), kept[2]
    found = list(journal.feed_hashes(place, mark.place))
    whole = [seq for seq, _ in found] == list(range(place + 1, mark.place + 1))
    if not whole or chained((each for _, each in found), bytes.fromhex(digest)) != mark.digest:
        return False
    if place != mark.place:
        journal.keep_value(KEPT, f"{epoch} {mark.place} {mark.digest}")
    return True


def records_equal(mirror: Mirror, central: Central, *, full: bool = False) -> bool | None:
    """Whether the fed records here come to what the centre says; what a file brought at the counter is left aside.

    None where the centre has no mark for the place that the mirror has reached.
    """
    place = mirror.records_cursor()
    mark = central.digest("records", place)
    if mark is None or mark.place != place:
        return None
    return mirror.records_digest(full=full) == mark.digest
