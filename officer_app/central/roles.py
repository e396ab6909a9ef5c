"""A workstation's role in the database: its name, its password, its limits, and the one group it belongs to."""

import hashlib
import json
import re

import psycopg
from psycopg import sql

from officer_app.central.schema import STATION

STATION_CONNECTIONS = 4
STATION_LIMITS = (
    ("statement_timeout", "15s"),
    ("lock_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "15s"),
    ("client_connection_check_interval", "2s"),
    ("tcp_keepalives_idle", "5"),
    ("tcp_keepalives_interval", "2"),
    ("tcp_keepalives_count", "3"),
)


def let_in(connection: psycopg.Connection, role: str, password: str) -> None:
    """Create the role, or give it this password and let it in again."""
    name = sql.Identifier(role)
    known = connection.execute("select from pg_roles where rolname = %s", [role]).fetchone()
    if known is None:
        connection.execute(sql.SQL("create role {}").format(name))
    # Only the verifier of the password goes over the line, so that no log of the server ever shows the password.
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(
        sql.SQL("alter role {} login password {} connection limit {}").format(
            name, sql.Literal(verifier), sql.Literal(STATION_CONNECTIONS)
        )
    )
    let_connect(connection, role)
    for setting, value in STATION_LIMITS:
        connection.execute(
            sql.SQL("alter role {} set {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))
        )


def let_connect(connection: psycopg.Connection, role: str) -> None:
    """The role may connect to this database and call what workstations may call; a role that is none gets nothing."""
    name = sql.Identifier(role)
    if connection.execute("select from pg_roles where rolname = %s", [role]).fetchone() is None:
        return
    connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(STATION), name))
    connection.execute(
        sql.SQL("grant connect on database {} to {}").format(sql.Identifier(connection.info.dbname), name)
    )


def shut_out(connection: psycopg.Connection, role: str) -> None:
    """No connection of the role is accepted any more, and those that are open end."""
    name = sql.Identifier(role)
    with connection.transaction():
        connection.execute(sql.SQL("alter role {} nologin").format(name))
        # Who is not superuser may end the sessions of roles he belongs to, and of no others.
        connection.execute(sql.SQL("grant {} to current_user").format(name))
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", [role])
        connection.execute(sql.SQL("revoke {} from current_user").format(name))


def role_name(database: str, site: str, station: str) -> str:
    """The role of a workstation, the same each time, e.g. oa_ce_ce_1_a180a0d1."""
    # Roles belong to the cluster: the digest keeps two databases, and names that look alike in ASCII, apart.
    readable = re.sub(r"[^a-z0-9]+", "_", f"{site}_{station}".lower()).strip("_")[:40]
    digest = hashlib.sha256(json.dumps([database, site, station]).encode()).hexdigest()[:8]
    return f"oa_{readable}_{digest}"
