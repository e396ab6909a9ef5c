"""One exchange with the centre: push what waits, pull what is new. Harmless to repeat, at any point."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from officer_app.core.journal import CLOCK_OFFSET
from officer_app.core.ports import (
    Central,
    ChainFork,
    ChainGap,
    Clock,
    FeedAct,
    FeedBroken,
    FeedRecord,
    Hello,
    Journal,
    Mirror,
    PushOutcome,
    Unreachable,
)
from officer_app.usecases.compare import feeds_equal
from officer_app.usecases.meet_post import meet_post, tell_decisions, tell_forked, tell_what_was_heard
from officer_app.usecases.one_chain import last_own, prove_one_chain, regain_missed
from officer_app.usecases.push_acts import push_all
from officer_app.usecases.seat import UNCONFIRMED, Fresh, take_seat

__all__ = ["Exchange", "FeedBroken", "PostAway", "sync_once"]

PULL_BATCH = 500
RECORDS_BATCH = 500
"""More at once are no quicker, and what reads them lets nobody else run for longer."""
STORE_BATCH = 25
CLOCK_ALARM_MS = 120_000
CLOCK_NOISE_MS = 50
FORKED = "fork"


@dataclass(frozen=True)
class Exchange:
    """What one exchange did, and what the centre said at its start.

    `digest_equal`: whether acts and records here come to what they come to at the centre. `clock_offset_ms`: how far
    the centre's clock is ahead of ours, None where that was not measured. `waiting`: the centre was restored and waits.
    """

    pushed: int
    pulled: int
    conflicts: int
    hello: Hello
    digest_equal: bool | None = None
    clock_offset_ms: int | None = None
    waiting: bool = False

    @property
    def clock_alarm(self) -> bool:
        """Whether our clock is more than two minutes off."""
        return self.clock_offset_ms is not None and abs(self.clock_offset_ms) > CLOCK_ALARM_MS


class PostAway(Unreachable):
    """The post's own server gave no answer; with the centre all was `done`, and the message is for the log."""

    def __init__(self, done: Exchange, text: str) -> None:
        super().__init__(text, "here", "post_away")
        self.done = done


def sync_once(
    journal: Journal,
    mirror: Mirror,
    central: Central,
    clock: Clock | None = None,
    post: Central | None = None,
    *,
    full: bool = False,
    load: Callable[[Hello], int] | None = None,
    told: Callable[[Sequence[FeedRecord]], None] | None = None,
    fresh: Fresh | None = None,
) -> Exchange:
    """Push and pull until both sides are even. Raises Unreachable, ChainFork or FeedBroken; done work stays done.

    `post`: the post's own server (PostAway: it alone is away), told to the centre; lanes hear of each other there.
    `full`: compare all that is stored, not only what is new. `load`: brings records another way before they are pulled.
    `told`: hears of records before the mirror has them. `fresh`: what seats are told apart by (usecases.seat).
    """
    heard, trouble = _meet(journal, post)
    hello, offset = _contact(journal, central, clock)
    _prove_one_site(journal, hello)
    try:
        prove_one_chain(journal, central, hello)
        # Each knows the epoch of its own feed: a crash in between, or a power cut, leaves neither of them behind.
        if hello.feed_epoch != mirror.feed_epoch():
            mirror.restart_feed(hello.feed_epoch)
        if hello.feed_epoch != journal.feed_epoch():
            journal.new_feed_epoch(hello.feed_epoch)
        if hello.head_seq < journal.pushed_seq():
            # The centre lost its tail (a restore): what it acknowledged once is sent again.
            journal.mark_pushed(hello.head_seq)
    except ChainFork:
        _show_fork(journal, central, hello)
        raise
    outcomes = _push(journal, central, hello)
    if fresh is not None:
        take_seat(journal, central, fresh)
    if post is not None:
        trouble = _tell(journal, central, post, trouble)
    if journal.value(UNCONFIRMED) not in ("", FORKED):
        journal.keep_value(UNCONFIRMED, "")
    pulled = heard + _pull_acts(journal, central)
    waiting = hello.recovering and not _catch_up(journal, central, hello)
    # Whatever was told before the centre went on is here before any record that rests on it.
    pulled += _pull_acts(journal, central) if hello.recovering else 0
    pulled += load(hello) if load is not None else 0
    pulled += _pull_records(mirror, central, told, lambda: _acts_meanwhile(journal, central, hello, outcomes))
    _show_forks(journal, central)
    equal = feeds_equal(journal, mirror, central, full=full)
    mirror.contacted(hello.now)
    conflicts = sum(1 for outcome in outcomes if outcome.outcome == "conflict")
    done = Exchange(len(outcomes), pulled, conflicts, hello, equal, offset, waiting)
    if isinstance(trouble, Unreachable):
        raise PostAway(done, str(trouble)) from trouble
    if trouble is not None:
        raise trouble
    return done


def _catch_up(journal: Journal, central: Central, hello: Hello) -> bool:
    """A restored centre hears what it lacks: also what colleagues did."""
    tell_what_was_heard(journal, central, hello)
    return central.caught_up(hello.feed_epoch)


def _contact(journal: Journal, central: Central, clock: Clock | None) -> tuple[Hello, int | None]:
    """Contact; and how far the centre's clock is ahead of ours, which acts will say from now on."""
    before = clock() if clock is not None else None
    hello = central.hello()
    if clock is None or before is None:
        return hello, None
    took = clock() - before
    if not timedelta(0) <= took < timedelta(seconds=10):
        # Our clock was set meanwhile: what it says now is no measure.
        return hello, None
    offset = round((hello.now - before - took / 2) / timedelta(milliseconds=1))
    known = journal.value(CLOCK_OFFSET)
    if not known or abs(int(known) - offset) > CLOCK_NOISE_MS:
        journal.keep_value(CLOCK_OFFSET, str(offset))
    return hello, offset


def _prove_one_site(journal: Journal, hello: Hello) -> None:
    """Nothing is sent where samples would stand among real acts, or real ones among samples."""
    mode = journal.station.mode
    if hello.mode not in ("", mode):
        said = f"this site at the centre is for {hello.mode} work, this workstation is for {mode}"
        raise Unreachable(said, "here", "other_mode")


def _push(journal: Journal, central: Central, hello: Hello) -> list[PushOutcome]:
    try:
        return push_all(journal, central)
    except ChainFork:
        _show_fork(journal, central, hello)
        raise


def _acts_meanwhile(journal: Journal, central: Central, hello: Hello, outcomes: list[PushOutcome]) -> int:
    """What is done here goes, and what others do comes, between one batch of records and the next."""
    outcomes.extend(_push(journal, central, hello))
    return _pull_acts(journal, central)


def _show_fork(journal: Journal, central: Central, hello: Hello) -> None:
    """Both sides' evidence to the centre; and this journal grants nothing any more."""
    journal.keep_value(UNCONFIRMED, FORKED)
    # Where this journal is the shorter one, its last act is the evidence: the centre's last has no counterpart here.
    own = last_own(journal)
    shared = min(hello.head_seq, own.station_seq if own else 0)
    for act in journal.own_acts(max(shared - 1, 0), 1):
        central.report_fork(act)


def _meet(journal: Journal, post: Central | None) -> tuple[int, Exception | None]:
    """How many acts the post's server had for us, and what went wrong there: said after the rest was done."""
    try:
        return (meet_post(journal, post) if post is not None else 0), None
    except ChainFork as error:
        # Another journal speaks for us there: neither grants any more, until people looked at it.
        journal.keep_value(UNCONFIRMED, FORKED)
        return 0, error
    except (Unreachable, ChainGap, FeedBroken) as error:
        return 0, error


def _tell(journal: Journal, central: Central, post: Central, trouble: Exception | None) -> Exception | None:
    """Tell the centre what was decided at the post, or what is wrong there; gives what went wrong."""
    try:
        if trouble is None:
            tell_decisions(journal, central, post)
        elif isinstance(trouble, ChainFork):
            tell_forked(journal, central, post)
    except (Unreachable, FeedBroken) as error:
        return trouble or error
    return trouble


def _show_forks(journal: Journal, central: Central) -> None:
    """Two acts in one place of a colleague's chain, one of them known here alone: its case is the centre's to open."""
    found = journal.forks()
    if True in {central.report_fork(act) for act in found}:
        journal.forks_shown()


def _pull_acts(journal: Journal, central: Central) -> int:
    count = 0
    while entries := central.pull_acts(journal.acts_cursor(), PULL_BATCH):
        _prove_gapless(journal.acts_cursor(), entries)
        regain_missed(journal, central, entries)
        # In small pieces: a stamp at the desk waits for the one under way.
        for start in range(0, len(entries), STORE_BATCH):
            journal.receive(entries[start : start + STORE_BATCH])
        count += len(entries)
    return count


def _pull_records(
    mirror: Mirror,
    central: Central,
    told: Callable[[Sequence[FeedRecord]], None] | None,
    meanwhile: Callable[[], int],
) -> int:
    """How many records came, and acts `meanwhile`, which is called where more records are to come."""
    count = 0
    while entries := central.pull_records(mirror.records_cursor(), RECORDS_BATCH):
        _prove_gapless(mirror.records_cursor(), entries)
        if told is not None:
            told(entries)
        mirror.apply(entries)
        count += len(entries)
        if len(entries) == RECORDS_BATCH:
            count += meanwhile()
    return count


def _prove_gapless(cursor: int, entries: Sequence[FeedAct | FeedRecord]) -> None:
    places = [entry.feed_seq for entry in entries]
    if places != list(range(cursor + 1, cursor + 1 + len(places))):
        raise FeedBroken(f"after {cursor} came {places[0]}..{places[-1]}")
