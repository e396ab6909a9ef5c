"""The way of the papers: keyed, handed over, and in the end matched and closed; the exit office is beside."""

from collections.abc import Mapping

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value, clean_text, is_blank
from officer_app.core.numbers import Kind, Unreadable, normalise, recognise
from officer_app.core.plates import written_plate
from officer_app.core.ports import SignedIn, Signer
from officer_app.core.refusals import Refusal
from officer_app.core.seals import seals_in_box, written_seals
from officer_app.core.transit import Phase, TransitState
from officer_app.core.transit_declared import container_seals
from officer_app.usecases.guarantee_drawing import free_guarantee
from officer_app.usecases.transit_arrival import NOT_OUT, Arrival, arrive, leave
from officer_app.usecases.transit_consider import unprintable
from officer_app.usecases.transit_declarations import cases_standing_under
from officer_app.usecases.transit_desk import Done, TransitDesk, declared_of, reason_of, take
from officer_app.usecases.transit_intake import TRANSIT_TYPE
from officer_app.usecases.transit_scanned import case_here, case_of, code_says

__all__ = [
    "NOT_OUT",
    "Arrival",
    "arrive",
    "case_here",
    "case_of",
    "close",
    "code_says",
    "depart",
    "hand_over",
    "key",
    "leave",
]


def key(desk: TransitDesk, officer: SignedIn, number: str, declaration_no: str) -> Done | Refusal:
    """Record the declaration number that e-Import MANUAL gave when the case was keyed there (brief 004 §13)."""
    reading = recognise(declaration_no)
    if isinstance(reading, Unreadable) or reading.kind not in (Kind.DECLARATION, Kind.MANUAL_DECLARATION):
        return Refusal("transit_not_a_declaration", {"number": declaration_no[:40]})
    if reading.number[4] != TRANSIT_TYPE:
        return Refusal("transit_not_transit", {"number": reading.number})
    if (refusal := _taken(desk, number, reading.number)) is not None:
        return refusal

    def check(_: object) -> Refusal | None:
        # Asked again where no other program can write: two windows may key one declaration for two cases at once.
        return _taken(desk, number, reading.number)

    return take(desk, officer, number, ActKind.TRANSIT_KEY, {"declaration_no": reading.number}, check)


def _taken(desk: TransitDesk, number: str, declaration: str) -> Refusal | None:
    """That another case than `number` stands under a declaration."""
    standing = cases_standing_under(desk.counter.journal, declaration)
    other = next((case for case in standing if case != number), "")
    return Refusal("transit_declaration_taken", {"number": declaration, "case": other}) if other else None


def hand_over(
    desk: TransitDesk, officer: SignedIn, number: str, handed_to: str, seals: tuple[str, ...], vehicle: str
) -> Done | Refusal:
    """Hand original, duplicate and papers to the carrier, under these seals; he sets out with them."""
    who = clean_text(handed_to)
    if is_blank(who):
        return Refusal("transit_field_needed", {"field": "handed_to"})
    before, declared = desk.counter.journal.transit_state(number), declared_of(desk, number)
    country, known = (str(declared.get(name) or "") for name in ("vehicle_country", "vehicle"))
    plate = written_plate(vehicle, country, known)
    fields: dict[str, Value] = {"handed_to": who, "seals": written_seals(seals), "vehicle": plate}
    told = {**declared, **{name: said for name, said in fields.items() if said}}
    told["seal_no"] = seals_in_box(str(told.pop("seals", "")), container_seals(declared))
    if before.phase is Phase.KEYED and (refusal := unprintable(desk, before.fact("applicant_class"), told)):
        return refusal
    if before.phase is Phase.HANDED_OVER and _said_before(before, fields):
        # A crash came between the hand-over and the departure: the same words again carry on.
        return depart(desk, officer, number)

    def code(act: Act, signer: Signer) -> str:
        return desk.counter.issue_transit(act, before, signer)

    done = take(desk, officer, number, ActKind.TRANSIT_HAND_OVER, fields, code=code)
    return done if isinstance(done, Refusal) else take(desk, officer, number, ActKind.TRANSIT_DEPART, {})


def _said_before(state: TransitState, fields: Mapping[str, Value]) -> bool:
    return all(normalise(state.fact(name)) == normalise(str(said)) for name, said in fields.items())


def depart(desk: TransitDesk, officer: SignedIn, number: str) -> Done | Refusal:
    """Record that the goods set out: only where a crash came between hand-over and departure."""
    return take(desk, officer, number, ActKind.TRANSIT_DEPART, {})


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
