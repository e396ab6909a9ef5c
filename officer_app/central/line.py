"""One connection to the centre: opened when it is needed, left alone for a while after it could not be opened."""

import logging
import random
import socket
import time
from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Any

import psycopg

from officer_app.central.address import Address
from officer_app.central.faults import ASLEEP, REPEATABLE, call_failed, cannot_connect
from officer_app.central.watchdog import Watchdog
from officer_app.core.ports import Unreachable

Row = tuple[Any, ...]
Explain = Callable[[psycopg.Error], Exception]
"""What an error that the centre answered with means."""

FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 4.0
CHUNK = 100
ATTEMPTS = 4
CLOSED = "this workstation has closed its line to the centre"

_logger = logging.getLogger(__name__)


class Line:
    """Calls may come from several threads; they take turns. `abort` and `forgive` may be called meanwhile."""

    def __init__(self, address: Address, name: str, watchdog: Watchdog, prepare_after: int = 5) -> None:
        """`prepare_after`: how often a statement runs before the centre keeps it prepared: one question more."""
        self._prepare_after = prepare_after
        self._address = address
        self._name = name
        self._watchdog = watchdog
        self._turn = Lock()
        self._guard = Lock()
        self._connection: psycopg.Connection | None = None
        self._socket: socket.socket | None = None
        self._closed = Event()
        self._failures = 0
        self._stalled = False
        self._not_before = 0.0
        self._last_failure = Unreachable("not connected yet")

    @property
    def encrypted(self) -> bool:
        """Whether the open connection uses TLS."""
        connection = self._connection
        return connection is not None and not connection.closed and connection.pgconn.ssl_in_use

    def call(self, statement: str, values: Sequence[object] = (), explain: Explain = call_failed) -> list[Row]:
        """The rows of one statement, a transaction of its own. `statement` must be harmless to repeat.

        Raises Unreachable, or what `explain` makes of an error that the centre answered with.
        """
        return self._repeat(lambda connection: self._whole(connection, statement, values), explain)

    def stream(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        """As `call`, for many rows: as long as some keep coming, the call is taken to make progress."""
        return self._repeat(lambda connection: self._streamed(connection, statement, values), call_failed)

    def abort(self) -> None:
        """Shut the socket down under a call that hangs; it then ends with an error. From any thread."""
        with self._guard:
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    _logger.debug("line %s was down already", self._name)

    def forgive(self) -> None:
        """The next call may connect at once, however lately that failed."""
        self._not_before = 0.0

    def close(self) -> None:
        """End the connection and any call on it; none is opened again."""
        self._closed.set()
        self.abort()
        with self._turn:
            self._drop()

    def _repeat(self, ask: Callable[[psycopg.Connection], list[Row]], explain: Explain) -> list[Row]:
        with self._turn:
            for attempt in range(1, ATTEMPTS + 1):
                connection, fresh = self._connected()
                try:
                    return ask(connection)
                except psycopg.Error as error:
                    if connection.broken or error.sqlstate in ASLEEP:
                        self._drop()
                        # A line that was open died, maybe long ago: one new one is worth a try; a new one is not.
                        if fresh or attempt == ATTEMPTS:
                            raise self._lost(error) from error
                    elif error.sqlstate not in REPEATABLE or attempt == ATTEMPTS:
                        raise explain(error) from error
            raise Unreachable("the centre did not come to an end with this call", "centre", "centre_error")

    def _lost(self, error: psycopg.Error) -> Unreachable:
        if self._stalled:
            self._stalled = False
            return Unreachable("the line to the centre stood still and was ended", "here", "stalled")
        return call_failed(error)

    def _end_stall(self) -> None:
        self._stalled = True
        self.abort()

    def _whole(self, connection: psycopg.Connection, statement: str, values: Sequence[object]) -> list[Row]:
        with self._watchdog.watch(self._end_stall):
            return connection.execute(statement.encode(), values, binary=True).fetchall()

    def _streamed(self, connection: psycopg.Connection, statement: str, values: Sequence[object]) -> list[Row]:
        rows: list[Row] = []
        with self._watchdog.watch(self._end_stall) as progress, connection.cursor() as cursor:
            for row in cursor.stream(statement.encode(), values, binary=True, size=CHUNK):
                rows.append(row)
                if len(rows) % CHUNK == 1:
                    progress()
        return rows

    def _connected(self) -> tuple[psycopg.Connection, bool]:
        if self._connection is not None and not self._connection.closed:
            return self._connection, False
        self._drop()
        if self._closed.is_set():
            raise Unreachable(CLOSED, "here", "closed")
        if time.monotonic() < self._not_before:
            raise _again(self._last_failure)
        try:
            address = self._address.conninfo(f"officer-app {self._name}")
            connection = psycopg.connect(address, autocommit=True, prepare_threshold=self._prepare_after)
        except psycopg.Error as error:
            self._last_failure = cannot_connect(error)
            # The pause grows and is never the same for two: a centre that comes back is not run over.
            pause_s = min(FIRST_PAUSE_S * 2**self._failures, LONGEST_PAUSE_S)
            self._not_before = time.monotonic() + pause_s * random.uniform(0.5, 1.0)
            self._failures = min(self._failures + 1, 10)
            raise _again(self._last_failure) from error
        self._failures = 0
        with self._guard:
            if self._closed.is_set():
                # Closed while it was being opened: nobody would end a call on it any more.
                connection.close()
                raise Unreachable(CLOSED, "here", "closed")
            self._connection = connection
            # A handle of our own on the same socket: its number cannot be another file's by the time of an abort.
            self._socket = socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM)
        return connection, True

    def _drop(self) -> None:
        with self._guard:
            if self._connection is not None:
                self._connection.close()
            if self._socket is not None:
                self._socket.close()
            self._connection = self._socket = None


def _again(failure: Unreachable) -> Unreachable:
    return Unreachable(str(failure), failure.trouble, failure.kind)
