"""`verify`: check chains and signatures, of this workstation's journal or of the whole centre."""

import argparse
from collections.abc import Sequence

from officer_app.central import auditing
from officer_app.cli.administration import ADMIN_URL, admin_url, administration
from officer_app.cli.answers import DONE, REFUSED, Answer
from officer_app.cli.context import Context
from officer_app.security.chain_check import Defect
from officer_app.security.check import Report, StoredAct, check, readable


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's command."""
    parser = commands.add_parser("verify", help="check chains and signatures of --home, or of a centre")
    parser.add_argument(
        "--central",
        nargs="?",
        const="",
        metavar="URL",
        help=f"check the centre at this administration URL (default: ${ADMIN_URL}, which no process list shows)",
    )
    parser.add_argument("--site", default="CE", help="the site to check at the centre")
    parser.add_argument("--evidence", metavar="FILE", help="not available in this version")
    parser.set_defaults(command=_verify)


def _verify(context: Context, args: argparse.Namespace) -> Answer:
    if args.central is not None:
        return said(*check_central(admin_url(args.central), args.site))
    with context.workstation() as opened:
        rows = [StoredAct(*row) for row in opened.journal.stored_acts()]
        own = opened.settings.name
        key = opened.station_signer.public_key
    acts, unreadable = readable(rows)
    # This workstation's key is at hand; the others' came through the centre with their own first acts.
    return said(check(acts, {}, {own: key}, trust_others=True), unreadable)


def check_central(url: str, site: str) -> tuple[Report, Sequence[Defect]]:
    """Check every act of `site` at the centre against the keys its workstations were enrolled with. Raises Trouble."""
    with administration():
        keys = {key.station: key.public_key for key in auditing.station_keys(url, site)}
        rows = [
            StoredAct(act.station, act.station_seq, act.act_id, act.body, act.signature)
            for act in auditing.read_all(url, site)
        ]
    acts, unreadable = readable(rows)
    return check(acts, {}, keys), unreadable


def said(report: Report, unreadable: Sequence[Defect]) -> Answer:
    """The answer of a check: exit status 1 where anything is wrong."""
    defects = [*unreadable, *report.defects]
    rows = [
        {
            "kind": row.kind,
            "station": row.station,
            "station_seq": row.station_seq,
            "act_id": row.act_id,
            "text": row.text,
        }
        for row in defects
    ]
    body: dict[str, object] = {
        "ok": not defects,
        "acts": report.acts,
        "stations": list(report.stations),
        "defects": rows,
        "notes": list(report.notes),
    }
    verdict = "ครบถ้วนถูกต้อง / all good" if not defects else f"พบข้อบกพร่อง {len(defects)} / {len(defects)} defects"
    lines = [f"{report.acts} acts, {', '.join(report.stations)}: {verdict}"]
    lines += [f"{row['station']} {row['station_seq']} {row['kind']}: {row['text']}" for row in rows]
    return Answer(DONE if not defects else REFUSED, body, "\n".join(lines))
