"""May it be stamped, may it leave: the rules that look at a permit, its state and the officer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from officer_app.core.acts import ActKind
from officer_app.core.buddhist import datetime_be
from officer_app.core.canonical import is_blank
from officer_app.core.export import BEFORE_STAMP, Outcome, PermitState, State
from officer_app.core.ports import Person, Station
from officer_app.core.records import CoreState, Permit
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, STAMP_ROLES, name_key
from officer_app.core.rules import Rules


@dataclass(frozen=True)
class StampWish:
    """What the officer is about to stamp. `reference`: the number of the X-ray picture, where there is one."""

    outcome: Outcome
    release_post: str
    findings: str = ""
    reference: str = ""


def may_stamp(permit: Permit, state: PermitState, person: Person, wish: StampWish, rules: Rules) -> Refusal | None:
    """None if `wish` may be stamped, else the first rule against it (domain.md §3.9-3.10, §7.1)."""
    if not person.roles & STAMP_ROLES[wish.outcome]:
        return Refusal("role", {"role": "/".join(sorted(STAMP_ROLES[wish.outcome]))})
    if refusal := out_of_hand(permit, state):
        return refusal
    if state.state is State.STAMPED and state.stamp is not None:
        return already_stamped(state)
    if state.state not in BEFORE_STAMP:
        return Refusal("not_now", {"state": state.state})
    if rules.cut_off_first and not state.cut_off_at:
        return Refusal("not_cut_off")
    if wish.release_post not in rules.posts:
        return Refusal("unknown_post", {"post": wish.release_post, "posts": ", ".join(rules.posts)})
    if wish.outcome is Outcome.RED and is_blank(wish.findings):
        return Refusal("findings_needed")
    for words in (wish.findings, wish.reference):
        if len(words) > rules.longest_words:
            return too_long(words, rules)
    if wish.outcome is Outcome.GREEN and not green_stands(permit, state, rules):
        return Refusal("second_needed_reroute")
    return None


def may_release(permit: Permit, state: PermitState, person: Person, station: Station) -> Refusal | None:
    """None if the cargo may leave as far as this workstation knows, else the first rule against it (design §6-7)."""
    if not person.roles & ACT_ROLES[ActKind.RELEASE]:
        return Refusal("role", {"role": "checking_post"})
    if refusal := out_of_hand(permit, state):
        return refusal
    stamp = state.stamp
    if state.state is not State.STAMPED or stamp is None:
        return Refusal("not_stamped", {"state": state.state})
    if station.post and station.post != stamp.release_post:
        return Refusal("wrong_post", {"post": stamp.release_post, "here": station.post})
    for stamped_by in (stamp.officer, stamp.redirected_by):
        if stamped_by and name_key(stamped_by) == name_key(person.name):
            return Refusal("same_officer", {"officer": stamped_by})
    return None


def out_of_hand(permit: Permit, state: PermitState) -> Refusal | None:
    """What stops every act on the permit: its state here, then what the customs computer last said."""
    if state.release is not None:
        release = state.release
        who = {"officer": release.officer, "station": release.station, "at": datetime_be(release.at)}
        return Refusal("already_released", who)
    if state.blocked:
        return Refusal("blocked")
    if permit.state == CoreState.CANCELLED:
        return Refusal("cancelled")
    if permit.state == CoreState.LOADED:
        return Refusal("already_loaded")
    if permit.state == CoreState.HELD:
        return Refusal("held", {"reason": "", "by": "core"})
    if state.state is State.HELD:
        return Refusal("held", {"reason": state.hold_reason, "by": "counter"})
    return _ended(state)


def _ended(state: PermitState) -> Refusal | None:
    """What the counter itself put an end to, or stopped until it is put right."""
    if state.state is State.SEIZED:
        return Refusal("seized")
    if state.state is State.CANCELLED:
        return Refusal("cancelled_here")
    if state.state is State.MISMATCH:
        return Refusal("mismatch", {"what": state.mismatch})
    return None


def too_long(words: str, rules: Rules) -> Refusal:
    """The refusal of findings or a reason that no act may carry."""
    return Refusal("words_too_long", {"length": str(len(words)), "max": str(rules.longest_words)})


def already_stamped(state: PermitState) -> Refusal:
    """The refusal that shows the earlier stamp."""
    stamp = state.stamp
    if stamp is None:
        return Refusal("not_now", {"state": state.state})
    who = {"officer": stamp.officer, "station": stamp.station, "at": datetime_be(stamp.at), "text": stamp.text}
    return Refusal("already_stamped", who)


def green_stands(permit: Permit, state: PermitState, rules: Rules) -> bool:
    """Whether passing as Green needs nobody else: not Red by the permit, no X-ray ordered, nothing begun."""
    begun = state.state in (State.INSPECTING, State.XRAY_PENDING)
    return not begun and line_of(permit, state, rules) not in ("RED", "XRAY")


def line_of(permit: Permit, state: PermitState, rules: Rules) -> str:
    """GREEN, RED or XRAY: what two officers made of it, else what was ordered, else the permit's own; empty unknown."""
    if state.line:
        return state.line
    return "XRAY" if rules.is_xray(permit.order) else permit.line


def due(permit: Permit, state: PermitState, rules: Rules) -> str:
    """What the permit calls for next: green, red, xray, release, or empty when nothing is due here."""
    if out_of_hand(permit, state) is not None:
        return ""
    if state.state is State.STAMPED:
        return "release"
    line = line_of(permit, state, rules)
    if state.state is State.XRAY_PENDING or line == "XRAY":
        return "xray"
    if state.state is State.INSPECTING or line == "RED":
        return "red"
    return "green"


def may_do(
    permit: Permit, state: PermitState, person: Person, station: Station, rules: Rules
) -> Mapping[str, Refusal | None]:
    """For each verb of the counter: None if it may be done now, else why not."""
    post = rules.posts[0] if rules.posts else ""
    verbs: dict[str, Refusal | None] = {
        f"stamp_{outcome}": may_stamp(permit, state, person, StampWish(outcome, post, "-"), rules)
        for outcome in Outcome
    }
    verbs["release"] = may_release(permit, state, person, station)
    return verbs
