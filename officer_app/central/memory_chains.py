"""Chains of acts at the simulated centre: proved on arrival, kept whole, what cannot be used with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from officer_app.central.memory_consequences import draw_consequences
from officer_app.central.memory_feed import PERMIT
from officer_app.central.memory_rights import Rights
from officer_app.core.acts import GENESIS, Act, ActKind, BadAct, read
from officer_app.core.ports import ChainFork, ChainGap, OwnAct, PushOutcome
from officer_app.core.rights import USES_RIGHT

LARGEST_BODY = 262_144
LONGEST_ID = 64
KINDS = frozenset(map(str, ActKind))


class Chains:
    """The chains of one site's workstations. The caller holds the turn."""

    def __init__(self, site: str, rights: Rights) -> None:
        self._site = site
        self._rights = rights

    def check(self, station: str, acts: Sequence[Act]) -> None:
        """All or nothing: what breaks the chain is found before anything is kept. Raises ChainGap and ChainFork."""
        kept = self._rights.stations[station].kept
        last, last_hash = len(kept), head_hash(kept)
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

    def take(self, station: str, act: Act, *, set_aside: bool = False) -> PushOutcome:
        """Keep one act that its chain has room for, or say what became of it before."""
        head = self._rights.stations[station]
        if act.station_seq <= len(head.kept):
            reason = head.kept[act.station_seq - 1][1]
            lost = any(case.evidence.get("loser") == act.act_id for case in self._rights.cases.values())
            return PushOutcome(act.act_id, "refused" if reason else "conflict" if lost else "duplicate", reason)
        written = "set_aside" if set_aside else _read(act)
        reason = written if isinstance(written, str) else self._refusal(station, act.station_seq, written)
        self._rights.stations[station] = replace(head, kept=(*head.kept, (act, reason)))
        if reason or isinstance(written, str):
            evidence = {"station": station, "station_seq": str(act.station_seq), "reason": reason}
            self._rights.open_case(f"refused_act:{station}:{act.station_seq}", "refused_act", station, evidence)
            return PushOutcome(act.act_id, "refused", reason)
        self._rights.acts.append(written)
        winner = draw_consequences(self._rights, station, written)
        return PushOutcome(written.act_id, "conflict", winner) if winner else PushOutcome(written.act_id, "stored")

    def hear_of(self, acts: Sequence[Act]) -> None:
        """Decide what these acts decided, without them: they are their workstations' to send."""
        for act in acts:
            head = self._rights.stations.get(act.station)
            if head is None or act.site != self._site or act.hash in {kept.hash for kept, _ in head.kept}:
                continue
            if act.kind in USES_RIGHT and not isinstance(_read(act), str):
                draw_consequences(self._rights, act.station, act)

    def _refusal(self, station: str, station_seq: int, act: Act) -> str:
        rights = self._rights
        if (act.site, act.station, act.station_seq) != (self._site, station, station_seq):
            return "wrong_place"
        rights.mode = rights.mode or act.mode
        if act.mode != rights.mode:
            return "wrong_mode"
        if not 0 < len(act.act_id) <= LONGEST_ID or (act.subject.kind == PERMIT and act.subject.round < 1):
            return "bad_form"
        if act.kind not in KINDS:
            return "unknown_kind"
        bound = any(made.act_id == act.act_id and made.station != station for made in rights.decisions.values())
        if bound or any(known.act_id == act.act_id for known in rights.acts):
            return "act_id_used"
        return rights.hear(station, act)


def own(act: Act) -> OwnAct:
    """An act as its workstation gets it back."""
    return OwnAct(act.station_seq, act.body, act.signature, 0)


def head_hash(kept: Sequence[tuple[Act, str]]) -> bytes:
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
