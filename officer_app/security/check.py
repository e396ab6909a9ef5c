"""Checks chains of acts: nothing missing, nothing altered, everything signed by whom it says.

Anyone with the public keys can do this, offline. What no chain can show by itself is that its newest acts were cut off
or that a whole chain was made up: for that the heads and the workstations' keys have to be known from elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from officer_app.core.acts import Act, BadAct, read
from officer_app.security.chain_check import ChainCheck, Defect, defect
from officer_app.security.chain_keys import ChainKeys, read_keys


@dataclass(frozen=True)
class StoredAct:
    """An act as it lies in a store, with the copies of its fields beside it (`act_id` empty: no copy of it is kept)."""

    station: str
    station_seq: int
    act_id: str
    body: bytes
    signature: bytes


@dataclass(frozen=True)
class Report:
    """What a check found. `notes` say what had to be taken on trust; they are no defects."""

    acts: int
    stations: tuple[str, ...]
    defects: tuple[Defect, ...]
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether no defect was found."""
        return not self.defects


def readable(rows: Iterable[StoredAct]) -> tuple[list[Act], list[Defect]]:
    """The acts among `rows`, and a defect for each row that is none (unreadable) or whose copies differ from it."""
    acts, found = [], []
    for row in rows:
        try:
            act = read(row.body, row.signature)
        except BadAct as error:
            found.append(Defect("unreadable", row.station, row.station_seq, row.act_id, f"this is no act: {error}"))
            continue
        acts.append(act)
        copies = (row.station, row.station_seq, row.act_id or act.act_id)
        if (act.station, act.station_seq, act.act_id) != copies:
            found.append(defect("altered_fields", act, "what stands beside the act is not what was signed"))
    return acts, found


def defects(
    acts: Iterable[Act], keys: Mapping[str, bytes], stations: Mapping[str, bytes] | None = None
) -> list[Defect]:
    """The defects that `check` finds."""
    return list(check(acts, keys, stations).defects)


def check(
    acts: Iterable[Act],
    keys: Mapping[str, bytes],
    stations: Mapping[str, bytes] | None = None,
    *,
    trust_others: bool = False,
) -> Report:
    """Check whole chains of one or several workstations, given in any order.

    `keys` (key id → raw public key) are officers' keys that the caller vouches for, besides those the chains register;
    `stations` (name → raw public key) are the workstations' own keys. A workstation that is not among them is a
    defect; but where `stations` is empty, or `trust_others` is set, its key is taken from its own first act (trust on
    first use), and a note says so.
    """
    everything = sorted(acts, key=lambda act: (act.site, act.station, act.station_seq, act.body))
    chains: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act in everything:
        chains[act.site, act.station].append(act)
    trusted = stations or {}
    books = {name: read_keys(chain, trusted.get(name[1])) for name, chain in chains.items()}
    owners = _owners(books.values())
    found, notes = _duplicates(everything), []
    for name, chain in chains.items():
        if name[1] not in trusted and (trust_others or not trusted):
            notes.append(f"{name[1]}: its key is taken from its own first act (trust on first use)")
        elif name[1] not in trusted:
            found.append(defect("unknown_station", chain[0], "this workstation is not among the trusted ones"))
        found += ChainCheck(chain, books[name], keys, owners).defects()
    present = {station for _, station in chains}
    notes += [f"{station}: no act of this workstation is here" for station in sorted(trusted.keys() - present)]
    found.sort(key=lambda one: (one.station, one.station_seq, one.act_id, one.kind))
    return Report(len(everything), tuple(sorted(present)), tuple(found), tuple(notes))


def _owners(books: Iterable[ChainKeys]) -> Mapping[str, frozenset[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for book in books:
        for name, registration in book.officers.items():
            owners[name].add(registration.officer)
    return {name: frozenset(officers) for name, officers in owners.items()}


def _duplicates(acts: Iterable[Act]) -> list[Defect]:
    seen: set[str] = set()
    found = []
    for act in acts:
        if act.act_id in seen:
            found.append(defect("duplicate_act", act, "an act with this id is here already"))
        seen.add(act.act_id)
    return found
