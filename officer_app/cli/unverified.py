"""`unverified list|match`: stamps made from paper, and what became of them when their records came."""

import argparse

from officer_app.cli.answers import DONE, Answer, refused
from officer_app.cli.context import Context, add_officer, sign_in
from officer_app.core.acts import format_time
from officer_app.core.refusals import Refusal
from officer_app.usecases.match_paper import match, waiting


def declare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this module's commands."""
    actions = commands.add_parser("unverified", help="stamps made from paper").add_subparsers(
        metavar="ACTION", required=True
    )
    listed = actions.add_parser("list", help="those that no record was compared with yet")
    listed.set_defaults(command=_list)
    compare = actions.add_parser("match", help="compare each with the record that came, and record what was found")
    compare.set_defaults(command=_match)
    add_officer(compare)


def _list(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        found = waiting(opened.counter)
    rows = [
        {
            "permit": each.permit,
            "act_id": each.act.act_id,
            "at": format_time(each.act.at),
            "officer": each.act.officer,
            "reason": each.act.text("reason"),
            "record_here": each.came,
            "differences": list(each.differences),
        }
        for each in found
    ]
    text = "\n".join(f"{row['permit']}  {row['at']}  {row['officer']}: {row['reason']}" for row in rows)
    return Answer(DONE, {"unverified": rows}, text)


def _match(context: Context, args: argparse.Namespace) -> Answer:
    with context.workstation() as opened:
        officer = sign_in(opened, args)
        done = officer if isinstance(officer, Refusal) else match(opened.counter, officer)
        left = [] if isinstance(done, Refusal) else waiting(opened.counter)
    if isinstance(done, Refusal):
        return refused(context.texts, done, {"recorded": False})
    rows = [
        {
            "permit": act.subject.number,
            "act_id": act.act_id,
            "agrees": act.fields.get("agrees") is True,
            "differences": act.text("differences"),
        }
        for act in done
    ]
    agrees = context.texts.both("answer.agrees").on_a_line
    text = "\n".join(f"{row['permit']}: {row['differences'] or agrees}" for row in rows)
    return Answer(DONE, {"recorded": bool(rows), "matched": rows, "waiting": len(left)}, text)
