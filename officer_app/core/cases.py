"""Cases: what two officers have to look at and close. The record a centre feeds, read. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RECORD_KIND = "case"
KINDS = (
    *("double_release", "no_right", "refused_act", "fork", "claim_without_act", "forced_move"),
    *("record_differs", "withdrawn_released"),
)


DOUBT = "doubt"
"""The kind of subject under which a case is closed that no centre keeps: the acts of a site tell it by themselves, so
every workstation that has them lists the same one under the same id.
"""
TRANSIT_KINDS = ("guarantee_overdrawn", "guarantee_drawn_closed", "declaration_keyed_twice", "transit_signed_twice")
"""Such cases: what transit desks did while they were cut off from each other."""


@dataclass(frozen=True)
class Case:
    """One case. Times as acts write them; `closed_act` is empty while it is open; `evidence` says who did what."""

    case_id: str
    kind: str
    subject: str
    opened: str
    evidence: Mapping[str, str] = field(default_factory=dict)
    closed_act: str = ""
    closed_by: str = ""
    closed_second: str = ""
    closed_reason: str = ""
    closed_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has closed it."""
        return not self.closed_act


def case_number(case_id: str) -> str:
    """Under which number a case is recorded; small letters first, so that no scan finds it."""
    return f"case/{case_id}"


def idle_case(permit: str, round_: int, act_id: str) -> str:
    """The id of the case of a right that was granted for `act_id`, which never came: made by its closing."""
    return f"claim_without_act:{permit}:{round_}:{act_id}"


def read_case(doc: str) -> Case:
    """The case of a record. Raises ValueError."""
    try:
        table: dict[str, Any] = json.loads(doc)
        evidence = {str(key): str(value) for key, value in table.get("evidence", {}).items()}
        known = set(Case.__dataclass_fields__) - {"evidence"}
        return Case(evidence=evidence, **{key: str(table[key]) for key in known if key in table})
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a case: {error}") from error
