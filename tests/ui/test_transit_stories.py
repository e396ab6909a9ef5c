"""Stories at the transit desk's window that do not go well, by keys and scans: refused, ended, late, elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from officer_app.central.memory import MemoryCentral, MemoryCentre
from officer_app.central.memory_offices import Offices
from officer_app.core.guarantees import GuaranteeType
from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import Entry, Kept, guarantee_state, register_guarantee
from officer_app.usecases.sync_once import sync_once
from officer_app.workstation.elsewhere import Hearing
from officer_app.workstation.opening import Workstation, now, open_workstation
from officer_app.workstation.transit import transit_desk
from tests.ui import test_transit_page as page
from tests.ui.test_transit_page import LEAVING_HERE, complete, consider, file_electronic, phase, printed
from tests.ui.transit_at import AtTransit
from tests.usecases.transit_cases import TRADER
from tests.workstation.test_spreadsheet import written
from tests.workstation.transit_station import TransitBase, declared, drop, electronic, make_transit_base

base = page.base
KEYED, IMPORTED = "A0102991100888", "A0100991100999"
SEALS = ("MST-00001A", "MST-00001B")
SEA = {"destination_code": "SG", "transit_mode": "sea", "applicant_class": "2.4", "duty_guaranteed": 6_000_000}
WHY = "allowed by the head of the office"


class Turned:
    """A clock to be turned by hand."""

    def __init__(self) -> None:
        self.days = 0

    def __call__(self) -> Any:
        return now() + timedelta(days=self.days)


@dataclass
class Place:
    """Somebody at a window, and the clock on the wall."""

    at: AtTransit
    clock: Turned


Open = Callable[..., Place]


@pytest.fixture
def open_place(base: TransitBase, tmp_path: Path, dressed: QApplication) -> Iterator[Open]:
    """Opens windows of the transit desk with a signer at each, all on one home unless told otherwise."""
    opened: list[AtTransit] = []

    def opening(workstation: Workstation | None = None, name: str = "wanida", of: TransitBase = base) -> Place:
        clock = Turned()
        found = workstation or of.copy(tmp_path / f"home{len(opened)}")
        turned = replace(found, counter=replace(found.counter, clock=clock))
        at = AtTransit(of, turned)
        opened.append(at)
        at.sign_in(name)
        return Place(at, clock)

    yield opening
    for each in opened:
        each.close()


@pytest.fixture
def place(open_place: Open) -> Place:
    """A signer at the entry office, who may do all of a clerk's work too."""
    return open_place()


def signed(at: AtTransit, **changes: Any) -> str:
    """A case of class 1 with its number."""
    number = file_electronic(at, **changes)
    complete(at)
    consider(at)
    at.press("F5", "1")
    assert phase(at, number) is Phase.SIGNED
    return number


def under_way(at: AtTransit, **changes: Any) -> str:
    """A case whose goods set out under two seals."""
    number = signed(at, **changes)
    at.press("F5")
    at.scan(KEYED)
    at.press("F5")
    at.type_in("Somchai")
    for seal in SEALS:
        at.scan(seal)
    at.press("Return", "Return")
    assert phase(at, number) is Phase.EN_ROUTE
    return number


def others(at: AtTransit) -> list[str]:
    """The steps that are offered beside the road; the list of them stays open."""
    at.press("F6")
    assert at.view.table is not None
    return [line.cells[1] for line in at.view.table.lines]


def take(at: AtTransit, step: str) -> None:
    """One of the steps beside the road, by its digit."""
    at.press(str(others(at).index(step) + 1))


def listed(at: AtTransit, place: int) -> list[str]:
    """The cases of a list, by its digit."""
    at.press("Escape")
    at.type_in(str(place))
    table = at.view.table
    assert table is not None
    return [line.cells[0] for line in table.lines]


def act(at: AtTransit, number: str, kind: str) -> Any:
    """The last act of a kind on a case."""
    return [act for act in at.opened.journal.acts_on("transit", number) if act.kind == kind][-1]


def test_a_mismatch_is_refused_with_what_differs_and_the_case_may_be_received_again(place: Place) -> None:
    at = place.at
    number = file_electronic(at)
    complete(at)
    at.press("F5", "F6")
    for figure in ("14", "", "", "", ""):
        at.type_in(figure)
    at.press("F5", "Return", "F8")
    at.type_in("one package more than declared")
    assert phase(at, number) is Phase.REFUSED
    assert printed(at) == ["refusal-notice"]
    assert at.view.must_acknowledge
    at.press("Space")
    assert at.view.card is not None
    assert at.view.card.due == "Next: Receive again"
    assert [(verb.key, verb.title) for verb in at.view.verbs if verb.wanted] == [("F5", "Receive again")]


def test_a_trip_that_its_guarantee_does_not_cover_any_more_is_refused_with_both_sums(place: Place) -> None:
    at = place.at
    first = file_at_sea(at, "A0102991100781")
    complete_at_sea(at)
    consider(at)
    at.press("F5")
    at.type_in(WHY)
    assert phase(at, first) is Phase.SIGNED
    assert guarantee_state(transit_desk(at.opened), "CASH-1").drawn == {first: 6_000_000}
    at.press("Escape")
    second = file_at_sea(at, "A0102991100782")
    complete_at_sea(at)
    consider(at)
    assert phase(at, second) is Phase.DOCUMENTS_COMPLETE
    assert at.view.must_acknowledge
    assert "40,000.00" in at.view.sentence
    # Once the first trip is over, the same papers do.
    at.press("Space", "Escape")
    at.scan(first)
    take(at, "Turn into an import")
    at.scan(IMPORTED)
    at.press("F5", "Return")
    assert phase(at, first) is Phase.CLOSED
    at.press("Escape")
    at.scan(second)
    consider(at)
    assert phase(at, second) is Phase.CONSIDERED


def file_at_sea(at: AtTransit, number: str) -> str:
    """A trip to Singapore that its own guarantee has to cover."""
    at.opened.mirror.load([electronic(number, **SEA)])
    at.scan(number)
    at.press("F5", "Return", "Return")
    return number


def complete_at_sea(at: AtTransit) -> None:
    """All papers, and the cash that is in the register."""
    at.press("F5", "F5", "Return")
    at.scan("CASH-1")
    at.press("Return")
    at.scan("TRIP-BOND-1")
    at.press("Return", "Return", "Return")


def test_a_licence_that_ended_between_intake_and_signature_stops_the_signature_until_it_is_renewed(
    place: Place,
) -> None:
    at, clock = place.at, place.clock
    desk = transit_desk(at.opened)
    soon = desk.today + timedelta(days=3)
    entry = Entry("BOND-1", GuaranteeType.BOND, TRADER, 0, None, "DLT-1", soon)
    officer = at.model.officer
    assert officer is not None
    assert isinstance(register_guarantee(desk, officer, entry), Kept)
    number = file_electronic(at)
    complete(at)
    consider(at)
    # The register has another last day of the licence than the declaration: that is answered first.
    assert at.view.headline == "Open differences: 1"
    at.press("Return")
    at.type_in("ต่ออายุแล้ว ยังไม่ลงทะเบียน")
    at.press("F5")
    assert phase(at, number) is Phase.CONSIDERED
    clock.days = 4
    at.press("F5", "1")
    assert phase(at, number) is Phase.CONSIDERED
    assert at.view.must_acknowledge
    at.press("Space", "Escape", "F9", "1")
    at.press("F5")
    at.scan("BOND-1")
    at.press(str([str(each) for each in GuaranteeType].index("bond") + 1), "Return", "Return")
    at.type_in("31-12-2642")
    at.press("Escape")
    at.scan(number)
    at.press("F5", "1")
    assert phase(at, number) is Phase.SIGNED


def test_nothing_leaves_before_it_was_handed_over_and_nothing_leaves_twice(open_place: Open) -> None:
    at = open_place().at
    number = signed(at, **LEAVING_HERE)
    assert not {"Confirm the exit", "Arrive"} & set(others(at))
    at.press("Escape", "F5")
    at.scan(KEYED)
    at.press("F5")
    at.type_in("Somchai")
    for seal in SEALS:
        at.scan(seal)
    at.press("Return", "Return", "F5")
    for seal in SEALS:
        at.scan(seal)
    at.press("Return", "Return")
    assert phase(at, number) is Phase.ARRIVED
    other = open_place(open_workstation(at.opened.home.folder), "somsri").at
    other.scan(number)
    for each in (at, other):
        each.press("F5")
    at.press("1")
    assert phase(at, number) is Phase.EXITED
    other.press("1")
    assert other.view.must_acknowledge
    assert "วนิดา" in other.view.sentence or "wanida" in other.view.sentence
    assert len([each for each in at.opened.journal.acts_on("transit", number) if each.kind == "transit_exit"]) == 1


def test_a_broken_seal_is_said_at_the_arrival_and_examined_before_the_exit(place: Place) -> None:
    at = place.at
    number = under_way(at, **LEAVING_HERE)
    at.press("F5")
    at.scan(SEALS[0])
    at.press("Return", "Return")
    asking = at.view.asking
    assert asking is not None
    assert SEALS[1].replace("-", "") in asking.hint
    assert phase(at, number) is Phase.EN_ROUTE
    at.type_in("the second seal is broken")
    arrival = act(at, number, "transit_arrive")
    assert (arrival.fields["seals_intact"], arrival.fields["discrepancies"]) == (False, "the second seal is broken")
    assert at.view.card is not None
    assert at.view.card.warnings == ("Seals or vehicle differed on arrival: the second seal is broken",)
    at.press("F5", "1")
    assert phase(at, number) is Phase.ARRIVED
    at.type_in("counted: nothing is missing")
    assert act(at, number, "transit_exit").fields["findings"] == "counted: nothing is missing"


def test_goods_that_arrive_at_another_office_are_taken_with_a_reason_that_stays_on_record(place: Place) -> None:
    at = place.at
    number = under_way(at)
    at.press("F5")
    for seal in SEALS:
        at.scan(seal)
    at.press("Return", "Return")
    asking = at.view.asking
    assert asking is not None
    assert "2901" in asking.hint
    assert asking.prompt == "Why at this office and not the one set"
    at.type_in("the road to Nong Khai is flooded")
    arrival = act(at, number, "transit_arrive")
    assert arrival.fields["office"] == "4901"
    assert arrival.fields["why_here"] == "the road to Nong Khai is flooded"
    assert at.view.card is not None
    said = "Arrived at office 4901, not at the exit office that was set, 2901: the road to Nong Khai is flooded"
    assert at.view.card.warnings == (said,)


def test_another_office_and_a_broken_seal_are_asked_for_one_after_the_other(place: Place) -> None:
    at = place.at
    number = under_way(at)
    at.press("F5")
    at.scan(SEALS[0])
    at.press("Return", "Return")
    asked = []
    for words in ("the road to Nong Khai is flooded", "the second seal is broken"):
        assert at.view.asking is not None
        asked.append(at.view.asking.prompt)
        at.type_in(words)
    assert asked == ["Why at this office and not the one set", "What differs on seals or vehicle"]
    fields = act(at, number, "transit_arrive").fields
    assert fields["why_here"] == "the road to Nong Khai is flooded"
    assert fields["discrepancies"] == "the second seal is broken"


def test_what_is_overdue_is_listed_marked_and_ended_as_its_agreement_says(place: Place) -> None:
    at, clock = place.at, place.clock
    number = under_way(at)
    clock.days = 87
    assert listed(at, 4) == [number]
    clock.days = 91
    assert (listed(at, 4), listed(at, 5)) == ([], [number])
    at.scan(number)
    assert at.view.card is not None
    assert any("overdue" in warning.lower() for warning in at.view.card.warnings)
    take(at, "Record as overdue")
    at.press("1")
    assert phase(at, number) is Phase.OVERDUE
    at.press("F5")
    at.type_in("nobody came for it")
    assert phase(at, number) is Phase.LEFTOVER
    assert listed(at, 6) == [number]
    at.scan(number)
    at.press("F5", "Return")
    assert phase(at, number) is Phase.CLOSED
    assert listed(at, 7) == [number]
    assert guarantee_state(transit_desk(at.opened), "BOND-1").drawn == {}


def test_goods_become_an_import_on_the_last_day_and_not_one_day_late(open_place: Open) -> None:
    place = open_place()
    at, clock = place.at, place.clock
    number = under_way(at)
    clock.days = 91
    at.press("Escape")
    at.scan(number)
    assert "Turn into an import" not in others(at)
    at.press("Escape", "Escape")
    clock.days = 90
    at.scan(number)
    take(at, "Turn into an import")
    at.scan(IMPORTED)
    assert phase(at, number) is Phase.CONVERTED


def test_at_another_site_the_code_on_paper_is_enough_and_closing_is_left_to_the_entry_office(
    open_place: Open, base: TransitBase, tmp_path: Path
) -> None:
    there_base = make_transit_base(tmp_path / "there", "2901", "NK")
    entry, leaving = open_place().at, open_place(of=there_base, name="somsri").at
    offices = Offices()
    lines = []
    for site, office, each in (("MS", "4901", entry), ("NK", "2901", leaving)):
        centre = MemoryCentre(site, clock=now, offices=offices)
        centre.set_office(office)
        lines.append((each.opened, centre.enrol(each.opened.journal.station.name)))
    for _ in range(2):
        for opened, line in lines:
            hear(opened, line)
    # From here on the two offices cannot hear of each other; they know their officers' keys.
    number = under_way(entry)
    code = entry.opened.journal.token_of(act(entry, number, "transit_hand_over").act_id)
    leaving.scan(code)
    assert leaving.view.verbs[1].title == "Arrive by the code on the paper"
    leaving.press("F6")
    for seal in SEALS:
        leaving.scan(seal)
    leaving.press("Return", "Return")
    arrival = act(leaving, number, "transit_arrive")
    assert (arrival.fields["by_code"], arrival.fields["seals_intact"]) == (True, True)
    leaving.press("F5", "1")
    assert phase(leaving, number) is Phase.EXITED
    closing = leaving.view.verbs[0]
    assert (closing.key, closing.enabled, closing.why) == ("F5", False, "the entry office's step")


def hear(opened: Workstation, line: MemoryCentral) -> None:
    """One exchange with the centre."""
    hearing, before = Hearing(opened.journal), opened.mirror.records_cursor()
    sync_once(opened.journal, opened.mirror, line, told=hearing)
    hearing.catch_up(opened.mirror, before)


def test_what_the_papers_need_and_nobody_declared_is_asked_and_known_answers_stand_ready(place: Place) -> None:
    at = place.at
    table = {name: value for name, value in declared().items() if name not in ("bl_house", "dlt_licence_expiry")}
    drop(at.opened, "broker.json", {name: value for name, value in table.items() if name != "containers_total"})
    at.press("F5", "Return")
    at.type_in("Sample Mae Sot Carrier")
    at.press("1", "3")
    assert at.view.card is not None
    number = at.view.card.number
    complete(at)
    at.press("F5")
    asked = []
    while at.view.asking is not None:
        asked.append((at.view.asking.what.split("/")[0], at.view.asking.hint.rsplit("Enter alone: ")[-1]))
        if "Enter alone" in at.view.asking.hint:
            at.press("Return")
        else:
            at.type_in("31-12-2642")
    assert dict(asked).keys() == {"bl_house", "dlt_licence_expiry", "containers_total"}
    assert dict(asked)["bl_house"].startswith("TBL-1")
    at.press("F5", "F5", "Return")
    assert phase(at, number) is Phase.CONSIDERED
    told = act(at, number, "transit_consider").fields["declared"]
    assert (told["bl_house"], told["dlt_licence_expiry"], told["containers_total"]) == ("TBL-1", "2099-12-31", 1)


def test_a_service_stands_still_while_the_office_is_closed_and_is_counted_in_every_list(place: Place) -> None:
    at = place.at
    number = file_electronic(at)
    complete(at)
    consider(at)
    at.press("F5", "1")
    assert listed(at, 2) == [number]
    assert at.view.table is not None
    assert at.view.table.lines[0].cells[3] == "✓ all 0/60"


def test_registers_and_lists_are_saved_as_files_in_both_languages(place: Place) -> None:
    at = place.at
    number = file_electronic(at)
    at.press("Escape", "F7", "2")
    assert at.view.headline == "The register is saved as a file"
    for digit in ("1", "2", "3"):
        at.press("F9", digit, "F7", "2", "Escape")
    at.press("F9", "1", "F7", "1")
    files = {path.name.split("-20")[0] + path.suffix: path for path in at.opened.home.registers.iterdir()}
    assert sorted(files) == [
        *("guarantee-register.pdf", "guarantee-register.xlsx", "number-register.xlsx"),
        *("transit-cases-waiting.xlsx", "transit-figures.xlsx"),
    ]
    assert files["guarantee-register.pdf"].read_bytes().startswith(b"%PDF")
    guarantees = [cell for row in written(files["guarantee-register.xlsx"]) for cell in row]
    assert {"BANK-1", "BOND-1", "CASH-1"} <= set(guarantees)
    assert any(number in row for row in written(files["transit-cases-waiting.xlsx"]))
