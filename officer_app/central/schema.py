"""The centre's schema: database roles that exist once a cluster, and the numbered steps that Alembic runs."""

from contextlib import suppress
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from psycopg import sql
from psycopg.errors import DuplicateObject
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from officer_app.central.address import Address
from officer_app.core.acts import ActKind

OWNER = "officer_app_owner"
GATE = "officer_app_gate"
STATION = "officer_app_station"
LOADER = "officer_app_loader"
AUDITOR = "officer_app_auditor"
REPORTER = "officer_app_reporter"
ROLES = (OWNER, GATE, STATION, LOADER, AUDITOR, REPORTER)
SCHEMAS = ("core", "api_v1", "admin_v1", "report")
APPLICATION = "officer-app central"
MIGRATIONS = Path(__file__).with_name("migrations")


class NotOurs(Exception):
    """The database holds something else, or a centre that this version does not know; nothing was changed.

    `why` says which in one word (texts `detail.WHY`).
    """

    def __init__(self, text: str, why: str) -> None:
        super().__init__(text)
        self.why = why


def connect(address: Address) -> psycopg.Connection:
    """A connection of the administration, each statement its own transaction. Raises psycopg.Error."""
    return psycopg.connect(address.conninfo(APPLICATION), autocommit=True)


def install(address: Address) -> None:
    """Create what is missing of database, roles, schemas and tables. Harmless to repeat.

    Raises psycopg.Error, and NotOurs before anything is touched.
    """
    _create_database(address)
    with connect(address) as connection:
        _check_ours(connection)
        _create_roles(connection)
        close_to_strangers(connection)
        for schema in SCHEMAS:
            connection.execute(
                sql.SQL("create schema if not exists {} authorization {}").format(
                    sql.Identifier(schema), sql.Identifier(OWNER)
                )
            )
    _run_steps(address)
    with connect(address) as connection:
        _teach(connection)


def _check_ours(connection: psycopg.Connection) -> None:
    """An empty database or a centre: others' tables would end up beside ours, and their users locked out."""
    if connection.execute("select to_regclass('core.alembic_version')").fetchone() != (None,):
        return
    found = connection.execute(_OTHERS).fetchone()
    if found is not None:
        said = f"the database {connection.info.dbname} holds other tables ({found[0]}); give the centre its own"
        raise NotOurs(said, "other_tables")


_OTHERS = """
    select format('%I.%I', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 1 limit 1
"""
"""Any table, view or sequence that neither PostgreSQL nor an extension brought."""


# What needs no right on any table: with these anybody who may connect could fill the centre's disk.
_NO_LARGE_OBJECTS = """do $$
declare
    made regprocedure;
begin
    for made in
        select p.oid from pg_proc p
        where p.pronamespace = 'pg_catalog'::regnamespace and p.proname in ('lo_create', 'lo_creat', 'lo_from_bytea')
            and has_function_privilege('public', p.oid, 'execute')
    loop
        execute format('revoke execute on function %s from public', made);
    end loop;
end $$"""


def close_to_strangers(connection: psycopg.Connection) -> None:
    """Only who was named may connect to this database: no CONNECT and no TEMP for PUBLIC, and no large objects."""
    groups = sql.SQL(", ").join(sql.Identifier(role) for role in (LOADER, AUDITOR, REPORTER))
    name = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("revoke all on database {} from public").format(name))
    connection.execute(sql.SQL("grant connect on database {} to {}").format(name, groups))
    connection.execute(_NO_LARGE_OBJECTS)


def _create_database(address: Address) -> None:
    with connect(address.to_database("postgres")) as connection:
        known = connection.execute("select from pg_database where datname = %s", [address.database]).fetchone()
        if known is None:
            # Order and case are the program's; the database only has to keep every letter.
            connection.execute(
                sql.SQL("create database {} encoding 'UTF8' locale 'C' template template0").format(
                    sql.Identifier(address.database)
                )
            )


def _create_roles(connection: psycopg.Connection) -> None:
    superuser = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() == (True,)
    for role in ROLES:
        with suppress(DuplicateObject):
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
    if not superuser:
        # Who may create roles, but is not superuser, has to belong to those that own what he installs.
        connection.execute(sql.SQL("grant {}, {} to current_user").format(sql.Identifier(OWNER), sql.Identifier(GATE)))


def _teach(connection: psycopg.Connection) -> None:
    """The kinds of act that this program knows; what an earlier one refused for want of them is read again."""
    with connection.transaction():
        kinds = [str(kind) for kind in ActKind]
        connection.execute(
            "insert into core.act_kind (kind) select unnest(%s::text[]) on conflict (kind) do nothing", [kinds]
        )
        connection.execute("select admin_v1.judge_again(s.site) from core.site s order by s.site")


def _run_steps(address: Address) -> None:
    engine = create_engine("postgresql+psycopg://", creator=lambda: _connect_for_steps(address), poolclass=NullPool)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            said = "the central store was installed by a newer version of the program"
            raise NotOurs(said, "newer_centre") from error


def _connect_for_steps(address: Address) -> psycopg.Connection:
    """A connection whose transactions the steps open and end themselves."""
    return psycopg.connect(address.conninfo(APPLICATION))
