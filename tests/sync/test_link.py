"""The link's thread: when it calls, what it says, and that it ends."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime
from queue import Empty, SimpleQueue

import pytest

from officer_app.core.ports import Unreachable
from officer_app.sync.link import Link, LinkState, Pace, Step

AT = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
WAIT_S = 20.0
NEVER_S = 3600.0
AT_ONCE = Pace(every_s=0.01, failed_s=0.01, longest_s=0.02)
ONLY_WHEN_WOKEN = Pace(every_s=NEVER_S, failed_s=NEVER_S, longest_s=NEVER_S)


@contextmanager
def running(step: Step, pace: Pace) -> Iterator[tuple[Link, SimpleQueue[LinkState]]]:
    """A link at work, and what it says of itself."""
    said: SimpleQueue[LinkState] = SimpleQueue()
    link = Link(step, said.put, lambda: AT, pace)
    link.start()
    try:
        yield link, said
    finally:
        assert link.stop()


def none_comes(calls: SimpleQueue[int]) -> None:
    """Nobody calls: one that was about to would have by then."""
    with pytest.raises(Empty):
        calls.get(timeout=0.2)


def test_it_calls_again_and_again_and_tells_the_last_contact_once() -> None:
    calls: SimpleQueue[int] = SimpleQueue()

    def step() -> bool:
        calls.put(1)
        return False

    with running(step, AT_ONCE) as (link, said):
        for _ in range(4):
            calls.get(timeout=WAIT_S)
        assert said.get(timeout=WAIT_S) == link.state == LinkState(last_contact=AT, trouble="none", kind="")
        assert said.empty()


def test_while_more_waits_it_does_not_rest() -> None:
    left = [5]
    done = threading.Event()

    def step() -> bool:
        left[0] -= 1
        if left[0] == 0:
            done.set()
        return left[0] > 0

    with running(step, ONLY_WHEN_WOKEN):
        assert done.wait(WAIT_S)
    assert left == [0]


def test_woken_it_calls_at_once() -> None:
    calls: SimpleQueue[int] = SimpleQueue()

    def step() -> bool:
        calls.put(1)
        return False

    with running(step, ONLY_WHEN_WOKEN) as (link, _):
        for _ in range(3):
            calls.get(timeout=WAIT_S)
            link.wake()
        calls.get(timeout=WAIT_S)


def test_woken_it_gathers_what_comes_in_before_it_calls() -> None:
    calls: SimpleQueue[int] = SimpleQueue()

    def step() -> bool:
        calls.put(1)
        return False

    with running(step, replace(ONLY_WHEN_WOKEN, gather_s=0.01)) as (link, _):
        calls.get(timeout=WAIT_S)
        link.wake()
        calls.get(timeout=WAIT_S)
    with running(step, replace(ONLY_WHEN_WOKEN, gather_s=NEVER_S)) as (link, _):
        calls.get(timeout=WAIT_S)
        link.wake()
        none_comes(calls)


def test_woken_after_a_failure_it_keeps_its_pause_and_calls_again_by_itself() -> None:
    calls: SimpleQueue[int] = SimpleQueue()

    def step() -> bool:
        calls.put(1)
        raise Unreachable("cut")

    with running(step, ONLY_WHEN_WOKEN) as (link, said):
        calls.get(timeout=WAIT_S)
        said.get(timeout=WAIT_S)
        link.wake()
        none_comes(calls)
    with running(step, AT_ONCE) as (link, _):
        for _ in range(3):
            calls.get(timeout=WAIT_S)
            link.wake()


def test_what_an_exchange_itself_writes_down_wakes_nobody() -> None:
    calls: SimpleQueue[int] = SimpleQueue()
    links: list[Link] = []
    begun = threading.Event()

    def step() -> bool:
        begun.wait(WAIT_S)
        links[0].wake()
        calls.put(1)
        return False

    with running(step, ONLY_WHEN_WOKEN) as (link, _):
        links.append(link)
        begun.set()
        calls.get(timeout=WAIT_S)
        none_comes(calls)


@pytest.mark.parametrize("trouble", ["here", "centre"])
def test_trouble_is_told_with_its_side_and_its_sentence_and_the_contact_before_it_stays(trouble: str) -> None:
    answers = iter([None, Unreachable("a driver's words", trouble, "line_broke"), None])

    def step() -> bool:
        answer = next(answers, None)
        if answer is not None:
            raise answer
        return False

    with running(step, AT_ONCE) as (_, said):
        assert said.get(timeout=WAIT_S) == LinkState(AT)
        assert said.get(timeout=WAIT_S) == LinkState(AT, trouble, "line_broke")
        assert said.get(timeout=WAIT_S) == LinkState(AT)


def test_a_fault_of_our_own_is_told_and_logged_and_the_link_goes_on(
    expected_warnings: list[logging.LogRecord],
) -> None:
    answers = iter([ZeroDivisionError("a fault"), None])

    def step() -> bool:
        answer = next(answers, None)
        if answer is not None:
            raise answer
        return False

    with running(step, AT_ONCE) as (_, said):
        assert said.get(timeout=WAIT_S) == LinkState(None, "here", "bug")
        assert said.get(timeout=WAIT_S) == LinkState(AT)
    assert len(expected_warnings) == 1
    assert expected_warnings[0].exc_info is not None


def test_it_stops_in_the_middle_of_a_long_rest() -> None:
    called = threading.Event()

    def step() -> bool:
        called.set()
        return False

    with running(step, ONLY_WHEN_WOKEN) as (link, _):
        assert called.wait(WAIT_S)
        assert link.stop()
        assert link.stop(), "stopping again does no harm"


def test_it_stops_before_its_first_call_which_comes_at_a_random_time() -> None:
    calls: list[int] = []

    def step() -> bool:
        calls.append(1)
        return False

    with running(step, Pace(first_s=NEVER_S * 1e6)):
        pass
    assert calls == []


def test_while_an_exchange_hangs_stop_says_that_it_has_not_ended() -> None:
    begun, end = threading.Event(), threading.Event()

    def step() -> bool:
        begun.set()
        end.wait()
        return False

    link = Link(step, lambda state: None, lambda: AT, AT_ONCE)
    link.start()
    assert begun.wait(WAIT_S)
    assert not link.stop()
    end.set()
    assert link.stop()


def test_a_link_that_never_began_stops() -> None:
    assert Link(lambda: False, lambda state: None, lambda: AT).stop()


def test_pauses_grow_up_to_the_longest_and_are_never_the_same_for_all() -> None:
    link = Link(lambda: False, lambda state: None, lambda: AT, Pace(every_s=8, failed_s=1, longest_s=10))
    assert all(4 <= link._pause_s() <= 8 for _ in range(100))
    assert len({link._pause_s() for _ in range(100)}) > 90
    for failures, longest in ((1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (5000, 10)):
        link._failures = failures
        assert all(longest / 2 <= link._pause_s() <= longest for _ in range(100))


def test_a_state_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        LinkState().__setattr__("trouble", "here")


def test_links_that_failed_together_do_not_come_back_together() -> None:
    def pauses(failures: int) -> list[float]:
        link = Link(lambda: False, lambda state: None, lambda: AT, Pace(every_s=8.0, failed_s=2.0, longest_s=60.0))
        link._failures = failures
        return [link._pause_s() for _ in range(200)]

    for failures, longest in ((0, 8.0), (1, 2.0), (3, 8.0), (99, 60.0)):
        found = pauses(failures)
        assert longest / 2 <= min(found) < longest * 0.7, "no longer than so, and not all alike"
        assert longest * 0.8 < max(found) <= longest
