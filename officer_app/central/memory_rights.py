"""The simulated centre's release right: authorities with epochs, decisions, cases. The caller holds the turn."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from officer_app.central.administration import NotMoved
from officer_app.core.acts import Act, ActKind, format_time
from officer_app.core.cases import RECORD_KIND as CASE
from officer_app.core.cases import Case, case_number
from officer_app.core.ports import Claim, Clock, Decision, Denied, Granted, Taken
from officer_app.core.records import CoreState, Provenance, Record, permit_from_doc
from officer_app.core.rights import PENDING_KIND, Authority, authority_number, pending_number
from officer_app.core.rights import RECORD_KIND as AUTHORITY
from officer_app.core.roles import name_key

PERMIT = "permit"
Key = tuple[str, int, str]
"""Permit, round and the stamp withdrawn (empty: its release)."""


@dataclass(frozen=True)
class Head:
    """A workstation: its post, and its acts with the reason for each that was refused."""

    post: str
    kept: tuple[tuple[Act, str], ...] = ()


@dataclass
class Rights:
    """What is decided at one place: the centre, or with `post` that post's own server."""

    clock: Clock
    post: str = ""
    mode: str = ""
    recovering: bool = False
    beyond: int = 0
    epoch: str = field(default_factory=lambda: str(uuid.uuid4()))
    acts: list[Act] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    decisions: dict[Key, Decision] = field(default_factory=dict)
    granted_by: dict[Key, str] = field(default_factory=dict)
    authorities: dict[str, Authority] = field(default_factory=dict)
    past: dict[tuple[str, int], Authority] = field(default_factory=dict)
    handed: dict[tuple[str, int], int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    stations: dict[str, Head] = field(default_factory=dict)

    def authority(self, post: str) -> Authority:
        """Who grants for `post`."""
        return self.authorities.get(post, Authority(post))

    def move(self, post: str, kind: str, holder: str) -> int:
        """A regular move; raises NotMoved."""
        known = self.authority(post)
        waits = self._still_holds(known)
        if waits and (known.kind, known.holder) == (kind, holder):
            return known.epoch
        if self.recovering or waits:
            raise NotMoved(waits or "the centre was restored and has not heard every workstation again")
        if not self._known_holder(post, kind, holder):
            raise NotMoved(f"there is no {kind} of the name {holder} for post {post}")
        return self._next(post, kind, holder, "")

    def claim(self, station: str, claim: Claim) -> Granted | Taken | Denied:
        """Grant, or say why not."""
        place = "post" if self.post else "centre"
        self.mode = self.mode or claim.mode
        if claim.mode != self.mode:
            return Denied("wrong_mode", self.mode)
        unsure = claim.purpose == "consent" or (claim.unverified and claim.purpose == "release")
        if unsure and not self.post and not self._permit_known(claim.permit):
            return Denied("unverified")
        if claim.purpose == "consent":
            return Denied("centre_recovering") if self.recovering else Granted(place)
        key = (claim.permit, claim.round, claim.stamp if claim.purpose == "withdraw" else "")
        made = self.decisions.get(key)
        if made is None:
            used = {act.act_id for act in self.acts} | {each.act_id for each in self.decisions.values()}
            objection = Denied("act_id_used") if claim.act_id in used else self._no_authority(claim)
            objection = objection or self._objection(station, claim)
            if objection is not None:
                return objection
            made = self._decide(key, claim.act_id, station, claim.officer, claim.epoch, place)
        if (made.act_id, made.station) == (claim.act_id, station):
            return Granted(self.granted_by[key])
        return Taken(made.act_id, made.station, made.officer, made.at)

    def hand_back(self, post: str, epoch: int) -> int:
        """The post's own server grants no more under `epoch`."""
        if self.authority(post).epoch < epoch:
            self.authorities[post] = Authority(post, epoch, "post", post)
        return self.handed.setdefault((post, epoch), len(self.decisions))

    def hear(self, station: str, act: Act) -> str:
        """Obey an act that is not about cargo; the reason where it is refused."""
        if act.subject.kind == "post" and act.kind == ActKind.AUTHORITY_HANDED_BACK:
            return self._hear_hand_back(station, act)
        if act.subject.kind == "post" and act.kind == ActKind.AUTHORITY_FORCED:
            return self._hear_forced(act)
        if act.subject.kind == "case" and act.kind == ActKind.CASE_CLOSED:
            return self._hear_closing(act)
        return ""

    def settle(self, station: str, act: Act) -> str:
        """Write down who released a round; the act that was first where this one contradicts it."""
        key = (act.subject.number, act.subject.round, "")
        if key not in self.decisions:
            self._decide(key, act.act_id, station, act.officer, 0, act.text("granted_by"))
            if not self._granted_right(station, act):
                evidence = {"act": act.act_id, "station": station, "granted_by": act.text("granted_by")}
                self.open_case(f"no_right:{act.act_id}", "no_right", act.subject.number, evidence)
        winner = self.decisions[key]
        if winner.act_id == act.act_id:
            return ""
        self.contradict(key, winner, act.act_id, station)
        return winner.act_id

    def note_annulment(self, station: str, act: Act) -> None:
        """A stamp that another authority took back is gone here as well."""
        key = (act.subject.number, act.subject.round, act.text("annuls"))
        if key[2] and key not in self.decisions:
            self._decide(key, act.act_id, station, act.officer, 0, act.text("granted_by"))

    def contradict(self, key: Key, winner: Decision, loser: str, station: str) -> None:
        """Both stay, a case is open."""
        evidence = {"winner": winner.act_id, "winner_station": winner.station, "loser": loser, "loser_station": station}
        self.open_case(f"double_release:{key[0]}:{key[1]}:{loser}", "double_release", key[0], evidence)

    def tell(self, station: str, post: str, decisions: Iterable[Decision]) -> int:
        """What a post's server decided, from the next number on."""
        for each in decisions:
            if each.number != self.told.get(post, 0) + 1:
                continue
            self.told[post] = each.number
            key = (each.permit, each.round, each.withdrawn)
            winner = self.decisions.setdefault(key, each)
            self.granted_by.setdefault(key, "post")
            if winner.act_id != each.act_id and not each.withdrawn:
                self.contradict(key, winner, each.act_id, each.station)
        return self.told.get(post, 0)

    def open_case(self, case_id: str, kind: str, subject: str, evidence: dict[str, str]) -> None:
        """Open a case, once."""
        if case_id not in self.cases:
            self._keep_case(Case(case_id, kind, subject, format_time(self.clock()), evidence))

    def feed(self, kind: str, number: str, doc: dict[str, Any]) -> None:
        """Feed a record of the centre's own making; its time only goes forward."""
        before = self.record(kind, number)
        as_of = max(self.clock(), before.as_of + timedelta(microseconds=1)) if before else self.clock()
        self.records.append(Record(kind, number, json.dumps(doc, ensure_ascii=False), str(Provenance.COUNTER), as_of))

    def feed_authority(self, post: str) -> None:
        """Tell who grants, after every claim whose act has not come."""
        here = {act.act_id for act in self.acts}
        for made in self.decisions.values():
            if made.act_id not in here:
                doc = {**asdict(made), "at": format_time(made.at)}
                self.feed(PENDING_KIND, pending_number(made.permit, made.round, made.withdrawn), doc)
        self.feed(AUTHORITY, authority_number(post), asdict(self.authority(post)))

    def record(self, kind: str, number: str) -> Record | None:
        """The newest record of that number."""
        return next((each for each in reversed(self.records) if (each.kind, each.number) == (kind, number)), None)

    def _decide(self, key: Key, act_id: str, station: str, officer: str, epoch: int, granted_by: str) -> Decision:
        made = Decision(len(self.decisions) + 1, *key, act_id, station, officer, self.clock(), epoch)
        self.decisions[key], self.granted_by[key] = made, granted_by
        return made

    def _next(self, post: str, kind: str, holder: str, forced: str) -> int:
        epoch = max(self.authority(post).epoch, self.beyond) + 1
        self.authorities[post] = self.past[post, epoch] = Authority(post, epoch, kind, holder, len(self.acts), forced)
        self.feed_authority(post)
        return epoch

    def _still_holds(self, known: Authority) -> str:
        if known.kind == "centre":
            return ""
        counted = self.handed.get((known.post, known.epoch))
        if counted is None:
            return f"{known.holder} has not handed back"
        missing = known.kind == "post" and counted > self.told.get(known.post, 0)
        return f"not all decisions of {known.holder} are here yet" if missing else ""

    def _known_holder(self, post: str, kind: str, holder: str) -> bool:
        if kind == "centre":
            return holder == "centre"
        if kind == "post":
            return holder == post
        return kind == "workstation" and holder in self.stations and self.stations[holder].post in ("", post)

    def _no_authority(self, claim: Claim) -> Denied | None:
        known = self.authority(claim.post)
        if self.recovering:
            return Denied("centre_recovering")
        if not self.post:
            return Denied("wrong_authority", known.holder) if known.kind != "centre" else None
        if claim.post != self.post:
            return Denied("wrong_authority", claim.post)
        over = any(post == claim.post and epoch >= claim.epoch for post, epoch in self.handed)
        if claim.epoch < max(known.epoch, 1) or over:
            return Denied("stale_epoch", str(known.epoch))
        self.authorities[claim.post] = Authority(claim.post, claim.epoch, "post", claim.post)
        return None

    def _objection(self, station: str, claim: Claim) -> Denied | None:
        if claim.purpose == "withdraw":
            made = self.decisions.get((claim.permit, claim.round, ""))
            return Denied("already_released", made.station) if made else None
        post = self.stations[station].post
        if post not in ("", claim.post):
            return Denied("wrong_post", post)
        if (state := self._core_state(claim.permit)) in (CoreState.CANCELLED, CoreState.HELD):
            return Denied(state)
        holds = [act.kind for act in self._on(claim.permit) if act.kind in (ActKind.HOLD, ActKind.UNHOLD)]
        if holds[-1:] == [ActKind.HOLD]:
            return Denied("held")
        before = self.decisions.get((claim.permit, claim.round - 1, ""))
        annulled = {act.text("annuls") for act in self._on(claim.permit) if act.kind == ActKind.ANNUL}
        if claim.round > 1 and not self.post and (before is None or before.act_id not in annulled):
            # A post's own server has it from its lanes that a round is open, as it has the epoch.
            return Denied("already_released", str(claim.round - 1))
        gone = claim.stamp and (claim.permit, claim.round, claim.stamp) in self.decisions
        return Denied("stamp_withdrawn") if gone else None

    def _granted_right(self, station: str, act: Act) -> bool:
        if act.text("granted_by") == "workstation":
            known, epoch = self.authority(act.text("post")), act.fields.get("authority_epoch")
            return (known.kind, known.holder, known.epoch) == ("workstation", station, epoch)
        return act.text("granted_by") != "centre"

    def _hear_hand_back(self, station: str, act: Act) -> str:
        post, epoch = act.subject.number, act.fields.get("epoch")
        if not isinstance(epoch, int) or (post, epoch) not in self.past:
            return "stale_epoch"
        ended = self.past[post, epoch]
        stands = self.stations[station].post == post
        if not (ended.kind == "workstation" and ended.holder == station) and not (ended.kind == "post" and stands):
            return "stale_epoch"
        decided = act.fields.get("decisions")
        self.handed.setdefault((post, epoch), decided if isinstance(decided, int) else 0)
        return ""

    def _hear_forced(self, act: Act) -> str:
        post, kind, holder = act.subject.number, act.text("kind"), act.text("holder")
        known = self.authority(post)
        if not _two_people(act):
            return "second_needed"
        if act.fields.get("epoch") != known.epoch:
            return "stale_epoch"
        if not self._known_holder(post, kind, holder):
            return "no_such_holder"
        epoch = self._next(post, kind, holder, act.act_id)
        evidence = {"act": act.act_id, "from": f"{known.kind} {known.holder}", "to": f"{kind} {holder}"}
        self.open_case(f"forced_move:{post}:{epoch}", "forced_move", post, evidence)
        return ""

    def _hear_closing(self, act: Act) -> str:
        if not _two_people(act):
            return "second_needed"
        case_id = act.subject.number
        for made in self.decisions.values():
            if case_id == f"claim_without_act:{made.permit}:{made.round}:{made.act_id}":
                self.open_case(case_id, "claim_without_act", made.permit, {"act": made.act_id, "station": made.station})
        known = self.cases.get(case_id)
        if known is None:
            return "unknown_case"
        if known.is_open:
            closed = replace(known, closed_act=act.act_id, closed_at=format_time(self.clock()), closed_by=act.officer)
            self._keep_case(replace(closed, closed_second=act.text("second"), closed_reason=act.text("reason")))
        return ""

    def _keep_case(self, case: Case) -> None:
        self.cases[case.case_id] = case
        self.feed(CASE, case_number(case.case_id), {key: value for key, value in asdict(case).items() if value})

    def _permit_known(self, permit: str) -> bool:
        known = self.record(PERMIT, permit)
        return bool(known and not known.deleted and known.provenance == Provenance.CORE)

    def _core_state(self, permit: str) -> str:
        known = self.record(PERMIT, permit)
        if known is None or known.deleted:
            return CoreState.CANCELLED if known else ""
        return permit_from_doc(known.doc).state

    def _on(self, permit: str) -> list[Act]:
        return [act for act in self.acts if (act.subject.kind, act.subject.number) == (PERMIT, permit)]


def _two_people(act: Act) -> bool:
    names = (act.officer, act.text("second"))
    return bool(all(map(str.strip, (*names, act.text("reason")))) and name_key(names[0]) != name_key(names[1]))
