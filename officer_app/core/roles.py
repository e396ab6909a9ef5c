"""Who may do what: roles per act, as a table [inferred from domain.md §7.1 and design §6]."""

import unicodedata
from collections.abc import Mapping

from officer_app.core.acts import ActKind
from officer_app.core.export import Outcome

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
ACT_ROLES: Mapping[ActKind, frozenset[str]] = {
    ActKind.PRESENT: frozenset({"inspection"}),
    ActKind.INSPECT: frozenset({"inspection"}),
    ActKind.XRAY_SEND: frozenset({"inspection", "xray"}),
    ActKind.HOLD: frozenset({"inspection", "xray", "checking_post", "supervisor"}),
    ActKind.UNHOLD: frozenset({"supervisor"}),
    ActKind.ANNUL: frozenset({"inspection", "xray", "supervisor"}),
    ActKind.RELEASE: frozenset({"checking_post"}),
    ActKind.REFUSE: frozenset({"checking_post"}),
    ActKind.PRINT: frozenset(ROLES) - {"administrator"},
    ActKind.AUTHORITY_HANDED_BACK: frozenset({"supervisor"}),
    ActKind.AUTHORITY_FORCED: frozenset({"supervisor"}),
    ActKind.CASE_CLOSED: frozenset({"supervisor"}),
    ActKind.COVER: frozenset(ROLES) - {"administrator"},
}
"""Stamps are in STAMP_ROLES; a workstation's own acts (opened, its keys, the heads it saw) need no officer's role."""


def name_key(name: str) -> str:
    """What two spellings of one account name share: no capitals, no blanks, nothing invisible, no other width.

    `somchai`, `Somchai` and `SOM CHAI` are one person to every rule about two persons.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    kept = "".join(ch for ch in folded if unicodedata.category(ch)[0] not in "CZ")
    return unicodedata.normalize("NFKC", kept)
