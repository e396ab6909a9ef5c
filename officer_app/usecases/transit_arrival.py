"""The exit office: arrival by scan or from paper, office, seals and vehicle compared, the goods out of the country."""

from dataclasses import dataclass, replace

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.buddhist import date_be
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.guarantees import FreedAt
from officer_app.core.plates import same_plate, written_plate
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.seals import same_seals, written_seals
from officer_app.core.transit import Phase, TransitState
from officer_app.core.transit_codes import TransitCodeSays
from officer_app.usecases.guarantee_drawing import free_guarantee
from officer_app.usecases.transit_desk import (
    CASE,
    Done,
    TransitDesk,
    last_fact_day,
    last_said,
    may,
    not_now,
    out_of_phase,
    take,
    too_wordy,
)
from officer_app.usecases.transit_scanned import case_of, code_says

NOT_OUT = frozenset(
    {
        *(Phase.NEW, Phase.RECEIVED, Phase.DOCUMENTS_COMPLETE, Phase.CONSIDERED),
        *(Phase.SIGNED, Phase.KEYED, Phase.HANDED_OVER),
    }
)
"""Where a case stands before its goods set out, as far as is known here."""


@dataclass(frozen=True)
class Arrival:
    """What the exit office finds. `seals` as read on the goods; `discrepancies`: what differs on them, where seals or
    vehicle do; `why_here`: why goods that were meant for another office are taken at this one; `unverified`: why a case
    nobody here has heard of is taken from its paper.
    """

    seals: tuple[str, ...]
    vehicle: str = ""
    discrepancies: str = ""
    why_here: str = ""
    unverified: str = ""


@dataclass(frozen=True)
class _Sent:
    """What the entry office sent: to which office, under which seals (as acts write them), on which vehicle."""

    office: str
    seals: str
    vehicle: str


def arrive(desk: TransitDesk, officer: SignedIn, scanned: str, found: Arrival) -> Done | Refusal:
    """The goods are at the exit office. Office, seals and vehicle are compared with those of the hand-over; where one
    differs it has to be said, each in words of its own, and stays on record.

    A case that has not come here is taken by the signed code on its paper, or from the paper with a reason.
    """
    says, number = code_says(desk.counter, scanned), case_of(desk.counter, scanned)
    if isinstance(says, Refusal):
        return says
    if isinstance(number, Refusal):
        return number
    state = desk.counter.journal.transit_state(number)
    proof = says if says is not None and _news(desk, says, state) else None
    if proof is None and state.phase is Phase.NEW and is_blank(found.unverified):
        return Refusal("transit_unknown_case")
    by_hand = proof is None and state.phase is Phase.NEW
    if proof is None and not by_hand and (refusal := out_of_phase(state, ActKind.TRANSIT_ARRIVE)):
        return refusal
    sent = _sent(state, says, proof)
    differs = () if by_hand else _differences(sent, found)
    elsewhere = sent.office if sent.office not in ("", desk.office) else ""
    if refusal := _unsaid(desk, sent, elsewhere, differs, found):
        return refusal
    fields: dict[str, Value] = {
        "seals_intact": not differs,
        "seals_found": written_seals(found.seals),
        "vehicle_found": written_plate(found.vehicle, known=sent.vehicle),
        "office": desk.office,
    }
    if elsewhere:
        # Under a name of its own: the case's exit office stays what the entry office said.
        fields["meant_for"] = elsewhere
    fields |= _said(discrepancies=found.discrepancies, why_here=found.why_here)
    if proof is not None:
        return _unheard(desk, officer, number, fields | _by_code(proof), proof.act_id)
    if by_hand:
        return _unheard(desk, officer, number, {**fields, "unverified": True, "reason": clean_text(found.unverified)})
    return take(desk, officer, number, ActKind.TRANSIT_ARRIVE, fields)


@dataclass(frozen=True)
class SaidAtArrival:
    """What the exit office had to say of an arrival: `goods` of seals or vehicle that differ, `office` of goods that
    were meant for another one (`meant_for`). Empty where nothing was.
    """

    goods: str
    office: str
    meant_for: str


def said_at_arrival(arrived: Act) -> SaidAtArrival:
    """What an arrival says. An act of before there were two texts has one for both."""
    goods, office, meant_for = (arrived.text(name) for name in ("discrepancies", "why_here", "meant_for"))
    if meant_for and not office:
        goods, office = "" if arrived.fields.get("seals_intact") is True else goods, goods
    return SaidAtArrival(goods, office, meant_for)


def leave(desk: TransitDesk, officer: SignedIn, scanned: str, findings: str = "", why_here: str = "") -> Done | Refusal:
    """The goods are out of the country. After seals that differed it has to be said what was found (`findings`), and at
    another office than they arrived at why they leave here (`why_here`).
    """
    number = case_of(desk.counter, scanned)
    if isinstance(number, Refusal):
        return number
    state = desk.counter.journal.transit_state(number)
    if refusal := out_of_phase(state, ActKind.TRANSIT_EXIT) or _past_code(desk, number, state):
        return refusal
    intact = last_said(desk, number, "seals_intact")
    if intact is False and is_blank(clean_text(findings)):
        return Refusal("transit_findings_needed")
    arrived = str(last_said(desk, number, "office") or "")
    if arrived not in ("", desk.office) and is_blank(clean_text(why_here)):
        return Refusal("transit_exit_other_office", {"arrived": arrived, "office": desk.office})
    fields: dict[str, Value] = {"office": desk.office, **_said(findings=findings, why_here=why_here)}
    done = take(desk, officer, number, ActKind.TRANSIT_EXIT, fields)
    if isinstance(done, Refusal) or desk.rules.freed_at is not FreedAt.EXIT:
        return done
    # Where the entry office is another site's, its register is not here: it counts as free there when this is heard.
    freed = free_guarantee(desk, officer, number)
    return freed if isinstance(freed, Refusal) else done


def _unheard(
    desk: TransitDesk, officer: SignedIn, number: str, fields: dict[str, Value], after: str = ""
) -> Done | Refusal:
    """An arrival whose hand-over this workstation has not heard of; it falls into its place when both are known."""
    if refusal := may(officer, ActKind.TRANSIT_ARRIVE) or too_wordy(desk, fields):
        return refusal
    draft = desk.counter.draft(ActKind.TRANSIT_ARRIVE, Subject(CASE, number), officer, fields)
    draft = replace(draft, after=after)

    def guard(now: TransitState) -> Refusal | None:
        return None if now.phase in NOT_OUT else not_now(now.phase, draft.kind)

    act = desk.counter.journal.record_transit(draft, officer.signer, guard)
    return act if isinstance(act, Refusal) else Done(act, desk.counter.journal.transit_state(number))


def _news(desk: TransitDesk, says: TransitCodeSays, state: TransitState) -> bool:
    """Whether a code tells of a hand-over that has not come here. One that came counts as it is known here."""
    if state.phase is Phase.NEW:
        return True
    known = any(act.act_id == says.act_id for act in desk.acts_on(says.case))
    return bool(says.act_id) and not known and state.phase in NOT_OUT and not state.held_by and not state.blocked


def _sent(state: TransitState, says: TransitCodeSays | None, proof: TransitCodeSays | None) -> _Sent:
    """What was handed over: as the acts tell it, or the code where they have not come here."""
    office = state.fact("exit_office") if says is None else says.exit_office
    if proof is not None:
        return _Sent(office, proof.seals, proof.vehicle)
    return _Sent(office, state.fact("seals"), state.fact("vehicle"))


def _unsaid(desk: TransitDesk, sent: _Sent, elsewhere: str, differs: tuple[str, ...], found: Arrival) -> Refusal | None:
    """What differs and was not said: another office, other seals or vehicle, or both."""
    elsewhere = elsewhere if is_blank(clean_text(found.why_here)) else ""
    differs = differs if is_blank(clean_text(found.discrepancies)) else ()
    offices = {"exit": elsewhere, "office": desk.office}
    goods = {
        "sent": _goods(sent.seals, sent.vehicle),
        "found": _goods(written_seals(found.seals), written_plate(found.vehicle, known=sent.vehicle)),
    }
    if elsewhere and differs:
        return Refusal("transit_arrival_differs", {**offices, **goods})
    if elsewhere:
        return Refusal("transit_code_other_office", offices)
    return Refusal("transit_seals_differ", goods) if differs else None


def _said(**texts: str) -> dict[str, Value]:
    """The texts that say anything, by their fields."""
    return {name: words for name, text in texts.items() if not is_blank(words := clean_text(text))}


def _goods(seals: str, vehicle: str) -> str:
    return " / ".join(part for part in (seals or "-", vehicle) if part)


def _by_code(says: TransitCodeSays) -> dict[str, Value]:
    """What an arrival keeps of the code it goes by, under names of their own: the entry office's acts say it better."""
    return {
        "by_code": True,
        "code_act": says.act_id,
        "code_limit": says.limit.isoformat(),
        "code_declaration_no": says.declaration_no,
        "code_site": says.site,
        "code_officer": says.officer,
    }


def _past_code(desk: TransitDesk, number: str, state: TransitState) -> Refusal | None:
    """That the last day on the code has passed, where no act tells of one."""
    limit = last_fact_day(desk.counter, number, "code_limit") if state.limit is None else None
    if limit is None or desk.today <= limit:
        return None
    return Refusal("transit_after_limit", {"limit": date_be(limit)})


def _differences(sent: _Sent, found: Arrival) -> tuple[str, ...]:
    wrong = [] if same_seals(sent.seals, found.seals) else ["seals"]
    if sent.vehicle and found.vehicle and not same_plate(found.vehicle, sent.vehicle):
        wrong.append("vehicle")
    return tuple(wrong)
