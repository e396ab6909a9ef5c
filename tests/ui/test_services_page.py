"""The counter services desk in a real window: looks up, leads to papers and time line, says what is not there yet."""

from pathlib import Path

import pytest

from officer_app.cli import later
from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.ui.pages.services_page import ServicesPage
from officer_app.viewmodels.services_model import LATER
from tests.ui.conftest import AtDesk, OpenDesk
from tests.ui.fitting import SIZES, clipped
from tests.ui.naming import names
from tests.ui.test_printing_in_window import Papers
from tests.viewmodels.world import GREEN, INSPECTOR, NOW, RED, TRANSIT, UNKNOWN, World, signed_in


class LateShelf:
    """The journal of a desk that is opened after it was named."""

    def __init__(self) -> None:
        self.world: World | None = None

    def __getattr__(self, name: str) -> object:
        assert self.world is not None
        return getattr(self.world.journal, name)


def services(open_desk: OpenDesk, language: str = "en") -> AtDesk:
    """A counter services desk with papers, somebody signed in."""
    shelf = LateShelf()
    desk = open_desk("counter_services", language, papers=Papers, shelf=shelf)
    shelf.world = desk.world
    desk.sign_in("somchai")
    return desk


def record(world: World, number: str, kind: ActKind = ActKind.PRESENT, days_ago: int = 0) -> None:
    officer = signed_in(INSPECTOR)
    fields = {"form": "fee-slip"} if kind is ActKind.PRINT else {}
    at = NOW.replace(day=NOW.day - days_ago)
    subject = Subject("station" if kind is ActKind.SIGNED_IN else "permit", number)
    draft = Draft(world.counter.new_id(), kind, subject, "somchai", at, fields)
    world.journal.record(draft, officer.signer)


def settle(desk: AtDesk) -> None:
    window = desk.window
    assert desk.player.wait_until(lambda: not (window._background.under_way or window.beside.background.under_way))


def test_it_has_a_page_of_its_own_and_no_key_stamps_there(open_desk: OpenDesk) -> None:
    desk = services(open_desk)
    assert isinstance(desk.window.desk_page, ServicesPage)
    desk.scan(GREEN)
    for key in ("F5", "F6", "F7", "F8", "F9", "F10", "Return"):
        desk.player.press(key)
        settle(desk)
        desk.player.press("Escape")
    assert desk.world.journal.acts() == []
    card = desk.player.view().card
    assert card is None or card.due == ""


@pytest.mark.parametrize("number", [GREEN, TRANSIT])
def test_whatever_lies_on_the_card_leads_to_its_papers_and_its_time_line(open_desk: OpenDesk, number: str) -> None:
    desk = services(open_desk)
    desk.scan(number)
    desk.player.press("F6")
    settle(desk)
    assert desk.window.beside.open == "track"
    assert number in desk.window.beside.pages["track"].view.title
    desk.player.press("F1")
    assert desk.window.beside.open == ""
    desk.player.press("F5")
    settle(desk)
    page = desk.window.beside.prints_page
    assert desk.window.beside.open == "prints"
    assert page is not None
    assert page.model.number == number


def test_with_nothing_on_the_card_the_keys_say_so_and_lead_nowhere(open_desk: OpenDesk) -> None:
    desk = services(open_desk)
    assert [verb.why for verb in desk.player.view().verbs[1:3]] == ["no number yet"] * 2
    desk.player.press("F5")
    assert desk.window.beside.open == ""
    assert desk.world.sounds.last == "attention"
    desk.scan(UNKNOWN)
    assert desk.player.view().code == "unknown_number"


def test_what_later_versions_bring_is_said_in_a_sentence_and_never_half_there(open_desk: OpenDesk) -> None:
    desk = services(open_desk)
    assert tuple(LATER) == later.COMMANDS, "the window and the command line say the same"
    for name, key in LATER.items():
        desk.player.press(key)
        view = desk.player.view()
        assert view.code == f"{name}_later"
        assert "not in this version yet" in view.sentence
        assert "Nothing was recorded" in view.sentence
        desk.player.press("Space")
    assert {verb.why for verb in desk.player.view().verbs[3:]} == {"not in this version"}


def test_today_lists_what_was_done_here_and_a_line_is_looked_up(open_desk: OpenDesk) -> None:
    desk = services(open_desk)
    world = desk.world
    record(world, GREEN, days_ago=1)
    record(world, RED)
    record(world, RED, ActKind.PRINT)
    record(world, "CP-1-1", ActKind.SIGNED_IN)
    desk.player.press("F4")
    settle(desk)
    table = desk.player.view().table
    assert table is not None
    assert [(line.cells[1], line.cells[3]) for line in table.lines] == [
        (RED, "paper made: “Fee slip – not a receipt”"),
        (RED, "presented at the counter"),
    ]
    desk.player.press("Down")
    desk.player.press("Return")
    card = desk.player.view().card
    assert card is not None
    assert card.number == RED
    assert desk.player.view().table is None
    desk.player.press("F4")
    settle(desk)
    desk.window.lock()
    desk.sign_in("somchai")
    assert desk.player.view().table is None


def test_a_scan_puts_the_list_away(open_desk: OpenDesk) -> None:
    desk = services(open_desk)
    desk.player.press("F4")
    settle(desk)
    assert desk.player.view().table is not None
    desk.scan(GREEN)
    assert desk.player.view().table is None


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped_and_everything_has_a_name(
    open_desk: OpenDesk, language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    desk = services(open_desk, language)
    desk.window.resize(*size)
    record(desk.world, RED)
    bad = {"ready": [*clipped(desk), *names(desk)]}
    for number in (GREEN, TRANSIT, UNKNOWN):
        desk.scan(number)
        bad[number] = [*clipped(desk), *names(desk)]
    desk.player.press("Space")
    for key in ("F4", "Escape", "F7", "Escape", "F8", "Escape", "F9"):
        desk.player.press(key)
        settle(desk)
        bad[key] = [*clipped(desk), *names(desk)]
    assert {state: texts for state, texts in bad.items() if texts} == {}
