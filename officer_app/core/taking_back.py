"""What takes an act on a permit back: an annulment, and a re-direct of its stamp."""

from dataclasses import replace

from officer_app.core.acts import Act, ActKind
from officer_app.core.life_cycle import irregular
from officer_app.core.permit_state import PermitState, State, read_stamp

_OVER_STAMP = frozenset({State.HELD, State.MISMATCH, State.SEIZED, State.CANCELLED})
"""What may come over a stamp at one desk while its authority lets another desk take it back."""


def redirect(state: PermitState, act: Act) -> PermitState:
    """The stamp names another checking post; what was agreed to or matched was the one before."""
    return replace(state, stamp=read_stamp(act, state.stamp), consent="", matched="", differs="")


def withdraw(state: PermitState, kind: ActKind, act: Act) -> PermitState:
    """What an annulment or a re-direction does that comes out of order.

    It was granted by the stamp's authority, and took its right away for ever (decision 0010, 4): where the permit was
    held meanwhile, it stays held, and beneath that the stamp is gone, or is the new one.
    """
    stands = state.stamp is not None and state.release is None and act.text("annuls") == state.stamp.act_id
    if not stands or state.state not in _OVER_STAMP or kind not in (ActKind.ANNUL, ActKind.REDIRECT):
        return state
    return redirect(state, act) if kind is ActKind.REDIRECT else _unstamped(state)


def _unstamped(state: PermitState) -> PermitState:
    """`state` without its stamp, also where it stood before something came over it."""
    under = (state.state, state.before_hold, state.before_mismatch, state.before_end)
    now, hold, mismatch, end = (State.ISSUED if each is State.STAMPED else each for each in under)
    changed = replace(state, state=now, before_hold=hold, before_mismatch=mismatch, before_end=end)
    return replace(changed, stamp=None, consent="")


def annul(state: PermitState, act: Act) -> PermitState:
    """The stamp, the release, the seizure or the cancellation that `act` names is gone; what names none is flagged."""
    annulled = act.text("annuls")
    if state.state in (State.SEIZED, State.CANCELLED):
        back = replace(state, state=state.before_end, ended_by="")
        if annulled == state.ended_by:
            return back
        lifted = withdraw(state, ActKind.ANNUL, act)
        return irregular(lifted, "annul_of_nothing" if lifted == state else "annul_out_of_order", act)
    standing = () if state.release is None else (state.release, *state.more_releases)
    left = tuple(release for release in standing if release.act_id != annulled)
    if len(left) < len(standing) and left:
        return replace(state, release=left[0], more_releases=left[1:])
    if len(left) < len(standing):
        # The last release that stood is gone: the next round begins.
        return replace(state, state=state.before_release, release=None, round=state.round + 1)
    if state.release is None and state.stamp is not None and annulled == state.stamp.act_id:
        return _unstamped(state)
    return irregular(state, "annul_of_nothing", act)
