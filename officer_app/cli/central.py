"""`central init|enrol|revoke|load|status|authority`: administration of the central store; joining workstations."""

import argparse
from pathlib import Path

from officer_app.central import admin
from officer_app.cli import central_loading, central_offices, central_snapshots, central_status
from officer_app.cli.administration import ADMIN_URL, admin_url, administration
from officer_app.cli.answers import DONE, Answer, BadUsage, refused, unreadable
from officer_app.cli.context import Command, Context
from officer_app.core.refusals import Refusal
from officer_app.workstation.centre import join, join_post
from officer_app.workstation.certificate_files import pilot_server, with_certificate
from officer_app.workstation.first_load import PINNED
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
        ("load", central_loading.load, "feed records to a site's workstations"),
        ("status", central_status.status, "what the centre holds"),
        ("certificates", _certificates, "pilot: make an authority and the server's certificate"),
        ("office", central_offices.office, "which site a customs office is of: transit goes from site to site"),
        ("snapshot", central_snapshots.snapshot, "pack a site's records for workstations to load first"),
        ("authority", central_status.authority, "who grants a post's releases; move the right once it was handed back"),
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
            central_status.declare_authority(action)
        if name == "revoke":
            action.add_argument("--site", required=True)
            action.add_argument("station")
        if name == "load":
            central_loading.declare(action)


def _by_rule(command: Command) -> Command:
    """What a rule of the centre forbids is a refusal, and no trouble."""

    def run(context: Context, args: argparse.Namespace) -> Answer:
        try:
            return command(context, args)
        except Trouble as trouble:
            if trouble.code != "centre_forbids":
                raise
            return refused(context.texts, Refusal("centre_forbids", dict(trouble.params)))

    return run


def _init(context: Context, args: argparse.Namespace) -> Answer:
    body: dict[str, object] = {"installed": True}
    if not args.site and (args.mode or args.post or args.restored):
        raise BadUsage("site_needed")
    with administration():
        url = admin_url(args.url)
        admin.init(url)
        if args.site and not args.restored:
            admin.prepare_site(url, args.site, args.mode, args.post)
        if args.restored:
            body["feed_epoch"] = admin.restored(url, args.site)
    body |= {"site": args.site, "place": f"post {args.post}" if args.post else "centre"} if args.site else {}
    return Answer(DONE, body, context.texts.both("answer.central_installed").on_a_line)


def _enrol(context: Context, args: argparse.Namespace) -> Answer:
    try:
        pinned = central_snapshots.public_key(args.snapshot_key) if args.snapshot_key else ""
    except (OSError, ValueError) as error:
        return unreadable(context.texts, args.snapshot_key.name, error)
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
    connected = context.texts.both("answer.connected", name=station.name)
    return Answer(DONE, body, f"{connected.on_a_line}: {reach}")


def _certificates(context: Context, args: argparse.Namespace) -> Answer:
    names = [name.strip() for name in args.server.split(",") if name.strip()]
    files = pilot_server(args.folder, names)
    return Answer(DONE, {"files": files}, "\n".join(files))


def _revoke(context: Context, args: argparse.Namespace) -> Answer:
    with administration():
        known = admin.revoke(admin_url(args.url), args.site, args.station)
    if not known:
        return refused(context.texts, Refusal("unknown_station", {"name": args.station}))
    said = context.texts.both("answer.station_revoked", name=args.station, site=args.site)
    return Answer(DONE, {"revoked": args.station}, f"{said.th}\n{said.en}")
