"""The check of one workstation's chain, act by act."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from officer_app.core.acts import GENESIS, Act, ActKind, BadAct, read
from officer_app.core.kinds import KINDS, By
from officer_app.security.chain_keys import ChainKeys, declared_key, is_registration
from officer_app.security.keys import key_id, verify

# What the workstation itself does and signs (an officer may stand behind it, but his key does not sign it), and what
# nobody but an officer signs. The rest happens also when nobody is signed in: then no officer is named.
_BY_STATION = frozenset(kind for kind, row in KINDS.items() if row.by is By.STATION)
_BY_OFFICER = frozenset(kind for kind, row in KINDS.items() if row.by is By.OFFICER)


@dataclass(frozen=True)
class Defect:
    """What is wrong, and with which act. `kind` is a word for programs, `text` a sentence in English.

    Every kind has its sentence in resources/texts/verify.toml; `about` are the particulars, each with its word there.
    """

    kind: str
    station: str
    station_seq: int
    act_id: str
    text: str
    about: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Note:
    """What had to be taken on trust, or is not settled yet; no defect. As a Defect is; `station_seq` 0: no one act."""

    kind: str
    station: str
    station_seq: int
    text: str
    about: Mapping[str, str] = field(default_factory=dict, compare=False)


def defect(kind: str, act: Act, text: str, /, **about: str) -> Defect:
    """A defect of `kind` that sits in `act`."""
    return Defect(kind, act.station, act.station_seq, act.act_id, text, about)


def note(kind: str, act: Act, text: str, /, **about: str) -> Note:
    """A note that is about `act`; its English names the act's place first."""
    return Note(kind, act.station, act.station_seq, f"{act.station} {act.station_seq}: {text}", about)


@dataclass(frozen=True)
class Span:
    """The part of a chain, `first` to `last` sequence, that has to be here without a gap."""

    first: int
    last: int


@dataclass(frozen=True)
class Known:
    """What is known beside a chain itself.

    `vouched` are keys (id → raw public key) the caller knows to be good; `owners` says for whom a key was registered
    in any chain. `spans`: which parts of the chain are here; None for all of it.
    """

    vouched: Mapping[str, bytes]
    owners: Mapping[str, frozenset[str]]
    spans: Sequence[Span] | None = None

    def needs(self, first: int, last: int) -> bool:
        """Whether any place from `first` to `last` has to be here."""
        if self.spans is None:
            return first <= last
        return any(max(first, span.first) <= min(last, span.last) for span in self.spans)


class ChainCheck:
    """One chain, in the order of its sequence, with its keys."""

    def __init__(self, chain: Sequence[Act], keys: ChainKeys, known: Known) -> None:
        self._chain = chain
        self._keys = keys
        self._known = known

    def defects(self) -> list[Defect]:
        """Everything wrong with the chain."""
        return [*self._places(), *(one for act in self._chain for one in self._act(act))]

    def _places(self) -> Iterator[Defect]:
        """Gaps, forks and broken links: does each act name the one before it?"""
        before, known = 0, {GENESIS}
        for seq, group in groupby(self._chain, key=lambda act: act.station_seq):
            acts = list(group)
            bodies = {act.body for act in acts}
            for act in acts:
                if seq < 1:
                    yield defect("gap", act, "acts are counted from 1")
                elif seq != before + 1:
                    if self._known.needs(before + 1, seq - 1):
                        gone = _stretch(before + 1, seq - 1)
                        yield defect("gap", act, f"missing before this act: {gone}", acts=gone)
                elif act.prev not in known:
                    yield defect("chain_broken", act, "this act does not follow the act before it")
                if len(bodies) > 1:
                    yield defect("fork", act, f"{len(bodies)} different acts claim this place in the chain")
            before, known = max(seq, 0), {act.hash for act in acts} if seq > 0 else {GENESIS}
        for span in self._known.spans or ():
            if before < span.last:
                gone = _stretch(before + 1, span.last)
                yield defect("truncated", self._chain[-1], f"missing after this act: {gone}", acts=gone)

    def _act(self, act: Act) -> Iterator[Defect]:
        yield from self._opening(act)
        if not _as_signed(act):
            yield defect("altered_fields", act, "the fields of this act are not those that were signed")
        if act.kind == ActKind.KEY_REGISTERED:
            yield from self._registration(act)
        public_key = self._public_key(act.key)
        if public_key is None:
            yield defect("unknown_key", act, f"nobody has registered the key {act.key}", key=act.key)
        elif not verify(public_key, act.hash, act.signature):
            text = f"the signature is not of this act and of the key {act.key}"
            yield defect("bad_signature", act, text, key=act.key)
        elif act.key == self._keys.station_id:
            yield from self._signed_by_station(act)
        else:
            yield from self._signed_by_officer(act)

    def _opening(self, act: Act) -> Iterator[Defect]:
        opens = act.kind == ActKind.STATION_OPENED
        if act is self._chain[0] and not opens:
            yield defect("not_opened", act, "the chain does not begin with the opening of the workstation")
        if opens and act.station_seq != 1:
            yield defect("opened_again", act, "a workstation is opened once, by its first act")
        if opens and declared_key(act) != self._keys.station:
            yield defect("station_key", act, "the key this act declares is not this workstation's trusted key")
        elif opens and act.key != self._keys.station_id:
            yield defect("station_key", act, "this act is not signed with the key that it declares")

    def _registration(self, act: Act) -> Iterator[Defect]:
        public_key, officer = declared_key(act), act.text("officer")
        if public_key is None or not officer:
            yield defect("bad_registration", act, "no key or no officer is named")
        elif self._keys.station is None or not is_registration(act, self._keys.station):
            yield defect("bad_registration", act, "not signed with the workstation's own key")
        elif self._known.owners.get(key_id(public_key), frozenset()) - {officer}:
            text = f"the key of {officer} is registered for somebody else too"
            yield defect("bad_registration", act, text, officer=officer)

    def _signed_by_station(self, act: Act) -> Iterator[Defect]:
        if act.kind in _BY_STATION or (act.signer_failed and act.kind != ActKind.COLLECTIVE):
            return
        if act.officer or act.kind in _BY_OFFICER:
            yield defect("station_signed", act, "the workstation signed what only an officer may do")

    def _signed_by_officer(self, act: Act) -> Iterator[Defect]:
        registration = self._keys.officers.get(act.key)
        if (
            registration is not None
            and registration.station_seq >= act.station_seq
            and act.key not in self._known.vouched
        ):
            yield defect("early_key", act, f"the key {act.key} signed before it was registered", key=act.key)
        owners = frozenset({registration.officer}) if registration is not None else self._known.owners.get(act.key)
        if owners is not None and act.officer not in owners:
            text = f"the key {act.key} is not that of {act.officer or 'no officer'}"
            yield defect("foreign_key", act, text, key=act.key, officer=act.officer)

    def _public_key(self, name: str) -> bytes | None:
        if name == self._keys.station_id:
            return self._keys.station
        if name in self._keys.officers:
            return self._keys.officers[name].public_key
        public_key = self._known.vouched.get(name)
        return public_key if public_key is not None and key_id(public_key) == name else None


def _stretch(first: int, last: int) -> str:
    return f"{first}–{last}" if first != last else str(first)


def _as_signed(act: Act) -> bool:
    try:
        return read(act.body, act.signature) == act
    except BadAct:
        return False
