"""The rules of the real centre in memory: chains, feeds and digests; the release right is in memory_rights."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from threading import Lock

from officer_app.central.memory_consequences import draw_consequences
from officer_app.central.memory_numbers import Given, NumberBlocks
from officer_app.central.memory_offices import Offices
from officer_app.central.memory_rights import PERMIT, Head, Rights
from officer_app.core.acts import GENESIS, Act, ActKind, BadAct, read
from officer_app.core.cases import Case
from officer_app.core.digests import chained, weight
from officer_app.core.ports import (
    ChainFork,
    ChainGap,
    Claim,
    Clock,
    Decision,
    Denied,
    FeedAct,
    FeedRecord,
    Granted,
    Hello,
    IdleClaim,
    Mark,
    OwnAct,
    PushOutcome,
    Taken,
)
from officer_app.core.records import Record

LARGEST_BODY = 262_144
LONGEST_ID = 64
KINDS = frozenset(map(str, ActKind))


class MemoryCentre:
    """The centre of one site, or with `post` that post's own server. Calls take turns."""

    def __init__(self, site: str, clock: Clock, post: str = "", mode: str = "", offices: Offices | None = None) -> None:
        self.site, self.offices = site, offices or Offices()
        self.rights = Rights(clock, post, mode)
        self._turn = Lock()
        self._forks: dict[str, tuple[OwnAct, OwnAct]] = {}
        self._heard: set[str] = set()
        self._numbers = NumberBlocks()
        self.offices.join(site, lambda: self.rights.acts)

    @property
    def conflicts(self) -> list[Case]:
        """Releases that contradict a decision, open and closed."""
        with self._turn:
            return [case for case in self.rights.cases.values() if case.kind == "double_release"]

    def let_in(self, station: str, post: str = "") -> None:
        """Enrol a workstation; its acts stay where it was enrolled before."""
        with self._turn:
            known = self.rights.stations.get(station, Head(post))
            self.rights.stations[station] = replace(known, post=post)

    def load(self, records: Iterable[Record]) -> None:
        """Feed reference records to the workstations; what is there word for word, or newer, stays as it is."""
        with self._turn:
            for record in records:
                known = self.rights.record(record.kind, record.number)
                if known is None or (known != record and known.as_of <= record.as_of):
                    self.rights.records.append(record)

    def set_authority(self, post: str, kind: str, holder: str) -> int:
        """Make `holder` (kind: centre, workstation or post) the one that grants the releases of `post`.

        Raises NotMoved where the present one has not handed back.
        """
        with self._turn:
            return self.rights.move(post, kind, holder)

    def restored(self) -> str:
        """Say that this centre came back from a backup; gives the new epoch of its feeds."""
        with self._turn:
            self.rights.recovering, self._heard = True, set()
            self.rights.epoch = str(uuid.uuid4())
            known_here = [each.epoch for each in self.rights.authorities.values()]
            minutes, here = int(self.rights.clock().timestamp()) // 60, len(self.rights.acts)
            self.rights.beyond = 1000 + max(self.rights.beyond, minutes, *known_here)
            for post, known in list(self.rights.authorities.items()):
                leap = replace(known, epoch=self.rights.beyond + 1, forced="", acts_place=here, resting=True)
                self.rights.authorities[post] = self.rights.past[post, leap.epoch] = leap
                self.rights.feed_authority(post)
            return self.rights.epoch

    def hello(self, station: str) -> Hello:
        """What the centre says at contact."""
        with self._turn:
            kept, rights = self.rights.stations[station].kept, self.rights
            heard = not rights.recovering or station in self._heard
            now, head = rights.clock(), _hash(kept)
            return Hello(now, rights.epoch, len(kept), head, False, rights.mode, rights.recovering, heard)

    def push(self, station: str, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        """See core.ports.Central.push."""
        with self._turn:
            self._check_chain(station, acts)
            return tuple(self._take(station, act) for act in acts)

    def set_aside(self, station: str, act: Act) -> PushOutcome:
        """See core.ports.Central.set_aside."""
        with self._turn:
            self._check_chain(station, [act])
            return self._take(station, act, set_aside=True)

    def claim(self, station: str, claim: Claim) -> Granted | Taken | Denied:
        """See core.ports.Central.claim."""
        with self._turn:
            return self.rights.claim(station, claim)

    def pull_acts(self, after: int, limit: int) -> tuple[FeedAct, ...]:
        """See core.ports.Central.pull_acts."""
        with self._turn:
            found = self.rights.acts[after : after + limit]
            return tuple(FeedAct(after + place, act) for place, act in enumerate(found, start=1))

    def pull_records(self, after: int, limit: int) -> tuple[FeedRecord, ...]:
        """See core.ports.Central.pull_records."""
        with self._turn:
            self.offices.feed(self.site, self.rights.records)
            found = self.rights.records[after : after + limit]
            return tuple(FeedRecord(after + place, record) for place, record in enumerate(found, start=1))

    def digest(self, feed: str, up_to: int) -> Mark | None:
        """See core.ports.Central.digest."""
        with self._turn:
            if feed == "acts":
                acts = self.rights.acts[:up_to]
                return Mark(len(acts), chained(act.hash for act in acts)) if acts else None
            newest = {(record.kind, record.number): record for record in self.rights.records[:up_to]}
            place = min(up_to, len(self.rights.records))
            return Mark(place, str(sum(map(weight, newest.values())))) if place else None

    def own_acts(self, station: str, after_seq: int, limit: int) -> tuple[OwnAct, ...]:
        """See core.ports.Central.own_acts."""
        with self._turn:
            kept = self.rights.stations[station].kept[after_seq : after_seq + limit]
            return tuple(self._own(act) for act, _ in kept)

    def report_fork(self, station: str, act: Act) -> bool:
        """See core.ports.Central.report_fork."""
        with self._turn:
            # Whoever shows it: of whom it speaks is said in its own bytes.
            station = act.station if act.station in self.rights.stations else station
            kept = self.rights.stations[station].kept
            if not 0 < act.station_seq <= len(kept):
                return False
            known = kept[act.station_seq - 1][0]
            if (known.body, known.signature) == (act.body, act.signature):
                return False
            case_id = f"fork:{station}:{act.station_seq}:{act.hash.hex()[:16]}"
            self._forks[case_id] = (self._own(known), OwnAct(act.station_seq, act.body, act.signature, 0))
            evidence = {"station": station, "here": known.hash.hex(), "other": act.hash.hex()}
            self.rights.open_case(case_id, "fork", station, {**evidence, "station_seq": str(act.station_seq)})
            return True

    def caught_up(self, station: str, feed_epoch: str) -> bool:
        """See core.ports.Central.caught_up."""
        with self._turn:
            if feed_epoch != self.rights.epoch:
                return False
            self._heard.add(station)
            if self.rights.recovering and self._heard >= set(self.rights.stations):
                self.rights.recovering = False
                for post, known in list(self.rights.authorities.items()):
                    self.rights.authorities[post] = replace(known, resting=False)
                    self.rights.feed_authority(post)
            return not self.rights.recovering

    def take_numbers(self, station: str, series: str, count: int, act_id: str) -> tuple[int, int]:
        """See core.ports.Central.take_numbers."""
        with self._turn:
            asked = Given(station, series, 1, count)
            return self._numbers.take(asked, act_id, self.rights.acts, recovering=self.rights.recovering)

    def hand_back(self, post: str, epoch: int) -> int:
        """See core.ports.Central.hand_back."""
        with self._turn:
            return self.rights.hand_back(post, epoch)

    def pull_decisions(self, after: int, limit: int) -> tuple[Decision, ...]:
        """See core.ports.Central.pull_decisions."""
        with self._turn:
            return tuple(self.rights.decisions.values())[after : after + limit]

    def tell_decisions(self, station: str, post: str, decisions: Sequence[Decision]) -> int:
        """See core.ports.Central.tell_decisions."""
        with self._turn:
            return self.rights.tell(station, post, decisions)

    def claims_without_act(self, minutes: int) -> tuple[IdleClaim, ...]:
        """See core.ports.Central.claims_without_act."""
        with self._turn:
            rights = self.rights
            here = {act.act_id for act in rights.acts}
            due = rights.clock() - timedelta(minutes=minutes)
            return tuple(
                IdleClaim(
                    each.permit, each.round, each.act_id, each.station, each.officer, each.at, rights.granted_by[key]
                )
                for key, each in rights.decisions.items()
                if not each.withdrawn and each.act_id not in here and each.at <= due and not self._closed(each)
            )

    def case_acts(self, case_id: str) -> tuple[tuple[str, OwnAct], ...]:
        """See core.ports.Central.case_acts."""
        with self._turn:
            case = self.rights.cases.get(case_id)
            if case is None:
                return ()
            if case_id in self._forks:
                return tuple(zip(("here", "other"), self._forks[case_id], strict=True))
            wanted = {
                case.evidence[side]: side
                for side in ("act", "winner", "loser", "stamp", "withdrawal")
                if side in case.evidence
            }
            return tuple((wanted[act.act_id], self._own(act)) for act in self.rights.acts if act.act_id in wanted)

    def _closed(self, made: Decision) -> bool:
        case = self.rights.cases.get(f"claim_without_act:{made.permit}:{made.round}:{made.act_id}")
        return case is not None and not case.is_open

    @staticmethod
    def _own(act: Act) -> OwnAct:
        return OwnAct(act.station_seq, act.body, act.signature, 0)

    def _check_chain(self, station: str, acts: Sequence[Act]) -> None:
        """All or nothing: what breaks the chain is found before anything is kept."""
        kept = self.rights.stations[station].kept
        last, last_hash = len(kept), _hash(kept)
        for act in acts:
            if act.station_seq <= len(kept):
                known = kept[act.station_seq - 1][0]
                if (known.body, known.signature) != (act.body, act.signature):
                    raise ChainFork(f"other bytes are stored as act {act.station_seq} of {station}")
                continue
            if act.station_seq != last + 1:
                raise ChainGap(len(kept))
            written = _read(act)
            if isinstance(written, Act) and written.prev != last_hash:
                raise ChainFork(f"act {act.station_seq} of {station} follows another act than ours")
            last, last_hash = act.station_seq, act.hash

    def _take(self, station: str, act: Act, *, set_aside: bool = False) -> PushOutcome:
        head = self.rights.stations[station]
        if act.station_seq <= len(head.kept):
            reason = head.kept[act.station_seq - 1][1]
            lost = any(case.evidence.get("loser") == act.act_id for case in self.rights.cases.values())
            return PushOutcome(act.act_id, "refused" if reason else "conflict" if lost else "duplicate", reason)
        written = "set_aside" if set_aside else _read(act)
        reason = written if isinstance(written, str) else self._refusal(station, act.station_seq, written)
        self.rights.stations[station] = replace(head, kept=(*head.kept, (act, reason)))
        if reason or isinstance(written, str):
            evidence = {"station": station, "station_seq": str(act.station_seq), "reason": reason}
            self.rights.open_case(f"refused_act:{station}:{act.station_seq}", "refused_act", station, evidence)
            return PushOutcome(act.act_id, "refused", reason)
        self.rights.acts.append(written)
        winner = draw_consequences(self.rights, station, written)
        return PushOutcome(written.act_id, "conflict", winner) if winner else PushOutcome(written.act_id, "stored")

    def _refusal(self, station: str, station_seq: int, act: Act) -> str:
        if (act.site, act.station, act.station_seq) != (self.site, station, station_seq):
            return "wrong_place"
        self.rights.mode = self.rights.mode or act.mode
        if act.mode != self.rights.mode:
            return "wrong_mode"
        if not 0 < len(act.act_id) <= LONGEST_ID or (act.subject.kind == PERMIT and act.subject.round < 1):
            return "bad_form"
        if act.kind not in KINDS:
            return "unknown_kind"
        bound = any(made.act_id == act.act_id and made.station != station for made in self.rights.decisions.values())
        if bound or any(known.act_id == act.act_id for known in self.rights.acts):
            return "act_id_used"
        return "" if self.rights.post else self.rights.hear(station, act)


def _hash(kept: Sequence[tuple[Act, str]]) -> bytes:
    """What the next act has to name as `prev`."""
    return sha256(kept[-1][0].body).digest() if kept else GENESIS


def _read(act: Act) -> Act | str:
    """The act that the bytes are, or why they are none: what the sender says about them counts for nothing."""
    if len(act.body) > LARGEST_BODY:
        return "oversize"
    try:
        return read(act.body, act.signature)
    except BadAct:
        return "unreadable"
