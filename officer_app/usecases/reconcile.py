"""What two officers have to look at: cases of the centre, rights that were not used, acts that it would not take."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from officer_app.core.acts import Act, ActKind, BadAct, format_time, read
from officer_app.core.cases import DOUBT, RECORD_KIND, TRANSIT_KINDS, Case, case_number, idle_case, read_case
from officer_app.core.permit_state import PermitState
from officer_app.core.ports import IdleClaim, SignedIn, Unreachable
from officer_app.core.refusals import Refusal
from officer_app.core.shelf import SetAside, Shelf
from officer_app.usecases.authority import close_case
from officer_app.usecases.counter import Counter
from officer_app.usecases.transit_doubts import doubted

MOST_CASES = 100_000
IDLE_MINUTES = 10
"""So long a right may wait for its release: the officer types a reason, the printer is slow [inferred]."""
IDLE = "claim_without_act"
_SIDES = ("act", "winner", "loser", "stamp")


@dataclass(frozen=True)
class Matter:
    """One case as it is known here. `closing`: the act by which it was closed here, where the centre has not said so
    yet; `set_aside`: the own act that the centre would not take; `sides`: both, of a case that no centre keeps.
    """

    case: Case
    closing: Act | None = None
    set_aside: SetAside | None = None
    idle: IdleClaim | None = None
    sides: "tuple[Side, ...]" = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it, here or elsewhere."""
        return self.case.is_open and self.closing is None


@dataclass(frozen=True)
class Side:
    """One side of a case: `name` act, winner, loser, stamp, here, other, first or later; its act, or what was kept in
    its place.
    """

    name: str
    act: Act | None
    raw: bytes = b""


@dataclass(frozen=True)
class Sides:
    """The evidence of a case. `asked`: whether it is the centre's own, or all there is; else what is known here.
    `state`: where the permit that it is about stands here, None where it is about no permit.
    """

    sides: tuple[Side, ...]
    asked: bool
    state: PermitState | None


@dataclass(frozen=True)
class Matters:
    """All there is, the open ones first, the latest of each first. `asked`: whether the centre was reached; rights
    that were not used are known there only.
    """

    matters: tuple[Matter, ...]
    asked: bool


def read_matters(counter: Counter, shelf: Shelf) -> Matters:
    """Everything two officers have to look at, or looked at. Off the main thread: the centre is asked."""
    known = {case.case_id: Matter(case) for case in known_cases(counter)}
    for aside in shelf.set_aside():
        case_id = f"refused_act:{aside.act.station}:{aside.act.station_seq}"
        matter = known.get(case_id) or Matter(_refused_case(case_id, aside))
        known[case_id] = replace(matter, set_aside=aside)
    idle, asked = idle_claims(counter)
    for claim in idle:
        known.setdefault(idle_id(claim), Matter(_idle_case(claim), idle=claim))
    for each in doubted(counter):
        known[each.case.case_id] = Matter(each.case, sides=tuple(Side(name, act) for name, act in each.sides))
    refused = {aside.act.act_id for aside in shelf.set_aside()}
    closings = {
        act.subject.number: act
        for act in counter.journal.acts_of_kind(ActKind.CASE_CLOSED)
        if act.act_id not in refused
    }
    found = [
        replace(each, closing=closings.get(case_id)) if each.case.is_open else each for case_id, each in known.items()
    ]
    latest = sorted(found, key=lambda each: each.case.opened, reverse=True)
    return Matters(tuple(sorted(latest, key=lambda each: not each.is_open)), asked)


def known_cases(counter: Counter) -> list[Case]:
    """The cases that the centre has fed here; what cannot be read is left to the doctor."""
    cases = []
    for record in counter.mirror.listed(RECORD_KIND, MOST_CASES):
        try:
            cases.append(read_case(record.doc))
        except ValueError:
            continue
    return cases


def find_case(counter: Counter, case_id: str) -> Case | None:
    """The case of that id, where the centre has fed it."""
    records = [record for record in counter.mirror.find(case_number(case_id)) if record.kind == RECORD_KIND]
    return read_case(records[0].doc) if records else None


def idle_claims(counter: Counter) -> tuple[tuple[IdleClaim, ...], bool]:
    """Rights that were granted and not used, and whether the centre could be asked."""
    if counter.central is None:
        return (), False
    try:
        return counter.central.claims_without_act(IDLE_MINUTES), True
    except Unreachable:
        return (), False


def idle_id(idle: IdleClaim) -> str:
    """The id under which such a right is closed."""
    return idle_case(idle.permit, idle.round, idle.act_id)


def read_sides(counter: Counter, matter: Matter) -> Sides:
    """Both sides of a case: as the centre holds them, or, where it cannot be reached, as far as they are known here.

    Off the main thread.
    """
    if matter.sides:
        return Sides(matter.sides, True, None)
    told = _from_centre(counter, matter.case)
    sides = told or _from_here(counter, matter)
    return Sides(tuple(sides), bool(told), _state(counter, matter, sides))


def close_matter(
    counter: Counter, shelf: Shelf, two: tuple[SignedIn, SignedIn], matter: Matter, reason: str
) -> Act | Refusal:
    """Two officers close it, with a reason; a case that is closed already is not closed again."""
    if refusal := closed_already(counter, shelf, matter):
        return refusal
    about = DOUBT if matter.case.kind in TRANSIT_KINDS else RECORD_KIND
    return close_case(counter, *two, matter.case.case_id, reason, about)


def closed_already(counter: Counter, shelf: Shelf, matter: Matter) -> Refusal | None:
    """Who closed it, at the centre or here, where the centre has not said so yet."""
    case = find_case(counter, matter.case.case_id) or matter.case
    if not case.is_open:
        return _closed(case.case_id, case.closed_by, case.closed_second)
    # A closing that the centre would not take closed nothing.
    refused = {aside.act.act_id for aside in shelf.set_aside()}
    about = DOUBT if case.kind in TRANSIT_KINDS else RECORD_KIND
    earlier = [act for act in counter.journal.acts_on(about, case.case_id) if act.act_id not in refused]
    return _closed(case.case_id, earlier[0].officer, earlier[0].text("second")) if earlier else None


def _closed(case_id: str, officer: str, second: str) -> Refusal:
    return Refusal("case_closed", {"case": case_id, "officer": officer, "second": second})


def _from_centre(counter: Counter, case: Case) -> list[Side]:
    if counter.central is None:
        return []
    try:
        told = counter.central.case_acts(case.case_id)
    except Unreachable:
        return []
    return [_side(name, own.body, own.signature) for name, own in told]


def _side(name: str, body: bytes, signature: bytes) -> Side:
    try:
        return Side(name, read(body, signature))
    except BadAct:
        # What could not be read is evidence all the same.
        return Side(name, None, body)


def _from_here(counter: Counter, matter: Matter) -> list[Side]:
    if matter.set_aside is not None:
        return [Side("act", matter.set_aside.act)]
    case = matter.case
    wanted = {case.evidence[name]: name for name in _SIDES if name in case.evidence}
    acts: Sequence[Act] = [
        act for kind in ("permit", "transit", "post") for act in counter.journal.time_line(kind, case.subject)
    ]
    return [Side(wanted[act.act_id], act) for act in acts if act.act_id in wanted]


def _state(counter: Counter, matter: Matter, sides: Sequence[Side]) -> PermitState | None:
    subjects = {side.act.subject.number for side in sides if side.act is not None and side.act.subject.kind == "permit"}
    if matter.idle is not None:
        subjects = {matter.idle.permit}
    return counter.journal.permit_state(subjects.pop()) if len(subjects) == 1 else None


def _refused_case(case_id: str, aside: SetAside) -> Case:
    act = aside.act
    evidence = {"station": act.station, "station_seq": str(act.station_seq), "reason": aside.reason or aside.code}
    return Case(case_id, "refused_act", act.station, format_time(act.at), evidence)


def _idle_case(idle: IdleClaim) -> Case:
    evidence = {
        "act": idle.act_id,
        "station": idle.station,
        "officer": idle.officer,
        "round": str(idle.round),
        "granted_by": idle.granted_by,
    }
    return Case(idle_id(idle), IDLE, idle.permit, format_time(idle.at), evidence)
