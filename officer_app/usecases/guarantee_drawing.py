"""What cases draw on a guarantee and give back: at their closing, or at the exit where the office's table says so."""

from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.canonical import Value
from officer_app.core.guarantees import FreedAt
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import KIND, is_out
from officer_app.usecases.transit_desk import TransitDesk, last_said
from officer_app.usecases.transit_ends import INSIDE

_COVERED = frozenset({*INSIDE, Phase.OVERDUE})
"""Where goods stand that a guarantee has to cover."""


def free_guarantee(desk: TransitDesk, officer: SignedIn, number: str) -> Act | Refusal | None:
    """Give back what the case drew on its guarantee; None where it drew nothing."""
    name = _named(desk, number)
    drawn = desk.counter.journal.guarantee_state(name).drawn if name else {}
    if number not in drawn:
        return None
    return _record(desk, officer, ActKind.GUARANTEE_FREED, name, {"case": number, "satang": drawn[number]})


def draw_again(desk: TransitDesk, officer: SignedIn, number: str) -> Act | Refusal | None:
    """Draw anew what the case gave back: goods that are not known to be out are never without a guarantee. Where others
    have used it up meanwhile it is overdrawn, and a case. None where nothing was given back, or it is drawn already.
    """
    name = _named(desk, number)
    freed = _freed(desk, name, number)
    if freed is None or number in desk.counter.journal.guarantee_state(name).drawn:
        return None
    return _record(desk, officer, ActKind.GUARANTEE_DRAWN, name, {"case": number, "satang": freed.fields["satang"]})


def settle(desk: TransitDesk, officer: SignedIn, name: str) -> Refusal | None:
    """Before more is drawn on guarantee `name`: write down what exits that came from elsewhere freed, and draw again
    for cases whose exit was annulled there. Nothing to do where cases free it by their closing alone.
    """
    if desk.rules.freed_at is not FreedAt.EXIT:
        return None
    for case in desk.counter.journal.guarantee_state(name).drawn:
        if is_out(desk, case) and isinstance(freed := free_guarantee(desk, officer, case), Refusal):
            return freed
    acts = desk.counter.journal.time_line(KIND, name)
    for case in dict.fromkeys(act.text("case") for act in acts if act.kind == ActKind.GUARANTEE_FREED):
        if is_uncovered(desk, case) and isinstance(drawn := draw_again(desk, officer, case), Refusal):
            return drawn
    return None


def is_uncovered(desk: TransitDesk, number: str) -> bool:
    """Whether the guarantee of a case was given back at its exit, and that exit does not stand any more."""
    if desk.rules.freed_at is not FreedAt.EXIT or desk.counter.journal.transit_state(number).phase not in _COVERED:
        return False
    name = _named(desk, number)
    undrawn = bool(name) and number not in desk.counter.journal.guarantee_state(name).drawn
    return undrawn and _freed(desk, name, number) is not None


def _named(desk: TransitDesk, number: str) -> str:
    return str(last_said(desk, number, "guarantee") or "")


def _freed(desk: TransitDesk, name: str, number: str) -> Act | None:
    acts = desk.counter.journal.time_line(KIND, name) if name else []
    freed = [act for act in acts if act.kind == ActKind.GUARANTEE_FREED and act.text("case") == number]
    return freed[-1] if freed else None


def _record(desk: TransitDesk, officer: SignedIn, kind: ActKind, name: str, fields: dict[str, Value]) -> Act | Refusal:
    return desk.counter.journal.record(desk.counter.draft(kind, Subject(KIND, name), officer, fields), officer.signer)
