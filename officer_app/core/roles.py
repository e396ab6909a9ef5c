"""Who may do what: roles per act, as a table [inferred from domain.md §7.1 and design §6]."""

import unicodedata
from collections.abc import Mapping

from officer_app.core.kinds import ActKind, known
from officer_app.core.permit_state import Outcome

ROLES = (
    "inspection",
    "xray",
    "checking_post",
    "counter_services",
    "transit",
    "signer",
    "supervisor",
    "administrator",
)
DESKS = ("inspection", "checking_post", "counter_services", "transit")

STAMP_ROLES: Mapping[str, frozenset[str]] = {
    Outcome.GREEN: frozenset({"inspection"}),
    Outcome.RED: frozenset({"inspection"}),
    Outcome.XRAY: frozenset({"xray", "inspection"}),
}
_AT_WORK = frozenset(ROLES) - {"administrator"}
_COUNTER = frozenset({"inspection", "xray", "checking_post", "supervisor"})
_SERVICES = frozenset({"counter_services", "supervisor"})
_TRANSIT = frozenset({"transit", "signer"})

ACT_ROLES: Mapping[ActKind, frozenset[str]] = {
    ActKind.PRESENT: frozenset({"inspection"}),
    ActKind.CUT_OFF: frozenset({"inspection"}),
    ActKind.INSPECT: frozenset({"inspection"}),
    ActKind.XRAY_SEND: frozenset({"inspection", "xray"}),
    ActKind.REROUTE: frozenset({"inspection", "supervisor"}),
    ActKind.MISMATCH: frozenset({"inspection", "checking_post"}),
    ActKind.CORRECT: frozenset({"inspection", "supervisor"}),
    ActKind.REDIRECT: frozenset({"inspection", "supervisor"}),
    ActKind.HOLD: _COUNTER,
    ActKind.UNHOLD: frozenset({"supervisor"}),
    ActKind.SEIZE: _COUNTER,
    ActKind.ANNUL: _COUNTER,
    ActKind.CONSENT: frozenset({"supervisor"}),
    ActKind.RELEASE: frozenset({"checking_post"}),
    ActKind.RECEIVE: frozenset({"checking_post", "counter_services"}),
    ActKind.LOAD: frozenset({"checking_post", "counter_services"}),
    ActKind.CANCEL_EXPORT: _SERVICES | {"inspection"},
    ActKind.RETURN_GOODS: _SERVICES | {"inspection"},
    ActKind.SHORT_PACKING: _SERVICES | {"inspection"},
    ActKind.FLIGHT_CHANGE: _SERVICES,
    ActKind.CONTINGENCY: _SERVICES | {"inspection"},
    ActKind.MATCH: _SERVICES | {"inspection"},
    ActKind.LICENCE: _SERVICES | {"inspection"},
    ActKind.REFUSE: frozenset({"checking_post"}),
    ActKind.PRINT: _AT_WORK,
    ActKind.FEE_CHARGED: _SERVICES | _TRANSIT,
    ActKind.FEE_PAID: _SERVICES | _TRANSIT,
    ActKind.PETITION_FILED: _SERVICES | _TRANSIT,
    ActKind.PETITION_DECIDED: _SERVICES | _TRANSIT,
    ActKind.TRANSIT_RECEIVE: _TRANSIT,
    ActKind.TRANSIT_CHECK: _TRANSIT,
    ActKind.TRANSIT_CONSIDER: _TRANSIT,
    ActKind.TRANSIT_SIGN: frozenset({"signer"}),
    ActKind.TRANSIT_KEY: _TRANSIT,
    ActKind.TRANSIT_HAND_OVER: _TRANSIT,
    ActKind.TRANSIT_DEPART: _TRANSIT,
    ActKind.TRANSIT_ARRIVE: _TRANSIT,
    ActKind.TRANSIT_EXIT: _TRANSIT,
    ActKind.TRANSIT_CLOSE: _TRANSIT,
    ActKind.TRANSIT_REFUSE: _TRANSIT,
    ActKind.TRANSIT_OVERDUE: _TRANSIT | {"supervisor"},
    ActKind.TRANSIT_LEFTOVER: frozenset({"signer", "supervisor"}),
    ActKind.TRANSIT_STATE_PROPERTY: frozenset({"signer", "supervisor"}),
    ActKind.TRANSIT_CONVERT: _TRANSIT,
    ActKind.TRANSIT_ENQUIRE: _TRANSIT,
    ActKind.TRANSIT_ANSWER: _TRANSIT,
    ActKind.TRANSIT_EXTEND: frozenset({"signer", "supervisor"}),
    ActKind.TRANSIT_OPEN_GOODS: _TRANSIT,
    ActKind.TRANSIT_NOTE: _TRANSIT,
    ActKind.GUARANTEE_REGISTERED: _TRANSIT,
    ActKind.GUARANTEE_DRAWN: _TRANSIT,
    ActKind.GUARANTEE_FREED: _TRANSIT,
    ActKind.GUARANTEE_CLOSED: _TRANSIT,
    ActKind.AUTHORITY_HANDED_BACK: frozenset({"supervisor"}),
    ActKind.AUTHORITY_FORCED: frozenset({"supervisor"}),
    ActKind.CASE_CLOSED: frozenset({"supervisor"}),
    ActKind.COLLECTIVE: _AT_WORK,
    ActKind.SETTINGS_CHANGED: frozenset({"supervisor"}),
}
"""Stamps are in STAMP_ROLES; what is in neither a workstation does by itself, or everybody does who signs in."""
SECOND_ROLES: Mapping[ActKind, frozenset[str]] = {
    ActKind.ANNUL: frozenset({"supervisor"}),
    ActKind.REROUTE: frozenset({"inspection", "supervisor"}),
    ActKind.AUTHORITY_FORCED: frozenset({"supervisor"}),
    ActKind.CASE_CLOSED: frozenset({"supervisor"}),
}
"""Who may be the second officer of an act of two persons [inferred]."""
CASE_ROLES: Mapping[ActKind, frozenset[str]] = {
    ActKind.HOLD: _TRANSIT | {"supervisor"},
    ActKind.UNHOLD: frozenset({"supervisor"}),
    ActKind.ANNUL: _TRANSIT | {"supervisor"},
}
"""Where a transit case asks for other roles than a permit does."""


def roles_of(kind: str, subject_kind: str, outcome: str = "") -> frozenset[str] | None:
    """The roles one of which an act needs; None where it needs none, or is of a kind or an outcome not known here."""
    known_kind = known(kind)
    if known_kind is ActKind.STAMP:
        return STAMP_ROLES.get(outcome)
    if known_kind is not None and subject_kind == "transit" and known_kind in CASE_ROLES:
        return CASE_ROLES[known_kind]
    return None if known_kind is None else ACT_ROLES.get(known_kind)


def name_key(name: str) -> str:
    """What two spellings of one account name share: no capitals, no blanks, nothing invisible, no other width.

    `somchai`, `Somchai` and `SOM CHAI` are one person to every rule about two persons.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(ch for ch in folded if unicodedata.category(ch)[0] not in "CZ")
    return unicodedata.normalize("NFKC", kept)
