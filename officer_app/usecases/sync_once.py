"""One exchange with the centre: push what waits, pull what is new. Harmless to repeat, at any point."""

from collections.abc import Sequence
from dataclasses import dataclass

from officer_app.core.acts import Act
from officer_app.core.ports import (
    Central,
    ChainFork,
    ChainGap,
    FeedAct,
    FeedRecord,
    Hello,
    Journal,
    Mirror,
    PushOutcome,
)

PUSH_BATCH = 200
PULL_BATCH = 500
STORE_BATCH = 25


class FeedBroken(Exception):
    """The centre's feed skipped or repeated a place, or it acknowledged other acts: nothing of the batch was noted."""


@dataclass(frozen=True)
class Exchange:
    """What one exchange did, and what the centre said at its start."""

    pushed: int
    pulled: int
    conflicts: int
    hello: Hello


def sync_once(journal: Journal, mirror: Mirror, central: Central) -> Exchange:
    """Push and pull until both sides are even. Raises Unreachable, ChainFork or FeedBroken; done work stays done."""
    hello = central.hello()
    _prove_one_chain(journal, hello)
    if hello.feed_epoch != journal.feed_epoch():
        # The journal last: it remembers the epoch, and a crash in between must not leave the mirror behind.
        mirror.restart_feed()
        journal.new_feed_epoch(hello.feed_epoch)
    if hello.head_seq < journal.pushed_seq():
        # The centre lost its tail (a restore): what it acknowledged once is sent again.
        journal.mark_pushed(hello.head_seq)
    outcomes = _push_all(journal, central)
    pulled = _pull_acts(journal, central) + _pull_records(mirror, central)
    mirror.contacted(hello.now)
    conflicts = sum(1 for outcome in outcomes if outcome.outcome == "conflict")
    return Exchange(pushed=len(outcomes), pulled=pulled, conflicts=conflicts, hello=hello)


def _prove_one_chain(journal: Journal, hello: Hello) -> None:
    """The last act of ours that the centre holds has to be ours, also when there is nothing to send."""
    if hello.head_seq < 1:
        return
    for act in journal.own_acts(hello.head_seq - 1, 1):
        if act.station_seq == hello.head_seq and act.hash != hello.head_hash:
            raise ChainFork(f"the centre holds another act {act.station_seq} of {act.station} than this journal")


def _push_all(journal: Journal, central: Central) -> list[PushOutcome]:
    done: list[PushOutcome] = []
    while acts := journal.own_acts(journal.pushed_seq(), PUSH_BATCH):
        try:
            outcomes = central.push(acts)
        except ChainGap as gap:
            if not 0 <= gap.have < journal.pushed_seq():
                raise FeedBroken(f"the centre has {gap.have} acts of ours and will not take the next") from gap
            journal.mark_pushed(gap.have)
            continue
        _note(journal, acts, outcomes)
        done.extend(outcomes)
    return done


def _note(journal: Journal, acts: Sequence[Act], outcomes: Sequence[PushOutcome]) -> None:
    if [outcome.act_id for outcome in outcomes] != [act.act_id for act in acts]:
        raise FeedBroken("the centre acknowledged other acts than were sent")
    # The refusals first: were they lost in a crash after the mark, nobody would ever see them.
    for outcome in outcomes:
        if outcome.outcome == "refused":
            journal.quarantine(outcome.act_id, "refused_by_centre", outcome.reason)
    journal.mark_pushed(acts[-1].station_seq)


def _pull_acts(journal: Journal, central: Central) -> int:
    count = 0
    while entries := central.pull_acts(journal.acts_cursor(), PULL_BATCH):
        _prove_gapless(journal.acts_cursor(), entries)
        # In small pieces: a stamp at the desk waits for the one under way.
        for start in range(0, len(entries), STORE_BATCH):
            journal.receive(entries[start : start + STORE_BATCH])
        count += len(entries)
    return count


def _pull_records(mirror: Mirror, central: Central) -> int:
    count = 0
    while entries := central.pull_records(mirror.records_cursor(), PULL_BATCH):
        _prove_gapless(mirror.records_cursor(), entries)
        mirror.apply(entries)
        count += len(entries)
    return count


def _prove_gapless(cursor: int, entries: Sequence[FeedAct | FeedRecord]) -> None:
    places = [entry.feed_seq for entry in entries]
    if places != list(range(cursor + 1, cursor + 1 + len(places))):
        raise FeedBroken(f"after {cursor} came {places[0]}..{places[-1]}")
