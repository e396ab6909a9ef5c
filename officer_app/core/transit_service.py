"""The service clocks of a case: 10 + 20 + 30 minutes of open office, from complete papers to the signature."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from officer_app.core.kinds import ActKind
from officer_app.core.service_hours import due_at, open_time
from officer_app.core.transit import Phase, TransitState
from officer_app.core.transit_rules import TransitRules


@dataclass(frozen=True)
class ServiceClock:
    """How a step of service stands at a moment. Times of open office; `due` and `since` in UTC.

    `ended`: when the step was done; None while it runs. `late`: more time was, or is, used than the manual gives.
    """

    step: str
    since: datetime
    given: timedelta
    used: timedelta
    due: datetime
    ended: datetime | None = None

    @property
    def late(self) -> bool:
        """Whether the step took, or takes by now, longer than it may."""
        return self.used > self.given


def service_clocks(rules: TransitRules, state: TransitState, now: datetime) -> tuple[ServiceClock, ...]:
    """The clocks of a case, first to last, as far as they have begun.

    The check's ten minutes run from the filing; the manual counts the whole from complete papers, so consideration
    and signature follow from there (brief 004 §13 and its remarks).
    """
    ends = [
        state.passed_at(kind) for kind in (ActKind.TRANSIT_RECEIVE, ActKind.TRANSIT_CHECK, ActKind.TRANSIT_CONSIDER)
    ]
    steps = (
        ("check", rules.check, ends[0], ends[1]),
        ("consider", rules.consider, ends[1], ends[2]),
        ("sign", rules.sign, ends[2], state.passed_at(ActKind.TRANSIT_SIGN)),
    )
    stopped = now if state.phase is not Phase.REFUSED else state.passed_at(ActKind.TRANSIT_REFUSE)
    found = []
    for name, given, since, ended in steps:
        if since is None:
            break
        until = ended or stopped or now
        if until < since:
            # Filed again after a refusal: what was counted before does not count for this filing.
            break
        used = open_time(rules.hours, since, until)
        found.append(ServiceClock(name, since, given, used, due_at(rules.hours, since, given), ended))
    return tuple(found)
