"""Whether a key was good at a moment: certified by the office root, revoked, expired, or known from its chain alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from officer_app.core.acts import Act, ActKind, parse_time
from officer_app.core.canonical import Value
from officer_app.security.chain_keys import ChainKeys, read_keys
from officer_app.security.keys import key_id, verify
from officer_app.security.statements import CERTIFICATE, REVOCATION, said_by

KINDS = (ActKind.STATION_OPENED, ActKind.KEY_REGISTERED, ActKind.KEY_CERTIFIED, ActKind.KEY_REVOKED)
"""The acts that say everything about keys; all of them are signed by workstations."""


class KeyState(StrEnum):
    """What may be said of a key at a moment. Only REVOKED and EXPIRED speak against an act of that moment."""

    CERTIFIED = "certified"
    UNCERTIFIED = "uncertified"
    BEFORE_CERTIFICATE = "before_certificate"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Certificate:
    """The root's word that a key is `holder`'s (an officer, or a workstation) `since` one moment `until` another (UTC).

    `kind`: officer or station. `roles`: what the office lets him be; other roles of his account do not count.
    """

    key_id: str
    kind: str
    holder: str
    roles: frozenset[str]
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Revocation:
    """A key is worth nothing `since` a moment (UTC). `reason` is the code, `words` what was written beside it.

    `by_root`: the office said so; else the workstation that had registered the key.
    """

    key_id: str
    since: datetime
    reason: str
    words: str
    by_root: bool


@dataclass(frozen=True)
class Standing:
    """All that is known of one key."""

    key_id: str
    certificates: tuple[Certificate, ...] = ()
    revocation: Revocation | None = None

    def at(self, moment: datetime) -> KeyState:
        """What the key was worth at `moment` (UTC)."""
        if self.revocation is not None and moment >= self.revocation.since:
            return KeyState.REVOKED
        if self.certificate(moment) is not None:
            return KeyState.CERTIFIED
        if not self.certificates:
            return KeyState.UNCERTIFIED
        first = min(each.since for each in self.certificates)
        return KeyState.BEFORE_CERTIFICATE if moment < first else KeyState.EXPIRED

    def certificate(self, moment: datetime) -> Certificate | None:
        """The certificate that holds at `moment`; of several the one that lasts longest."""
        holding = self._holding(moment)
        without_end = next((each for each in holding if each.until is None), None)
        return without_end or max(holding, key=lambda each: each.until or moment, default=None)

    def roles(self, moment: datetime) -> frozenset[str] | None:
        """What all certificates that hold at `moment` let the key's officer be; None where none holds then."""
        given = [each.roles for each in self._holding(moment) if each.kind == "officer"]
        return frozenset().union(*given) if given else None

    def _holding(self, moment: datetime) -> list[Certificate]:
        return [
            each for each in self.certificates if each.since <= moment and (each.until is None or moment < each.until)
        ]


@dataclass
class _Found:
    certificates: dict[str, list[Certificate]] = field(default_factory=lambda: defaultdict(list))
    revocations: dict[str, Revocation] = field(default_factory=dict)

    def revoke(self, fresh: Revocation) -> None:
        """Of two revocations the earlier moment counts, and the office's word before a workstation's."""
        known = self.revocations.get(fresh.key_id)
        if known is None:
            self.revocations[fresh.key_id] = fresh
            return
        lead = fresh if (fresh.by_root, known.since) >= (known.by_root, fresh.since) else known
        self.revocations[fresh.key_id] = replace(lead, since=min(known.since, fresh.since))


def standings(acts: Iterable[Act], root: bytes, stations: Mapping[str, bytes] | None = None) -> Mapping[str, Standing]:
    """The standing of each key that a certificate or a revocation among `acts` names; of others nothing is known.

    `root`: the office root's raw public key, empty where none is trusted: then no certificate counts. `stations`: the
    workstations' keys as in `check.check`. A revocation counts if the root signed it, or the workstation in whose chain
    the key was registered. Acts of other kinds are looked over.
    """
    chains: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act in sorted(acts, key=lambda act: act.station_seq):
        if act.kind in KINDS:
            chains[act.site, act.station].append(act)
    found = _Found()
    for (_, station), chain in chains.items():
        keys = read_keys(chain, (stations or {}).get(station))
        for act in chain:
            _read(act, root, keys, found)
    named = found.certificates.keys() | found.revocations.keys()
    return {
        name: Standing(name, tuple(found.certificates.get(name, ())), found.revocations.get(name)) for name in named
    }


def _read(act: Act, root: bytes, keys: ChainKeys, found: _Found) -> None:
    if act.kind == ActKind.KEY_CERTIFIED:
        certificate = read_certificate(said_by(root, act.fields.get("statement"), CERTIFICATE))
        if certificate is not None:
            found.certificates[certificate.key_id].append(certificate)
    elif act.kind == ActKind.KEY_REVOKED:
        revocation = read_revocation(said_by(root, act.fields.get("statement"), REVOCATION), by_root=True)
        if revocation is None and _by_its_station(act, keys):
            revocation = read_revocation(act.fields, by_root=False)
        if revocation is not None:
            found.revoke(revocation)


def read_certificate(said: Mapping[str, Value] | None) -> Certificate | None:
    """The certificate of what the root said; None where it says none."""
    try:
        if said is None:
            return None
        roles, until = said["roles"], str(said["until"])
        if not isinstance(roles, list | tuple):
            return None
        public_key = bytes.fromhex(str(said["public_key"]))
        return Certificate(
            key_id(public_key),
            str(said["kind"]),
            str(said["holder"]),
            frozenset(str(role) for role in roles),
            parse_time(str(said["since"])),
            parse_time(until) if until else None,
        )
    except (KeyError, ValueError):
        return None


def read_revocation(said: Mapping[str, Value] | None, *, by_root: bool) -> Revocation | None:
    """The revocation of what the root or a workstation said; None where it says none."""
    try:
        if said is None:
            return None
        since = parse_time(str(said["since"]))
        return Revocation(str(said["key_id"]), since, str(said["reason"]), str(said["words"]), by_root)
    except (KeyError, ValueError):
        return None


def _by_its_station(act: Act, keys: ChainKeys) -> bool:
    """Whether the workstation that had registered the key revokes it, with its own signature."""
    if keys.station is None or act.key != keys.station_id or act.text("key_id") not in keys.officers:
        return False
    return verify(keys.station, act.hash, act.signature)
