"""A page whose part is broken: one sentence with a reference, the error in the log under it, the program goes on."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from officer_app.app.words import explainer
from officer_app.print.pictures import Pictures
from officer_app.texts import Texts
from officer_app.workstation.paper_desk import StationPapers
from officer_app.workstation.papers import Papers
from officer_app.workstation.register_desk import StationRegisters
from tests.ui.conftest import AtDesk, OpenDesk
from tests.ui.station_at import StationAt, make_station
from tests.viewmodels.world import GREEN, RED, ROOT

TEXTS = Texts.load(ROOT / "resources" / "texts")


class LateShelf:
    """The journal of a desk that is opened after it was named."""

    def __init__(self) -> None:
        self.desk: AtDesk | None = None

    def __getattr__(self, name: str) -> object:
        assert self.desk is not None
        return getattr(self.desk.world.journal, name)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[StationAt]:
    """A real workstation, its log written to its home."""
    made = make_station(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def desk(open_desk: OpenDesk, station: StationAt) -> AtDesk:
    """A counter with every page, on real parts."""
    shelf = LateShelf()
    made = open_desk(
        "inspection",
        explain=explainer(TEXTS),
        papers=lambda: StationPapers(station.opened, Pictures(), lambda *about: "unknown_printer"),
        shelf=shelf,
        registers=lambda: StationRegisters(station.opened),
        office=lambda: station.office,
    )
    shelf.desk = made
    made.sign_in("somchai")
    return made


def spoil(file: Path) -> None:
    """What a dying disk leaves: a file of the same length that holds something else."""
    for part in (file, file.with_name(f"{file.name}-wal")):
        if part.exists():
            part.write_bytes(bytes(range(1, 256)) * (part.stat().st_size // 255 + 1))


def in_the_way(file: Path) -> None:
    """A folder where a file should be."""
    file.unlink(missing_ok=True)
    file.mkdir(parents=True)


def settle(desk: AtDesk) -> None:
    assert desk.player.wait_until(lambda: not desk.window.beside.background.under_way)


def press(desk: AtDesk, *keys: str) -> None:
    for key in keys:
        if key.isdigit():
            desk.player.type_text(key)
        else:
            desk.player.press(key)
        settle(desk)


def said(desk: AtDesk) -> str:
    """What the page beside the desk that is open says."""
    beside = desk.window.beside
    page = beside.prints_page if beside.open == "prints" else beside.pages[beside.open]
    assert page is not None
    return page.view.message


def reference_in(sentence: str) -> str:
    found = re.search(r"\(?reference ([0-9a-f]{6})\)", sentence)
    assert found, sentence
    return found[1]


def logged(station: StationAt, reference: str) -> dict[str, str]:
    lines = [json.loads(line) for line in station.home.log.read_text("utf-8").splitlines()]
    (line,) = [each for each in lines if each["text"] == f"reference {reference}"]
    found: dict[str, str] = line
    return found


def spoil_printers(station: StationAt) -> None:
    (station.home.folder / "printers.toml").write_text("default = 7 7", encoding="utf-8")


def spoil_form(station: StationAt) -> None:
    """A form of the shipped ones that lost half of itself."""
    forms = station.home.folder / "forms"
    shutil.copytree(ROOT / "resources" / "forms", forms)
    whole = (forms / "fee-slip.toml").read_bytes()
    (forms / "fee-slip.toml").write_bytes(whole[: len(whole) // 2])
    opened = station.opened
    papers = Papers(opened.counter, station.home.papers, forms, opened.officers.names)
    station.opened = replace(opened, make_papers=lambda: papers)


BREAKS: dict[str, tuple[tuple[str, ...], Callable[[StationAt], object]]] = {
    "settings": (("Shift+F11", "F5"), lambda station: in_the_way(station.home.settings)),
    "printers": (("Shift+F11", "F7"), spoil_printers),
    "about": (("Shift+F11", "F9"), spoil_form),
    "prints": (("F3",), spoil_printers),
    "registers": (("Shift+F1", "F10", "1", "Return"), lambda station: station.home.registers.write_text("", "utf-8")),
}
"""Page → the keys that lead to it, and what is broken before."""


@pytest.mark.parametrize("page", BREAKS)
def test_a_page_whose_file_is_broken_says_so_once_and_the_log_knows_why(
    desk: AtDesk, station: StationAt, page: str, expected_warnings: list[object]
) -> None:
    keys, break_it = BREAKS[page]
    break_it(station)
    press(desk, *keys)
    assert desk.window.beside.open == page
    line = logged(station, reference_in(said(desk)))
    assert line["level"] == "ERROR"
    assert ".py:" in line["error"]
    press(desk, "Escape", "Escape", "Escape")
    assert desk.window.beside.open == ""
    desk.scan(GREEN)
    assert desk.player.view().card is not None


def test_a_log_that_cannot_be_read_is_said_and_read_again_once_it_can(
    desk: AtDesk, station: StationAt, expected_warnings: list[object]
) -> None:
    older = station.home.log.with_name(f"{station.home.log.name}.1")
    older.mkdir()
    press(desk, "Shift+F11", "F8")
    assert "cannot be read" in said(desk)
    reference = reference_in(said(desk))
    older.rmdir()
    press(desk, "F5")
    page = desk.window.beside.pages["log"]
    assert [line.cells[3] for line in page.view.lines] == [f"reference {reference}"]
    assert "IsADirectoryError" in page.view.sides[1].note
    press(desk, "Escape", "Escape", "Escape")
    assert desk.window.beside.open == ""


def test_what_is_wrong_finds_a_broken_journal_and_does_not_break_itself(desk: AtDesk, station: StationAt) -> None:
    spoil(station.home.journal)
    press(desk, "Shift+F11", "F6")
    page = desk.window.beside.pages["checkup"]
    assert page.view.lines[0].cells[0].startswith("✗")
    assert "has to be mended" in said(desk)


@pytest.mark.parametrize(("page", "keys"), [("track", ("F1",)), ("cases", ("Shift+F3",))])
def test_a_page_on_a_broken_database_says_so_once_and_the_log_knows_why(
    desk: AtDesk, station: StationAt, page: str, keys: tuple[str, ...], expected_warnings: list[object]
) -> None:
    folder = desk.world.journal.path.parent
    for name in ("journal.db", "mirror.db"):
        spoil(folder / name)
    press(desk, *keys)
    if page == "track":
        desk.player.type_text(RED)
        press(desk, "Return")
    line = logged(station, reference_in(said(desk)))
    assert "StoreError" in line["error"]
    press(desk, "Escape")
    assert desk.window.beside.open == ""
    assert desk.window.officer is not None


def test_the_desk_on_a_broken_database_says_so_once_and_the_log_knows_why(
    desk: AtDesk, station: StationAt, expected_warnings: list[object]
) -> None:
    folder = desk.world.journal.path.parent
    for name in ("journal.db", "mirror.db"):
        spoil(folder / name)
    desk.scan(GREEN)
    view = desk.player.view()
    assert view.code == "fault"
    assert "StoreError" in logged(station, reference_in(view.sentence))["error"]
    press(desk, "Space", "Shift+F11")
    assert desk.window.beside.open == "station"
