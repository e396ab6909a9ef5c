"""`central office`: which site a customs office is of, so that transit goes from one site to another."""

import argparse
import re

from officer_app.central import admin
from officer_app.cli.administration import admin_url, administration
from officer_app.cli.answers import DONE, Answer, BadUsage
from officer_app.cli.context import Context

_OFFICE = re.compile(r"[0-9]{4}")


def declare(action: argparse.ArgumentParser) -> None:
    """The options of `central office`."""
    action.add_argument("office", nargs="?", default="", help="its four digits, e.g. 4901; none: list what is known")
    action.add_argument("--site", default="", help="the site whose workstations work for it")


def office(context: Context, args: argparse.Namespace) -> Answer:
    """Say whose an office is, or list all."""
    if bool(args.office) != bool(args.site):
        raise BadUsage("office_and_site")
    if args.office and not _OFFICE.fullmatch(args.office):
        raise BadUsage("no_office", {"office": args.office}, code="bad_format")
    with administration():
        if args.office:
            admin.set_office(admin_url(args.url), args.site, args.office)
        known = admin.offices(admin_url(args.url))
    return Answer(DONE, {"offices": known}, "\n".join(f"{each}: {site}" for each, site in known.items()))
