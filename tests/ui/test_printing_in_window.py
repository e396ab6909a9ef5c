"""F3 in the desk's window: printing and back; what belongs to the window or the desk is not taken for a paper."""

from collections.abc import Sequence

import pytest

from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.viewmodels.paper_ports import Choice, PagePicture, PrintRow, Wanted
from tests.ui.conftest import AtDesk, OpenDesk, read_command
from tests.viewmodels.world import GREEN


class Papers:
    """Printing that only remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def rows(self) -> Sequence[PrintRow]:
        return ()

    def cancel(self, act_id: str) -> Refusal | None:
        return None

    def again(self, officer: SignedIn, act_id: str, reason: str) -> PrintRow | Refusal:
        return Refusal("print_unknown")

    def choices(self, number: str) -> Sequence[Choice]:
        self.asked.append(number)
        return (Choice("air-permit", Both("ใบกำกับ", "Air permit")),)

    def preview(self, officer: SignedIn, wanted: Wanted) -> Sequence[PagePicture] | Refusal:
        return Refusal("print_unknown")

    def pictures_of(self, act_id: str) -> Sequence[PagePicture] | Refusal:
        return Refusal("print_unknown")

    def print_paper(self, officer: SignedIn, wanted: Wanted, reason: str) -> PrintRow | Refusal:
        return Refusal("print_unknown")


@pytest.fixture
def papers() -> Papers:
    return Papers()


@pytest.fixture
def desk(open_desk: OpenDesk, papers: Papers) -> AtDesk:
    """An inspection counter with printing, the inspector signed in."""
    opened = open_desk(papers=lambda: papers, read_command=read_command)
    opened.sign_in("somchai")
    return opened


def is_open(desk: AtDesk) -> bool:
    return desk.window.beside.open == "prints"


def test_f3_opens_printing_and_leads_back(desk: AtDesk) -> None:
    desk.player.press("F3")
    assert is_open(desk)
    desk.player.press("F3")
    assert not is_open(desk)
    desk.player.press("F3")
    desk.player.press("Escape")
    assert not is_open(desk)


def test_a_scan_there_names_a_paper_and_reaches_no_desk(desk: AtDesk, papers: Papers) -> None:
    desk.player.press("F3")
    before = desk.window.desk_page.model.arrived
    desk.player.scan(GREEN)
    assert desk.player.wait_until(lambda: papers.asked == [GREEN])
    assert desk.window.desk_page.model.arrived == before


def test_commands_of_the_desk_do_nothing_there_and_are_refused(desk: AtDesk, papers: Papers) -> None:
    desk.scan(GREEN)
    acts = len(desk.world.journal.acts())
    desk.player.press("F3")
    desk.player.scan("OC1:SG")
    assert desk.player.wait_until(lambda: desk.world.sounds.heard[-1:] == ["refuse"])
    assert (papers.asked, len(desk.world.journal.acts())) == ([], acts)
    assert is_open(desk)


def test_the_command_to_change_officers_locks_from_there_too(desk: AtDesk) -> None:
    desk.player.press("F3")
    desk.player.scan("OC1:CO")
    assert desk.player.wait_until(lambda: desk.window.officer is None)
    assert not is_open(desk)


def test_nobody_prints_while_nobody_is_signed_in(desk: AtDesk) -> None:
    desk.window.lock()
    desk.player.press("F3")
    assert not is_open(desk)


def test_it_speaks_the_windows_language(desk: AtDesk) -> None:
    desk.player.press("F3")
    page = desk.window.beside.prints_page
    assert page is not None
    assert page.view.title == "Printing – latest jobs of this workstation"
    desk.player.press("F12")
    assert page.view.title == "การพิมพ์ – งานล่าสุดของเครื่องนี้"
