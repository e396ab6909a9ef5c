"""The rules of the real centre in memory: feeds, digests and recovery; the rest is in memory_chains, memory_rights."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from threading import Lock

from officer_app.central.memory_chains import Chains, head_hash, own
from officer_app.central.memory_consequences import compare_withdrawal
from officer_app.central.memory_numbers import Given, NumberBlocks
from officer_app.central.memory_offices import Offices
from officer_app.central.memory_rights import Head, Rights
from officer_app.core.acts import Act
from officer_app.core.cases import Case
from officer_app.core.digests import chained, weight
from officer_app.core.ports import (
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


class MemoryCentre:
    """The centre of one site, or with `post` that post's own server. Calls take turns."""

    def __init__(self, site: str, clock: Clock, post: str = "", mode: str = "", offices: Offices | None = None) -> None:
        self.site, self.offices = site, offices or Offices()
        self.rights = Rights(clock, post, mode)
        self._chains = Chains(site, self.rights)
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
            if self.rights.post:
                # Who grants for it the centre says; its lanes tell it which epochs are over.
                return self.rights.epoch
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
            now, head = rights.clock(), head_hash(kept)
            return Hello(now, rights.epoch, len(kept), head, False, rights.mode, rights.recovering, heard)

    def push(self, station: str, acts: Sequence[Act]) -> tuple[PushOutcome, ...]:
        """See core.ports.Central.push."""
        with self._turn:
            self._chains.check(station, acts)
            outcomes = tuple(self._chains.take(station, act) for act in acts)
            self._end_recovery()
            return outcomes

    def set_aside(self, station: str, act: Act) -> PushOutcome:
        """See core.ports.Central.set_aside."""
        with self._turn:
            self._chains.check(station, [act])
            return self._chains.take(station, act, set_aside=True)

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
            return tuple(own(act) for act, _ in kept)

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
            self._forks[case_id] = (own(known), OwnAct(act.station_seq, act.body, act.signature, 0))
            evidence = {"station": station, "here": known.hash.hex(), "other": act.hash.hex()}
            self.rights.open_case(case_id, "fork", station, {**evidence, "station_seq": str(act.station_seq)})
            return True

    def tell_heard(self, acts: Sequence[Act]) -> None:
        """See core.ports.Central.tell_heard."""
        with self._turn:
            if self.rights.recovering:
                self._chains.hear_of(acts)

    def caught_up(self, station: str, feed_epoch: str) -> bool:
        """See core.ports.Central.caught_up."""
        with self._turn:
            if feed_epoch != self.rights.epoch:
                return False
            self._heard.add(station)
            self._end_recovery()
            return not self.rights.recovering

    def take_seat(self, station: str, name: str, word: str, fresh: str) -> bool:
        """See core.ports.Central.take_seat."""
        with self._turn:
            return self.rights.take_seat(station, name, word, fresh)

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

    def tell_decisions(self, post: str, server: str, decisions: Sequence[Decision]) -> int:
        """See core.ports.Central.tell_decisions."""
        with self._turn:
            told = self.rights.tell(post, server, decisions)
            for each in decisions:
                compare_withdrawal(self.rights, each.permit, each.round, each.withdrawn)
            return told

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
                if not each.withdrawn and each.act_id not in here and each.at <= due and not self.rights.is_closed(each)
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
            return tuple((wanted[act.act_id], own(act)) for act in self.rights.acts if act.act_id in wanted)

    def _end_recovery(self) -> None:
        """Everybody was heard; of a post's own server two officers said besides that it goes on."""
        rights = self.rights
        if not rights.recovering or not self._heard >= set(rights.stations):
            return
        if rights.post and rights.fenced != rights.epoch:
            return
        rights.recovering = False
        for post, known in list(rights.authorities.items()) if not rights.post else ():
            rights.authorities[post] = replace(known, resting=False)
            rights.feed_authority(post)
