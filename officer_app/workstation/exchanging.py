"""An exchange of a whole workstation, as window and command line do it: both lines, our clock, a daily full look."""

import secrets

from officer_app.core.ports import Central, ChainFork, Unreachable
from officer_app.store.journal import RESTORED, SqliteJournal
from officer_app.usecases.match_paper import match_own
from officer_app.usecases.sync_once import Exchange, PostAway, sync_once
from officer_app.workstation import witness
from officer_app.workstation.alone import Taken, alone
from officer_app.workstation.elsewhere import Hearing
from officer_app.workstation.first_load import FirstLoad, OnPart
from officer_app.workstation.heads_seen import bear_witness
from officer_app.workstation.known_time import settle
from officer_app.workstation.letting_go import let_go_of_records
from officer_app.workstation.opening import Workstation
from officer_app.workstation.taking import take_fed
from officer_app.workstation.unsent_back import WAITING, bring_back

PATIENCE_S = 10.0
"""So long one program waits for the exchange of another one on the same home."""
COMPARED = "acts_compared"
"""Under this name the journal keeps the day (UTC) on which all acts were last compared with the centre."""
EQUAL = "digest_equal"
"""Under this name the journal keeps what the last comparison with the centre gave: yes, no, or empty for none yet."""


def exchange(
    workstation: Workstation, central: Central, *, full: bool = False, on_part: OnPart = lambda done, parts: None
) -> Exchange:
    """See usecases.sync_once; a mirror that is empty is loaded from a snapshot first, and once a day all that is stored
    is compared and not the new only. Raises Unreachable also where the snapshot was refused or the post's server was
    away, after the rest was done, and where another program of this home is at it: two at once would speak from one
    seat with two words, and the centre take the one for a copy of the other.
    """
    try:
        with alone(workstation.home.exchange, PATIENCE_S):
            return _exchanged(workstation, central, full=full, on_part=on_part)
    except Taken as error:
        raise Unreachable("another program of this home is exchanging", "here", "other_program") from error


def _exchanged(workstation: Workstation, central: Central, *, full: bool, on_part: OnPart) -> Exchange:
    journal, counter = workstation.journal, workstation.counter
    today = counter.clock().date().isoformat()
    due = full or journal.value(COMPARED) != today
    home = workstation.home
    bear_witness(workstation)
    first_load = FirstLoad(home.snapshot, journal, workstation.mirror, central, home.file_key, on_part)
    hearing, place = Hearing(journal), workstation.mirror.records_cursor()
    away: PostAway | None = None
    try:
        done = sync_once(
            *(journal, workstation.mirror, central, counter.clock, counter.post),
            full=due,
            load=first_load,
            told=hearing,
            fresh=secrets.token_hex,
        )
    except PostAway as error:
        away, done = error, error.done
    except ChainFork:
        # What waiting was to prevent has happened: from here on people decide, and the counter works on.
        _met(journal)
        raise
    if journal.value(WAITING):
        # What the centre had is back; what it never had can follow now, and is sent the next time.
        bring_back(journal)
    _met(journal)
    settle(journal, counter.clock())
    if due and done.digest_equal:
        journal.keep_value(COMPARED, today)
        let_go_of_records(journal, workstation.mirror, counter.clock())
    equal = "" if done.digest_equal is None else "yes" if done.digest_equal else "no"
    if journal.value(EQUAL) != equal:
        journal.keep_value(EQUAL, equal)
    match_own(counter, workstation.station_signer)
    hearing.catch_up(workstation.mirror, place)
    take_fed(journal, workstation.mirror, workstation.keys, workstation.officers)
    witness.note(workstation.home, journal)
    if first_load.refused:
        raise Unreachable(first_load.refused, "centre", "snapshot_refused")
    if away is not None:
        raise away
    return done


def _met(journal: SqliteJournal) -> None:
    """A journal that came back from a copy has met its centre."""
    if journal.value(RESTORED):
        journal.keep_value(RESTORED, "")
