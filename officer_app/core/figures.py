"""One line of a register: its figures, counted from acts and scans. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from officer_app.core.acts import Act
from officer_app.core.kinds import ActKind
from officer_app.core.permit_state import Outcome
from officer_app.core.scan_log import Became, ScanTally


@dataclass(frozen=True)
class Figures:
    """One line of a register. `key`: the day (ISO), shift (`2026-11-21 A`), officer, lane or counter; empty: all.

    `green`, `red` and `xray` count stamps. `papers` counts prints, `copies` those that were no first ones, `failed`
    those that a printer gave up. `cleared` releases have a time to clear: seconds from the permit's first act of its
    round to its release, `p50_s` and `p95_s` the nearest of them; None where there is none. `scans` are those that were
    read whole, `scans_unknown` and `scans_refused` those of them that led to nothing (core/scan_log.py).
    """

    key: str
    acts: int = 0
    green: int = 0
    red: int = 0
    xray: int = 0
    releases: int = 0
    holds: int = 0
    refused: int = 0
    annulled: int = 0
    papers: int = 0
    copies: int = 0
    failed: int = 0
    cleared: int = 0
    scans: int = 0
    scans_unknown: int = 0
    scans_refused: int = 0
    p50_s: int | None = None
    p95_s: int | None = None

    @property
    def stamps(self) -> int:
        """Stamps of all outcomes."""
        return self.green + self.red + self.xray


def count(key: str, acts: Sequence[Act], scans: Sequence[ScanTally], times: Sequence[int]) -> Figures:
    """The line `key` of these acts and scans. `times`: seconds to clear of those of its releases that have one."""

    def number(fits: Callable[[Act], bool]) -> int:
        return sum(1 for act in acts if fits(act))

    def of(*kinds: ActKind) -> int:
        return number(lambda act: act.kind in kinds)

    def stamps(outcome: Outcome) -> int:
        return number(lambda act: act.kind == ActKind.STAMP and act.text("outcome") == outcome)

    prints = [act for act in acts if act.kind == ActKind.PRINT]
    clear = sorted(times)
    return Figures(
        key,
        acts=len(acts),
        green=stamps(Outcome.GREEN),
        red=stamps(Outcome.RED),
        xray=stamps(Outcome.XRAY),
        releases=of(ActKind.RELEASE),
        holds=of(ActKind.HOLD, ActKind.SEIZE),
        refused=of(ActKind.REFUSE, ActKind.TRANSIT_REFUSE),
        annulled=of(ActKind.ANNUL),
        papers=sum(1 for act in prints if not act.text("of")),
        copies=sum(1 for act in prints if not act.text("of") and _copy(act) > 1),
        failed=sum(1 for act in prints if act.text("status") == "failed"),
        cleared=len(clear),
        scans=sum(each.number for each in scans if each.became is not Became.DROPPED),
        scans_unknown=_became(scans, Became.UNKNOWN),
        scans_refused=_became(scans, Became.REFUSED),
        p50_s=nearest(clear, 50),
        p95_s=nearest(clear, 95),
    )


def nearest(times: Sequence[int], percent: int) -> int | None:
    """The least of sorted `times` that `percent` of them do not exceed (nearest rank); None where there is none."""
    return times[max(0, -(-len(times) * percent // 100) - 1)] if times else None


def _became(scans: Iterable[ScanTally], became: Became) -> int:
    return sum(each.number for each in scans if each.became is became)


def _copy(act: Act) -> int:
    copy = act.fields.get("copy", 1)
    return copy if isinstance(copy, int) else 1
