"""One workstation, one chain: what others hold of ours is ours, and what this journal lost of it comes back."""

from collections.abc import Sequence

from officer_app.core.acts import Act, BadAct
from officer_app.core.ports import Central, ChainFork, FeedAct, FeedBroken, Hello, Journal

PULL_BATCH = 500


def prove_one_chain(journal: Journal, central: Central, hello: Hello) -> None:
    """The last act of ours that the centre, or the post's server, holds has to be ours, also with nothing to send.

    Raises ChainFork where it is another; what is held there and was lost here comes back.
    """
    if hello.head_seq < 1:
        return
    for act in journal.own_acts(hello.head_seq - 1, 1):
        if act.station_seq == hello.head_seq:
            if act.hash != hello.head_hash:
                raise ChainFork(f"the centre holds another act {act.station_seq} of {act.station} than this journal")
            return
    _regain(journal, central, hello)


def regain_missed(journal: Journal, central: Central, entries: Sequence[FeedAct]) -> None:
    """An act of ours in the feed that lies beyond our last one: another installation of this workstation sent it since
    this exchange began. Its whole chain comes first, with what the centre refused of it and feeds to nobody.

    Raises ChainFork where the chains parted.
    """
    newest = max((each.act.station_seq for each in entries if each.act.station == journal.station.name), default=0)
    if not newest:
        return
    own = last_own(journal)
    if newest > (own.station_seq if own else 0):
        prove_one_chain(journal, central, central.hello())


def _regain(journal: Journal, central: Central, hello: Hello) -> None:
    """This journal is older than what the centre holds of it: a restored one. What the centre has comes back."""
    while True:
        own = last_own(journal)
        have = own.station_seq if own else 0
        if have >= hello.head_seq:
            return
        found = central.own_acts(max(have - 1, 0), PULL_BATCH)
        if own is not None and (not found or found[0].body != own.body):
            raise ChainFork(f"the centre holds another act {have} of {journal.station.name} than this journal")
        lost = found[1:] if own is not None else found
        if not lost:
            raise FeedBroken(f"the centre says it has {hello.head_seq} acts of ours and gives {have}")
        try:
            journal.regain(lost)
        except BadAct as error:
            raise FeedBroken(f"an act of ours at the centre cannot be read: {error}") from error


def last_own(journal: Journal) -> Act | None:
    """The last act of our own chain; None where there is none."""
    queue = journal.queue()
    acts = journal.own_acts(journal.pushed_seq() + queue.unsent - 1, 1)
    return acts[-1] if acts else None
