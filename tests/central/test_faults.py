"""Why no connection came about, by what libpq says of it: where the trouble is, and which of several hosts tells."""

import psycopg
import pytest

from officer_app.central.faults import cannot_connect

HOST = 'connection failed: connection to server at "192.0.2.{n}", port 5432 failed: '
SILENT = HOST.format(n=1) + "timeout expired"
NO_NAME = 'connection failed: could not translate host name "nowhere.invalid" to address: Name or service not known'
NO_SERVER = (
    HOST.format(n=2) + "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?"
)
WINDOWS = HOST.format(n=3) + "Verbindung verweigert (0x0000274D/10061)"
UNKNOWN = HOST.format(n=4) + 'FATAL:  role "ce_1" does not exist'
STARTING = HOST.format(n=5) + "FATAL:  the database system is starting up"
FALSE = HOST.format(n=6) + "SSL error: certificate verify failed"


@pytest.mark.parametrize(
    ("text", "trouble", "kind"),
    [
        (SILENT, "here", "no_connection"),
        (NO_NAME, "here", "no_connection"),
        (NO_SERVER, "centre", "no_server"),
        (WINDOWS, "centre", "no_server"),
        (UNKNOWN, "here", "not_let_in"),
        (STARTING, "centre", "centre_busy"),
        (FALSE, "here", "not_proven"),
        ("", "here", "no_connection"),
    ],
)
def test_where_the_trouble_is(text: str, trouble: str, kind: str) -> None:
    found = cannot_connect(psycopg.OperationalError(text))
    assert (found.trouble, found.kind) == (trouble, kind)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (SILENT, NO_SERVER, "no_server"),
        (NO_SERVER, FALSE, "not_proven"),
        (NO_SERVER, STARTING, "centre_busy"),
        (FALSE, UNKNOWN, "not_let_in"),
        (WINDOWS, NO_NAME, "no_server"),
    ],
)
def test_of_two_hosts_the_one_that_says_more_is_heard_whichever_comes_first(first: str, second: str, kind: str) -> None:
    for lines in ((first, second), (second, first)):
        assert cannot_connect(psycopg.OperationalError("\n".join(lines))).kind == kind
