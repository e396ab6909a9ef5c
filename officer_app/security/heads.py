"""Heads of chains as others saw them: what a workstation's later history has to agree with.

A chain cannot show by itself that its newest acts were cut off, or that all of it was written anew by somebody with the
workstation's key. Whoever saw its head before can: other workstations write what they saw into their own signed chains
(`heads_witnessed`), the centre keeps every head, and an evidence file carries those its maker knew.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from officer_app.core.acts import GENESIS, Act, ActKind
from officer_app.core.canonical import Value
from officer_app.security.chain_check import Defect, defect


@dataclass(frozen=True)
class Head:
    """Act `station_seq` of `station` had this hash (SHA-256, raw) when `witness` saw it at `at` (UTC)."""

    station: str
    station_seq: int
    hash: bytes
    witness: str
    at: datetime


def witnessed(acts: Iterable[Act]) -> list[Head]:
    """The heads that the acts `heads_witnessed` among `acts` name; what is in no form names nothing."""
    return [head for act in acts if act.kind == ActKind.HEADS_WITNESSED for head in _named(act)]


def row(station: str, station_seq: int, hash_: bytes) -> Mapping[str, Value]:
    """A head as it stands in an act `heads_witnessed`."""
    return {"station": station, "station_seq": station_seq, "hash": hash_.hex()}


def against(acts: Iterable[Act], heads: Iterable[Head], *, whole: bool = True) -> list[Defect]:
    """Where the chains among `acts` are not those whose heads were seen: rewritten, or truncated.

    A workstation of which no act is here says nothing: it is not what is being checked. Nor do later heads where the
    chains are not `whole`: what has to be here of them is said otherwise.
    """
    chains: dict[str, dict[int, list[Act]]] = defaultdict(lambda: defaultdict(list))
    for act in acts:
        chains[act.station][act.station_seq].append(act)
    found: dict[tuple[str, int, str], Defect] = {}
    for head in heads:
        chain = chains.get(head.station)
        if not chain:
            continue
        one = _against(chain, head)
        if one is not None and (whole or one.kind != "truncated"):
            found.setdefault((one.station, head.station_seq, one.kind), one)
    return list(found.values())


def _against(chain: Mapping[int, list[Act]], head: Head) -> Defect | None:
    here = chain.get(head.station_seq, [])
    if here and all(act.hash != head.hash for act in here):
        text = f"{head.witness} saw another act at this place: the history was written anew"
        return defect("rewritten", here[0], text, witness=head.witness)
    last = chain[max(chain)][0]
    if not here and head.station_seq > last.station_seq:
        missing = f"{last.station_seq + 1}–{head.station_seq}"
        text = f"after this act {missing} are missing, which {head.witness} saw"
        return defect("truncated", last, text, acts=missing, witness=head.witness)
    return None


def _named(act: Act) -> list[Head]:
    rows = act.fields.get("heads", ())
    if isinstance(rows, str | int | Mapping):
        return []
    return [head for one in rows if (head := _head(one, act)) is not None]


def _head(one: Value, act: Act) -> Head | None:
    if not isinstance(one, Mapping):
        return None
    station, seq, text = one.get("station"), one.get("station_seq"), one.get("hash")
    if not (isinstance(station, str) and isinstance(seq, int) and isinstance(text, str)):
        return None
    try:
        hash_ = bytes.fromhex(text)
    except ValueError:
        return None
    return Head(station, seq, hash_, act.station, act.at) if len(hash_) == len(GENESIS) else None
