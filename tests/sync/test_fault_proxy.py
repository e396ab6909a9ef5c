"""The network that can be cut: what each kind of fault does to lines through it, and that it ends."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from officer_app.sync.fault_proxy import FaultProxy, Mode

WAIT_S = 20.0


class Echo:
    """A server that answers each message with itself in capitals, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.came = threading.Semaphore(0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(WAIT_S)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._threads.append(threading.Thread(target=self._answer, args=(line,)))
                self._threads[-1].start()

    def _answer(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            while data := line.recv(100):
                self.heard.append(data)
                self.came.release()
                if data == b"bye":
                    line.sendall(b"FAREWELL")
                    return
                line.sendall(data.upper())


@pytest.fixture
def echo() -> Iterator[Echo]:
    with closing(Echo()) as echo:
        yield echo


@pytest.fixture
def proxy(echo: Echo) -> Iterator[FaultProxy]:
    with closing(FaultProxy(echo.port)) as proxy:
        yield proxy


@pytest.fixture
def line(proxy: FaultProxy) -> Iterator[socket.socket]:
    with connect(proxy) as line:
        yield line


def connect(proxy: FaultProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=WAIT_S)


def test_it_passes_lines_on(proxy: FaultProxy, line: socket.socket) -> None:
    assert proxy.mode is Mode.PASS
    line.sendall(b"hello")
    assert line.recv(100) == b"HELLO"
    with connect(proxy) as other:
        other.sendall(b"two")
        assert other.recv(100) == b"TWO"


def test_a_farewell_gets_through_before_the_end(proxy: FaultProxy, line: socket.socket) -> None:
    line.sendall(b"bye")
    assert line.recv(100) == b"FAREWELL"
    assert line.recv(100) == b""


def test_in_a_black_hole_nothing_gets_through_until_it_ends(echo: Echo, proxy: FaultProxy, line: socket.socket) -> None:
    line.sendall(b"one")
    assert line.recv(100) == b"ONE"
    proxy.cut()
    line.sendall(b"two")
    with connect(proxy) as late:
        late.sendall(b"three")
        for each in (line, late):
            each.settimeout(0.1)
            with pytest.raises(TimeoutError):
                each.recv(100)
        assert echo.heard == [b"one"]
        proxy.restore()
        for each, answer in ((line, b"TWO"), (late, b"THREE")):
            each.settimeout(WAIT_S)
            assert each.recv(100) == answer


def test_a_reset_tears_down_lines_old_and_new(echo: Echo, proxy: FaultProxy, line: socket.socket) -> None:
    line.sendall(b"one")
    assert line.recv(100) == b"ONE"
    proxy.set_mode(Mode.RESET)
    with pytest.raises(ConnectionResetError):
        line.recv(100)
    with suppress(ConnectionError), connect(proxy) as new:
        assert new.recv(100) == b""
    assert echo.heard == [b"one"]
    proxy.restore()
    with connect(proxy) as new:
        new.sendall(b"three")
        assert new.recv(100) == b"THREE"


def test_a_dropped_reply_was_heard_all_the_same(echo: Echo, proxy: FaultProxy, line: socket.socket) -> None:
    proxy.set_mode(Mode.DROP_REPLY)
    line.sendall(b"one")
    with pytest.raises(ConnectionResetError):
        line.recv(100)
    assert echo.came.acquire(timeout=WAIT_S)
    assert echo.heard == [b"one"]


def test_lines_to_nobody_end() -> None:
    with closing(FaultProxy(1)) as other, suppress(ConnectionResetError), connect(other) as line:
        assert line.recv(100) == b""


@pytest.mark.parametrize("mode", Mode)
def test_it_ends_in_every_mode_with_lines_open(echo: Echo, mode: Mode) -> None:
    before = threading.active_count()
    proxy = FaultProxy(echo.port)
    with connect(proxy) as line, connect(proxy):
        line.sendall(b"one")
        assert line.recv(100) == b"ONE"
        proxy.set_mode(mode)
        proxy.close()
        proxy.close()
        proxy.set_mode(Mode.PASS)
    assert threading.active_count() <= before + 2, "what is left is the echo's"
