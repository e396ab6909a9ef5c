"""Turns at writing go to whoever came first."""

import threading
from collections.abc import Callable
from functools import partial

import pytest

from officer_app.store.turn import Turn


def until(true: Callable[[], bool]) -> None:
    """Wait for something that happens for certain."""
    pause = threading.Event()
    for _ in range(10_000):
        if true():
            return
        pause.wait(0.001)
    raise AssertionError("it never happened")


def is_waiting(turn: Turn, many: int) -> bool:
    return turn.waiting == many


def test_whoever_lets_go_does_not_take_it_again_before_those_who_wait() -> None:
    turn = Turn()
    order: list[str] = []

    def take(name: str) -> None:
        with turn:
            order.append(name)

    threads = [threading.Thread(target=take, args=(name,)) for name in ("first", "second", "third")]
    with turn:
        for place, thread in enumerate(threads, start=1):
            thread.start()
            until(partial(is_waiting, turn, place))
    take("me again")
    for thread in threads:
        thread.join(30)
    assert order == ["first", "second", "third", "me again"]
    assert turn.waiting == 0


def test_only_one_has_the_turn() -> None:
    turn = Turn()
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(200):
            with turn:
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(most), max(most)) == (800, 1)


def test_the_turn_is_given_back_when_the_work_fails() -> None:
    turn = Turn()
    with pytest.raises(ZeroDivisionError), turn:
        raise ZeroDivisionError
    with turn:
        assert turn.waiting == 0
