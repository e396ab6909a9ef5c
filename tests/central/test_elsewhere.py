"""Transit between sites: what the offices of two sites are told of each other's acts, by both makers of a centre."""

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from officer_app.central.memory import MemoryCentre
from officer_app.central.memory_offices import Offices
from officer_app.core.acts import Act, ActKind, Subject
from officer_app.core.canonical import Value
from officer_app.core.elsewhere import RECORD_KIND, act_in
from officer_app.core.ports import Central
from tests.central.conftest import PgCentre
from tests.central.writing import Journal

CASE = "TC4901MS16900001"


class Town:
    """Two sites with an office each, and a third with none, at one centre."""

    def __init__(self, enrol: Callable[[str, str], Central], set_office: Callable[[str, str], None]) -> None:
        mark = secrets.token_hex(4)
        self.entry, self.exit, self.third = (f"{name}-{mark}" for name in ("MS", "NK", "CE"))
        # Names of workstations may repeat between sites.
        self.lines = {site: enrol(site, "W-1") for site in (self.entry, self.exit, self.third)}
        self.journals = {site: Journal("W-1", site) for site in self.lines}
        # The databases of tests are shared: a random office each, and never the same.
        first = secrets.randbelow(4999)
        self.offices = {self.entry: f"{first:04d}", self.exit: f"{first + 5000:04d}"}
        self.set_office = set_office

    def join(self) -> None:
        """The centre learns which office is of which site."""
        for site, office in self.offices.items():
            self.set_office(site, office)

    def act(
        self, site: str, kind: ActKind, about: str = "transit", number: str = CASE, act_id: str = "", **fields: Value
    ) -> Act:
        """Something done at a site, and pushed."""
        journal = self.journals[site]
        act = journal.about(kind, Subject(about, number), fields, act_id or f"{site}-{len(journal.acts) + 1}")
        self.lines[site].push([act])
        return act

    def sent(self) -> list[Act]:
        """A case that was taken in at the one site and sent to the office of the other."""
        filed = self.act(self.entry, ActKind.TRANSIT_RECEIVE, applicant="ก")
        seen = self.act(self.entry, ActKind.TRANSIT_CONSIDER, agrees=True, exit_office=self.offices[self.exit])
        return [filed, seen]

    def told(self, site: str) -> list[tuple[bytes, bytes]]:
        """The acts of other sites that a site was fed, as they were signed; its feed is without a gap."""
        entries = self.lines[site].pull_records(0, 500)
        assert [entry.feed_seq for entry in entries] == list(range(1, len(entries) + 1))
        found = [act_in(entry.record) for entry in entries if entry.record.kind == RECORD_KIND]
        # The keys of other tests' sites come too where they share a database.
        return [(act.body, act.signature) for act in found if act.site in self.lines]


@pytest.fixture(params=["memory", "postgres"])
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    if request.param == "memory":
        offices, centres = Offices(), dict[str, MemoryCentre]()

        def enrol(site: str, station: str) -> Central:
            centres[site] = MemoryCentre(site, clock=lambda: datetime.now(UTC), offices=offices)
            return centres[site].enrol(station)

        yield Town(enrol, offices.set_office)
        return
    found = PgCentre(request.getfixturevalue("shared_url"))
    with found.clients:
        yield Town(lambda site, station: found.enrol(station, site=site), found.set_office)


def signed(*acts: Act) -> list[tuple[bytes, bytes]]:
    return [(act.body, act.signature) for act in acts]


def test_the_exit_office_is_told_of_a_case_from_its_filing_on_and_nobody_else_is(town: Town) -> None:
    town.join()
    filed, seen = town.sent()
    later = town.act(town.entry, ActKind.TRANSIT_DEPART)

    assert town.told(town.exit) == signed(filed, seen, later)
    assert town.told(town.entry) == town.told(town.third) == []


def test_the_entry_office_is_told_of_arrival_and_exit_and_of_nothing_else(town: Town) -> None:
    town.join()
    entered = town.sent()
    arrived = town.act(town.exit, ActKind.TRANSIT_ARRIVE, seals_intact=True)
    left = town.act(town.exit, ActKind.TRANSIT_EXIT)
    town.act(town.exit, ActKind.TRANSIT_CLOSE, reason="ก")
    town.act(town.exit, ActKind.HOLD, reason="ก")
    town.act(town.exit, ActKind.ANNUL, annuls=entered[1].act_id, reason="ก")
    taken_back = town.act(town.exit, ActKind.ANNUL, annuls=left.act_id, reason="ก")

    assert town.told(town.entry) == signed(arrived, left, taken_back)


def test_an_arrival_from_paper_is_told_as_soon_as_the_entry_office_is_heard(town: Town) -> None:
    town.join()
    arrived = town.act(town.exit, ActKind.TRANSIT_ARRIVE, seals_intact=True)
    assert town.told(town.entry) == []
    case = town.sent()

    assert town.told(town.entry) == signed(arrived)
    assert town.told(town.exit) == signed(*case)


def test_a_case_is_told_also_where_the_office_was_named_later(town: Town) -> None:
    case = town.sent()
    arrived = town.act(town.exit, ActKind.TRANSIT_ARRIVE, seals_intact=True)
    assert town.told(town.entry) == town.told(town.exit) == []
    town.join()

    assert town.told(town.entry) == signed(arrived)
    assert town.told(town.exit) == signed(*case)


def test_other_cases_and_permits_are_nobody_elses_business(town: Town) -> None:
    town.join()
    town.sent()
    town.act(town.entry, ActKind.TRANSIT_RECEIVE, number="TC4901MS16900002", applicant="ข")
    town.act(town.entry, ActKind.PRESENT, about="permit", number=CASE)
    town.act(town.exit, ActKind.TRANSIT_ARRIVE, number="TC4901MS16900002", seals_intact=True)

    assert len(town.told(town.exit)) == 2
    assert town.told(town.entry) == []


def test_the_keys_of_sites_that_work_together_go_along(town: Town) -> None:
    town.join()
    for site in (town.entry, town.exit, town.third):
        town.act(site, ActKind.KEY_REGISTERED, about="station", number="W-1", public_key="00", officer="ก")

    assert [len(town.told(site)) for site in (town.entry, town.exit, town.third)] == [1, 1, 0]


def test_asked_again_nothing_is_told_twice_and_the_digest_holds(town: Town) -> None:
    town.join()
    town.sent()
    assert town.told(town.exit) == town.told(town.exit)
    mark = town.lines[town.exit].digest("records", 500)
    assert mark is not None
    assert mark.place == len(town.lines[town.exit].pull_records(0, 500))


def test_an_act_that_bears_the_name_of_one_of_ours_never_reaches_us(town: Town) -> None:
    town.join()
    case = town.sent()
    town.act(town.exit, ActKind.TRANSIT_ARRIVE, seals_intact=True, act_id=case[1].act_id)

    assert town.told(town.entry) == []
