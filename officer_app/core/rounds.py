"""The rounds of permits as acts tell them: since when each is at a counter, and by which lane it was cleared. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from officer_app.core import export
from officer_app.core.acts import Act
from officer_app.core.kinds import ActKind

NO_LANE = ""
_BEGINS = frozenset(step.act for step in export.STEPS) - {ActKind.ANNUL, ActKind.RELEASE}


@dataclass(frozen=True)
class Round:
    """One round of a permit: its first act at a counter (None: only a release is known), and its lane."""

    begun: datetime | None
    lane: str


NO_ROUND = Round(None, NO_LANE)


def rounds_of(acts: Iterable[Act]) -> dict[tuple[str, int], Round]:
    """Permit and round → what is known of it."""
    begun: dict[tuple[str, int], datetime] = {}
    lanes: dict[tuple[str, int], tuple[datetime, str, str]] = {}
    for act in acts:
        if not on_permit(act):
            continue
        key = (act.subject.number, act.subject.round)
        if act.kind in _BEGINS:
            begun[key] = min(act.at, begun.get(key, act.at))
        if act.kind == ActKind.STAMP:
            # The latest stamp of the round is the one that counts; the id decides where two are of one moment.
            said = (act.at, act.act_id, act.text("outcome"))
            lanes[key] = max(said, lanes.get(key, said))
    keys = begun.keys() | lanes.keys()
    return {key: Round(begun.get(key), lanes[key][2] if key in lanes else NO_LANE) for key in keys}


def on_permit(act: Act) -> bool:
    """Whether `act` is on a permit."""
    return act.subject.kind == "permit"
