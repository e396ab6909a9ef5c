"""Checks chains of acts: nothing missing, nothing altered, everything signed by whom it says.

Anyone with the public keys can do this, offline. What no chain can show by itself is that its newest acts were cut off
or that a whole chain was made up: for that the heads and the workstations' keys have to be known from elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from officer_app.core.acts import Act, BadAct, read
from officer_app.core.rules import Rules
from officer_app.security import heads
from officer_app.security.chain_check import ChainCheck, Defect, Known, Note, Span, defect
from officer_app.security.chain_keys import ChainKeys, read_keys
from officer_app.security.code_check import check_codes
from officer_app.security.cover_check import check_covers
from officer_app.security.duty_check import DutyCheck
from officer_app.security.heads import Head
from officer_app.security.key_standing import standings
from officer_app.security.second_check import check_second
from officer_app.security.standing_check import check_standing
from officer_app.security.undo_check import UndoCheck


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
    notes: tuple[Note, ...]

    @property
    def ok(self) -> bool:
        """Whether no defect was found."""
        return not self.defects


@dataclass(frozen=True)
class Terms:
    """What a check goes by beside the acts: `mode` that all of them have to be of (empty: each chain of its own first).

    `heads` were seen elsewhere. `spans`: which parts of each workstation's chain have to be here; None for whole
    chains, and nothing has to of a workstation that is not named. `root`: the office root's raw public key, empty where
    none is believed. `undo_window_s`: how long an officer may take back his own stamp alone at that site.
    """

    mode: str = ""
    heads: Sequence[Head] = ()
    spans: Mapping[str, Sequence[Span]] | None = None
    root: bytes = b""
    undo_window_s: int = Rules().undo_window_s

    def spans_of(self, station: str) -> Sequence[Span] | None:
        """What has to be here of one workstation."""
        return None if self.spans is None else self.spans.get(station, ())


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
    terms: Terms | None = None,
) -> Report:
    """Check chains of one or several workstations, given in any order.

    `keys` (key id → raw public key) are officers' keys that the caller vouches for, besides those the chains register;
    `stations` (name → raw public key) are the workstations' own keys. A workstation that is not among them is a
    defect; but where `stations` is empty, or `trust_others` is set, its key is taken from its own first act (trust on
    first use), and a note says so.
    """
    everything = sorted(acts, key=lambda act: (act.site, act.station, act.station_seq, act.body))
    chains: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act in everything:
        chains[act.site, act.station].append(act)
    trusted, told = stations or {}, terms or Terms()
    books = {name: read_keys(chain, trusted.get(name[1])) for name, chain in chains.items()}
    owners = _owners(books.values())
    worth = standings(everything, told.root, trusted)
    undos = UndoCheck(everything, told.undo_window_s)
    duties = DutyCheck(everything, worth)
    found = _duplicates(everything)
    notes: list[Note] = []
    for name, chain in chains.items():
        if name[1] not in trusted and (trust_others or not trusted):
            text = f"{name[1]}: its key is taken from its own first act (trust on first use)"
            notes.append(Note("first_use", name[1], 0, text))
        elif name[1] not in trusted:
            found.append(defect("unknown_station", chain[0], "this workstation is not among the trusted ones"))
        known = Known(keys, owners, told.spans_of(name[1]))
        found += ChainCheck(chain, books[name], known).defects()
        good = frozenset({*books[name].officers, *keys})
        bad_covers, waiting = check_covers(chain, good, whole=known.spans is None)
        bad_keys, uncertified = check_standing(chain, books[name], worth, root=bool(told.root))
        found += [*check_second(chain, books[name], known, worth), *duties.defects(chain)]
        found += undos.defects(chain, whole=known.spans is None)
        found += [*bad_covers, *bad_keys, *_other_modes(chain, told.mode)]
        notes += [*waiting, *uncertified]
    seen = [*told.heads, *heads.witnessed(everything)]
    found += heads.against(everything, seen, whole=told.spans is None)
    bad_codes, unproven = check_codes(everything, tuple(books.values()))
    found += bad_codes
    notes += unproven
    present = {station for _, station in chains}
    notes += [
        Note("no_acts", station, 0, f"{station}: no act of this workstation is here")
        for station in sorted(trusted.keys() - present)
    ]
    found.sort(key=lambda one: (one.station, one.station_seq, one.act_id, one.kind))
    return Report(len(everything), tuple(sorted(present)), tuple(found), tuple(notes))


def _other_modes(chain: list[Act], mode: str) -> list[Defect]:
    """Acts of another mode than the chain's, or than all of it should have: training never stands among real ones."""
    due = mode or chain[0].mode
    return [
        defect("other_mode", act, f"an act of mode {act.mode} where all have to be {due}", mode=act.mode, due=due)
        for act in chain
        if act.mode != due
    ]


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
