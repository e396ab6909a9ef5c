"""Circles that nobody holds are cleared on the window's thread alone: a part of it must not end on another one."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from officer_app.ui.collector import USUAL, Collector, go_on_collecting, rest_collecting

WAIT_MS = 30_000


@pytest.fixture
def collector(dressed: QApplication) -> Iterator[Collector]:
    # As before the program has one.
    gc.enable()
    made = Collector(QCoreApplication.instance() or QObject())
    yield made
    made.deleteLater()


class Thrown:
    """A label in a circle with what holds it. `ended`: the thread on which it did."""

    def __init__(self) -> None:
        self.ended: list[int] = []
        label = QLabel("ระงับ")
        weakref.finalize(label, lambda: self.ended.append(threading.get_ident()))
        circle: list[object] = [label]
        circle.append(circle)
        self.held: list[object] | None = circle

    def throw(self) -> None:
        self.held = None


def make_many() -> list[list[int]]:
    """So many objects that Python would look for circles many times, on the thread that makes them."""
    return [[place] for place in range(50_000)]


def live_until(thrown: Thrown) -> None:
    """The event loop turns until it has ended."""
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: loop.quit() if thrown.ended else None)
    look.start(10)
    QTimer.singleShot(WAIT_MS, loop.quit)
    loop.exec()
    look.stop()


def test_what_is_thrown_away_ends_on_the_thread_of_the_window_however_much_another_one_makes(
    collector: Collector,
) -> None:
    thrown = Thrown()
    thrown.throw()
    kept: list[list[int]] = []
    worker = threading.Thread(target=lambda: kept.extend(make_many()))
    worker.start()
    worker.join()
    assert thrown.ended == [], "the worker left it alone"
    live_until(thrown)
    assert thrown.ended == [threading.get_ident()]


def test_what_was_held_for_long_is_found_too(collector: Collector) -> None:
    thrown = Thrown()
    for _ in range(3):
        # Now it is among the oldest.
        gc.collect()
    thrown.throw()
    gc.set_threshold(1, 1, 1)
    kept = []
    for _ in range(30):
        kept.append(make_many())
        collector.look()
    assert thrown.ended == [threading.get_ident()]


def test_while_very_many_objects_are_made_nothing_is_walked(collector: Collector) -> None:
    thrown = Thrown()
    rest_collecting()
    thrown.throw()
    kept = [make_many()]
    collector.look()
    assert thrown.ended == []
    go_on_collecting()
    assert gc.get_threshold() == USUAL
    after = Thrown()
    after.throw()
    kept.append(make_many())
    collector.look()
    assert after.ended == [threading.get_ident()]
