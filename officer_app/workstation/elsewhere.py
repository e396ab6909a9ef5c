"""What other sites did with transit cases of ours, and the keys they sign with: into the journal, and checked."""

import logging
from collections.abc import Iterable, Mapping, Sequence

from officer_app.core.acts import Act
from officer_app.core.elsewhere import KEY_KINDS, RECORD_KIND, act_in
from officer_app.core.ports import FeedRecord, Mirror
from officer_app.core.records import Record
from officer_app.security.chain_keys import Registration, known_keys
from officer_app.security.key_standing import Standing, standings
from officer_app.store.journal import SqliteJournal
from officer_app.workstation.key_acts import KeyActs

log = logging.getLogger(__name__)

HEARD_UP_TO = "elsewhere_heard"
"""Under this name the journal keeps up to which place of the feed of records it has heard of other sites' acts."""
MOST = 1_000_000


class Hearing:
    """Takes acts of other sites out of the feed of records."""

    def __init__(self, journal: SqliteJournal) -> None:
        self._journal = journal

    def __call__(self, entries: Sequence[FeedRecord]) -> None:
        self._hear(entry.record for entry in entries)

    def catch_up(self, mirror: Mirror, before: int) -> None:
        """After an exchange that began with the mirror at place `before`: all that is in the mirror is in the journal.

        What came another way than through the feed (a first load), or in an exchange that was cut short, is looked for.
        """
        place = str(mirror.records_cursor())
        known = self._journal.value(HEARD_UP_TO)
        if known != str(before):
            self._hear(mirror.listed(RECORD_KIND, MOST))
        if known != place:
            self._journal.keep_value(HEARD_UP_TO, place)

    def _hear(self, records: Iterable[Record]) -> None:
        acts = [act for record in records if record.kind == RECORD_KIND for act in _act_of(record)]
        if acts:
            self._journal.hear_elsewhere(acts)


def _act_of(record: Record) -> list[Act]:
    try:
        return [act_in(record)]
    except ValueError:
        log.exception("an act of another site was left out")
        return []


class KeysEverywhere:
    """Officers' keys of this site and of those that work with it. For transit papers; a stamp goes by its own site."""

    def __init__(self, journal: SqliteJournal, keys: KeyActs) -> None:
        self._journal = journal
        self._keys = keys

    def registrations(self) -> Mapping[str, Registration]:
        """By key id, as the workstations registered them; ours first."""
        return {**known_keys(self._journal.acts_elsewhere(KEY_KINDS)), **self._keys.registrations()}

    def standing(self, key_id: str) -> Standing:
        """What is known of one key."""
        if key_id in self._keys.registrations():
            return self._keys.standing(key_id)
        far = standings(self._journal.acts_elsewhere(KEY_KINDS), self._keys.root, {})
        return far.get(key_id, Standing(key_id))
