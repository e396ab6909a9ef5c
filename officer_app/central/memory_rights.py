"""The simulated centre's release right: what is decided, and what contradicts it. The caller holds the turn."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from officer_app.central.memory_authorities import Authorities, Head, Key, two_people
from officer_app.core.acts import Act, ActKind, format_time
from officer_app.core.cases import idle_case
from officer_app.core.ports import Claim, Decision, Denied, Granted, Taken
from officer_app.core.records import CoreState
from officer_app.core.rights import Authority

__all__ = ["Head", "Key", "Rights"]


@dataclass
class Rights(Authorities):
    """What is decided at one place: the centre, or with `post` that post's own server."""

    granted_by: dict[Key, str] = field(default_factory=dict)
    granted_again: dict[str, str] = field(default_factory=dict)
    """The seat that uses it after two officers looked into it, by act."""

    def claim(self, station: str, claim: Claim) -> Granted | Taken | Denied:
        """Grant, or say why not."""
        place = "post" if self.post else "centre"
        self.mode = self.mode or claim.mode
        if claim.mode != self.mode:
            return Denied("wrong_mode", self.mode)
        unsure = claim.purpose == "consent" or (claim.unverified and claim.purpose == "release")
        if unsure and not self.post and not self.permit_known(claim.permit):
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
            made = self._decide(key, claim.act_id, station, claim.officer, claim.epoch, place, claim.seat)
        # Whoever asks for an act that is here does not know it: a copy of the journal used it, or this one lost it.
        is_here = any(act.act_id == made.act_id for act in self.acts)
        if is_here or (made.act_id, made.station) != (claim.act_id, station):
            return Taken(made.act_id, made.station, made.officer, made.at)
        if made.seat != claim.seat and not (key[2] or self._grant_again(made, claim)):
            return Denied("other_seat")
        return Granted(self.granted_by[key])

    def hear(self, station: str, act: Act) -> str:
        """Obey an act that is not about cargo; the reason where it is refused."""
        if act.subject.kind == "post" and act.kind in (ActKind.AUTHORITY_HANDED_BACK, ActKind.AUTHORITY_FORCED):
            if self.post:
                self.hear_at_post(station, act)
                return ""
            handed = act.kind == ActKind.AUTHORITY_HANDED_BACK
            return self.hear_hand_back(station, act) if handed else self.hear_forced(act)
        if act.subject.kind == "case" and act.kind == ActKind.CASE_CLOSED and not self.post:
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

    def tell(self, post: str, server: str, decisions: Iterable[Decision]) -> int:
        """What a post's server decided, from the next number on."""
        for each in decisions:
            if each.number != self.told.get((post, server), 0) + 1:
                continue
            self.told[post, server] = each.number
            key = (each.permit, each.round, each.withdrawn)
            winner = self.decisions.setdefault(key, each)
            self.granted_by.setdefault(key, "post")
            if winner.act_id != each.act_id and not each.withdrawn:
                self.contradict(key, winner, each.act_id, each.station)
        return self.told.get((post, server), 0)

    def _decide(
        self, key: Key, act_id: str, station: str, officer: str, epoch: int, granted_by: str, seat: str = ""
    ) -> Decision:
        made = Decision(len(self.decisions) + 1, *key, act_id, station, officer, self.clock(), epoch, seat)
        self.decisions[key], self.granted_by[key] = made, granted_by
        return made

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
        if (state := self.core_state(claim.permit)) in (CoreState.CANCELLED, CoreState.HELD):
            return Denied(state)
        holds = [act.kind for act in self.on_permit(claim.permit) if act.kind in (ActKind.HOLD, ActKind.UNHOLD)]
        if holds[-1:] == [ActKind.HOLD]:
            return Denied("held")
        before = self.decisions.get((claim.permit, claim.round - 1, ""))
        annulled = {act.text("annuls") for act in self.on_permit(claim.permit) if act.kind == ActKind.ANNUL}
        if claim.round > 1 and not self.post and (before is None or before.act_id not in annulled):
            # A post's own server has it from its lanes that a round is open, as it has the epoch.
            return Denied("already_released", str(claim.round - 1))
        gone = claim.stamp and (claim.permit, claim.round, claim.stamp) in self.decisions
        return Denied("stamp_withdrawn") if gone else None

    def _granted_right(self, station: str, act: Act) -> bool:
        if act.text("granted_by") == "workstation":
            known, epoch = self.authority(act.text("post")), act.fields.get("authority_epoch")
            return (known.kind, known.holder, known.epoch) == ("workstation", station, epoch)
        # What reaches a centre that was restored is taken as it is: it may have forgotten that it granted it.
        return act.text("granted_by") != "centre" or self.recovering or self.beyond > 0

    def _grant_again(self, made: Decision, claim: Claim) -> bool:
        """Whether a right that another seat was granted is this one's now: once, after two officers looked into it."""
        if claim.looked if self.post else self.is_closed(made):
            self.granted_again.setdefault(made.act_id, claim.seat)
        return self.granted_again.get(made.act_id) == claim.seat

    def is_closed(self, made: Decision) -> bool:
        """Whether two officers looked into the right that was granted and not used."""
        case = self.cases.get(idle_case(made.permit, made.round, made.act_id))
        return case is not None and not case.is_open

    def _hear_closing(self, act: Act) -> str:
        if not two_people(act):
            return "second_needed"
        case_id = act.subject.number
        for made in self.decisions.values():
            if case_id == idle_case(made.permit, made.round, made.act_id):
                self.open_case(case_id, "claim_without_act", made.permit, {"act": made.act_id, "station": made.station})
        known = self.cases.get(case_id)
        if known is None:
            return "unknown_case"
        if known.is_open:
            closed = replace(known, closed_act=act.act_id, closed_at=format_time(self.clock()), closed_by=act.officer)
            self.keep_case(replace(closed, closed_second=act.text("second"), closed_reason=act.text("reason")))
        return ""
