"""An exchange with the post's own server: our acts there, the lanes' acts here, its decisions to the centre."""

from officer_app.core.acts import BadAct, read
from officer_app.core.ports import Central, FeedBroken, Hello, Journal
from officer_app.core.rights import USES_RIGHT
from officer_app.usecases.one_chain import last_own, prove_one_chain
from officer_app.usecases.push_acts import PUSH_BATCH

CURSOR = "post_cursor"
"""Under this name the journal keeps how far the post's feed was read: its epoch and a place."""


def meet_post(journal: Journal, post: Central) -> int:
    """Give the post's server our acts and take in what its lanes did, also while the centre is away; gives how many.

    Raises Unreachable, ChainGap, ChainFork and FeedBroken.
    """
    hello = post.hello()
    # A journal that was put back to an older day may have been met here and not at the centre.
    prove_one_chain(journal, post, hello)
    if post_server(journal) != hello.feed_epoch:
        # It was put back from a backup: what it granted before is not used from here on, before it hears all we have.
        journal.keep_value(CURSOR, f"{hello.feed_epoch} 0")
    have = hello.head_seq
    while acts := journal.own_acts(have, PUSH_BATCH):
        post.push(acts)
        have = acts[-1].station_seq
    epoch, _, place = journal.value(CURSOR).partition(" ")
    cursor = int(place) if epoch == hello.feed_epoch else 0
    taken = 0
    while entries := post.pull_acts(cursor, PUSH_BATCH):
        if [entry.feed_seq for entry in entries] != list(range(cursor + 1, cursor + 1 + len(entries))):
            raise FeedBroken(f"the post's feed gave {entries[0].feed_seq} after {cursor}")
        # Without a place: that is the centre's to give.
        journal.hear([entry.act for entry in entries if entry.act.station != journal.station.name])
        cursor = entries[-1].feed_seq
        journal.keep_value(CURSOR, f"{hello.feed_epoch} {cursor}")
        taken += len(entries)
    if hello.recovering:
        tell_what_was_heard(journal, post, hello)
        post.caught_up(hello.feed_epoch)
    return taken


def tell_what_was_heard(journal: Journal, there: Central, hello: Hello) -> None:
    """Tell a server that was put back what colleagues did and may have lost with their disks since; once. What the
    centre's feed gave all lanes have from there. Raises Unreachable.
    """
    unknown = [] if hello.heard else journal.unfed(USES_RIGHT)
    for start in range(0, len(unknown), PUSH_BATCH):
        there.tell_heard(unknown[start : start + PUSH_BATCH])


def post_server(journal: Journal) -> str:
    """Which epoch the post's own server was at when it was met last: another one after it was put back."""
    return journal.value(CURSOR).partition(" ")[0]


def tell_forked(journal: Journal, central: Central, post: Central) -> None:
    """Show the centre what the post's server holds under our name and this journal does not; and tell it what that
    server decided: every lane may have forked, and who did not with the centre is heard there. Raises Unreachable and
    FeedBroken.
    """
    met = post.hello()
    _show_fork(journal, central, post, met)
    _tell_decisions(journal, central, post, met.feed_epoch)


def _show_fork(journal: Journal, central: Central, post: Central, met: Hello) -> None:
    own = last_own(journal)
    shared = min(met.head_seq, own.station_seq if own else 0)
    for other in post.own_acts(max(shared - 1, 0), 1):
        try:
            central.report_fork(read(other.body, other.signature))
        except BadAct as error:
            raise FeedBroken(f"an act of ours at the post cannot be read: {error}") from error


def tell_decisions(journal: Journal, central: Central, post: Central) -> None:
    """Tell the centre what the post's server decided. Raises Unreachable and FeedBroken."""
    _tell_decisions(journal, central, post, post_server(journal))


def _tell_decisions(journal: Journal, central: Central, post: Central, server: str) -> None:
    name = journal.station.post
    told = central.tell_decisions(name, server, ())
    while decisions := post.pull_decisions(told, PUSH_BATCH):
        if (now_told := central.tell_decisions(name, server, decisions)) <= told:
            raise FeedBroken(f"the centre does not take the decisions of {name} behind {told}")
        told = now_told
