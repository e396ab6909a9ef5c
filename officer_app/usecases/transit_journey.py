"""The way of the goods: keyed, handed over, under way, arrived at the exit office, out of the country, closed."""

from dataclasses import dataclass, replace

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.buddhist import date_be
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.numbers import Kind, Unreadable, normalise, recognise
from officer_app.core.ports import SignedIn, Signer
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, TransitState
from officer_app.core.transit_codes import TransitCodeSays
from officer_app.usecases.counter import Counter
from officer_app.usecases.guarantee_register import free_guarantee
from officer_app.usecases.transit_consider import unprintable
from officer_app.usecases.transit_desk import (
    CASE,
    Done,
    TransitDesk,
    declared_of,
    last_fact_day,
    last_said,
    may,
    out_of_phase,
    reason_of,
    take,
    too_wordy,
)
from officer_app.usecases.transit_intake import TRANSIT_TYPE

NOT_OUT = frozenset(
    {
        *(Phase.NEW, Phase.RECEIVED, Phase.DOCUMENTS_COMPLETE, Phase.CONSIDERED),
        *(Phase.SIGNED, Phase.KEYED, Phase.HANDED_OVER),
    }
)
"""Where a case stands before its goods set out, as far as is known here."""


@dataclass(frozen=True)
class Arrival:
    """What the exit office finds. `seals` as read on the goods; `unverified`: why a case nobody here has heard of is
    taken from its paper.
    """

    seals: tuple[str, ...]
    vehicle: str = ""
    discrepancies: str = ""
    unverified: str = ""


def key(desk: TransitDesk, officer: SignedIn, number: str, declaration_no: str) -> Done | Refusal:
    """Record the declaration number that e-Import MANUAL gave when the case was keyed there (brief 004 §13)."""
    reading = recognise(declaration_no)
    if isinstance(reading, Unreadable) or reading.kind not in (Kind.DECLARATION, Kind.MANUAL_DECLARATION):
        return Refusal("transit_not_a_declaration", {"number": declaration_no[:40]})
    if reading.number[4] != TRANSIT_TYPE:
        return Refusal("transit_not_transit", {"number": reading.number})
    taken = [act for act in desk.counter.journal.acts_of_kind(ActKind.TRANSIT_KEY) if act.subject.number != number]
    if other := next((act for act in taken if act.text("declaration_no") == reading.number), None):
        return Refusal("transit_declaration_taken", {"number": reading.number, "case": other.subject.number})
    if reading.number != number and desk.counter.journal.transit_state(reading.number).phase is not Phase.NEW:
        return Refusal("transit_declaration_taken", {"number": reading.number, "case": reading.number})
    return take(desk, officer, number, ActKind.TRANSIT_KEY, {"declaration_no": reading.number})


def hand_over(
    desk: TransitDesk, officer: SignedIn, number: str, handed_to: str, seals: tuple[str, ...], vehicle: str
) -> Done | Refusal:
    """Hand original, duplicate and papers to the carrier, under these seals; he sets out with them."""
    who = clean_text(handed_to)
    if is_blank(who):
        return Refusal("transit_field_needed", {"field": "handed_to"})
    fields: dict[str, Value] = {"handed_to": who, "seals": _written(seals), "vehicle": normalise(vehicle)}
    before = desk.counter.journal.transit_state(number)
    told = {**declared_of(desk, number), **{name: said for name, said in fields.items() if said}}
    told["seal_no"] = told.pop("seals", "")
    if before.phase is Phase.KEYED and (refusal := unprintable(desk, before.fact("applicant_class"), told)):
        return refusal
    if before.phase is Phase.HANDED_OVER and all(before.fact(name) == said for name, said in fields.items()):
        # A crash came between the hand-over and the departure: the same words again carry on.
        return depart(desk, officer, number)

    def code(act: Act, signer: Signer) -> str:
        return desk.counter.issue_transit(act, before, signer)

    done = take(desk, officer, number, ActKind.TRANSIT_HAND_OVER, fields, code=code)
    return done if isinstance(done, Refusal) else take(desk, officer, number, ActKind.TRANSIT_DEPART, {})


def depart(desk: TransitDesk, officer: SignedIn, number: str) -> Done | Refusal:
    """Record that the goods set out: only where a crash came between hand-over and departure."""
    return take(desk, officer, number, ActKind.TRANSIT_DEPART, {})


def case_of(counter: Counter, scanned: str) -> str | Refusal:
    """The case of a scanned 448/1 or 451: its own number, the declaration number it was keyed under, or its code."""
    reading = recognise(scanned)
    if isinstance(reading, Unreadable):
        return Refusal("unreadable", {"reason": str(reading.reason_code)})
    if reading.kind is Kind.TRANSIT_CODE:
        says = counter.read_transit(reading.number)
        return says if isinstance(says, Refusal) else says.case
    number = reading.number
    if counter.journal.transit_state(number).phase is not Phase.NEW:
        return number
    if reading.kind not in (Kind.DECLARATION, Kind.MANUAL_DECLARATION):
        return number
    for kind, name in ((ActKind.TRANSIT_KEY, "declaration_no"), (ActKind.TRANSIT_ARRIVE, "code_declaration_no")):
        keyed = [act for act in counter.journal.acts_of_kind(kind) if act.text(name) == number]
        if keyed:
            return keyed[-1].subject.number
    return number


def code_says(counter: Counter, scanned: str) -> TransitCodeSays | Refusal | None:
    """What a scanned code says, or why it is not believed; None for what is no code."""
    reading = recognise(scanned)
    if isinstance(reading, Unreadable) or reading.kind is not Kind.TRANSIT_CODE:
        return None
    return counter.read_transit(reading.number)


def case_here(counter: Counter, scanned: str) -> str:
    """The case that `scanned` means and that this journal knows; empty where there is none."""
    number = case_of(counter, scanned)
    known = isinstance(number, str) and counter.journal.transit_state(number).phase is not Phase.NEW
    return number if isinstance(number, str) and known else ""


def arrive(desk: TransitDesk, officer: SignedIn, scanned: str, found: Arrival) -> Done | Refusal:
    """The goods are at the exit office. Seals are compared with those of the hand-over; what differs is recorded.

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
    if refusal := _to_elsewhere(desk, says, found):
        return refusal
    sent = (proof.seals, proof.vehicle) if proof is not None else (state.fact("seals"), state.fact("vehicle"))
    differs = () if by_hand else _differences(*sent, found)
    if differs and is_blank(clean_text(found.discrepancies)):
        return Refusal("transit_seals_differ", {"sent": sent[0], "found": ", ".join(_clean(found.seals))})
    fields: dict[str, Value] = {
        "seals_intact": not differs,
        "seals_found": _written(found.seals),
        "vehicle_found": normalise(found.vehicle),
        "office": desk.office,
    }
    if clean_text(found.discrepancies):
        fields["discrepancies"] = clean_text(found.discrepancies)
    if proof is not None:
        return _unheard(desk, officer, number, fields | _by_code(proof), proof.act_id)
    if by_hand:
        return _unheard(desk, officer, number, {**fields, "unverified": True, "reason": clean_text(found.unverified)})
    return take(desk, officer, number, ActKind.TRANSIT_ARRIVE, fields)


def leave(desk: TransitDesk, officer: SignedIn, scanned: str, findings: str = "") -> Done | Refusal:
    """The goods are out of the country. After seals that differed, what was found has to be said."""
    number = case_of(desk.counter, scanned)
    if isinstance(number, Refusal):
        return number
    state = desk.counter.journal.transit_state(number)
    if refusal := out_of_phase(state, ActKind.TRANSIT_EXIT) or _past_code(desk, number, state):
        return refusal
    intact = last_said(desk, number, "seals_intact")
    if intact is False and is_blank(clean_text(findings)):
        return Refusal("transit_findings_needed")
    fields: dict[str, Value] = {"office": desk.office}
    if clean_text(findings):
        fields["findings"] = clean_text(findings)
    return take(desk, officer, number, ActKind.TRANSIT_EXIT, fields)


def close(desk: TransitDesk, officer: SignedIn, scanned: str, reason: str) -> Done | Refusal:
    """The return copy was matched, or the case has otherwise come to its end: it is closed and its guarantee freed."""
    number = case_of(desk.counter, scanned)
    if isinstance(number, Refusal):
        return number
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    done = take(desk, officer, number, ActKind.TRANSIT_CLOSE, {"reason": words})
    if isinstance(done, Refusal) and done.code != "transit_done_already":
        return done
    # Also where the case was closed before: a crash came between the closing and the guarantee.
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
        there = now.phase in NOT_OUT
        return None if there else Refusal("transit_not_now", {"phase": now.phase, "step": draft.kind})

    act = desk.counter.journal.record_transit(draft, officer.signer, guard)
    return act if isinstance(act, Refusal) else Done(act, desk.counter.journal.transit_state(number))


def _news(desk: TransitDesk, says: TransitCodeSays, state: TransitState) -> bool:
    """Whether a code tells of a hand-over that has not come here. One that came counts as it is known here."""
    if state.phase is Phase.NEW:
        return True
    known = any(act.act_id == says.act_id for act in desk.acts_on(says.case))
    return bool(says.act_id) and not known and state.phase in NOT_OUT and not state.held_by and not state.blocked


def _to_elsewhere(desk: TransitDesk, says: TransitCodeSays | None, found: Arrival) -> Refusal | None:
    """That the paper names another exit office, unless it is said why the goods leave here."""
    if says is None or says.exit_office in ("", desk.office) or not is_blank(clean_text(found.discrepancies)):
        return None
    return Refusal("transit_code_other_office", {"exit": says.exit_office, "office": desk.office})


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


def _differences(seals: str, vehicle: str, found: Arrival) -> tuple[str, ...]:
    wrong = [] if set(_read(seals)) == set(_clean(found.seals)) else ["seals"]
    if vehicle and found.vehicle and normalise(found.vehicle) != vehicle:
        wrong.append("vehicle")
    return tuple(wrong)


def _clean(seals: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({normalise(seal) for seal in seals if normalise(seal)}))


def _written(seals: tuple[str, ...]) -> str:
    return ", ".join(_clean(seals))


def _read(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(", ") if part)
