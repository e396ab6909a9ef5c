"""`station init|show`: make a workstation in a folder, and say what it is."""

import argparse

from officer_app.cli.answers import DONE, Answer, bad_input
from officer_app.cli.context import Context
from officer_app.core.roles import DESKS
from officer_app.settings import BadSettings, Settings
from officer_app.workstation.opening import create
from officer_app.workstation.station_settings import bad_setting


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    parser = commands.add_parser("station", help="make or show this workstation")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    init = actions.add_parser("init", help="make a workstation in --home")
    init.add_argument("--site", required=True, help="the office, e.g. CE")
    init.add_argument("--desk", required=True, choices=DESKS)
    init.add_argument("--name", required=True, help="the workstation's name, e.g. CE-1")
    init.add_argument(
        "--office", default="", help="the customs office's four digits, e.g. 4901; a transit desk needs it"
    )
    init.add_argument("--post", default="", help="the checking post this workstation stands at, e.g. CP-1")
    init.add_argument("--posts", default="CP-1", help="the site's checking posts, with commas")
    init.add_argument("--mode", default="real", choices=("real", "training", "sample"))
    init.add_argument("--scanner", action="append", default=[], help="a serial port or pyserial URL; may be repeated")
    init.add_argument("--language", default="th", choices=("th", "en"))
    init.add_argument("--unsent-copy", default="", metavar="FOLDER", help="a second medium for acts not yet sent")
    init.set_defaults(command=_init)
    show = actions.add_parser("show", help="what this workstation is")
    show.set_defaults(command=_show)


def _init(context: Context, args: argparse.Namespace) -> Answer:
    try:
        settings = Settings(
            site=args.site,
            desk=args.desk,
            name=args.name,
            office=args.office,
            post=args.post,
            mode=args.mode,
            posts=tuple(post.strip() for post in args.posts.split(",") if post.strip()),
            scanners=tuple(args.scanner),
            language=args.language,
            unsent_copy=args.unsent_copy,
        )
    except BadSettings as error:
        return bad_input("bad_format", context.texts.refusal(bad_setting(error)))
    create(context.home, settings)
    body = {"site": settings.site, "desk": settings.desk, "name": settings.name, "mode": settings.mode}
    return Answer(DONE, body, f"{settings.name}: {settings.desk} @ {settings.site}")


def _show(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        queue = opened.journal.queue()
        settings = opened.settings
        contact = opened.mirror.last_contact()
        body: dict[str, object] = {
            "site": settings.site,
            "desk": settings.desk,
            "name": settings.name,
            "office": settings.office,
            "post": settings.post,
            "mode": settings.mode,
            "posts": list(settings.posts),
            "scanners": list(settings.scanners),
            "central": settings.central_url,
            "permits": opened.mirror.count("permit"),
            "queue": queue.unsent,
            "quarantined": queue.quarantined,
            "unsigned": queue.unsigned,
            "last_contact": contact.isoformat() if contact else None,
            "public_key": opened.station_signer.public_key.hex(),
        }
    return Answer(DONE, body, "\n".join(f"{key}: {value}" for key, value in body.items()))
