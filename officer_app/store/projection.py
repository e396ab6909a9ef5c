"""A folded state as the JSON text of its projection row, and back."""

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Any

from officer_app.core.acts import format_time, parse_time
from officer_app.core.buddhist import iso_day
from officer_app.core.guarantees import GuaranteeState
from officer_app.core.life_cycle import Irregularity, Standing
from officer_app.core.permit_state import PermitState, Release, Stamp, State
from officer_app.core.transit import Fact, Passed, Phase, TransitState


def to_doc(state: Standing) -> str:
    """`state` as JSON text; the same state always gives the same text."""
    return json.dumps(vars(state), default=_inner, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_doc(doc: str) -> PermitState:
    """The permit's state of JSON text made by `to_doc`."""
    table: dict[str, Any] = json.loads(doc)
    stamp, release, more = table.pop("stamp"), table.pop("release"), table.pop("more_releases")
    irregularities = tuple(Irregularity(**row) for row in table.pop("irregularities"))
    for name in ("state", "before_hold", "before_release", "before_mismatch", "before_end"):
        table[name] = State(table[name])
    return PermitState(
        stamp=Stamp(**_timed(stamp)) if stamp else None,
        release=Release(**_timed(release)) if release else None,
        more_releases=tuple(Release(**_timed(row)) for row in more),
        irregularities=irregularities,
        **table,
    )


def transit_from_doc(doc: str) -> TransitState:
    """The transit case's state of JSON text made by `to_doc`."""
    table: dict[str, Any] = json.loads(doc)
    path = tuple(Passed(**{**_timed(row), "before": Phase(row["before"])}) for row in table.pop("path"))
    facts = tuple(Fact(**row) for row in table.pop("facts"))
    irregularities = tuple(Irregularity(**row) for row in table.pop("irregularities"))
    phase = Phase(table.pop("phase"))
    return TransitState(phase=phase, path=path, facts=facts, irregularities=irregularities, **table)


def guarantee_from_doc(doc: str) -> GuaranteeState:
    """The guarantee's state of JSON text made by `to_doc`."""
    table: dict[str, Any] = json.loads(doc)
    irregularities = tuple(Irregularity(**row) for row in table.pop("irregularities"))
    expiry, licence_expiry = iso_day(table.pop("expiry")), iso_day(table.pop("licence_expiry"))
    return GuaranteeState(irregularities=irregularities, expiry=expiry, licence_expiry=licence_expiry, **table)


def _inner(value: object) -> object:
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return vars(value)
    raise TypeError(f"{type(value).__name__} has no place in a projection")


def _timed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "at": parse_time(row["at"])}
