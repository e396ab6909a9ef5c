"""Threads: what devices say arrives on the main thread in order; work off it comes back to it, once."""

import logging
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from officer_app.texts import Both, Texts
from officer_app.ui.background import Background
from officer_app.ui.bridge import QUEUED, Bridge
from officer_app.ui.errors import Faults
from tests.viewmodels.world import ROOT

MAIN = threading.main_thread()


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    """Work with a catalogue that knows one fault of the world."""
    texts = Texts.load(ROOT / "resources" / "texts")
    known = Both("พิมพ์ไม่ได้", "No printer.")
    made = Background(Faults(texts, lambda fault: known if isinstance(fault, OSError) else None))
    yield made
    made.close()


def never(answer: object) -> None:
    pytest.fail(f"answered {answer}")


def raising(fault: Exception) -> Callable[[], None]:
    def work() -> None:
        raise fault

    return work


def test_an_answer_comes_back_on_the_main_thread(background: Background, qtbot: QtBot) -> None:
    seen: list[tuple[threading.Thread, threading.Thread]] = []
    background.run(threading.current_thread, lambda worker: seen.append((worker, threading.current_thread())), never)
    assert background.under_way == 1
    qtbot.waitUntil(lambda: bool(seen))
    worker, back = seen[0]
    assert worker is not MAIN
    assert (back, background.under_way) == (MAIN, 0)


def test_a_fault_comes_back_as_a_sentence(
    background: Background, qtbot: QtBot, expected_warnings: list[logging.LogRecord]
) -> None:
    said: list[Both] = []
    background.run(raising(OSError("gone")), never, said.append)
    background.run(raising(ZeroDivisionError()), never, said.append)
    qtbot.waitUntil(lambda: len(said) == 2)
    english = sorted(sentence.en for sentence in said)
    assert english[0].startswith("No printer. (reference ")
    assert english[1].startswith("The program made a mistake (reference ")
    assert len(expected_warnings) == 2
    assert all(record.exc_info for record in expected_warnings)


def test_a_fault_in_the_answer_itself_is_said_too(
    background: Background, qtbot: QtBot, expected_warnings: list[logging.LogRecord]
) -> None:
    said: list[Both] = []

    def broken(answer: int) -> None:
        raise OSError(str(answer))

    background.run(lambda: 1, broken, said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert len(expected_warnings) == 1


def test_a_long_work_does_not_hold_up_a_short_one(background: Background, qtbot: QtBot) -> None:
    gate, order = threading.Event(), list[str]()
    background.run(lambda: gate.wait(10), lambda _: order.append("slip"), never)
    background.run(lambda: None, lambda _: order.append("claim"), never)
    qtbot.waitUntil(lambda: order == ["claim"])
    gate.set()
    qtbot.waitUntil(lambda: order == ["claim", "slip"])


def test_after_the_close_nothing_comes_back_and_nothing_is_taken(qapp: QApplication) -> None:
    texts = Texts.load(ROOT / "resources" / "texts")
    made = Background(Faults(texts, lambda fault: None))
    done = threading.Event()
    made.run(done.set, never, never)
    made.close()
    made.run(lambda: None, never, never)
    qapp.processEvents()
    assert done.is_set()


def test_what_a_device_says_arrives_in_order_on_the_main_thread(qapp: QApplication, qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[tuple[str, bool]] = []
    bridge.heard_scan.connect(lambda text: heard.append((text, threading.current_thread() is MAIN)), QUEUED)

    def scan_all() -> None:
        for place in range(300):
            bridge.scanned(str(place))

    device = threading.Thread(target=scan_all)
    device.start()
    device.join()
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 300)
    assert heard == [(str(place), True) for place in range(300)]
