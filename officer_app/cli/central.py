"""`central init|enrol|revoke|load|status|authority`: administration of the central store; joining workstations."""

import argparse
from dataclasses import asdict
from pathlib import Path

from officer_app.central import admin, auditing
from officer_app.cli import central_offices, central_snapshots
from officer_app.cli.administration import ADMIN_URL, admin_url, administration
from officer_app.cli.answers import DONE, Answer, bad_input, failed, refused, with_faults
from officer_app.cli.context import Command, Context
from officer_app.cli.files import MOST_BYTES, read_file
from officer_app.core.records import Provenance, Record
from officer_app.core.refusals import Refusal
from officer_app.core.rights import KINDS
from officer_app.messages.faults import NotThisFile
from officer_app.messages.json_lines import read_lines
from officer_app.messages.permits_csv import read_permits
from officer_app.texts import Both
from officer_app.usecases.import_records import permit_records
from officer_app.usecases.look_up import data_age_s
from officer_app.workstation.centre import join, join_post
from officer_app.workstation.certificate_files import pilot_server, with_certificate
from officer_app.workstation.exchanging import EQUAL
from officer_app.workstation.first_load import PINNED
from officer_app.workstation.opening import now
from officer_app.workstation.taking import statement_records
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole


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
        ("certificates", _certificates, "pilot: make an authority and the server's certificate"),
        ("office", central_offices.office, "which site a customs office is of: transit goes from site to site"),
        ("snapshot", central_snapshots.snapshot, "pack a site's records for workstations to load first"),
        ("authority", _authority, "who grants the releases of a post; move the right once it was handed back"),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument(
            "--url", default="", help=f"the administration's URL (default: ${ADMIN_URL}; keep it secret)"
        )
        action.set_defaults(command=_by_rule(command))
        if name == "init":
            action.add_argument("--site", default="", help="open this site as well")
            action.add_argument(
                "--mode", default="", choices=("real", "training", "sample"), help="of the site, for ever"
            )
            action.add_argument("--post", default="", help="this database is that post's own server for --site")
            action.add_argument(
                "--restored", action="store_true", help="--site came back from a backup: hear everybody, then grant"
            )
        if name == "enrol":
            action.add_argument("--at-post", action="store_true", help="at the post's own server, not at the centre")
            action.add_argument("--ca", type=Path, help="pilot: issue this workstation's certificate from this folder")
            action.add_argument("--request", type=Path, metavar="FILE", help="what the office is to certify, for it")
            action.add_argument("--snapshot-key", type=Path, help="FILE.pub of the key that signs the site's snapshots")
        if name == "snapshot":
            central_snapshots.declare(action)
        if name == "office":
            central_offices.declare(action)
        if name == "certificates":
            action.add_argument("--folder", required=True, type=Path, help="where the pilot's authority is, or is made")
            action.add_argument("--server", required=True, help="host names and addresses of the server, with commas")
        if name == "authority":
            action.add_argument("--site", required=True)
            action.add_argument("--post", default="", help="the post whose releases are granted (without: list)")
            action.add_argument("--kind", default="", choices=KINDS)
            action.add_argument("--holder", default="", help="the workstation, for --kind workstation")
        if name == "revoke":
            action.add_argument("--site", required=True)
            action.add_argument("station")
        if name == "load":
            action.add_argument("--site", required=True)
            action.add_argument("--provenance", default="core", choices=[str(source) for source in Provenance])
            action.add_argument("files", nargs="+", type=Path, metavar="FILE")


def _by_rule(command: Command) -> Command:
    """What a rule of the centre forbids is a refusal, and no trouble."""

    def run(context: Context, args: argparse.Namespace) -> Answer:
        try:
            return command(context, args)
        except Trouble as trouble:
            if trouble.code != "centre_forbids":
                raise
            return refused(context.texts, Refusal("centre_forbids", {"detail": str(trouble.params["detail"])}))

    return run


def _init(context: Context, args: argparse.Namespace) -> Answer:
    body: dict[str, object] = {"installed": True}
    if not args.site and (args.mode or args.post or args.restored):
        said = Both("ต้องระบุ --site", "--site is needed with --mode, --post and --restored")
        return bad_input("usage", said)
    with administration():
        url = admin_url(args.url)
        admin.init(url)
        if args.site and not args.restored:
            admin.prepare_site(url, args.site, args.mode, args.post)
        if args.restored:
            body["feed_epoch"] = admin.restored(url, args.site)
    body |= {"site": args.site, "place": f"post {args.post}" if args.post else "centre"} if args.site else {}
    return Answer(DONE, body, "ติดตั้งฐานข้อมูลกลางแล้ว / the central store is installed")


def _enrol(context: Context, args: argparse.Namespace) -> Answer:
    try:
        pinned = central_snapshots.public_key(args.snapshot_key) if args.snapshot_key else ""
    except (OSError, ValueError) as error:
        name, detail = args.snapshot_key.name, (error.strerror or "") if isinstance(error, OSError) else str(error)
        return bad_input("unreadable", context.texts.both("trouble.file_unreadable", path=name, detail=detail))
    with context.workstation() as opened, administration():
        station = opened.settings.station
        if args.at_post and not station.post:
            return refused(
                context.texts, Refusal("unknown_post", {"post": "", "posts": ", ".join(opened.settings.posts)})
            )
        key = opened.station_signer.public_key
        url = admin_url(args.url)
        if args.at_post:
            admin.prepare_site(url, station.site, station.mode, station.post)
        given = admin.enrol(url, station.site, station.name, station.desk, station.post, key, station.mode)
        connect = join_post if args.at_post else join
        reach = with_certificate(opened.home, args.ca, given.role, given.url) if args.ca else given.url
        connect(opened.home, opened.settings, opened.journal, reach, given.password)
        if pinned:
            opened.journal.keep_value(PINNED, pinned)
        if args.request:
            write_whole(args.request, opened.keys.request_file(opened.officers.everyone()))
        left = list(opened.keys.uncertified(opened.officers.everyone())) if opened.keys.root else []
    body = {"site": station.site, "station": station.name, "role": given.role, "url": reach, "uncertified": left}
    return Answer(DONE, body, f"{station.name} เชื่อมกับศูนย์ข้อมูลกลางแล้ว / is connected: {reach}")


def _certificates(context: Context, args: argparse.Namespace) -> Answer:
    names = [name.strip() for name in args.server.split(",") if name.strip()]
    files = pilot_server(args.folder, names)
    return Answer(DONE, {"files": files}, "\n".join(files))


def _authority(context: Context, args: argparse.Namespace) -> Answer:
    with administration():
        url = admin_url(args.url)
        moved: dict[str, object] = {}
        if args.post:
            kind = args.kind or "centre"
            holder = args.holder or {"centre": "centre", "post": args.post}.get(kind, "")
            moved["epoch"] = admin.set_authority(url, args.site, args.post, kind, holder)
        rows = [{**asdict(row), "since": row.since.isoformat()} for row in admin.authorities(url, args.site)]
    return Answer(DONE, {**moved, "authorities": rows}, "\n".join(str(row) for row in rows))


def _revoke(context: Context, args: argparse.Namespace) -> Answer:
    with administration():
        known = admin.revoke(admin_url(args.url), args.site, args.station)
    if not known:
        return refused(context.texts, Refusal("unknown_station", {"name": args.station}))
    return Answer(DONE, {"revoked": args.station}, f"{args.station} revoked")


def _load(context: Context, args: argparse.Namespace) -> Answer:
    records: list[Record] = []
    faults: list[dict[str, object]] = []
    for path in args.files:
        try:
            data = read_file(path, MOST_BYTES)
            if path.suffix.lower() == ".jsonl":
                lines = read_lines(data, Provenance(args.provenance), now())
                records += lines.records
                wrong = lines.faults
            elif path.suffix.lower() == ".json":
                records += _statements(data)
                wrong = ()
            else:
                rows = read_permits(data)
                records += permit_records(rows.permits, Provenance(args.provenance), now())
                wrong = rows.faults
        except (OSError, NotThisFile) as error:
            detail = (error.strerror or "") if isinstance(error, OSError) else str(error)
            return bad_input("unreadable", context.texts.both("trouble.file_unreadable", path=path.name, detail=detail))
        faults += [{"file": path.name, **asdict(fault)} for fault in wrong]
    with administration():
        loaded = admin.load(admin_url(args.url), args.site, records)
    return with_faults(asdict(loaded), faults, str(asdict(loaded)))


def _statements(data: bytes) -> list[Record]:
    """What the office said, for every workstation of the site. Raises NotThisFile."""
    try:
        return statement_records(data)
    except ValueError as error:
        raise NotThisFile(str(error)) from error


def _status(context: Context, args: argparse.Namespace) -> Answer:
    try:
        with administration():
            status = auditing.status(admin_url(args.url))
    except Trouble as trouble:
        answer = failed(context.texts, trouble)
        told = (answer.body or {})["trouble"]
        return Answer(answer.status, {**_of_home(context), "trouble": _side(trouble), "error": told}, answer.text)
    sites = [asdict(site) for site in status.sites]
    stations = [
        {**asdict(row), "last_received": row.last_received.isoformat() if row.last_received else None}
        for row in status.stations
    ]
    body: dict[str, object] = {
        **_of_home(context),
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


def _of_home(context: Context) -> dict[str, object]:
    """The keys of `sync` for a look that exchanges nothing; the queue and the age are those of --home, if it is one."""
    keys: dict[str, object] = {"pushed": 0, "pulled": 0, "queue": None, "quarantined": None, "conflicts": None}
    keys |= {"data_age_s": None, "digest_equal": None, "last_contact": None}
    try:
        with context.workstation() as opened:
            contact = opened.mirror.last_contact()
            known: dict[str, object] = {
                "queue": opened.journal.queue().unsent,
                "data_age_s": data_age_s(opened.counter),
            }
            known |= {"last_contact": contact.isoformat() if contact else None}
            return {**keys, **known, "digest_equal": {"yes": True, "no": False}.get(opened.journal.value(EQUAL))}
    except Trouble:
        return keys


def _side(trouble: Trouble) -> str:
    """Where the trouble is: `centre` where a server answered with an error, else `here` (design §14)."""
    reason = trouble.__cause__.__cause__ if trouble.__cause__ else None
    return "centre" if getattr(reason, "sqlstate", None) else "here"
