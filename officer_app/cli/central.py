"""`central init|enrol|revoke|load|status`: administration of the central store, and joining a workstation to it."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from officer_app.central import admin
from officer_app.central.address import BadCentralUrl, NotEncrypted
from officer_app.cli.answers import DONE, Answer, bad_input, refused
from officer_app.cli.context import Context
from officer_app.core.records import Provenance, Record
from officer_app.core.refusals import Refusal
from officer_app.messages.faults import NotThisFile
from officer_app.messages.permits_csv import read_permits
from officer_app.messages.transit_lines import read_transits
from officer_app.usecases.import_records import permit_records
from officer_app.workstation.centre import join
from officer_app.workstation.opening import now
from officer_app.workstation.trouble import Trouble

ADMIN_URL = "OFFICER_APP_ADMIN_URL"


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    parser = commands.add_parser("central", help="the central store (PostgreSQL 15 or newer)")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    for name, command, about in (
        ("init", _init, "install the central store's schema in the database of --url"),
        ("enrol", _enrol, "enrol the workstation of --home and connect it"),
        ("revoke", _revoke, "shut a workstation out"),
        ("load", _load, "feed records to a site's workstations"),
        ("status", _status, "what the centre holds"),
        ("snapshot", _later, "not available in this version"),
        ("authority", _later, "not available in this version"),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument(
            "--url", default="", help=f"the administration's URL (default: ${ADMIN_URL}; keep it secret)"
        )
        action.set_defaults(command=command, action=name)
        if name == "revoke":
            action.add_argument("--site", required=True)
            action.add_argument("station")
        if name == "load":
            action.add_argument("--site", required=True)
            action.add_argument("--provenance", default="core", choices=[str(source) for source in Provenance])
            action.add_argument("files", nargs="+", type=Path, metavar="FILE")


def _init(context: Context, args: argparse.Namespace) -> Answer:
    with administration():
        admin.init(_url(args))
    return Answer(DONE, {"installed": True}, "ติดตั้งฐานข้อมูลกลางแล้ว / the central store is installed")


def _enrol(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened, administration():
        station = opened.settings.station
        key = opened.station_signer.public_key
        given = admin.enrol(_url(args), station.site, station.name, station.desk, station.post, key)
        join(opened.home, opened.settings, opened.journal, given.url, given.password)
    body = {"site": station.site, "station": station.name, "role": given.role, "url": given.url}
    return Answer(DONE, body, f"{station.name} เชื่อมกับศูนย์ข้อมูลกลางแล้ว / is connected: {given.url}")


def _revoke(context: Context, args: argparse.Namespace) -> Answer:
    with administration():
        known = admin.revoke(_url(args), args.site, args.station)
    if not known:
        return refused(context.texts, Refusal("unknown_station", {"name": args.station}))
    return Answer(DONE, {"revoked": args.station}, f"{args.station} revoked")


def _load(context: Context, args: argparse.Namespace) -> Answer:
    records: list[Record] = []
    faults: list[dict[str, object]] = []
    for path in args.files:
        try:
            data = path.read_bytes()
            if path.suffix.lower() == ".jsonl":
                lines = read_transits(data, Provenance(args.provenance), now())
                records += lines.records
                wrong = lines.faults
            else:
                rows = read_permits(data)
                records += permit_records(rows.permits, Provenance(args.provenance), now())
                wrong = rows.faults
        except (OSError, NotThisFile) as error:
            detail = (error.strerror or "") if isinstance(error, OSError) else str(error)
            return bad_input("unreadable", context.texts.both("trouble.file_unreadable", path=path.name, detail=detail))
        faults += [{"file": path.name, **asdict(fault)} for fault in wrong]
    with administration():
        loaded = admin.load(_url(args), args.site, records)
    return Answer(DONE, {**asdict(loaded), "faults": faults}, f"{asdict(loaded)}, rows refused: {len(faults)}")


def _status(context: Context, args: argparse.Namespace) -> Answer:
    with administration():
        status = admin.status(_url(args))
    sites = [asdict(site) for site in status.sites]
    stations = [
        {**asdict(row), "last_received": row.last_received.isoformat() if row.last_received else None}
        for row in status.stations
    ]
    body: dict[str, object] = {
        "step": status.step,
        "server": status.server,
        "encrypted": status.encrypted,
        "sites": sites,
        "stations": stations,
        "quarantined": sum(site.refused for site in status.sites),
        "conflicts": sum(site.open_conflicts for site in status.sites),
        "trouble": "none",
    }
    return Answer(DONE, body, "\n".join(str(row) for row in [*sites, *stations]))


def _later(context: Context, args: argparse.Namespace) -> Answer:
    return refused(context.texts, Refusal("not_available", {"what": f"central {args.action}"}))


@contextmanager
def administration() -> Iterator[None]:
    """Turn what the centre's administration raises into Trouble with a sentence."""
    try:
        yield
    except (BadCentralUrl, NotEncrypted) as error:
        raise Trouble("bad_url", detail=str(error)) from error
    except admin.AdminFailed as error:
        raise Trouble("centre_not_ready", detail=str(error)) from error


def _url(args: argparse.Namespace) -> str:
    url = str(args.url or os.environ.get(ADMIN_URL, ""))
    if not url:
        raise Trouble("bad_url", detail=f"--url or {ADMIN_URL} is needed")
    return url
