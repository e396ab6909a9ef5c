"""The way of the goods: keyed, handed over, under way, arrived at the exit office, out of the country, closed."""

from dataclasses import dataclass

from officer_app.core.acts import ActKind, Subject
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.numbers import Kind, Unreadable, normalise, recognise
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, TransitState
from officer_app.usecases.counter import Counter
from officer_app.usecases.guarantee_register import free_guarantee
from officer_app.usecases.transit_desk import (
    CASE,
    Done,
    TransitDesk,
    last_said,
    may,
    out_of_phase,
    reason_of,
    take,
    too_wordy,
)
from officer_app.usecases.transit_intake import TRANSIT_TYPE


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
    return take(desk, officer, number, ActKind.TRANSIT_KEY, {"declaration_no": reading.number})


def hand_over(
    desk: TransitDesk, officer: SignedIn, number: str, handed_to: str, seals: tuple[str, ...], vehicle: str
) -> Done | Refusal:
    """Hand original, duplicate and papers to the carrier, under these seals; he sets out with them."""
    who = clean_text(handed_to)
    if is_blank(who):
        return Refusal("transit_field_needed", {"field": "handed_to"})
    fields: dict[str, Value] = {"handed_to": who, "seals": _written(seals), "vehicle": normalise(vehicle)}
    done = take(desk, officer, number, ActKind.TRANSIT_HAND_OVER, fields)
    return done if isinstance(done, Refusal) else take(desk, officer, number, ActKind.TRANSIT_DEPART, {})


def depart(desk: TransitDesk, officer: SignedIn, number: str) -> Done | Refusal:
    """Record that the goods set out: only where a crash came between hand-over and departure."""
    return take(desk, officer, number, ActKind.TRANSIT_DEPART, {})


def case_of(counter: Counter, scanned: str) -> str | Refusal:
    """The case of a scanned 448/1 or 451: its own number, or the declaration number it was keyed under."""
    reading = recognise(scanned)
    if isinstance(reading, Unreadable):
        return Refusal("unreadable", {"reason": str(reading.reason_code)})
    number = reading.number
    if counter.journal.transit_state(number).phase is not Phase.NEW:
        return number
    keyed = [act for act in counter.journal.acts_of_kind(ActKind.TRANSIT_KEY) if act.text("declaration_no") == number]
    return keyed[-1].subject.number if keyed else number


def case_here(counter: Counter, scanned: str) -> str:
    """The case that `scanned` means and that this journal knows; empty where there is none."""
    number = case_of(counter, scanned)
    known = isinstance(number, str) and counter.journal.transit_state(number).phase is not Phase.NEW
    return number if isinstance(number, str) and known else ""


def arrive(desk: TransitDesk, officer: SignedIn, scanned: str, found: Arrival) -> Done | Refusal:
    """The goods are at the exit office. Seals are compared with those of the hand-over; what differs is recorded."""
    number = case_of(desk.counter, scanned)
    if isinstance(number, Refusal):
        return number
    state = desk.counter.journal.transit_state(number)
    sent = _read(state.fact("seals"))
    words, unknown = clean_text(found.discrepancies), state.phase is Phase.NEW
    if unknown and is_blank(found.unverified):
        return Refusal("transit_unknown_case")
    if not unknown and (refusal := out_of_phase(state, ActKind.TRANSIT_ARRIVE)):
        return refusal
    differs = () if unknown else _differences(state, sent, found)
    if differs and is_blank(words):
        return Refusal("transit_seals_differ", {"sent": ", ".join(sent), "found": ", ".join(_clean(found.seals))})
    fields: dict[str, Value] = {
        "seals_intact": not differs,
        "seals_found": _written(found.seals),
        "vehicle_found": normalise(found.vehicle),
        "office": desk.office,
    }
    if words:
        fields["discrepancies"] = words
    if unknown:
        return _from_paper(
            desk, officer, number, {**fields, "unverified": True, "reason": clean_text(found.unverified)}
        )
    return take(desk, officer, number, ActKind.TRANSIT_ARRIVE, fields)


def leave(desk: TransitDesk, officer: SignedIn, scanned: str, findings: str = "") -> Done | Refusal:
    """The goods are out of the country. After seals that differed, what was found has to be said."""
    number = case_of(desk.counter, scanned)
    if isinstance(number, Refusal):
        return number
    if refusal := out_of_phase(desk.counter.journal.transit_state(number), ActKind.TRANSIT_EXIT):
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


def _from_paper(desk: TransitDesk, officer: SignedIn, number: str, fields: dict[str, Value]) -> Done | Refusal:
    """An arrival whose hand-over this workstation has not heard of; it falls into its place when both are known."""
    if refusal := may(officer, ActKind.TRANSIT_ARRIVE) or too_wordy(desk, fields):
        return refusal
    draft = desk.counter.draft(ActKind.TRANSIT_ARRIVE, Subject(CASE, number), officer, fields)

    def guard(now: TransitState) -> Refusal | None:
        return None if now.phase is Phase.NEW else Refusal("transit_not_now", {"phase": now.phase, "step": draft.kind})

    act = desk.counter.journal.record_transit(draft, officer.signer, guard)
    return act if isinstance(act, Refusal) else Done(act, desk.counter.journal.transit_state(number))


def _differences(state: TransitState, sent: tuple[str, ...], found: Arrival) -> tuple[str, ...]:
    wrong = [] if set(sent) == set(_clean(found.seals)) else ["seals"]
    if state.fact("vehicle") and found.vehicle and normalise(found.vehicle) != state.fact("vehicle"):
        wrong.append("vehicle")
    return tuple(wrong)


def _clean(seals: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({normalise(seal) for seal in seals if normalise(seal)}))


def _written(seals: tuple[str, ...]) -> str:
    return ", ".join(_clean(seals))


def _read(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(", ") if part)
