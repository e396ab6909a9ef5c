"""The simulated centre: the rules of the real one in memory, for training, for tests, and for a counter on its own."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from officer_app.core.acts import GENESIS, Act, ActKind, BadAct, read
from officer_app.core.ports import (
    ChainFork,
    ChainGap,
    Claim,
    Clock,
    Denied,
    FeedAct,
    FeedRecord,
    Granted,
    Hello,
    PushOutcome,
    Taken,
    Unreachable,
)
from officer_app.core.records import CoreState, Record, permit_from_doc

LARGEST_BODY = 262_144
LONGEST_ID = 64
PERMIT = "permit"


@dataclass(frozen=True)
class Conflict:
    """A release that contradicts a decision: which act was first, which came after."""

    permit: str
    round: int
    winner: str
    loser: str


@dataclass(frozen=True)
class _Decision:
    taken: Taken
    granted_by: str


@dataclass
class _Head:
    post: str
    kept: list[tuple[Act, str]] = field(default_factory=list)

    @property
    def hash(self) -> bytes:
        """What the next act has to name as `prev`."""
        return sha256(self.kept[-1][0].body).digest() if self.kept else GENESIS


class MemoryCentre:
    """The centre of one site, shared by the `MemoryCentral` of each workstation. Calls take turns."""

    def __init__(self, site: str, clock: Clock) -> None:
        self.site = site
        self.conflicts: list[Conflict] = []
        self._clock = clock
        self._turn = Lock()
        self._epoch = str(uuid.uuid4())
        self._heads: dict[str, _Head] = {}
        self._acts: list[Act] = []
        self._records: list[Record] = []
        self._decisions: dict[tuple[str, int], _Decision] = {}
        self._authorities: dict[str, tuple[str, str]] = {}

    def enrol(self, station: str, post: str = "") -> "MemoryCentral":
        """The centre as `station` sees it; its acts stay where it was enrolled before."""
        with self._turn:
            self._heads.setdefault(station, _Head(post)).post = post
        return MemoryCentral(self, station)

    def load(self, records: Iterable[Record]) -> None:
        """Feed reference records to the workstations; what is there word for word, or newer, stays as it is."""
        with self._turn:
            for record in records:
                known = self._record(record.kind, record.number)
                if known is None or (known != record and known.as_of <= record.as_of):
                    self._records.append(record)

    def set_authority(self, post: str, kind: str, holder: str) -> None:
        """Make `holder` (kind: centre, workstation or post) the one that grants the releases of `post`."""
        with self._turn:
            self._authorities[post] = (kind, holder)

    def hello(self, station: str) -> Hello:
        with self._turn:
            head = self._heads[station]
            return Hello(self._clock(), self._epoch, len(head.kept), head.hash, encrypted=False)

    def push(self, station: str, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        with self._turn:
            self._check_chain(station, acts)
            return tuple(self._take(station, act) for act in acts)

    def claim(self, station: str, claim: Claim) -> Granted | Taken | Denied:
        with self._turn:
            made = self._decisions.get((claim.permit, claim.round))
            if made is None:
                objection = self._objection(self._heads[station].post, claim)
                if objection is not None:
                    return objection
                made = _Decision(Taken(claim.act_id, station, claim.officer, self._clock()), "centre")
                self._decisions[claim.permit, claim.round] = made
            ours = (made.taken.act_id, made.taken.station) == (claim.act_id, station)
            return Granted(made.granted_by) if ours else made.taken

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
        with self._turn:
            found = self._acts[after : after + limit]
            return tuple(FeedAct(after + place, act) for place, act in enumerate(found, start=1))

    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
        with self._turn:
            found = self._records[after : after + limit]
            return tuple(FeedRecord(after + place, record) for place, record in enumerate(found, start=1))

    def _check_chain(self, station: str, acts: Sequence[Act]) -> None:
        """All or nothing: what breaks the chain is found before anything is kept."""
        head = self._heads[station]
        last, last_hash = len(head.kept), head.hash
        for act in acts:
            if act.station_seq <= len(head.kept):
                known = head.kept[act.station_seq - 1][0]
                if (known.body, known.signature) != (act.body, act.signature):
                    raise ChainFork(f"other bytes are stored as act {act.station_seq} of {station}")
                continue
            if act.station_seq != last + 1:
                raise ChainGap(len(head.kept))
            written = _read(act)
            if isinstance(written, Act) and written.prev != last_hash:
                raise ChainFork(f"act {act.station_seq} of {station} follows another act than ours")
            last, last_hash = act.station_seq, act.hash

    def _take(self, station: str, act: Act) -> PushOutcome:
        head = self._heads[station]
        if act.station_seq <= len(head.kept):
            reason = head.kept[act.station_seq - 1][1]
            lost = any(conflict.loser == act.act_id for conflict in self.conflicts)
            return PushOutcome(act.act_id, "refused" if reason else "conflict" if lost else "duplicate", reason)
        written = _read(act)
        reason = written if isinstance(written, str) else self._refusal(station, act.station_seq, written)
        head.kept.append((act, reason))
        if reason or isinstance(written, str):
            return PushOutcome(act.act_id, "refused", reason)
        self._acts.append(written)
        if written.kind == ActKind.RELEASE and written.subject.kind == PERMIT:
            return self._settle(station, written)
        return PushOutcome(written.act_id, "stored")

    def _refusal(self, station: str, station_seq: int, act: Act) -> str:
        if (act.site, act.station, act.station_seq) != (self.site, station, station_seq):
            return "wrong_place"
        if not 0 < len(act.act_id) <= LONGEST_ID or (act.subject.kind == PERMIT and act.subject.round < 1):
            return "bad_form"
        return "act_id_used" if any(known.act_id == act.act_id for known in self._acts) else ""

    def _settle(self, station: str, act: Act) -> PushOutcome:
        taken = Taken(act.act_id, station, act.officer, self._clock())
        key = (act.subject.number, act.subject.round)
        winner = self._decisions.setdefault(key, _Decision(taken, act.text("granted_by"))).taken.act_id
        if winner == act.act_id:
            return PushOutcome(act.act_id, "stored")
        self.conflicts.append(Conflict(*key, winner, act.act_id))
        return PushOutcome(act.act_id, "conflict", winner)

    def _objection(self, post: str, claim: Claim) -> Denied | None:
        if claim.unverified:
            return Denied("unverified")
        if post not in ("", claim.post):
            return Denied("wrong_post", post)
        kind, holder = self._authorities.get(claim.post, ("centre", "centre"))
        if kind != "centre":
            return Denied("wrong_authority", holder)
        state = self._core_state(claim.permit)
        if state in (CoreState.CANCELLED, CoreState.HELD):
            return Denied(state)
        holds = [act.kind for act in self._on(claim.permit) if act.kind in (ActKind.HOLD, ActKind.UNHOLD)]
        if holds and holds[-1] == ActKind.HOLD:
            return Denied("held")
        before = self._decisions.get((claim.permit, claim.round - 1))
        annulled = {act.text("annuls") for act in self._on(claim.permit) if act.kind == ActKind.ANNUL}
        if claim.round > 1 and (before is None or before.taken.act_id not in annulled):
            return Denied("already_released", str(claim.round - 1))
        return None

    def _core_state(self, permit: str) -> str:
        known = self._record(PERMIT, permit)
        if known is None:
            return ""
        return CoreState.CANCELLED if known.deleted else permit_from_doc(known.doc).state

    def _record(self, kind: str, number: str) -> Record | None:
        known = (each for each in reversed(self._records) if (each.kind, each.number) == (kind, number))
        return next(known, None)

    def _on(self, permit: str) -> list[Act]:
        return [act for act in self._acts if (act.subject.kind, act.subject.number) == (PERMIT, permit)]


class MemoryCentral:
    """Implements core.ports.Central for one workstation. `reachable` is the switch that cuts it off."""

    def __init__(self, centre: MemoryCentre, station: str) -> None:
        self.reachable = True
        self._centre = centre
        self._station = station

    def hello(self) -> Hello:
        """What the centre says at contact."""
        self._reach()
        return self._centre.hello(self._station)

    def push(self, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        """Hand over acts in the order of their sequence; all or, where the chain is broken, none."""
        self._reach()
        return self._centre.push(self._station, acts)

    def claim(self, claim: Claim, deadline_s: float) -> Granted | Taken | Denied:
        """Ask for the release right; the answer comes at once, whatever the deadline."""
        self._reach()
        return self._centre.claim(self._station, claim)

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
        """The acts of the site behind place `after`."""
        self._reach()
        return self._centre.pull_acts(after, limit)

    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
        """The reference records of the site behind place `after`."""
        self._reach()
        return self._centre.pull_records(after, limit)

    def close(self) -> None:
        """From now on nothing is reached."""
        self.reachable = False

    def _reach(self) -> None:
        if not self.reachable:
            raise Unreachable("the simulated centre is cut off")


def _read(act: Act) -> Act | str:
    """The act that the bytes are, or why they are none: what the sender says about them counts for nothing."""
    if len(act.body) > LARGEST_BODY:
        return "oversize"
    try:
        return read(act.body, act.signature)
    except BadAct:
        return "unreadable"
