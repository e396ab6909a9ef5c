"""The pages of "this workstation" in a real window on a real workstation: ways, changes, findings, the log, the fit."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from officer_app import settings as settings_file
from officer_app.core.acts import ActKind
from officer_app.devices.printers.simulated import PAPER_OUT
from officer_app.ui.pages.list_page import ListPage
from officer_app.viewmodels.station_names import PAGES as MENU
from tests.ui.conftest import AtDesk, OpenDesk
from tests.ui.fitting import SIZES, clipped
from tests.ui.naming import names
from tests.ui.station_at import PAGES, REFERENCE, StationAt, make_station
from tests.ui.watchdog import Watchdog, watched
from tests.viewmodels.world import GREEN

Opened = Callable[..., AtDesk]


@pytest.fixture
def station(tmp_path: Path) -> Iterator[StationAt]:
    made = make_station(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def opened(open_desk: OpenDesk, station: StationAt) -> Opened:
    """Opens a counter on the workstation, an officer signed in."""

    def opening(language: str = "en", size: tuple[int, int] = SIZES[0], officer: str = "somchai") -> AtDesk:
        desk = open_desk("inspection", language, office=lambda: station.office)
        desk.window.resize(*size)
        desk.sign_in(officer)
        return desk

    return opening


def press(desk: AtDesk, *keys: str) -> None:
    for key in keys:
        desk.player.press(key)
        assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way)


def go(desk: AtDesk, name: str) -> ListPage:
    if desk.window.beside.open != "station":
        press(desk, "Shift+F11")
    press(desk, PAGES[name])
    assert desk.window.beside.open == name
    return desk.window.beside.pages[name]


def enter(desk: AtDesk, text: str) -> None:
    desk.player.type_text(text)
    press(desk, "Return")


def is_long(page: ListPage) -> bool:
    """Whether it shows how far a long work is."""
    return page.view.done is not None


def test_every_page_is_one_key_from_the_list_and_escape_leads_back_step_by_step(opened: Opened) -> None:
    desk = opened()
    assert tuple(PAGES) == MENU
    desk.scan(GREEN)
    for name in PAGES:
        go(desk, name)
        press(desk, "Escape")
        assert desk.window.beside.open == "station"
        press(desk, "Escape")
        assert desk.window.beside.open == ""
        card = desk.player.view().card
        assert card is not None
        assert card.number == GREEN


def test_the_list_is_walked_with_arrows_and_enter_too(opened: Opened) -> None:
    desk = opened()
    press(desk, "Shift+F11", "Down", "Down", "Return")
    assert desk.window.beside.open == "printers"
    press(desk, "Shift+F11")
    assert desk.window.beside.open == "station"
    press(desk, "F11")
    assert desk.window.bench.open
    press(desk, "Shift+F11")
    assert desk.window.beside.open == "station"


def test_the_header_names_the_way_and_the_change_of_look(opened: Opened) -> None:
    desk = opened()
    said = " ".join(label.said for label in desk.window.header.findChildren(type(desk.window.header._keys)))
    assert "Shift+F11 workstation" in said
    assert "Shift+F12 light/dark" in said
    desk.window.lock()
    press(desk, "Shift+F11")
    assert desk.window.beside.open == ""


def test_a_page_is_made_when_it_is_opened_and_not_before(opened: Opened) -> None:
    desk = opened()
    assert desk.window.beside.pages == {}
    go(desk, "about")
    assert set(desk.window.beside.pages) == {"station", "about"}


def test_a_supervisor_changes_a_setting_by_keys_alone(opened: Opened, station: StationAt) -> None:
    desk = opened()
    page = go(desk, "settings")
    enter(desk, "undo")
    assert [line.cells[1] for line in page.view.lines] == ["undo_window_s"]
    press(desk, "F5")
    enter(desk, "sixty")
    assert page.view.asking is not None
    assert "a whole number" in page.view.asking.wrong
    assert page.question.field.text() == "sixty", "what was typed is there to be corrected"
    page.question.field.clear()
    enter(desk, "60")
    assert "counts when the program is opened next" in page.view.message
    assert page.view.lines[0].cells[2:] == ("waits for a restart", "60")
    assert settings_file.load(station.home.settings).undo_window_s == 60
    (act,) = station.opened.journal.acts_of_kind(ActKind.SETTINGS_CHANGED)
    assert act.officer == "somchai"


def test_a_word_is_taken_instead_of_typed(opened: Opened, station: StationAt) -> None:
    desk = opened()
    page = go(desk, "settings")
    enter(desk, "wedge_suffix")
    press(desk, "F5", "Ctrl+3", "Return")
    assert settings_file.load(station.home.settings).wedge_suffix == "tab"
    assert page.view.asking is None


def test_who_is_no_supervisor_reads_all_and_changes_nothing(opened: Opened, station: StationAt) -> None:
    desk = opened(officer="wichai")
    page = go(desk, "settings")
    assert len(page.view.lines) == len(settings_file.kinds())
    for key in ("F5", "F8", "Return"):
        press(desk, key)
        assert "does not have the role" in page.view.message
    assert [verb.why for verb in page.view.verbs if verb.name in ("change", "take")] == ["supervisors only"] * 2
    assert station.opened.journal.acts_of_kind(ActKind.SETTINGS_CHANGED) == []


def test_settings_go_out_to_a_file_and_come_in_only_after_they_were_shown(
    opened: Opened, station: StationAt, tmp_path: Path, expected_warnings: list[object]
) -> None:
    desk = opened()
    page = go(desk, "settings")
    file = tmp_path / "out.toml"
    press(desk, "F7")
    enter(desk, str(file))
    file.write_text(file.read_text("utf-8").replace("volume = 100", "volume = 30"), "utf-8")
    press(desk, "F8")
    enter(desk, str(file))
    assert page.view.title == "What differs in the file"
    assert [line.cells[:2] for line in page.view.lines] == [("volume", "100")]
    assert settings_file.load(station.home.settings).volume == 100
    press(desk, "Escape", "F8")
    enter(desk, str(file))
    press(desk, "F5")
    assert settings_file.load(station.home.settings).volume == 30
    assert page.view.title == "Settings of this workstation"
    press(desk, "F8")
    enter(desk, str(tmp_path / "none.toml"))
    assert page.view.asking is not None, "a name that was wrong is typed again"
    press(desk, "Escape")
    assert page.view.asking is None


def test_a_reference_is_found_and_its_line_copied_for_support(opened: Opened) -> None:
    desk = opened()
    page = go(desk, "log")
    assert len(page.view.lines) == 32
    enter(desk, REFERENCE)
    assert [line.cells[1] for line in page.view.lines] == ["error"]
    assert "page.py:7 press" in page.view.sides[1].note
    press(desk, "F8")
    assert REFERENCE in QGuiApplication.clipboard().text()
    press(desk, "Escape")
    assert len(page.view.lines) == 32
    press(desk, "F6")
    assert [line.cells[1] for line in page.view.lines] == ["error", "warning"]
    press(desk, "F9")
    file = Path(page.view.message.removeprefix("The lines shown are in ").partition(",")[0])
    assert len(file.read_text("utf-8").splitlines()) == 2


def test_a_long_log_is_read_beside_the_window_and_can_be_stopped(opened: Opened, station: StationAt) -> None:
    desk = opened()
    with station.home.log.open("ab") as stream:
        stream.write(b'{"level": "INFO", "text": "look-up: 0"}\n' * 1_500_000)
    page = go(desk, "log")
    assert len(page.view.lines) == 200
    desk.player.type_text(REFERENCE)
    desk.player.press("Return")
    assert is_long(page)
    assert "Esc stops it" in page.view.message
    desk.player.press("Escape")
    assert page.view.message.startswith("Stopped.")
    assert not is_long(page)
    assert desk.window.beside.open == "log"
    assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way)
    assert len(page.view.lines) == 200, "what was shown before is still there"


def test_what_is_wrong_stands_first_and_says_what_to_do(opened: Opened, station: StationAt) -> None:
    desk = opened()
    page = go(desk, "checkup")
    first = page.view.lines[0]
    assert first.cells[:2] == ("✗ mend", "Printer")
    assert "LABEL-9" in first.cells[2]
    assert "Look at the printer" in page.view.sides[0].note
    press(desk, "F6")
    assert {line.cells[0][0] for line in page.view.lines} == {"✗", "!"}
    press(desk, "F7")
    assert "LABEL-9" in next(station.home.support.glob("doctor-*.txt")).read_text("utf-8")


def test_a_printer_prints_a_specimen_and_one_that_is_away_is_named(opened: Opened, station: StationAt) -> None:
    desk = opened()
    page = go(desk, "printers")
    assert [line.cells[0] for line in page.view.lines] == ["SIMULATED", "LABEL-9"]
    press(desk, "F5")
    assert page.view.message.startswith("SIMULATED printed a specimen")
    (paper,) = (station.home.folder / "simulated-printer" / "printed").iterdir()
    assert paper.read_bytes().startswith(b"%PDF")
    station.printer.trouble(PAPER_OUT, on=True)
    press(desk, "F6")
    assert page.view.lines[0].cells[3].startswith("✗")
    press(desk, "Down", "F5")
    assert "LABEL-9 did not print" in page.view.message
    assert station.opened.journal.acts_of_kind(ActKind.PRINT) == [], "a specimen is no print of a record"


def test_about_says_what_this_is_and_under_which_licences(opened: Opened, station: StationAt) -> None:
    desk = opened()
    page = go(desk, "about")
    facts = {line.cells[0]: line.cells[1] for line in page.view.lines}
    assert facts["Version"] == "0.1.0"
    assert facts["Desk"] == "Inspection counter"
    assert facts["Contact"] == "ฝ่ายไอที โทร. 99999"
    assert facts["Records are in"] == str(station.home.folder)
    assert facts["Workstation key"].startswith(station.opened.station_signer.key_id)
    assert "SAMPLE" in page.view.message
    press(desk, "F5")
    licences = {line.cells[0].casefold(): line.cells[2] for line in page.view.lines}
    assert "LGPL" in licences["pyside6_essentials"]
    assert licences["cryptography"] == "Apache-2.0 OR BSD-3-Clause"


def test_locking_empties_every_page_of_the_workstation(opened: Opened) -> None:
    desk = opened()
    for name in ("settings", "log", "about"):
        go(desk, name)
    desk.window.lock()
    for name in ("settings", "log", "about"):
        view = desk.window.beside.pages[name].view
        assert (view.lines, view.sides) == ((), ())


STATES: dict[str, tuple[str, ...]] = {
    "settings": ("Down", "F5", "Escape", "F7", "Escape", "F8", "Escape", "F6"),
    "checkup": ("F6", "F7", "F8"),
    "printers": ("F5", "Down", "F5"),
    "log": ("F6", "F8", "F9", "F5"),
    "about": ("F5", "F5"),
}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped_and_everything_has_a_name(opened: Opened, language: str, size: tuple[int, int]) -> None:
    desk = opened(language, size)
    press(desk, "Shift+F11")
    bad = {"station": [*clipped(desk), *names(desk)]}
    for name, keys in STATES.items():
        go(desk, name)
        bad[name] = [*clipped(desk), *names(desk)]
        for place, key in enumerate(keys):
            press(desk, key)
            bad[f"{name} {place} {key}"] = [*clipped(desk), *names(desk)]
        press(desk, "Escape", "Escape", "Escape", "Escape")
    assert {state: texts for state, texts in bad.items() if texts} == {}


def let_it_beat(desk: AtDesk, dog: Watchdog) -> None:
    beats = dog.beats
    assert desk.player.wait_until(lambda: dog.beats > beats + 3, 60)
    dog.look_at_pace()


def walk(desk: AtDesk, dog: Watchdog) -> None:
    """To each page and back, and what takes long on each of them."""
    for name, keys in {
        "settings": ("F5", "Escape"),
        "checkup": (),
        "printers": ("F5",),
        "log": (),
        "about": (),
    }.items():
        for key in ("Shift+F11", PAGES[name], *keys):
            dog.step = f"{name} {key}"
            desk.player.press(key)
            assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way, 60)
            let_it_beat(desk, dog)
        desk.player.press("Escape")
        desk.player.press("Escape")


def test_no_page_of_the_workstation_holds_the_desk_up(opened: Opened, station: StationAt) -> None:
    with station.home.log.open("ab") as stream:
        stream.write(b'{"level": "INFO", "text": "look-up: 0"}\n' * 100_000)
    busy: set[str] | None = None
    for _ in range(3):
        desk = opened()
        with watched() as dog:
            walk(desk, dog)
            dog.stop()
        assert [str(each) for each in dog.found if each.kind != "busy"] == []
        again = {each.step for each in dog.found}
        # A neighbour of this process may have taken its caches away, but hardly at the same step three times.
        busy = again if busy is None else busy & again
        if not busy:
            break
    assert busy == set()


def test_a_phrase_takes_the_place_of_a_wrong_value(opened: Opened) -> None:
    desk = opened()
    page = go(desk, "settings")
    enter(desk, "look")
    page.model.selected = next(place for place, line in enumerate(page.view.lines) if line.cells[1] == "look")
    press(desk, "F5")
    enter(desk, "pink")
    assert page.view.asking is not None
    assert page.view.asking.wrong
    press(desk, "Ctrl+1", "Ctrl+2")
    assert page.question.field.text() == "dark"
