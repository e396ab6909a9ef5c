"""A case at two workstations, of one site and of two, through the simulated centre; and by its paper's code alone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.central.memory_offices import Offices
from officer_app.core.acts import ActKind, Mode
from officer_app.core.guarantees import FreedAt
from officer_app.core.ports import SignedIn, Station
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.core.transit_declared import read_paper
from officer_app.core.transit_match import Against
from officer_app.security.chain_keys import Registration
from officer_app.security.key_standing import Certificate, Revocation, Standing
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.look_up_case import FoundCase, look_up_case
from officer_app.usecases.reconcile import close_matter, read_matters
from officer_app.usecases.sync_once import sync_once
from officer_app.usecases.transit_back import annul_step, hold, unhold
from officer_app.usecases.transit_consider import consider
from officer_app.usecases.transit_desk import TransitDesk
from officer_app.usecases.transit_doubts import Doubts, doubts
from officer_app.usecases.transit_intake import Filing, check, receive
from officer_app.usecases.transit_journey import Arrival, arrive, case_of, close, hand_over, key, leave
from officer_app.usecases.transit_numbers import fetch_numbers
from officer_app.usecases.transit_sign import sign
from officer_app.workstation.elsewhere import Hearing
from officer_app.workstation.transit_codes import issue_transit_code, transit_code_reader
from tests.fakes import NOW, SUPERVISOR, Desk, desk, officer
from tests.usecases.transit_cases import (
    CLERK,
    DUTY,
    EXIT_CLERK,
    EXIT_OFFICE,
    GOODS,
    ITEMS,
    MS_1,
    MS_2,
    OFFICE,
    SIGNER,
    at_desk,
    at_exit,
    considered,
    declared,
    done,
    handed,
    looked,
    put_guarantees,
    received,
    refused,
    signed,
    under_way,
)

SEALS = ("MST00001A", "MST00001B")
INTACT = Arrival(SEALS, "701234")
BACK = "คู่ฉบับส่งกลับครบถ้วน"
NK_1 = Station("NK", "MS-1", "transit", "", Mode.SAMPLE)
"""The exit office's workstation, of another site and by chance of the same name."""
OVERRIDE = "ด่านได้รับหนังสือกรมศุลกากรให้ผ่านได้"
DAY = 86_400


@dataclass
class Place:
    """A transit desk with its line to a centre."""

    desk: Desk
    transit: TransitDesk
    line: MemoryCentral

    def sync(self) -> None:
        hearing, before = Hearing(self.desk.journal), self.desk.mirror.records_cursor()
        sync_once(self.desk.journal, self.desk.mirror, self.line, told=hearing)
        hearing.catch_up(self.desk.mirror, before)

    def phase(self, case: str) -> Phase:
        return self.desk.journal.transit_state(case).phase


Maker = Callable[..., Place]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Maker]:
    """Makes places; the codes of all are made, and believed with the clerk's key."""
    with ExitStack() as stack:

        def made(station: Station, centre: MemoryCentre, office: str = OFFICE, **reading: datetime) -> Place:
            line = centre.enrol(station.name)
            here = stack.enter_context(desk(tmp_path / f"{station.site}-{station.name}", station, line))
            reader = transit_code_reader(Mode.SAMPLE, keys_of(CLERK), standing_of(**reading), lambda: here.clock[0])
            here.counter = replace(here.counter, issue_transit=issue_transit_code, read_transit=reader)
            return Place(here, at_desk(here, office), line)

        yield made


def keys_of(*known: SignedIn) -> Callable[[], dict[str, Registration]]:
    rows = {each.signer.key_id: Registration(each.person.name, each.signer.public_key, 1) for each in known}
    return lambda: rows


def standing_of(until: datetime | None = None, revoked: datetime | None = None) -> Callable[[str], Standing]:
    def standing(key_id: str) -> Standing:
        since = NOW - timedelta(days=900)
        held = (Certificate(key_id, "officer", "prasit", frozenset(), since, until),) if until is not None else ()
        gone = Revocation(key_id, revoked, "stolen", "", by_root=True) if revoked is not None else None
        return Standing(key_id, held, gone)

    return standing


@pytest.fixture
def sites(place: Maker) -> tuple[Place, Place]:
    """Mae Sot and an exit office of another site, which work together."""
    offices = Offices()
    entry = MemoryCentre("MS", clock=lambda: NOW, offices=offices)
    leaving = MemoryCentre("NK", clock=lambda: NOW, offices=offices)
    entry.set_office(OFFICE)
    leaving.set_office(EXIT_OFFICE)
    return place(MS_1, entry), place(NK_1, leaving, EXIT_OFFICE)


def even(*places: Place) -> None:
    for _ in range(2):
        for each in places:
            each.sync()


def test_another_workstation_of_the_site_takes_the_case_to_its_end_and_frees_the_guarantee(place: Maker) -> None:
    centre = MemoryCentre("MS", clock=lambda: NOW)
    here, there = place(MS_1, centre), place(MS_2, centre)
    put_guarantees(here.transit)
    away = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
    case = under_way(here.transit, "2.4", OVERRIDE, **away)
    even(here, there)
    done(arrive(at_exit(there.transit, case), EXIT_CLERK, case, INTACT))
    done(leave(at_exit(there.transit, case), EXIT_CLERK, case))
    assert guarantee_state(there.transit, "CASH-1").drawn == {case: DUTY}
    done(close(there.transit, EXIT_CLERK, case, BACK))
    even(here, there)

    assert here.phase(case) is Phase.CLOSED
    assert guarantee_state(here.transit, "CASH-1").drawn == {}


def test_the_exit_office_of_another_site_gets_the_case_and_gives_back_arrival_and_exit(
    sites: tuple[Place, Place],
) -> None:
    here, there = sites
    put_guarantees(here.transit)
    case = under_way(here.transit)
    even(here, there)
    declaration = here.desk.journal.transit_state(case).fact("declaration_no")
    assert case_of(there.desk.counter, declaration) == case
    found = look_up_case(there.desk.counter, declaration, EXIT_CLERK.person)
    assert isinstance(found, FoundCase)
    assert (found.state.phase, found.may) == (Phase.EN_ROUTE, ["arrive", "open_goods", "hold"])

    wrong = arrive(there.transit, EXIT_CLERK, case, Arrival(("MST00001A",), "701234"))
    assert refused(wrong) == "transit_seals_differ"
    done(arrive(there.transit, EXIT_CLERK, case, INTACT))
    done(leave(there.transit, EXIT_CLERK, case))
    assert refused(close(there.transit, EXIT_CLERK, case, BACK)) == "transit_of_other_site"
    even(here, there)

    state = here.desk.journal.transit_state(case)
    assert (state.phase, state.irregularities) == (Phase.EXITED, ())
    done(close(here.transit, CLERK, case, BACK))
    even(here, there)
    assert there.phase(case) is Phase.CLOSED
    # The case, and three guarantees.
    assert here.desk.journal.rebuild() == 4
    assert here.phase(case) is Phase.CLOSED


def test_nothing_of_another_site_is_pushed_counted_or_a_key_here(sites: tuple[Place, Place]) -> None:
    here, there = sites
    put_guarantees(here.transit)
    under_way(here.transit)
    even(here, there)

    assert there.desk.journal.acts() == []
    assert there.desk.journal.queue().unsent == 0
    assert len(there.desk.journal.acts_elsewhere()) == 7
    assert there.desk.journal.acts_of_kind(ActKind.KEY_REGISTERED) == []


def test_a_hold_goes_to_the_exit_office_and_is_lifted_where_it_was_put(sites: tuple[Place, Place]) -> None:
    here, there = sites
    put_guarantees(here.transit)
    case = under_way(here.transit)
    done(hold(here.transit, CLERK, case, "รอผลตรวจสอบ"))
    even(here, there)

    assert refused(arrive(there.transit, EXIT_CLERK, case, INTACT)) == "held"
    assert refused(unhold(there.transit, SUPERVISOR, case, "ผ่าน")) == "transit_of_other_site"
    done(unhold(here.transit, SUPERVISOR, case, "ผ่าน"))
    even(here, there)
    done(arrive(there.transit, EXIT_CLERK, case, INTACT))
    done(leave(there.transit, EXIT_CLERK, case))
    even(here, there)
    assert refused(annul_step(here.transit, CLERK, SUPERVISOR, case, "ผิด")) == "transit_of_other_site"
    done(annul_step(there.transit, EXIT_CLERK, SUPERVISOR, case, "ผิดคัน"))
    even(here, there)
    assert here.phase(case) is Phase.ARRIVED


def test_a_guarantee_that_two_workstations_overdrew_is_told_with_each_of_their_cases(place: Maker) -> None:
    centre = MemoryCentre("MS", clock=lambda: NOW)
    here, there = place(MS_1, centre), place(MS_2, centre)
    put_guarantees(here.transit)
    even(here, there)
    away = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
    cases = [under_way(each.transit, "2.4", OVERRIDE, **away) for each in (here, there)]
    assert doubts(here.transit, cases[0]) == Doubts()
    even(here, there)
    for each in (here, there):
        assert [doubts(each.transit, case).overdrawn for case in cases] == ["CASH-1", "CASH-1"]


def test_a_declaration_that_two_workstations_keyed_for_a_case_each_is_told_with_both(place: Maker) -> None:
    centre = MemoryCentre("MS", clock=lambda: NOW)
    here, there = place(MS_1, centre), place(MS_2, centre)
    put_guarantees(here.transit)
    even(here, there)
    cases = [signed(each.transit) for each in (here, there)]
    for each, case in zip((here, there), cases, strict=True):
        done(key(each.transit, CLERK, case, "A0122991100077"))
    even(here, there)
    for each in (here, there):
        assert [doubts(each.transit, case).keyed_also for case in cases] == [(cases[1],), (cases[0],)]


def test_a_first_load_or_a_crash_between_mirror_and_journal_loses_nothing(sites: tuple[Place, Place]) -> None:
    here, there = sites
    put_guarantees(here.transit)
    case = under_way(here.transit)
    here.sync()
    # The mirror has them, the journal was not told: as after a snapshot.
    sync_once(there.desk.journal, there.desk.mirror, there.line)
    assert there.phase(case) is Phase.NEW
    there.sync()
    assert there.phase(case) is Phase.EN_ROUTE


def code_of(here: Place, case: str) -> str:
    """The code that stands on the papers of a case."""
    (handed,) = here.desk.journal.acts_of_kind(ActKind.TRANSIT_HAND_OVER)
    assert handed.subject.number == case
    return here.desk.journal.token_of(handed.act_id)


def alone(
    place: Maker, reading: Mapping[str, datetime] | None = None, office: str = EXIT_OFFICE
) -> tuple[Place, Place, str, str]:
    """An entry office, an exit office that never heard of it, the case and its code."""
    here = place(MS_1, MemoryCentre("MS", clock=lambda: NOW))
    there = place(NK_1, MemoryCentre("NK", clock=lambda: NOW), office, **(reading or {}))
    put_guarantees(here.transit)
    case = under_way(here.transit)
    return here, there, case, code_of(here, case)


def test_by_the_code_on_paper_seals_office_and_last_day_are_checked_without_any_network(place: Maker) -> None:
    _, there, case, code = alone(place)
    found = look_up_case(there.desk.counter, code, EXIT_CLERK.person)
    assert isinstance(found, FoundCase)
    assert (found.number, found.state.phase, found.may, found.limit) == (case, Phase.NEW, ["arrive"], date(2027, 2, 19))
    assert refused(arrive(there.transit, EXIT_CLERK, case, INTACT)) == "transit_unknown_case"
    assert refused(arrive(there.transit, EXIT_CLERK, code, Arrival(("X",)))) == "transit_seals_differ"
    arrived = done(arrive(there.transit, EXIT_CLERK, code, INTACT))
    assert (arrived.state.phase, arrived.act.fields["by_code"]) == (Phase.ARRIVED, True)
    assert refused(arrive(there.transit, EXIT_CLERK, code, INTACT)) == "transit_done_already"
    there.desk.later(91 * DAY)
    assert refused(leave(there.transit, EXIT_CLERK, code)) == "transit_after_limit"
    there.desk.later(-DAY)
    assert done(leave(there.transit, EXIT_CLERK, code)).state.phase is Phase.EXITED


def test_a_declaration_that_a_code_names_is_taken_where_nobody_heard_of_its_keying_until_the_arrival_is_annulled(
    place: Maker,
) -> None:
    here, there, case, code = alone(place)
    declaration = here.desk.journal.transit_state(case).fact("declaration_no")
    done(arrive(there.transit, EXIT_CLERK, code, INTACT))
    filing = Filing("บริษัท อื่น จำกัด", "1")
    assert refused(receive(there.transit, CLERK, declaration, filing)) == "transit_declaration_taken"
    done(annul_step(there.transit, CLERK, SUPERVISOR, case, BACK))
    done(receive(there.transit, CLERK, declaration, filing))


def test_who_knows_a_case_from_its_paper_alone_does_not_close_it_before_its_filing_came(place: Maker) -> None:
    _, there, _, code = alone(place)
    done(arrive(there.transit, EXIT_CLERK, code, INTACT))
    done(leave(there.transit, EXIT_CLERK, code))
    against = close(there.transit, EXIT_CLERK, code, BACK)
    assert isinstance(against, Refusal)
    assert (against.code, against.params["site"]) == ("transit_filing_not_here", "MS")
    assert "close" not in look_up(there, code).may


def test_another_workstation_of_the_office_closes_by_the_paper_only_when_it_knows_what_to_free(place: Maker) -> None:
    centre = MemoryCentre("MS", clock=lambda: NOW)
    here, there = place(MS_1, centre), place(MS_2, centre)
    put_guarantees(here.transit)
    away = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
    case = under_way(here.transit, "2.4", OVERRIDE, **away)
    leaving = replace(there.transit, office="2801")
    done(arrive(leaving, EXIT_CLERK, code_of(here, case), INTACT))
    done(leave(leaving, EXIT_CLERK, case))
    assert refused(close(there.transit, EXIT_CLERK, case, BACK)) == "transit_filing_not_here"
    even(here, there)
    done(close(there.transit, EXIT_CLERK, case, BACK))
    assert guarantee_state(there.transit, "CASH-1").drawn == {}


def test_where_the_table_frees_at_the_exit_another_sites_exit_frees_as_soon_as_it_is_heard(
    sites: tuple[Place, Place],
) -> None:
    here, there = sites
    for each in sites:
        each.transit = replace(each.transit, rules=replace(each.transit.rules, freed_at=FreedAt.EXIT))
    put_guarantees(here.transit)
    case = under_way(here.transit, "2.4", OVERRIDE, destination_code="SG", transit_mode="sea")
    even(here, there)
    done(arrive(there.transit, EXIT_CLERK, case, INTACT))
    done(leave(there.transit, EXIT_CLERK, case))
    assert guarantee_state(here.transit, "CASH-1").drawn == {case: DUTY}
    even(there, here)
    assert guarantee_state(here.transit, "CASH-1").drawn == {}
    assert there.desk.journal.acts_of_kind(ActKind.GUARANTEE_FREED) == []
    done(close(here.transit, CLERK, case, BACK))
    (freed,) = here.desk.journal.acts_of_kind(ActKind.GUARANTEE_FREED)
    assert (freed.text("case"), here.desk.journal.guarantee_state("CASH-1").drawn) == (case, {})


def look_up(there: Place, scanned: str) -> FoundCase:
    found = look_up_case(there.desk.counter, scanned, EXIT_CLERK.person)
    assert isinstance(found, FoundCase)
    return found


def test_an_arrival_by_code_falls_into_its_place_when_the_sites_hear_of_each_other(
    sites: tuple[Place, Place],
) -> None:
    here, there = sites
    put_guarantees(here.transit)
    case = under_way(here.transit)
    there.desk.later(DAY)
    done(arrive(there.transit, EXIT_CLERK, code_of(here, case), INTACT))
    done(leave(there.transit, EXIT_CLERK, case))
    even(there, here)

    for each in (here, there):
        state = each.desk.journal.transit_state(case)
        assert (state.phase, state.irregularities) == (Phase.EXITED, ())


def test_a_paper_for_another_office_is_sent_on_or_taken_with_a_reason(place: Maker) -> None:
    _, there, _, code = alone(place, office="2801")
    assert refused(arrive(there.transit, EXIT_CLERK, code, INTACT)) == "transit_code_other_office"
    arrived = done(arrive(there.transit, EXIT_CLERK, code, replace(INTACT, why_here="ด่านปลายทางปิด")))
    assert arrived.state.phase is Phase.ARRIVED


@pytest.mark.parametrize(
    ("reading", "why"),
    [
        ({"until": NOW - timedelta(days=1)}, "transit_code_key_ended"),
        ({"revoked": NOW + timedelta(days=1)}, "transit_code_key_revoked"),
        ({"revoked": NOW - timedelta(days=1)}, "transit_code_key_revoked"),
    ],
)
def test_a_key_that_ended_or_was_revoked_proves_nothing(place: Maker, reading: dict[str, datetime], why: str) -> None:
    _, there, _, code = alone(place, reading)
    assert refused(arrive(there.transit, EXIT_CLERK, code, INTACT)) == why
    assert refused(look_up_case(there.desk.counter, code, EXIT_CLERK.person)) == why


def test_a_code_that_is_forged_strange_damaged_or_of_real_work_is_refused(place: Maker) -> None:
    here, there, case, code = alone(place)
    counter = there.desk.counter
    assert refused(counter.read_transit(code[:-1] + ("A" if code[-1] != "A" else "B"))).startswith("transit_code_")
    assert refused(counter.read_transit(code[: len(code) // 2])) == "transit_code_unread"
    strange = transit_code_reader(Mode.SAMPLE, keys_of(EXIT_CLERK), standing_of(), lambda: NOW)
    assert refused(strange(code)) == "transit_code_unknown_key"
    other_name = replace(CLERK, person=replace(CLERK.person, name="somebody"))
    imposter = transit_code_reader(Mode.SAMPLE, keys_of(other_name), standing_of(), lambda: NOW)
    assert refused(imposter(code)) == "transit_code_forged"
    real = transit_code_reader(Mode.REAL, keys_of(CLERK), standing_of(), there.desk.counter.clock)
    assert refused(real(code)) == "sample_token"
    early = transit_code_reader(Mode.SAMPLE, keys_of(CLERK), standing_of(), lambda: datetime(2026, 1, 1, tzinfo=UTC))
    assert refused(early(code)) == "transit_code_forged"
    strict = transit_code_reader(
        Mode.SAMPLE, keys_of(CLERK), standing_of(), there.desk.counter.clock, certified_only=True
    )
    assert refused(strict(code)) == "transit_code_key_not_certified"
    assert not isinstance(counter.read_transit(code), Refusal)
    assert here.phase(case) is Phase.EN_ROUTE


def test_a_case_that_two_cut_off_desks_signed_is_a_case_for_two_officers(place: Maker) -> None:
    centre = MemoryCentre("MS", clock=lambda: NOW)
    here, there = place(MS_1, centre), place(MS_2, centre)
    put_guarantees(here.transit)
    away = {"destination_code": "SG", "transit_mode": "sea", "office_exit_code": "2801"}
    even(here, there)
    case = considered(here.transit, "2.4", **away)
    for each in (here, there):
        fetch_numbers(each.transit, CLERK)
    even(here, there)
    for each in (here, there):
        done(sign(each.transit, SIGNER, case, OVERRIDE))
    even(here, there)

    assert here.desk.journal.transit_state(case) == there.desk.journal.transit_state(case)
    assert guarantee_state(there.transit, "CASH-1").drawn == {case: DUTY}
    (ours,), (matter,) = (read_matters(each.desk.counter, each.desk.journal).matters for each in (here, there))
    assert ours.case == matter.case
    assert (matter.case.kind, matter.case.subject, len(matter.sides)) == ("transit_signed_twice", case, 2)
    assert matter.case.evidence["sequence_no"] == "1/2569, 51/2569"
    two = SUPERVISOR, officer("kanya", "supervisor", seed=9)
    assert not isinstance(close_matter(there.desk.counter, there.desk.journal, two, matter, "เลขซ้ำ"), Refusal)
    even(there, here)
    (closed,) = read_matters(here.desk.counter, here.desk.journal).matters
    assert (closed.is_open, closed.case.closed_by, closed.case.closed_second) == (False, "anong", "kanya")


MANY = 300
CONVOY = tuple(f"MST-{place:05d}A" for place in range(MANY))


def convoy() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What is declared of three hundred containers, each with a seal of its own; and the lines of its papers."""
    row = {"container_no": "CSQU3054383", "packages": 25, "gross_weight": 2_725_000, "goods": "ปั๊มน้ำ"}
    rows = [{**row, "line": line, "seal_no": seal} for line, seal in enumerate(CONVOY, start=1)]
    items = [
        {**row, **{name: row[name] * MANY for name in ("packages", "gross_weight", "net_weight")}} for row in ITEMS
    ]
    long = "บริษัท ตัวอย่างผู้ขนส่งสินค้าผ่านแดนระหว่างประเทศริมแม่น้ำเมยและลุ่มน้ำสาละวินเจริญรุ่งเรือง จำกัด (มหาชน)"
    table = declared(
        containers=rows,
        containers_total=MANY,
        packages_total=25 * MANY,
        gross_weight_total=2_725_000 * MANY,
        items=[{**goods, **item} for goods, item in zip(GOODS, items, strict=True)],
        applicant_name=long,
        carrier_name=long,
    )
    return table, items


def test_three_hundred_containers_go_the_whole_way_and_are_let_in_by_the_code_on_paper(place: Maker) -> None:
    here = place(MS_1, MemoryCentre("MS", clock=lambda: NOW))
    there = place(MS_2, MemoryCentre("NK", clock=lambda: NOW), EXIT_OFFICE)
    put_guarantees(here.transit)
    desk, (table, items) = here.transit, convoy()
    case = received(desk, **table)
    done(check(desk, CLERK, case, handed(), "in a test"))
    papers = dict.fromkeys((Against.INVOICE, Against.BILL), read_paper({"items": items}))
    done(consider(desk, CLERK, case, looked(table, papers=papers, why_now="in a test")))
    done(sign(desk, SIGNER, case))
    done(key(desk, CLERK, case, "A0122991100001"))
    done(hand_over(desk, CLERK, case, "นาย ก", CONVOY, "70-1234"))

    code = code_of(here, case)
    assert refused(arrive(there.transit, EXIT_CLERK, code, Arrival(CONVOY[1:]))) == "transit_seals_differ"
    arrived = done(arrive(there.transit, EXIT_CLERK, code, Arrival(CONVOY[::-1], "701234")))
    assert arrived.act.fields["seals_intact"] is True
    assert done(leave(there.transit, EXIT_CLERK, code)).state.phase is Phase.EXITED
