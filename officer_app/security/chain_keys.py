"""Which keys a workstation's chain itself brings in: the workstation's own, and those of its officers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind
from officer_app.security.keys import algorithm, key_id, verify


@dataclass(frozen=True)
class Registration:
    """A key made known by a key_registered act: whose it is, and from which place of the chain on it may sign."""

    officer: str
    public_key: bytes
    station_seq: int


@dataclass(frozen=True)
class ChainKeys:
    """The keys of one chain: the workstation's (None: unknown) and, by key id, the officers' as first registered."""

    station: bytes | None
    officers: Mapping[str, Registration]

    @property
    def station_id(self) -> str:
        """The id of the workstation's key; empty where it is unknown."""
        return key_id(self.station) if self.station is not None else ""


def read_keys(chain: Iterable[Act], trusted: bytes | None) -> ChainKeys:
    """The keys of a chain in the order of its sequence; `trusted` is the workstation's key if it is known beforehand.

    A registration counts only if the workstation's key signed it.
    """
    acts = list(chain)
    station = trusted if trusted is not None else _declared_by_first(acts)
    officers: dict[str, Registration] = {}
    for act in acts:
        if station is None or not is_registration(act, station):
            continue
        public_key = declared_key(act)
        if public_key is not None:
            made = Registration(act.text("officer"), public_key, act.station_seq)
            officers.setdefault(key_id(public_key), made)
    return ChainKeys(station, officers)


def known_keys(acts: Iterable[Act], stations: Mapping[str, bytes] | None = None) -> dict[str, Registration]:
    """Officers' keys by key id, from the opening and key-registering acts among `acts` (of any workstations).

    For checking a stamp's code: only what a workstation's own key signed counts, and a key that is registered for two
    officers counts for nobody. `stations` as in `check.check`; a workstation outside it is taken on trust.
    """
    chains: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act in sorted(acts, key=lambda act: act.station_seq):
        chains[act.site, act.station].append(act)
    known: dict[str, Registration] = {}
    disputed = set()
    for (_, station), chain in chains.items():
        for name, registration in read_keys(chain, (stations or {}).get(station)).officers.items():
            if known.setdefault(name, registration).officer != registration.officer:
                disputed.add(name)
    return {name: registration for name, registration in known.items() if name not in disputed}


def is_registration(act: Act, station: bytes) -> bool:
    """Whether `act` registers a key, names the officer, and is signed with the workstation's key `station`."""
    return (
        act.kind == ActKind.KEY_REGISTERED
        and act.key == key_id(station)
        and bool(act.text("officer"))
        and declared_key(act) is not None
        and verify(station, act.hash, act.signature)
    )


def declared_key(act: Act) -> bytes | None:
    """The raw public key in the field `public_key` (hex; Ed25519 or P-256); None where there is none."""
    try:
        public_key = bytes.fromhex(act.text("public_key"))
    except ValueError:
        return None
    return public_key if algorithm(public_key) else None


def _declared_by_first(acts: list[Act]) -> bytes | None:
    if not acts or acts[0].kind != ActKind.STATION_OPENED:
        return None
    return declared_key(acts[0])
