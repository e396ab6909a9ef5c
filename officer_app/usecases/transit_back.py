"""What stops a case or takes a step of it back: hold, its lifting, and the annulment of a step by two officers."""

from dataclasses import dataclass

from officer_app.core.acts import Act, ActKind
from officer_app.core.guarantees import FreedAt
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, TransitState
from officer_app.core.two_persons import SECOND
from officer_app.usecases.allowed import may_second
from officer_app.usecases.guarantee_drawing import draw_again, free_guarantee
from officer_app.usecases.transit_desk import Done, TransitDesk, may, not_now, reason_of, take


def hold(desk: TransitDesk, officer: SignedIn, number: str, reason: str) -> Done | Refusal:
    """Stop a case until a supervisor lets it go on."""
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words

    def check(now: TransitState) -> Refusal | None:
        if now.phase is Phase.NEW:
            return Refusal("transit_unknown_case")
        return not_now(now.phase, ActKind.HOLD) if now.phase is Phase.CLOSED else None

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

    Said again, nothing more is taken back: the same `act_id`, or without one the same words as the last act on the
    case, give the annulment that was recorded (a crash may have come before its answer). The sequence number of an
    annulled signature stands on a paper and is never written on another; what it drew on a guarantee is given back.
    """
    words = reason_of(desk, reason)
    if isinstance(words, Refusal):
        return words
    if refusal := may(officer, ActKind.ANNUL) or may_second(officer, second, ActKind.ANNUL):
        return refusal
    state = desk.counter.journal.transit_state(number)
    done: Done | Refusal
    if (before := _done_before(desk, number, state, _Words(officer, second, words, act_id))) is not None:
        done = Done(before, state)
    else:
        done = _take_back(desk, officer, second, number, words, act_id)
    if isinstance(done, Refusal) or done.state.phase not in (
        Phase.RECEIVED,
        Phase.DOCUMENTS_COMPLETE,
        Phase.CONSIDERED,
    ):
        return done
    freed = free_guarantee(desk, officer, number)
    return freed if isinstance(freed, Refusal) else done


@dataclass(frozen=True)
class _Words:
    """An annulment as it is said."""

    officer: SignedIn
    second: SignedIn | None
    reason: str
    act_id: str


def _done_before(desk: TransitDesk, number: str, state: TransitState, said: _Words) -> Act | None:
    """The annulment that was recorded when the same was said before; None where this is another one."""
    acts = [act for act in desk.acts_on(number) if act.kind == ActKind.ANNUL]
    if said.act_id:
        return next((act for act in acts if act.text("annuls") == said.act_id), None)
    last = next((act for act in acts if act.act_id == state.last_act), None)
    if last is None or last.station != desk.counter.journal.station.name:
        return None
    second = said.second.person.name if said.second is not None else ""
    same = (last.officer, last.text(SECOND), last.text("reason")) == (said.officer.person.name, second, said.reason)
    return last if same else None


def _take_back(
    desk: TransitDesk, officer: SignedIn, second: SignedIn | None, number: str, reason: str, act_id: str
) -> Done | Refusal:
    what = annullable(desk, number, desk.counter.journal.transit_state(number), act_id)
    if isinstance(what, Refusal):
        return what
    if _frees(desk, number, what) and isinstance(drawn := draw_again(desk, officer, number), Refusal):
        return drawn

    def check(now: TransitState) -> Refusal | None:
        still = annullable(desk, number, now, what)
        return still if isinstance(still, Refusal) else None

    return take(desk, officer, number, ActKind.ANNUL, {"annuls": what, "reason": reason}, check, second=second)


def _frees(desk: TransitDesk, number: str, what: str) -> bool:
    """Whether the step `what` is why the guarantee of the case was given back, so that it is drawn anew before that is
    taken back: the closing; or the exit, where the office's table frees it there and a closing behind it frees nothing.
    """
    step = next((step for step in desk.counter.journal.transit_state(number).path if step.act_id == what), None)
    if step is None:
        return False
    at_exit = desk.rules.freed_at is FreedAt.EXIT
    closes = step.kind == ActKind.TRANSIT_CLOSE and not (at_exit and step.before is Phase.EXITED)
    return closes or (at_exit and step.kind == ActKind.TRANSIT_EXIT)


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
