"""How often a workstation and its centre talk back and forth for one call: counted on a line between them."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import groupby

import pytest

from officer_app.central.address import parse_address
from officer_app.central.client import PgCentral
from officer_app.core.ports import Granted
from tests.central.conftest import PgCentre
from tests.central.writing import PERMIT, Journal, claim, permit_record

LONG_S = 20.0


class CountingLine:
    """Passes lines on to a port of this machine and writes down who spoke: `?` is asked, `!` is answered."""

    def __init__(self, upstream: int) -> None:
        self.spoken: list[str] = []
        self._upstream = upstream
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._ends = [self._listener]
        self._threads: list[threading.Thread] = []
        self._begin(self._accept)

    def close(self) -> None:
        """End all lines, and take no more."""
        for end in list(self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in list(self._threads):
            thread.join(LONG_S)
        for end in self._ends:
            end.close()

    def _begin(self, work: Callable[..., None], *given: object) -> None:
        self._threads.append(threading.Thread(target=work, args=given, daemon=True))
        self._threads[-1].start()

    def round_trips(self) -> int:
        """How many questions were answered since this was asked last; pieces of one count once."""
        turns = [who for who, _ in groupby(self.spoken)]
        self.spoken.clear()
        return turns.count("?")

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._upstream))
                self._ends += [near, far]
                for one, other, word in ((near, far, "?"), (far, near, "!")):
                    self._begin(self._pass_on, one, other, word)

    def _pass_on(self, one: socket.socket, other: socket.socket, word: str) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                self.spoken.append(word)
                other.sendall(data)
        for end in (one, other):
            # Closed later, by `close`: a thread that still reads from it would never hear of that.
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(pg: PgCentre) -> Iterator[CountingLine]:
    """The line between a workstation and its centre."""
    with closing(CountingLine(int(parse_address(pg.url).params["port"]))) as line:
        yield line


def warm(client: PgCentral) -> None:
    """Contact, and the line for claims ready."""
    client.hello()
    assert client._warming is not None
    assert client._warming.result(LONG_S)


def test_a_claim_is_one_question_and_one_answer_from_the_first_on(pg: PgCentre, line: CountingLine) -> None:
    client = pg.client(pg.enrolment("CP-1a", "CP-1"), line.port)
    warm(client)
    line.round_trips()
    for number in range(8):
        asked = claim(permit=f"9911A{number:07}", act_id=f"r-{number}")
        assert client.claim(asked, LONG_S) == Granted("centre")
        assert line.round_trips() == 1


def test_to_be_ready_for_claims_leaves_no_trace_at_the_centre(pg: PgCentre, line: CountingLine) -> None:
    client = pg.client(pg.enrolment("CP-1a", "CP-1"), line.port)
    warm(client)
    kept = pg.connect().execute(
        "select (select count(*) from core.decision), (select count(*) from core.post),"
        " (select count(*) from core.case_file)"
    )
    assert kept.fetchone() == (0, 0, 0)


def test_pushes_and_pulls_are_one_question_and_one_answer(pg: PgCentre, line: CountingLine) -> None:
    pg.load([permit_record(PERMIT)])
    client = pg.client(pg.enrolment("CE-1"), line.port)
    warm(client)
    journal = Journal("CE-1")
    for each in range(8):
        line.round_trips()
        client.push([journal.release(f"9911B{each:07}", f"p-{each}")])
        # Once, as soon as it is seen that it comes again and again, the statement is prepared.
        assert line.round_trips() == (2 if each == 5 else 1)
        client.pull_acts(each, 100)
        assert line.round_trips() == 1
        client.pull_records(0, 100)
        assert line.round_trips() == 1
