"""The transit desk's rules: hours, days, numbers, agreements, classes, papers, complaint channels."""

from dataclasses import dataclass
from datetime import timedelta

from officer_app.core.agreements import Agreement, ControlSheet, OverdueEnd
from officer_app.core.applicants import ApplicantClass
from officer_app.core.guarantees import FreedAt
from officer_app.core.service_hours import ServiceHours
from officer_app.core.transit_days import DayCount
from officer_app.core.transit_papers import Paper


@dataclass(frozen=True)
class Override:
    """What an authorised signer allows where no agreement does (domain.md §1.2): the terms of other countries."""

    days: int
    overdue: OverdueEnd
    classes: tuple[str, ...]
    legal_basis: str


@dataclass(frozen=True)
class Channel:
    """Where to complain (brief 004 §17)."""

    th: str
    en: str


@dataclass(frozen=True)
class TransitRules:
    """All an office may set. Service times are those of brief 004 §13; `block` and `low` count sequence numbers."""

    hours: ServiceHours
    check: timedelta
    consider: timedelta
    sign: timedelta
    count: DayCount
    remind_days: int
    ahead: timedelta
    block: int
    low: int
    agreements: tuple[Agreement, ...]
    override: Override
    classes: tuple[ApplicantClass, ...]
    papers: tuple[Paper, ...]
    complaints: tuple[Channel, ...]
    freed_at: FreedAt = FreedAt.CLOSING

    def applicant(self, code: str) -> ApplicantClass | None:
        """The class of that code, or None."""
        return next((each for each in self.classes if each.code == code), None)

    def control_sheet(self, applicant_class: str, country: str) -> ControlSheet:
        """The form 451 of goods to `country`: that of its agreement, for the applicants who may use that one."""
        rows = (row for row in self.agreements if row.country == country and applicant_class in row.classes)
        return next((row.control_sheet for row in rows), ControlSheet.GENERAL)
