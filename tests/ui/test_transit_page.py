"""The transit desk in the window, by keys and scans alone, on a real workstation."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from officer_app.core.transit import Phase
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.record_print import prints_of
from officer_app.workstation.opening import open_workstation
from officer_app.workstation.transit import transit_desk
from tests.ui.fitting import SIZES, clipped
from tests.ui.naming import nameless
from tests.ui.transit_at import AtTransit
from tests.workstation.transit_station import TransitBase, declared, drop, electronic, make_transit_base

KEYED_DATA = (
    # Head: offices, entry, applicant, carrier, licence, bills, invoice, places, way, vehicle, duty.
    *("Mae Sot", "Nong Khai", "2901", "", "1 Moo 9 Mae Sot", "0994000163011", "", "", "DLT-1", "31-12-2642"),
    *("", "TBL-1", "", "", "Yangon", "MM", "Vientiane", "Lao PDR", "LA", "1!", "Road 12, then 2, 17 hours"),
    *("70-1234", "", "31415.92"),
    # One line of goods, then one container.
    *("Machines", "Machines", "84463000", "12", "crate", "1325", "1250", "USD", "8710", "285600", ""),
    *("PCIU3591458", "MST-1", "12", "1325", ""),
    # Totals as the sum of the lines.
    *("", "", ""),
)
NUMBER, KEYED = "A0102991100777", "A0102991100888"
LEAVING_HERE = {"office_exit_code": "4901", "office_exit": "ด่านศุลกากรแม่สอด"}
Open = Callable[..., AtTransit]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> TransitBase:
    return make_transit_base(tmp_path_factory.mktemp("base") / "home")


@pytest.fixture
def open_transit(base: TransitBase, tmp_path: Path, dressed: QApplication) -> Iterator[Open]:
    """Opens windows of the transit desk, each on a copy of the base."""
    opened: list[AtTransit] = []

    def opening(language: str = "en", name: str = "prasit") -> AtTransit:
        workstation = base.copy(tmp_path / f"home{len(opened)}")
        at = AtTransit(base, workstation, language)
        opened.append(at)
        if name:
            at.sign_in(name)
        return at

    yield opening
    for each in opened:
        each.close()


@pytest.fixture
def at(open_transit: Open) -> AtTransit:
    """The clerk at the desk."""
    return open_transit()


def phase(at: AtTransit, number: str) -> Phase:
    return at.opened.journal.transit_state(number).phase


def printed(at: AtTransit) -> list[str]:
    """The forms that were printed, in their order."""
    acts = at.opened.journal.acts_of_kind("print")
    return [done.act.text("form") for done in prints_of(acts)]


def file_electronic(at: AtTransit, number: str = NUMBER, **changes: Any) -> str:
    """An electronic declaration is scanned and filed."""
    at.opened.mirror.load([electronic(number, **changes)])
    at.scan(number)
    at.press("F5", "Return", "1")
    return number


def complete(at: AtTransit) -> None:
    """Papers and proofs of class 1, all in order."""
    at.press("F5", "F5", "Return", "1")
    at.type_in("TBL-1")
    at.press("Return")
    at.scan("DLT-1")
    at.press("Return")
    at.scan("BOND-1")
    at.press("Return")
    at.scan("BOND-1")
    at.press("Return")


def consider(at: AtTransit) -> None:
    """Invoice and bill of lading agree in their one line each."""
    at.press("F5", "F5", "F5", "Return")


def test_a_case_from_paper_to_closed_by_keys_and_scans_alone(open_transit: Open) -> None:
    at = open_transit(name="wanida")
    number = file_electronic(at, **LEAVING_HERE)
    assert phase(at, number) is Phase.RECEIVED
    complete(at)
    assert phase(at, number) is Phase.DOCUMENTS_COMPLETE
    consider(at)
    assert phase(at, number) is Phase.CONSIDERED
    at.press("F5", "1")
    assert at.view.headline == "No. 1/2569"
    assert printed(at) == ["448-1", "container-list", "key-in-sheet"]
    at.press("F5")
    at.scan(KEYED)
    at.press("F5")
    at.type_in("Somchai")
    at.scan("MST-00001A")
    at.scan("MST-00001B")
    at.press("Return", "Return")
    assert phase(at, number) is Phase.EN_ROUTE
    assert printed(at)[3:] == ["451-lao", "hand-over-receipt"]
    at.press("Escape")
    at.scan(KEYED)
    at.press("F5")
    at.scan("MST-00001A")
    at.scan("MST-00001B")
    at.press("Return", "Return")
    at.press("F5", "1")
    assert phase(at, number) is Phase.EXITED
    at.press("F5", "Return")
    assert phase(at, number) is Phase.CLOSED
    assert "refuse" not in at.sounds.heard
    # As few as it takes: what a procedure costs is told in CHANGELOG.md and docs/decisions/0023.
    assert (at.keys, at.scans) == (43, 10)


def test_what_is_incomplete_is_refused_with_its_list_and_nothing_is_counted_twice(at: AtTransit) -> None:
    number = file_electronic(at)
    at.press("F5", "F5")
    # The transit declaration has one copy instead of five.
    for _ in range(4):
        at.press("Down")
    at.press("Right", "1")
    assert at.view.headline == "Still lacking: 1"
    # No bill and no transport licence, though one was declared; no bond.
    at.press("Return", "3")
    at.type_in("-")
    at.press("Return", "Return", "Return")
    assert at.view.table is not None
    assert at.view.table.lines[0].cells[1].startswith("Refuse")
    at.press("1")
    assert phase(at, number) is Phase.REFUSED
    assert at.view.must_acknowledge
    assert printed(at) == ["refusal-notice"]
    at.press("F5")
    assert phase(at, number) is Phase.REFUSED
    at.press("Space", "F5", "Return", "1")
    assert phase(at, number) is Phase.RECEIVED
    at.press("F5")
    cells = {line.cells[0]: line.cells for line in at.view.table.lines}
    assert cells["15.2 (2)  transit declaration"][1:3] == ("1/1", "1/5")
    assert cells["15.2 (5)  invoice"][-1] == "✓ good"


def test_two_signers_at_once_give_two_numbers_and_one_case_is_signed_once(
    open_transit: Open, base: TransitBase
) -> None:
    at = open_transit(name="wanida")
    first, second = file_electronic(at), "A0102991100778"
    complete(at)
    consider(at)
    at.press("Escape")
    file_electronic(at, second)
    complete(at)
    consider(at)
    other = AtTransit(base, open_workstation(at.opened.home.folder))
    other.sign_in("somsri")
    at.press("Escape")
    at.scan(first)
    other.scan(first)
    at.press("F5")
    other.press("F5")
    at.press("1")
    other.press("1")
    assert at.view.headline == "No. 1/2569"
    assert other.view.must_acknowledge
    assert "Wanida" in other.view.sentence or "วนิดา" in other.view.sentence
    other.press("Space", "Escape")
    other.scan(second)
    other.press("F5", "1")
    assert other.view.headline == "No. 2/2569"
    other.close()


def test_only_a_signer_signs_and_the_key_says_so(at: AtTransit) -> None:
    number = file_electronic(at)
    complete(at)
    consider(at)
    verb = at.view.verbs[0]
    assert (verb.key, verb.enabled, verb.why) == ("F5", False, "not your role")
    at.press("F5", "1")
    assert phase(at, number) is Phase.CONSIDERED


def test_a_scan_dismisses_no_question_and_is_shown_afterwards(at: AtTransit) -> None:
    at.opened.mirror.load([electronic(NUMBER)])
    at.scan(NUMBER)
    at.press("F5")
    before = at.view.asking
    assert before is not None
    at.scan("A0102991100779")
    assert at.view.asking == before
    assert at.view.waiting == 1
    assert at.sounds.last == "attention"
    at.press("Return", "1")
    assert phase(at, NUMBER) is Phase.RECEIVED
    # The good news has to be seen before the scan that waited takes its place.
    assert at.view.must_acknowledge
    at.press("Space")
    assert at.view.card is not None
    assert at.view.card.number == "A0102991100779"


def test_a_scan_while_papers_are_counted_loses_no_count(at: AtTransit) -> None:
    file_electronic(at)
    at.press("F5", "F5")
    shown = at.view.table
    at.scan("A0102991100779")
    assert at.view.table == shown
    assert at.view.waiting == 1


def test_the_locked_screen_shows_nothing_of_any_case(at: AtTransit) -> None:
    number = file_electronic(at)
    at.press("F5")
    at.player.press("Ctrl+L")
    at.settle()
    assert at.view.table is None
    assert at.view.card is None
    assert number not in str(at.view)
    at.sign_in("wanida")
    assert at.view.card is None
    assert at.view.headline == "Waiting: 1"


def test_differences_are_listed_and_resolved_one_by_one_or_the_case_is_refused(at: AtTransit) -> None:
    number = file_electronic(at)
    complete(at)
    at.press("F5", "F6")
    for figure in ("14", "", "", "", ""):
        at.type_in(figure)
    at.press("F5", "Return")
    assert at.view.headline == "Open differences: 1"
    assert at.view.table is not None
    assert at.view.table.lines[0].cells[:5] == ("Invoice", "1", "Packages", "13", "14")
    at.press("F5")
    assert phase(at, number) is Phase.DOCUMENTS_COMPLETE
    at.press("Return")
    at.type_in("one package is inside another")
    at.press("F5")
    assert phase(at, number) is Phase.CONSIDERED
    act = next(act for act in at.opened.journal.acts_on("transit", number) if act.kind == "transit_consider")
    assert act.fields["resolved"] == [
        {
            "against": "invoice",
            "line": 1,
            "field": "packages",
            "declared": "13",
            "found": "14",
            "reason": "one package is inside another",
        }
    ]


def test_where_no_agreement_allows_it_the_signer_gives_a_reason_beside_the_rule(open_transit: Open) -> None:
    at = open_transit(name="wanida")
    number = "A0102991100780"
    changes = {"destination_code": "SG", "transit_mode": "sea", "applicant_class": "2.1"}
    at.opened.mirror.load([electronic(number, **changes)])
    at.scan(number)
    at.press("F5", "Return", "2", "F5", "F5", "Return")
    at.type_in("AEO-77")
    at.press("Return", "Return", "Return")
    consider(at)
    at.press("F5")
    asking = at.view.asking
    assert asking is not None
    assert "No agreement" in asking.hint
    assert "102" in asking.hint
    at.press("Return")
    assert phase(at, number) is Phase.CONSIDERED
    at.type_in("allowed by the head of the office")
    assert phase(at, number) is Phase.SIGNED
    assert at.opened.journal.transit_state(number).limit is not None


def test_a_name_longer_than_papers_take_it_is_told_how_long_it_may_be(at: AtTransit) -> None:
    at.press("F5", "Return")
    at.type_in("ก" * 1001)
    assert at.view.asking is not None
    assert at.view.asking.wrong == "Longer than 1000 characters"
    at.type_in("ก" * 1000)
    assert at.view.asking is None


@pytest.mark.parametrize("name", ["Sample Mae Sot Carrier", f"บริษัท {'ขนส่งตัวอย่างริมเมย ' * 15}จำกัด"])
def test_data_are_keyed_field_by_field_and_the_papers_have_all_they_need(open_transit: Open, name: str) -> None:
    at = open_transit(name="wanida")
    at.press("F5", "Return")
    at.type_in(name)
    at.press("1", "1")
    for text in KEYED_DATA:
        if text == "1!":
            at.press("1")
        else:
            at.type_in(text)
    case = at.view.card
    assert case is not None
    assert case.number.startswith("TC4901MS1")
    complete(at)
    consider(at)
    at.press("F5", "1")
    assert at.view.headline == "No. 1/2569"
    assert at.view.printing == "printed", at.view.print_text
    assert printed(at) == ["448-1", "container-list", "key-in-sheet"]
    (received,) = at.opened.journal.acts_of_kind("transit_receive")
    told = received.fields["declared"]
    assert isinstance(told, dict)
    assert (told["applicant_name"], told["carrier_name"]) == (name, name)


def test_a_file_left_in_the_folder_is_taken_by_its_digit(at: AtTransit) -> None:
    drop(at.opened, "broker.json", declared())
    at.press("F5", "Return")
    at.type_in("Sample Mae Sot Carrier")
    at.press("1")
    assert at.view.table is not None
    assert [line.cells[1] for line in at.view.table.lines] == [
        "Key them in now",
        "Type the path of a JSON file",
        "broker.json",
        "Later, at the consideration",
    ]
    at.press("3")
    case = at.view.card
    assert case is not None
    assert "1,325.000 kg" in str(case.facts)


def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_filed(at: AtTransit) -> None:
    drop(at.opened, "broken.json", {}).write_text("{", encoding="utf-8")
    at.press("F5", "Return")
    at.type_in("Sample Mae Sot Carrier")
    at.press("1", "3")
    assert at.view.must_acknowledge
    assert "broken.json cannot be used: it is not proper JSON" in at.view.sentence
    at.press("Space")
    assert at.view.headline == "Waiting: 0"


def test_a_guarantee_is_entered_drawn_and_freed(open_transit: Open) -> None:
    at = open_transit(name="wanida")
    at.press("F9", "1", "F5")
    at.scan("CASH-9")
    at.press("1")
    at.type_in("0994000163011")
    at.type_in("50000.25")
    at.press("Return", "Return")
    state = guarantee_state(transit_desk(at.opened), "CASH-9")
    assert (state.satang, state.holder) == (5_000_025, "0994000163011")
    assert "The guarantee is in the register" in at.view.headline
    assert at.view.table is not None
    assert any(line.cells[0] == "CASH-9" and line.cells[5] == "50,000.25" for line in at.view.table.lines)


def test_every_number_of_the_year_is_in_its_register(open_transit: Open) -> None:
    at = open_transit(name="wanida")
    number = file_electronic(at)
    complete(at)
    consider(at)
    at.press("F5", "1", "Escape", "F9", "2")
    assert at.view.table is not None
    rows = [line.cells for line in at.view.table.lines]
    assert rows == [("1", "used", "MS-1", number), ("2–50", "not yet used", "MS-1", "")]
    at.press("Escape", "F9", "3")
    assert at.view.table.lines[0].cells[1:3] == ("1", "1")


def test_an_arrival_nobody_here_heard_of_is_taken_from_paper_with_a_reason(at: AtTransit) -> None:
    at.scan("TC2901XX6900042")
    assert at.view.headline == "No case of this number here"
    at.press("F6")
    at.type_in("line to the centre is down")
    at.scan("MST-00001A")
    at.press("Return", "Return")
    acts = at.opened.journal.acts_on("transit", "TC2901XX6900042")
    assert [act.kind for act in acts] == ["transit_arrive"]
    assert acts[0].fields["unverified"] is True


def test_only_the_steps_that_are_open_are_offered_and_a_refusal_prints_why(open_transit: Open) -> None:
    at = open_transit(name="wanida")
    number = file_electronic(at)
    at.press("F6")
    assert at.view.table is not None
    assert [line.cells[1] for line in at.view.table.lines] == [
        "Refuse",
        "Goods were opened",
        "Turn into an import",
        "Hold",
        "Take the last step back (two officers)",
    ]
    at.press("1")
    at.type_in("the applicant withdrew")
    assert phase(at, number) is Phase.REFUSED
    assert printed(at) == ["refusal-notice"]


def test_everything_that_can_be_used_has_a_name(open_transit: Open) -> None:
    at = open_transit(name="wanida")
    found = QAccessible.queryAccessibleInterface(at.window)
    assert found is not None
    assert nameless(found) == []
    file_electronic(at)
    for keys in (("F5",), ("F5",), ("Return",), ("1",)):
        at.press(*keys)
        assert nameless(found) == [], keys


def test_the_language_changes_in_the_midst_of_a_question(at: AtTransit) -> None:
    at.press("F5")
    at.press("F12")
    assert at.view.headline == "รับเรื่อง"
    assert at.view.asking is not None
    assert at.view.asking.prompt == "สแกนเลขที่ใบขนสินค้าผ่านแดน"


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_transit_desk_is_clipped(open_transit: Open, language: str, size: tuple[int, int]) -> None:
    at = open_transit(language, "wanida")
    at.window.resize(*size)
    bad = {"list": clipped(at)}
    number = file_electronic(at)
    bad["received"] = clipped(at)
    for name, keys in {"papers": ("F5",), "all": ("F5",), "proofs": ("Return",), "proof": ("1",)}.items():
        at.press(*keys)
        bad[name] = clipped(at)
    for _ in range(5):
        at.press("Escape")
    complete(at)
    bad["complete"] = clipped(at)
    consider(at)
    at.press("F5")
    bad["sign"] = clipped(at)
    at.press("1")
    bad["signed"] = clipped(at)
    at.press("F6")
    bad["others"] = clipped(at)
    at.press("Escape", "F9", "1")
    bad["guarantees"] = clipped(at)
    at.press("Escape")
    at.scan(number)
    at.press("F5")
    at.scan("A0102991100888")
    at.press("F5")
    at.scan(number)
    bad["a scan that waits"] = clipped(at)
    assert {state: texts for state, texts in bad.items() if texts} == {}
