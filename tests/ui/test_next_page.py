"""The barcode "next page": through what lies open, and from its beginning; else through the pages of the window."""

from PySide6.QtCore import QCoreApplication

from officer_app.core.records import DeclarationLine
from tests.ui.conftest import AtDesk
from tests.viewmodels import world as sample

NEXT, CLEAR, CHANGE = "OC1:NP", "OC1:CL", "OC1:CO"
LONG = "9911A0000070"


def turn(desk: AtDesk) -> None:
    """Scan it, and let it act: what devices say waits for the event loop."""
    desk.player.scan(NEXT)
    QCoreApplication.processEvents()


def test_a_card_and_the_table_in_it_are_paged_to_their_end_and_from_the_beginning(counter: AtDesk) -> None:
    lines = tuple(DeclarationLine(f"A01219911{place:05}", 1, "CT", 1000) for place in range(40))
    made = sample.permit(LONG)
    counter.world.mirror.load([sample.record_of(type(made)(**{**vars(made), "declarations": lines}))])
    counter.window.resize(853, 480)
    counter.scan(LONG)
    card = counter.window.desk_page.card
    bars = (card.scrolling.verticalScrollBar(), card.table.verticalScrollBar())
    counter.player.wait_until(lambda: all(bar.maximum() > 0 for bar in bars))
    seen = [(0, 0)]
    for _ in range(30):
        counter.scan(NEXT)
        seen.append((bars[0].value(), bars[1].value()))
        if seen[-1] == (0, 0):
            break
    assert seen[-1] == (0, 0)
    assert max(seen) == (bars[0].maximum(), bars[1].maximum())
    assert seen[:-1] == sorted(seen[:-1])
    assert not counter.window.bench.open


def test_with_nothing_open_the_window_turns_to_its_devices_and_back(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    counter.player.press("Escape")
    window, seen = counter.window, [""]
    while len(seen) < 20:
        turn(counter)
        seen.append("devices" if window.bench.open else window.beside.open)
        if not seen[-1]:
            break
    assert list(dict.fromkeys(seen)) == ["", "track", "devices"]
    assert seen[-1] == ""
    assert counter.window.focusWidget() is counter.window.desk_page.scan_box


def test_on_the_device_page_clear_leads_back_and_a_change_of_officer_locks(counter: AtDesk) -> None:
    counter.player.press("F11")
    counter.player.scan(CLEAR)
    assert counter.player.wait_until(lambda: not counter.window.bench.open)
    counter.player.press("F11")
    counter.player.scan(CHANGE)
    assert counter.player.wait_until(lambda: not counter.player.signed_in())


def test_a_command_about_a_permit_does_nothing_on_the_device_page(counter: AtDesk) -> None:
    counter.scan(sample.GREEN)
    counter.player.press("F11")
    counter.player.scan("OC1:SG")
    counter.player.press("F11")
    assert counter.world.journal.acts() == []
