"""`central status|authority`: what the centre holds, and who grants the releases of its posts."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import psycopg

from officer_app.central import admin, auditing
from officer_app.central.faults import cannot_connect
from officer_app.cli.administration import admin_url, administration
from officer_app.cli.answers import DONE, Answer, failed
from officer_app.cli.columns import columns
from officer_app.cli.context import Context
from officer_app.core.rights import KINDS
from officer_app.texts import Texts
from officer_app.usecases.look_up import data_age_s
from officer_app.workstation.exchanging import EQUAL
from officer_app.workstation.trouble import Trouble

_SITES = (
    *("site", "mode", "place", "acts", "records", "refused", "open_cases", "open_conflicts"),
    *("claims_without_act", "recovering"),
)
_STATIONS = ("site", "station", "desk", "post", "active", "acts", "last_received")
_AUTHORITIES = ("post", "epoch", "kind", "holder", "since", "handed_back", "forced")


def declare_authority(action: argparse.ArgumentParser) -> None:
    """The options of `central authority`."""
    action.add_argument("--site", required=True)
    action.add_argument("--post", default="", help="the post whose releases are granted (without: list)")
    action.add_argument("--kind", default="", choices=KINDS)
    action.add_argument("--holder", default="", help="the workstation, for --kind workstation")


def authority(context: Context, args: argparse.Namespace) -> Answer:
    """Move the right of a post where one is named; then who grants for each."""
    moved: dict[str, object] = {}
    with administration():
        url = admin_url(args.url)
        if args.post:
            kind = args.kind or "centre"
            holder = args.holder or {"centre": "centre", "post": args.post}.get(kind, "")
            moved["epoch"] = admin.set_authority(url, args.site, args.post, kind, holder)
        rows = [asdict(row) for row in admin.authorities(url, args.site)]
    rest = context.texts.both("central.authority_of_centre")
    text = "\n".join([_table(context.texts, _AUTHORITIES, rows), rest.on_a_line])
    return Answer(DONE, {**moved, "authorities": [_timed(row) for row in rows]}, text)


def status(context: Context, args: argparse.Namespace) -> Answer:
    """What the centre holds, with the queue and the age of --home's data, if it is one."""
    try:
        with administration():
            found = auditing.status(admin_url(args.url))
    except Trouble as trouble:
        answer = failed(context.texts, trouble)
        told = (answer.body or {})["trouble"]
        return Answer(answer.status, {**_of_home(context), "trouble": _side(trouble), "error": told}, answer.text)
    sites = [asdict(site) for site in found.sites]
    stations = [asdict(row) for row in found.stations]
    body: dict[str, object] = {
        **_of_home(context),
        "step": found.step,
        "server": found.server,
        "encrypted": found.encrypted,
        "sites": sites,
        "stations": [_timed(row) for row in stations],
        "quarantined": sum(site.refused for site in found.sites),
        "conflicts": sum(site.open_conflicts for site in found.sites),
        "trouble": "none",
    }
    return Answer(DONE, body, _said(context.texts, found, sites, stations))


def _said(
    texts: Texts,
    found: auditing.CentralStatus,
    sites: Sequence[Mapping[str, object]],
    stations: Sequence[Mapping[str, object]],
) -> str:
    line = "encrypted" if found.encrypted else "open"
    places = [{**row, "place": f"{row['place_kind']} {row['place_holder']}".strip()} for row in sites]
    held = {
        language: texts.say(
            *("central.held", language),
            step=found.step,
            server=str(int(found.server) // 10_000),
            line=texts.say(f"line.{line}", language),
        )
        for language in ("th", "en")
    }
    tables = [_table(texts, _SITES, places), _table(texts, _STATIONS, stations)]
    return "\n\n".join(["\n".join(held.values()), *tables])


def _timed(row: Mapping[str, object]) -> dict[str, object]:
    """A row for --json: times in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def _table(texts: Texts, names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    """Some columns of the rows under their heads, Thai and English."""
    heads = [[texts.say(f"central.{name}", language) for name in names] for language in ("th", "en")]
    return columns([*heads, *([_cell(texts, row[name]) for name in names] for row in rows)])


def _cell(texts: Texts, value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bool):
        said = texts.both("central.yes" if value else "central.no")
        return f"{said.th}/{said.en}"
    return "-" if value in (None, "") else str(value)


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
    """Where the trouble is, as for `sync` (design §14): `centre` also where a server answered with an error."""
    reason = trouble.__cause__.__cause__ if trouble.__cause__ else None
    if not isinstance(reason, psycopg.Error):
        return "here"
    return "centre" if reason.sqlstate else cannot_connect(reason).trouble
