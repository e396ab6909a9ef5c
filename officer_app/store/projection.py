"""A permit's folded state as the JSON text of its projection row, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from officer_app.core.acts import format_time, parse_time
from officer_app.core.export import Irregularity, PermitState, Release, Stamp, State


def to_doc(state: PermitState) -> str:
    """`state` as JSON text; the same state always gives the same text."""
    return json.dumps(asdict(state), default=_time, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_doc(doc: str) -> PermitState:
    """The state of JSON text made by `to_doc`."""
    table: dict[str, Any] = json.loads(doc)
    stamp, release, more = table.pop("stamp"), table.pop("release"), table.pop("more_releases")
    irregularities = tuple(Irregularity(**row) for row in table.pop("irregularities"))
    for name in ("state", "before_hold", "before_release"):
        table[name] = State(table[name])
    return PermitState(
        stamp=Stamp(**_timed(stamp)) if stamp else None,
        release=Release(**_timed(release)) if release else None,
        more_releases=tuple(Release(**_timed(row)) for row in more),
        irregularities=irregularities,
        **table,
    )


def _time(value: object) -> str:
    if isinstance(value, datetime):
        return format_time(value)
    raise TypeError(f"{type(value).__name__} has no place in a projection")


def _timed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "at": parse_time(row["at"])}
