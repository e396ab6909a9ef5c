"""Acts to the centre, in the order of their chain: what it will not take is set aside and stops nothing behind it."""

from collections.abc import Sequence

from officer_app.core.acts import Act
from officer_app.core.ports import Central, ChainGap, FeedBroken, Journal, PushBroken, PushOutcome

PUSH_BATCH = 200
REFUSED = "refused_by_centre"
ASIDE = "set_aside_in_a_row"
"""Under this name the journal keeps how many acts were set aside with none taken between them."""
MOST_ASIDE = 3
"""After so many in a row it is the centre that fails, and no act: nothing more is set aside until it takes one."""


def push_all(journal: Journal, central: Central) -> list[PushOutcome]:
    """Push what waits. Raises Unreachable, ChainFork, FeedBroken; what was acknowledged stays so.

    An act at which the centre breaks off with an error is found by halving the batch, and set aside if it fails alone.
    """
    done: list[PushOutcome] = []
    size, failed_alone = PUSH_BATCH, 0
    while acts := journal.own_acts(journal.pushed_seq(), size):
        try:
            outcomes = central.push(acts)
        except ChainGap as gap:
            if not 0 <= gap.have < journal.pushed_seq():
                raise FeedBroken(f"the centre has {gap.have} acts of ours and will not take the next") from gap
            journal.mark_pushed(gap.have)
            continue
        except PushBroken as error:
            if len(acts) == 1 and failed_alone == acts[0].station_seq:
                outcomes = (_set_aside(journal, central, acts[0], error),)
            else:
                # Alone it is tried a second time: what passes by itself is nobody's fault.
                failed_alone = acts[0].station_seq if len(acts) == 1 else 0
                size = max(len(acts) // 2, 1)
                continue
        else:
            if journal.value(ASIDE) not in ("", "0"):
                journal.keep_value(ASIDE, "0")
        size = min(size * 2, PUSH_BATCH)
        _note(journal, acts, outcomes)
        done.extend(outcomes)
    return done


def _set_aside(journal: Journal, central: Central, act: Act, error: PushBroken) -> PushOutcome:
    before = int(journal.value(ASIDE) or 0)
    if before >= MOST_ASIDE:
        raise error
    outcome = central.set_aside(act)
    journal.keep_value(ASIDE, str(before + 1))
    return outcome


def _note(journal: Journal, acts: Sequence[Act], outcomes: Sequence[PushOutcome]) -> None:
    if [outcome.act_id for outcome in outcomes] != [act.act_id for act in acts]:
        raise FeedBroken("the centre acknowledged other acts than were sent")
    # The refusals first: were they lost in a crash after the mark, nobody would ever see them.
    for outcome in outcomes:
        if outcome.outcome == "refused":
            journal.quarantine(outcome.act_id, REFUSED, outcome.reason)
    journal.mark_pushed(acts[-1].station_seq)
