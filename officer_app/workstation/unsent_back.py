"""Acts that were never sent come back from a second medium, each in its place in the chain."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from officer_app.core.acts import BadAct, read
from officer_app.core.ports import OwnAct
from officer_app.store.errors import StoreError
from officer_app.store.journal import SqliteJournal
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.unsent_copy import read_medium

WAITING = "unsent_waiting"
"""Under this name the journal keeps acts of a medium until those before them have come back from the centre."""


@dataclass(frozen=True)
class BroughtBack:
    """Acts of a medium: how many came back into the chain, were in it already, or wait for those before them; how many
    stand where the journal has another act, and how many lines could not be read.
    """

    back: int = 0
    known: int = 0
    waiting: int = 0
    foreign: int = 0
    unreadable: int = 0


def take_from(medium: Path, journal: SqliteJournal, file_key: bytes) -> BroughtBack:
    """Bring back what `medium` holds of us. Raises Trouble (file_unreadable, nothing_unsent), StoreError."""
    try:
        found = read_medium(medium, journal.station, file_key)
    except OSError as error:
        raise Trouble("file_unreadable", path=str(medium), detail=error.strerror or type(error).__name__) from error
    if not found.acts:
        raise Trouble("nothing_unsent", path=str(medium), name=journal.station.name)
    _wait(journal, {act.station_seq: act for act in [*_waiting(journal), *found.acts]}.values())
    done = bring_back(journal)
    return BroughtBack(done.back, done.known, done.waiting, done.foreign, found.unreadable)


def bring_back(journal: SqliteJournal) -> BroughtBack:
    """Put the acts that wait into the chain, as far as they follow it. Raises StoreError.

    One that stands where the journal has another act goes on waiting: nothing here decides between the two.
    """
    waiting = sorted(_waiting(journal), key=lambda act: act.station_seq)
    back = known = 0
    foreign, later = [], []
    for own in waiting:
        there = journal.own_acts(own.station_seq - 1, 1)
        if there and there[0].station_seq == own.station_seq:
            if there[0].body == own.body:
                known += 1
            else:
                foreign.append(own)
            continue
        if not _regained(journal, own):
            later.append(own)
        else:
            back += 1
    if back or known:
        _wait(journal, [*foreign, *later])
    return BroughtBack(back, known, len(later), len(foreign))


def _regained(journal: SqliteJournal, own: OwnAct) -> bool:
    """Whether the act followed the last one, and is in the chain now."""
    try:
        read(own.body, own.signature)
        journal.regain([own])
    except BadAct:
        return False
    except StoreError as error:
        if error.code != "fork":
            raise
        return False
    return True


def _waiting(journal: SqliteJournal) -> list[OwnAct]:
    table = json.loads(journal.value(WAITING) or "[]")
    return [OwnAct(seq, body.encode(), bytes.fromhex(signature), 0) for seq, body, signature in table]


def _wait(journal: SqliteJournal, acts: Iterable[OwnAct]) -> None:
    table = [[act.station_seq, act.body.decode(), act.signature.hex()] for act in acts]
    journal.keep_value(WAITING, json.dumps(table, ensure_ascii=False) if table else "")
