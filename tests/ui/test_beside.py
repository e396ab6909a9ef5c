"""The pages beside the desk in a real window: their keys, scans, lock, language, names, and that nothing is clipped."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible

from officer_app.core.acts import ActKind
from officer_app.core.cases import RECORD_KIND, Case, case_number
from officer_app.core.ports import Person, SignedIn
from officer_app.core.records import Record
from officer_app.core.refusals import Refusal
from officer_app.core.shifts import SHIFTS
from officer_app.ui.beside import KEYS
from officer_app.ui.pages.list_page import ListPage
from officer_app.usecases.progress import Progress
from officer_app.usecases.read_register import Register, Wanted, read_register
from officer_app.viewmodels.cases_model import CasesModel
from officer_app.viewmodels.register_ports import TakenOut
from tests.fakes import Chain
from tests.ui.conftest import PASSWORD, PEOPLE, AtDesk, OpenDesk, read_command
from tests.ui.fitting import SIZES, clipped
from tests.ui.naming import names
from tests.ui.station_at import StationAt, make_station
from tests.ui.test_printing_in_window import Papers
from tests.viewmodels.world import GREEN, NOW, RED, ROAD, UNKNOWN, World, signed_in

PRESS = {"track": "F1", "registers": "Shift+F1", "prints": "F3", "cases": "Shift+F3", "station": "Shift+F11"}
SECOND = signed_in(Person("kanya", "กัญญา หัวหน้างานตรวจปล่อยสินค้าขาออก", frozenset({"supervisor"})))


@dataclass
class Registers:
    """Registers of whatever world they are given."""

    world: World | None = None
    shifts = SHIFTS

    def read(self, wanted: Wanted, progress: Progress) -> Register:
        assert self.world is not None
        return read_register(self.world.counter, self.world.journal, wanted, SHIFTS, progress)

    def take_out(self, officer: str, register: Register, kind: str) -> TakenOut | Refusal:
        return TakenOut(f"registers/register-2026-11-21.{kind}", register.total.acts)


class LateShelf:
    """The journal of a world that is made after the desk's parts are named."""

    def __init__(self) -> None:
        self.world: World | None = None

    def __getattr__(self, name: str) -> object:
        assert self.world is not None
        return getattr(self.world.journal, name)


Opened = Callable[..., AtDesk]


@pytest.fixture
def opened(open_desk: OpenDesk, tmp_path: Path) -> Iterator[Opened]:
    """Opens a counter with all pages and something on each of them, somchai signed in."""
    stations: list[StationAt] = []

    def opening(language: str = "en", size: tuple[int, int] = SIZES[0]) -> AtDesk:
        registers, shelf = Registers(), LateShelf()
        station = make_station(tmp_path / f"home{len(stations)}")
        stations.append(station)

        keys = {person.name: signed_in(person) for person in PEOPLE} | {"kanya": SECOND}

        def sign_in(name: str, password: str) -> SignedIn | Refusal:
            return keys[name] if password == PASSWORD else Refusal("wrong_password")

        desk = open_desk(
            "inspection",
            language,
            papers=Papers,
            read_command=read_command,
            shelf=shelf,
            registers=lambda: registers,
            sign_in=sign_in,
            officers=lambda: [officer.person for officer in keys.values()],
            office=lambda: station.office,
        )
        registers.world = shelf.world = desk.world
        desk.window.resize(*size)
        fill(desk.world)
        desk.sign_in("somchai")
        desk.scan(GREEN)
        desk.player.press("F5")
        return desk

    yield opening
    for each in stations:
        each.close()


def fill(world: World) -> None:
    """A double release, and permits of the last days."""
    first, other = Chain("CP-1a"), Chain("CP-2a")
    for place in range(30):
        at = NOW - timedelta(hours=place)
        first.act(ActKind.PRESENT, number=f"9911A00030{place:02}", at=at, after="", officer="malee")
    winner = first.act(ActKind.RELEASE, {"granted_by": "alone"}, number=ROAD, officer="malee", after="")
    loser = other.act(ActKind.RELEASE, {"granted_by": "centre"}, number=ROAD, officer="wichai", after="")
    world.journal.hear([*first.acts, loser])
    case = Case(
        "double",
        "double_release",
        ROAD,
        "2026-11-21T02:00:00.000000Z",
        {"winner": winner.act_id, "loser": loser.act_id},
    )
    world.mirror.load([Record(RECORD_KIND, case_number("double"), json.dumps(asdict(case)), "core", NOW)])


def settle(desk: AtDesk) -> None:
    assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way)


def go(desk: AtDesk, name: str) -> ListPage:
    desk.player.press(PRESS[name])
    settle(desk)
    assert desk.window.beside.open == name
    return desk.window.beside.pages[name]


def press(desk: AtDesk, *keys: str) -> None:
    for key in keys:
        desk.player.press(key)
        settle(desk)


def scan(desk: AtDesk, text: str) -> None:
    """A scan for the page that is open."""
    heard = len(desk.world.sounds.heard)
    desk.player.scan(text)
    assert desk.player.wait_until(lambda: len(desk.world.sounds.heard) > heard)
    settle(desk)


def test_every_page_has_its_key_from_the_desk_and_from_every_other_page_and_the_header_says_which(
    opened: Opened,
) -> None:
    desk = opened()
    assert set(PRESS) == set(KEYS.values())
    for name in (*PRESS, *PRESS):
        desk.player.press(PRESS[name])
        assert desk.window.beside.open == name
    desk.player.press(PRESS[name])
    assert desk.window.beside.open == ""
    said = desk.window.header.findChildren(type(desk.window.header._keys))[-1].said
    assert all(key in said for key in PRESS.values())


def test_escape_leads_back_to_the_desk_and_its_card_is_still_there(opened: Opened) -> None:
    desk = opened()
    for name, key in PRESS.items():
        # Track opened on the card: one step back to its beginning, one more to the desk.
        press(desk, key, "Escape", *(["Escape"] if name == "track" else []))
        assert desk.window.beside.open == ""
        card = desk.player.view().card
        assert card is not None
        assert card.number == GREEN


def test_a_scan_on_the_track_page_shows_its_time_line_and_reaches_no_desk(opened: Opened) -> None:
    desk = opened()
    arrived = desk.window.desk_page.model.arrived
    page = go(desk, "track")
    scan(desk, GREEN)
    assert page.view.title == f"Time line of {GREEN}"
    scan(desk, RED)
    assert page.view.title == f"Time line of {RED}"
    assert desk.window.desk_page.model.arrived == arrived


def test_a_number_is_typed_and_a_match_chosen_by_keys_alone(opened: Opened) -> None:
    desk = opened()
    page = go(desk, "track")
    desk.player.type_text("9911A00000")
    press(desk, "Return", "Down", "Return")
    assert page.view.title == f"Time line of {RED}"


def test_a_case_is_closed_by_two_officers_on_the_spot(opened: Opened) -> None:
    desk = opened()
    page = go(desk, "cases")
    press(desk, "Return", "F6")
    desk.player.type_text("ตรวจกล้องแล้ว")
    desk.player.press("Return")
    door = desk.window.second.door
    assert door is not None
    door.page.choose("kanya")
    door.page.password.setText(PASSWORD)
    door.page.send()
    assert desk.player.wait_until(lambda: bool(desk.world.journal.acts_of_kind(ActKind.CASE_CLOSED)))
    settle(desk)
    (act,) = desk.world.journal.acts_of_kind(ActKind.CASE_CLOSED)
    assert (act.officer, act.text("second"), act.text("reason")) == ("somchai", "kanya", "ตรวจกล้องแล้ว")
    assert page.view.lines == ()
    assert desk.window.officer is not None


def test_track_opens_on_the_record_that_lies_on_the_card_and_empty_where_none_does(opened: Opened) -> None:
    desk = opened()
    press(desk, "Escape")
    assert desk.player.view().card is None
    assert go(desk, "track").view.lines == ()
    press(desk, "F1")
    for number in (GREEN, ROAD):
        desk.scan(number)
        assert number in go(desk, "track").view.title
        press(desk, "F1")
        desk.player.press("Escape")
    desk.scan(UNKNOWN)
    press(desk, "Space", "F1")
    assert desk.window.beside.open == "track"
    assert UNKNOWN not in desk.window.beside.pages["track"].view.title
    assert desk.window.beside.pages["track"].view.message == ""


def test_locking_empties_every_page_even_of_what_is_still_being_read(opened: Opened) -> None:
    desk = opened()
    for name in ("track", "cases", "registers"):
        page = go(desk, name)
    scan(desk, ROAD)
    desk.player.press("F5")
    desk.window.lock()
    settle(desk)
    for page in desk.window.beside.pages.values():
        assert (page.view.lines, page.view.facts, page.view.sides, page.view.charts) == ((), (), (), ())
    desk.player.press("F1")
    assert desk.window.beside.open == ""


def test_a_page_that_fails_says_one_sentence_with_a_reference_and_the_window_goes_on(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, expected_warnings: object
) -> None:
    desk = opened()
    page = go(desk, "cases")
    monkeypatch.setattr(CasesModel, "press", lambda self, name: 1 // 0)
    press(desk, "F7")
    assert page.view.message.count(".") >= 1
    assert isinstance(desk.faults[-1], ZeroDivisionError)
    monkeypatch.undo()
    press(desk, "F7")
    assert page.view.title.startswith("Reconciliation")


STATES: dict[str, tuple[tuple[str, ...], ...]] = {
    "track": ((), ("scan",), ("F6",), ("F7",), ("F5", "Return")),
    "cases": ((), ("Return",), ("F6",), ("Escape", "Escape", "F7")),
    "registers": ((), ("F8",), ("F5", "F5"), ("F9",), ("F9",), ("F10",)),
}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped_and_everything_has_a_name(opened: Opened, language: str, size: tuple[int, int]) -> None:
    desk = opened(language, size)
    bad: dict[str, list[str]] = {}
    for name, states in STATES.items():
        go(desk, name)
        for keys in states:
            for key in keys:
                if key == "scan":
                    scan(desk, GREEN)
                else:
                    press(desk, key)
            bad[f"{name} {keys}"] = [*clipped(desk), *names(desk)]
        press(desk, "Escape")
    assert {state: texts for state, texts in bad.items() if texts} == {}


def test_a_chart_tells_its_numbers_to_who_hears_it(opened: Opened) -> None:
    desk = opened()
    page = go(desk, "registers")
    said = []
    for chart in page.charts:
        interface = QAccessible.queryAccessibleInterface(chart)
        assert interface is not None
        said.append(interface.text(QAccessible.Text.Name))
    assert said[0].startswith("Stamps by lane; ")
    assert "Green 1" in said[0]
    assert all(any(letter.isdigit() for letter in text) for text in said)
