"""What stops a case or takes a step of it back: hold, its lifting, and the annulment of a step by two officers."""

from officer_app.core.acts import ActKind
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, TransitState
from officer_app.usecases.allowed import may_second
from officer_app.usecases.guarantee_register import free_guarantee
from officer_app.usecases.transit_desk import Done, TransitDesk, may, reason_of, take


def hold(desk: TransitDesk, officer: SignedIn, number: str, reason: str) -> Done | Refusal:
    """Stop a case until a supervisor lets it go on."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words

    def check(now: TransitState) -> Refusal | None:
        if now.phase is Phase.NEW:
            return Refusal("transit_unknown_case")
        over = now.phase is Phase.CLOSED
        return Refusal("transit_not_now", {"phase": now.phase, "step": ActKind.HOLD}) if over else None

    return take(desk, officer, number, ActKind.HOLD, {"reason": words}, check)


def unhold(desk: TransitDesk, officer: SignedIn, number: str, reason: str) -> Done | Refusal:
    """Let a held case go on; what an office of another site holds is lifted there."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words

    def check(now: TransitState) -> Refusal | None:
        if not now.held_by:
            return Refusal("transit_not_held")
        return _elsewhere(desk, number, now.held_by)

    return take(desk, officer, number, ActKind.UNHOLD, {"reason": words}, check)


def annul_step(
    desk: TransitDesk, officer: SignedIn, second: SignedIn | None, number: str, reason: str, act_id: str = ""
) -> Done | Refusal:
    """Take back the last step of a case, or `act_id`: that step, or something said beside the steps. Two officers.

    The sequence number of an annulled signature stands on a paper and is never written on another; what the signature
    drew on a guarantee is given back.
    """
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    if refusal := may(officer, ActKind.ANNUL) or may_second(officer, second, ActKind.ANNUL):
        return refusal
    what = annullable(desk, number, desk.counter.journal.transit_state(number), act_id)
    if isinstance(what, Refusal):
        return what

    def check(now: TransitState) -> Refusal | None:
        still = annullable(desk, number, now, what)
        return still if isinstance(still, Refusal) else None

    done = take(desk, officer, number, ActKind.ANNUL, {"annuls": what, "reason": words}, check, second=second)
    if isinstance(done, Refusal) or done.state.phase not in (
        Phase.RECEIVED,
        Phase.DOCUMENTS_COMPLETE,
        Phase.CONSIDERED,
    ):
        return done
    freed = free_guarantee(desk, officer, number)
    return freed if isinstance(freed, Refusal) else done


def annullable(desk: TransitDesk, number: str, state: TransitState, act_id: str = "") -> str | Refusal:
    """The act that an annulment would take back now, or why none can be."""
    if state.phase is Phase.NEW:
        return Refusal("transit_unknown_case")
    steps = [step.act_id for step in state.path]
    beside = {fact.act_id for fact in state.facts} - set(steps)
    what = act_id or (steps[-1] if steps else "")
    if not what or (what != (steps[-1] if steps else "") and what not in beside):
        return Refusal("transit_nothing_to_annul", {"phase": state.phase})
    return _elsewhere(desk, number, what) or what


def _elsewhere(desk: TransitDesk, number: str, act_id: str) -> Refusal | None:
    """That an act was done at another site, which alone takes it back."""
    act = next((act for act in desk.acts_on(number) if act.act_id == act_id), None)
    if act is None or act.site == desk.counter.journal.station.site:
        return None
    return Refusal("transit_of_other_site", {"site": act.site, "station": act.station})
