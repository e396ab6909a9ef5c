"""Who may do an act, alone or with a second officer, and in which words: asked by every use case that records one."""

from officer_app.core.acts import ActKind
from officer_app.core.assess import too_long
from officer_app.core.canonical import is_blank
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES, SECOND_ROLES, name_key
from officer_app.usecases.counter import Counter


def may_act(officer: SignedIn, roles: frozenset[str]) -> Refusal | None:
    """None if `officer` has one of `roles`."""
    return None if officer.person.roles & roles else Refusal("role", {"role": "/".join(sorted(roles))})


def good_reason(counter: Counter, reason: str) -> Refusal | None:
    """None if `reason`, cleaned before, shows something and is not too long for an act."""
    if is_blank(reason):
        return Refusal("reason_needed")
    return too_long(reason, counter.rules) if len(reason) > counter.rules.longest_words else None


def may_second(officer: SignedIn, second: SignedIn | None, kind: ActKind) -> Refusal | None:
    """None if `second` may approve what `officer` asks: another person, with a role that approves such acts."""
    if second is None:
        return Refusal("second_needed")
    if name_key(officer.person.name) == name_key(second.person.name):
        return Refusal("same_officer", {"officer": second.person.name})
    return may_act(second, SECOND_ROLES[kind])


def two_may(counter: Counter, officer: SignedIn, second: SignedIn | None, reason: str, kind: ActKind) -> Refusal | None:
    """None if both may do an act of two persons for `reason`."""
    return good_reason(counter, reason) or may_act(officer, ACT_ROLES[kind]) or may_second(officer, second, kind)
